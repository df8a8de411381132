"""The inside of a line: text, links, marks, notes and pictures of the normalised page as Typst code."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from cerkit.publish.addresses import FIELD
from cerkit.publish.markup import TAB, is_block
from cerkit.publish.normalise import Normalised
from cerkit.publish.pdf.code import LINE, breakable, joined, string
from cerkit.publish.problems import Problem, ProblemKind

NO_BREAK = "\u00a0"
_WHITE = re.compile(r"[ \t\r\n\f]+")
_REFERENCE = re.compile(r"REF (\S+)")
_WIDTH = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?cm")
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,")
_ENDINGS = {"png": "png", "jpeg": "jpg", "gif": "gif", "svg+xml": "svg"}
_FUNCTIONS = {
    "em": "emph", "i": "emph", "cite": "emph", "dfn": "emph", "var": "emph",
    "strong": "strong", "b": "strong",
    "sup": "super", "sub": "sub",
    "del": "strike", "s": "strike", "ins": "underline", "u": "underline",
    "mark": "highlight",
}  # fmt: skip  # one list of names, read as a paragraph


@dataclass(slots=True)
class Setting:
    """What the whole document knows while it is set."""

    prepared: Normalised
    places: frozenset[str]
    """Names that links can lead to."""
    notes: dict[str, HtmlElement]
    files: dict[str, bytes] = field(default_factory=dict)
    """Pictures by the name under which Typst finds them."""
    set_notes: set[str] = field(default_factory=set)
    """Notes whose text was set already; a second reference to one repeats its number."""
    problems: list[Problem] = field(default_factory=list)
    room: int = LINE
    """Characters of a word that fit where it stands; a longer one may be broken."""


@dataclass(slots=True)
class Line:
    """One run of text: white space is collapsed over its elements, as a browser does."""

    setting: Setting
    _after_space: bool = True

    def content(self, nodes: Sequence[HtmlElement | str]) -> str:
        """The nodes as one expression."""
        made = list(self._nodes(nodes))
        if made and made[-1].endswith(' "'):
            made[-1] = f'{made[-1][:-2].rstrip()}"'
        return joined(part for part in made if part != '""')

    def _nodes(self, nodes: Sequence[HtmlElement | str]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, str):
                yield from self._text(node)
            else:
                yield from self._element(node)

    def _text(self, text: str) -> Iterator[str]:
        words = _WHITE.sub(" ", text)
        if self._after_space:
            words = words.removeprefix(" ")
        if words:
            self._after_space = words.endswith(" ")
            yield from breakable(words.replace(TAB, "\u2002"), self.setting.room)

    def _inside(self, element: HtmlElement) -> str:
        return joined(self._nodes(inline_nodes(element)))

    def _element(self, element: HtmlElement) -> Iterator[str]:
        tag = str(element.tag)
        identifier = element.get("id")
        if identifier and identifier in self.setting.places:
            yield f"mark({string(identifier)})"
        if tag == "br":
            self._after_space = True
            yield "linebreak()"
        elif tag == "img":
            self._after_space = False
            yield f"box(baseline: 20%, {picture(element, self.setting)})"
        elif tag == "a":
            yield from self._link(element)
        elif tag in ("code", "kbd", "samp", "tt"):
            self._after_space = False
            parts = breakable(element.text_content(), self.setting.room * 3 // 4)
            yield from (part if part == "gap" else f"code({part})" for part in parts)
        elif tag in _FUNCTIONS:
            yield f"{_FUNCTIONS[tag]}({self._inside(element)})"
        elif tag == "q":
            yield from self._nodes(("\u201c", *inline_nodes(element), "\u201d"))
        elif tag != "wbr":
            yield from self._nodes(inline_nodes(element))

    def _link(self, link: HtmlElement) -> Iterator[str]:
        href = link.get("href") or ""
        if link.get("role") == "doc-noteref":
            yield from self._note(href.removeprefix("#"))
        elif href.startswith(f"#{FIELD}"):
            yield from self._field(int(href.removeprefix(f"#{FIELD}")))
        elif href.startswith("#"):
            body = self._inside(link)
            if href[1:] in self.setting.places:
                yield f"to({string(href[1:])},{body})"
            else:
                self._report_dead(href)
                yield body
        elif href.strip():
            yield f"link({string(href)},{self._inside(link)})"
        else:
            yield self._inside(link)

    def _field(self, number: int) -> Iterator[str]:
        """A field of Word shows what it stands for; a reference leads there as well."""
        meant = self.setting.prepared.fields[number]
        wanted = _REFERENCE.match(meant.instruction)
        self._after_space = False
        if wanted and wanted[1] in self.setting.places:
            # "Table 7" in one piece: the number alone would begin the next line.
            yield f"to({string(wanted[1])},{string(meant.result.replace(' ', NO_BREAK))})"
        else:
            yield string(meant.result)

    def _note(self, identifier: str) -> Iterator[str]:
        note = self.setting.notes.get(identifier)
        if note is None:
            self._report_dead(f"#{identifier}")
            return
        self._after_space = False
        if identifier in self.setting.set_notes:
            yield f"footnote(label({string(identifier)}))"
            return
        self.setting.set_notes.add(identifier)
        paragraphs = [child for child in note if child.tag == "p"] or [note]
        bodies = [Line(self.setting).content(inline_nodes(part)) for part in paragraphs]
        body = bodies[0] if len(bodies) == 1 else joined(f"par({part})" for part in bodies)
        yield f"note({string(identifier)},{body})"

    def _report_dead(self, href: str) -> None:
        message = f"the link {href!r} leads to no place in the PDF; it is printed as plain text"
        self.setting.problems.append(Problem("", ProblemKind.DEAD_LINK, href, message))


def picture(image: HtmlElement, setting: Setting) -> str:
    """A picture, whose data becomes a file of its own."""
    source = image.get("src") or ""
    kind = _PICTURE.match(source)
    if kind is None:
        return '""'
    title = re.sub(r"[^a-z0-9_]", "", image.get("title") or f"picture_x{len(setting.files)}")
    number = title.removeprefix("picture_")
    drawing = setting.prepared.drawings.get(int(number)) if number.isdecimal() else None
    name = f"{title}.{'svg' if drawing else _ENDINGS[kind[1]]}"
    setting.files[name] = drawing or base64.b64decode(source[kind.end() :])
    width = image.get("width") or ""
    length = width if _WIDTH.fullmatch(width) else "100%"
    return f"picture({string(name)},{length},{string(image.get('alt') or '')})"


def inline_nodes(element: HtmlElement) -> list[HtmlElement | str]:
    """Text and elements of an element, in their order."""
    nodes: list[HtmlElement | str] = [element.text] if element.text else []
    for child in element:
        nodes.append(child)
        if child.tail:
            nodes.append(child.tail)
    return nodes


def holds_blocks(element: HtmlElement) -> bool:
    """Whether anything in the element stands on lines of its own."""
    return any(
        is_block(child) or (len(child) and holds_blocks(child)) for child in element if child.tag != "a"
    )
