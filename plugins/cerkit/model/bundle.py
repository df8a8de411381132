"""What the website hands to the publisher: the report's pages as the site shows them.

The Word pipeline reads this value and nothing of MkDocs, so that any generator that gives HTML per page can feed it,
and so that a stored bundle of an old release can be published or compared without building the old tag again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

BUNDLE_SCHEMA = 1
"""Version of the stored form; a reader refuses a number it does not know."""
VERSIONS_SCRIPT: Final = "assets/cerkit/versions.js"
"""Place in every site of the list of released versions. Alone a site has none; beside others it is told here."""


class PageRole(StrEnum):
    """What a page is in the document that is sent."""

    CHAPTER = "chapter"
    """Numbered body of the report, in navigation order."""
    ANNEX = "annex"
    """Lettered annex (Annex A, Annex B, ...), in navigation order."""
    SITE = "site"
    """Only on the website; links to it become plain text in Word."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One row of the revision history. `date` is ISO 8601."""

    version: str
    date: str
    author: str
    change: str


@dataclass(frozen=True, slots=True)
class DocumentIdentity:
    """What the cover, the headers and the document properties say. Every text is printed as it stands."""

    number: str
    """Document number, for example CER-DRT-001."""
    title: str
    version: str
    status: str
    """Status as printed, for example "approved" or "draft"."""
    date: str
    """ISO 8601 date of this version; also the time stamp inside the file, so that builds repeat."""
    device: str
    manufacturer: str
    notice: str | None = None
    """Sentence printed on every page, for example that the device is fictional."""
    language: str = "en-GB"
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BundlePage:
    """One page: `html` is the content after all plugins and before the theme; `url` is the site-relative address."""

    src: str
    url: str
    title: str
    html: str
    role: PageRole = PageRole.CHAPTER


@dataclass(frozen=True, slots=True)
class BundleImage:
    """A picture that a page shows: `path` is site-relative, `data` the file's bytes."""

    path: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """A whole report, ready to be published. Pages stand in navigation order, images sorted by path."""

    document: DocumentIdentity
    revisions: tuple[Revision, ...]
    pages: tuple[BundlePage, ...]
    images: tuple[BundleImage, ...] = ()
    schema: int = BUNDLE_SCHEMA


def annex_letters(position: int) -> str:
    """A to Z for the annexes 1 to 26, then AA, BB, as Word counts."""
    return chr(ord("A") + (position - 1) % 26) * ((position - 1) // 26 + 1)
