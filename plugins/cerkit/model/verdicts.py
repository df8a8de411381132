"""Verdicts: whether a finding meets an acceptance criterion. Computed, never typed.

A criterion names the number that decides: the point estimate or a bound of the confidence interval, which must have
the criterion's level at least. Comparison is exact decimal arithmetic on the printed values (MEDDEV 9.3.2; A7.3 for
diagnostic devices).
"""

from __future__ import annotations

import operator
from enum import StrEnum
from typing import Final, NamedTuple

from cerkit.model.facts import FindingFacts, number_of
from cerkit.model.fields import Number
from cerkit.model.records.evaluation import Criterion, Endpoint

COMPARE: Final = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
OPERATOR_SIGNS: Final = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}


def is_out_of_reach(sign: str, value: Number, unit: str) -> bool:
    """Whether no share can compare so: more than 100 %, or less than none. Other units have no such limit."""
    if unit != "%":
        return False
    if sign in (">=", ">"):
        return value > 100 or (value == 100 and sign == ">")
    return value < 0 or (value == 0 and sign == "<")


class Outcome(StrEnum):
    """What the comparison gives."""

    MET = "met"
    NOT_MET = "not met"
    NOT_DECIDABLE = "not decidable"


class Support(StrEnum):
    """What the verdicts together say of a claim. A failing subgroup is never averaged away."""

    SUPPORTED = "supported"
    WITH_LIMITS = "supported with limits"
    NOT_SUPPORTED = "not supported"
    UNDECIDED = "not decided"
    WITHOUT = "without support"


class Verdict(NamedTuple):
    """One criterion on one finding."""

    criterion: str
    finding: str
    """Global identifier of the finding."""
    outcome: Outcome
    compared: Number | None
    """The number that was compared, in the endpoint's unit."""
    comparison: str
    """The comparison as it is printed, for example "91.3 ≥ 85.0", or why there is none."""
    subgroup: bool
    group: str | None


def decide(criterion: Criterion, endpoint: Endpoint, finding: FindingFacts, *, admissible: bool) -> Verdict:
    """Compare the finding's number with the criterion's value.

    `admissible` says that the source's data may decide at all: it holds data of the device under evaluation or of an
    accepted equivalent, and more of it was read than an abstract (MEDDEV 8.2, 9.3.2).
    """
    compared, why_not = _number(criterion, finding)
    if finding.endpoint != criterion.endpoint:
        why_not = f"measures {finding.endpoint}, not {criterion.endpoint}"
    elif finding.unit != endpoint.unit:
        why_not = f"is given in {finding.unit}, the endpoint in {endpoint.unit}"
    elif not admissible:
        why_not = "comes from a source that may not decide a criterion"
    if why_not or compared is None:
        outcome, comparison = Outcome.NOT_DECIDABLE, why_not or ""
    else:
        met = meets(criterion, compared)
        outcome = Outcome.MET if met else Outcome.NOT_MET
        sign = OPERATOR_SIGNS[criterion.operator] if met else _OPPOSITE[criterion.operator]
        comparison = f"{compared} {sign} {criterion.value}"
    return Verdict(
        criterion=criterion.id,
        finding=finding.id,
        outcome=outcome,
        compared=compared if outcome is not Outcome.NOT_DECIDABLE else None,
        comparison=comparison,
        subgroup=finding.subgroup,
        group=finding.group,
    )


def meets(criterion: Criterion, number: Number) -> bool:
    """Whether a number, in the endpoint's unit, satisfies the criterion's operator and value."""
    met: bool = COMPARE[criterion.operator](number, criterion.value)
    return met


def support(verdicts: tuple[Verdict, ...]) -> Support:
    """What a claim's verdicts say together.

    Whole groups decide; a subgroup that is not met limits a supported claim. Any verdict on a whole group that is not
    met means not supported, whatever the others say.
    """
    whole = [verdict.outcome for verdict in verdicts if not verdict.subgroup]
    parts = [verdict.outcome for verdict in verdicts if verdict.subgroup]
    if not verdicts:
        return Support.WITHOUT
    if Outcome.NOT_MET in whole:
        return Support.NOT_SUPPORTED
    if Outcome.NOT_DECIDABLE in whole or not whole:
        return Support.UNDECIDED
    return Support.WITH_LIMITS if set(parts) - {Outcome.MET} else Support.SUPPORTED


_OPPOSITE: Final = {">=": "<", ">": "≤", "<=": ">", "<": "≥"}


def _number(criterion: Criterion, finding: FindingFacts) -> tuple[Number | None, str | None]:
    """The number that the criterion's bound names, or why the finding has none."""
    if criterion.bound == "estimate":
        return (
            (number_of(finding.value), None) if finding.value is not None else (None, "has no single value")
        )
    bound = finding.lower if criterion.bound == "lower" else finding.upper
    if bound is None or finding.level is None:
        return None, "has no confidence interval"
    if number_of(finding.level) < criterion.level:
        return None, f"has an interval of {finding.level} %, and {criterion.level} % are asked for"
    return number_of(bound), None
