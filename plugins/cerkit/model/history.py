"""What git knows of a repository, as values: the contents that a file had, commit by commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

CRITERIA = "evidence/criteria.yml"
PROTOCOL = "evidence/protocol.yml"
PLAN = "evidence/plan.yml"
WATCHED: tuple[str, ...] = (CRITERIA, PROTOCOL, PLAN)
"""Files that have to be fixed before the results are known."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A file as one commit left it."""

    commit: str
    """Hash of the commit."""
    on: date
    """The committer's day: what a rebase or squash sets anew, so that history never looks older than it is."""
    summary: str
    path: str
    """The file's path at that commit, which may have been renamed since."""
    content: bytes | None
    """None where the commit removed the file."""
    parents: tuple[str, ...] = ()
    """Commits from which this one follows, among those that changed the file."""


@dataclass(frozen=True, slots=True)
class State:
    """What a record said from one commit on, until the next state took its place."""

    values: Mapping[str, str]
    """The fields that have to be fixed beforehand, by name, as comparable texts."""
    on: date
    """Day of the commit; of a change that is not committed, the day of the check."""
    commit: str | None = None
    """Abbreviated hash; None for what is not committed."""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The commits that changed some files, oldest first."""

    revisions: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    """Path of the file as it is called today -> its revisions."""
    missing: str | None = None
    """Why the history is not whole, as a sentence: no git, a shallow clone. None when it is whole."""
    states: Mapping[str, tuple[State, ...]] = field(default_factory=dict)
    """What each record said, newest first: a criterion by its identifier, protocol and plan by the path of their file.

    Made from the revisions when a dossier is assessed.
    """


class Past(Protocol):
    """The commits since the previous release, asked when a record may be out of date."""

    @property
    def released(self) -> str:
        """The commit that was released."""

    @property
    def tip(self) -> str:
        """The last of them."""

    def edits(self, path: str) -> Sequence[tuple[str, str]]:
        """Those that changed a file and are no merge, each with the commit from which it follows."""

    def contents(self, places: Sequence[tuple[str, str]]) -> Sequence[bytes | None]:
        """What files held, each named by commit and path; None where there is no such file."""
