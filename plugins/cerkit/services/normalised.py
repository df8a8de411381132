"""A hit of a service as a bibliographic record."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from cerkit.literature.readers.keys import KeyRing, own_key
from cerkit.model.records.review import BibliographicRecord

_NO_TITLE: Final = "[no title]"
_MARKUP: Final = re.compile(r"</?(?:i|b|u|sup|sub|em|strong|h4|p|br)\s{0,3}/?>", re.IGNORECASE)
_NAMED: Final = {
    "journal article": "journal article",
    "research-article": "journal article",
    "review": "journal article",
    "review-article": "journal article",
    "case reports": "journal article",
    "case-report": "journal article",
}


def biblio(  # the fields of a record
    *,
    accession: str,
    kinds: Sequence[str],
    title: str,
    authors: tuple[str, ...] = (),
    year: str = "",
    journal: str = "",
    volume: str = "",
    pages: str = "",
    doi: str = "",
    pmid: str = "",
    abstract: str = "",
    other: Mapping[str, tuple[str, ...]] | None = None,
) -> BibliographicRecord:
    """A record from texts, of which any but the accession may be empty."""
    record = BibliographicRecord(
        key="h-0",
        accession=accession,
        type=_type(kinds),
        title=_plain(title) or _NO_TITLE,
        authors=authors,
        year=int(year) if re.fullmatch(r"[12]\d{3}", year) else None,
        journal=_plain(journal) or None,
        volume=volume or None,
        pages=pages or None,
        doi=doi.lower() or None,
        pmid=pmid or None,
        abstract=_plain(abstract) or None,
        other={name: values for name, values in (other or {}).items() if values},
    )
    return record.model_copy(update={"key": _report_key(record) or own_key(record)})


def keyed(
    records: Iterable[BibliographicRecord], known: Sequence[BibliographicRecord]
) -> tuple[BibliographicRecord, ...]:
    """The records under the keys for ever: a work that an earlier batch holds keeps the key of its first hit."""
    ring = KeyRing(known)
    return tuple(
        record.model_copy(update={"key": _report_key(record) or ring.key_for(record)}) for record in records
    )


def _report_key(record: BibliographicRecord) -> str | None:
    """Reports of events are told apart by their numbers: many have the same title."""
    if record.type == "adverse event report":
        return f"mdr-{re.sub(r'[^A-Za-z0-9.-]+', '-', record.accession)[:50]}"
    return None


def _type(kinds: Sequence[str]) -> str:
    low = [kind.lower() for kind in kinds if kind.strip()]
    if "preprint" in low:
        return "preprint"
    return next((_NAMED[kind] for kind in low if kind in _NAMED), low[0] if low else "unknown")


def _plain(text: str) -> str:
    """Without the markup and entities that services leave in titles and abstracts."""
    if "<" in text:
        text = _MARKUP.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.split())
