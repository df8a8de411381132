"""Drawing of a forest plot: names and counts, squares and whiskers over an axis, the values in figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cerkit.render import svg
from cerkit.render.words import WITHOUT_UNIT, number_text

WIDTH: Final = 744
_PLOT: Final = (300.0, 562.0)
_COUNTS_END: Final = 284.0
_TEXT_START: Final = 576.0
_NAME_CHARS: Final = 34
_ROW: Final = 22.0
_DETAIL_LINE: Final = 12.0
_TOP: Final = 62.0
_TOP_WITHOUT_LINE: Final = 26.0
_GREY: Final = 'fill="currentColor" fill-opacity="0.62"'


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what it is called, where its marks stand, and its figures in words."""

    name: str
    detail: str
    value: float | None
    lower: float | None
    upper: float | None
    is_range: bool
    """True for a span over systems or configurations: a bar without a point."""
    is_own: bool
    is_subgroup: bool
    counts: str
    text: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The line that a criterion draws."""

    value: float
    is_minimum: bool
    label: str


Group = tuple[str, tuple[Entry, ...]]


def draw(
    groups: list[Group], *, unit: str, acceptance: Acceptance | None, title: str, description: str, label: str
) -> str:
    """The whole figure as SVG."""
    entries = [entry for _, group in groups for entry in group]
    numbers = [x for entry in entries for x in (entry.value, entry.lower, entry.upper) if x is not None]
    if acceptance is not None:
        numbers.append(acceptance.value)
    scale = svg.axis(numbers, left=_PLOT[0], right=_PLOT[1], percent=unit == "%")
    has_counts = any(entry.counts for entry in entries)
    rows: list[str] = []
    top = y = _TOP if acceptance else _TOP_WITHOUT_LINE
    for name, group in groups:
        y += 20
        rows.append(svg.text(2, y, name, size=12, extra='font-weight="bold"'))
        y += 4
        for entry in group:
            drawn, y = _row(entry, scale, y, has_counts=has_counts)
            rows.extend(drawn)
    bottom = y + 6
    parts = [
        *_background(scale, top, bottom, acceptance),
        *_heads(unit, acceptance, scale, top, has_counts=has_counts),
        *rows,
        *_axis(scale, bottom, unit),
        *_legend(entries, bottom + 54),
    ]
    height = bottom + 66
    return svg.drawing(parts, width=WIDTH, height=height, label=label, title=title, description=description)


def _heads(
    unit: str, acceptance: Acceptance | None, scale: svg.Axis, top: float, *, has_counts: bool
) -> list[str]:
    bold = 'font-weight="bold"'
    parts = [svg.text(2, top - 10, "Source", extra=bold)]
    if has_counts:
        parts.append(svg.text(_COUNTS_END, top - 10, "n/N", anchor="end", extra=bold))
    measure = "" if unit in WITHOUT_UNIT else f"{unit} "
    parts.append(svg.text(_TEXT_START, top - 10, f"{measure}(95 % CI)", extra=bold))
    parts.append(svg.line(0, top, WIDTH, top, width=1.2))
    if acceptance is not None:
        at = scale.at(acceptance.value)
        half = len(acceptance.label) * 2.9
        middle = min(max(at, half), WIDTH - half)
        parts.append(svg.text(middle, 18, acceptance.label, size=11.5, anchor="middle", extra=bold))
        arrow = "acceptable →" if acceptance.is_minimum else "← acceptable"
        anchor = "start" if acceptance.is_minimum else "end"
        parts.append(svg.text(at + (5 if acceptance.is_minimum else -5), 34, arrow, size=10.5, anchor=anchor))
    return parts


def _background(scale: svg.Axis, top: float, bottom: float, acceptance: Acceptance | None) -> list[str]:
    """The acceptable side shaded, the ticks as faint lines, and the acceptance line."""
    parts = [
        svg.line(scale.at(tick), top, scale.at(tick), bottom, width=0.6, extra='stroke-opacity="0.18"')
        for tick in scale.ticks
    ]
    if acceptance is not None:
        at = scale.at(acceptance.value)
        left, right = (at, scale.right) if acceptance.is_minimum else (scale.left, at)
        shade = 'fill="currentColor" fill-opacity="0.06"'
        parts.append(svg.rectangle(left, top, right - left, bottom - top, extra=shade))
        parts.append(svg.accent_line(at, 24, at, bottom))
    return parts


def _row(entry: Entry, scale: svg.Axis, y: float, *, has_counts: bool) -> tuple[list[str], float]:
    """Name, detail, counts, marks and figures of one entry, and where the next one begins."""
    middle = y + _ROW / 2
    weight = 'font-weight="bold"' if entry.is_own else ""
    width = _NAME_CHARS if has_counts else _NAME_CHARS + 9
    parts = [
        svg.text(10, middle + 4, *svg.wrapped(entry.name, width, 1), size=12, extra=weight),
        svg.text(_TEXT_START, middle + 4, entry.text, size=12, extra=weight),
        *_marks(entry, scale, middle),
    ]
    if entry.counts:
        parts.append(svg.text(_COUNTS_END, middle + 4, entry.counts, size=11, anchor="end"))
    below = y + _ROW - 1
    for words in svg.wrapped(entry.detail, 46 if has_counts else 58, 2):
        parts.append(svg.text(18, below + 6, words, size=9.5, extra='fill-opacity="0.8"'))
        below += _DETAIL_LINE
    return parts, below + (4 if entry.detail else 0)


def _marks(entry: Entry, scale: svg.Axis, y: float) -> list[str]:
    if entry.is_range:
        low, high = scale.at(entry.lower or 0), scale.at(entry.upper or 0)
        box = svg.rectangle(low, y - 3.5, high - low, 7, extra='fill="currentColor" fill-opacity="0.28"')
        return [box, *(svg.line(x, y - 5.5, x, y + 5.5, width=1.3) for x in (low, high))]
    if entry.value is None:
        return []
    at, size = scale.at(entry.value), 5.0 if entry.is_own else 4.0
    parts: list[str] = []
    if entry.lower is not None and entry.upper is not None:
        low, high = scale.at(entry.lower), scale.at(entry.upper)
        width = 1.8 if entry.is_own else 1.1
        for start, end in ((low, at - size), (at + size, high)):
            if end > start:
                parts.append(svg.line(start, y, end, y, width=width))
        ends = (x for x in (low, high) if abs(x - at) > size)
        parts.extend(svg.line(x, y - 3.5, x, y + 3.5, width=width) for x in ends)
    parts.append(_mark(at, y, size, is_own=entry.is_own, is_subgroup=entry.is_subgroup))
    return parts


def _mark(x: float, y: float, size: float, *, is_own: bool, is_subgroup: bool) -> str:
    """A diamond for a subgroup, else a square; black for the device under evaluation, grey for others."""
    if is_subgroup:
        points = ((x - size, y), (x, y - size), (x + size, y), (x, y + size))
        return svg.polygon(points, extra='fill="none" stroke="currentColor" stroke-width="1.4"')
    fill = 'fill="currentColor"' if is_own else _GREY
    return svg.rectangle(x - size, y - size, 2 * size, 2 * size, extra=fill)


def _axis(scale: svg.Axis, bottom: float, unit: str) -> list[str]:
    parts = [svg.line(scale.left, bottom, scale.right, bottom, width=1.2)]
    for tick in scale.ticks:
        at = scale.at(tick)
        parts.append(svg.line(at, bottom, at, bottom + 5, width=1.2))
        parts.append(svg.text(at, bottom + 18, _tick(tick), size=11, anchor="middle"))
    if unit not in WITHOUT_UNIT:
        parts.append(svg.text((scale.left + scale.right) / 2, bottom + 34, unit, size=11, anchor="middle"))
    return parts


def _tick(value: float) -> str:
    return number_text(Decimal(f"{value:g}"))


def _legend(entries: list[Entry], y: float) -> list[str]:
    """The marks that occur, each with its meaning."""
    kinds = (
        ("device under evaluation", any(e.is_own and not e.is_subgroup and not e.is_range for e in entries)),
        ("other source", any(not e.is_own and not e.is_subgroup and not e.is_range for e in entries)),
        ("subgroup", any(e.is_subgroup and not e.is_range for e in entries)),
        ("range over systems or settings", any(e.is_range for e in entries)),
    )
    parts: list[str] = []
    x = 2.0
    for name, occurs in kinds:
        if not occurs:
            continue
        if name.startswith("range"):
            parts.append(svg.rectangle(x, y - 7, 14, 7, extra='fill="currentColor" fill-opacity="0.28"'))
        else:
            own, part = name.startswith("device"), name == "subgroup"
            parts.append(_mark(x + 6, y - 4, 4.0, is_own=own, is_subgroup=part))
        parts.append(svg.text(x + 19, y, name, size=10.5))
        x += 34 + 5.6 * len(name)
    return parts
