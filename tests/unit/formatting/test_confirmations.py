"""One more confirmation in a file: a line, and every other line as it was."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cerkit.assess import read_file
from cerkit.formatting import Formatted, format_file
from cerkit.formatting.confirmations import with_confirmation
from cerkit.formatting.refusal import RefusalError
from cerkit.model.records.control import ReviewEntry, Reviews

PATH = "evidence/reviews/EVR-1.yml"
BM_9 = "  - {record: BM-9, on: 2026-01-01, digest: m1-aa, reason: First.}\n"
BLOCK = "  - record: BM-9\n    on: 2026-01-01\n    digest: m1-aa\n    reason: >-\n      One\n      two.\n"
BM_10 = "  - {record: BM-10, on: 2026-06-01, digest: m1-00ff, reason: It stands.}\n"


def entry(record: str = "BM-10", reason: str = "It stands.") -> ReviewEntry:
    return ReviewEntry(record=record, on=date(2026, 6, 1), digest="m1-00ff", reason=reason)


def added(text: str, record: str = "BM-10") -> str:
    return with_confirmation(text.encode(), "EVR-1", entry(record)).decode()


def test_the_first_line_makes_the_file() -> None:
    made = with_confirmation(None, "EVR-1", entry()).decode()
    assert made == f"evaluator: EVR-1\nconfirmations:\n{BM_10}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("evaluator: EVR-1\n", f"evaluator: EVR-1\nconfirmations:\n{BM_10}"),
        ("evaluator: EVR-1", f"evaluator: EVR-1\nconfirmations:\n{BM_10}"),
        (
            "# Mine.\nevaluator: EVR-1\nconfirmations: []\n",
            f"# Mine.\nevaluator: EVR-1\nconfirmations:\n{BM_10}",
        ),
        ("confirmations:\nevaluator: EVR-1\n", f"confirmations:\n{BM_10}evaluator: EVR-1\n"),
        (
            "confirmations: [] # none yet\nevaluator: E\n",
            f"confirmations:\n{BM_10.rstrip()} # none yet\nevaluator: E\n",
        ),
        (f"evaluator: E\nconfirmations:\n{BM_9}", f"evaluator: E\nconfirmations:\n{BM_9}{BM_10}"),
        (
            f"evaluator: E\nconfirmations:\n  # old\n{BM_9}  # new\n{BM_9.replace('BM-9', 'BM-11')}",
            f"evaluator: E\nconfirmations:\n  # old\n{BM_9}{BM_10}  # new\n{BM_9.replace('BM-9', 'BM-11')}",
        ),
        (
            f"confirmations:\n{BM_9.replace('  - ', '- ')}\n# People.\nevaluator: E\n",
            f"confirmations:\n{BM_9.replace('  - ', '- ')}{BM_10.replace('  - ', '- ')}\n# People.\nevaluator: E\n",
        ),
        (f"evaluator: E\nconfirmations:\n{BLOCK}", f"evaluator: E\nconfirmations:\n{BLOCK}{BM_10}"),
        (
            f"evaluator: E\nconfirmations: [{BM_9.strip()[2:]}]\n",
            f"evaluator: E\nconfirmations:\n{BM_9}{BM_10}",
        ),
    ],
)
def test_a_line_comes_to_its_place_and_the_others_stay(before: str, after: str) -> None:
    assert added(before) == after


def test_line_ends_of_another_system_stay() -> None:
    assert added("evaluator: EVR-1\r\n") == f"evaluator: EVR-1\nconfirmations:\n{BM_10}".replace("\n", "\r\n")


@pytest.mark.parametrize(
    "text", ["confirmations: [\n", "- a\n", "confirmations: 3\n", "confirmations: [ # why\n ]\n"]
)
def test_a_file_that_cannot_take_a_line_is_left_alone(text: str) -> None:
    with pytest.raises(RefusalError):
        added(text)


@given(
    reason=st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1).filter(
        str.strip
    )
)
def test_any_reason_is_read_back_and_formatting_lets_the_line_be(reason: str) -> None:
    data = with_confirmation(None, "EVR-1", entry("AC-1"))
    data = with_confirmation(data, "EVR-1", entry("AC-2", reason))
    reading = read_file(PATH, data)
    assert reading.diagnostics == ()
    (own,) = [item.record for item in reading.entries]
    assert isinstance(own, Reviews)
    assert [(item.record, item.reason) for item in own.confirmations] == [
        ("AC-1", "It stands."),
        ("AC-2", " ".join(reason.split())),
    ]
    assert format_file(PATH, data) == Formatted(data)
    assert len(data.decode().split("\n")) == 5


@given(names=st.lists(st.sampled_from(["AC-1", "AC-2", "AC-10", "BM-1", "SRC-a-2020"]), max_size=8))
def test_lines_stand_as_people_count_whatever_order_they_came_in(names: list[str]) -> None:
    data: bytes | None = None
    for name in names:
        data = with_confirmation(data, "EVR-1", entry(name))
    listed = [item["record"] for item in yaml.safe_load(data)["confirmations"]] if data else []
    order = ["AC-1", "AC-2", "AC-10", "BM-1", "SRC-a-2020"]
    assert listed == sorted(names, key=order.index)
