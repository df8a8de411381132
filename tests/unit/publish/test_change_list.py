"""The list of changes of a release, as text: whole where it is short, where it differs where it is long."""

from __future__ import annotations

import json
from typing import Final

from cerkit.model.changes import ChangeKind, Difference
from cerkit.publish.change_list import changes_json, changes_markdown

LOST: Final = Difference(ChangeKind.SUPPORT_LOST, "CLM-1", None, "two findings", "none")
FLIPPED: Final = Difference(
    ChangeKind.VERDICT_FLIPPED, "AC-1", "SRC-ci-1.sens", "met", "not met", consequences=(LOST,)
)
VALUE: Final = Difference(ChangeKind.CHANGED, "SRC-ci-1.sens", "value", "91", "79", consequences=(FLIPPED,))
LABEL: Final = Difference(ChangeKind.CHANGED, "SRC-ci-1.sens", "label", None, "A | [b](c) *d*")


def test_what_follows_stands_below_what_it_follows_from() -> None:
    said = changes_markdown("version 1.0", "1.1", (LABEL, VALUE)).decode().splitlines()
    assert said[4:] == [
        "- **SRC-ci-1.sens**",
        r"  - **label**: changed: nothing → A \| \[b\](c) \*d\*",
        "  - **value**: changed: 91 → 79",
        "    - **AC-1, SRC-ci-1.sens**: verdict flipped: met → not met",
        "      - **CLM-1**: support lost: two findings → none",
    ]


def test_one_change_of_a_record_needs_one_line() -> None:
    added = Difference(ChangeKind.ADDED, "SRC-x")
    assert changes_markdown("x", "1.1", (added,)).decode().splitlines()[4:] == ["- **SRC-x**: added"]


def test_of_a_long_value_the_part_that_differs_is_shown() -> None:
    words = [f"word{number}" for number in range(60)]
    other = [*words[:30], "new", *words[31:]]
    item = Difference(ChangeKind.CHANGED, "CLM-1", "limits", " ".join(words), " ".join(other))
    around = ("… word26 word27 word28 word29", "word31 word32 word33 word34 …")
    line = changes_markdown("x", "1.1", (item,)).decode().splitlines()[-1]
    assert line.endswith(f": {around[0]} word30 {around[1]} → {around[0]} new {around[1]}")


def test_values_of_any_length_are_short_in_the_text_and_whole_in_the_json() -> None:
    for old, new in (("a" * 5000, "b" * 5000), ("a " * 5000, "a " * 4999), ("x " * 500, None)):
        item = Difference(ChangeKind.CHANGED, "CLM-1", "limits", old, new)
        assert len(changes_markdown("x", "1.1", (item,))) < 1200
        told = json.loads(changes_json("x", "1.1", (item,)))
        assert told["changes"] == [item.as_json()]


def test_a_first_release_and_one_without_changes_say_so() -> None:
    assert b"This is the first release" in changes_markdown(None, "1.0", ())
    assert json.loads(changes_json(None, "1.0", ())) == {
        "schema": 1,
        "from": None,
        "to": "1.0",
        "changes": [],
    }
    assert b"Nothing differs from version 1.0." in changes_markdown("version 1.0", "1.1", ())
