"""A page of prose as a row of units that can be compared: sentences, items, rows of tables, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from cerkit.model.chapters import Chapter
from cerkit.model.flat import alike
from cerkit.model.identifiers import RECORD_REFERENCE
from cerkit.model.wording import Paragraph, paragraphs, sentences_of

_ATTRIBUTES: Final = re.compile(r"\{:[^{}\n]*\}")
_QUOTE: Final = re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE)
_MARK: Final = re.compile(r"\s*(?:#{1,6}|[-*+]|\d{1,3}[.)]|:)[ \t]+")
"""What begins a heading or an item of a list."""
_BOX: Final = re.compile(r"""^\s*(?:!!!|\?\?\?\+?|===)[ \t]*(?:[\w -]*(?="))?""")
"""What begins an admonition or a tab, before its title."""
_RULE: Final = re.compile(r"[\s|:+-]+")
_DEFINITION: Final = re.compile(r"^ {0,3}\[[^\[\]\n^@][^\[\]\n]*\]:[^\n]*$", re.MULTILINE)
"""Says where a link leads; nobody reads it. A footnote begins alike, and is text."""
_REFERENCE: Final = re.compile(r"!?\[([^\[\]]*)\]\[([^\[\]]*)\]")
_LINK: Final = re.compile(r"!?\[([^\[\]]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)")
_TAG: Final = re.compile(r"<(?!https?:)/?[A-Za-z][^<>]{0,300}>")
_EMPHASIS: Final = re.compile(r"\*+|~~|(?<!\w)_+|_+(?!\w)|\\(?=[^\w\s])")


class Unit(NamedTuple):
    """A sentence, an item, a row or a heading."""

    heading: str
    """Title of the heading under which it stands; empty before the first."""
    words: str
    """What a reader reads, without marks: two units with the same words are the same."""
    targets: tuple[str, ...]
    """Records to which its words lead."""
    text: str
    """As written, on one line."""


def units_of(chapter: Chapter) -> tuple[Unit, ...]:
    """The units of a page in their order."""
    return tuple(_units(chapter))


def _units(chapter: Chapter) -> Iterator[Unit]:
    heading = ""
    if not any(item.level == 1 for item in chapter.headings):
        yield _unit(chapter.title, chapter.title)
    for block in paragraphs(chapter):
        if block.kind == "heading" and block.text.lstrip().startswith("#"):
            heading = _plain(_without_mark(block.text))
        for text in _texts(block):
            unit = _unit(heading, text)
            if unit.words:
                yield unit


def _texts(block: Paragraph) -> Iterator[str]:
    if block.kind == "heading":
        yield _without_mark(_BOX.sub("", block.text))
    elif block.kind == "table":
        rows = (row.strip().strip("|") for row in block.text.splitlines())
        yield from (row for row in rows if not _RULE.fullmatch(row))
    else:
        text = block.text if block.kind == "text" else _without_mark(_QUOTE.sub("", block.text))
        yield from (sentence.text for sentence in sentences_of(block._replace(text=text)))


def _without_mark(text: str) -> str:
    """A heading or an item without the sign or number before it."""
    mark = _MARK.match(text)
    return text[mark.end() :] if mark else text


def _unit(heading: str, text: str) -> Unit:
    text = _ATTRIBUTES.sub("", _DEFINITION.sub("", text))
    targets = (match[1] or match[0] for match in _REFERENCE.findall(text))
    known = tuple(target for target in targets if RECORD_REFERENCE.fullmatch(target))
    return Unit(heading, _plain(text), known, " ".join(text.split()))


def _plain(text: str) -> str:
    """The words of a text, without the marks of Markdown."""
    plain = _ATTRIBUTES.sub("", text)
    plain = _REFERENCE.sub(lambda match: match[1] or match[2], plain)
    plain = _TAG.sub("", _LINK.sub(r"\1", plain))
    return alike(" ".join(_EMPHASIS.sub("", plain).split())) or ""
