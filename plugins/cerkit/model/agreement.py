"""Agreement of two reviewers: per cent, Cohen's kappa with its interval, and PABAK.

Kappa and its large-sample standard error: Fleiss, Cohen and Everitt 1969 (the interval of most programs); PABAK: Byrt,
Bishop and Carlin 1993. Computed from the decisions as they were before any disagreement was resolved.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cerkit.model.records.review import Decision

_Z: Final = 1.959963984540054
"""Quantile of the normal distribution for 95 per cent."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agree on the records that both decided."""

    records: int
    agreed: int
    kappa: float | None
    """None where both gave one and the same answer throughout: chance would then explain everything."""
    standard_error: float | None
    interval: tuple[float, float] | None
    """95 per cent, never beyond -1 and 1."""
    pabak: float | None
    table: Mapping[tuple[str, str], int]
    """Answer of the one, answer of the other -> records."""

    @property
    def per_cent(self) -> float | None:
        return 100 * self.agreed / self.records if self.records else None


def agreement(pairs: Iterable[tuple[Hashable, Hashable]], *, categories: int = 0) -> Agreement:
    """The agreement of pairs of answers. `categories`: how many answers were possible, for PABAK; at least two."""
    table = Counter((str(one), str(other)) for one, other in pairs)
    total = table.total()
    answers = sorted({answer for pair in table for answer in pair})
    agreed = sum(table[answer, answer] for answer in answers)
    if not total:
        return Agreement(0, 0, None, None, None, None, {})
    observed = agreed / total
    possible = max(categories, len(answers), 2)
    kappa, error = _kappa(table, answers, total)
    interval = None
    if kappa is not None and error is not None:
        interval = (max(-1.0, kappa - _Z * error), min(1.0, kappa + _Z * error))
    return Agreement(
        records=total,
        agreed=agreed,
        kappa=kappa,
        standard_error=error,
        interval=interval,
        pabak=(possible * observed - 1) / (possible - 1),
        table=dict(sorted(table.items())),
    )


def _kappa(
    table: Counter[tuple[str, str]], answers: list[str], total: int
) -> tuple[float | None, float | None]:
    """Kappa and its standard error where it is not known to be zero."""
    rows = {item: sum(table[item, other] for other in answers) / total for item in answers}
    columns = {item: sum(table[other, item] for other in answers) / total for item in answers}
    observed = sum(table[item, item] for item in answers) / total
    expected = sum(rows[item] * columns[item] for item in answers)
    if 1 - expected < 1e-12:
        return None, None
    kappa = (observed - expected) / (1 - expected)
    agreeing = sum(
        table[item, item] / total * (1 - (rows[item] + columns[item]) * (1 - kappa)) ** 2 for item in answers
    )
    differing = (1 - kappa) ** 2 * sum(
        table[one, other] / total * (columns[one] + rows[other]) ** 2
        for one in answers
        for other in answers
        if one != other
    )
    variance = agreeing + differing - (kappa - expected * (1 - kappa)) ** 2
    return kappa, math.sqrt(max(variance, 0.0) / total) / (1 - expected)


def agreements(
    stage: str, reviewers: Sequence[str], given: Sequence[Mapping[str, Decision]]
) -> list[tuple[str, str, Agreement]]:
    """Agreement of each pair on what both decided. "maybe" counts as "include": both go on to the next stage."""
    found = []
    for place, one in enumerate(reviewers):
        for other in reviewers[place + 1 :]:
            pairs = [
                (_answer(item[one]), _answer(item[other])) for item in given if one in item and other in item
            ]
            if pairs:
                answers = {answer for pair in pairs for answer in pair}
                possible = 3 if stage == "full-text" and "not retrieved" in answers else 2
                found.append((one, other, agreement(pairs, categories=possible)))
    return found


def _answer(decision: Decision) -> str:
    return "include" if decision.decision == "maybe" else decision.decision
