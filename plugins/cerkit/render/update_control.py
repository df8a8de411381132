"""How an update was controlled: versions and period, reaffirmed conclusions, follow-up, what is open, what is next."""

from __future__ import annotations

from collections.abc import Iterator

from cerkit.model.records.control import ReviewEntry
from cerkit.model.records.evaluation import Gap, PmcfActivity
from cerkit.model.suspicions import told_cause, who_looks
from cerkit.model.tables import EMPTY, Break, Cell, Column, Piece, RecordRef, Row, Table, Words, cell
from cerkit.model.trace import Trace, natural_key
from cerkit.model.update import Update, Version
from cerkit.render.pages import Section
from cerkit.render.update_words import both_sides
from cerkit.render.values import lacking, record_refs, row_of
from cerkit.render.words import date_text, number_text, sentence_case


def period(update: Update) -> Section:
    """The two versions side by side: report, device, market, and until when data were looked for."""
    columns = (
        Column("what", "", header=True, weight=26),
        Column("then", "Then", weight=37),
        Column("now", "Now", weight=37),
    )
    sides = [dict(_facts(side)) for side in (update.old, update.new)]
    names = dict.fromkeys(name for side in sides for name in side)
    rows = tuple(row_of(name, *(side.get(name, EMPTY) for side in sides)) for name in names)
    table = Table(columns, rows).named("tbl-update-period", "The two versions")
    return Section("Period and versions", "period", tables=(table,))


def _facts(side: Version) -> Iterator[tuple[str, Cell]]:
    dossier, report = side.trace.dossier, side.report
    if report is not None:
        yield "Report", cell(f"{report.number}, version {report.version}, {report.status}")
        yield "Date of the report", cell(date_text(report.date))
    if side.commit:
        yield "Commit", cell(side.commit[:12])
    if dossier.device is not None:
        device = dossier.device
        yield "Device", cell(f"{device.name} {device.version}")
        since = f" since {date_text(device.market.since)}" if device.market.since else ""
        yield (
            "Market",
            cell(
                sentence_case(f"{device.market.state}{since}"),
                *((Break(), device.market.units) if device.market.units else ()),
            ),
        )
    ran = [search.ran_on for search in dossier.searches]
    if ran:
        yield "Last search", cell(f"{date_text(max(ran))}, {len(ran)} searches in all")
    periods = dossier.surveillance.periods if dossier.surveillance else ()
    if periods:
        first, last = min(item.starts for item in periods), max(item.ends for item in periods)
        yield "Surveillance", cell(f"{date_text(first)} to {date_text(last)}")
    yield "Sources", cell(number_text(len(dossier.sources)))


def conclusions(update: Update) -> Section:
    """Who confirmed which record after something it rests on changed, and who signed the report."""
    tables = [table for table in (_confirmations(update), _signed(update)) if table.rows]
    text = () if tables else (Words("Nobody has confirmed a record or signed since."),)
    return Section("Conclusions reaffirmed", "conclusions", text, tuple(tables))


def _confirmations(update: Update) -> Table:
    known = {
        (own.evaluator, entry) for own in update.old.trace.dossier.reviews for entry in own.confirmations
    }
    found: list[tuple[str, ReviewEntry]] = [
        (own.evaluator, entry)
        for own in update.new.trace.dossier.reviews
        for entry in own.confirmations
        if (own.evaluator, entry) not in known
    ]
    columns = (
        Column("record", "Record", header=True, weight=14),
        Column("by", "Confirmed by", weight=18),
        Column("on", "On", weight=14),
        Column("reason", "Why it stands as it is", weight=54),
    )
    names = _names(update.new.trace)
    rows = tuple(
        row_of(RecordRef(entry.record), _person(by, names), date_text(entry.on), entry.reason)
        for by, entry in sorted(found, key=lambda item: (natural_key(item[1].record), item[1].on, item[0]))
    )
    caption = "Records confirmed after a change in what they rest on"
    return Table(columns, rows, ("wide",)).named("tbl-update-confirmations", caption)


def _names(trace: Trace) -> dict[str, str]:
    return {person.id: person.name for person in trace.dossier.evaluators}


def _person(identifier: str, names: dict[str, str]) -> Cell:
    name = names.get(identifier)
    return cell(RecordRef(identifier), f", {name}" if name else "")


def _signed(update: Update) -> Table:
    releases = update.new.trace.dossier.releases
    columns = (
        Column("name", "Name", header=True, weight=22),
        Column("role", "Role", weight=26),
        Column("meaning", "What the signature means", weight=36),
        Column("on", "Signed on", weight=16),
    )
    rows = tuple(
        row_of(
            item.name,
            item.role,
            item.meaning,
            cell(date_text(item.on)) if item.on else cell(lacking("not signed")),
        )
        for item in (releases.signatures if releases else ())
    )
    label = update.new.report.version if update.new.report else ""
    return Table(columns, rows, ("wide",)).named(
        "tbl-update-signed", f"Signatures to version {label} of the report"
    )


def follow_up(update: Update) -> Section:
    """Gaps opened and closed, follow-up activities, and what they gave."""
    tables = [table for table in (_gaps(update), _activities(update)) if table.rows]
    text = () if tables else (Words("No gap and no follow-up activity is recorded."),)
    return Section("Decisions on gaps and follow-up", "follow-up", text, tuple(tables))


def _gaps(update: Update) -> Table:
    columns = (
        Column("id", "Gap", header=True, weight=9),
        Column("title", "What is not shown", weight=25),
        Column("then", "Then", weight=13),
        Column("now", "Now", weight=15),
        Column("because", "Why it is acceptable", weight=38),
    )
    found = both_sides(update.old.trace.dossier.gaps, update.new.trace.dossier.gaps)
    rows = tuple(Row(tuple(_gap_cells(*sides))) for sides in found)
    return Table(columns, rows, ("wide",)).named("tbl-update-gaps", "Gaps then and now")


def _gap_cells(name: str, then: Gap | None, now: Gap | None) -> Iterator[Cell]:
    held = now or then
    yield cell(RecordRef(name))
    yield cell(held.title) if held else EMPTY
    yield cell(sentence_case(then.status)) if then else EMPTY
    if now is None:
        yield cell("withdrawn")
        yield EMPTY
        return
    day = (
        f"closed on {date_text(now.closed_on)}" if now.closed_on else f"opened on {date_text(now.opened_on)}"
    )
    yield cell(sentence_case(now.status), Break(), day)
    followed: tuple[Piece, ...] = (
        (Break(), Words("followed by "), *record_refs(now.followed_by)) if now.followed_by else ()
    )
    yield cell(now.acceptable_because, *followed)


def _activities(update: Update) -> Table:
    columns = (
        Column("id", "Activity", header=True, weight=10),
        Column("title", "Aim", weight=28),
        Column("then", "Then", weight=12),
        Column("now", "Now", weight=16),
        Column("result", "Result so far", weight=34),
    )
    found = both_sides(update.old.trace.dossier.pmcf, update.new.trace.dossier.pmcf)
    rows = tuple(Row(tuple(_activity_cells(*sides))) for sides in found)
    caption = "Post-market clinical follow-up then and now"
    return Table(columns, rows, ("wide",)).named("tbl-update-pmcf", caption)


def _activity_cells(name: str, then: PmcfActivity | None, now: PmcfActivity | None) -> Iterator[Cell]:
    held = now or then
    yield cell(RecordRef(name))
    yield cell(Words(held.title, strong=True), Break(), held.aim) if held else EMPTY
    yield cell(sentence_case(then.status)) if then else EMPTY
    if now is None:
        yield cell("withdrawn")
        yield EMPTY
        return
    yield cell(sentence_case(now.status), Break(), f"{date_text(now.starts)} to {date_text(now.ends)}")
    same = then is not None and then.result == now.result
    yield cell(now.result or "none yet", *((Break(), Words("as before")) if same and now.result else ()))


def open_items(update: Update) -> Section:
    """Records to be looked at again, waivers in force, gaps that stay open."""
    trace = update.new.trace
    parts: list[Piece] = []
    gaps = tuple(gap.id for gap in trace.dossier.gaps if gap.status == "open")
    parts += (Words("Open gaps: "), *record_refs(gaps), Words(".")) if gaps else (Words("No gap is open."),)
    if not update.suspects:
        parts.append(Words(" No record rests on something that changed without having been looked at since."))
    tables = tuple(table for table in (_suspects(update), _waivers(trace)) if table.rows)
    return Section("Open items", "open", tuple(parts), tables)


def _suspects(update: Update) -> Table:
    columns = (
        Column("record", "Record", header=True, weight=16),
        Column("causes", "Rests on what changed", weight=54),
        Column("who", "Who looks", weight=30),
    )
    trace = update.new.trace
    names = _names(trace)
    rows = tuple(
        row_of(
            RecordRef(item.record),
            "; ".join(told_cause(cause) for cause in item.causes),
            ", ".join(
                names.get(name, name) for name in who_looks(trace.dossier, trace.nodes[item.record].kind)
            ),
        )
        for item in update.suspects
    )
    return Table(columns, rows).named("tbl-update-suspects", "Records to be looked at again")


def _waivers(trace: Trace) -> Table:
    columns = (
        Column("rule", "Rule", header=True, weight=12),
        Column("record", "Record", weight=16),
        Column("reason", "Why it was accepted", weight=46),
        Column("by", "By", weight=12),
        Column("until", "Until", weight=14),
    )
    rows = tuple(
        row_of(
            item.rule,
            cell(RecordRef(item.record)) if item.record in trace.nodes else cell(item.record),
            item.reason,
            RecordRef(item.author),
            date_text(item.expires),
        )
        for item in trace.dossier.waivers
    )
    return Table(columns, rows).named("tbl-update-waivers", "Diagnostics that were accepted")


def next_evaluation(update: Update) -> Section:
    """When the evaluation is made again, and why then."""
    then, now = (side.trace.dossier.plan for side in (update.old, update.new))
    if now is None:
        return Section("Next evaluation", "next", (Words("No plan says when the next evaluation is due."),))
    before = ""
    if then is not None and then.next_evaluation != now.next_evaluation:
        before = f" The previous report had named {date_text(then.next_evaluation)}."
    text = (
        Words(
            f"The next evaluation is due on {date_text(now.next_evaluation)}; the interval is "
            f"{now.update_interval_months} months.{before} "
        ),
        Words(_sentence(now.update_interval_reason)),
        Words(" ("),
        RecordRef(now.id),
        Words(")"),
    )
    return Section("Next evaluation", "next", text, ())


def _sentence(text: str) -> str:
    flat = " ".join(text.split())
    return sentence_case(flat)


def to_sign(update: Update) -> Section:
    """Rows in which those who sign the report sign this one, too."""
    releases = update.new.trace.dossier.releases
    columns = (
        Column("name", "Name", header=True, weight=24),
        Column("role", "Role", weight=30),
        Column("on", "Date", weight=16),
        Column("signature", "Signature", weight=30),
    )
    rows = tuple(
        row_of(item.name, item.role, Cell(), Cell()) for item in (releases.signatures if releases else ())
    )
    table = Table(columns, rows).named("tbl-update-sign", "Signatures to this report on the update")
    text = "Who signs has read what changed and what follows from it, as it is told above."
    return Section("Signatures", "signatures", (Words(text),), (table,) if rows else ())
