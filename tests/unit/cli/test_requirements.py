"""`requirements`: what the intended use asks for, as a table and as data."""

from __future__ import annotations

import json

from unit.cli.terminal import Terminal


def test_as_data_each_has_the_four_fields(sound: Terminal) -> None:
    answer = sound.run("requirements", "--format", "json")
    asked = json.loads(answer.out)
    assert {tuple(item) for item in asked} == {("asked", "why", "answers", "missing")}
    assert [item["asked"] for item in asked] == ["a device with an intended use"]


def test_what_is_missing_is_counted_and_ends_with_findings(sound: Terminal) -> None:
    asked = json.loads(sound.run("requirements", "--format", "json").out)
    missing = sum(1 for item in asked if item["missing"])
    answer = sound.run("requirements")
    assert missing > 0
    assert (answer.code, answer.err) == (1, f"{missing} of {len(asked)} are not answered in full\n")


def test_the_table_has_its_heads_and_no_control_characters(sound: Terminal) -> None:
    lines = sound.run("requirements").out.splitlines()
    assert lines[0].split() == ["asked", "why", "answers", "missing"]
    assert "\x1b" not in "".join(lines)
