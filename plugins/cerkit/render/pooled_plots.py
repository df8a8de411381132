"""Plots of a synthesis beside the forest plot: sensitivity against specificity, and the funnel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from cerkit.model.synthesis import Pooled, PooledAccuracy, values_of
from cerkit.model.trace import Trace
from cerkit.render import svg
from cerkit.render.pooled import pooled_named, range_of, studies_text
from cerkit.render.problems import RenderProblem
from cerkit.render.words import sentence_case

WIDTH: Final = 744
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 402.0, 12.0, 352.0
_LEGEND: Final = 446.0
_POINTS: Final = 90
_REGION: Final = -2 * math.log(0.05)
"""The 95 % quantile of chi-squared on two degrees of freedom."""
_FEWEST_FOR_A_FUNNEL: Final = 10
"""Studies below which asymmetry says little (Cochrane Handbook 13.3.5.4)."""
_SCALES: Final = {"PLO": "logit of the proportion", "PFT": "double arcsine of the proportion"}
_LOGARITHMS: Final = {
    "RR": "risk ratio (logarithmic scale)",
    "OR": "odds ratio (logarithmic scale)",
    "IRR": "incidence rate ratio (logarithmic scale)",
}
_BOLD: Final = 'font-weight="bold"'
_POINT: Final = 'fill="currentColor" fill-opacity="0.18" stroke="currentColor" stroke-width="1"'
Pair = tuple[float, float]


def sroc_svg(trace: Trace, synthesis: str) -> str:
    """The plot alone: specificity runs from right to left, as readers of such curves expect."""
    held, made = pooled_named(trace, synthesis)
    if not isinstance(made, PooledAccuracy):
        raise RenderProblem(
            f"{synthesis} pools one number", "the curve needs the measure DTA; draw the forest plot"
        )
    sensitivity, specificity = values_of(made)
    label = (
        f"Sensitivity against specificity, {held.title}, {studies_text(made.k)}: summary point at sensitivity "
        f"{sensitivity.printed(sensitivity.estimate)} % ({range_of(sensitivity)}) and specificity "
        f"{specificity.printed(specificity.estimate)} % ({range_of(specificity)})."
    )
    described = "; ".join(
        f"{item.label}: sensitivity {100 * item.tp / (item.tp + item.fn):.1f} %, "
        f"specificity {100 * item.tn / (item.tn + item.fp):.1f} %"
        for item in made.studies
    )
    parts = [*_frame(), *_regions(made), *_studies(made), *_summary(made), *_sroc_legend(made)]
    title = f"{held.title}: sensitivity against specificity"
    return svg.drawing(
        parts, width=WIDTH, height=_BOTTOM + 44, label=label, title=title, description=described
    )


def _place(rate: float, sensitivity: float) -> Pair:
    """Where a false positive rate and a sensitivity stand, both between 0 and 1."""
    return _LEFT + rate * (_RIGHT - _LEFT), _BOTTOM - sensitivity * (_BOTTOM - _TOP)


def _frame() -> list[str]:
    parts: list[str] = []
    for tick in range(0, 101, 20):
        x, y = _place(1 - tick / 100, tick / 100)
        parts.append(svg.line(_LEFT, y, _RIGHT, y, width=0.6, extra='stroke-opacity="0.18"'))
        parts.append(svg.line(x, _TOP, x, _BOTTOM, width=0.6, extra='stroke-opacity="0.18"'))
        parts.append(svg.text(_LEFT - 8, y + 4, str(tick), size=11, anchor="end"))
        parts.append(svg.text(x, _BOTTOM + 17, str(tick), size=11, anchor="middle"))
    parts.append(svg.line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM, width=1.2))
    parts.append(svg.line(_LEFT, _TOP, _LEFT, _BOTTOM, width=1.2))
    ends = (*_place(0, 0), *_place(1, 1))
    parts.append(svg.line(*ends, width=0.8, extra='stroke-opacity="0.35" stroke-dasharray="2 4"'))
    middle = (_LEFT + _RIGHT) / 2
    parts.append(svg.text(middle, _BOTTOM + 36, "Specificity, %", size=12, anchor="middle"))
    turned = (_TOP + _BOTTOM) / 2
    turn = f'transform="rotate(-90 18 {turned:.0f})"'
    parts.append(svg.text(18, turned, "Sensitivity, %", size=12, anchor="middle", extra=turn))
    return parts


def _studies(made: PooledAccuracy) -> list[str]:
    """Circles by the size of the study: their area grows with the logarithm, as programmes dwarf trials."""
    parts: list[str] = []
    for item in made.studies:
        total = item.tp + item.fn + item.fp + item.tn
        x, y = _place(item.fp / (item.fp + item.tn), item.tp / (item.tp + item.fn))
        parts.append(svg.circle(x, y, 2.0 + 1.1 * math.log10(max(total, 1.0)), extra=_POINT))
    return parts


def _regions(made: PooledAccuracy) -> list[str]:
    """Where the summary point may lie, and where a new study is expected; and the curve."""
    between = math.sqrt(made.tau2[0] * made.tau2[1]) * made.rho
    (a, c), (_, b) = made.covariance
    confidence = _ellipse(made.estimate, a, b, c)
    prediction = _ellipse(made.estimate, a + made.tau2[0], b + made.tau2[1], c + between)
    parts = [
        svg.polyline(prediction, width=1.1, extra='stroke-opacity="0.65" stroke-dasharray="2 3"'),
        svg.polyline(confidence, width=1.4, extra='stroke-dasharray="6 3"'),
    ]
    curve = [_place(rate, sensitivity) for rate, sensitivity in made.curve]
    if curve:
        parts.append(svg.polyline(curve, width=1.8))
    return parts


def _ellipse(middle: Pair, a: float, b: float, c: float) -> list[Pair]:
    """The 95 % region of two logits with variances a and b and covariance c, as points of the drawing."""
    first = math.sqrt(a)
    across = c / first if first else 0.0
    second = math.sqrt(max(b - across**2, 0.0))
    reach = math.sqrt(_REGION)
    points: list[Pair] = []
    for step in range(_POINTS + 1):
        angle = 2 * math.pi * step / _POINTS
        u, v = reach * math.cos(angle), reach * math.sin(angle)
        sensitivity, rate = middle[0] + first * u, middle[1] + across * u + second * v
        points.append(_place(_share(rate), _share(sensitivity)))
    return points


def _share(logit: float) -> float:
    return 1 / (1 + math.exp(-max(min(logit, 500.0), -500.0)))


def _summary(made: PooledAccuracy) -> list[str]:
    x, y = _place(1 - made.specificity.estimate, made.sensitivity.estimate)
    return [_mark(x, y)]


def _mark(x: float, y: float) -> str:
    corners = ((x - 6, y), (x, y - 6), (x + 6, y), (x, y + 6))
    return svg.polygon(corners, extra=f'fill="{svg.ACCENT}" stroke="currentColor" stroke-width="1"')


def _sroc_legend(made: PooledAccuracy) -> list[str]:
    sensitivity, specificity = values_of(made)
    x, y = _LEGEND, 60.0
    parts = [_mark(x + 8, y), svg.text(x + 26, y + 4, "Summary point", extra=_BOLD)]
    for item in (sensitivity, specificity):
        y += 18
        words = f"{sentence_case(item.name)} {item.printed(item.estimate)} %"
        parts.append(svg.text(x + 26, y + 4, words, size=11.5))
        y += 15
        parts.append(svg.text(x + 26, y + 4, f"(95 % CI {range_of(item)})", size=11.5))
    rows = (
        ("95 % confidence region", 'stroke-dasharray="6 3"', 1.4),
        ("95 % prediction region", 'stroke-opacity="0.65" stroke-dasharray="2 3"', 1.1),
        *((("Summary curve", "", 1.8),) if made.curve else ()),
    )
    y += 16
    for words, extra, width in rows:
        y += 24
        parts.append(svg.line(x - 2, y, x + 18, y, width=width, extra=extra))
        parts.append(svg.text(x + 26, y + 4, words, size=11.5))
    y += 24
    parts.append(svg.circle(x + 8, y, 5.5, extra=_POINT))
    parts.append(svg.text(x + 26, y + 4, f"Study (of {made.k}); larger: more units", size=11.5))
    return parts


def funnel_svg(trace: Trace, synthesis: str) -> str:
    """The plot alone, on the scale of the analysis."""
    held, made = pooled_named(trace, synthesis)
    if not isinstance(made, Pooled):
        raise RenderProblem(f"{synthesis} pools two numbers", "a funnel shows one; draw the curve with sroc")
    errors = [math.sqrt(item.variance) for item in made.studies]
    deepest = max(errors) * 1.08
    spread = [made.estimate - 1.96 * deepest, made.estimate + 1.96 * deepest]
    scale = svg.axis(
        [*spread, *(item.estimate for item in made.studies)], left=_LEFT, right=_RIGHT, percent=False
    )

    def down(error: float) -> float:
        return _TOP + 10 + error / deepest * (300 - _TOP)

    base = down(deepest)
    parts = [
        svg.line(scale.at(tick), _TOP, scale.at(tick), base, width=0.6, extra='stroke-opacity="0.18"')
        for tick in scale.ticks
    ]
    top = (scale.at(made.estimate), down(0))
    sides = ((scale.at(spread[0]), base), top, (scale.at(spread[1]), base))
    parts.append(svg.polygon(sides, extra='fill="currentColor" fill-opacity="0.06"'))
    parts.append(svg.polyline(sides, width=1.0, extra='stroke-dasharray="6 3"'))
    parts.append(svg.accent_line(top[0], _TOP, top[0], base))
    for item, error in zip(made.studies, errors, strict=True):
        parts.append(svg.circle(scale.at(item.estimate), down(error), 4.2, extra=_POINT))
    parts.extend(_funnel_axes(scale, base, deepest, down(0), _scale_name(made)))
    parts.extend(_funnel_legend(trace, synthesis, made.k))
    label = (
        f"Funnel plot, {held.title}: {studies_text(made.k)} around a pooled {_scale_name(made)} of "
        f"{made.estimate:.2f}."
    ).replace("-", "−")
    described = "; ".join(
        f"{item.label}: {item.estimate:.2f}, standard error {error:.2f}"
        for item, error in zip(made.studies, errors, strict=True)
    )
    title = f"{held.title}: funnel plot"
    return svg.drawing(parts, width=WIDTH, height=base + 50, label=label, title=title, description=described)


def _scale_name(made: Pooled) -> str:
    return _SCALES.get(made.measure) or _LOGARITHMS.get(made.measure) or values_of(made)[0].name


def _funnel_axes(scale: svg.Axis, base: float, deepest: float, top: float, name: str) -> list[str]:
    parts = [svg.line(_LEFT, base, _RIGHT, base, width=1.2), svg.line(_LEFT, _TOP, _LEFT, base, width=1.2)]
    is_logarithm = "logarithmic" in name
    for tick in scale.ticks:
        words = f"{math.exp(tick):.2g}" if is_logarithm else f"{tick:g}".replace("-", "−")
        parts.append(svg.line(scale.at(tick), base, scale.at(tick), base + 5, width=1.2))
        parts.append(svg.text(scale.at(tick), base + 18, words, size=11, anchor="middle"))
    for error in svg.axis([0.0, deepest], left=top, right=base, percent=True).ticks:
        if error <= deepest:
            y = top + error / deepest * (base - top)
            parts.append(svg.line(_LEFT - 5, y, _LEFT, y, width=1.2))
            parts.append(svg.text(_LEFT - 8, y + 4, f"{error:g}", size=11, anchor="end"))
    middle = (_LEFT + _RIGHT) / 2
    parts.append(svg.text(middle, base + 38, sentence_case(name), size=12, anchor="middle"))
    turn = f'transform="rotate(-90 14 {(top + base) / 2:.0f})"'
    parts.append(svg.text(14, (top + base) / 2, "Standard error", size=12, anchor="middle", extra=turn))
    return parts


def _funnel_legend(trace: Trace, synthesis: str, studies: int) -> list[str]:
    x, y = _LEGEND, 60.0
    told: Sequence[tuple[str, str]] = (
        (svg.circle(x + 8, y, 4.2, extra=_POINT), "Study"),
        (svg.accent_line(x - 2, y + 24, x + 18, y + 24), "Pooled"),
        (
            svg.line(x - 2, y + 48, x + 18, y + 48, extra='stroke-dasharray="6 3"'),
            "95 % by chance alone",
        ),
    )
    parts: list[str] = []
    for number, (mark, words) in enumerate(told):
        parts += [mark, svg.text(x + 26, y + 24 * number + 4, words, size=11.5)]
    y += 24 * len(told) + 14
    for words in asymmetry_lines(trace, synthesis, studies):
        parts.append(svg.text(x - 2, y, words, size=11))
        y += 16
    return parts


def asymmetry_lines(trace: Trace, synthesis: str, studies: int) -> list[str]:
    """Egger's test in short lines, and how much it can say."""
    found = trace.results[synthesis].asymmetry
    lines = []
    if found is not None:
        p = "< 0.001" if found.p < 0.001 else f"= {found.p:.3f}"
        lines.append(f"Egger's test: t = {found.statistic:.2f}, {found.df} df, p {p}".replace("-", "−"))
    if studies < _FEWEST_FOR_A_FUNNEL:
        lines += [f"With {studies_text(studies)} asymmetry", "says little; ten are needed."]
    return lines
