"""A pooled result for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cerkit.model.synthesis import (
    INTERVAL_NAMES,
    MODEL_NAMES,
    SCALE_NAMES,
    Bounds,
    Pooled,
    PooledAccuracy,
)


def report_pooled(made: Pooled) -> str:
    """The studies, the pooled effect, and each choice that was made."""
    lines = list(_studies(made))
    back = made.back_transformed
    pi = back.pi if back else made.pi
    if back is not None:
        lines.append(_row(f"pooled {back.scale}", _value(back.estimate, back.ci)))
    lines += [
        _row(f"pooled {SCALE_NAMES[made.measure]}", _value(made.estimate, made.ci)),
        _row("prediction interval", _range(pi) if pi else "none in this model"),
        _row("between studies", _between(made)),
        _row("Cochran's Q", f"{made.q:.2f} on {made.q_df} degrees of freedom, p {_p(made.q_p)}"),
        _row("model", MODEL_NAMES[made.method]),
        _row("interval", f"{INTERVAL_NAMES[made.interval]}, 95 %"),
        _row("empty cells", made.correction or "none"),
    ]
    return "\n".join(lines) + "\n"


def report_accuracy(made: PooledAccuracy) -> str:
    """Both proportions in per cent, and the model."""
    lines = [
        _row("studies", str(made.k)),
        _row("sensitivity, %", _percent(made.sensitivity.estimate, made.sensitivity.ci)),
        _row("specificity, %", _percent(made.specificity.estimate, made.specificity.ci)),
        _row(
            "between studies",
            f"tau² of the logits {made.tau2[0]:.3f} and {made.tau2[1]:.3f}, correlation {made.rho:.2f}",
        ),
        _row("model", f"bivariate, {MODEL_NAMES[made.method]}"),
        _row("empty cells", made.correction or "none"),
    ]
    return "\n".join(lines) + "\n"


def _studies(made: Pooled) -> Iterator[str]:
    width = max(len(item.label) for item in made.studies)
    for item in made.studies:
        yield f"  {item.label.ljust(width)}  {_value(item.estimate, item.ci):>28}  {item.weight:5.1f} %"
    yield ""


def _row(name: str, value: str) -> str:
    return f"{name + ':':<32} {value}"


def _value(estimate: float, ends: Bounds) -> str:
    return f"{estimate:.4f} ({_range(ends)})"


def _range(ends: Sequence[float]) -> str:
    return f"{ends[0]:.4f} to {ends[1]:.4f}"


def _percent(estimate: float, ends: Bounds) -> str:
    return f"{100 * estimate:.1f} ({100 * ends.lower:.1f} to {100 * ends.upper:.1f})"


def _between(made: Pooled) -> str:
    ends = f" ({_range(made.tau2_ci)})" if made.tau2_ci else ""
    return f"tau² {made.tau2:.4f}{ends}, I² {made.i2:.1f} %"


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"
