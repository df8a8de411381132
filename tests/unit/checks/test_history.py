"""What a sentence on changes says of the records that it names."""

from __future__ import annotations

import pytest

from cases.dossiers import CASES, assess_files, complete, edited, previous_of
from cerkit.checks.history.stated import Stated, stated_changes
from cerkit.model.diagnostics import Mode

SINCE = (
    "Since version 1.0.0 of this report the device, its indication, its claims and its criteria have not changed, "
    "and no new hazard was found."
)
PAGE = "docs/report/02-scope.md"


def stated(sentence: str, *, heading: str = "Changes since the last report") -> Stated:
    edits = [
        {"file": PAGE, "old": SINCE, "new": sentence},
        {"file": PAGE, "old": "Market status, documents and changes", "new": heading},
    ]
    return stated_changes(assess_files(edited(complete(), edits)).dossier)


@pytest.mark.parametrize(
    "sentence",
    [
        "[AC-1][] is unchanged.",
        "None of the criteria [AC-1][], [AC-2][] was altered.",
        "[AC-1][] was not altered.",
        "[AC-1][] keeps its value.",
        "The value of [AC-1][] remains.",
        "No change was made to AC-1.",
        "AC-1 hasn't changed.",
        "AC-1 has never been changed.",
    ],
)
def test_a_denial_does_not_name_a_change(sentence: str) -> None:
    (said,) = (item for item in stated(sentence).statements if "AC-1" in item.names)
    assert said.denies
    assert list(said.asserted) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "[AC-1][] was lowered to 90.0 %.",
        "AC-1 has been revised, because no data measure what it asked for.",
        "**AC-1** is now changed; no other criterion was touched.",
        "[AC-1](criteria.md) was reworded and remains in force.",
    ],
)
def test_a_plain_sentence_asserts_a_change(sentence: str) -> None:
    said = next(item for item in stated(sentence).statements if "AC-1" in item.names)
    assert not said.denies
    assert list(said.asserted) == ["AC-1"]


@pytest.mark.parametrize(
    "sentence",
    [
        "[AC-1][], which now asks for less, was discussed with the clinicians.",
        "The reason is the result that did not meet [AC-1][].",
        "In the first report [AC-1][] was raised.",
    ],
)
def test_a_mention_neither_denies_nor_asserts(sentence: str) -> None:
    said = next(item for item in stated(sentence).statements if "AC-1" in item.names)
    assert not said.denies
    assert list(said.asserted) == []


@pytest.mark.parametrize(
    "written",
    ["[AC-1][] to [AC-4][]", "AC-1 – AC-4", "AC-1 through [AC-4][]", "[AC-1][], AC-2, AC-3 and AC-4"],
)
def test_a_range_names_all_that_lie_in_it(written: str) -> None:
    names = {name for item in stated(f"Look at {written}.").statements for name in item.names}
    assert {"AC-1", "AC-2", "AC-3", "AC-4"} <= names


def test_a_range_without_end_costs_nothing() -> None:
    (said,) = (item for item in stated("AC-1 to AC-999999 were added.").statements if "AC-1" in item.names)
    assert len(said.names) < 1000


@pytest.mark.parametrize(
    ("heading", "is_section"),
    [
        ("Changes since the last report", True),
        ("What has changed since version 1.0.0", True),
        ("Amendments to the previous issue", True),
        ("Market status, documents and changes", True),
        ("Revision history", True),
        ("Market status", False),
    ],
)
def test_which_heading_holds_the_changes(heading: str, *, is_section: bool) -> None:
    found = stated("AC-1 was lowered.", heading=heading)
    assert found.has_section is is_section
    assert any("AC-1" in item.names for item in found.statements) is is_section


def test_the_newest_entry_of_the_revision_history_counts() -> None:
    names = {name for item in stated("Nothing.", heading="Market").statements for name in item.names}
    assert names == {"GAP-2"}


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("It is told below.", []),
        ("None of the criteria [AC-1][] to [AC-2][] was altered.", ["AC-1", "AC-2"]),
    ],
)
def test_the_table_of_changes_names_them_all_but_what_a_sentence_denies(said: str, denied: list[str]) -> None:
    case = CASES / "CER911" / "bad"
    edits = [{"file": PAGE, "old": SINCE, "new": f'{said}\n\n{{{{ changes(caption="Changes") }}}}'}]
    files = edited(complete(), edits)
    found = assess_files(files, mode=Mode.UPDATE, previous=previous_of(case)).diagnostics
    assert [item.subject for item in found if item.rule.code == "CER911"] == denied


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ([], []),
        (
            [
                {
                    "file": "evidence/releases.yml",
                    "old": "GAP-2 closed.",
                    "new": "GAP-2 closed, claim CLM-2 reworded.",
                },
                {"file": PAGE, "old": ", and [GAP-2][] was closed ([sec-residual][])", "new": ""},
            ],
            ["the newest revision tells of changes to CLM-2, and the section on changes does not"],
        ),
        (
            [
                {"file": PAGE, "old": "[GAP-2][] was closed", "new": "[GAP-2][] is what it was"},
                {"file": PAGE, "old": "Market status, documents and changes", "new": "Market status"},
            ],
            ["the newest revision tells of changes to GAP-2, and no section of the report does"],
        ),
    ],
)
def test_what_the_newest_revision_tells_stands_in_the_section_on_changes(
    edits: list[dict[str, str]], told: list[str]
) -> None:
    found = assess_files(edited(complete(), edits), mode=Mode.RELEASE).diagnostics
    assert [item.message for item in found if item.rule.code == "CER911"] == told
