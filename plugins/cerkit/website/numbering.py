"""Numbers of chapters, sections, tables and figures, given on the finished HTML in the order of the report.

Plain functions from HTML to HTML. Only pages of the report are numbered; on other pages a caption stays without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from cerkit.model.bundle import PageRole, annex_letters
from cerkit.website.markup import NUMBERED

_PIECE: Final = re.compile(
    # Text ends where the next heading or caption begins, so that unclosed ones are not each read to the end.
    r"<!--.*?(?:-->|\Z)"
    r"|<h(?P<level>[1-6])(?P<heading>[^>]*)>(?P<title>[^<]*+(?:<(?!/?h[1-6]\b)[^<]*+)*)</h(?P=level)>"
    r"|<(?P<box>table|figure)(?P<attributes>[^>]*)>|</(?P<end>table|figure)>"
    r"|<(?P<caption>caption|figcaption)(?P<rest>[^>]*)>(?P<words>[^<]*+(?:<(?!/?(?:fig)?caption\b)[^<]*+)*)</(?P=caption)>",
    re.DOTALL,
)
_ID: Final = re.compile(r'id="(?<![\w-]id=")([^"]*)"')
_UNNUMBERED: Final = re.compile(r'(?<![\w-])class="[^"]*\bunnumbered\b')
_CAPTION_TEXT: Final = re.compile(r'<span class="caption-text">(.*)</span>\s*$', re.DOTALL)
_HEADERLINK: Final = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_TAG: Final = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """A page as it comes: content after Markdown, in the order of the report."""

    src: str
    url: str
    role: PageRole
    html: str
    is_part: bool = False
    """True for a page that is a section of the annex before it."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a cross-reference prints and where it leads."""

    src: str
    url: str
    text: str
    """For example "Table 4" or "section 4.6.2"; without a number the caption or heading itself."""
    number: str = ""
    kind: str = "section"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page with its numbers, and the numbers of its headings by id."""

    src: str
    html: str
    number: str
    headings: dict[str, str]


@dataclass(frozen=True, slots=True)
class Numbers:
    pages: tuple[Numbered, ...]
    labels: dict[str, Label]
    """By the anchor's name; the first page of the report that has it wins."""
    repeated: tuple[tuple[str, str], ...]
    """Name and page of each table, figure or section of the report whose name another one already has."""


def number(pages: Iterable[Unnumbered]) -> Numbers:
    """Number the pages in the order given: chapters 1, 2, ...; annexes A, B, ...; tables and figures throughout."""
    count = _Count()
    done: list[Numbered] = []
    labels: dict[str, Label] = {}
    repeated: list[tuple[str, str]] = []
    for page in pages:
        run = _Page(page, count)
        html = run.numbered()
        done.append(Numbered(page.src, html, run.chapter, run.headings))
        for name, label in run.labels:
            if name in labels and page.role is not PageRole.SITE and name.startswith(NUMBERED):
                repeated.append((name, page.src))
            labels.setdefault(name, label)
    return Numbers(tuple(done), labels, tuple(repeated))


@dataclass(slots=True)
class _Count:
    chapters: int = 0
    annexes: int = 0
    boxes: dict[str, int] = field(default_factory=lambda: {"table": 0, "figure": 0})
    open_annex: str = ""
    """Letter of the last annex, and how far its sections are counted: pages that are its sections go on from there."""
    levels: list[int] = field(default_factory=lambda: [0] * 7)

    def chapter(self, role: PageRole) -> str:
        if role is PageRole.CHAPTER:
            self.chapters += 1
            return str(self.chapters)
        self.annexes += 1
        return annex_letters(self.annexes)

    def box(self, kind: str) -> str:
        self.boxes[kind] += 1
        return str(self.boxes[kind])


class _Page:
    """One pass over a page. The first heading of level 1 carries the chapter's number."""

    def __init__(self, page: Unnumbered, count: _Count) -> None:
        self._page = page
        self._count = count
        # A part goes on where its annex stands: its first heading is a section there.
        self._lower = int(page.is_part)
        self._levels = count.levels if page.is_part else [0] * 7
        self._open = count.open_annex if page.is_part else ""
        self._boxes: list[tuple[str, str | None]] = []
        self.chapter = ""
        self.headings: dict[str, str] = {}
        self.labels: list[tuple[str, Label]] = []

    def numbered(self) -> str:
        return _PIECE.sub(self._piece, self._page.html)

    def _piece(self, match: re.Match[str]) -> str:
        if match["level"]:
            return self._heading(match)
        if match["box"]:
            name = _ID.search(match["attributes"])
            self._boxes.append((match["box"], name[1] if name else None))
        elif match["end"]:
            if self._boxes:
                self._boxes.pop()
        elif match["caption"] and self._boxes:
            return self._caption(match)
        return match[0]

    def _heading(self, match: re.Match[str]) -> str:
        level, attributes, title = int(match["level"]) + self._lower, match["heading"], match["title"]
        name = _ID.search(attributes)
        shown = self._section(level, attributes)
        if name:
            text = f"{_word(self._page.role, level)} {shown}" if shown else plain(title)
            self.labels.append((name[1], Label(self._page.src, self._page.url, text, shown)))
            if shown:
                self.headings[name[1]] = shown
        if not shown:
            return match[0]
        prefix = "Annex " if level == 1 and self._page.role is PageRole.ANNEX else ""
        tag = f"h{match['level']}"
        return f'<{tag}{attributes}><span class="secno">{prefix}{shown}</span> {title}</{tag}>'

    def _section(self, level: int, attributes: str) -> str:
        """The heading's number, or nothing on pages and headings that have none."""
        is_numbered = self._page.role is not PageRole.SITE and not _UNNUMBERED.search(attributes)
        if level == 1:
            # An unnumbered chapter has no numbered section either; Word counts in the same way.
            self._open = self._count.chapter(self._page.role) if is_numbered else ""
            self.chapter = self.chapter or self._open
            self._levels = [0] * 7
            if self._page.role is PageRole.ANNEX:
                self._count.open_annex, self._count.levels = self._open, self._levels
            return self._open
        if not is_numbered or not self._open:
            return ""
        self._levels[level - 1] += 1
        self._levels[level:] = [0] * (7 - level)
        shown = ".".join([self._open, *(str(part) for part in self._levels[1:level])])
        if self._lower and level == 2:
            self.chapter = self.chapter or shown
        return shown

    def _caption(self, match: re.Match[str]) -> str:
        box, name = self._boxes[-1]
        kind = "table" if match["caption"] == "caption" or (name or "").startswith("tbl-") else box
        given = _CAPTION_TEXT.search(match["words"])
        words = (given[1] if given else match["words"]).strip()
        shown = "" if self._page.role is PageRole.SITE else self._count.box(kind)
        text = f"{kind.capitalize()} {shown}" if shown else plain(words)
        if name:
            self.labels.append((name, Label(self._page.src, self._page.url, text, shown, kind)))
        label = f'<span class="label">{text}</span> ' if shown else ""
        tag = match["caption"]
        return f'<{tag}{match["rest"]}>{label}<span class="caption-text">{words}</span></{tag}>'


def plain(html: str) -> str:
    """Words of an element, without its tags and the mark that links to it. Entities stay."""
    return " ".join(_TAG.sub("", _HEADERLINK.sub("", html)).split())


def _word(role: PageRole, level: int) -> str:
    return "Annex" if role is PageRole.ANNEX and level == 1 else "section"
