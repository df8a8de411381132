"""Reads pages of prose: title, and every record, citation and macro argument that they name, with its line.

Read from the raw file, because after MkDocs has stripped the front matter and run the macros, lines are no longer true.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from cerkit.load.rules import FILE_TOO_LARGE
from cerkit.model.chapters import Chapter, Heading, Reference
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.identifiers import RECORD_REFERENCE

LARGEST_PAGE: Final = 1024 * 1024
"""Bytes. Some 150,000 words, more than a whole report; every check of the wording reads each of them."""

_FRONT_MATTER: Final = re.compile(r"\A---[ ]*\r?\n(.*?)^---[ ]*\r?$", re.DOTALL | re.MULTILINE)
_FRONT_FIELD: Final = re.compile(r"^(title|a9):\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_HEADING: Final = re.compile(r"^#[ \t]+(\S[^\n]*)", re.MULTILINE)
_HEADINGS: Final = re.compile(r"^(#{1,6})[ \t]+(\S[^\n]*)", re.MULTILINE)
_NAMED: Final = re.compile(r"#([\w.:-]+)")
_SECTION: Final = re.compile(r"""data-a9=["']?([0-9][0-9.]*)""")
_FENCE: Final = re.compile(r"\s*(```+|~~~+)(.*)", re.DOTALL)
_CODE_SPAN: Final = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
# Each of the next two ends its search where the next one begins: a page of nothing but openings takes no time.
_COMMENT: Final = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_MACRO: Final = re.compile(r"\{\{((?:(?!\{\{).)*?)\}\}", re.DOTALL)
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\[([^\[\]]*)\]")
_CITATION: Final = re.compile(r"\[[^\[\]@]*@[^\[\]]+\]")
_CITED: Final = re.compile(r"(?<![\w.@])-?@([A-Za-z][\w.:-]*\w)")
_QUOTED: Final = re.compile(r"""["']([^"'\n]+)["']""")
_TEMPLATE_COMMENT: Final = re.compile(r"\{#")
_VISIBLE: Final = re.compile(r"[^\n]")


def page_too_large(path: str, data: bytes) -> Diagnostic | None:
    """What is wrong with a page that is not read to its end."""
    if len(data) <= LARGEST_PAGE:
        return None
    message = f"the page is larger than {LARGEST_PAGE // 1024 // 1024} MB; what comes after is not read"
    return FILE_TOO_LARGE.at(Place(path, line=1, column=1), message, hint="divide it into chapters")


def read_chapter(path: str, data: bytes, *, is_report: bool = False) -> Chapter:
    """One page. Bytes that are not UTF-8 are read with replacement; MkDocs itself refuses such a page."""
    text = data[:LARGEST_PAGE].decode("utf-8-sig", errors="replace")
    front = _FRONT_MATTER.match(text)
    fields: dict[str, str] = dict(_FRONT_FIELD.findall(front.group(1))) if front else {}
    prose = _prose(text, front.end() if front else 0)
    places = _Places(path, text)
    heading = _HEADING.search(prose)
    return Chapter(
        path=path,
        title=fields.get("title")
        or (_without_attributes(text[slice(*heading.span(1))]) if heading else path),
        section=fields.get("a9"),
        references=tuple(
            sorted(_references(prose, places), key=lambda item: (item.place.line, item.place.column))
        ),
        template_comments=tuple(places.at(match.start()) for match in _TEMPLATE_COMMENT.finditer(prose)),
        prose=prose,
        headings=tuple(_headings(prose, text, places)),
        is_report=is_report,
    )


class _Places:
    """From an offset in the text of a page to its line and column."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, offset: int) -> Place:
        line = bisect_right(self._starts, offset)
        return Place(self._path, line=line, column=offset - self._starts[line - 1] + 1)


def _prose(text: str, start: int) -> str:
    """The page with front matter, code and comments blanked out at equal length, so that places stay true."""
    lines: list[str] = []
    fence: str | None = None
    for line in text[start:].split("\n"):
        if fence is None and "`" not in line and "~~~" not in line:
            lines.append(line)
            continue
        mark = _FENCE.match(line)
        if fence is not None:
            lines.append(" " * len(line))
            if mark and mark.group(1).startswith(fence) and not mark.group(2).strip():
                fence = None
        elif mark:
            lines.append(" " * len(line))
            fence = mark.group(1)
        else:
            lines.append(_CODE_SPAN.sub(_blanks, line))
    return _VISIBLE.sub(" ", text[:start]) + _COMMENT.sub(_blanks, "\n".join(lines))


def _without_attributes(heading: str) -> str:
    """The words of a heading, without the `{: #id }` behind them."""
    words = heading.strip()
    return words[: words.rfind("{")].strip() if words.endswith("}") and "{" in words else words


def _headings(prose: str, text: str, places: _Places) -> Iterator[Heading]:
    """Found where the prose has them, read from the text, where code in them is not blanked out."""
    for match in _HEADINGS.finditer(prose):
        written = text[slice(*match.span(2))]
        title = _without_attributes(written)
        attributes = written.strip()[len(title) :]
        named, section = _NAMED.search(attributes), _SECTION.search(attributes)
        yield Heading(
            level=len(match.group(1)),
            title=title,
            anchor=named.group(1) if named else None,
            section=section.group(1) if section else None,
            line=places.at(match.start()).line,
        )


def _blanks(match: re.Match[str]) -> str:
    return _VISIBLE.sub(" ", match.group(0))


def _references(prose: str, places: _Places) -> Iterator[Reference]:
    """What a page names; link, citation and macro may run over several lines."""
    for link in _LINK.finditer(prose):
        target = link.group(2) or link.group(1)
        if RECORD_REFERENCE.fullmatch(target):
            yield Reference(target, places.at(link.start()), "link")
    for citation in _CITATION.finditer(prose):
        for cited in _CITED.finditer(citation.group(0)):
            yield Reference(cited.group(1), places.at(citation.start() + cited.start()), "citation")
    for macro in _MACRO.finditer(prose):
        for quoted in _QUOTED.finditer(macro.group(1)):
            if RECORD_REFERENCE.fullmatch(quoted.group(1)):
                yield Reference(quoted.group(1), places.at(macro.start(1) + quoted.start(1)), "macro")
