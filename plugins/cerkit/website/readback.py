"""Reads the finished pages of the report back from their files, before they take the place of the old site."""

from __future__ import annotations

import html
import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from cerkit.checks import output_rules as rules
from cerkit.checks.outputs import HEADING, Misprint, Proofreader, misprint
from cerkit.model.diagnostics import Rule

_CODE: Final = re.compile(
    r"<(code|pre|script|style|svg|kbd|samp)\b.*?</\1>|<(span|th) class=\"filename\">.*?</\2>", re.DOTALL
)
_HEADING: Final = re.compile(r"<h[1-4](?: [^>]*)?>")
_INLINE: Final = re.compile(r"</?(?:a|abbr|b|em|i|small|span|strong|sub|sup)(?: [^>]*)?>")
_WORDS: Final = re.compile(r">([^<]+)")
_HREF: Final = re.compile(r' href="([^"]*)"')
_SRC: Final = re.compile(r' src="([^"]*)"')
_ID: Final = re.compile(r' id="([^"]*)"')
_OWN_COMPUTER: Final = re.compile(
    r"file:|[A-Za-z]:[\\/]|\\\\|https?://(?:localhost|127\.|0\.0\.0\.0|\[::1\])", re.IGNORECASE
)
_NOT_OF_THE_SITE: Final = ("//", "\\\\", "#__")
"""How addresses begin that lead elsewhere, and marks that the theme makes for its own use."""


class ReportPage(NamedTuple):
    """A page of the report: its file below the site, and its Markdown below the docs folder."""

    file: str
    src: str


def read_back(site: Path, pages: Iterable[ReportPage], proofreader: Proofreader) -> Iterator[Misprint]:
    """What is wrong in the finished pages."""
    targets = _Targets(site)
    read = tuple(pages)
    texts: list[str] = []
    starts: list[int] = []
    length = 0
    seen: set[str] = set()
    for page in read:
        article = _article(targets.read(page.file))
        # A record's text is printed in many tables, and need be read once.
        fresh = [piece for piece in _pieces(article) if piece not in seen or piece[0] == HEADING]
        seen.update(fresh)
        text = _text(fresh)
        texts.append(text)
        starts.append(length)
        length += len(text) + 1
        yield from _links(article, page, targets)

    def page_at(offset: int) -> tuple[str, str]:
        page = read[bisect_right(starts, offset) - 1]
        return f"site/{page.file}", page.src

    yield from proofreader.read("\n".join(texts), page_at)


def _article(text: str) -> str:
    """What the theme frames; a theme without `<article>` gives the whole page."""
    start, end = text.find("<article"), text.rfind("</article>")
    return text[start:end] if 0 <= start < end else text


def _pieces(article: str) -> list[str]:
    """The words between the tags of blocks as they are written, without code, headings marked."""
    marked = _HEADING.sub(f"<h>{HEADING}", _INLINE.sub("", _CODE.sub(" ", article)))
    return _WORDS.findall(f">{marked}")


def _text(pieces: Iterable[str]) -> str:
    """Each piece on a line of its own."""
    return html.unescape("\n".join([" ".join(piece.split()) for piece in pieces if not piece.isspace()]))


class _Targets:
    """Files of the site and the names in them, each read when it is first asked for."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self.read = cache(self._read)
        self.names = cache(self._names)
        self.exists = cache(self._exists)

    def _read(self, file: str) -> str:
        return (self._site / file).read_text(encoding="utf-8", errors="replace")

    def _names(self, file: str) -> frozenset[str]:
        return frozenset(map(html.unescape, _ID.findall(self.read(file))))

    def _exists(self, file: str) -> bool:
        return (self._site / file).is_file()


def _links(article: str, page: ReportPage, targets: _Targets) -> Iterator[Misprint]:
    for written in dict.fromkeys((*_HREF.findall(article), *_SRC.findall(article))):
        address = html.unescape(written) if "&" in written else written
        why = _why_dead(address, page.file, targets)
        if why is not None:
            at = article.find(f'"{written}"')
            before = _text(_pieces(article[:at].rpartition("<")[0]))
            after = _text(_pieces(article[article.find(">", at) + 1 :][:2000]))
            said = f"the link {address} {why[1]}"
            origin = f"site/{page.file}", page.src
            yield misprint(why[0], said, f"{before} {after}", len(before), origin)


def _why_dead(address: str, file: str, targets: _Targets) -> tuple[Rule, str] | None:
    if ":" in address or address.startswith(_NOT_OF_THE_SITE):
        is_own = _OWN_COMPUTER.match(address)
        return (rules.OWN_COMPUTER, "leads to a computer that the reader does not have") if is_own else None
    path, _, name = address.partition("#")
    target = file if not path else _file(path, file)
    if target is None:
        return rules.DEAD_TARGET, "leads out of the site"
    if not targets.exists(target):
        return rules.DEAD_TARGET, "leads to no file of the site"
    if target.endswith(".html") and (name or not path) and unquote(name) not in targets.names(target):
        return rules.DEAD_TARGET, f"leads to no place of {target}" if name else "leads nowhere"
    return None


@lru_cache(maxsize=4096)
def _file(path: str, seen_from: str) -> str | None:
    """The file that a path leads to; a folder stands for the page in it."""
    path = unquote(path.partition("?")[0])
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(seen_from), path))
    if joined.startswith(("..", "/")):
        return None
    is_folder = path.endswith("/") or posixpath.basename(path) in (".", "..")
    return posixpath.normpath(posixpath.join(joined, "index.html")) if is_folder else joined
