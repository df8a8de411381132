"""Links of the report's pages that lead to no page, to no heading, or to somebody's own computer (D65)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from cerkit.checks.prose import leftover_rules as rules
from cerkit.model.chapters import Chapter, Heading
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination

_LINK: Final = re.compile(r"(?<!\\)\]\(<?([^()\s<>]+)>?(?:\s\"[^\"\n]*\")?\)")
_DEFINED: Final = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:[ \t]*<?([^\s<>]+)", re.MULTILINE)
OWN_COMPUTER: Final = re.compile(
    r"file:|[A-Za-z]:[\\/]|\\\\|https?://(?:localhost|127\.|0\.0\.0\.0|\[::1\])|/(?:home|Users|mnt|tmp|Volumes)/"
)
"""An address that only the computer knows on which it was written."""
_PAGES: Final = "docs/"
_WITH_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_ID: Final = re.compile(r"""\bid=["']([^"'\s]+)["']|\{:[^{}\n]*#([\w.:-]+)""")
_TO_NUMBERED: Final = re.compile(r"(?<![\\!`])\[((?:sec|tbl|fig)-[\w.-]{1,80})\](?!\()(?!:)")
"""A section, table or figure named by its label, alone or behind words of the writer's own."""
_MADE: Final = re.compile(r"sec-annex|(?:sec|tbl|fig)-(?:register|update|release)\b")
"""Labels of pages that are made from records."""
_FOOTNOTE: Final = re.compile(r"fn(?:ref\d*)?:")
_COUNTED: Final = re.compile(r"_\d+$")
_NOT_IN_SLUG: Final = re.compile(r"[^\w\s-]")
_MARKUP: Final = re.compile(r"[*`]|\]\([^()]*\)|\[")


def check_links(examination: Examination) -> Iterator[Diagnostic]:
    """Addresses in the pages of the report. Pages that are made from records are known to the build only."""
    dossier = examination.dossier
    yield from _numbered(examination)
    pages = {chapter.path: chapter for chapter in dossier.chapters}
    folders = {posixpath.dirname(path) for path in pages}
    for chapter in dossier.chapters:
        if chapter.is_report and ("](" in chapter.prose or "]:" in chapter.prose):
            for pattern in (_LINK, _DEFINED):
                for match in pattern.finditer(chapter.prose):
                    why = _why_dead(match[1], chapter, pages, folders, examination)
                    if why:
                        place = chapter.at(match.start(1))
                        yield rules.DEAD_LINK.at(place, f"the link {match[1]} {why}", subject=chapter.path)


def _numbered(examination: Examination) -> Iterator[Diagnostic]:
    """Sections, tables and figures that are named, and that no page holds; those of made pages the build knows."""
    chapters = examination.dossier.chapters
    if not any(_TO_NUMBERED.search(chapter.prose) for chapter in chapters if chapter.is_report):
        return
    known: frozenset[str] = frozenset().union(
        *(_anchors(chapter.prose, chapter.headings) for chapter in chapters)
    )
    for chapter in chapters:
        for match in _TO_NUMBERED.finditer(chapter.prose) if chapter.is_report else ():
            name = match[1]
            if name not in known and not _MADE.match(name):
                near = get_close_matches(name, sorted(known), n=3)
                hint = f"names close to it: {', '.join(near)}" if near else rules.DEAD_LINK.remedy
                message = f"{name} is named here, and no page of the report holds it"
                place = chapter.at(match.start(1))
                yield rules.DEAD_LINK.at(place, message, hint=hint, subject=chapter.path)


def _why_dead(
    address: str,
    chapter: Chapter,
    pages: Mapping[str, Chapter],
    folders: set[str],
    examination: Examination,
) -> str | None:
    if OWN_COMPUTER.match(address):
        return "leads to a computer that the reader does not have"
    if _WITH_SCHEME.match(address):
        return None
    path, _, anchor = address.partition("#")
    if path:
        return _why_file_dead(path, anchor, chapter, pages, folders, examination)
    return _why_anchor_dead(chapter, anchor, examination)


def _why_file_dead(
    path: str,
    anchor: str,
    chapter: Chapter,
    pages: Mapping[str, Chapter],
    folders: set[str],
    examination: Examination,
) -> str | None:
    """Of files beside the pages, pictures among them, the build knows which are there."""
    found = posixpath.normpath(posixpath.join(posixpath.dirname(chapter.path), path))
    if path.startswith("/"):
        return None
    if not found.startswith(_PAGES):
        return "leads out of the folder of the pages, where website and Word do not follow"
    if found in pages:
        return _why_anchor_dead(pages[found], anchor, examination)
    is_page = path.endswith(".md") and posixpath.dirname(found) in folders
    return "leads to no page" if is_page else None


def _why_anchor_dead(target: Chapter, anchor: str, examination: Examination) -> str | None:
    if not anchor or _has_anchor(target, anchor, examination):
        return None
    return f"leads to no heading of {target.path}"


def _has_anchor(page: Chapter, anchor: str, examination: Examination) -> bool:
    """Lenient where macros make headings and rows, which only the build knows."""
    if anchor in examination.trace.nodes or _FOOTNOTE.match(anchor):
        return True
    anchors = _anchors(page.prose, page.headings)
    return anchor in anchors or _COUNTED.sub("", anchor) in anchors


@lru_cache(maxsize=256)
def _anchors(prose: str, headings: tuple[Heading, ...]) -> frozenset[str]:
    given = {first or second for first, second in _ID.findall(prose)}
    return frozenset(given | {heading.anchor or _slug(heading.title) for heading in headings})


def _slug(title: str) -> str:
    """As the extension `toc` makes it."""
    ascii_only = normalize("NFKD", _MARKUP.sub("", title)).encode("ascii", "ignore").decode("ascii")
    words = _NOT_IN_SLUG.sub("", ascii_only).strip().lower()
    return re.sub(r"[-\s]+", "-", words)
