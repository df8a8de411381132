"""What a synthesis gives: pooled estimates with everything that a plot or a table of them needs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal, NamedTuple, get_args

Measure = Literal["RR", "OR", "RD", "MD", "SMD", "PLO", "PFT", "PR", "IRR", "GEN", "DTA"]
"""Effect measure, named as in metafor."""
Method = Literal["FE", "DL", "REML", "ML", "PM", "HE", "SJ"]
"""Model and estimator of the variance between studies, named as in metafor."""
IntervalKind = Literal["wald", "hk"]
"""Normal, or Knapp and Hartung's (2003) on the t distribution."""

MEASURES: tuple[str, ...] = get_args(Measure)
METHODS: tuple[str, ...] = get_args(Method)
INTERVALS: tuple[str, ...] = get_args(IntervalKind)


MODEL_NAMES: Final = {
    "FE": "common effect",
    "DL": "random effects, DerSimonian and Laird",
    "REML": "random effects, restricted maximum likelihood",
    "ML": "random effects, maximum likelihood",
    "PM": "random effects, Paule and Mandel",
    "HE": "random effects, Hedges",
    "SJ": "random effects, Sidik and Jonkman",
}
"""The models as a reader is told of them."""
INTERVAL_NAMES: Final = {"wald": "normal (Wald)", "hk": "Knapp and Hartung"}
SCALE_NAMES: Final = {
    "RR": "log risk ratio",
    "OR": "log odds ratio",
    "IRR": "log incidence rate ratio",
    "RD": "risk difference",
    "MD": "mean difference",
    "SMD": "standardised mean difference",
    "PLO": "logit of the proportion",
    "PFT": "double arcsine of the proportion",
    "PR": "proportion",
    "GEN": "effect as given",
}
"""The scale on which each measure is pooled."""


class Bounds(NamedTuple):
    """Both ends of an interval."""

    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class StudyEffect:
    """One study on the analysis scale."""

    label: str
    estimate: float
    variance: float
    ci: Bounds
    weight: float
    """Share in the pooled estimate, in per cent."""


@dataclass(frozen=True, slots=True)
class BackTransformed:
    """The pooled estimate on the scale that people read: a ratio, a proportion."""

    scale: str
    """What it is, for example "risk ratio"."""
    estimate: float
    ci: Bounds
    pi: Bounds | None


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooled effect. All but `back_transformed` is on the analysis scale: log ratio, logit, and so on."""

    measure: Measure
    method: Method
    interval: IntervalKind
    estimate: float
    se: float
    ci: Bounds
    """95 %."""
    pi: Bounds | None
    """95 % prediction interval, where the effect of a new study is expected; the common-effect model has none."""
    tau2: float
    """Variance between studies; 0 in the common-effect model."""
    tau2_ci: Bounds | None
    """95 % by the Q-profile method (Viechtbauer 2007); None for fewer than two studies or the common-effect model."""
    i2: float
    """Per cent of the variation that is not by chance (Higgins and Thompson 2002)."""
    q: float
    q_df: int
    q_p: float
    studies: tuple[StudyEffect, ...]
    correction: str | None
    """What was added to empty cells, and to which studies; None where nothing was."""
    back_transformed: BackTransformed | None = None

    @property
    def k(self) -> int:
        """Number of studies."""
        return len(self.studies)


@dataclass(frozen=True, slots=True)
class StudyAccuracy:
    """One two-by-two table, as counted."""

    label: str
    tp: float
    fn: float
    fp: float
    tn: float


@dataclass(frozen=True, slots=True)
class Proportion:
    """A pooled sensitivity or specificity between 0 and 1."""

    estimate: float
    ci: Bounds


@dataclass(frozen=True, slots=True)
class PooledAccuracy:
    """The bivariate model of sensitivity and specificity (Reitsma 2005) on logit scales."""

    method: Method
    sensitivity: Proportion
    specificity: Proportion
    estimate: tuple[float, float]
    """Logit of the sensitivity and logit of the false positive rate."""
    covariance: tuple[tuple[float, float], tuple[float, float]]
    """Of the two estimates; a confidence region is drawn from it."""
    tau2: tuple[float, float]
    """Variance between studies of both logits."""
    rho: float
    """Their correlation between studies."""
    curve: tuple[tuple[float, float], ...]
    """Summary curve of Rutter and Gatsonis: false positive rate and sensitivity, over the observed range."""
    studies: tuple[StudyAccuracy, ...]
    correction: str | None

    @property
    def k(self) -> int:
        return len(self.studies)


@dataclass(frozen=True, slots=True)
class Omission:
    """The pooled estimate without one study."""

    label: str
    estimate: float
    ci: Bounds
    tau2: float
    back_transformed: BackTransformed | None = None


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """Egger's regression test: whether small studies say something else."""

    statistic: float
    df: int
    p: float


@dataclass(frozen=True, slots=True)
class AccuracyOmission:
    """Pooled sensitivity and specificity without one study."""

    label: str
    sensitivity: Proportion
    specificity: Proportion


@dataclass(frozen=True, slots=True)
class Unpoolable:
    """Why a finding that a synthesis names, or the synthesis as it is, cannot be pooled."""

    position: int | None
    """In the synthesis' list of findings; None for the synthesis as a whole."""
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class SynthesisResult:
    """What a synthesis gives, computed from the findings that it names; or why it gives nothing."""

    id: str
    pooled: Pooled | PooledAccuracy | None = None
    findings: tuple[str, ...] = ()
    """Of each study, in the order of `pooled.studies`."""
    taken_from: str = ""
    """From which numbers of the records the effects were computed."""
    without: tuple[Omission, ...] | tuple[AccuracyOmission, ...] = ()
    """The result without each study in turn; empty where there are too few."""
    asymmetry: Asymmetry | None = None
    """Egger's test; None for accuracy and for fewer than three studies."""
    unpoolable: tuple[Unpoolable, ...] = ()
    """What stands in the way. With any of these nothing is pooled: a finding is never left out silently."""
    missing_library: str | None = None
    """A library that is not installed, so that nothing was tried."""


@dataclass(frozen=True, slots=True)
class PooledValue:
    """A pooled number as people read it: a share in per cent, a ratio as a ratio, an effect in its unit."""

    name: str
    """What it is: sensitivity, proportion, risk ratio."""
    estimate: float
    ci: Bounds
    """95 %."""
    pi: Bounds | None
    """95 % prediction interval; None where the model has none."""
    is_percent: bool
    places: int
    """Digits after the point with which it is printed."""

    def printed(self, number: float) -> str:
        """A number of this result with its digits; a minus as a minus sign."""
        if number in (float("inf"), float("-inf")):
            return "−∞" if number < 0 else "∞"
        step = Decimal(1).scaleb(-self.places)
        text = f"{Decimal(repr(number)).quantize(step, rounding=ROUND_HALF_UP):f}"
        return f"−{text[1:]}" if text.startswith("-") and text.strip("-0.") else text.lstrip("-")


_PERCENT: Final = frozenset({"PLO", "PFT", "PR"})
_EFFECT_NAMES: Final = {
    "RR": "risk ratio",
    "OR": "odds ratio",
    "IRR": "incidence rate ratio",
    "RD": "risk difference",
    "MD": "mean difference",
    "SMD": "standardised mean difference",
    "GEN": "effect",
    "PLO": "proportion",
    "PFT": "proportion",
    "PR": "proportion",
}


def values_of(made: Pooled | PooledAccuracy) -> tuple[PooledValue, ...]:
    """The pooled numbers of a result: two for accuracy, else one."""
    if isinstance(made, PooledAccuracy):
        pairs = (("sensitivity", made.sensitivity), ("specificity", made.specificity))
        return tuple(
            PooledValue(name, 100 * item.estimate, _times(item.ci, 100), None, is_percent=True, places=1)
            for name, item in pairs
        )
    back = made.back_transformed
    estimate, ci, pi = (back.estimate, back.ci, back.pi) if back else (made.estimate, made.ci, made.pi)
    is_percent = made.measure in _PERCENT
    factor = 100 if is_percent else 1
    return (
        PooledValue(
            _EFFECT_NAMES[made.measure],
            factor * estimate,
            _times(ci, factor),
            _times(pi, factor) if pi else None,
            is_percent=is_percent,
            places=1 if is_percent else 2,
        ),
    )


def value_named(made: Pooled | PooledAccuracy, endpoint: str) -> PooledValue | None:
    """The pooled number of an endpoint by its name: of accuracy the one that the name says; None for neither."""
    found = values_of(made)
    if len(found) == 1:
        return found[0]
    named = [item for item in found if item.name in endpoint.casefold()]
    return named[0] if len(named) == 1 else None


def _times(bounds: Bounds, factor: int) -> Bounds:
    return Bounds(factor * bounds.lower, factor * bounds.upper)
