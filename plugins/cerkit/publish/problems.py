"""What can be wrong with a bundle that is to be printed.

The publisher sees pages, not source files, so a problem names the page; whoever called turns it into a
diagnostic with a place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """Each kind is one rule of the publication family; `is_fatal` says whether a document may be written."""

    LOST_PICTURE = "lost-picture"
    MISSING_ALTERNATIVE_TEXT = "missing-alternative-text"
    DEAD_LINK = "dead-link"
    DEAD_REFERENCE = "dead-reference"
    NUMBER_DIFFERS = "number-differs"
    NOTICE_NOT_PRINTED = "notice-not-printed"
    UNDRAWN_CHARACTER = "undrawn-character"

    @property
    def is_fatal(self) -> bool:
        """A document that lacks something, points to nothing or counts otherwise says something else than the site."""
        return self in (
            ProblemKind.LOST_PICTURE,
            ProblemKind.DEAD_REFERENCE,
            ProblemKind.NUMBER_DIFFERS,
            ProblemKind.UNDRAWN_CHARACTER,
        )


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`page` is the page's source path, empty for the document as a whole."""

    page: str
    kind: ProblemKind
    subject: str
    """The picture's path, the link's address, the anchor."""
    message: str
    hint: str | None = None
