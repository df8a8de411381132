"""What a reader asks of a comparison, counted and gathered from its trees."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from cases.dossiers import assess_files, complete, edited
from cerkit.compare import KindCount, Summary, differences, summarise
from cerkit.model.identifiers import Kind
from cerkit.model.trace import Trace

CI: Final = "evidence/sources/SRC-ci-1.yml"
DEVICE_CHAPTER: Final = "docs/report/04-device-under-evaluation.md"


@cache
def base() -> Trace:
    return assess_files(complete()).trace


def summary(*edits: dict[str, Any]) -> Summary:
    new = assess_files(edited(complete(), edits)).trace
    return summarise(differences(base(), new), base(), new)


def test_nothing_is_told_of_equal_dossiers() -> None:
    told = summary()
    assert told.is_empty
    assert not told.has_consequences


def test_what_follows_is_gathered_from_below_the_edits() -> None:
    told = summary({"file": CI, "old": "lower: 91.5", "new": "lower: 89.5"})
    assert [(item.subject, item.field) for item in told.verdicts_flipped] == [("AC-1", "SRC-ci-1.sens")]
    assert [item.subject for item in told.support_lost] == ["CLM-1"]
    assert [item.subject for item in told.requirements_uncovered] == ["UK-ER-3", "UK-ER-13.6.b"]
    assert [item.subject for item in told.unfavourable] == ["SRC-ci-1.sens"]
    assert told.records == (KindCount(Kind.FINDING, 0, 0, 1),)
    assert told.has_consequences
    assert told.chapters == ()


def test_a_record_is_counted_once_however_many_fields_differ() -> None:
    told = summary(
        {
            "file": "evidence/criteria.yml",
            "old": "title: Sensitivity is high enough",
            "new": "title: Sensitivity",
        },
        {"file": "evidence/criteria.yml", "old": "No margin below", "new": "No margin at all below"},
        {"file": "evidence/surveillance.yml", "old": "denominator: 24000", "new": "denominator: 24001"},
    )
    assert told.records == (KindCount(Kind.CRITERION, 0, 0, 1), KindCount(None, 0, 0, 1))
    assert not told.has_consequences


def test_what_came_with_a_record_is_counted_too() -> None:
    told = summary({"file": "evidence/sources/SRC-tr-1.yml", "delete": True})
    assert told.records == (KindCount(Kind.SOURCE, 0, 1, 0), KindCount(Kind.FINDING, 0, 2, 0))
    assert [item.subject for item in told.support_weakened] == ["CLM-1", "CLM-2"]


def test_searches_that_were_added_are_searches_run() -> None:
    files = complete()
    del files["evidence/searches/SRH-2026-safety.yml"]
    old = assess_files(files).trace
    told = summarise(differences(old, base()), old, base())
    assert [item.subject for item in told.searches_run] == ["SRH-2026-safety"]
    back = summarise(differences(base(), old), base(), old)
    assert back.searches_run == ()


def test_a_chapter_is_told_with_the_sections_of_a9_that_were_touched() -> None:
    told = summary(
        {
            "file": DEVICE_CHAPTER,
            "old": "the test is supportive for performance.",
            "new": "the test is supportive for performance. It was locked before.",
        },
        {"file": DEVICE_CHAPTER, "old": "[UK-ER-1][] asks that the device is safe in use.\n", "new": ""},
    )
    (chapter,) = told.chapters
    assert (chapter.path, chapter.title) == (DEVICE_CHAPTER, "Device under evaluation")
    assert chapter.sections == ("4.5", "4.6.1")
    assert (chapter.added, chapter.removed, chapter.changed, chapter.moved) == (1, 1, 0, 0)
    assert not told.is_empty
