"""Chapters compared: which sentence is new, which is another's new wording, and what only moved."""

from __future__ import annotations

import time
from itertools import permutations
from typing import Final

import pytest

from cerkit.compare.alignment import equal_pairs
from cerkit.compare.texts import text_differences
from cerkit.load import read_chapter
from cerkit.model.changes import ChangeKind, Difference
from cerkit.model.chapters import Chapter

SCOPE: Final = """---
title: Scope
a9: "2"
---

# Scope

This report evaluates one device. It is made for adults who have a resting recording.

## Claims {: #sec-claims }

The manufacturer makes two claims in the instructions for use.
Both are decided by the clinical investigation.

- a claim on sensitivity, which is measured;
- a claim on safety, which is measured, too.

| Claim | Verdict |
|---|---|
| [CLM-1][] | {{ verdict("AC-1", "SRC-ci.sens") }} |
"""
SAFETY: Final = """# Safety

Two risks remain after all controls were taken. Both are told to users.
"""


def chapter(text: str, path: str = "docs/report/02-scope.md") -> Chapter:
    return read_chapter(path, text.encode(), is_report=True)


def told(old: str, new: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """Kind, heading and texts of what differs in one page."""
    return [flat(item) for item in text_differences([chapter(old)], [chapter(new)])]


def flat(item: Difference) -> tuple[str, str | None, str | None, str | None]:
    return (str(item.kind), item.field, item.old, item.new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("This report evaluates one device. It is", "This report evaluates\none device.\nIt is"),
        ("evaluates one device", "evaluates **one** device"),
        ("two claims in the", "two _claims_ in the"),
        ("two claims in the", "[two claims](../elsewhere.md#top) in the"),
        ("two claims in the", "[two claims][sec-claims] in the"),
        ("two claims in the", "two claims <!-- see the plan --> in the"),
        ("- a claim on sensitivity", "* a claim on sensitivity"),
        ("- a claim on sensitivity", "1. a claim on sensitivity"),
        ("## Claims {: #sec-claims }", "### Claims"),
        ("| Claim | Verdict |\n|---|---|", "| Claim   | Verdict |\n|:------|--------:|"),
        ("[CLM-1][]", "[CLM-1](../register/claims.md#clm-1)"),
        ('{{ verdict("AC-1", "SRC-ci.sens") }}', '{{verdict("AC-1", "SRC-ci.sens")}}'),
        ("instructions for use.", "instructions\u00a0for use."),
        ("claim on safety, which", "claim on safety , which"),
    ],
)
def test_what_reads_the_same_is_no_difference(old: str, new: str) -> None:
    assert old in SCOPE
    assert told(SCOPE, SCOPE.replace(old, new)) == []


def test_a_sentence_that_comes_or_goes_is_told_under_its_heading() -> None:
    new = SCOPE.replace("Both are decided", "One of them is new.\nBoth are decided")
    assert told(SCOPE, new) == [("text added", "Claims", None, "One of them is new.")]
    assert told(new, SCOPE) == [("text removed", "Claims", "One of them is new.", None)]


def test_a_new_wording_is_told_with_both_texts() -> None:
    new = SCOPE.replace("two claims in the", "three claims in the")
    assert told(SCOPE, new) == [
        (
            "text changed",
            "Claims",
            "The manufacturer makes two claims in the instructions for use.",
            "The manufacturer makes three claims in the instructions for use.",
        )
    ]


def test_a_link_to_another_record_is_another_sentence() -> None:
    old = SCOPE.replace("two claims in the", "[two claims][CLM-1] in the")
    ((kind, *_),) = told(old, old.replace("[two claims][CLM-1]", "[two claims][CLM-2]"))
    assert kind == "text changed"


def test_one_sentence_in_the_place_of_another_is_its_new_wording_even_when_little_is_left() -> None:
    new = SCOPE.replace(
        "Both are decided by the clinical investigation.", "Both are decided by a locked test."
    )
    assert [kind for kind, *_ in told(SCOPE, new)] == ["text changed"]


def test_a_row_of_a_table_and_an_item_of_a_list_are_compared_by_themselves() -> None:
    new = SCOPE.replace("which is measured;", "which is estimated;").replace("SRC-ci.sens", "SRC-ci.spec")
    assert [kind for kind, *_ in told(SCOPE, new)] == ["text changed", "text changed"]


def test_a_heading_is_told_as_itself_and_what_stands_below_it_is_not() -> None:
    assert told(SCOPE, SCOPE.replace("## Claims", "## Claims of the manufacturer")) == [
        ("text changed", "Claims of the manufacturer", "Claims", "Claims of the manufacturer")
    ]


def pages(*texts: str) -> list[Chapter]:
    return [chapter(text, f"docs/report/{at:02}.md") for at, text in enumerate(texts)]


def test_a_text_that_moves_to_another_chapter_moves_as_one() -> None:
    block = (
        "The manufacturer makes two claims in the instructions for use.\n"
        "Both are decided by the clinical investigation.\n"
    )
    found = text_differences(pages(SCOPE, SAFETY), pages(SCOPE.replace(block, ""), f"{SAFETY}\n{block}"))
    assert [(item.kind, item.subject, item.field) for item in found] == [
        (ChangeKind.TEXT_MOVED, "docs/report/01.md", "Safety")
    ]
    one_line = " ".join(block.split())
    assert found[0].old == f"docs/report/00.md, Claims: {one_line}"
    assert found[0].new == f"docs/report/01.md, Safety: {one_line}"


def test_a_section_that_changes_its_place_moves_as_one() -> None:
    sections = [
        f"## Section {name}\n\nIt tells of {name} at length. Nobody else tells of {name}.\n" for name in "ABC"
    ]
    page = "# Top\n\n{}\n{}\n{}\n"
    for order in permutations(sections):
        found = told(page.format(*sections), page.format(*order))
        assert {kind for kind, *_ in found} <= {"text moved"}
        assert len(found) <= 2


def test_a_file_under_another_name_is_the_same_chapter() -> None:
    old = [chapter(SCOPE), chapter(SAFETY, "docs/report/03-safety.md")]
    new = [chapter(SCOPE, "docs/report/03-scope.md"), chapter(SAFETY, "docs/report/04-safety.md")]
    assert text_differences(old, new) == []


def test_a_file_with_another_name_and_title_is_known_by_its_content() -> None:
    longer = f"{SAFETY}\nNo third risk was found in the whole year."
    (found,) = text_differences(
        [chapter(longer, "docs/report/a.md")],
        [chapter(longer.replace("# Safety", "# Safety and risks"), "docs/report/b.md")],
    )
    assert flat(found)[::3] == ("text changed", "Safety and risks")


def test_a_new_chapter_is_one_difference_with_its_sentences_below() -> None:
    (found,) = text_differences(pages(SCOPE), pages(SCOPE, SAFETY))
    assert (found.kind, found.subject, found.new) == (ChangeKind.ADDED, "docs/report/01.md", "Safety")
    assert [item.new for item in found.consequences] == [
        "Safety",
        "Two risks remain after all controls were taken.",
        "Both are told to users.",
    ]
    (back,) = text_differences(pages(SCOPE, SAFETY), pages(SCOPE))
    assert (back.kind, len(back.consequences)) == (ChangeKind.REMOVED, 3)


def test_a_chapter_that_answers_another_section_says_so() -> None:
    assert told(SCOPE, SCOPE.replace('a9: "2"', 'a9: "4"')) == [("changed", "a9", "2", "4")]


def test_pages_beside_the_report_are_left_out() -> None:
    assert text_differences([], [read_chapter("docs/handbook/a.md", SAFETY.encode())]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["a"] * 20_000, ["a"] * 10_000 + ["b"] + ["a"] * 9_000),
        ([str(at) for at in range(20_000)], [str(at) for at in range(20_000, 0, -1)]),
        ([str(at % 7) for at in range(20_000)], [str(at % 5) for at in range(20_000)]),
        ([str(at // 2) for at in range(20_000)], [str(at // 2) for at in range(20_000)][::-1]),
    ],
    ids=["all alike", "reversed", "few words", "pairs"],
)
def test_no_order_of_sentences_takes_long(old: list[str], new: list[str]) -> None:
    started = time.process_time()
    pairs = equal_pairs(old, new, weigh=len)
    assert time.process_time() - started < 5
    assert pairs == sorted(set(pairs))
    assert all(old[one] == new[other] for one, other in pairs)
    assert [other for _, other in pairs] == sorted({other for _, other in pairs})
