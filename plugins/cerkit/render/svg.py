"""The few shapes that figures are made of, and axes with round ticks. Numbers have one decimal: bytes repeat."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cerkit.render.html import escaped

ACCENT = "#c2413b"
INK = "#16191d"
MARGIN = 8
FONT = "Helvetica, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear axis from data to the drawing."""

    low: float
    high: float
    ticks: tuple[float, ...]
    left: float
    right: float

    def at(self, value: float) -> float:
        """Where a value stands in the drawing; a value beyond the axis stands at its end."""
        share = (value - self.low) / (self.high - self.low)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


def axis(values: list[float], *, left: float, right: float, percent: bool) -> Axis:
    """An axis round all values with three to seven round ticks; shares in per cent stay between 0 and 100."""
    least, greatest = min(values), max(values)
    margin = (greatest - least) * 0.04 or max(abs(greatest) * 0.1, 1.0)
    low, high = least - margin, greatest + margin
    # A change in per cent may well lie below 0 or above 100; a share cannot, and gets no room there.
    if percent and least >= 0:
        low = max(low, 0.0)
    if percent and greatest <= 100:
        high = min(high, 100.0)
    step = _round_step((high - low) / 5)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = max(10, 2 - math.floor(math.log10(step)))
    ticks = tuple(round(step * place, digits) for place in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks, left, right)


def line(x1: float, y1: float, x2: float, y2: float, *, width: float = 1.0, extra: str = "") -> str:
    ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
    return f'<line {ends} stroke="currentColor" stroke-width="{_n(width)}"{_more(extra)}/>'


def accent_line(x1: float, y1: float, x2: float, y2: float) -> str:
    """A dashed line in colour; in grey it is told by its dashes."""
    ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
    return f'<line {ends} stroke="{ACCENT}" stroke-width="1.6" stroke-dasharray="5 3"/>'


def rectangle(x: float, y: float, width: float, height: float, *, extra: str = "") -> str:
    box = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
    return f"<rect {box}{_more(extra)}/>"


def polygon(points: tuple[tuple[float, float], ...], *, extra: str = "") -> str:
    joined = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<polygon points="{joined}"{_more(extra)}/>'


def polyline(points: Sequence[tuple[float, float]], *, width: float = 1.2, extra: str = "") -> str:
    joined = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<polyline points="{joined}" fill="none" stroke="currentColor" stroke-width="{_n(width)}"{_more(extra)}/>'


def circle(x: float, y: float, radius: float, *, extra: str = "") -> str:
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"{_more(extra)}/>'


def text(
    x: float, y: float, words: str, *, size: float = 12.0, anchor: str = "start", extra: str = ""
) -> str:
    aligned = "" if anchor == "start" else f' text-anchor="{anchor}"'
    place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"'
    return f'<text {place}{aligned} fill="currentColor"{_more(extra)}>{escaped(words)}</text>'


def drawing(parts: list[str], *, width: int, height: float, label: str, title: str, description: str) -> str:
    """The figure on white, as on paper, with a margin: it looks the same on a dark page, in Word and in print."""
    box = f"{-MARGIN} {-MARGIN} {width + 2 * MARGIN} {_n(height + 2 * MARGIN)}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escaped(label)}" '
        f'viewBox="{box}" width="{width + 2 * MARGIN}" height="{_n(height + 2 * MARGIN)}" color="{INK}" '
        f'font-family="{FONT}" style="color:{INK};background:#fff;max-width:100%;height:auto">'
    )
    named = f"<title>{escaped(title)}</title><desc>{escaped(description)}</desc>"
    return f"{head}{named}{''.join(parts)}</svg>"


def wrapped(words: str, width: int, lines: int) -> tuple[str, ...]:
    """The words on so many lines of so many characters; what does not fit ends in an ellipsis."""
    rows: list[str] = []
    for word in words.split():
        if rows and len(rows[-1]) + 1 + len(word) <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    if len(rows) <= lines:
        return tuple(row if len(row) <= width else f"{row[: width - 1]}…" for row in rows)
    kept = rows[:lines]
    kept[-1] = f"{kept[-1][: width - 1].rstrip()}…"
    return tuple(kept)


def _round_step(step: float) -> float:
    scale: float = math.pow(10, math.floor(math.log10(step)))
    return next(factor * scale for factor in (1, 2, 2.5, 5, 10) if factor * scale >= step * (1 - 1e-9))


def _n(value: float) -> str:
    shown = f"{value:.1f}"
    return shown.removesuffix(".0") if shown != "-0.0" else "0"


def _more(extra: str) -> str:
    return f" {extra}" if extra else ""
