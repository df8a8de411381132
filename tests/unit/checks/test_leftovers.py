"""What must not be printed is told from what only looks like it, and no text takes long."""

from __future__ import annotations

import time

import pytest

from cases.dossiers import assess_files, complete
from cerkit.checks.altered import Codes
from cerkit.checks.leftovers import leftovers, leftovers_in_source
from cerkit.checks.placeholders import Placeholders
from cerkit.model.examination import PhraseRule, Policies


def printed(text: str) -> list[str]:
    return [item.text for item in leftovers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "p < 0.05 and a<b and c>d; x < y and y > z",
        "grades R0/R1/R2 and M0/M1, sensitivity and/or specificity",
        "0.94** and **; 3*4*5; CYP2D6*1/*2; BARC 3*",
        "https://www.gov.uk/home/x/y.html, www.x.org/a/b.html, doi:10.1136/bjo.1/x.pdf",
        "Annex XXX; 47,XXX; TODOS; a_b_c; __; [sic]; [12](a); {1,2}; (insert)",
        "“The device […] shall”, [...], [insertion site], [enteritis], [tapered dose], [complete cases]",
        "R&D; AT&T; 3 & 4; 2:1; 3:/4; why?? and 5 | 6",
    ],
)
def test_what_only_looks_like_a_leftover_is_none(text: str) -> None:
    assert printed(text) == []
    assert list(leftovers_in_source(text)) == []


def test_one_part_of_a_text_is_one_leftover() -> None:
    assert printed(r"C:\Users\_y.md and file:///S:/x.md") == [r"C:\Users\_y.md", "file:///S:/x.md"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SRC–ci–1", "SRC-ci-1"),
        ("SRC\u00ad-ci-1", "SRC-ci-1"),
        ("SRC-ci 1", "SRC-ci-1"),
        ("SRC_ci_1", "SRC-ci-1"),
        ("SRC-CI-1", "SRC-ci-1"),
        ("SR–101", "SR-101"),
        ("SRC‑ci‑1", None),
        ("CLM-1–CLM-2", None),
        ("RSK-1–3", None),
        ("UK-ER 1", None),
        ("AC 1", None),
        ("SRC-birch-2022 2 years later", None),
        ("xSRC–ci–1", None),
    ],
)
def test_identifiers_that_have_lost_a_sign(text: str, expected: str | None) -> None:
    codes = Codes(assess_files(complete()).trace)
    assert [item.known for item in codes.altered(f"See {text}.")] == ([expected] if expected else [])


def test_phrases_of_the_team_are_looked_for_with_gaps_stems_and_choices() -> None:
    rules = (PhraseRule("fill/put ... here", unless=("never",)), PhraseRule("draft* wording"))
    placeholders = Placeholders(Policies(phrases={"placeholder": rules}), assess_files({}).dossier)
    text = "Put the two dates\nhere.\nFill the name in here, never there\nput it here; Drafted wording, Where put"
    assert [item.text for item in placeholders.found(text)] == ["put it here", "Drafted wording"]


@pytest.mark.parametrize(
    "unit",
    [
        *("{{", "{{ ", "**a ", r"\*\*", "][a", "](x", "[insert ", "<insert ", "<a ", "a/", "/a.b", "SRC–", "SRC-a "),
        *("&amp;", "C:\\", "~/", "../", "x.md", "??", "to be ", "click or tap ", "this section ", "[x]: ", "TODO "),
    ],
)  # fmt: skip  # one list of units, read as a paragraph
def test_no_text_takes_long(unit: str) -> None:
    assessment = assess_files(complete())
    codes = Codes(assessment.trace)
    text = unit * (50_000 // len(unit))
    began = time.process_time()
    for found in (leftovers(text), leftovers_in_source(text), codes.altered(text)):
        list(found)
    assert time.process_time() - began < 3
