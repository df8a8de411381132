"""What an update does to the argument: claims, benefits and risks, requirements, then and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cerkit.model.answers import Answer, answers, is_answered
from cerkit.model.changes import ChangeKind, Difference
from cerkit.model.records.evaluation import Benefit, Claim, Conclusion, RequirementAssessment, Risk
from cerkit.model.tables import EMPTY, Break, Cell, Column, Piece, RecordRef, Row, Table, Words, cell
from cerkit.model.trace import Trace, natural_key
from cerkit.model.update import Update, Version, paths_to
from cerkit.render import argument
from cerkit.render.pages import Section
from cerkit.render.records import record_table
from cerkit.render.update_words import both_sides, field_label, follower, then_and_now
from cerkit.render.values import filled, joined, lacking, record_refs, row_of
from cerkit.render.words import date_text, number_text, sentence_case


def claims(update: Update) -> Section:
    """Every claim with its support and verdicts then and now, and what led from the one to the other."""
    columns = (
        Column("id", "Claim", header=True, weight=9),
        Column("wording", "Wording", weight=28),
        Column("then", "Support then", weight=17),
        Column("now", "Support now", weight=17),
        Column("verdicts", "Verdicts now", weight=30),
        Column("why", "What led to it", weight=22),
    )
    found = both_sides(update.old.trace.dossier.claims, update.new.trace.dossier.claims)
    rows = tuple(Row(tuple(_claim_cells(update, *sides))) for sides in found)
    table = Table(columns, rows, ("wide",)).named(
        "tbl-update-claims", "Claims, their support and their verdicts"
    )
    return Section("Effect on each claim", "claims", tables=(table,))


def _claim_cells(update: Update, name: str, then: Claim | None, now: Claim | None) -> Iterator[Cell]:
    yield cell(RecordRef(name))
    yield _wording(then, now)
    yield _support(update.old, then)
    yield _support(update.new, now)
    criteria = argument.criteria_of(update.new.trace, now) if now else ()
    lines = (
        (RecordRef(item.id), Words(" "), *argument.verdict_lines(update.new.trace, item)) for item in criteria
    )
    yield filled(joined(tuple(lines), Break()))
    subjects = (name, *(item.id for item in criteria))
    yield _ways(update, subjects)


def _wording(then: Claim | None, now: Claim | None) -> Cell:
    if then is None or now is None:
        held = now or then
        word = "added: " if then is None else "withdrawn: "
        return cell(f"{word}{held.wording}") if held else EMPTY
    if then.wording.split() == now.wording.split():
        return cell(now.wording)
    reason = (Break(), Words(now.reason)) if now.reason else ()
    return cell(
        Words("Now: ", strong=True), now.wording, Break(), Words("Then: ", strong=True), then.wording, *reason
    )


def _support(side: Version, claim: Claim | None) -> Cell:
    if claim is None:
        return EMPTY
    if claim.status != "active":
        return cell(claim.status)
    return cell(argument.support_badge(side.trace.support_of(claim)))


def _ways(update: Update, subjects: Sequence[str]) -> Cell:
    """The edits that lead to a change of the claim or of its criteria, each with its last step.

    Then those of the claim and its criteria themselves from which nothing follows.
    """
    found: dict[tuple[Piece, ...], None] = {}
    for subject in subjects:
        for way in paths_to(update.differences, subject):
            if way[-1].kind is not ChangeKind.CLAIM_AFFECTED:  # the criterion that leads to it says more
                found[_way(way)] = None
    for subject in subjects:
        own = [item.field for item in update.edits_of(subject) if item.field and not item.consequences]
        if own:
            fields = ", ".join(field_label(field).lower() for field in own)
            found[RecordRef(subject), Words(f": {fields}")] = None
    return filled(joined(tuple(found), Break())) if found else cell("nothing that bears on it changed")


def _way(way: tuple[Difference, ...]) -> tuple[Piece, ...]:
    first, last = way[0], way[-1]
    field = f", {field_label(first.field).lower()}" if first.field else f" {first.kind}"
    return (RecordRef(first.subject), Words(f"{field} → "), *follower(last))


def benefit_risk(update: Update) -> Section:
    """Risks and benefits then and now, the data that came to them, and what surveillance showed."""
    tables = [_risks(update), _benefits(update), *_surveillance(update), *_incidents(update)]
    kept = tuple(table for table in tables if table.rows)
    text = () if kept else (Words("No risk and no benefit is recorded."),)
    return Section("Effect on benefit and risk", "benefit-risk", text, kept)


def _risks(update: Update) -> Table:
    found = both_sides(update.old.trace.dossier.risks, update.new.trace.dossier.risks)
    rows = tuple(Row(tuple(_risk_cells(*sides))) for sides in found)
    return Table(_pair_columns("Risk", "Hazard"), rows, ("wide",)).named(
        "tbl-update-risks", "Residual risks then and now"
    )


def _pair_columns(record: str, what: str) -> tuple[Column, ...]:
    return (
        Column("id", record, header=True, weight=9),
        Column("what", what, weight=22),
        Column("then", "Then", weight=26),
        Column("now", "Now", weight=26),
        Column("data", "Data that came or went", weight=20),
    )


def _risk_cells(name: str, then: Risk | None, now: Risk | None) -> Iterator[Cell]:
    held = now or then
    yield cell(RecordRef(name))
    yield cell(sentence_case(held.hazard)) if held else EMPTY
    before, after = _estimate(then), _estimate(now)
    yield before
    yield after if after != before else cell("as before")
    yield _data(then.sources if then else (), now.sources if now else ())


def _estimate(risk: Risk | None) -> Cell:
    if risk is None:
        return EMPTY
    return cell(f"{sentence_case(risk.severity)}, {risk.probability}; residual risk {risk.residual}")


def _benefits(update: Update) -> Table:
    found = both_sides(update.old.trace.dossier.benefits, update.new.trace.dossier.benefits)
    rows = tuple(Row(tuple(_benefit_cells(*sides))) for sides in found)
    columns = _pair_columns("Benefit", "What it is")
    return Table(columns, rows, ("wide",)).named("tbl-update-benefits", "Benefits then and now")


def _benefit_cells(name: str, then: Benefit | None, now: Benefit | None) -> Iterator[Cell]:
    held = now or then
    yield cell(RecordRef(name))
    yield cell(held.title) if held else EMPTY
    told = [f"{item.magnitude} Certainty: {item.certainty}." if item else None for item in (then, now)]
    if told[0] is not None and told[0] == told[1]:
        yield cell(told[0])
        yield cell("as before")
    else:
        yield from then_and_now(told[0], told[1])
    yield _data(then.evidence if then else (), now.evidence if now else ())


def _data(then: Sequence[str], now: Sequence[str]) -> Cell:
    came = tuple(name for name in now if name not in then)
    went = tuple(name for name in then if name not in now)
    parts: list[tuple[Piece, ...]] = []
    if came:
        parts.append((Words("new: "), *record_refs(came)))
    if went:
        parts.append((Words("no longer: "), *record_refs(went)))
    return filled(joined(tuple(parts), Break())) if parts else cell("the same")


def _surveillance(update: Update) -> Iterator[Table]:
    old, new = (side.trace.dossier.surveillance for side in (update.old, update.new))
    known = {period.starts for period in old.periods} if old else set()
    starts = [period.starts for period in new.periods if period.starts not in known] if new else []
    if starts:
        yield record_table(
            update.new.trace,
            "periods",
            columns=("period", "denominator", "values", "conclusion"),
            where={"starts": starts},
            wide=True,
        ).named("tbl-update-periods", "Post-market surveillance: periods reported since")


def _incidents(update: Update) -> Iterator[Table]:
    known = {source.id for source in update.old.trace.dossier.sources}
    rows = []
    for source in update.new.trace.dossier.sources:
        held = source.surveillance
        if held is None or source.id in known:
            continue
        numbers = (held.denominator, held.complaints, held.serious_incidents, held.field_actions)
        rows.append(
            row_of(
                RecordRef(source.id),
                f"{date_text(held.starts)} to {date_text(held.ends)}",
                *(cell(number_text(number)) for number in numbers),
                cell(held.trend, Break(), held.under_reporting),
            )
        )
    columns = (
        Column("id", "Source", header=True, weight=12),
        Column("period", "Period", weight=16),
        Column("denominator", "Uses", numeric=True, weight=14),
        Column("complaints", "Complaints", numeric=True, weight=11),
        Column("incidents", "Serious incidents", numeric=True, weight=10),
        Column("actions", "Field actions", numeric=True, weight=9),
        Column("trend", "Trend and its limits", weight=34),
    )
    if rows:
        caption = "Complaints and incidents reported since"
        yield Table(columns, tuple(rows), ("wide",)).named("tbl-update-incidents", caption)


def requirements(update: Update) -> Section:
    """What answers each requirement that needs clinical evidence, and the evaluator's conclusion, then and now."""
    then, now = answers(update.old.trace), answers(update.new.trace)
    names = sorted(then.keys() | now.keys(), key=natural_key)
    if not names:
        text = (Words("No requirement asks for clinical evidence yet."),)
        return Section("Effect on each requirement", "requirements", text)
    columns = (
        Column("id", "Requirement", header=True, weight=11),
        Column("title", "What it asks", weight=26),
        Column("then", "Answered then", weight=18),
        Column("now", "Answered now", weight=18),
        Column("concluded", "Conclusion then", weight=16),
        Column("concludes", "Conclusion now", weight=18),
    )
    old, new = _conclusions(update.old.trace), _conclusions(update.new.trace)
    rows = tuple(
        row_of(
            RecordRef(name),
            sentence_case(_title(update, name)),
            _answered(update.old.trace, then.get(name)),
            _answered(update.new.trace, now.get(name)),
            _concluded(old.get(name)),
            _concluded_now(old.get(name), new.get(name)),
        )
        for name in names
    )
    caption = "Requirements that need clinical evidence"
    note = "The conclusions are the evaluators' statements; what answers a requirement is counted from the records."
    table = Table(columns, rows, ("wide",), (cell(note),)).named("tbl-update-requirements", caption)
    return Section("Effect on each requirement", "requirements", tables=(table,))


def _title(update: Update, name: str) -> str:
    node = update.new.trace.nodes.get(name) or update.old.trace.nodes.get(name)
    return node.title if node is not None else ""


def _answered(trace: Trace, answer: Answer | None) -> Cell:
    if answer is None:
        return cell("not asked")
    if not is_answered(trace, answer):
        return cell(lacking("not answered"))
    supported = tuple(claim.id for claim in answer.claims)
    beside = tuple(name for name in answer.evidence if name in trace.nodes)
    parts = [record_refs(supported)] if supported else []
    if beside:
        count = f"{len(beside)} record{'s' if len(beside) > 1 else ''}"
        parts.append((Words(f"and {count} beside" if supported else f"{count}"),))
    return filled(joined(tuple(parts), Words(" ")))


def _conclusions(trace: Trace) -> Mapping[str, Conclusion]:
    held = trace.dossier.requirements
    items: Sequence[RequirementAssessment] = held.requirements if held else ()
    return {item.id: item.conclusion for item in items if item.conclusion is not None}


def _concluded(conclusion: Conclusion | None) -> Cell:
    if conclusion is None:
        return EMPTY
    return cell(
        Words(conclusion.statement, strong=True),
        Break(),
        RecordRef(conclusion.by),
        f", {date_text(conclusion.on)}",
    )


def _concluded_now(then: Conclusion | None, now: Conclusion | None) -> Cell:
    """A conclusion that nobody has looked at since is told as such."""
    return cell("as then, not dated anew") if then is not None and now == then else _concluded(now)
