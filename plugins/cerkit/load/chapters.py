"""Reads pages of prose: title, and every record, citation and macro argument that they name, with its line.

Read from the raw file, because after MkDocs has stripped the front matter and run the macros, lines are no longer true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.model.diagnostics import Place
from cerkit.model.dossier import Chapter, Reference
from cerkit.model.identifiers import RECORD_REFERENCE

_FRONT_MATTER: Final = re.compile(r"\A---[ ]*\r?\n(.*?)^---[ ]*\r?$", re.DOTALL | re.MULTILINE)
_FRONT_FIELD: Final = re.compile(r"^(title|a9):\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_HEADING: Final = re.compile(r"^#\s+(.+?)\s*(?:\{:?.*\})?\s*$")
_FENCE: Final = re.compile(r"^\s*(```+|~~~+)")
_CODE_SPAN: Final = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_COMMENT: Final = re.compile(r"<!--.*?-->")
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\[([^\[\]]*)\]")
_CITATION: Final = re.compile(r"\[[^\[\]]*?-?@[^\[\]]+\]")
_CITED: Final = re.compile(r"(?<![\w.@])-?@([A-Za-z][\w.:-]*\w)")
_MACRO: Final = re.compile(r"\{\{(.*?)\}\}")
_QUOTED: Final = re.compile(r"""["']([^"']+)["']""")


def read_chapter(path: str, data: bytes) -> Chapter:
    """One page. Bytes that are not UTF-8 are read with replacement; MkDocs itself refuses such a page."""
    text = data.decode("utf-8-sig", errors="replace")
    front = _FRONT_MATTER.match(text)
    fields: dict[str, str] = dict(_FRONT_FIELD.findall(front.group(1))) if front else {}
    lines = tuple(_prose_lines(text, skip=front.group(0).count("\n") if front else 0))
    heading = next((match.group(1) for _, line in lines if (match := _HEADING.match(line))), path)
    return Chapter(
        path=path,
        title=fields.get("title", heading),
        section=fields.get("a9"),
        references=tuple(
            reference for number, line in lines for reference in _references(path, number, line)
        ),
        template_comments=tuple(
            Place(path, line=number, column=line.index("{#") + 1) for number, line in lines if "{#" in line
        ),
    )


def _prose_lines(text: str, *, skip: int) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; code is blanked out, at equal length, so that columns stay true."""
    fence: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        opening = _FENCE.match(line)
        if fence is not None:
            if opening and opening.group(1).startswith(fence):
                fence = None
            continue
        if opening:
            fence = opening.group(1)[:3]
            continue
        if number > skip + 1 or skip == 0:
            yield number, _COMMENT.sub(_blanks, _CODE_SPAN.sub(_blanks, line))


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group(0))


def _references(path: str, number: int, line: str) -> Iterator[Reference]:
    def place(column: int) -> Place:
        return Place(path, line=number, column=column + 1)

    for link in _LINK.finditer(line):
        target = link.group(2) or link.group(1)
        if RECORD_REFERENCE.fullmatch(target):
            yield Reference(target, place(link.start()), "link")
    for citation in _CITATION.finditer(line):
        for cited in _CITED.finditer(citation.group(0)):
            yield Reference(cited.group(1), place(citation.start() + cited.start()), "citation")
    for macro in _MACRO.finditer(line):
        for quoted in _QUOTED.finditer(macro.group(1)):
            if RECORD_REFERENCE.fullmatch(quoted.group(1)):
                yield Reference(quoted.group(1), place(macro.start(1) + quoted.start(1)), "macro")
