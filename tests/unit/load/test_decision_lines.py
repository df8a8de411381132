"""Decision files read by lines: the same values as by YAML, or YAML itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cerkit.load import Parsed, decision_lines, read_decisions, read_yaml

_PIECES = st.sampled_from(
    [
        *(
            "pmid-1",
            "h-0a",
            "doi-1.2",
            "null",
            "true",
            "on",
            "decision",
            "reason",
            "note",
            "include",
            "X1",
            "2026-03-02",
        ),
        *(
            ": ",
            ":",
            ", ",
            ",",
            " {",
            "{",
            "}",
            "[",
            "]",
            " #",
            "#",
            "\n",
            "\r\n",
            "\t",
            " ",
            '"',
            "'",
            "\\",
            "&a ",
            "*a",
        ),
        *(
            "!!str ",
            "|",
            ">",
            "- ",
            "---",
            "...",
            "%",
            "@",
            "`",
            "?",
            "é",
            "\u2028",
            "\ufeff",
            "\x7f",
            "012",
            "1.10",
            "~",
        ),
    ]
)
_LINES = st.lists(
    st.sampled_from(
        [
            "pmid-1: {decision: include, on: 2026-03-02}",
            "pmid-2: {decision: exclude, reason: X2, on: 2026-03-02}",
            "pmid-1: {decision: maybe, on: 2026-03-03}",
            "h-0a: {decision: not retrieved, note: asked the author twice, on: 2026-13-02}",
            'h-0b: {decision: exclude, reason: X1, note: "children: all of them", on: 2026-03-02}  ',
            "h-0c: {decision: exclude, note: the software's own output, on: 2026-03-02, by: EVR-3} # later",
            "h-0d: {decision: null, on: 2026-03-02, on: 2026-03-02}",
            "h-0e: {decision: exclude, reason: X1,",
            "  note: goes on, on: 2026-03-02}",
            "# a comment",
            "",
        ]
    )
)


@given(st.one_of(_LINES.map("\n".join), st.lists(_PIECES, max_size=40).map("".join)))
def test_whatever_stands_there_is_read_as_yaml_reads_it(text: str) -> None:
    data = text.encode("utf-8")
    by_lines, by_yaml = read_decisions("a.yml", data), read_yaml("a.yml", data)
    if by_lines.value == {} and not by_lines.diagnostics:
        assert all(line.startswith("#") for line in text.split("\n") if line)
        return
    assert by_lines.diagnostics == by_yaml.diagnostics
    assert repr(by_lines.value) == repr(by_yaml.value) or by_lines.value == by_yaml.value


@pytest.mark.parametrize(
    "line",
    [
        b"pmid-1: {decision: include, on: 2026-03-02}\n",
        b"# kept\npmid-1: {decision: exclude, reason: X2, note: no reference standard, on: 2026-03-02}\n",
        b'h-1: {decision: exclude, reason: X2, note: "a: b, c", on: 2026-03-02, by: EVR-3}',
    ],
)
def test_the_written_form_needs_no_yaml(line: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fast way is taken: without this, ten thousand decisions would be read by YAML and nobody would notice."""
    expected = read_yaml("a.yml", line)
    monkeypatch.setattr(decision_lines, "read_yaml", None)
    assert read_decisions("a.yml", line) == expected


def test_comments_alone_are_no_decisions_yet() -> None:
    assert read_decisions("a.yml", b"# Reviewer ab is EVR-1.\n\n") == Parsed({})


def test_a_key_that_stands_twice_is_told() -> None:
    data = b"pmid-1: {decision: include, on: 2026-03-02}\n" * 2
    assert [item.rule.name for item in read_decisions("a.yml", data).diagnostics] == ["duplicate-key"]
