"""The page to be signed, the declarations, and the terms that a report uses."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

import cerkit
from cerkit.assess import assess
from cerkit.model.records.control import Term
from cerkit.model.tables import plain
from cerkit.model.trace import Trace
from cerkit.render.glossary import glossary_table, unexplained, used_terms
from cerkit.render.problems import RenderProblem
from cerkit.render.signing import declarations_table, signatures_table

RELEASES = """\
report: {number: CER-1, title: Report, version: "1.0", status: draft, date: 2026-06-30, language: en-GB}
revisions: []
signatures:
  - {evaluator: EVR-1, name: A. Person, role: Evaluator, meaning: Agrees, on: 2026-06-29}
  - {name: B. Other, role: Manager, meaning: Releases}
"""
EVALUATORS = """\
evaluators:
  - id: EVR-1
    name: A. Person
    role: Evaluator
    experience_years: 12
    experience: Much
    knowledge: []
    cv_dated: 2026-04-20
    cv: DOC-cv
    declaration:
      on: 2026-05-18
      period_months: 36
      family_included: true
      interests:
        - {topic: Employment, statement: None}
      signed_by_evaluator: 2026-05-18
      signed_by_manufacturer: 2999-12-31
      document: DOC-doi
"""


@cache
def trace(**files: str) -> Trace:
    folder = Path(cerkit.__file__).parent / "catalogues"
    shipped = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    given = {f"evidence/{name}.yml": text.encode() for name, text in files.items()}
    return assess(given, on=date(2026, 6, 30), shipped=shipped).trace


def test_who_has_not_signed_is_told_and_everybody_has_room() -> None:
    table = signatures_table(trace(releases=RELEASES))
    rows = [row.group or [plain(cell) for cell in row.cells[:3]] for row in table.rows]
    assert rows == [
        "Evaluators",
        ["A. Person\nEvaluator", "Agrees", "29 June 2026"],
        "Manufacturer",
        ["B. Other\nManager", "Releases", "not signed"],
    ]
    assert all(len(row.cells[3].pieces) > 3 for row in table.rows if row.cells)


def test_declarations_say_what_for_which_time_and_who_signed() -> None:
    (row,) = declarations_table(trace(evaluators=EVALUATORS)).rows
    assert [plain(cell) for cell in row.cells] == [
        "EVR-1\nA. Person",
        "Employment: None",
        "the 36 months before 18 May 2026, with the family",
        "evaluator 18 May 2026\nmanufacturer has not signed",
        "DOC-doi\nDOC-cv of 20 April 2026",
    ]


@pytest.mark.parametrize("make", [signatures_table, declarations_table])
def test_a_page_that_nobody_could_sign_is_no_page(make: object) -> None:
    assert callable(make)
    with pytest.raises(RenderProblem):
        make(trace())


GLOSSARY = (
    Term(term="Confidence interval", meaning="A range, see AUC", abbreviation="CI"),
    Term(term="Area under the curve", meaning="A measure", abbreviation="AUC"),
    Term(term="R0, R1", meaning="Grades"),
    Term(term="Instructions for use", meaning="What comes with it", abbreviation="IFU"),
    Term(term="Gradable", meaning="Good enough"),
)


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("nothing", []),
        ("two Confidence Intervals", ["Area under the curve", "Confidence interval"]),
        ("the AUC was high", ["Area under the curve"]),
        ("graded R1", ["R0, R1"]),
        (
            "ungradable, and CIs of IFU-7",
            ["Area under the curve", "Confidence interval", "Instructions for use"],
        ),
        ("ci and auc are other words", []),
    ],
)
def test_terms_are_used_as_words_with_what_their_meanings_use(text: str, used: list[str]) -> None:
    assert [item.term for item in used_terms(text, GLOSSARY)] == used
    assert len(glossary_table(used_terms(text, GLOSSARY)).rows) == len(used)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("NHS NHS", ()),
        ("NHS, the NHS and NHSs", ("NHS",)),
        ("CI CI CI R0 R0 R0", ()),
        ("CLM-1 CLM-2 CLM-3 PMCF-1", ()),
    ],
)
def test_an_abbreviation_that_the_glossary_lacks_is_told_when_it_is_used_often(
    text: str, told: tuple[str, ...]
) -> None:
    assert unexplained(text, GLOSSARY) == told


def test_a_long_text_of_capitals_takes_linear_time() -> None:
    assert unexplained("A" * 500_000, GLOSSARY) == ()
    assert used_terms("Confidence " * 100_000, GLOSSARY) == ()
