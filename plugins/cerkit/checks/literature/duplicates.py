"""The same work as two sources, and sources on the same people in one synthesis."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from cerkit.checks.literature import selection_rules as rules
from cerkit.checks.literature.overlaps import are_tied, overlapping
from cerkit.checks.literature.review_in_words import called_independent
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.wording import sentences_of_report

_DOI_PREFIX: Final = re.compile(r"^(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:\s*)", re.IGNORECASE)
_SIGNS: Final = string.punctuation + string.whitespace + "‐‑‒–—―“”‘’«»…\u00a0"
_NO_LETTERS: Final = str.maketrans("", "", _SIGNS)
_REGISTERED: Final = re.compile(
    r"\b(?:NCT ?[0-9]{8}|ISRCTN ?[0-9]{6,8}|DRKS ?[0-9]{8}|ChiCTR[A-Z0-9-]{6,}|ACTRN ?[0-9]{14}|CTRI/[0-9/]+|"
    r"UMIN ?[0-9]{9}|20[0-9]{2}-[0-9]{6}-[0-9]{2}|[A-Z]+(?:-[A-Z]+)+-[0-9]{3,})",
)
_DOI: Final = ("publication", "doi")
_PMID: Final = ("publication", "pmid")
_TITLE_KEY: Final = 120
"""So much of a title is compared first, because there are thousands."""
_TOTAL: Final = ("together", "in all", "total", "comprise", "sum of", "altogether", "added")
_NUMBER: Final = re.compile(r"(?<![\w.,/-])\d{1,3}(?:,\d{3})+(?![\w.,]*\d)|(?<![\w.,/-])\d{3,7}(?![\w.,]*\d)")
_FEWEST, _FEW = 100, 10
"""Sums of smaller numbers meet others by chance."""
_SHORTEST_TITLE: Final = 25
"""Shorter titles ("Reply", "Editorial") are shared by different works."""


def check_duplicates(examination: Examination) -> Iterator[Diagnostic]:
    """Works that stand twice, then sources that look as if they shared their people."""
    trace = examination.trace
    rows = tuple(trace.source_facts.values())
    told: set[tuple[str, str]] = set()
    for field, route, first, row in _same_works(rows):
        told.add((first.id, row.id))
        message = f"{row.id} has the {field} of {first.id}: they are the same work"
        yield rules.SAME_WORK.at(trace.place_of(row.id, *route), message, subject=row.id)
    for one, other in overlapping(rows):
        if (one.id, other.id) not in told:
            message = (
                f"{other.id} looks as if it reported on people of {one.id}: authors, place and period agree"
            )
            place = trace.place_of(other.id, "period" if other.period else "title")
            yield rules.SAME_PEOPLE.at(place, message, subject=other.id)
    yield from called_independent(examination)
    yield from _added_up(examination)


def _added_up(examination: Examination) -> Iterator[Diagnostic]:
    """A total that a page gives of the people of a source and those of a part of it."""
    totals: dict[int, SourceFacts] | None = None
    for chapter, sentence, text in sentences_of_report(examination.dossier.chapters, _TOTAL):
        for number in _NUMBER.findall(text):
            totals = _counted_twice(examination) if totals is None else totals
            row = totals.get(int(number.replace(",", "")))
            if row is not None:
                message = f"{number} is the size of {row.id} and of a part of it added up: people count twice"
                yield rules.SAME_PEOPLE.at(chapter.at(sentence.start), message, subject=chapter.path)


def _counted_twice(examination: Examination) -> dict[int, SourceFacts]:
    """The sums of the largest size of a source on the device and each other one, which are no size of any source.

    What is the size of another source as well may be added for its sake.
    """
    every = [row for row in examination.trace.source_facts.values() if row.sizes]
    rows = [row for row in every if row.relation == "under evaluation" and max(row.sizes) >= _FEWEST]
    sizes, wholes = {size for row in every for size in row.sizes}, {max(row.sizes) for row in rows}
    sums = {
        max(row.sizes) + size: row
        for row in rows
        for size in row.sizes
        if size >= _FEW and size not in wholes
    }
    return {total: row for total, row in sums.items() if total not in sizes}


def _same_works(
    rows: Sequence[SourceFacts],
) -> Iterator[tuple[str, tuple[str, ...], SourceFacts, SourceFacts]]:
    """What two sources share, where it stands, the first and the second of them; each pair once."""
    found: set[tuple[str, str]] = set()
    seen: dict[tuple[str, str], SourceFacts] = {}
    for row in _alike(rows):
        for field, route, value in _keys(row):
            first = seen.setdefault((field, value), row)
            if first is not row and (first.id, row.id) not in found and _is_same(field, first, row):
                found.add((first.id, row.id))
                yield field, route, first, row


def _alike(rows: Sequence[SourceFacts]) -> Iterator[SourceFacts]:
    """Those that have something in common with another: of thousands of sources nearly always few, or none."""
    alike: set[int] = set()
    for keys in (
        [doi_key(row.doi) for row in rows],
        [_pmid_key(row.pmid) for row in rows],
        [_registration_key(row.registration) for row in rows],
        _title_keys(rows),
    ):
        if len(set(keys)) < len(keys):
            uses = Counter(keys)
            alike.update(at for at, key in enumerate(keys) if key and uses[key] > 1)
    return (rows[at] for at in sorted(alike))


def _title_keys(rows: Sequence[SourceFacts]) -> list[str]:
    """The same as `_letters` gives of the beginning of each title, made of all of them at once."""
    together = "\0".join(row.title[:_TITLE_KEY].replace("\0", "") for row in rows).casefold()
    for sign in _SIGNS:
        if sign in together:
            together = together.replace(sign, "")
    return together.split("\0")


def doi_key(doi: str | None) -> str:
    """A DOI as it is compared: letter case and the address of the resolver do not count."""
    if not doi:
        return ""
    plain = doi if doi.startswith("10.") else _DOI_PREFIX.sub("", doi.strip())
    return plain.casefold().rstrip(".,; ")


def _pmid_key(pmid: str | None) -> str:
    return pmid.strip().lstrip("0") if pmid else ""


def _registration_key(registration: str | None) -> str:
    """The number in the name of a registration; empty without one."""
    found = _REGISTERED.search(registration) if registration else None
    return found.group(0).replace(" ", "") if found else ""


def _keys(row: SourceFacts) -> Iterator[tuple[str, tuple[str, ...], str]]:
    if row.doi:
        yield "DOI", _DOI, doi_key(row.doi)
    if row.pmid:
        yield "PMID", _PMID, _pmid_key(row.pmid)
    registration = _registration_key(row.registration)
    if registration:
        yield "registration", ("investigation", "registration"), registration
    title = _letters(row.title[:_TITLE_KEY])
    if len(title) >= _SHORTEST_TITLE:
        yield "title", ("title",), title


def _letters(title: str) -> str:
    return title.casefold().translate(_NO_LETTERS)


def _is_same(field: str, first: SourceFacts, row: SourceFacts) -> bool:
    """One study may have several reports, and a conference abstract the title of its article."""
    if field in ("DOI", "PMID"):
        return True
    if field == "registration":
        return not are_tied(first, row)
    if _letters(first.title) != _letters(row.title):
        return False
    other_work = bool(first.doi and row.doi) or bool(first.pmid and row.pmid)
    return not other_work and not are_tied(first, row)
