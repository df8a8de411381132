"""Forest plot of one endpoint across sources, with the acceptance line: one figure for the site, Word and print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cerkit.model.identifiers import finding_id
from cerkit.model.records.evaluation import Criterion, Endpoint
from cerkit.model.records.source import Finding, Source
from cerkit.model.trace import Trace, natural_key
from cerkit.render.argument import limit_text
from cerkit.render.forest import Acceptance, Entry, draw
from cerkit.render.html import escaped
from cerkit.render.lookup import criterion_named, finding_named
from cerkit.render.problems import RenderProblem, unknown
from cerkit.render.words import (
    counts_text,
    number_text,
    result_text,
    sentence_case,
    short_name,
    with_unit,
    year_of,
)


@dataclass(frozen=True, slots=True)
class _Chosen:
    identifier: str
    source: Source
    finding: Finding

    @property
    def is_own(self) -> bool:
        return self.source.relation == "under evaluation"


def figure_html(drawn: str, *, caption: str | None, name: str | None) -> str:
    """A drawing with its caption, on one line of HTML."""
    anchor = f' id="{escaped(name)}"' if name else ""
    words = (
        f'<figcaption><span class="caption-text">{escaped(caption)}</span></figcaption>' if caption else ""
    )
    return f'<figure{anchor} class="forest">{drawn}{words}</figure>'


def forest_svg(
    trace: Trace, endpoint: str, *, findings: Sequence[str] | None = None, criterion: str | None = None
) -> str:
    """The plot alone. Without `findings`, all that measure the endpoint; device under evaluation first."""
    measured = trace.endpoint(endpoint)
    if measured is None:
        raise unknown("the endpoint", endpoint, (item.id for item in trace.dossier.endpoints))
    chosen = _all(trace, measured) if findings is None else tuple(_named(trace, measured, findings))
    if not chosen:
        hint = "name findings with a value in the endpoint's unit"
        raise RenderProblem(f"no finding of {endpoint} can be drawn", hint)
    rows = Counter(item.source.id for item in chosen)
    own = tuple(item for item in chosen if item.is_own)
    others = tuple(item for item in chosen if not item.is_own)
    groups = [
        (title, tuple(_entry(item, is_alone=rows[item.source.id] == 1) for item in group))
        for title, group in (("Device under evaluation", own), ("Other sources", others))
        if group
    ]
    line = _acceptance(trace, measured, criterion) if criterion else None
    title = f"{sentence_case(measured.name)}: results by source"
    return draw(
        groups,
        unit=measured.unit,
        acceptance=line,
        title=title,
        description="; ".join(_sentence(item) for item in (*own, *others)),
        label=_label(measured, own, others, line),
    )


def _all(trace: Trace, endpoint: Endpoint) -> tuple[_Chosen, ...]:
    """All that can be drawn, by year and name; results in words stay out."""
    found = (
        _Chosen(finding_id(source.id, finding.id), source, finding)
        for source in trace.dossier.sources
        for finding in source.findings
        if finding.endpoint == endpoint.id and finding.unit == endpoint.unit and _is_numeric(finding)
    )
    return tuple(sorted(found, key=lambda item: (year_of(item.source) or "", natural_key(item.source.id))))


def _named(trace: Trace, endpoint: Endpoint, findings: Sequence[str]) -> Iterable[_Chosen]:
    for name in findings:
        source, finding = finding_named(trace, name)
        if finding.endpoint != endpoint.id:
            raise RenderProblem(
                f"{name} measures {finding.endpoint}, not {endpoint.id}", "plot one endpoint at a time"
            )
        if finding.unit != endpoint.unit or not _is_numeric(finding):
            raise RenderProblem(f"{name} has no value in {endpoint.unit}", "leave it out of the figure")
        yield _Chosen(name, source, finding)


def _is_numeric(finding: Finding) -> bool:
    return finding.value is not None or (finding.low is not None and finding.high is not None)


def _entry(item: _Chosen, *, is_alone: bool) -> Entry:
    finding, source = item.finding, item.source
    detail = finding.group or ("" if is_alone else finding.label)
    name = short_name(source)
    if name == source.id:
        name = f"{sentence_case(source.kind)} {source.id}"
    return Entry(
        name=name,
        detail=f"Subgroup: {detail}" if finding.subgroup and detail else detail,
        value=_float(finding.value),
        lower=_float(finding.interval.lower if finding.interval else finding.low),
        upper=_float(finding.interval.upper if finding.interval else finding.high),
        is_range=finding.value is None,
        is_own=item.is_own,
        is_subgroup=finding.subgroup,
        counts=counts_text(finding.counts) if finding.counts else "",
        text=_value_text(finding),
    )


def _value_text(finding: Finding) -> str:
    if finding.value is None:
        return f"{number_text(finding.low or 0)} to {number_text(finding.high or 0)} (range)"
    value = number_text(finding.value)
    if finding.interval is None:
        return f"{value} (no CI)"
    level = number_text(finding.interval.level)
    other = "" if level == "95" else f", {level} % CI"
    return f"{value} ({number_text(finding.interval.lower)} to {number_text(finding.interval.upper)}{other})"


def _acceptance(trace: Trace, endpoint: Endpoint, name: str) -> Acceptance:
    criterion = criterion_named(trace, name)
    if criterion.endpoint != endpoint.id:
        raise RenderProblem(
            f"{name} is about {criterion.endpoint}, not {endpoint.id}", "name a criterion of the endpoint"
        )
    return Acceptance(
        value=float(criterion.value),
        is_minimum=criterion.operator in {">=", ">"},
        label=f"{name}: {_bound(criterion)} {limit_text(trace, criterion)}",
    )


def _bound(criterion: Criterion) -> str:
    return {"estimate": "estimate", "lower": "lower bound", "upper": "upper bound"}[criterion.bound]


def _sentence(item: _Chosen) -> str:
    name = f"{short_name(item.source)}, {item.finding.group or item.finding.label}"
    return f"{name}: {result_text(item.finding)}"


def _label(
    endpoint: Endpoint, own: tuple[_Chosen, ...], others: tuple[_Chosen, ...], line: Acceptance | None
) -> str:
    """What a reader who does not see the figure is told first."""
    parts = [f"Forest plot of {endpoint.name}, {len(own) + len(others)} results."]
    if own:
        parts.append(f"Device under evaluation: {'; '.join(_sentence(item) for item in own)}.")
    values = [item.finding.value for item in others if item.finding.value is not None]
    if values:
        ends = dict.fromkeys((number_text(min(values)), number_text(max(values))))
        parts.append(f"Values of the other sources: {with_unit(' to '.join(ends), endpoint.unit)}.")
    if line is not None:
        parts.append(f"Acceptance line {line.label}.")
    return " ".join(parts)


def _float(value: int | Decimal | None) -> float | None:
    return None if value is None else float(value)
