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
_WORDS: Final = re.compile(r">([^<]+)")
_ENDS: Final = (
    "p",
    "li",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "div",
    "dd",
    "dt",
    "caption",
    "figcaption",
    "summary",
)
_HEADINGS: Final = ("<h1", "<h2", "<h3", "<h4")
_HREF: Final = re.compile(r' href="([^"]*)"')
_SRC: Final = re.compile(r' src="([^"]*)"')
_ID: Final = re.compile(r' id="([^"]*)"')
_OWN_COMPUTER: Final = re.compile(
    r"file:|[A-Za-z]:[\\/]|\\\\|https?://(?:localhost|127\.|0\.0\.0\.0|\[::1\])", re.IGNORECASE
)
_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#__")


class ReportPage(NamedTuple):
    """A page of the report: its file below the site, and its Markdown below the docs folder."""

    file: str
    src: str


def read_back(site: Path, pages: Iterable[ReportPage], proofreader: Proofreader) -> Iterator[Misprint]:
    """What is wrong in the finished pages."""
    targets = _Targets(site)
    texts: list[str] = []
    starts: list[int] = []
    length = 0
    read = tuple(pages)
    for page in read:
        article = _article(targets.read(page.file))
        texts.append(_text(article))
        starts.append(length)
        length += len(texts[-1]) + 1
        yield from _links(article, page, targets)

    def page_at(offset: int) -> tuple[str, str]:
        page = read[bisect_right(starts, offset) - 1]
        return f"site/{page.file}", page.src

    yield from proofreader.read("\n".join(texts), page_at)


def _article(text: str) -> str:
    """What the theme frames; a theme without `<article>` gives the whole page."""
    start, end = text.find("<article"), text.rfind("</article>")
    return text[start:end] if 0 <= start < end else text


def _text(article: str) -> str:
    """The words without code, one block a line, headings marked."""
    if any(f"<{name}" in article for name in ("code", "pre", "script", "style", "svg", "kbd", "samp")):
        article = _CODE.sub(" ", article)
    for name in _ENDS:
        article = article.replace(f"</{name}>", "<>\n")
    for sign in _HEADINGS:
        article = article.replace(sign, f"<>{HEADING}{sign}")
    article = article.replace("<br", "<>\n<br")
    return html.unescape("".join(_WORDS.findall(f">{article}")))


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
    for address in dict.fromkeys((*_HREF.findall(article), *_SRC.findall(article))):
        why = _why_dead(html.unescape(address), page.file, targets)
        if why is not None:
            rule, reason = why
            at = article.find(f'"{address}"')
            text = _text(article[:at].rpartition("<")[0])
            after = _text(article[article.find(">", at) + 1 :][:2000])
            said = f"the link {html.unescape(address)} {reason}"
            yield misprint(rule, said, text + after, len(text), (f"site/{page.file}", page.src))


def _why_dead(address: str, file: str, targets: _Targets) -> tuple[Rule, str] | None:
    if _OWN_COMPUTER.match(address):
        return rules.OWN_COMPUTER, "leads to a computer that the reader does not have"
    if _ELSEWHERE.match(address):
        return None
    path, _, name = address.partition("#")
    target = file if not path else _file(unquote(path.partition("?")[0]), file)
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
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(seen_from), path))
    if joined.startswith(("..", "/")):
        return None
    is_folder = path.endswith("/") or posixpath.basename(path) in (".", "..")
    return posixpath.normpath(posixpath.join(joined, "index.html")) if is_folder else joined
