"""The list of changes of a release, as text: whole where it is short, where it differs where it is long."""

from __future__ import annotations

import functools
import json
from typing import Final

import pytest

from cerkit.model.change_list import ChangeList, read_change_list
from cerkit.model.changes import ChangeKind, Difference
from cerkit.publish.change_list import changes_json, changes_markdown

LOST: Final = Difference(ChangeKind.SUPPORT_LOST, "CLM-1", None, "two findings", "none")
FLIPPED: Final = Difference(
    ChangeKind.VERDICT_FLIPPED, "AC-1", "SRC-ci-1.sens", "met", "not met", consequences=(LOST,)
)
VALUE: Final = Difference(ChangeKind.CHANGED, "SRC-ci-1.sens", "value", "91", "79", consequences=(FLIPPED,))
LABEL: Final = Difference(ChangeKind.CHANGED, "SRC-ci-1.sens", "label", None, "A | [b](c) *d*")


def test_what_follows_stands_below_what_it_follows_from() -> None:
    said = changes_markdown(ChangeList("version 1.0", "1.1", (LABEL, VALUE))).decode().splitlines()
    assert said[4:] == [
        "- **SRC-ci-1.sens**",
        r"  - **label**: changed: nothing → A \| \[b\](c) \*d\*",
        "  - **value**: changed: 91 → 79",
        "    - **AC-1, SRC-ci-1.sens**: verdict flipped: met → not met",
        "      - **CLM-1**: support lost: two findings → none",
    ]


def test_one_change_of_a_record_needs_one_line() -> None:
    added = Difference(ChangeKind.ADDED, "SRC-x")
    assert changes_markdown(ChangeList("x", "1.1", (added,))).decode().splitlines()[4:] == [
        "- **SRC-x**: added"
    ]


def test_of_a_long_value_the_part_that_differs_is_shown() -> None:
    words = [f"word{number}" for number in range(60)]
    other = [*words[:30], "new", *words[31:]]
    item = Difference(ChangeKind.CHANGED, "CLM-1", "limits", " ".join(words), " ".join(other))
    around = ("… word25 word26 word27 word28 word29", "word31 word32 word33 word34 word35 …")
    line = changes_markdown(ChangeList("x", "1.1", (item,))).decode().splitlines()[-1]
    assert line.endswith(f": {around[0]} word30 {around[1]} → {around[0]} new {around[1]}")


def test_values_of_any_length_are_short_in_the_text_and_whole_in_the_json() -> None:
    for old, new in (("a" * 5000, "b" * 5000), ("a " * 5000, "a " * 4999), ("x " * 500, None)):
        item = Difference(ChangeKind.CHANGED, "CLM-1", "limits", old, new)
        assert len(changes_markdown(ChangeList("x", "1.1", (item,)))) < 2200
        told = json.loads(changes_json(ChangeList("x", "1.1", (item,))))
        assert told["changes"] == [item.as_json()]


def test_what_was_written_is_read_back() -> None:
    for changes in (ChangeList("x", "1.1", (LABEL, VALUE)), ChangeList(None, "1.0", ())):
        assert read_change_list(json.loads(changes_json(changes))) == changes


DEEP: Final = (
    '{"kind": "added", "subject": "a", "field": null, "old": null, "new": null, "consequences": [%s]}'
)


@pytest.mark.parametrize(
    "change",
    [
        "1",
        "{}",
        DEEP.replace("added", "praised") % "",
        DEEP.replace('"a"', "null") % "",
        DEEP.replace('"a"', "[]") % "",
        DEEP.replace("[%s]", "{}"),
        functools.reduce(lambda inner, _: DEEP % inner, range(60), ""),
    ],
)
def test_what_no_release_wrote_is_told(change: str) -> None:
    text = f'{{"schema": 1, "from": null, "to": "1.0", "changes": [{change}]}}'
    with pytest.raises(ValueError, match=r"a change|consequences|subject"):
        read_change_list(json.loads(text))


@pytest.mark.parametrize("content", [None, [], {"schema": 1}, 7])
def test_what_is_no_list_of_changes_is_told(content: object) -> None:
    with pytest.raises(ValueError, match="has the fields schema, from, to, changes"):
        read_change_list(content)


def test_another_form_of_the_list_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="its form is 2"):
        read_change_list({"schema": 2, "from": None, "to": "1.0", "changes": []})


def test_a_first_release_and_one_without_changes_say_so() -> None:
    assert b"This is the first release" in changes_markdown(ChangeList(None, "1.0", ()))
    assert json.loads(changes_json(ChangeList(None, "1.0", ()))) == {
        "schema": 1,
        "from": None,
        "to": "1.0",
        "changes": [],
    }
    assert b"Nothing differs from version 1.0." in changes_markdown(ChangeList("version 1.0", "1.1", ()))
