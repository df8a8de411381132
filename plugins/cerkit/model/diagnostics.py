"""Diagnostics: what is wrong in the author's files, as values with a place and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Final, Literal

MOST_TOLD: Final = 1000
"""Mistakes of form that one file is told of: whoever made more has one cause to mend, and memory has an end."""
Route = tuple[str | int, ...]
"""The way to a value inside a YAML file: keys and positions from the top."""


class Severity(StrEnum):
    """How much a diagnostic matters. Errors block a release."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def weight(self) -> int:
        """Larger is graver."""
        return _WEIGHTS[self]


_WEIGHTS: Final = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 0}


class Mode(StrEnum):
    """What a check is for. It decides how grave a finding is that matters only when the report leaves the house."""

    DRAFT = "draft"
    RELEASE = "release"
    UPDATE = "update"
    """A release that replaces an earlier one, with which it is compared."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and a route into its YAML or a line and column in its text.

    Rules name a route; `load.places` alone turns it into a line. Lines and columns count from 1; 0 is "not yet known".
    """

    path: str
    route: Route = ()
    on_key: bool = False
    """True when the key itself is meant and not its value."""
    line: int = 0
    column: int = 0

    def within(self, *steps: str | int) -> Place:
        """The place further down the same file."""
        return Place(self.path, (*self.route, *steps), self.on_key, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing cerkit looks for. The reference page and `cerkit explain` are made from these texts."""

    code: str
    """CER and three digits; never reused.

    1xx files and YAML, 2xx records, 3xx links, 4xx coverage and completeness, 5xx literature and appraisal, 6xx numbers
    and verdicts, 7xx prose, 8xx publication, 9xx update and history.
    """
    name: str
    severity: Severity
    summary: str
    why: str
    """Why it matters to a reviewer or to the next writer."""
    remedy: str
    clause: str | None = None
    """Guidance it rests on, for example MEDDEV 2.7/1 A5.3."""
    before: str | None = None
    """An example that the rule reports."""
    after: str | None = None
    """The same, mended."""
    deficiencies: tuple[str, ...] = ()
    """What reviewers raise that the rule finds: D01 to D70 of the handbook's list."""
    grade: Literal["A", "B"] = "A"
    """A: the rule decides. B: it flags, and a person must look."""
    in_draft: Severity | None = None
    """Severity while the report is a draft, where that differs: a note for what only a release must have."""

    def at(
        self,
        place: Place,
        message: str,
        *,
        hint: str | None = None,
        subject: str | None = None,
        severity: Severity | None = None,
        in_draft: Severity | None = None,
    ) -> Diagnostic:
        """This rule's diagnostic at a place. `subject` is the identifier of the record concerned.

        `severity` and `in_draft` in place of the rule's own, where the case at hand weighs less.
        """
        weight = severity or self.severity
        return Diagnostic(self, place, message, hint or self.remedy, subject, weight, in_draft)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake: what is wrong in the author's words, where, and what to do."""

    rule: Rule
    place: Place
    message: str
    hint: str
    subject: str | None
    severity: Severity
    in_draft: Severity | None = None
    """Severity in a draft, where the case at hand weighs less than the rule says."""

    def in_mode(self, mode: Mode) -> Diagnostic:
        """The same as it weighs in a mode; a severity that was chosen for the case at hand is only ever lowered."""
        lower = (self.in_draft or self.rule.in_draft) if mode is Mode.DRAFT else None
        if lower is None or lower.weight >= self.severity.weight:
            return self
        return replace(self, severity=lower)

    def sort_key(self) -> tuple[str, int, int, str, str, str, str]:
        """By file, line, column, code and message: the order in which they are printed. No two share a key."""
        place = self.place
        return (
            place.path,
            place.line,
            place.column,
            self.rule.code,
            self.message,
            self.hint,
            self.subject or "",
        )


def curtailed(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The first of one file's mistakes; where there are more, the last one says so."""
    first = tuple(islice(diagnostics, MOST_TOLD + 1))
    if len(first) <= MOST_TOLD:
        return first
    last = first[MOST_TOLD - 1]
    told = replace(last, message=f"{last.message}; the file has more mistakes, which are not told")
    return (*first[: MOST_TOLD - 1], told)
