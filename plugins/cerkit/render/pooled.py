"""Pooled results in words: the value with its interval, the choices that were made, and what varies between studies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.model.records.evaluation import Endpoint
from cerkit.model.records.review import Synthesis
from cerkit.model.synthesis import (
    INTERVAL_NAMES,
    MODEL_NAMES,
    SCALE_NAMES,
    Pooled,
    PooledAccuracy,
    PooledValue,
    SynthesisResult,
    values_of,
)
from cerkit.model.trace import Trace
from cerkit.render.problems import RenderProblem, unknown
from cerkit.render.words import with_unit

_UNITLESS: Final = frozenset({"RR", "OR", "IRR", "SMD"})
_SMALLEST_P: Final = 0.001


def pooled_text(
    trace: Trace,
    identifier: str,
    value: str | None = None,
    *,
    interval: bool = True,
    studies: bool = True,
    prediction: bool = False,
) -> str:
    """93.0 % (95 % CI 88.9 to 95.7; 13 studies). Of accuracy both numbers, or the one that is named."""
    synthesis, made = pooled_named(trace, identifier)
    chosen = chosen_values(made, identifier, value)
    unit = unit_of(trace, synthesis, made)
    told: list[str] = []
    for number, item in enumerate(chosen, start=1):
        notes = [f"95 % CI {range_of(item)}"] if interval else []
        if prediction and item.pi is not None:
            notes.append(
                f"95 % prediction interval {item.printed(item.pi.lower)} to {item.printed(item.pi.upper)}"
            )
        if studies and number == len(chosen):
            notes.append(studies_text(made.k))
        name = f"{item.name} " if len(chosen) > 1 else ""
        inside = f" ({'; '.join(notes)})" if notes else ""
        told.append(f"{name}{with_unit(item.printed(item.estimate), unit)}{inside}")
    return " and ".join(told)


def pooled_named(trace: Trace, identifier: str) -> tuple[Synthesis, Pooled | PooledAccuracy]:
    """A synthesis with its result. RenderProblem where there is none, with the reason."""
    synthesis = synthesis_named(trace, identifier)
    result = trace.results.get(identifier)
    if result is None or result.pooled is None:
        raise RenderProblem(f"{identifier} has no pooled result", why_not(result))
    return synthesis, result.pooled


def synthesis_named(trace: Trace, identifier: str) -> Synthesis:
    found = next((item for item in trace.dossier.syntheses if item.id == identifier), None)
    if found is None:
        raise unknown("the synthesis", identifier, (item.id for item in trace.dossier.syntheses))
    return found


def why_not(result: SynthesisResult | None) -> str:
    """Why a synthesis has no result, as a sentence."""
    if result is None:
        return "it was not computed"
    if result.missing_library is not None:
        return f"{result.missing_library} is not installed; pip install 'cerkit[synthesis]'"
    told = "; ".join(item.message for item in result.unpoolable)
    return told or "fewer than two of its findings can be pooled"


def chosen_values(
    made: Pooled | PooledAccuracy, identifier: str, value: str | None
) -> tuple[PooledValue, ...]:
    """All numbers of a result, or the one of that name."""
    found = values_of(made)
    if value is None:
        return found
    chosen = tuple(item for item in found if item.name == value)
    if not chosen:
        raise unknown(f"the result of {identifier}", value, (item.name for item in found))
    return chosen


def unit_of(trace: Trace, synthesis: Synthesis, made: Pooled | PooledAccuracy) -> str:
    """Per cent for shares, none for ratios, the endpoint's unit for what is pooled as it is printed."""
    if values_of(made)[0].is_percent:
        return "%"
    endpoint = trace.endpoint(synthesis.endpoint)
    return endpoint.unit if endpoint is not None and synthesis.measure not in _UNITLESS else "1"


def endpoint_of(trace: Trace, synthesis: Synthesis) -> Endpoint:
    endpoint = trace.endpoint(synthesis.endpoint)
    if endpoint is None:
        raise unknown("the endpoint", synthesis.endpoint, (item.id for item in trace.dossier.endpoints))
    return endpoint


def range_of(value: PooledValue) -> str:
    """88.9 to 95.7."""
    return f"{value.printed(value.ci.lower)} to {value.printed(value.ci.upper)}"


def studies_text(number: int) -> str:
    return f"{number} {'study' if number == 1 else 'studies'}"


def choices_of(made: Pooled | PooledAccuracy) -> Iterator[tuple[str, str]]:
    """Every choice that was made, and what varies between the studies."""
    if isinstance(made, PooledAccuracy):
        yield "Measure", "sensitivity and specificity together, on logit scales"
        yield "Model", f"bivariate, {MODEL_NAMES[made.method]}"
        yield "Interval", "normal (Wald), 95 %"
        tau2 = (
            f"τ² of the logits {made.tau2[0]:.2f} (sensitivity) and {made.tau2[1]:.2f} (false positive rate)"
        )
        yield "Between studies", f"{tau2}, correlation {made.rho:.2f}".replace("-", "−")
    else:
        yield "Measure", f"{values_of(made)[0].name}, pooled as {SCALE_NAMES[made.measure]}"
        yield "Model", MODEL_NAMES[made.method]
        yield "Interval", f"{INTERVAL_NAMES[made.interval]}, 95 %"
        yield "Between studies", heterogeneity(made)
    yield "Empty cells", made.correction or "none; nothing was added"


def heterogeneity(made: Pooled) -> str:
    """τ² 1.78 (0.00 to 20.1), I² 71.6 %; Q 9.1 on 4 degrees of freedom, p 0.06."""
    ends = f" (95 % CI {made.tau2_ci.lower:.2f} to {made.tau2_ci.upper:.2f})" if made.tau2_ci else ""
    p = p_text(made.q_p)
    return f"τ² {made.tau2:.2f}{ends}, I² {made.i2:.0f} %; Q {made.q:.1f} on {made.q_df} degrees of freedom, p {p}"


def p_text(p: float) -> str:
    return "< 0.001" if p < _SMALLEST_P else f"{p:.3f}" if p < 0.1 else f"{p:.2f}"
