"""Appraisals across sources: a traffic light for each domain of a scheme, the levels counted, and the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from cerkit.model.catalogues.appraisal import AppraisalScheme, Domain
from cerkit.model.records.source import Appraisal, Source
from cerkit.model.tables import (
    EMPTY,
    Badge,
    Break,
    Cell,
    Citation,
    Column,
    RecordRef,
    Row,
    State,
    Table,
    Words,
    cell,
)
from cerkit.model.trace import Trace, natural_key
from cerkit.render.derived import citing
from cerkit.render.pooled import pooled_text
from cerkit.render.problems import RenderProblem, unknown
from cerkit.render.values import row_of
from cerkit.render.words import humanised, number_text, result_text, sentence_case, short_name, year_of

_LIGHTS: Final = {
    "low": State.MET,
    "some_concerns": State.LIMITS,
    "moderate": State.LIMITS,
    "unclear": State.LIMITS,
    "no_information": State.LIMITS,
    "high": State.NOT_MET,
    "serious": State.NOT_MET,
    "critical": State.NOT_MET,
}
"""Levels of the tools for risk of bias. Other schemes call good what these call bad, and get words only."""
_OF_BIAS: Final = frozenset({"quadas-2", "rob-2", "robins-i"})
"""Tools for risk of bias, where low is good."""
_APPLICABILITY: Final = ".applicability"


def appraisal_grid(trace: Trace, scheme: str) -> Table:
    """A row for each source appraised under a scheme, a column for each domain, a sign and a word in each cell."""
    known, appraised = _appraised(trace, scheme)
    domains = _domains(known, appraised)
    columns = (
        Column("source", "Source", header=True, weight=22),
        *(Column(_key(name), _label(name), weight=10) for name in domains),
        Column("validity", "Validity", weight=9),
        Column("relevance", "Relevance", weight=9),
    )
    judged = _has_lights(known)
    rows = tuple(
        row_of(
            named_source(held),
            *(_light(appraisal.scores.get(name), judged=judged) for name in domains),
            appraisal.validity,
            appraisal.relevance,
        )
        for held, appraisal in appraised
    )
    meanings = [domain for domain in known.entries if domain.id in domains]
    # One note: several would part from a table on its side, and stand on a page of their own.
    notes = (cell(" ".join(map(_meaning, meanings))),) if meanings else ()
    return Table(columns, rows, ("sortable", "wide", "grid") if len(domains) > 5 else ("grid",), notes)


def appraisal_summary(trace: Trace, scheme: str) -> Table:
    """For each domain of a scheme how many sources have which level."""
    known, appraised = _appraised(trace, scheme)
    domains = _domains(known, appraised)
    counts = {name: Counter(appraisal.scores.get(name) for _, appraisal in appraised) for name in domains}
    levels = [code for code in _levels(known) if any(counts[name][code] for name in domains)]
    judged = _has_lights(known)
    columns = (
        Column("domain", "Domain", header=True, weight=46),
        *(Column(level, humanised(level), numeric=True, weight=18) for level in levels),
    )
    asked = {domain.id: domain.question for domain in known.entries}
    rows = tuple(
        row_of(
            _domain(name, asked),
            *(_share(counts[name][level], len(appraised), level, judged=judged) for level in levels),
        )
        for name in domains
    )
    note = cell(f"{len(appraised)} sources appraised under {known.title}.")
    return Table(columns, rows, (), (note,))


def _appraised(trace: Trace, scheme: str) -> tuple[AppraisalScheme, tuple[tuple[Source, Appraisal], ...]]:
    """A scheme, and the sources appraised under it by year and name."""
    found = trace.dossier.catalogues.get(scheme)
    pairs = [(held, held.appraisal) for held in trace.dossier.sources if held.appraisal is not None]
    used = sorted({appraisal.scheme for _, appraisal in pairs})
    if not isinstance(found, AppraisalScheme) or scheme not in used:
        raise unknown("the appraisal scheme", scheme, used)
    chosen = [(held, appraisal) for held, appraisal in pairs if appraisal.scheme == scheme]
    return found, tuple(sorted(chosen, key=lambda pair: (year_of(pair[0]) or "", natural_key(pair[0].id))))


def named_source(held: Source) -> Cell:
    """Heydon 2021 (9): a number alone tells a reader nothing in the first column of a table."""
    # In a file there is no number, and the label would give the name a second time.
    cited = (
        replace(item, label=f"({held.id})") if isinstance(item, Citation) else item
        for item in citing(held).pieces
    )
    return Cell((Words(f"{short_name(held)} "), *cited))


def _domains(scheme: AppraisalScheme, appraised: tuple[tuple[Source, Appraisal], ...]) -> tuple[str, ...]:
    """The scored domains in the order of the scheme, applicability last; then what the scheme does not name."""
    scored = {name for _, appraisal in appraised for name in appraisal.scores}
    named = [domain.id for domain in scheme.entries]
    named += [f"{domain.id}{_APPLICABILITY}" for domain in scheme.entries]
    return (*(name for name in named if name in scored), *sorted(scored - set(named)))


def _levels(scheme: AppraisalScheme) -> tuple[str, ...]:
    codes = (level.code for domain in scheme.entries for level in domain.levels)
    held = (
        level.code
        for domain in scheme.entries
        for level in (domain.applicability.levels if domain.applicability else ())
    )
    order = {code: place for place, code in enumerate(_LIGHTS)}
    found = dict.fromkeys((*codes, *held))
    return tuple(sorted(found, key=lambda code: order.get(code, -1))) if _has_lights(scheme) else tuple(found)


def _has_lights(scheme: AppraisalScheme) -> bool:
    """Whether "low" is good."""
    return scheme.id in _OF_BIAS


def _light(level: str | None, *, judged: bool) -> Cell:
    if level is None:
        return EMPTY
    words = level.replace("_", " ")
    state = _LIGHTS.get(level) if judged else None
    return cell(Badge(state, words)) if state is not None else cell(words)


def _share(number: int, total: int, level: str, *, judged: bool) -> Cell:
    """3 (10 %); coloured where any source has the level, so that the eye finds what is bad."""
    state = _LIGHTS.get(level) if judged and number else None
    return cell(f"{number_text(number)} ({100 * number / total:.0f} %)" if number else "0", state=state)


def _domain(name: str, asked: dict[str, str]) -> Cell:
    base = name.removesuffix(_APPLICABILITY)
    what = "applicability" if name != base else asked.get(base, "")
    return cell(f"{_label(base)}: {what}" if what else _label(base))


def _meaning(domain: Domain) -> str:
    question = domain.question.rstrip()
    return f"{_label(domain.id)}: {question}{'' if question.endswith(('?', '.')) else '.'}"


def _key(name: str) -> str:
    return name.replace(".", "_")


def _label(name: str) -> str:
    base = name.removesuffix(_APPLICABILITY)
    return f"{humanised(base)}, applicability" if base != name else humanised(name)


def evidence_summary(trace: Trace, endpoint: str, *, own: bool = True) -> Table:
    """Every finding on an endpoint with the weight of its source, data on the device first; then what is pooled.

    `own`: whether data on the device are among them; a chapter on the state of the art comes before them.
    """
    measured = trace.endpoint(endpoint)
    if measured is None:
        raise unknown("the endpoint", endpoint, (item.id for item in trace.dossier.endpoints))
    columns = (
        Column("source", "Source", header=True, weight=16),
        Column("design", "Design and setting", weight=20),
        Column("group", "Who or what", weight=16),
        Column("result", measured.name, weight=20),
        Column("judged", "Validity, relevance", weight=12),
        Column("role", "Role", weight=8),
        Column("outcome", "Outcome", weight=8),
    )
    rows = tuple(_finding_rows(trace, endpoint, own=own))
    if not rows:
        raise RenderProblem(f"no source has a finding on {endpoint}", "leave the table out")
    pooled = tuple(_pooled_rows(trace, endpoint, len(columns)))
    return Table(columns, (*rows, *pooled), ("wide",))


def _finding_rows(trace: Trace, endpoint: str, *, own: bool) -> Iterator[Row]:
    groups = (*((("Device under evaluation", True),) if own else ()), ("Other sources", False))
    ordered = sorted(trace.dossier.sources, key=lambda item: (year_of(item) or "", natural_key(item.id)))
    for title, is_own in groups:
        found = [
            Row(tuple(_finding_cells(held, at)))
            for held in ordered
            if (held.relation == "under evaluation") is is_own
            for at, finding in enumerate(held.findings)
            if finding.endpoint == endpoint
        ]
        if found:
            yield from (Row(group=title),) if own else ()
            yield from found


def _finding_cells(held: Source, at: int) -> Iterator[Cell]:
    finding, appraisal = held.findings[at], held.appraisal
    yield named_source(held)
    yield cell(held.design if held.setting is None else f"{held.design}; {held.setting}")
    yield cell(("Subgroup: " if finding.subgroup else "") + (finding.group or finding.label))
    yield cell(result_text(finding))
    yield cell(f"{appraisal.validity}, {appraisal.relevance}") if appraisal else EMPTY
    yield cell(appraisal.role) if appraisal else EMPTY
    yield cell(held.outcome)


def _pooled_rows(trace: Trace, endpoint: str, columns: int) -> Iterator[Row]:
    found = [
        item
        for item in trace.dossier.syntheses
        if item.endpoint == endpoint
        and item.id in trace.results
        and trace.results[item.id].pooled is not None
    ]
    if found:
        yield Row(group="Pooled")
    for item in found:
        value = sentence_case(pooled_text(trace, item.id, prediction=True))
        parts = (cell(RecordRef(item.id)), cell(item.title), EMPTY, cell(value))
        yield row_of(*parts, *(EMPTY for _ in range(columns - len(parts))))


def schemes_used(trace: Trace) -> tuple[str, ...]:
    """The schemes under which something was appraised, the most used first."""
    used = Counter(item.appraisal.scheme for item in trace.dossier.sources if item.appraisal is not None)
    known = (name for name in used if isinstance(trace.dossier.catalogues.get(name), AppraisalScheme))
    return tuple(sorted(known, key=lambda name: (-used[name], name)))


def judgements_table(trace: Trace, scheme: str) -> Table:
    """A row for each source appraised under a scheme: the judgement, what it is used for, why, and by whom."""
    _, appraised = _appraised(trace, scheme)
    columns = (
        Column("source", "Source", header=True, weight=13),
        Column("validity", "Validity", weight=8),
        Column("relevance", "Relevance", weight=9),
        Column("role", "Role", weight=10),
        Column("used_for", "Used for", weight=13),
        Column("flaws", "Flaws (A6)", weight=10),
        Column("reason", "Reason", weight=28),
        Column("by", "By", weight=9),
    )
    rows = tuple(Row(tuple(_judgement_cells(held, appraisal))) for held, appraisal in appraised)
    told = cell("* Illustration: appraised without the full text; it shows the form and proves nothing.")
    notes = (told,) if any(appraisal.illustration for _, appraisal in appraised) else ()
    return Table(columns, rows, ("sortable", "wide"), notes)


def _judgement_cells(held: Source, appraisal: Appraisal) -> Iterator[Cell]:
    yield named_source(held)
    yield cell(appraisal.validity)
    yield cell(appraisal.relevance)
    # A mark and not a column: most rows of a finished report would leave it empty.
    yield cell(f"{appraisal.role}{'*' if appraisal.illustration else ''}")
    yield cell(", ".join(appraisal.used_for)) if appraisal.used_for else EMPTY
    yield cell(", ".join(appraisal.flaws)) if appraisal.flaws else cell("none")
    yield cell(appraisal.reason)
    second = (Break(), RecordRef(appraisal.second)) if appraisal.second else ()
    yield cell(RecordRef(appraisal.by), *second)
