"""Who wrote what between two revisions, as far as commits tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Who:
    """A person and a moment, as Word prints them beside a change."""

    author: str
    date: str
    """In UTC: 2026-06-17T09:30:00Z."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring lines of a file that one commit added, or removed."""

    path: str
    """From the top of the project."""
    text: str
    is_removed: bool
    who: Who
