"""Where links lead in the printed document: from addresses of the site to bookmarks of Word."""

from __future__ import annotations

import functools
import hashlib
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from cerkit.model.bundle import BundlePage, PageRole

_EXTERNAL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]+")
FIELD = "field_"
"""How the links begin that stand for fields; no bookmark may look like one."""
_LONGEST = 32
"""Word allows 40 characters; the rest is room for a digest."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a link goes: an address of the web, a bookmark, or nowhere in this document."""

    address: str | None = None
    bookmark: str | None = None
    is_dead: bool = False
    """True if the page is printed but has no such place; False for pages that are only on the site."""


@dataclass(slots=True)
class Addresses:
    """The bookmarks of all printed pages, by page number and id."""

    pages: Sequence[BundlePage]
    ids: Sequence[Sequence[str]]
    """Ids of each page, in the order in which they stand there."""
    _bookmarks: dict[tuple[int, str], str] = field(default_factory=dict)
    _page_numbers: dict[str, int] = field(default_factory=dict)
    _anywhere: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for number, page in enumerate(self.pages):
            self._page_numbers[_site_path("", page.url)] = number
        # A record is defined in its register, which is an annex; chapters only show excerpts.
        for number in sorted(
            self._page_numbers.values(), key=lambda n: self.pages[n].role is PageRole.CHAPTER
        ):
            for identifier in self.ids[number]:
                self._anywhere.setdefault(identifier, self.add(number, identifier))

    def add(self, page: int, identifier: str) -> str:
        """The bookmark of an id, made if it is new."""
        known = self._bookmarks.get((page, identifier))
        if known is not None:
            return known
        name = bookmark_name(identifier)
        if name.casefold() in self._taken:  # Word does not tell capital letters from small ones
            name = f"{name[:_LONGEST]}_{_digest(f'{self.pages[page].src}#{identifier}')}"
        self._taken.add(name.casefold())
        self._bookmarks[page, identifier] = name
        return name

    def of_record(self, identifier: str) -> str | None:
        """Bookmark of a record's row, wherever it is printed."""
        return self._anywhere.get(identifier)

    def resolve(
        self, page: int, href: str, *, starts: Mapping[int, str], record: str | None = None
    ) -> Destination:
        """Where `href` on a page leads. `starts` has the bookmark of each page's first heading."""
        if _EXTERNAL.match(href):
            return Destination(address=href)
        path, _, fragment = href.partition("#")
        fragment = unquote(fragment)
        target = page if not path else self._page_numbers.get(_site_path(self.pages[page].url, path))
        if target is not None:
            bookmark = self._bookmarks.get((target, fragment)) if fragment else starts.get(target)
            if bookmark is not None:
                return Destination(bookmark=bookmark)
        # A finding stands in the row of its source, where it has none of its own.
        names = (record or fragment, fragment, (record or fragment).partition(".")[0])
        elsewhere = next(filter(None, map(self._anywhere.get, names)), None)
        return Destination(bookmark=elsewhere, is_dead=target is not None and elsewhere is None)


@functools.lru_cache(maxsize=8192)
def _site_path(base: str, path: str) -> str:
    """Address of a page as the bundle writes it, from a link on the page `base`."""
    clean = unquote(path.partition("?")[0])
    folder = "" if clean.startswith("/") else posixpath.dirname(unquote(base))
    joined = posixpath.join(folder, clean.lstrip("/"))
    resolved = posixpath.normpath(joined) if joined else ""
    resolved = "" if resolved == "." else resolved
    if posixpath.basename(resolved) == "index.html":
        return resolved.removesuffix("index.html")
    return resolved if resolved.endswith(".html") or not resolved else f"{resolved}/"


def site_path_of_file(base: str, path: str) -> str:
    """Address of a picture or another file, from a link on the page `base`."""
    return _site_path(base, path).rstrip("/")


def bookmark_name(identifier: str) -> str:
    """The name of a place, from its id. A taken one gets a digest, see `Addresses.add`."""
    name = _NOT_IN_NAMES.sub("_", identifier).strip("_")
    if not name[:1].isalpha() or name.startswith(FIELD):
        name = f"b_{name}"
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 9]}_{_digest(identifier)}"
    return name


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
