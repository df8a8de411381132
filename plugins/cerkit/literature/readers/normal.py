"""Raw fields to a bibliographic record: names, years, pages and identifiers in one form, the rest as it came."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from cerkit.literature.readers.fields import ABSTRACTS, BY_FORMAT, CITED, Roles, column
from cerkit.literature.readers.types import type_name
from cerkit.literature.readers.values import Format, RawRecord

NO_TITLE: Final = "[no title]"
_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d{1,3}(?!\d))")
_DOI: Final = re.compile(r"10\.\d[\d.]{0,15}/[^\s\"<>]+")
_DOI_ALONE: Final = re.compile(
    r"(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d[\d.]{0,15}/[^\s\"<>]+)", re.IGNORECASE
)
_DOI_LINK: Final = re.compile(r"(?:doi\.org/|doi:\s?)(10\.\d[\d.]{0,15}/[^\s\"<>]+)", re.IGNORECASE)
_PMID: Final = re.compile(r"[1-9]\d{0,7}")
_PMID_ALONE: Final = re.compile(r"[1-9]\d{4,7}")
_PMID_SAID: Final = re.compile(
    r"(?:\bPMID:?|\bPUBMED:?(?: ID:?)?|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)"
    r"\s*([1-9]\d{4,7})(?!\d)",
    re.IGNORECASE,
)
_SAYS_PMID: Final = {
    "ris": ("C3", "C5", "N1", "M1", "M2", "U1", "UR", "L2", "AN", "AD"),
    "refer": ("M", "U", "Z", "1", "2", "3"),
    "endnote-xml": ("accession-num", "custom2", "custom5", "url", "notes", "related-urls"),
    "bibtex": ("note", "url"),
    "csl-json": ("note", "URL"),
    "cochrane": ("PM",),
}
_SAYS_DOI: Final = {"ris": ("UR", "L3", "M3", "N1", "ID", "LK"), "bibtex": ("url", "note"), "csl-json": ("URL", "id"),
                    "refer": ("U",), "endnote-xml": ("url",)}  # fmt: skip  # one table, read by its rows
_WHITE: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")


@dataclass(slots=True)
class Draft:
    """A record without its key."""

    line: int
    type: str
    title: str
    authors: tuple[str, ...]
    year: int | None
    journal: str | None
    volume: str | None
    pages: str | None
    doi: str | None
    pmid: str | None
    abstract: str | None
    accession: str
    """Empty where the export has none."""
    other: dict[str, tuple[str, ...]] = field(default_factory=dict)


def clean(text: str) -> str:
    """One line without control characters."""
    if text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    return _WHITE.sub(" ", text).strip()


def draft(raw: RawRecord, form: Format) -> Draft:
    """The fields of a record by their roles."""
    roles = BY_FORMAT[form]
    values = _by_tag(raw, form)
    taken = _Taken(values, roles)
    title = taken.first("title")
    kind = taken.all("type")
    authors = _authors(taken, form)
    doi = _doi(taken, values, form)
    pmid = _pmid(taken, values, form)
    pages = _pages(taken)
    made = Draft(
        line=raw.line,
        type=type_name(kind, form),
        title=title or NO_TITLE,
        authors=authors,
        year=_year(taken),
        journal=taken.first("journal"),
        volume=taken.first("volume"),
        pages=pages,
        doi=doi,
        pmid=pmid,
        abstract=taken.first("abstract"),
        accession=taken.first("accession") or "",
        other={},
    )
    made.other = taken.rest()
    return made


def _by_tag(raw: RawRecord, form: Format) -> dict[str, list[str]]:
    """Values by tag; a line of its own in WoS's author field or a list of keywords is a value of its own."""
    found: dict[str, list[str]] = {}
    is_table = form in {"csv", "tsv", "embase"}
    for tag, value in raw.fields:
        if tag in CITED.get(form, ()) or (is_table and column(tag) in CITED["csv"]):
            continue
        parts: Sequence[str] = (value,)
        if "\n" in value and tag in _LISTS.get(form, ()):
            parts = value.split("\n")
        elif form == "wos-tab" and tag in _LISTS["wos"]:
            parts = value.split(";")
        for part in parts:
            if text := clean(part):
                found.setdefault(tag, []).append(text)
    return found


_LISTS: Final[dict[str, frozenset[str]]] = {
    "wos": frozenset({"AU", "AF", "BA", "BF", "BE", "CA", "C1"}),
    "ris": frozenset({"KW", "AU", "A1", "UR"}),
}
"""Fields of which each line is a value of its own."""


class _Taken:
    """Hands out fields by role, and remembers what is left."""

    def __init__(self, values: dict[str, list[str]], roles: Roles) -> None:
        self.values, self._roles = values, roles
        self._names: dict[str, str] = {}
        for name in values:
            self._names.setdefault(name, name)
            self._names.setdefault(column(name), name)
        self._used: dict[str, set[str]] = {}

    def tags(self, role: str) -> list[str]:
        return [self._names[name] for name in self._roles.get(role, ()) if name in self._names]

    def first(self, role: str, accept: Callable[[str], bool] = bool) -> str | None:
        """The first value of the first field of the role; the same text in another field of the role is used, too."""
        for tag in self.tags(role):
            for value in self.values[tag]:
                if accept(value):
                    for other in self.tags(role):
                        if value in self.values[other]:
                            self._used.setdefault(other, set()).add(value)
                    return value
        return None

    def all(self, role: str) -> tuple[str, ...]:
        """All values of the first field of the role."""
        for tag in self.tags(role):
            self._used.setdefault(tag, set()).update(self.values[tag])
            return tuple(self.values[tag])
        return ()

    def use(self, tag: str, value: str) -> None:
        self._used.setdefault(tag, set()).add(value)

    def rest(self) -> dict[str, tuple[str, ...]]:
        """What has no role, by its own name."""
        left: dict[str, tuple[str, ...]] = {}
        for tag, values in self.values.items():
            used = self._used.get(tag)
            kept = values if used is None else [value for value in values if value not in used]
            if kept:
                left[clean(tag) or "column"] = tuple(kept)
        return left


def _authors(taken: _Taken, form: Format) -> tuple[str, ...]:
    names = taken.all("author")
    if form == "bibtex":
        return tuple(name for value in names for name in re.split(r"\s+and\s+", value) if name)
    if form in {"csv", "tsv"}:
        return tuple(name for value in names for name in _split_names(value))
    if form in {"medline", "pubmed-xml"} and "CN" in taken.tags("author") and names:
        for name in taken.values["CN"]:
            taken.use("CN", name)
        return (*names, *(name for name in taken.values["CN"] if name not in names))
    return tuple(name.rstrip(",; ") or name for name in names)


_INVERTED: Final = re.compile(r"[^\s,]+,[^,]+|[^,]+,\s*[^\s,]+")
"""Family, comma, given names; two people (`Roe A, Vale L`) have a blank on both sides of the comma."""

_WITH_INITIALS: Final = re.compile(r" [A-Z][A-Z.-]{0,4}$")


def _split_names(value: str) -> list[str]:
    """One cell of a table: names with semicolons or `and` between, or with commas and initials as PubMed has them."""
    for sign in (";", "|", "\n"):
        if sign in value:
            return [name.strip() for name in value.split(sign) if name.strip(" .,")]
    value = value.rstrip(". ").removesuffix(" and")
    joined = re.split(r"\s+and\s+", value)
    if len(joined) > 1 and all(map(_INVERTED.fullmatch, joined)):
        return joined
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if len(parts) > 1 and all(" " in part for part in parts):
        last = parts[-1].split(" and ")
        return [*parts[:-1], *last] if all(map(_WITH_INITIALS.search, last)) else parts
    if len(parts) > 2 and len(parts) % 2 == 0 and all(len(part) < 8 for part in parts[1::2]):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    return [value] if value else []


def _year(taken: _Taken) -> int | None:
    """The year that stands in the date: not one of two digits, and none where it says `in press`."""
    for tag in taken.tags("year"):
        for value in taken.values[tag]:
            if found := _YEAR.search(value):
                if re.fullmatch(r"\d{4}(?:/*|-*)", value):
                    taken.use(tag, value)
                return int(found[1])
    return None


def _pages(taken: _Taken) -> str | None:
    start, end = taken.first("start"), taken.first("end")
    if start:
        return f"{start}-{end}" if end and end != start and "-" not in start else start
    pages = taken.first("pages")
    return re.sub(r"\s*[-–—]+\s*", "-", pages) if pages else None


def _bare_doi(text: str) -> str | None:
    found = _DOI.search(text)
    if found is None:
        return None
    doi = found[0].rstrip(".,;:]'’”")
    while doi.endswith(")") and doi.count("(") < doi.count(")"):
        doi = doi[:-1].rstrip(".,;")
    return doi if len(doi) < 300 else None


def _doi(taken: _Taken, values: dict[str, list[str]], form: Format) -> str | None:
    for tag in taken.tags("doi"):
        for value in values[tag]:
            if value.endswith("]") and not value.endswith("[doi]"):
                continue
            if doi := _bare_doi(value):
                if _DOI_ALONE.fullmatch(value.removesuffix(" [doi]")):
                    taken.use(tag, value)
                return doi
    for tag in _SAYS_DOI.get(form, ()):
        for value in values.get(tag, ()):
            found = _DOI_LINK.search(value) or (
                _DOI_ALONE.fullmatch(value) if tag in {"L3", "M3", "ID", "id"} else None
            )
            if found and (doi := _bare_doi(found[1])):
                return doi
    return None


def _pmid(taken: _Taken, values: dict[str, list[str]], form: Format) -> str | None:
    for tag in taken.tags("pmid"):
        for value in values[tag]:
            number = value.removesuffix(".0").upper().removeprefix("PMID:").removeprefix("PMID").strip(" :")
            if _PMID.fullmatch(number):
                taken.use(tag, value)
                return number
    if _is_of_pubmed(values, form):
        for tag in ("AN", "ID", "UI", "accession-num"):
            for value in values.get(tag, ()):
                if _PMID_ALONE.fullmatch(value):
                    return value
    said = (value for tag in _SAYS_PMID.get(form, ()) for value in values.get(tag, ()))
    return next((found[1] for value in said if (found := _PMID_SAID.search(value))), None)


def _is_of_pubmed(values: dict[str, list[str]], form: Format) -> bool:
    """Whether the database that the record names numbers its records as PubMed does."""
    if form == "endnote-xml":
        said = " ".join(values.get("remote-database-provider", ())).lower()
    else:
        said = (
            " ".join((*values.get("DB", ()), *values.get("DP", ()))).lower()
            if form in {"ris", "medline"}
            else ""
        )
    return any(word in said for word in ("medline", "pubmed", "nlm")) and "embase" not in said


def fingerprint(made: Draft) -> str:
    """Ten hexadecimal digits of what the record says, for a hit without an accession number."""
    first = made.authors[0] if made.authors else ""
    said = "\n".join((made.type, made.title, str(made.year or ""), first))
    return hashlib.sha256(said.encode()).hexdigest()[:10]


def without_abstract(other: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The fields without those that hold an abstract."""
    return {
        tag: value for tag, value in other.items() if tag not in ABSTRACTS and column(tag) not in ABSTRACTS
    }
