"""What git knows of a repository, as values: the contents that a file had, commit by commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Revision:
    """A file as one commit left it."""

    commit: str
    """Abbreviated hash."""
    on: date
    """The committer's day: what a rebase or squash sets anew, so that history never looks older than it is."""
    summary: str
    path: str
    """The file's path at that commit, which may have been renamed since."""
    content: bytes | None
    """None where the commit removed the file."""


@dataclass(frozen=True, slots=True)
class History:
    """The commits that changed some files, oldest first."""

    revisions: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    """Path of the file as it is called today -> its revisions."""
    missing: str | None = None
    """Why the history is not whole, as a sentence: no git, a shallow clone. None when it is whole."""
