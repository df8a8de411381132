"""Effects and their sampling variances from counts, means or times, as metafor's `escalc` gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from cerkit.model.synthesis import Measure

Vector = NDArray[np.float64]
Columns = Mapping[str, Sequence[float]]
"""Numbers of all studies by the name of the column."""

_ADDED: Final = 0.5
"""Added to the cells of a table that holds a zero (metafor: `add=1/2, to="only0"`)."""
_TABLES: Final = (("ai", "bi", "ci", "di"), ("ai", "n1i", "ci", "n2i"))
_MEANS: Final = (("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"),)
_PROPORTIONS: Final = (("xi", "ni"),)
COLUMNS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "RR": _TABLES,
    "OR": _TABLES,
    "RD": _TABLES,
    "MD": _MEANS,
    "SMD": _MEANS,
    "PLO": _PROPORTIONS,
    "PFT": _PROPORTIONS,
    "PR": _PROPORTIONS,
    "IRR": (("x1i", "t1i", "x2i", "t2i"),),
    "GEN": (("yi", "vi"),),
    "DTA": (("TP", "FN", "FP", "TN"),),
}
"""The sets of columns from which a measure is computed; the first that is there counts."""


class DataError(Exception):
    """Numbers that cannot be. `study` is the position of the first study concerned, from 0; None for all of them."""

    def __init__(self, message: str, *, study: int | None = None, column: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.study = study
        self.column = column


@dataclass(frozen=True, slots=True)
class Effects:
    """One effect for each study."""

    measure: Measure
    yi: Vector
    vi: Vector
    correction: str | None = None
    sizes: Vector | None = None
    """Of proportions, how many were counted: Freeman and Tukey's transformation is turned back with them."""


def effects(measure: Measure, columns: Columns) -> Effects:
    """Effects of a measure other than DTA. DataError where columns are missing or numbers impossible."""
    names = chosen_columns(measure, columns)
    given = {name: np.asarray(columns[name], dtype=np.float64) for name in names}
    if len({len(values) for values in given.values()}) != 1:
        raise DataError("the columns have different lengths")
    for name, values in given.items():
        _refuse(~np.isfinite(values), "is no number", name)
    found = _COMPUTED[measure](measure, given)
    _refuse(~(np.isfinite(found.yi) & (found.vi > 0) & np.isfinite(found.vi)), "gives no effect", None)
    return found


def chosen_columns(measure: Measure, columns: Columns) -> tuple[str, ...]:
    """The first set of columns of a measure that is there. DataError where none is."""
    for names in COLUMNS[measure]:
        if all(name in columns for name in names):
            return names
    wanted = ", or ".join(" ".join(names) for names in COLUMNS[measure])
    raise DataError(f"{measure} needs the columns {wanted}; given are {' '.join(columns) or 'none'}")


def refuse_counts(given: Mapping[str, Vector]) -> None:
    """DataError where a count is below zero."""
    for name, values in given.items():
        _refuse(values < 0, "is below zero", name)


def _refuse(wrong: NDArray[np.bool_], what: str, column: str | None) -> None:
    if wrong.any():
        study = int(np.argmax(wrong))
        subject = f"{column} of study {study + 1}" if column else f"study {study + 1}"
        raise DataError(f"{subject} {what}", study=study, column=column)


def told_correction(added: NDArray[np.bool_]) -> str | None:
    """What was added to empty cells, as a reader is told it."""
    number = int(added.sum())
    if not number:
        return None
    studies = "1 study" if number == 1 else f"{number} studies"
    return f"{_ADDED} added to the cells of {studies} with an empty cell"


def _two_by_two(measure: Measure, given: Mapping[str, Vector]) -> Effects:
    refuse_counts(given)
    a, c = given["ai"], given["ci"]
    if "n1i" in given:
        b, d = given["n1i"] - a, given["n2i"] - c
        _refuse(b < 0, "is more than n1i", "ai")
        _refuse(d < 0, "is more than n2i", "ci")
    else:
        b, d = given["bi"], given["di"]
    zero = (a == 0) | (b == 0) | (c == 0) | (d == 0)
    a, b, c, d = (cell + _ADDED * zero for cell in (a, b, c, d))
    n1, n2 = a + b, c + d
    if measure == "OR":
        yi, vi = np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d
    elif measure == "RR":
        yi, vi = np.log(a / n1) - np.log(c / n2), 1 / a - 1 / n1 + 1 / c - 1 / n2
    else:
        p, q = a / n1, c / n2
        yi, vi = p - q, p * (1 - p) / n1 + q * (1 - q) / n2
    return Effects(measure, yi, vi, told_correction(zero))


def _means(measure: Measure, given: Mapping[str, Vector]) -> Effects:
    n1, n2, sd1, sd2 = (given[name] for name in ("n1i", "n2i", "sd1i", "sd2i"))
    for name in ("sd1i", "sd2i"):
        _refuse(given[name] < 0, "is below zero", name)
    for name in ("n1i", "n2i"):
        _refuse(given[name] < 2, "is less than 2", name)
    difference = given["m1i"] - given["m2i"]
    if measure == "MD":
        return Effects(measure, difference, sd1**2 / n1 + sd2**2 / n2)
    df = n1 + n2 - 2
    pooled = np.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / df)
    _refuse(pooled == 0, "has no standard deviation", None)
    # Hedges' (1981) exact factor, and the large-sample variance with the corrected effect.
    factor = np.exp(gammaln(df / 2) - np.log(np.sqrt(df / 2)) - gammaln((df - 1) / 2))
    yi = factor * difference / pooled
    return Effects(measure, yi, 1 / n1 + 1 / n2 + yi**2 / (2 * (n1 + n2)))


def _proportions(measure: Measure, given: Mapping[str, Vector]) -> Effects:
    refuse_counts(given)
    x, n = given["xi"], given["ni"]
    _refuse(n == 0, "is zero", "ni")
    _refuse(x > n, "is more than ni", "xi")
    if measure == "PFT":
        # Freeman and Tukey's (1950) double arcsine needs no correction.
        yi = 0.5 * (np.arcsin(np.sqrt(x / (n + 1))) + np.arcsin(np.sqrt((x + 1) / (n + 1))))
        return Effects(measure, yi, 1 / (4 * n + 2), sizes=n)
    zero = (x == 0) | (x == n)
    x, rest = x + _ADDED * zero, n - x + _ADDED * zero
    size = x + rest
    share = x / size
    if measure == "PLO":
        return Effects(measure, np.log(x / rest), 1 / x + 1 / rest, told_correction(zero), n)
    return Effects(measure, share, share * (1 - share) / size, told_correction(zero), n)


def _rates(measure: Measure, given: Mapping[str, Vector]) -> Effects:
    refuse_counts(given)
    x1, x2 = given["x1i"], given["x2i"]
    for name in ("t1i", "t2i"):
        _refuse(given[name] == 0, "is zero", name)
    zero = (x1 == 0) | (x2 == 0)
    x1, x2 = x1 + _ADDED * zero, x2 + _ADDED * zero
    yi = np.log(x1 / given["t1i"]) - np.log(x2 / given["t2i"])
    return Effects(measure, yi, 1 / x1 + 1 / x2, told_correction(zero))


def _given(measure: Measure, given: Mapping[str, Vector]) -> Effects:
    _refuse(given["vi"] <= 0, "is no variance", "vi")
    return Effects(measure, given["yi"], given["vi"])


_COMPUTED: Final[Mapping[str, Callable[[Measure, Mapping[str, Vector]], Effects]]] = {
    "RR": _two_by_two,
    "OR": _two_by_two,
    "RD": _two_by_two,
    "MD": _means,
    "SMD": _means,
    "PLO": _proportions,
    "PFT": _proportions,
    "PR": _proportions,
    "IRR": _rates,
    "GEN": _given,
}
