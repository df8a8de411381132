"""Two dossiers compared: what is a difference and what is none, and the laws that every comparison keeps."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.dossiers import assess_files, complete, edited
from cerkit.checks import bearings_of
from cerkit.compare import EVERY_KIND, compare
from cerkit.model.changes import Change, FieldChange, How
from cerkit.model.identifiers import Kind
from cerkit.model.meaning import meaning_bearing
from cerkit.model.records.control import Policy
from cerkit.model.trace import Trace

CLAIMS: Final = "evidence/claims.yml"
CRITERIA: Final = "evidence/criteria.yml"
DEVICE: Final = "evidence/device.yml"
GAPS: Final = "evidence/gaps.yml"

EDITS: Final[dict[str, tuple[dict[str, str], Change]]] = {
    "wording": (
        {"file": CLAIMS, "old": "DRF passes no more than", "new": "DRF passes at most"},
        Change(
            "CLM-2",
            Kind.CLAIM,
            "changed",
            (
                FieldChange(
                    "wording",
                    "DRF passes no more than 1 in 200 recordings as negative although they cannot be read.",
                    "DRF passes at most 1 in 200 recordings as negative although they cannot be read.",
                ),
            ),
        ),
    ),
    "value": (
        {"file": CRITERIA, "old": "value: 90.0", "new": "value: 92.50"},
        Change("AC-1", Kind.CRITERION, "changed", (FieldChange("value", "90", "92.5"),)),
    ),
    "part of a record": (
        {"file": DEVICE, "old": "text: Adults who have a resting ECG", "new": "text: Adults"},
        Change(
            "POP-1",
            Kind.POPULATION,
            "changed",
            (FieldChange("text", "Adults who have a resting ECG", "Adults"),),
        ),
    ),
    "added part": (
        {
            "file": DEVICE,
            "old": "    - {id: USR-1,",
            "new": "    - {id: USR-2, text: Nurses}\n    - {id: USR-1,",
        },
        Change("USR-2", Kind.USER, "added"),
    ),
    "part without identifier": (
        {"file": DEVICE, "old": "category: III", "new": "category: II"},
        Change("DEV-drf", Kind.DEVICE, "changed", (FieldChange("samd.category", "III", "II"),)),
    ),
    "added record": (
        {
            "file": "evidence/standards.yml",
            "old": "standards:\n",
            "new": (
                "standards:\n  - {id: STD-new, designation: N 1, title: New, edition: '1', applied: in part, "
                "checked_on: 2026-06-01}\n"
            ),
        },
        Change("STD-new", Kind.STANDARD, "added"),
    ),
    "emptied": (
        {"file": GAPS, "old": "followed_by: [PMCF-1]", "new": "followed_by: []"},
        Change("GAP-1", Kind.GAP, "changed", (FieldChange("followed_by", "PMCF-1", None),)),
    ),
    "source": (
        {
            "file": "evidence/sources/SRC-us-1.yml",
            "old": "design: ",
            "new": "notes: Looked at again.\ndesign: ",
        },
        Change("SRC-us-1", Kind.SOURCE, "changed", (FieldChange("notes", None, "Looked at again."),)),
    ),
}
HARMLESS: Final = {
    "order of a list": {
        "file": "evidence/pmcf.yml",
        "old": "endpoints: [EP-sens, EP-unreadable]",
        "new": "endpoints: [EP-unreadable, EP-sens]",
    },
    "comment": {"file": CRITERIA, "old": "criteria:\n", "new": "# Fixed with the plan.\ncriteria:\n"},
    "wrapping": {
        "file": DEVICE,
        "old": "    DRF analyses resting twelve-lead ECG recordings of adults and marks",
        "new": "    DRF analyses resting twelve-lead\n    ECG recordings of adults and marks",
    },
    "form of a number": {"file": CRITERIA, "old": "value: 90.0", "new": "value: 90"},
    "default written out": {"file": CRITERIA, "old": "value: 90.0", "new": "value: 90.0\n    level: 95"},
    "order of keys": {
        "file": CRITERIA,
        "old": '    operator: ">="\n    value: 90.0',
        "new": '    value: 90.0\n    operator: ">="',
    },
    "place of a record": {
        "file": DEVICE,
        "old": (
            "    - {id: USR-1, text: Clinicians of general practices, "
            "training: The one-hour DRF course with its test}"
        ),
        "new": "    - training: The one-hour DRF course with its test\n      id: USR-1\n"
        "      text: Clinicians of general practices",
    },
}


@cache
def trace(*names: str) -> Trace:
    """The complete dossier with some edits, made once."""
    edits = [EDITS[name][0] if name in EDITS else HARMLESS[name] for name in names]
    return assess_files(edited(complete(), edits)).trace


def mirrored(change: Change) -> Change:
    back: dict[How, How] = {"added": "removed", "removed": "added", "changed": "changed"}
    fields = tuple(FieldChange(item.name, item.new, item.old) for item in change.fields)
    return replace(change, how=back[change.how], fields=fields)


@pytest.mark.parametrize("name", EDITS)
def test_one_edit_gives_one_change(name: str) -> None:
    _, change = EDITS[name]
    assert compare(trace(), trace(name), kinds=EVERY_KIND) == (change,)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_means_the_same_is_no_change(name: str) -> None:
    assert compare(trace(), trace(name), kinds=EVERY_KIND) == ()


# Each set is assessed anew, which takes a moment.
FEW = settings(max_examples=settings.default.max_examples // 10 if settings.default else 10)
# "form of a number" and its like write into the line that "value" edits.
SETS = st.sets(st.sampled_from([*EDITS, "comment", "wrapping", "order of a list"])).map(sorted)


@FEW
@given(SETS)
def test_nothing_differs_from_itself(names: list[str]) -> None:
    assert compare(trace(*names), trace(*names), kinds=EVERY_KIND) == ()


@FEW
@given(SETS, SETS)
def test_the_way_back_mirrors_the_way(some: list[str], others: list[str]) -> None:
    there = compare(trace(*some), trace(*others), kinds=EVERY_KIND)
    back = compare(trace(*others), trace(*some), kinds=EVERY_KIND)
    assert back == tuple(mirrored(change) for change in there)


@FEW
@given(SETS)
def test_edits_add_up(names: list[str]) -> None:
    expected = {EDITS[name][1] for name in names if name in EDITS}
    assert set(compare(trace(), trace(*names), kinds=EVERY_KIND)) == expected


def test_changes_are_sorted_by_kind_and_as_people_count() -> None:
    found = compare(trace(), trace(*EDITS), kinds=EVERY_KIND)
    assert [change.kind.value for change in found] == sorted(change.kind.value for change in found)


def test_kinds_narrow_the_comparison() -> None:
    found = compare(trace(), trace(*EDITS), kinds={Kind.CLAIM})
    assert [change.id for change in found] == ["CLM-2"]


def test_a_record_that_cannot_be_read_is_not_gone() -> None:
    broken = edited(complete(), [{"file": CRITERIA, "old": "value: 90.0", "new": "value: many"}])
    assert compare(trace(), assess_files(broken).trace, kinds=EVERY_KIND) == ()


def test_a_record_that_is_deleted_is() -> None:
    files = complete()
    del files["evidence/synthesis/SYN-sens.yml"]
    (change,) = compare(trace(), assess_files(files).trace, kinds={Kind.SYNTHESIS})
    assert (change.id, change.how) == ("SYN-sens", "removed")


def test_what_bears_no_meaning_is_left_out() -> None:
    changes = compare(trace(), trace("value", "emptied"), kinds=EVERY_KIND)
    bearings = bearings_of(trace().dossier)
    assert [change.id for change in meaning_bearing(changes, bearings)] == ["AC-1"]


def test_a_team_says_itself_what_bears_meaning() -> None:
    changes = compare(trace(), trace("value", "emptied"), kinds=EVERY_KIND)
    own: dict[str, tuple[str, ...]] = {
        "gap": ("followed_by",),
        "criterion": ("endpoint",),
        "acceptance criterion": ("bound",),
    }
    policy = Policy(meaning_bearing=own, reason="So is our procedure.")
    bearings = bearings_of(replace(trace().dossier, policy=policy))
    assert [change.id for change in meaning_bearing(changes, bearings)] == ["GAP-1"]
