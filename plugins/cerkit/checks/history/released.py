"""Whether the list of released tags can be held against bundles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.history import rules
from cerkit.checks.history.stated import RELEASES
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination

_COMMIT: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def check_released(examination: Examination) -> Iterator[Diagnostic]:
    """Every tag once, each with the hash of a commit and the digest of its sums."""
    releases = examination.dossier.releases
    seen: set[str] = set()
    for position, entry in enumerate(releases.releases if releases else ()):
        place = Place(RELEASES, ("releases", position))
        if entry.tag in seen:
            message = f"the release of {entry.tag} is listed more than once"
            yield rules.RELEASE_UNCLEAR.at(place.within("tag"), message)
        seen.add(entry.tag)
        if not _COMMIT.fullmatch(entry.commit):
            message = (
                f"{entry.tag} is said to be released from {entry.commit!r}, which is no hash of a commit"
            )
            yield rules.RELEASE_UNCLEAR.at(place.within("commit"), message)
        if not _DIGEST.fullmatch(entry.digest):
            message = f"the digest of {entry.tag} is {entry.digest!r}, which is no SHA-256"
            yield rules.RELEASE_UNCLEAR.at(place.within("digest"), message)
