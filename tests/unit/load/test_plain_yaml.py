"""YAML read by its lines: the same values as by libyaml, or libyaml itself."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cerkit.load import read_yaml, strict_yaml
from cerkit.load.plain_yaml import read_plain

ROOT: Final = Path(__file__).resolve().parents[3]

_INDENTS = st.sampled_from(
    ["", "", "  ", "  ", "    ", "    - ", "  - ", "- ", " ", "   ", "      ", "- - ", "  -"]
)
_KEYS = st.sampled_from(
    [
        "a: ",
        "b: ",
        "c:",
        "d.e: ",
        "SRC-1: ",
        "no: ",
        "",
        "",
        "a : ",
        "a:",
        "? ",
        '"a": ',
        "1: ",
        "<<: ",
        "a: b: ",
        "é: ",
    ]
)
_VALUES = st.sampled_from(
    [
        *(
            "",
            "",
            "text",
            "two words",
            "no",
            "null",
            "true",
            "~",
            "1",
            "-1",
            "1.50",
            "012",
            "1e3",
            "0x1F",
            "-",
            "-a",
        ),
        *(
            "2026-03-02",
            "2026-13-02",
            "a#b",
            "a #b",
            "a:b",
            "a: b",
            "a:",
            "a ",
            " a",
            "é",
            "x’s",
            "50 %",
            "a, b",
            "a]",
        ),
        *(
            '"quoted"',
            '"a: b # c"',
            '""',
            '"a\\n"',
            '"a" b',
            "'single'",
            "it's",
            "&a 1",
            "*a",
            "!!str 1",
            "%a",
            "@a",
            "`a",
        ),
        *(
            "[a, b]",
            "[a]",
            "[]",
            '[a, "b, c"]',
            "[a,b]",
            "[a, b",
            "[[a], b]",
            "[a: 1]",
            "[-1, 2.50]",
            "[no, null]",
            "[a #b]",
        ),
        *(
            "{a: 1}",
            '{a: "b, c", d: e}',
            "{a: 1, a: 2}",
            "{}",
            "{a: b: c}",
            "{a: [b]}",
            "{a}",
            "{a: 2026-03-02}",
            "{a:b}",
        ),
        *(
            ">-",
            ">",
            "|",
            "|-",
            ">+",
            ">2-",
            "# remark",
            "text # remark",
            "---",
            "...",
            "\t",
            "a\tb",
            "\u2028",
            "\x85",
            "\xa0a",
        ),
    ]
)
_LINE = st.tuples(_INDENTS, _KEYS, _VALUES).map("".join)
_TEXT = st.lists(_LINE, max_size=9).map(lambda lines: "\n".join(lines) + "\n")


def _by_libyaml(text: str) -> strict_yaml.Parsed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strict_yaml, "read_plain", lambda _: None)
        return read_yaml("evidence/claims.yml", text.encode())


def _check(text: str) -> bool:
    """Whether the lines could be read, in which case YAML reads the same, and finds nothing wrong."""
    value = read_plain(text)
    if value is None:
        return False
    by_libyaml = _by_libyaml(text)
    assert not by_libyaml.diagnostics
    # The same types too: 1 is not True, and 1.50 is not 1.5.
    assert repr(value) == repr(by_libyaml.value)
    return True


@given(_TEXT)
@example("a: >-\n  x\n  y\nb: 1\n")
@example("a: >-\n  x\n\n  y\n")
@example("a: >-\n  x\n   y\n")
@example("a: >-\n x\n  y\n")
@example("- a: >-\n    x\n  b: y\n")
@example("a:\n- b\n")
@example("a:\n  b\n")
@example("a: x\n  y\n")
@example("a: [x,\n  y]\n")
@example("a:\n  - b: 1\n    c: 2\n  - b: 3\nd:\n  e:\n    f: 1\n")
@example("a:\n    b: 1\n  c: 2\n")
@example("a: 1\n b: 2\n")
@example("- 1\nb: 2\n")
@example("a:\n  - 1\n  b: 2\n")
@example("a: 1\n---\nb: 1\n")
@example("a: 1\r\nb: 2\r\n")
@example("a:\n  - - 1\n")
@example("a: >-\n  # no remark\n  x\n")
@example("  a: 1\n  b: 2\n")
@example("a: x\n# remark\n  # remark\nb: y\n")
@example("a:\n  # remark\n  b: y\n")
@example("a: >-\n  x\n# remark\n")
@example("a: >-\n  x\n # remark\n")
@example("a: >-\n  x ")
def test_what_the_lines_say_is_what_yaml_says(text: str) -> None:
    _check(text)


_WORDS = st.text("abé019 .-'()/%&;+=?!:#,", min_size=1, max_size=30).filter(lambda text: text.strip() == text)
_SCALARS = st.one_of(
    _WORDS, st.sampled_from(["no", "null", "1.50", "2026-03-02", "-3"]), _WORDS.map('"{}"'.format)
)
_RECORDS = st.recursive(
    st.one_of(
        _SCALARS, st.lists(_SCALARS, min_size=1, max_size=3).map(lambda items: f"[{', '.join(items)}]")
    ),
    lambda inner: st.one_of(
        st.dictionaries(st.sampled_from("abcde"), inner, min_size=1, max_size=4),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=12,
)


def _written(value: object) -> str:
    """As the formatter writes it: two spaces a level, and a dash before an item."""
    if isinstance(value, dict):
        return "\n".join(f"{key}:{_after(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "\n".join("- " + textwrap.indent(_written(item), "  ")[2:] for item in value)
    return str(value)


def _after(item: object) -> str:
    return "\n" + textwrap.indent(_written(item), "  ") if isinstance(item, dict | list) else f" {item}"


@given(st.dictionaries(st.sampled_from("abcde"), _RECORDS, min_size=1, max_size=4))
def test_records_of_every_shape_are_read_alike(record: dict[str, object]) -> None:
    _check(_written(record) + "\n")


def test_the_records_of_the_example_are_read_alike_and_nearly_all_by_their_lines() -> None:
    files = sorted((ROOT / "evidence" / "sources").glob("*.yml"))
    read = [_check(file.read_text("utf-8")) for file in files]
    assert len(files) > 20
    assert sum(read) >= 0.9 * len(read)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2\n",
        "a: {b: 1, b: 2}\n",
        "a:\n",
        "a: &x 1\n",
        "a: !!int 1\n",
        "a: x\ty\n",
        "",
        "\n",
        "# a\n",
    ],
)
def test_what_is_wrong_is_left_to_yaml(text: str) -> None:
    assert read_plain(text) is None
