"""From mistakes in finished outputs to the places where they are mended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from cerkit import load
from cerkit.assess.pipeline import Assessment
from cerkit.checks import policies_of
from cerkit.checks.outputs import Misprint, Proofreader
from cerkit.checks.printed_texts import Texts, texts_of_records
from cerkit.model.diagnostics import Diagnostic, Mode, Place
from cerkit.model.identifiers import Kind

_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST, _FEWEST = 5, 2
"""Words in a row by which a place is found: as many as there are, at least two."""
_SOURCE: Final = re.compile(r"SRC-[A-Za-z0-9-]*[A-Za-z0-9]")
_FEW: Final = 20
"""Sources that are looked through for one mistake."""


def proofreader_of(assessment: Assessment) -> Proofreader:
    """Reads outputs with what the dossier calls its records, and the team's own phrases."""
    return Proofreader(assessment.trace, policies_of(assessment.dossier))


def diagnosed(
    misprints: Iterable[Misprint], assessment: Assessment, mode: Mode, read: Callable[[str], bytes | None]
) -> tuple[Diagnostic, ...]:
    """Each at the Markdown or the record that it comes from, once, without what the check has said of the same line.

    `read` gives a file of the repository by its path.
    """
    origins = _Origins(assessment)
    found = [_diagnostic(item, origins) for item in misprints]
    paths = {item.place.path for item in found if not item.place.line}
    places = load.SourceMap({path: data for path in paths if (data := read(path)) is not None})
    known = {(item.place.path, item.place.line, item.rule.deficiencies) for item in _told(assessment)}
    kept: dict[tuple[str, int, str, str], Diagnostic] = {}
    for item in places.resolve(item.in_mode(mode) for item in found):
        place = item.place
        if (place.path, place.line, item.rule.deficiencies) not in known:
            # A record's text is printed in many tables; what has no origin is told each time.
            said = "" if place.column > 1 or place.line > 1 else item.message
            kept.setdefault((place.path, place.line, item.rule.code, said), item)
    return tuple(kept.values())


def _told(assessment: Assessment) -> Iterator[Diagnostic]:
    yield from assessment.diagnostics
    yield from (item.diagnostic for item in assessment.waived)


def _diagnostic(item: Misprint, origins: _Origins) -> Diagnostic:
    place = origins.of(item) or Place(f"docs/{item.page}" if item.page else "mkdocs.yml", line=1, column=1)
    return item.rule.at(place, item.message, subject=item.file)


class _Origins:
    """Looks for the words around a mistake in pages and records."""

    def __init__(self, assessment: Assessment) -> None:
        self._trace = assessment.trace
        self._records: Texts | None = None

    def of(self, item: Misprint) -> Place | None:
        """The first place with the longest run of the same words; the page itself comes before the others."""
        chapters = sorted(
            (chapter for chapter in self._trace.dossier.chapters if chapter.is_report or item.page),
            key=lambda chapter: chapter.path != f"docs/{item.page}",
        )
        for pattern in _runs(item.words):
            for chapter in chapters:
                match = pattern.search(chapter.prose)
                if match is not None:
                    return chapter.at(match.start())
            place = self._in_records(pattern, item)
            if place is not None:
                return place
        return None

    def _in_records(self, pattern: re.Pattern[str], item: Misprint) -> Place | None:
        if self._records is None:
            self._records = texts_of_records(self._trace.dossier)
        for texts in (self._records, *self._sources(item)):
            match = pattern.search(texts.text)
            if match is not None:
                return texts.at(match.start())[0]
        return None

    def _sources(self, item: Misprint) -> Iterator[Texts]:
        """Sources that the page, or the words around the mistake, name: not thousands of them."""
        named = dict.fromkeys(_SOURCE.findall(" ".join((item.page, item.file, *item.words))))
        for name in list(named)[:_FEW]:
            node = self._trace.nodes.get(name.removesuffix(".md"))
            if node is not None and node.kind is Kind.SOURCE:
                texts = Texts()
                texts.add(node.record, node.place, node.id)
                yield texts


def _runs(words: tuple[str, str]) -> Iterator[re.Pattern[str]]:
    """Patterns of words in a row across the mistake, the longest first; signs between them do not count."""
    before, after = (
        _WORD.findall(_line(part, first=first)) for part, first in zip(words, (False, True), strict=True)
    )
    for length in range(_LONGEST, _FEWEST - 1, -1):
        for lead in range(min(length, len(before)), -1, -1):
            run = (*before[len(before) - lead :], *after[: length - lead])
            if len(run) == length:
                yield re.compile(r"[\W_]{1,12}".join(map(re.escape, run)))


def _line(text: str, *, first: bool) -> str:
    """What of the text stands on the mistake's own line."""
    lines = text.split("\n")
    return lines[0] if first else lines[-1]
