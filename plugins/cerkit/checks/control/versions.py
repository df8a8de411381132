"""Number, title, version and date of the report against its revision history, and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.texts import says_nothing
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.records.control import Releases, ReportRevision
from cerkit.model.wording import normalised

_FILE: Final = "evidence/releases.yml"
_PARTS: Final = re.compile(r"\d+")
_NOBODY_WORDS: Final = """
    a affairs all and author authors clinical company consultant department evaluation evaluator
    evaluators external for group ltd management manufacturer medical of our person plc qa quality
    ra regulatory responsible safety staff team the us various we writer writers writing
"""
_NOBODY: Final = frozenset(_NOBODY_WORDS.split())
"""Words that name a function and nobody."""
_OCCASION: Final = re.compile(
    r"\b(?:up-?dat(?:ed?|es|ing)|yearly|annual(?:ly)?|periodic|regular|scheduled|planned|revis(?:ed|ions?)|new|next|"
    r"versions?|editions?|releas(?:ed?|es)|report|cer|clinical|evaluation|minor|major|general|various|editorial|small|few|slight|smaller|formal|linguistic|corrections?|changes?|changed|"
    r"first|second|third)\b"
)
"""Words that name the occasion of a revision and not what changed."""


def check_versions(examination: Examination) -> Iterator[Diagnostic]:
    """Identity of the report and its revisions. That the newest one is the report is asked where facts are compared."""
    releases = examination.dossier.releases
    if releases is None:
        return
    report = releases.report
    for name in ("number", "title", "version"):
        text = getattr(report, name)
        if says_nothing(text):
            message = f"the report's {name} says nothing: “{text}”"
            yield rules.REPORT_VERSIONS.at(Place(_FILE, ("report", name)), message, subject=_FILE)
    if not releases.revisions:
        message = f"the revision history does not hold version {report.version}"
        yield rules.REPORT_VERSIONS.at(Place(_FILE, ("revisions",)), message, subject=_FILE)
    yield from _ordered(releases)
    first = min((revision.date for revision in releases.revisions), default=None)
    for position, revision in enumerate(releases.revisions):
        yield from _revision(revision, position, is_first=revision.date == first)


def _ordered(releases: Releases) -> Iterator[Diagnostic]:
    """Later revisions have higher versions, whichever way the list runs."""
    rows = sorted(enumerate(releases.revisions), key=lambda row: (row[1].date, _key(row[1].version)))
    for (_, before), (position, after) in pairwise(rows):
        if _key(after.version) <= _key(before.version):
            message = (
                f"version {after.version} of {after.date} follows version {before.version} of {before.date}"
            )
            yield rules.REPORT_VERSIONS.at(
                Place(_FILE, ("revisions", position, "version")), message, subject=_FILE
            )


def _revision(revision: ReportRevision, position: int, *, is_first: bool) -> Iterator[Diagnostic]:
    place = Place(_FILE, ("revisions", position))
    if says_nothing(revision.author) or set(re.findall(r"\w+", normalised(revision.author))) <= _NOBODY:
        message = f"revision {revision.version} names no person as author: “{revision.author}”"
        yield rules.REPORT_VERSIONS.at(place.within("author"), message, subject=_FILE)
    words = normalised(revision.change)
    if says_nothing(words if is_first else _OCCASION.sub(" ", words)):
        message = f"revision {revision.version} does not say what changed: “{revision.change}”"
        yield rules.REPORT_VERSIONS.at(place.within("change"), message, subject=_FILE)


def _key(version: str) -> tuple[int, ...]:
    """The numbers of a version, for comparison; 1.10 is later than 1.9."""
    return tuple(int(part[:9]) for part in _PARTS.findall(version)[:6])
