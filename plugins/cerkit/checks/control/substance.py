"""Numbers in a text, what is known of a file, and plain dates."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.wording import normalised

_NUMBER: Final = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    r"sixty|hundred|thousand|half|third|quarter)s?\b"
)


def has_number(text: str) -> bool:
    """Whether a text gives a number, in digits or in words."""
    return _NUMBER.search(normalised(text)) is not None


def is_read(dossier: Dossier, path: str) -> bool:
    """Whether what stands in a file is known; where it could not be read, nothing in it counts as missing."""
    return path.rpartition("/")[2].removesuffix(".yml") not in dossier.broken


def speaking_day(examination: Examination) -> date:
    """The day as of which the report speaks: its own date, so that an old release is not found stale by the clock."""
    releases = examination.dossier.releases
    return releases.report.date if releases else examination.on
