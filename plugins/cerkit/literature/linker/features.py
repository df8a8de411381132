"""What the linker looks at in a record, worked out once: a record is compared with dozens of others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cerkit.literature.linker import locators
from cerkit.literature.linker.journals import Journal, journal
from cerkit.literature.linker.names import Names, names
from cerkit.literature.linker.words import folded, listed, numbers, run_together, trigrams, words
from cerkit.literature.readers.normal import NO_TITLE
from cerkit.model.records.review import BibliographicRecord

_DOI: Final = re.compile(r"10\.\d{4,9}/[^\s\"<>]{1,200}")
_DOI_END: Final = ".,;:)]}'"
_VERSION: Final = re.compile(r"^10\.1002/14651858\.(cd\d{6})(?:\.pub(\d+))?$")
_PMID: Final = re.compile(r"^\s*(?:pmid:?\s*)?(\d{1,9})\s*$", re.IGNORECASE)
_ACCESSION: Final = re.compile(
    r"^(?:(?:nct|isrctn|eudract|actrn|chictr|drks|jprn|cn-|wos:|medline:|2-s2\.0-|l|pmc)[\w:.-]{6,40}|\d{8,12})$"
)
_ISSUE_TAGS: Final = frozenset({"issue", "number", "ip", "is", "issue number", "art. no.", "ar", "m1"})
_ISSN: Final = re.compile(r"^\d{4}-\d{3}[\dxX]")

_RETRACTED: Final = re.compile(
    r"^\W{0,2}(?:retracted(?: article| paper)?|withdrawn(?: article)?)\W{1,4}|\(retracted[^()]*\)"
)
_CORRECTION: Final = re.compile(
    r"^\W{0,2}(?:author |publisher |editorial )?(?:correction|corrections|corrigend\w{1,2}|errat\w{1,2}|addend\w{1,2}"
    r"|retraction|expression of concern)\b|\(vol\.? ?\d+,? (?:pg|p|art)"
)
_ANSWER: Final = re.compile(
    r"^\W{0,2}(?:re\s*:|(?:in )?(?:reply|response)(?: to\b(?!\s+treatment)|\s*[:.-]|\W*$)"
    r"|authors?'?s?'? (?:reply|response)"
    r"|(?:letter|comment|commentary|editorial|discussion|invited commentary)(?:\s*:|\s+(?:to|on|by|regarding)\b|\W*$))"
)
_PROTOCOL: Final = re.compile(r"\bprotocol(?:s)?\s*(?:$|[:.;,)(]|for\b|of\b|and\b)")
_TRANSLATED: Final = re.compile(r"\s*\[([^\[\]]{15,1000})\]\s*\.?\s*$")
_NOTES: Final = re.compile(
    r"\s*[(\[](?:review|abstract|provisional abstract|structured abstract|letter|editorial|meeting abstract|poster|"
    r"conference abstract|author'?s?'? reply|comment|see comments?)[)\]]\s*\.?"
)
_MEETING: Final = re.compile(r"abstract|conference|meeting|proceeding|\bcpaper\b|\bconf\b|poster|congress")
_REGISTER: Final = re.compile(r"trial regist|clinical trial record|registry|ctgov|clinicaltrials")
_PREPRINT: Final = re.compile(r"preprint|posted.content")
_SERVER: Final = re.compile(r"^\W*(?:medrxiv|biorxiv|arxiv|ssrn|research square|preprints?\b)")
_GENERIC: Final = frozenset(
    listed(
        "editorial letter reply response introduction comment commentary erratum correction abstract abstracts "
        "index preface foreword news obituary case report review contents table of in this issue to the and from "
        "editor editors authors author s part a an minitrack"
    )
)

_FRONT_MATTER: Final = frozenset(
    listed(
        "editorial preface foreword introduction fromtheeditor fromtheeditors editorsnote noteofeditor guesteditorial "
        "inthisissue"
    )
)
"""Headings that the same people write once in an issue; a `Reply` they may write twice."""

_ENGLISH: Final = frozenset(listed("the of and with by for from between after among versus using to is are"))
_TITLE_OF_SUBSTANCE: Final = 4
_CHARACTERS_OF_SUBSTANCE: Final = 24


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """One record as the linker sees it."""

    id: str
    doi: str
    version: tuple[str, str]
    """Of a Cochrane review: which review, and which of its versions, if the DOI tells."""
    pmid: str
    accession: str
    """Only where its form belongs to a database; a running number says nothing."""
    words: tuple[str, ...]
    title: str
    """Run together; empty where the record has none."""
    other_title: str
    """The title in another language, from brackets behind it."""
    numbers: tuple[str, ...]
    marks: frozenset[str]
    """`correction`, `answer`, `protocol`: what makes a title another work than the one that it names."""
    names: Names
    year: int | None
    journal: Journal
    volume: str
    issue: str
    pages: locators.Pages | None
    kind: str
    """`meeting`, `register`, `preprint`, `printed`, or empty where nobody said."""
    abstract: str
    is_distinctive: bool
    """Whether the title alone says which work it is; `Editorial` does not."""
    _grams: list[frozenset[str]] = field(default_factory=list)
    _abstract_words: list[frozenset[str]] = field(default_factory=list)

    @property
    def has_place(self) -> bool:
        return bool(self.volume or self.issue or self.pages)

    @property
    def is_front_matter(self) -> bool:
        return self.title in _FRONT_MATTER

    @property
    def is_numbered(self) -> bool:
        """Whether it has a number of its own, which a record copied from a list of references has not."""
        return bool(self.doi or self.pmid)

    @property
    def is_printed(self) -> bool:
        """Whether its place is that of an article: in a volume, over some pages or in an issue, and no supplement."""
        if not self.volume or self.issue.startswith(locators.SUPPLEMENT):
            return False
        return self.pages.is_of_an_article if self.pages else bool(self.issue)

    @property
    def is_in_an_issue(self) -> bool:
        return bool(self.issue) and not self.issue.startswith(locators.SUPPLEMENT)

    @property
    def is_english(self) -> bool:
        return not _ENGLISH.isdisjoint(self.words)

    @property
    def grams(self) -> frozenset[str]:
        if not self._grams:
            self._grams.append(trigrams(self.title))
        return self._grams[0]

    @property
    def abstract_words(self) -> frozenset[str]:
        """Of the beginning: databases add notices of copyright at the end."""
        if not self._abstract_words:
            long = (word for word in words(folded(self.abstract[:1500])) if len(word) > 3)
            self._abstract_words.append(frozenset(long))
        return self._abstract_words[0]


def features(record: BibliographicRecord, name: str) -> Features:
    """Features of a record that goes by a name of the caller's choice."""
    plain = "" if record.title == NO_TITLE else folded(record.title).strip()
    plain = _RETRACTED.sub("", plain).strip()
    plain = _NOTES.sub("", plain).strip() or plain
    translated = _TRANSLATED.search(plain)
    other_title = ""
    if translated:
        other_title = run_together(words(translated[1]))
        plain = plain[: translated.start()] or translated[1]
    said = words(plain)
    doi = _doi(record)
    title = run_together(said)
    return Features(
        id=name,
        doi=doi,
        version=_version(doi, record.pages),
        pmid=_first(_PMID, record.pmid),
        accession=_accession(record),
        words=said,
        title=title,
        other_title=other_title if other_title != title else "",
        numbers=numbers(said),
        marks=_marks(plain, record.type),
        names=names(record.authors),
        year=record.year or None,
        journal=journal(record.journal or ""),
        volume=locators.volume(record.volume),
        issue=_issue(record.other),
        pages=locators.pages(record.pages),
        kind=_kind(record),
        abstract=record.abstract or "",
        is_distinctive=_is_distinctive(said, title),
    )


def _doi(record: BibliographicRecord) -> str:
    """The DOI in small letters, without the address, the prefix and the full stop that exports add."""
    text = (record.doi or "")[:400].replace("%2F", "/").replace("%2f", "/").lower()
    found = _DOI.search(text)
    return found[0].rstrip(_DOI_END) if found else ""


def _version(doi: str, pages: str | None) -> tuple[str, str]:
    """From the DOI, or only the review, from the number that stands in the place of the pages."""
    found = _VERSION.match(doi)
    return (found[1], found[2] or "1") if found else (locators.cochrane_number(pages), "")


def _first(pattern: re.Pattern[str], text: str | None) -> str:
    found = pattern.match(text or "")
    return found[1].lstrip("0") if found else ""


def _accession(record: BibliographicRecord) -> str:
    text = record.accession.strip().lower()[:60]
    return text if _ACCESSION.match(text) else ""


def _issue(other: Mapping[str, tuple[str, ...]]) -> str:
    return next((found for found in map(locators.issue, _issues(other)) if found), "")


def _issues(other: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for tag in sorted(other):
        if tag.lower() in _ISSUE_TAGS:
            yield from (text for text in other[tag] if not _ISSN.match(text))


def _marks(title: str, kind: str) -> frozenset[str]:
    made = []
    if _CORRECTION.search(title) or _CORRECTION.search(kind.lower()):
        made.append("correction")
    if _ANSWER.search(title):
        made.append("answer")
    if _PROTOCOL.search(title):
        made.append("protocol")
    return frozenset(made)


def _kind(record: BibliographicRecord) -> str:
    said = record.type.lower()
    if _REGISTER.search(said):
        return "register"
    if (
        _PREPRINT.search(said)
        or _SERVER.search((record.journal or "").lower())
        or (record.doi or "").lower().startswith(("10.1101/", "10.21203/", "10.2139/"))
    ):
        return "preprint"
    if _MEETING.search(said):
        return "meeting"
    return "printed" if said and said not in {"misc", "other", "unknown", "generic", "web page"} else ""


def _is_distinctive(said: tuple[str, ...], title: str) -> bool:
    telling = [word for word in said if word not in _GENERIC]
    return len(telling) >= _TITLE_OF_SUBSTANCE and len(title) >= _CHARACTERS_OF_SUBSTANCE
