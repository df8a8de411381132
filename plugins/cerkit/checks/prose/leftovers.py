"""What would be printed and must not be: in the pages of the report, and in the texts of the records (D66)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from cerkit.checks.altered import Altered, Codes
from cerkit.checks.leftovers import leftovers, leftovers_in_source, shown
from cerkit.checks.looks import Bytes, Leftover, LeftoverKind
from cerkit.checks.placeholders import Placeholders
from cerkit.checks.printed_texts import Texts, texts_of_records
from cerkit.checks.prose import leftover_rules as rules
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.records.source import Source

_NEEDLES: Final = (b"&", b"\\", b"**", b"{{", b"](", b"][", b"<")
_MARKS: Final = (b"TODO", b"FIXME", b"TBD", b"XX")
_NO_CAPITALS: Final = bytes(code for code in range(256) if not chr(code).isupper() and code != 0x20)
"""Signs and marks in a source's file. There are thousands of sources, so the lists are short; what they miss is found
when the site is read back."""


def check_leftovers(examination: Examination) -> Iterator[Diagnostic]:
    """Placeholders, signs of markup, paths and altered identifiers, each kind once in a line."""
    placeholders = Placeholders(examination.policies, examination.dossier)
    codes = Codes(examination.trace)
    for chapter in examination.dossier.chapters:
        if chapter.is_report:
            found = (*leftovers_in_source(chapter.prose), *placeholders.found(chapter.prose))
            prose = chapter.prose
            yield from _in_chapter(chapter, (item for item in found if not placeholders.is_term(item, prose)))
            yield from _altered_in(chapter, codes.altered(chapter.prose))
    texts = texts_of_records(examination.dossier)
    text = texts.text
    found = (*leftovers(text), *placeholders.found(text))
    yield from _in_records(text, (item for item in found if not placeholders.is_term(item, text)), texts.at)
    for altered in codes.altered(text):
        place, subject = texts.at(altered.start)
        yield rules.ALTERED.at(place, _told_altered(altered), subject=subject)


def may_hold_leftovers(written: bytes) -> bool:
    """Whether the file of a source holds anything of which `check_source_leftovers` may tell."""
    capitals = written.translate(None, _NO_CAPITALS)
    return any(map(Bytes(written).has, _NEEDLES)) or any(mark in capitals for mark in _MARKS)


def check_source_leftovers(source: Source, place: Place) -> Iterator[Diagnostic]:
    """The same in one source, as far as a source by itself shows it."""
    texts = Texts()
    texts.add(source, place, source.id)
    text = texts.text
    # Titles of papers come with HTML, which the style of citations reads.
    yield from _in_records(text, leftovers(text, tags_allowed=True), texts.at)


def _in_chapter(chapter: Chapter, found: Iterable[Leftover]) -> Iterator[Diagnostic]:
    said: set[tuple[str, int]] = set()
    for item in sorted(found, key=lambda item: item.start):
        line = chapter.prose.rfind("\n", 0, item.start)
        if (item.kind, line) not in said:
            said.add((item.kind, line))
            yield _diagnosed(item, chapter.prose, chapter.at(item.start), chapter.path)


def _in_records(
    text: str, found: Iterable[Leftover], at: Callable[[int], tuple[Place, str]]
) -> Iterator[Diagnostic]:
    said: set[tuple[str, Place]] = set()
    for item in sorted(found, key=lambda item: item.start):
        place, subject = at(item.start)
        if (item.kind, place) not in said:
            said.add((item.kind, place))
            yield _diagnosed(item, text, place, subject)


def _diagnosed(item: Leftover, text: str, place: Place, subject: str) -> Diagnostic:
    rule = rules.PLACEHOLDER if item.kind is LeftoverKind.PLACEHOLDER else rules.LEFTOVER
    message = f'"{shown(item, text)}" would be printed: {item.what}'
    return rule.at(place, message, subject=subject)


def _altered_in(chapter: Chapter, found: Iterable[Altered]) -> Iterator[Diagnostic]:
    """Of a link or citation with a wrong name is said that it does not exist."""
    named = {(item.place.line, item.place.column) for item in chapter.references}
    for item in found:
        place = chapter.at(item.start)
        if (place.line, place.column) not in named and (place.line, place.column - 1) not in named:
            yield rules.ALTERED.at(place, _told_altered(item), subject=chapter.path)


def _told_altered(item: Altered) -> str:
    return f'"{item.text}" is no identifier, but an altered form of {item.known}'
