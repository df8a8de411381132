"""What the cases cannot show of the checks on control: words that fill a field, and the arithmetic of months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cerkit.checks.control.duties import is_generic
from cerkit.checks.control.substance import has_number
from cerkit.checks.control.sufficiency import argues_sufficiency
from cerkit.checks.texts import only_asserts, says_nothing
from cerkit.model.days import later_by

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    "text", ["TBD", "n/a", "As required.", "—", "see above", "xxx", "To be defined in the plan"]
)
def test_a_text_that_only_fills_the_field_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text", ["Chapter 3", "Guideline of 2024 read again", "None, a single-arm study", "Réunion"]
)
def test_a_text_with_an_object_says_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("120 episodes", True), ("Ten users", True), ("often", False)]
)
def test_numbers_count_in_digits_and_in_words(text: str, expected: bool) -> None:
    assert has_number(text) is expected


@given(day=DAYS, months=st.integers(0, 240))
def test_months_later_is_in_the_month_that_many_later(day: date, months: int) -> None:
    later = later_by(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(day=DAYS, months=st.integers(0, 240), more=st.integers(0, 24))
def test_more_months_are_never_earlier(day: date, months: int, more: int) -> None:
    assert later_by(day, months) <= later_by(day, months + more)


def test_a_long_paragraph_takes_no_time_that_grows_with_its_square() -> None:
    assert not argues_sufficiency("no each every the a nothing further more " * 20_000)


@pytest.mark.parametrize(
    "text",
    [
        "The activities are considered sufficient for the lifetime of the device.",
        "Taken together, all planned follow-up studies are judged adequate over its expected life.",
    ],
)
def test_sufficiency_that_fits_every_device_is_only_asserted(text: str) -> None:
    assert argues_sufficiency(text)
    assert only_asserts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Together they suffice over the lifetime, because rare misses show in the re-read sample.",
        "PMCF-1 is sufficient over the lifetime.",
    ],
)
def test_a_reason_or_a_record_makes_an_argument(text: str) -> None:
    assert not only_asserts(text)


@pytest.mark.parametrize(
    ("text", "generic"),
    [
        ("Required by law.", True),
        ("To fulfil the obligations of the manufacturer under the MDR.", True),
        ("The regulation asks for it, and a registry does not exist.", False),
        ("Rare harms show only in routine use.", False),
        ("The law requires it for GAP-1.", False),
    ],
)
def test_a_duty_that_every_device_has_is_no_reason(text: str, *, generic: bool) -> None:
    assert is_generic(text) is generic
