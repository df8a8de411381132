"""Paragraphs and sentences of the prose, with their places, and texts made comparable."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from cerkit.model.chapters import Chapter

BlockKind = Literal["text", "quote", "heading", "list", "table"]

_HEADING: Final = re.compile(r" {0,3}#{1,6}[ \t]|\s*(?:!!!|\?\?\?\+?|===)[ \t]")
"""A heading, or the title of an admonition or a tab."""
_ITEM: Final = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)]|:(?=[ \t]))[ \t]+")
_QUOTE: Final = re.compile(r" {0,3}>")
_ROW: Final = re.compile(r"\s*\|")
# One newline or run of blanks is enough: a sentence never runs over the end of its block.
_END: Final = re.compile(r"[.!?][\"'”’»)\]*_]*(?=\s)")
_BEGIN: Final = re.compile(r"\s+(?:>\s*)?[\"'“‘«(*_]*(?:[A-Z0-9À-Þ\[]|\{\{)")
_ABBREVIATED: Final = re.compile(
    r"\b(?:e\.g|i\.e|et al|cf|vs|approx|ca|Figs?|Tab|Nos?|Dr|Prof|Mrs?|Ms|St|rev|ed|vol|pp?|resp|incl|ver|v|[A-Z])\.$"
)
_QUOTE_MARKS: Final = re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE)
_ATTRIBUTES: Final = re.compile(r"\{:[^{}\n]*\}")
_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″‘’‚‛′`", '"'),
        "'": '"',
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("*_", ""),
        "\u00ad": "",
        "\u200b": "",
    }
)


class Paragraph(NamedTuple):
    """A block of a page without its blank lines: a paragraph, a quote, one item of a list, a heading, a table."""

    text: str
    """As written, with the signs of Markdown."""
    start: int
    """Offset in the chapter's prose."""
    kind: BlockKind


class Sentence(NamedTuple):
    """One sentence of a block, as written."""

    text: str
    start: int
    """Offset in the chapter's prose."""


def paragraphs(chapter: Chapter) -> tuple[Paragraph, ...]:
    """The blocks of a page, in their order."""
    return _paragraphs(chapter.prose)


def sentences(chapter: Chapter) -> Iterator[Sentence]:
    """The sentences of a page outside headings and tables."""
    for paragraph in paragraphs(chapter):
        if paragraph.kind not in ("heading", "table"):
            yield from sentences_of(paragraph)


def sentences_with(chapter: Chapter, needles: Iterable[str]) -> Iterator[tuple[Sentence, str]]:
    """The sentences outside headings, tables and quotes that hold a needle, in small letters; each made comparable.

    Most pages hold none, and finding that out costs next to nothing.
    """
    text, blocks = lowered(chapter.prose), paragraphs(chapter)
    told = set[int]()
    for needle in needles:
        at = text.find(needle)
        while at >= 0:
            block = blocks[bisect_right(blocks, at, key=_start) - 1]
            within = sentences_of(block) if block.kind in ("text", "list") else ()
            sentence = within[bisect_right(within, at, key=_start) - 1] if within else None
            if sentence and 0 <= at - sentence.start < len(sentence.text) and sentence.start not in told:
                told.add(sentence.start)
                yield sentence, normalised(sentence.text)
            at = text.find(needle, at + len(needle))


def sentences_of_report(
    chapters: Iterable[Chapter], needles: Sequence[str]
) -> Iterator[tuple[Chapter, Sentence, str]]:
    """The same over the pages of the report, each sentence with its page."""
    for chapter in chapters:
        if chapter.is_report:
            for sentence, text in sentences_with(chapter, needles):
                yield chapter, sentence, text


def sentences_of(paragraph: Paragraph) -> tuple[Sentence, ...]:
    """The sentences of a block. An abbreviation or a number ends none."""
    return _sentences(paragraph.text, paragraph.start)


# The same sentences and fields are asked about by many checks.
@lru_cache(maxsize=8192)
def normalised(text: str) -> str:
    """The text with white space, quotes, dashes, letter case and emphasis made alike, to compare wordings by."""
    plain = _ATTRIBUTES.sub(" ", _QUOTE_MARKS.sub("", text))
    return " ".join(unicodedata.normalize("NFKC", plain).translate(_SAME).casefold().split())


def _start(part: Paragraph | Sentence) -> int:
    return part.start


@lru_cache(maxsize=64)
def lowered(prose: str) -> str:
    """In small letters, as long as no letter grows by it, so that places stay the same."""
    folded = prose.lower()
    return folded if len(folded) == len(prose) else prose


# Several checks walk over the same pages; a text's hash is kept by Python, so that finding it again costs nothing.
@lru_cache(maxsize=256)
def _paragraphs(prose: str) -> tuple[Paragraph, ...]:
    return tuple(_blocks(prose))


@lru_cache(maxsize=8192)
def _sentences(text: str, start: int) -> tuple[Sentence, ...]:
    return tuple(_split(text, start))


def _blocks(prose: str) -> Iterator[Paragraph]:
    lines: list[str] = []
    start, offset = 0, 0
    kind: BlockKind = "text"
    for line in prose.splitlines(keepends=True):
        found = _kind(line)
        if not line.strip():
            yield from _block(lines, start, kind)
            lines = []
        elif lines and _continues(kind, found):
            lines.append(line)
        else:
            yield from _block(lines, start, kind)
            lines, start, kind = [line], offset, found
        offset += len(line)
    yield from _block(lines, start, kind)


def _block(lines: list[str], start: int, kind: BlockKind) -> Iterator[Paragraph]:
    text = "".join(lines)
    if text.strip():
        yield Paragraph(text.rstrip(), start, kind)


def _kind(line: str) -> BlockKind:
    if _HEADING.match(line):
        return "heading"
    if _QUOTE.match(line):
        return "quote"
    if _ROW.match(line):
        return "table"
    return "list" if _ITEM.match(line) else "text"


def _continues(kind: BlockKind, found: BlockKind) -> bool:
    """Whether a line goes on with the block before it; a quote goes on without its mark, as Markdown has it."""
    if kind in ("quote", "table") and found == kind:
        return True
    return kind in ("text", "quote", "list") and found == "text"


def _split(text: str, start: int) -> Iterator[Sentence]:
    begin = 0
    for end in _END.finditer(text):
        if not _BEGIN.match(text, end.end()):
            continue
        if text[end.start()] == "." and _ABBREVIATED.search(
            text, max(begin, end.start() - 8), end.start() + 1
        ):
            continue
        yield from _sentence(text, begin, end.end(), start)
        begin = end.end()
    yield from _sentence(text, begin, len(text), start)


def _sentence(text: str, begin: int, end: int, start: int) -> Iterator[Sentence]:
    part = text[begin:end]
    if part.strip():
        lead = len(part) - len(part.lstrip())
        yield Sentence(part.strip(), start + begin + lead)
