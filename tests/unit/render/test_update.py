"""The report on an update, the table of changes for a chapter, and what a pull request is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.dossiers import assess_files, complete, edited
from cerkit.assess.updating import update_of
from cerkit.checks import bearings_of
from cerkit.compare import compare
from cerkit.model.change_list import ChangeList
from cerkit.model.changes import ChangeKind, Difference
from cerkit.model.meaning import meaning_bearing
from cerkit.model.request import Request
from cerkit.model.tables import Table, plain
from cerkit.model.trace import Trace
from cerkit.model.update import Update, Version
from cerkit.render.comment import MARK, NOTHING, comment_markdown
from cerkit.render.comment_text import inert
from cerkit.render.release_page import change_pages, release_pages
from cerkit.render.update_report import changes_table, update_markdown, update_page
from cerkit.render.update_words import field_label, then_and_now

Edits = Iterable[Mapping[str, Any]]
MOVED = {"file": "evidence/benchmarks.yml", "old": "upper: 92.8", "new": "upper: 93.1"}
FAILED = {"file": "evidence/criteria.yml", "old": "value: 90.0", "new": "value: 97.0"}
REWORDED = {
    "file": "evidence/claims.yml",
    "old": "DRF passes no more than",
    "new": "DRF passes fewer than",
}
FIRST = {
    "file": "evidence/releases.yml",
    "old": 'version: "1.1.0"\n  status',
    "new": 'version: "1.0.0"\n  status',
}


def trace(edits: Edits = ()) -> Trace:
    return assess_files(edited(complete(), edits)).trace


def update(*edits: Mapping[str, Any]) -> Update:
    """From the complete dossier, as version 1.0.0, to the same with some edits."""
    return update_of(Version("v1.0.0", trace([FIRST])), Version("v1.1.0", trace(edits)))


def table(given_: Update, name: str) -> list[tuple[str, ...]]:
    """A table of the report as texts."""
    return texts(next(item for item in update_page(given_).tables if item.id == name))


def texts(made: Table) -> list[tuple[str, ...]]:
    return [
        tuple(plain(cell) for cell in row.cells) if row.group is None else (row.group,) for row in made.rows
    ]


def row(given_: Update, name: str, first: str) -> tuple[str, ...]:
    return next(cells for cells in table(given_, name) if cells[0] == first)


def test_a_claim_is_told_with_support_then_and_now_and_what_led_to_it() -> None:
    claim = row(update(FAILED), "tbl-update-claims", "CLM-1")
    assert claim[2:4] == ("supported", "not supported")
    assert "AC-1, value → CLM-1: support lost" in claim[5].split("\n")
    assert row(update(FAILED), "tbl-update-claims", "CLM-2")[5] == "nothing that bears on it changed"


def test_a_reworded_claim_is_told_in_both_wordings() -> None:
    wording = row(update(REWORDED), "tbl-update-claims", "CLM-2")[1]
    assert wording.startswith("Now: DRF passes fewer than 1 in 200")
    assert "Then: DRF passes no more than" in wording
    assert row(update(REWORDED), "tbl-update-claims", "CLM-2")[5] == "CLM-2: wording"


def test_a_benchmark_is_told_then_and_now_with_the_criteria_that_rest_on_it() -> None:
    cells = row(update(MOVED), "tbl-update-benchmarks", "BM-1")
    assert cells[2:] == (
        "90.0 % (range 83.0 to 92.8 %)",
        "90.0 % (range 83.0 to 93.1 %)",
        "as before",
        "AC-1",
    )


def test_records_to_be_looked_at_again_are_told_with_their_cause() -> None:
    assert row(update(MOVED), "tbl-update-suspects", "AC-1")[1] == "BM-1 (upper)"


def test_a_requirement_loses_its_answer_where_its_claim_loses_its_support() -> None:
    cells = row(update(FAILED), "tbl-update-requirements", "UK-ER-3")
    assert cells[2].startswith("CLM-1")
    assert cells[3] == "not answered"


def test_what_was_not_found_is_said() -> None:
    told = update_markdown(update())
    assert "No search was added since." in told
    assert "No source was added, and none says something else." in told
    assert "| Verdicts that are not as they were | none |" in told


def test_the_report_draws_no_conclusion_of_its_own() -> None:
    told = update_markdown(update(MOVED, FAILED, REWORDED)).lower()
    assert not re.search(r"\bcomplian|\bcomplies\b|\bconformity is\b|\bsafe and effective\b", told)


def test_only_the_report_to_be_signed_ends_with_rows_for_signatures() -> None:
    assert "signatures" not in {section.anchor for section in update_page(update()).sections}
    assert update_page(update(), is_to_sign=True).sections[-1].anchor == "signatures"


@pytest.mark.parametrize("edits", [(MOVED,), (FAILED, REWORDED), (MOVED, FAILED, REWORDED)])
def test_the_table_for_a_chapter_names_what_the_rule_asks_for(edits: tuple[Mapping[str, Any], ...]) -> None:
    given_ = update(*edits)
    old, new = given_.old.trace, given_.new.trace
    asked = {change.id for change in meaning_bearing(compare(old, new), bearings_of(new.dossier))}
    rows = texts(changes_table(given_))
    assert {cells[0] for cells in rows if len(cells) > 1} == asked


def test_the_time_line_leads_from_the_newest_version_to_its_changes() -> None:
    given_ = update(MOVED)
    (page,) = release_pages(given_.new.trace, given_)
    rows = texts(page.tables[0])
    assert [cells[0] for cells in rows] == ["1.1.0", "1.0.0"]
    assert "1 benchmark moved" in rows[0][2]
    assert rows[0][2].endswith("All changes since version 1.0.0")
    assert rows[1][2] == "First issue, before the device was placed on the market."


def test_the_time_line_shows_the_kept_list_of_every_release() -> None:
    """An older version has its list, the first one none, and the newest the list that its release wrote."""
    given_ = update(MOVED)
    kept = {
        "1.0.0": ChangeList("version 0.9", "1.0.0", update(FAILED).differences),
        "1.1.0": ChangeList("version 1.0.0", "1.1.0", given_.differences),
    }
    (page,) = release_pages(given_.new.trace, given_, kept)
    rows = texts(page.tables[0])
    assert rows[0][2].endswith("1 benchmark moved. All changes since version 1.0.0")
    assert rows[0][2].count("All changes") == 1
    assert "2 verdicts changed" in rows[1][2]
    assert rows[1][2].endswith("All changes since version 0.9")
    first = {"1.0.0": ChangeList(None, "1.0.0", ())}
    (page,) = release_pages(given_.new.trace, given_, first)
    assert texts(page.tables[0])[1][2] == "First issue, before the device was placed on the market."
    assert list(change_pages(given_.new.trace, first)) == []


def test_work_after_a_release_stands_beside_its_list() -> None:
    given_ = update_of(Version("v1.1.0", trace()), Version("", trace([MOVED])))
    kept = {"1.1.0": ChangeList("version 1.0.0", "1.1.0", ())}
    (page,) = release_pages(given_.new.trace, given_, kept)
    told = texts(page.tables[0])[0][2]
    assert "The records are as they were. All changes since version 1.0.0" in told
    assert told.endswith("1 change named in the report. All changes since version 1.1.0")


def test_the_page_of_a_release_has_its_edits_by_kind_with_what_follows() -> None:
    gone = Difference(ChangeKind.REMOVED, "CLM-99", None, "A claim that is gone", None)
    changes = ChangeList("version 0.9", "1.0.0", (*update(FAILED, MOVED).differences, gone))
    (page,) = change_pages(trace(), {"1.0.0": changes})
    assert page.src == "registers/releases/1.0.0.md"
    found = {section.title: texts(section.tables[0]) for section in page.sections}
    assert list(found) == [
        "Acceptance criteria",
        "Benchmarks",
        "Files without identifiers (flows, checklists, policy and others)",
        "Claims",
    ]
    assert found["Claims"] == [("CLM-99", "removed", "A claim that is gone", "–")]
    assert "CLM-1: support lost" in found["Acceptance criteria"][0][4]


@pytest.mark.parametrize(
    ("old", "new", "then", "now"),
    [
        (
            "x " * 500 + "old" + " y" * 500,
            "x " * 500 + "new" + " y" * 500,
            "… x x x x x old y y y y y …",
            "… x x x x x new y y y y y …",
        ),
        (None, "2026-05-29", "–", "29 May 2026"),
        ("SRC-a; SRC-b", "SRC-b; SRC-c", "SRC-a and 1 unchanged", "SRC-c and 1 unchanged"),
        ("one two three", "one 2 three", "one two three", "one 2 three"),
        ("x " * 30 + "old", "x " * 30 + "new", "… x x x x x old", "… x x x x x new"),
    ],
)
def test_then_and_now(old: str | None, new: str | None, then: str, now: str) -> None:
    assert tuple(plain(side) for side in then_and_now(old, new)) == (then, now)


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("versions[2.3.0].clinical_impact", "Versions 2.3.0, clinical impact"),
        ("market.since", "Market, since"),
        ("decided_by", "Decided by"),
    ],
)
def test_field_label(field: str, label: str) -> None:
    assert field_label(field) == label


def request(given_: Update) -> Request:
    return Request(given_, appeared=(), resolved=(), overdue=(), overdue_before=0)


def test_nothing_of_meaning_is_one_line() -> None:
    same = Version("v1", trace())
    assert comment_markdown(request(update_of(same, Version("v2", trace())))) == f"{MARK}\n{NOTHING}\n"


HOSTILE = (
    "@everyone @octo/team #12 GH-7 https://evil.example www.evil.example a@b.example 1234567 :+1: "
    "![x](http://e.example/p.png) [l](javascript:x) <img src=x onerror=y> <!-- hidden --> | cell | `code` *b* "
    "_i_ ~~s~~ $m$ &lt;b&gt; \u202e txt \u2028 line"
)


def test_text_of_a_record_stays_text_in_a_comment() -> None:
    wording = "DRF finds atrial fibrillation with a sensitivity of at least 90 %."
    hostile = {"file": "evidence/claims.yml", "old": wording, "new": "'" + HOSTILE.replace("'", "''") + "'"}
    told = comment_markdown(request(update(hostile)))
    body = told.removeprefix(MARK)
    assert "CLM-1" in body
    assert "everyone" in body
    for mark in (
        "@everyone",
        "@octo",
        "#12",
        "GH-7",
        "https://",
        "http://",
        "www.",
        "a@b",
        "\u202e",
        "\u2028",
    ):
        assert mark not in body, mark
    for sign in "`[]<|~$":
        assert not re.search(rf"(?<!\\){re.escape(sign)}", body), sign


@given(st.text(max_size=80))
def test_inert_text_is_one_line_that_names_nobody(text: str) -> None:
    made = inert(text)
    assert "\n" not in made
    assert "\r" not in made
    assert not re.search(r"@\w|#\d|https?:[^\u200b]", made)
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|~$]", made)


def test_policy_says_who_looks() -> None:
    people = {
        "file": "evidence/policy.yml",
        "old": "reason: The team",
        "new": "responsible:\n  - {records: [benchmark], evaluators: [EVR-2]}\nreason: The team",
    }
    old = Version("v1", trace([people]))
    told = comment_markdown(request(update_of(old, Version("v2", trace([people, MOVED])))))
    assert told.endswith("### Who should look\n\n- G. Facsimile (EVR-2): benchmark\n")
