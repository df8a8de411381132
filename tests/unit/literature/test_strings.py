"""Search strings are linted as search-query does, without its printing and without its matters of taste."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cerkit.literature.strings import Worded, language_of, lint_strings
from cerkit.model.diagnostics import Place

PLACE = Place("evidence/searches/SRH-1.yml", ("string",))


def lint(platform: str, string: str) -> list[str]:
    found, linted = lint_strings([Worded("SRH-1", platform, string, PLACE)])
    assert linted == (language_of(platform) is not None)
    assert all(item.place == PLACE and item.rule.code == "CER545" for item in found)
    return [item.message for item in found]


@pytest.mark.parametrize(
    ("platform", "string", "label"),
    [
        ("PubMed", '("diabetic retinopathy"[tiab] AND screening[tiab]', "unbalanced-parentheses"),
        ("PubMed", '"diabetic retinopathy[tiab] AND screening[tiab]', "unbalanced-quotes"),
        ("PubMed", "retinopathy[tiab] OR", "invalid-token-sequence"),
        ("PubMed", "a[tiab] OR b[tiab] AND c[tiab]", "implicit-precedence"),
        ("EBSCOhost CINAHL", "TI (a* OR retinopathy)", "wildcard-unsupported"),
        ("Web of Science Core Collection", "TS=(retinopathy AND screen*", "unbalanced-parentheses"),
    ],
)
def test_mistakes_are_told_with_their_label(platform: str, string: str, label: str) -> None:
    assert any(f"[{label}]" in line for line in lint(platform, string))


@pytest.mark.parametrize(
    ("platform", "string"),
    [
        ("PubMed", '("diabetic retinopathy"[MeSH Terms] OR retinopathy[tiab]) AND screening[tiab]'),
        ("Web of Science", "TS=(retinopathy NEAR/5 screening)"),
        ("EBSCOhost", "TI (retinopathy N5 screening)"),
        ("Embase.com", "(((("),
    ],
)
def test_sound_strings_and_unknown_languages_give_nothing(platform: str, string: str) -> None:
    assert lint(platform, string) == []


@pytest.mark.parametrize(
    "string", ["(" * 20_000, "(" * 500 + "a" + ")" * 500, "a[tiab] OR " * 1800, "a" * 30_000]
)
def test_what_would_take_minutes_is_not_linted(string: str) -> None:
    assert lint_strings([Worded("SRH-1", "PubMed", string, PLACE)]) == ((), 0)


def test_one_mistake_is_not_told_a_thousand_times() -> None:
    assert len(lint("PubMed", "(a AND " * 30 + "NOT " * 300)) == 20


def test_the_part_of_the_string_is_named() -> None:
    (line, *_) = lint("PubMed", "retinopathy[tiab] OR")
    assert line.startswith("SRH-1: The sequence of tokens is invalid")
    assert "(at character 19: OR)" in line


def test_a_string_that_the_package_comes_to_no_end_with_is_told() -> None:
    before = sys.getprofile()
    assert (
        lint("EBSCOhost", "OR TI NEAR/3 (")[0]
        == "SRH-1: search-query comes to no end with the string [endless]"
    )
    assert sys.getprofile() is before


def test_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    lint("PubMed", "((a")
    assert capsys.readouterr() == ("", "")


@given(
    platform=st.sampled_from(["PubMed", "EBSCOhost", "Web of Science"]),
    string=st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    "a",
                    "(",
                    ")",
                    "AND",
                    "OR",
                    "NOT",
                    '"',
                    "[tiab]",
                    "TI",
                    "TS=",
                    "NEAR/3",
                    "1.",
                    "#1",
                    "*",
                    "\n",
                ]
            ),
            max_size=15,
        ).map(" ".join),
    ),
)
def test_no_string_ends_the_command(platform: str, string: str) -> None:
    for line in lint(platform, string):
        assert "\x1b" not in line
