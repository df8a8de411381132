"""Volume, issue and pages: where in a journal a work stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_UNKNOWN: Final = frozenset(
    {"", "unknown", "n/a", "na", "none", "no pagination", "-", "in press", "online first"}
)
_MONTH: Final = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b")
_NUMBER: Final = re.compile(r"\d+")
_PAGES: Final = re.compile(r"([a-z]{0,4})[ .]?0*(\d{1,9})([a-z]?)(?:\s*-+\s*([a-z]{0,4})0*(\d{1,9}))?")
_ROMAN_PAGES: Final = re.compile(r"^([ivxlc]{1,8})(?:\s*-+\s*[ivxlc]{1,8})?$")
_COCHRANE: Final = re.compile(r"^cd\d{6}")
_DASHES: Final = re.compile(r"[‐‑‒–—−]")
SUPPLEMENT: Final = "supplement "
_SUPPLEMENT: Final = re.compile(r"supp|\bs ?\d|\d ?s\b|abstr")
SPAN: Final = 2
"""Pages between the first and the last that no abstract of a meeting fills."""
_ARTICLE_NUMBER: Final = 5
_NO_MEANING: Final = frozenset({"e", "p", "pp", "pg", "art", "artn", "no"})
"""Letters before a page that some exports write and others do not; `S` for a supplement is not among them."""


@dataclass(frozen=True, slots=True)
class Pages:
    """First and last page; last is 0 where only one is given."""

    first: str
    last: int

    @property
    def is_from_one(self) -> bool:
        """Counted inside the article, as journals with article numbers do: says little."""
        return self.first == "1"

    @property
    def is_of_an_article(self) -> bool:
        """Over several pages, or under the long number of an article: abstracts of meetings fill a page or less."""
        return self.first.isdigit() and (self.length >= SPAN or len(self.first) >= _ARTICLE_NUMBER)

    @property
    def length(self) -> int:
        return self.last - int(self.first) if self.last and self.first.isdigit() else 0


def pages(text: str | None) -> Pages | None:
    """`123-9` and `123 -- 129` are the same pages, and `e67529` the article number 67529."""
    plain = _DASHES.sub("-", (text or "")[:80].lower()).strip()
    if plain in _UNKNOWN or _MONTH.search(plain) or _COCHRANE.match(plain):
        # The number of a Cochrane review is that of all its versions; a spreadsheet makes dates of pages.
        return None
    roman = _ROMAN_PAGES.match(plain)
    if roman:
        return Pages(roman[1], 0)
    found = _PAGES.search(plain)
    if found is None or found[2] == "0":
        return None
    prefix = "" if found[1] in _NO_MEANING else found[1]
    return Pages(prefix + found[2], _last(found[2], found[5]))


def cochrane_number(text: str | None) -> str:
    """The number of a Cochrane review, which stands in the place of its pages; empty for all else."""
    found = _COCHRANE.match((text or "")[:80].lower().strip())
    return found[0] if found else ""


def volume(text: str | None) -> str:
    """The number of the volume: `20` for `20 (5 Supplement 1)`; empty where unknown."""
    plain = (text or "")[:60].lower().strip()
    if plain in _UNKNOWN or _MONTH.search(plain):
        return ""
    found = _NUMBER.search(plain)
    return (found[0].lstrip("0") or "") if found else plain


def issue(text: str | None) -> str:
    """The number of the issue, or of an article that stands in its place; empty where unknown.

    A supplement is told from the issue of the same number.
    """
    plain = (text or "")[:60].lower().strip()
    if plain in _UNKNOWN or plain.endswith("-") or _MONTH.search(plain):
        return ""
    found = _NUMBER.search(plain)
    number = (found[0].lstrip("0") or "") if found else plain
    return f"{SUPPLEMENT}{number}" if _SUPPLEMENT.search(plain) else number


def _last(first: str, last: str | None) -> int:
    """`9` after `123` is page 129."""
    if not last:
        return 0
    full = last if len(last) >= len(first) else first[: len(first) - len(last)] + last
    return int(full) if int(full) >= int(first) else 0
