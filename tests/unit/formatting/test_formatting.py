"""Formatting by example: what moves, what stays, and what is refused."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from cerkit.formatting import Formatted, Refused, format_file

CLAIMS = "evidence/claims.yml"
SOURCE = "evidence/sources/SRC-x.yml"


def formatted(text: str, path: str = "evidence/notes.yml") -> str:
    answer = format_file(path, dedent(text).encode())
    assert isinstance(answer, Formatted), answer
    again = format_file(path, answer.data)
    assert again == answer, "a second time changes something"
    return answer.data.decode()


def test_fields_stand_in_the_order_of_the_model_at_every_depth_and_unknown_ones_last() -> None:
    before = """\
        zeta: 1
        findings:
          - unit: "%"
            counts: {denominator: 306, numerator: 289}
            id: sensitivity
        alpha: 2
        kind: publication
        appraisal:
          scores: {quality: high, flaws: none}
          scheme: meddev-a6
        id: SRC-x
        """
    assert formatted(before, SOURCE) == dedent("""\
        id: SRC-x
        kind: publication
        appraisal:
          scheme: meddev-a6
          scores: {quality: high, flaws: none}
        findings:
          - id: sensitivity
            unit: "%"
            counts: {numerator: 289, denominator: 306}
        zeta: 1
        alpha: 2
        """)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (SOURCE, "sizes:\n  z: 1\n  a: 2\n"),
        ("evidence/protocol.yml", "exclusion:\n  X9: nine\n  X1: one\n"),
        (
            "evidence/screening/full-text/ab.yml",
            "pmid-2: {decision: include, on: 2026-01-02}\npmid-1: {a: 1}\n",
        ),
        ("evidence/unknown.yml", "b: 1\na: 2\n"),
    ],
)
def test_names_that_are_data_keep_their_order(path: str, text: str) -> None:
    assert formatted(text, path) == text


def test_a_catalogue_keeps_the_order_in_which_the_shipped_ones_are_written(root: Path) -> None:
    file = root / "plugins/cerkit/catalogues/meddev-a10.yml"
    data = file.read_bytes()
    assert format_file("evidence/catalogues/meddev-a10.yml", data) == Formatted(data)


def test_comments_travel_with_their_key() -> None:
    before = """\
        # About the file.

        # about the wording
        # in two lines
        claims:
        # of the first claim
        - wording: Detects  # end of the wording
          # about the kind
          kind: safety
          appears_in: # where
          - place: Section 8

            # about the medium
            medium: label
            # below the place
          # above the identifier
          id: CLM-1   # its name
        # at the end
        """
    assert formatted(before, CLAIMS) == dedent("""\
        # About the file.

        # about the wording
        # in two lines
        claims:
          # of the first claim
          # above the identifier
          - id: CLM-1  # its name
            wording: Detects  # end of the wording
            # about the kind
            kind: safety
            appears_in:  # where
              # about the medium
              - medium: label
                place: Section 8
                # below the place
        # at the end
        """)


def test_what_is_said_of_the_file_stays_on_top_when_another_key_becomes_the_first() -> None:
    assert formatted("# the file\nkind: a\nid: b\n", SOURCE) == "# the file\nid: b\nkind: a\n"
    assert formatted("# the file\n\n# the kind\nkind: a\nid: b\n", SOURCE) == (
        "# the file\n\nid: b\n# the kind\nkind: a\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n    b:\n        - 1\n", "a:\n  b:\n    - 1\n"),
        ("a:\n- b: 1\n  c: 2\n", "a:\n  - b: 1\n    c: 2\n"),
        ("-   -  a\n    -  b\n", "- - a\n  - b\n"),
        ("a:   1   \nb:\t2\n", "a: 1\nb: 2\n"),
        ("\n\na: 1\n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
        ("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
        ("\ufeffa: 1", "a: 1\n"),
        ("---\na: 1\n...\n", "a: 1\n"),
        ("a:\n\n  b: 1\n", "a:\n  b: 1\n"),
        ("a: >-\n      text\n        more\n\n      end\n", "a: >-\n  text\n    more\n\n  end\n"),
        ("a: |4\n      x\n    y\n", "a: |2\n    x\n  y\n"),
        ("a: |+\n  x\n\n\nb: 1\n", "a: |+\n  x\n\n\nb: 1\n"),
        ('a: "one\n      two\n\n   three"\n', 'a: "one\n  two\n\n  three"\n'),
        ("a: one\n    two # c\n", "a: one\n  two  # c\n"),
        ("a:\n    {b: 1,c:   2}\n", "a:\n  {b: 1,c:   2}\n"),
        ("- a: [1,\n      2, # two\n      3]\n", "- a: [1,\n      2, # two\n      3]\n"),
        ("a: # of the value\n  long\n", "a:  # of the value\n  long\n"),
        ("a: |\n  text\n # no text\nb: 1\n", "a: |\n  text\n# no text\nb: 1\n"),
        ("# only a comment  \n", "# only a comment\n"),
        ("", ""),
    ],
)
def test_one_style(before: str, after: str) -> None:
    assert formatted(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "a: 'it''s'\nb: \"\\u00e9 \\\n  x\"\nc: no\nd: 1.10\n",
        "a: >-\n  trailing blank \n  kept\n",
        "a: \"quoted # no comment\"\nb: plain#none\nc: 'x: y'\n",
        'string: \'(("a"[tiab] OR "b"[MeSH]) AND c)\'\n',
        "a:\nb:\n  -\n  - 1\n",
    ],
)
def test_texts_stay_as_written(text: str) -> None:
    assert formatted(text) == text


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"a: 1\nb: [\n", 3, "not YAML"),
        (b"a: 1\na: 2\n", 2, "twice"),
        (b"a: &x 1\n", 1, "anchor"),
        (b"a: !!str 1\n", 1, "tag"),
        (b"a: 1\nb: *x\n", 2, "alias"),
        (b"a: 1\n---\nb: 2\n", 2, "second document"),
        (b"%YAML 1.1\n---\na: 1\n", 1, "directive"),
        (b"? a\n: 1\n", 1, "?"),
        (b"[a]: 1\n", 1, "list or mapping"),
        (b"a: 1\nb: \xff\n", 2, "0xff"),
        (b"a: 1\nb: x\x00y\n", 2, "U+0000"),
        ("a: 1\nb: x\u2028y\n".encode(), 2, "U+2028"),
        (b"x" * (16 * 1024 * 1024 + 1), 1, "larger"),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_and_remedy(data: bytes, line: int, words: str) -> None:
    answer = format_file(SOURCE, data)
    assert isinstance(answer, Refused)
    assert (answer.place.path, answer.place.line) == (SOURCE, line)
    assert words in answer.message
    assert answer.hint


def test_the_example_is_formatted(root: Path) -> None:
    files = sorted((root / "evidence").rglob("*.yml"))
    assert len(files) > 100
    changed = []
    for file in files:
        path, data = file.relative_to(root).as_posix(), file.read_bytes()
        answer = format_file(path, data)
        assert isinstance(answer, Formatted), answer
        if answer.data != data:
            changed.append(path)
    assert not changed, "run `cerkit format`"


def test_a_dossier_written_by_a_program_comes_back_with_the_same_records(root: Path) -> None:
    """Keys in the order of the alphabet and everything indented otherwise, as an export would leave it."""
    for file in sorted((root / "evidence" / "sources").glob("*.yml")):
        path = file.relative_to(root).as_posix()
        value = yaml.load(file.read_bytes(), yaml.CBaseLoader)  # noqa: S506  # makes nothing but texts
        dumped = yaml.dump(value, sort_keys=True, allow_unicode=True, width=70)
        answer = format_file(path, dumped.encode())
        assert isinstance(answer, Formatted), answer
        again = yaml.load(answer.data, yaml.CBaseLoader)  # noqa: S506  # likewise
        assert again == value
        assert list(again) == list(value)
