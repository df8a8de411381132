"""What an author types is what the record holds; YAML's traps are text or diagnostics, never a surprise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cerkit.load import RULES, UNKNOWN_FILE, read_yaml
from cerkit.load.scalars import resolve_scalar
from cerkit.load.strict_yaml import DEEPEST, LARGEST_FILE, MOST_VALUES, identifiers_in
from cerkit.model.fields import EMPTY, UNREADABLE


def value_of(text: str | bytes) -> Any:
    """The value of a file in which nothing is wrong."""
    parsed = read_yaml("x.yml", text if isinstance(text, bytes) else text.encode())
    assert parsed.diagnostics == ()
    return parsed.value


def found_in(text: str | bytes) -> list[tuple[str, int, int]]:
    parsed = read_yaml("x.yml", text if isinstance(text, bytes) else text.encode())
    return [(item.rule.code, item.place.line, item.place.column) for item in parsed.diagnostics]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *((word, word) for word in ("no", "yes", "on", "off", "No", "YES", "y", "n")),
        *((word, word) for word in ("True", "TRUE", "False", "Null", "NULL", "~", "nil")),
        *((word, word) for word in (".inf", "-.inf", ".nan", "inf", "NaN")),
        *(
            (word, word)
            for word in ("012", "0o17", "0x1F", "0b11", "1e3", "1.5E-3", "1_000", "+5", "1,5", ".5")
        ),
        *((word, word) for word in ("1.", "--5", "5-", "12:30", "12:30:45", "1.2.3", "²", "٣", "94.4%")),
        *((word, word) for word in ("2026-5-9", "2026-02-30", "2026-W22-5", "29.05.2026")),
        ("2026-05-29T12:00", "2026-05-29T12:00"),
        ("2026-05-29", date(2026, 5, 29)),
        ('"2026-05-29"', "2026-05-29"),
        ("'2026-05-29'", "2026-05-29"),
        ("true", True),
        ("false", False),
        ("null", None),
        ('"true"', "true"),
        ('"null"', "null"),
        ('""', ""),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("-0", 0),
        ('"12"', "12"),
        ("1234567890123456789012", "1234567890123456789012"),
        ("a:b", "a:b"),
        ("20260529", 20260529),
        ("http://example.org/#a", "http://example.org/#a"),
        ("one # a comment", "one"),
        ("one#two", "one#two"),
        ("'it''s'", "it's"),
        ('"tab\\tand\\u00e9"', "tab\tandé"),
        ("[]", []),
        ("{}", {}),
        ("[no, 1.10, 012]", ["no", Decimal("1.10"), "012"]),
        ("{on: off, 1: 2}", {"on": "off", "1": 2}),
    ],
)
def test_a_value_is_read_as_it_looks(written: str, value: object) -> None:
    found = value_of(f"key: {written}\n")["key"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "written", ["1.10", "94.0", "94.00", "0.0", "-0.50", "100.0", "0.1000000000000000000001"]
)
def test_a_decimal_keeps_the_digits_that_were_printed(written: str) -> None:
    found = value_of(f"value: {written}\n")["value"]
    assert isinstance(found, Decimal)
    assert str(found) == written


@pytest.mark.parametrize("key", ["on", "no", "1", "1.10", "null", "2026-05-29", "~", "é"])
def test_a_key_is_always_text(key: str) -> None:
    assert value_of(f"{key}: x\n") == {key: "x"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: >-\n  one\n  two\n\n  three\n", "one two\nthree"),
        ("a: >\n  one\n  two\n", "one two\n"),
        ("a: |\n  one\n   two\n", "one\n two\n"),
        ("a: |-\n  1.10\n", "1.10"),
        ("a: |+\n  no\n\n", "no\n\n"),
        ("a: one\n  two\n", "one two"),
        ('a: "one\n  two"\n', "one two"),
        ("a: >-\n  # not a comment\n", "# not a comment"),
        ("# before\na: x # behind\n# after\n", "x"),
        ("---\na: x\n...\n", "x"),
        ("a: x", "x"),
    ],
)
def test_long_texts_and_comments(text: str, value: str) -> None:
    assert value_of(text) == {"a": value}
    assert value_of(text.replace("\n", "\r\n")) == {"a": value}


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert value_of(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n") == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [("CER104", 3, 1)]),
        ("- {a: 1, a: 2}\n", [("CER104", 1, 10)]),
        ("a: 1\n'a': 2\n", [("CER104", 2, 1)]),
        ("a: &x 1\nb: *x\n", [("CER105", 1, 4), ("CER105", 2, 4)]),
        ("a: &x [1]\n", [("CER105", 1, 4)]),
        ("&x a: 1\n", [("CER105", 1, 1)]),
        ("a: !!str 1\n", [("CER105", 1, 4)]),
        ("a: !!python/object:os.system {}\n", [("CER105", 1, 4)]),
        ("a: ! 1\n", [("CER105", 1, 4)]),
        ("a: 1\n---\nb: 2\n", [("CER105", 2, 1)]),
        ("a: 1\n...\n---\nb: &x 2\n", [("CER105", 3, 1)]),
        ("a: {<<: {b: 1}}\n", [("CER105", 1, 5)]),
        ("a:\n", [("CER107", 1, 3)]),
        ("a:\nb: 1\n", [("CER107", 1, 3)]),
        ("a: [1, ]\nb:   # later\n", [("CER107", 2, 3)]),
        ("-\n- 1\n", [("CER107", 1, 2)]),
        ("", [("CER107", 1, 1)]),
        ("# nothing\n", [("CER107", 1, 1)]),
        ("a:\t1\n", [("CER106", 1, 3)]),
        ("a:\n\tb: 1\n", [("CER106", 2, 1)]),
        ("a: 'x\ty'\nb: 'x\ty'\n", [("CER106", 1, 6)]),
        ("? [a]\n: 1\nb: 2\n", [("CER111", 1, 3)]),
        ("{a: 1}: 2\n", [("CER111", 1, 1)]),
        ("a: b: c\n", [("CER103", 1, 5)]),
        ("a: 1\n b: 2\n", [("CER103", 2, 3)]),
        ("a: [1\n", [("CER103", 2, 1)]),
        ("a: *gone\n", [("CER105", 1, 4)]),
        ("%YAML 3.0\n---\na: 1\n", [("CER103", 1, 1)]),
        ("a: @x\n", [("CER103", 1, 4)]),
        ("é: 'é\x07'\n", [("CER101", 1, 6)]),
        (b"\xff\xfea\x00", [("CER101", 1, 1)]),
        ("é: ".encode() + b"\xe9\n", [("CER101", 1, 4)]),
    ],
)
def test_traps_are_reported_at_their_place(text: str | bytes, expected: list[tuple[str, int, int]]) -> None:
    assert sorted(found_in(text), key=lambda item: item[1:]) == expected


def test_a_file_that_breaks_off_keeps_what_was_found_before() -> None:
    assert found_in("a: 1\na: 2\nb: &x 1\nc: @\n") == [("CER104", 2, 1), ("CER105", 3, 4), ("CER103", 4, 4)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("? [a, b]\n: lost\nnext: 1\n", {UNREADABLE: EMPTY, "next": 1}),
        ("? {a: [b]}\n: {c: 1}\nnext: 1\n", {UNREADABLE: EMPTY, "next": 1}),
        ("a: &x y\n*x : lost\nnext: 1\n", {"a": "y", UNREADABLE: EMPTY, "next": 1}),
        ("<<: {a: 1}\nnext: 1\n", {UNREADABLE: EMPTY, "next": 1}),
    ],
)
def test_what_has_no_readable_key_leaves_its_neighbours_alone(text: str, value: object) -> None:
    assert read_yaml("x.yml", text.encode()).value == value


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.before and rule is not UNKNOWN_FILE], ids=str
)
def test_the_example_of_a_rule_is_reported_and_the_mended_one_is_not(rule: Any) -> None:
    """`cerkit explain` shows both; they must not lie."""
    assert rule.code in {code for code, _, _ in found_in(rule.before)}
    assert found_in(rule.after) == []


@pytest.mark.parametrize("depth", [DEEPEST - 1, DEEPEST, DEEPEST + 1])
def test_nesting_ends_at_the_limit(depth: int) -> None:
    codes = [code for code, _, _ in found_in("a: " + "[" * depth + "]" * depth)]
    assert codes == ([] if depth <= DEEPEST else ["CER109"])


def test_size_ends_at_the_limit() -> None:
    fitting = b"a: " + b"x" * (LARGEST_FILE - 3)
    assert value_of(fitting)["a"] == "x" * (LARGEST_FILE - 3)
    assert found_in(fitting + b"x") == [("CER102", 1, 1)]


def test_the_number_of_values_ends_at_the_limit() -> None:
    fitting = MOST_VALUES - 20
    assert len(value_of(b"a: [" + b"x," * fitting + b"]")["a"]) == fitting
    assert [code for code, _, _ in found_in(b"a: [" + b"x," * MOST_VALUES + b"]")] == ["CER102"]


def test_of_a_thousand_and_more_mistakes_the_first_are_told_and_the_last_says_so() -> None:
    told = read_yaml("x.yml", b"a:\n" * 1000).diagnostics
    assert len(told) == 1000
    assert told[-2].message != told[-1].message
    assert told[-1].message.endswith("; the file has more mistakes, which are not told")
    assert len(read_yaml("x.yml", b"a:\n" * 500).diagnostics) == 999


def test_identifiers_are_found_in_a_file_that_cannot_be_read() -> None:
    text = "claims: [\n  - id: CLM-1\n  - {id: 'CLM-2', wording: *}\n    id:\tx\n  - CLM-3\n"
    assert identifiers_in("evidence/sources/SRC-x.yml", text.encode()) == ("SRC-x", "CLM-1", "CLM-2")
    assert "CLM-1" in identifiers_in("evidence/claims.yml", text.encode("utf-16"))


def test_every_scalar_that_is_no_number_word_or_day_is_itself() -> None:
    for text in ("a", "-a", "0a", "0.", "nulll", "truth", "2026-05", "2026-05-29x", " 1"):
        assert resolve_scalar(text) == text
