"""How a number is miscopied: digits exchanged, one misread, one left out."""

from __future__ import annotations

from typing import Final

_TELLING: Final = 4
"""Digits from which two numbers that differ in one digit are hardly different things."""


def is_reordered(number: int, other: int) -> bool:
    """Whether a number has the digits of another in another order."""
    return number != other and number > 9 and sorted(str(number)) == sorted(str(other))


def is_misread(number: int, other: int) -> bool:
    """Whether a number is another with two digits exchanged or one misread; of single digits nobody can say."""
    one, two = str(number), str(other)
    if len(one) != len(two) or len(one) == 1:
        return False
    wrong = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
    return len(wrong) == 1 or (len(wrong) == 2 and wrong[0] == wrong[1][::-1])


def is_cut(number: int, other: int) -> bool:
    """Whether a number is another of which one digit was left out."""
    one, two = str(number), str(other)
    return len(one) + 1 == len(two) and any(two[:at] + two[at + 1 :] == one for at in range(len(two)))


def is_slip(number: int, other: int) -> bool:
    """Whether a number alone, without a second one beside it, is another miscopied. A round one is an estimate."""
    if is_reordered(number, other):
        return True
    if (
        number % 100 == 0
        or min(number, other) < 10 ** (_TELLING - 2)
        or max(number, other) < 10 ** (_TELLING - 1)
    ):
        return False
    return is_misread(number, other) or is_cut(number, other) or is_cut(other, number)
