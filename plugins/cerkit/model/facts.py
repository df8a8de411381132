"""What the checks ask of every source, as plain rows: kept between runs, so that no source need be read again.

Dates are ISO texts and numbers are texts as written: rows travel as JSON.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from cerkit.model.fields import Number


class FindingFacts(NamedTuple):
    """What the checks ask of a finding."""

    id: str
    """Global identifier, `SRC-x.local`."""
    endpoint: str
    unit: str
    subgroup: bool
    population: str | None
    device_version: str | None
    """The version measured: the finding's own, else the source's."""
    events: int | None
    """Numerator of its counts."""
    size: int | None
    """Denominator of its counts."""
    group: str | None
    value: str | None
    """In `unit`, as written."""
    lower: str | None
    """Bound of its interval; None without one."""
    upper: str | None
    level: str | None
    """Confidence level in per cent."""
    extracted_by: str | None
    checked_by: str | None
    has_discrepancy: bool
    """Whether its author says why it stays as printed."""

    @property
    def has_interval(self) -> bool:
        return self.level is not None


@lru_cache(maxsize=4096)
def number_of(text: str) -> Number:
    """A number of a row as the record has it: whole numbers stay whole, decimals keep their digits."""
    return int(text) if text.lstrip("-").isdecimal() else Decimal(text)


class SourceFacts(NamedTuple):
    """What the checks ask of a source."""

    id: str
    kind: str
    title: str
    relation: str
    bar: str | None
    """Why its findings may not decide, as the end of a sentence."""
    equivalence: str | None
    """The comparison that must be accepted before its findings decide."""
    read: str
    outcome: str
    round: str | None
    cohort: str | None
    same_study_as: str | None
    doi: str | None
    pmid: str | None
    registration: str | None
    authors: tuple[str, ...]
    """Family names in lower case."""
    setting: str | None
    countries: tuple[str, ...]
    period: str | None
    device_name: str | None
    device_version: str | None
    searches: tuple[str, ...]
    records: tuple[str, ...]
    found_by: str | None
    pillars: tuple[str, ...]
    document: str | None
    fictional: bool
    retracted: bool
    retraction_checked_on: str | None
    data_known_on: str | None
    """Data lock of an investigation, or the day a test was executed."""
    independent_of_training: bool | None
    is_final: bool | None
    """Whether its report is final; None where its kind has no such mark."""
    scheme: str | None
    scores: tuple[tuple[str, str], ...]
    flaws: tuple[str, ...]
    validity: str | None
    relevance: str | None
    weight: int | None
    rank: int | None
    role: str | None
    used_for: tuple[str, ...]
    appraised_on: str | None
    appraised_by: str | None
    second: str | None
    illustration: bool
    fits: tuple[str, str, str] | None
    """How far population, user and setting match the intended use: full, partial or none; None where nobody said."""
    covers: tuple[str, ...]
    """Parts of the intended use from which its data come, as far as they are named."""
    user_groups: tuple[tuple[str, int], ...]
    """Groups of a usability evaluation, each with the number of participants."""
    critical_tasks: int | None
    """How many of them were tested; None without a usability evaluation."""
    design: str | None
    """Of a test report; None for other kinds."""
    build: str | None
    """The build of the software that a test ran."""
    surveyed: tuple[str, str, int] | None
    """Start, end and denominator of a period of surveillance."""
    sizes: tuple[int, ...]
    """How many people or things it reports on, however they are named."""
    findings: tuple[FindingFacts, ...]
