"""Keys of works, which stay for ever: by PubMed number, by DOI, or by a hash of the title.

A work that another search has already found keeps the key of its first hit. The same DOI or title is not always the
same work: all abstracts of a congress share one, and "Reply" is the title of thousands.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from cerkit.literature.readers.normal import NO_TITLE

_LETTERS: Final = re.compile(r"[^a-z0-9]+")
_COMPARED: Final = 60
_TELLING: Final = 30
"""Characters of a title from which on it names one work."""
_REGISTERED: Final = ((re.compile(r"NCT(\d{8})", re.IGNORECASE), "nct"),)
"""Numbers of registers, and what a key by them begins with."""


class Work(Protocol):
    """What a key is made of; a record, or one that is not yet complete."""

    @property
    def accession(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def authors(self) -> tuple[str, ...]: ...
    @property
    def year(self) -> int | None: ...
    @property
    def journal(self) -> str | None: ...
    @property
    def volume(self) -> str | None: ...
    @property
    def pages(self) -> str | None: ...
    @property
    def doi(self) -> str | None: ...
    @property
    def pmid(self) -> str | None: ...


class Keyed(Work, Protocol):
    """A work with its key."""

    @property
    def key(self) -> str: ...


def digits(text: str) -> str:
    """Ten hexadecimal digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def own_key(work: Work) -> str:
    """The key by what the record itself says."""
    registered = register_key(work.accession)
    if registered:
        return registered
    if work.pmid:
        return f"pmid-{work.pmid}"
    if work.doi:
        return f"doi-{digits(work.doi.lower())}"
    return f"h-{digits(work.title)}"


def register_key(accession: str | None) -> str | None:
    """`nct-06123456`: entries of registers are told apart by their numbers, as many studies have the same title."""
    for pattern, prefix in _REGISTERED:
        found = pattern.fullmatch(accession or "")
        if found:
            return f"{prefix}-{found[1]}"
    return None


class KeyRing:
    """Hands out keys; knows the works of earlier batches."""

    def __init__(self, known: Iterable[Keyed] = ()) -> None:
        self._by_key: dict[str, Work] = {}
        self._by_pmid: dict[str, str] = {}
        self._by_doi: dict[str, list[str]] = {}
        self._by_number: dict[str, str] = {}
        """Key by the number of a register -> the key of its first hit, which may be an older one by the title."""
        for work in known:
            self._remember(work.key, work)

    def key_for(self, work: Work) -> str:
        """The key of the work's first hit, or a new one."""
        registered = register_key(work.accession)
        key = self._by_number.get(registered, registered) if registered else None
        key = key or self._known(work) or self._fresh(work)
        self._remember(key, work)
        return key

    def _known(self, work: Work) -> str | None:
        if work.pmid and work.pmid in self._by_pmid:
            return self._by_pmid[work.pmid]
        if work.doi:
            for key in self._by_doi.get(work.doi.lower(), ()):
                if _is_same(self._by_key[key], work):
                    return key
        if not work.pmid and not work.doi:
            for key in (f"h-{digits(work.title)}", _full_key(work)):
                if key in self._by_key and _is_same(self._by_key[key], work):
                    return key
        return None

    def _fresh(self, work: Work) -> str:
        key = own_key(work)
        if key in self._by_key:
            key = _full_key(work)
        return key

    def _remember(self, key: str, work: Work) -> None:
        self._by_key.setdefault(key, work)
        registered = register_key(work.accession)
        if registered:
            self._by_number.setdefault(registered, key)
        if work.pmid:
            self._by_pmid.setdefault(work.pmid, key)
        if work.doi:
            keys = self._by_doi.setdefault(work.doi.lower(), [])
            if key not in keys:
                keys.append(key)


def _full_key(work: Work) -> str:
    first = work.authors[0] if work.authors else ""
    said = (work.title, first, work.year, work.journal, work.volume, work.pages, work.doi, work.pmid)
    return f"h-{digits(chr(10).join(str(part or '') for part in said))}"


def _is_same(one: Work, other: Work) -> bool:
    """Whether two records with one DOI or one title do not contradict each other."""
    if one.pmid and other.pmid and one.pmid != other.pmid:
        return False
    titles = [plain_title(work.title) for work in (one, other)]
    short, long = sorted(titles, key=len)
    if not short or not (long.startswith(short) or long.endswith(short)):
        return False
    if one.doi and other.doi:
        return one.doi.lower() == other.doi.lower() and (len(short) >= _TELLING or _agree(one, other))
    # The abstract of a congress has the title of its article: whether they are one work is asked, not assumed.
    return _name(one.journal) == _name(other.journal) and _agree(one, other)


def _name(journal: str | None) -> str:
    return _LETTERS.sub(" ", (journal or "").casefold()).strip()


def _agree(one: Work, other: Work) -> bool:
    if NO_TITLE in {one.title, other.title}:
        return False
    facts: Sequence[tuple[object, object]] = (
        (one.year, other.year),
        (_first_name(one), _first_name(other)),
        (one.volume, other.volume),
        (_start(one.pages), _start(other.pages)),
    )
    if any(a and b and a != b for a, b in facts):
        return False
    return len(plain_title(one.title)) >= _TELLING or any(a and a == b for a, b in facts[1:])


def plain_title(title: str) -> str:
    """Letters and digits alone, as far as they are compared."""
    folded = unicodedata.normalize("NFKD", title).casefold()
    plain = _LETTERS.sub("", folded)
    return (plain or folded.strip())[:_COMPARED]


def _first_name(work: Work) -> str:
    if not work.authors:
        return ""
    folded = unicodedata.normalize("NFKD", work.authors[0]).casefold()
    words = re.findall(r"[^\W\d_]+", folded)
    return words[0] if words else ""


def _start(pages: str | None) -> str:
    return re.split(r"[-–]", pages)[0].strip() if pages else ""
