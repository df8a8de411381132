"""Counts and the share typed beside them: 153 of 1,494 (10.2 %)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from cerkit.checks.numbers.typed_text import Reading, Typed

_BESIDE: Final = 80
"""Letters between counts and the share that they give."""
_COUNTS_FIRST: Final = re.compile(r"(?: [a-z-]+){0,6},? \(", re.IGNORECASE)
_SHARE_FIRST: Final = re.compile(r" \((?:[^()]{0,60}[;,] )?")
_CORRECTED: Final = re.compile(
    r"\b(?:adjust|correct|weight|standardi|estimat|predict|impute)\w*", re.IGNORECASE
)
"""Words of a share that is not that of the counts."""


def miscounted(reading: Reading) -> str | None:
    """The first counts with the share in brackets behind them, or before them, that they do not give."""
    for pair, share in _pairs(reading):
        if pair.numbers[0] > pair.numbers[1] or _gives(pair, share):
            continue
        computed = round(_percent(pair), 1)
        return f"`{share.text}` stands beside `{pair.text}`, which is {computed} %"
    return None


def is_of_counts_beside(share: Typed, pair: Typed) -> bool:
    """Whether a share is that of counts in the same place."""
    is_near = 0 <= share.start - pair.end <= _BESIDE or 0 <= pair.start - share.end <= _BESIDE
    return is_near and pair.numbers[1] > 0 and _gives(pair, share)


def _pairs(reading: Reading) -> Iterator[tuple[Typed, Typed]]:
    shares = [item for item in reading.typed if item.form == "share"]
    for pair in reading.typed if shares else ():
        if pair.form != "pair" or pair.numbers[1] <= 0 or _CORRECTED.search(reading.plain):
            continue
        for share in shares:
            if _COUNTS_FIRST.fullmatch(reading.plain, pair.end, share.start) or _SHARE_FIRST.fullmatch(
                reading.plain, share.end, pair.start
            ):
                yield pair, share


def _gives(pair: Typed, share: Typed) -> bool:
    """Whether the counts give the share, rounded up or down as it is typed."""
    exponent = share.numbers[0].as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return abs(_percent(pair) - share.numbers[0]) <= step


def _percent(pair: Typed) -> Decimal:
    return 100 * pair.numbers[0] / pair.numbers[1]
