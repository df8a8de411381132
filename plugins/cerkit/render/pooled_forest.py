"""Forest plot of a synthesis: studies with weights, the pooled diamond, the prediction interval, a line to reach."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from cerkit.model.records.review import Synthesis
from cerkit.model.synthesis import Bounds, Pooled, PooledValue
from cerkit.model.trace import Trace
from cerkit.render import svg
from cerkit.render.forest import Acceptance
from cerkit.render.lookup import benchmark_named, criterion_named
from cerkit.render.pooled import (
    chosen_values,
    endpoint_of,
    heterogeneity,
    pooled_named,
    range_of,
    studies_text,
    unit_of,
)
from cerkit.render.pooled_studies import Study, studies_of
from cerkit.render.problems import RenderProblem
from cerkit.render.words import WITHOUT_UNIT, number_text, sentence_case, with_unit

WIDTH: Final = 744
_PLOT: Final = (286.0, 520.0)
_COUNTS_END: Final = 272.0
_TEXT_START: Final = 534.0
_WEIGHT_END: Final = 742.0
_ROW: Final = 20.0
_RATIO_TICKS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_RATIOS: Final = frozenset({"RR", "OR", "IRR"})
_BOLD: Final = 'font-weight="bold"'
_GREY: Final = 'fill="currentColor" fill-opacity="0.62"'
_SHADE: Final = 'fill="currentColor" fill-opacity="0.06"'


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot: its studies, the pooled number, and how its axis is drawn."""

    title: str
    value: PooledValue
    studies: tuple[Study, ...]
    unit: str
    is_ratio: bool
    line: Acceptance | None = None
    varies: str = ""
    """What varies between the studies, in a line."""


def pooled_forest_svg(
    trace: Trace,
    synthesis: str,
    value: str | None = None,
    *,
    criterion: str | None = None,
    benchmark: str | None = None,
) -> str:
    """The plot; of accuracy a panel each for sensitivity and specificity, or the one that is named."""
    held, made = pooled_named(trace, synthesis)
    result, endpoint = trace.results[synthesis], endpoint_of(trace, held)
    unit, line = unit_of(trace, held, made), _line(trace, criterion, benchmark)
    named = chosen_values(made, synthesis, value)
    if line is not None and not any(_is_about(trace, line[0], item.name, held) for item in named):
        raise RenderProblem(
            f"{criterion or benchmark} is about {line[0]}, which {synthesis} does not pool",
            "name a criterion or benchmark of the endpoint that is drawn",
        )
    panels = [
        Panel(
            title=sentence_case(item.name if held.measure == "DTA" else endpoint.name),
            value=item,
            studies=studies_of(trace, result, item.name),
            unit=unit,
            is_ratio=held.measure in _RATIOS,
            line=line[1] if line is not None and _is_about(trace, line[0], item.name, held) else None,
            varies=heterogeneity(made) if isinstance(made, Pooled) else "",
        )
        for item in named
    ]
    label = " ".join(_told(panel, held.title, made.k) for panel in panels)
    described = "; ".join(_sentence(study, panel) for panel in panels for study in panel.studies)
    return draw(panels, title=f"{held.title}: studies and pooled result", description=described, label=label)


def _line(trace: Trace, criterion: str | None, benchmark: str | None) -> tuple[str, Acceptance] | None:
    """The line that a criterion or a benchmark draws, and the endpoint that it is about."""
    if criterion is not None:
        held = criterion_named(trace, criterion)
        is_minimum = held.operator in {">=", ">"}
        sign = "≥" if is_minimum else "≤"
        label = f"{criterion}: {sign} {number_text(held.value)}"
        return held.endpoint, Acceptance(float(held.value), is_minimum, label)
    if benchmark is not None:
        mark = benchmark_named(trace, benchmark)
        if mark.value is None:
            raise RenderProblem(f"{benchmark} has no single value", "name a benchmark with a value")
        endpoint = trace.endpoint(mark.endpoint)
        is_minimum = endpoint is None or endpoint.direction != "lower is better"
        label = f"{benchmark}: {number_text(mark.value)}"
        return mark.endpoint, Acceptance(float(mark.value), is_minimum, label)
    return None


def _is_about(trace: Trace, endpoint: str, name: str, synthesis: Synthesis) -> bool:
    """Whether an endpoint is what is pooled: of accuracy, the one whose name says which of the two it is."""
    if synthesis.measure != "DTA":
        return endpoint == synthesis.endpoint
    held = trace.endpoint(endpoint)
    return held is not None and name in held.name.casefold()


def draw(panels: list[Panel], *, title: str, description: str, label: str) -> str:
    """The panels below each other as SVG."""
    parts: list[str] = []
    y = 0.0
    for number, panel in enumerate(panels):
        drawn, y = _panel(panel, y + (18 if number else 0), is_titled=len(panels) > 1)
        parts.extend(drawn)
    return svg.drawing(parts, width=WIDTH, height=y, label=label, title=title, description=description)


def _panel(panel: Panel, y: float, *, is_titled: bool) -> tuple[list[str], float]:
    scale = _scale(panel)
    parts: list[str] = []
    if is_titled:
        parts.append(svg.text(2, y + 14, panel.title, size=13, extra=_BOLD))
        y += 22
    has_line, has_counts = panel.line is not None, any(study.counts for study in panel.studies)
    top = y + (50 if has_line else 22)
    rows: list[str] = []
    at = top + 4
    for study in panel.studies:
        rows.extend(_study(panel, study, scale, at))
        at += _ROW
    at += 6
    rows.append(svg.line(0, at, WIDTH, at, width=0.6))
    pooled, bottom = _pooled(panel, scale, at + 2)
    behind = _background(panel, scale, y, top, bottom)
    parts += [*behind, *_heads(panel, top, has_counts=has_counts), *rows, *pooled]
    axis, bottom = _axis(panel, scale, bottom)
    parts.extend(axis)
    if panel.varies:
        parts.append(svg.text(2, bottom + 14, f"Between studies: {panel.varies}", size=10.5))
        bottom += 18
    return parts, bottom


def _scale(panel: Panel) -> svg.Axis:
    value = panel.value
    numbers = [value.estimate, *value.ci, *(value.pi or ())]
    numbers += [number for study in panel.studies for number in (study.estimate, *study.ci)]
    if panel.line is not None:
        numbers.append(panel.line.value)
    finite = [number for number in numbers if math.isfinite(number)]
    if not panel.is_ratio:
        return svg.axis(finite, left=_PLOT[0], right=_PLOT[1], percent=panel.unit == "%")
    low, high = max(min(finite), 0.005), min(max(finite), 200.0)
    lower = max((tick for tick in _RATIO_TICKS if tick <= low), default=_RATIO_TICKS[0])
    upper = min((tick for tick in _RATIO_TICKS if tick >= high), default=_RATIO_TICKS[-1])
    ticks = tuple(math.log(tick) for tick in _RATIO_TICKS if lower <= tick <= upper)
    return svg.Axis(ticks[0], ticks[-1], ticks, *_PLOT)


def _x(panel: Panel, scale: svg.Axis, number: float) -> float:
    if not panel.is_ratio:
        return scale.at(number)
    return scale.at(math.log(number) if number > 0 else scale.low)


def _background(panel: Panel, scale: svg.Axis, y: float, top: float, bottom: float) -> list[str]:
    """Faint lines at the ticks, the line of no effect, and the line to reach with its acceptable side shaded."""
    parts = [
        svg.line(scale.at(tick), top, scale.at(tick), bottom, width=0.6, extra='stroke-opacity="0.18"')
        for tick in scale.ticks
    ]
    if panel.is_ratio:
        one = _x(panel, scale, 1.0)
        parts.append(svg.line(one, top, one, bottom, width=1.0))
    middle = _x(panel, scale, panel.value.estimate)
    parts.append(svg.line(middle, top, middle, bottom, width=0.9, extra='stroke-dasharray="1.5 2.5"'))
    if panel.line is not None:
        at = _x(panel, scale, panel.line.value)
        left, right = (at, scale.right) if panel.line.is_minimum else (scale.left, at)
        parts.insert(0, svg.rectangle(left, top, right - left, bottom - top, extra=_SHADE))
        parts.append(svg.accent_line(at, y + 18, at, bottom))
        half = len(panel.line.label) * 3.0
        words = min(max(at, _PLOT[0] - 40 + half), WIDTH - half)
        parts.append(svg.text(words, y + 12, panel.line.label, size=11.5, anchor="middle", extra=_BOLD))
    return parts


def _heads(panel: Panel, top: float, *, has_counts: bool) -> list[str]:
    unit = "" if panel.unit in WITHOUT_UNIT else f"{panel.unit} "
    parts = [svg.text(2, top - 8, "Study", extra=_BOLD), svg.line(0, top, WIDTH, top, width=1.2)]
    parts.append(svg.text(_TEXT_START, top - 8, f"{unit}(95 % CI)", extra=_BOLD))
    if has_counts:
        parts.append(svg.text(_COUNTS_END, top - 8, "n/N", anchor="end", extra=_BOLD))
    if any(study.weight is not None for study in panel.studies):
        parts.append(svg.text(_WEIGHT_END, top - 8, "Weight", anchor="end", extra=_BOLD))
    return parts


def _study(panel: Panel, study: Study, scale: svg.Axis, y: float) -> list[str]:
    middle, baseline = y + _ROW / 2, y + _ROW / 2 + 4
    names = svg.wrapped(study.label, 28 if study.counts else 42, 1)
    shown = panel.value.printed
    figures = f"{shown(study.estimate)} ({shown(study.ci.lower)} to {shown(study.ci.upper)})"
    parts = [svg.text(10, baseline, *names), svg.text(_TEXT_START, baseline, figures)]
    if study.counts:
        parts.append(svg.text(_COUNTS_END, baseline, study.counts, size=11, anchor="end"))
    if study.weight is not None:
        parts.append(svg.text(_WEIGHT_END, baseline, f"{study.weight:.1f} %", size=11, anchor="end"))
    low, high = (_x(panel, scale, end) for end in study.ci)
    at = _x(panel, scale, study.estimate)
    # The area of the square is the weight, as readers of such plots expect; without weights all are alike.
    half = 4.0 if study.weight is None else 2.2 + 5.0 * math.sqrt(min(study.weight, 60) / 60)
    parts.append(svg.line(low, middle, high, middle, width=1.1))
    parts.extend(
        svg.line(end, middle - 3, end, middle + 3, width=1.1) for end in (low, high) if abs(end - at) > half
    )
    parts.append(svg.rectangle(at - half, middle - half, 2 * half, 2 * half, extra='fill="#fff"'))
    parts.append(svg.rectangle(at - half, middle - half, 2 * half, 2 * half, extra=_GREY))
    return parts


def _pooled(panel: Panel, scale: svg.Axis, y: float) -> tuple[list[str], float]:
    """The diamond over the interval, and below it the prediction interval."""
    value, middle = panel.value, y + _ROW / 2
    low, at, high = (_x(panel, scale, end) for end in (value.ci.lower, value.estimate, value.ci.upper))
    corners = ((low, middle), (at, middle - 6.5), (high, middle), (at, middle + 6.5))
    figures = f"{value.printed(value.estimate)} ({range_of(value)})"
    parts = [
        svg.text(10, middle + 4, f"Pooled, {studies_text(len(panel.studies))}", extra=_BOLD),
        svg.text(_TEXT_START, middle + 4, figures, extra=_BOLD),
        svg.polygon(corners, extra=f'fill="{svg.ACCENT}" stroke="currentColor" stroke-width="1"'),
    ]
    if value.pi is None:
        return parts, y + _ROW + 4
    middle += _ROW
    ends = [_x(panel, scale, end) for end in value.pi]
    parts.append(svg.line(ends[0], middle, ends[1], middle, width=2.2))
    parts.extend(svg.line(end, middle - 4, end, middle + 4, width=2.2) for end in ends)
    printed = " to ".join(map(value.printed, value.pi))
    parts.append(svg.text(10, middle + 4, "95 % prediction interval"))
    parts.append(svg.text(_TEXT_START, middle + 4, f"({printed})"))
    return parts, y + 2 * _ROW + 4


def _axis(panel: Panel, scale: svg.Axis, bottom: float) -> tuple[list[str], float]:
    parts = [svg.line(scale.left, bottom, scale.right, bottom, width=1.2)]
    for tick in scale.ticks:
        at = scale.at(tick)
        words = f"{math.exp(tick):g}" if panel.is_ratio else f"{tick:g}".replace("-", "−")
        parts.append(svg.line(at, bottom, at, bottom + 5, width=1.2))
        parts.append(svg.text(at, bottom + 17, words, size=11, anchor="middle"))
    name = panel.value.name if panel.unit in WITHOUT_UNIT else f"{panel.title}, {panel.unit}"
    middle = (scale.left + scale.right) / 2
    parts.append(svg.text(middle, bottom + 32, sentence_case(name), size=11, anchor="middle"))
    return parts, bottom + 38


def _told(panel: Panel, title: str, studies: int) -> str:
    """What a reader who does not see the figure is told first."""
    value = panel.value
    result = with_unit(value.printed(value.estimate), panel.unit)
    told = f"Forest plot, {title}: pooled {value.name} of {studies_text(studies)} {result}, 95 % CI {range_of(value)}."
    if value.pi is not None:
        told += f" 95 % prediction interval {' to '.join(map(value.printed, value.pi))}."
    return f"{told} Line {panel.line.label}." if panel.line else told


def _sentence(study: Study, panel: Panel) -> str:
    shown = panel.value.printed
    ends: Bounds = study.ci
    told = f"{study.label}: {panel.value.name} {with_unit(shown(study.estimate), panel.unit)}"
    weight = f", weight {study.weight:.1f} %" if study.weight is not None else ""
    return f"{told} ({shown(ends.lower)} to {shown(ends.upper)}{weight})"
