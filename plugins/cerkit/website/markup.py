"""What a writer may use beside Markdown: links to records, numbered cross-references, citations.

They are patterns of the Markdown parser itself, so that code, attributes and raw HTML are left alone as Markdown does.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Final

import markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor, ReferenceInlineProcessor
from markdown.util import ETX, STX, AtomicString

from cerkit.website.slots import Citation, CrossReference, Slots

NUMBERED: Final = ("tbl-", "fig-", "sec-")
"""How the names of tables, figures and sections begin."""

_CLUSTER: Final = r"\[(?=[^\[\]]*(?<![\w.])@\{?SRC-)[^\[\]]+\](?![\[(])"
_TARGET: Final = re.compile(r"\s?\[([^\]\s]*)\]")

Resolve = Callable[[str], str | None]
"""Identifier of a record -> path of its page with its anchor, as Markdown links it; None for no record."""

_CODE: Final = re.compile(
    r"^(?P<fence>[ \t]*+(?:`{3,}+|~{3,}+)).*?^(?P=fence)|(?<!`)(`++)[^`]++\2", re.MULTILINE | re.DOTALL
)
_ESCAPED: Final = re.compile(f"{STX}([0-9]{{1,6}}){ETX}")
"""A character after a backslash, by its number, as Markdown remembers it."""
_DEFINED: Final = re.compile(r"\[([^\[\]]+)\](?:\[\]|\[([^\[\]\s]+)\])")


class WriterSyntax(Extension):
    """Adds the patterns for the page that `current` names at the time."""

    def __init__(self, current: Callable[[], tuple[Slots, Resolve] | None]) -> None:
        super().__init__()
        self._current = current

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  # the name is Markdown's
        page = self._current()
        if page is None:
            return
        slots, resolve = page
        # Before the patterns of Markdown that read brackets (170 and lower), after code and escapes (190, 180).
        md.inlinePatterns.register(_CitationPattern(_CLUSTER, md, slots), "cerkit-citation", 174)
        md.inlinePatterns.register(_NamePattern(md, slots, resolve), "cerkit-name", 173)


class _CitationPattern(InlineProcessor):
    def __init__(self, pattern: str, md: markdown.Markdown, slots: Slots) -> None:
        super().__init__(pattern, md)
        self._slots = slots

    def handleMatch(  # type: ignore[override]  # noqa: N802  # declared for the older form of patterns
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        del data
        cluster = _as_written(self, m[0])
        return self._slots.mark(Citation(" ".join(cluster.split()))), m.start(0), m.end(0)


class _NamePattern(ReferenceInlineProcessor):
    """`[CLM-1][]`, `[text][CLM-1]`, `[tbl-claims][]`: as Markdown's own references, but capitals count."""

    def __init__(self, md: markdown.Markdown, slots: Slots, resolve: Resolve) -> None:
        super().__init__(r"\[", md)
        self._slots = slots
        self._resolve = resolve

    def handleMatch(  # type: ignore[override]  # noqa: N802  # declared for the older form of patterns
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | str | None, int | None, int | None]:
        text, index, handled = self.getText(data, m.end(0))
        named = _TARGET.match(data, index) if handled else None
        if named is None:
            return None, None, None
        name = named[1] or text
        if name.startswith(NUMBERED):
            own = None if text == name else _as_written(self, text)
            return self._slots.mark(CrossReference(name, own)), m.start(0), named.end(0)
        path = self._resolve(name)
        if path is None:
            return None, None, None
        link = ET.Element("a", {"class": "record", "data-record": name, "href": path})
        link.text = AtomicString(text) if text == name else text
        return link, m.start(0), named.end(0)


def _as_written(pattern: InlineProcessor, text: str) -> str:
    """Text without the places that Markdown keeps for code and escaped characters."""
    if STX not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1])), str(pattern.unescape(text)))


def names_used(text: str) -> tuple[str, ...]:
    """Names in reference links outside code, in order and once each."""
    found = (match[2] or match[1] for match in _DEFINED.finditer(_CODE.sub("", text)))
    return tuple(dict.fromkeys(found))


def replaced(text: str, html: Callable[[Citation | CrossReference], str]) -> str:
    """Markdown with citations and numbered cross-references outside code as HTML, for a parser that knows neither."""
    pieces: list[str] = []
    end = 0
    for code in _CODE.finditer(text):
        pieces += (_in_words(text[end : code.start()], html), code[0])
        end = code.end()
    return "".join((*pieces, _in_words(text[end:], html)))


def _in_words(text: str, html: Callable[[Citation | CrossReference], str]) -> str:
    def referred(match: re.Match[str]) -> str:
        name = match[2] or match[1]
        if not name.startswith(NUMBERED):
            return match[0]
        return html(CrossReference(name, None if match[1] == name else match[1]))

    cited = re.sub(_CLUSTER, lambda match: html(Citation(" ".join(match[0].split()))), text)
    return _DEFINED.sub(referred, cited)


def line_of(text: str, name: str) -> tuple[int, int]:
    """Line and column of the first link to `name` outside code, counted from 1; (0, 0) if there is none.

    A name that begins with `@` is a citation, which may stand beside others in one bracket.
    """
    blanked = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    pattern = rf"@\{{?{re.escape(name[1:])}(?![\w-])" if name.startswith("@") else rf"\[{re.escape(name)}\]"
    found = re.search(pattern, blanked)
    if found is None:
        return 0, 0
    before = blanked[: found.start()]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
