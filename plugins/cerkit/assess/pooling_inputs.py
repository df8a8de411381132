"""What a synthesis pools, gathered from the records: one row of numbers for each finding that it names.

A finding is never left out silently: where one of them does not hold what the measure needs, the reason is kept and
nothing is pooled.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cerkit.model.fields import Number
from cerkit.model.records.review import Synthesis
from cerkit.model.records.source import AccuracyTable, Finding, Interval, Source
from cerkit.model.statistics import normal_quantile
from cerkit.model.synthesis import Unpoolable
from cerkit.model.trace import Trace
from cerkit.render.words import short_name

_PROPORTIONS: Final = frozenset({"PLO", "PFT", "PR"})
_RATIOS: Final = frozenset({"RR", "OR", "IRR"})
_LOPSIDED: Final = 0.02
"""Share of an interval's width by which its halves may differ beyond rounding."""
_FROM_COUNTS: Final = "numerator and denominator of each finding"
_FROM_TABLES: Final = "the two-by-two table that gives each finding"
_FROM_INTERVALS: Final = "value and interval of each finding; half of the interval is so many standard errors"
_FROM_RATIOS: Final = f"{_FROM_INTERVALS}, on the scale of logarithms"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The numbers of all findings, in their order."""

    columns: Mapping[str, tuple[float, ...]]
    labels: tuple[str, ...]
    findings: tuple[str, ...]
    taken_from: str
    unpoolable: tuple[Unpoolable, ...]


class _CannotPoolError(Exception):
    """Why a finding gives no row."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def inputs_of(trace: Trace, synthesis: Synthesis) -> Inputs:
    """One row for each finding that is there; a link to nothing is reported where links are checked."""
    found = [(position, name, trace.finding(name)) for position, name in enumerate(synthesis.findings)]
    known = [(position, name, *pair) for position, name, pair in found if pair is not None]
    several = Counter(source.id for _, _, source, _ in known)
    rows: list[dict[str, float]] = []
    labels: list[str] = []
    kept: list[str] = []
    problems: list[Unpoolable] = []
    for position, name, source, finding in known:
        try:
            row, data_set = _row(synthesis, source, finding)
        except _CannotPoolError as error:
            problems.append(Unpoolable(position, f"{name} {error.message}", error.hint))
            continue
        except (ArithmeticError, ValueError):
            problems.append(
                Unpoolable(position, f"{name} has a number that is too large to be pooled", _CORRECT)
            )
            continue
        rows.append(row)
        labels.append(_label(source, finding, data_set, is_alone=several[source.id] == 1))
        kept.append(name)
    columns = {key: tuple(row[key] for row in rows) for key in (rows[0] if rows else ())}
    return Inputs(columns, tuple(labels), tuple(kept), _taken_from(synthesis.measure), tuple(problems))


def _taken_from(measure: str) -> str:
    if measure == "DTA":
        return _FROM_TABLES
    if measure in _PROPORTIONS:
        return _FROM_COUNTS
    return _FROM_RATIOS if measure in _RATIOS else _FROM_INTERVALS


def _label(source: Source, finding: Finding, data_set: str | None, *, is_alone: bool) -> str:
    """Two data sets of one source are two studies, each with its name."""
    name = short_name(source)
    return name if is_alone else f"{name}, {data_set or finding.group or finding.label}"


def _row(synthesis: Synthesis, source: Source, finding: Finding) -> tuple[dict[str, float], str | None]:
    if synthesis.measure == "DTA":
        table = _table_of(source, finding)
        return _accuracy(table), table.data_set
    if synthesis.measure in _PROPORTIONS:
        return _proportion(synthesis.measure, finding), None
    return _effect(synthesis.measure, finding), None


def _table_of(source: Source, finding: Finding) -> AccuracyTable:
    tables = [table for table in source.accuracy if finding.id in table.findings]
    if not tables:
        hint = f"name it in `findings` of the table of {source.id} that gives it, or leave it out of the synthesis"
        raise _CannotPoolError(f"has no two-by-two table in {source.id}", hint)
    if len(tables) > 1:
        hint = "let one table name it: a data set counts once"
        raise _CannotPoolError(f"stands in {len(tables)} two-by-two tables of {source.id}", hint)
    return tables[0]


def _accuracy(table: AccuracyTable) -> dict[str, float]:
    fp, tn = table.false_positive, table.true_negative
    if fp is None or tn is None:
        message = f"has a table (`{table.data_set}`) without false positives and true negatives"
        raise _CannotPoolError(message, "pool the sensitivity alone as a proportion, or complete the table")
    return {"TP": table.true_positive, "FN": table.false_negative, "FP": fp, "TN": tn}


def _proportion(measure: str, finding: Finding) -> dict[str, float]:
    counts = finding.counts
    if counts is None:
        raise _CannotPoolError(f"has no `counts`, and {measure} pools counts", _GIVE_COUNTS)
    if not 0 <= counts.numerator <= counts.denominator or counts.denominator == 0:
        raise _CannotPoolError(
            f"has {counts.numerator} of {counts.denominator}, which is no proportion", _CORRECT
        )
    return {"xi": counts.numerator, "ni": counts.denominator}


_GIVE_COUNTS: Final = (
    "give numerator and denominator of the finding, or leave it out and say so in `narrative`"
)
_CORRECT: Final = "correct the numbers"
_GIVE_INTERVAL: Final = "give value and interval as printed, or leave it out and say so in `narrative`"


def _effect(measure: str, finding: Finding) -> dict[str, float]:
    """An effect with its variance from the printed interval, if that is as wide on both sides."""
    value, interval = finding.value, finding.interval
    if value is None or interval is None:
        raise _CannotPoolError(
            f"has no value with an interval, and {measure} is pooled from both", _GIVE_INTERVAL
        )
    if not interval.lower < value < interval.upper:
        raise _CannotPoolError("has a value outside its interval", _CORRECT)
    numbers = (interval.lower, value, interval.upper)
    if measure in _RATIOS:
        if interval.lower <= 0:
            raise _CannotPoolError(
                f"has an interval that reaches {interval.lower}; a ratio is above 0", _CORRECT
            )
        scaled = [(math.log(number), _half_unit(number) / float(number)) for number in numbers]
    else:
        scaled = [(float(number), _half_unit(number)) for number in numbers]
    (lower, lower_slack), (middle, slack), (upper, upper_slack) = scaled
    rounding = lower_slack + 2 * slack + upper_slack
    if abs(lower + upper - 2 * middle) > rounding + _LOPSIDED * (upper - lower):
        raise _lopsided(measure, interval, value)
    error = (upper - lower) / (2 * normal_quantile(float(interval.level)))
    return {"yi": middle, "vi": error * error}


def _lopsided(measure: str, interval: Interval, value: Number) -> _CannotPoolError:
    scale = "on logarithms" if measure in _RATIOS else "around its value"
    message = (
        f"has the interval {interval.lower} to {interval.upper}, which is not symmetric {scale} ({value})"
    )
    hint = "its standard error is not to be had from it; pool counts instead, or compare in words"
    if measure not in _RATIOS and interval.lower > 0:
        hint += "; a ratio is pooled with RR, OR or IRR"
    return _CannotPoolError(message, hint)


def _half_unit(number: Number) -> float:
    """Half of the last printed digit."""
    text = str(number)
    return 0.5 * 10.0 ** -len(text.partition(".")[2])


def data_of(inputs: Inputs, synthesis: Synthesis) -> Iterator[tuple[str, object]]:
    """Everything on which the result depends, for a digest."""
    yield "measure", synthesis.measure
    yield "method", synthesis.method
    yield "interval", synthesis.interval
    yield "columns", {key: list(values) for key, values in inputs.columns.items()}
    yield "labels", list(inputs.labels)
