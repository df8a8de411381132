"""Which section of MEDDEV 2.7/1 A9 a heading of the report answers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Final

from cerkit.model.catalogues.report import ReportContents
from cerkit.model.chapters import Chapter, Heading
from cerkit.model.dossier import Dossier

CONTENTS: Final = "meddev-a9"
_ALIKE: Final = 0.75
_WORD: Final = re.compile(r"[a-z]+")
_COMMON: Final = frozenset({"a", "an", "and", "by", "for", "from", "in", "of", "on", "the", "to"})


def section_titles(dossier: Dossier) -> Mapping[str, str]:
    """Number of each section of A9 -> its title."""
    contents = dossier.catalogues.get(CONTENTS)
    entries = contents.entries if isinstance(contents, ReportContents) else ()
    return {entry.number: entry.title for entry in entries}


def numbered_headings(chapter: Chapter, titles: Mapping[str, str]) -> Iterator[tuple[Heading, str]]:
    """The headings below a chapter's title that answer a section of their own.

    A heading counts for the section whose title it has, or which it names: `## Our data {: data-a9="4.3" }`.
    """
    for heading in chapter.headings:
        number = heading.section or _number_of(heading, chapter.section or "", titles)
        if number is not None and heading.level > 1:
            yield heading, number


def significant_words(title: str) -> str:
    """A title without its small words."""
    return " ".join(word for word in _WORD.findall(title.lower()) if word not in _COMMON)


def _number_of(heading: Heading, chapter: str, titles: Mapping[str, str]) -> str | None:
    words = significant_words(heading.title)
    for number, title in titles.items():
        if number.startswith(f"{chapter}.") and _is_alike(words, significant_words(title)):
            return number
    return None


def _is_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    matcher = difflib.SequenceMatcher(None, one, other)
    # Both are never below the ratio itself, and a tenth of its work.
    return matcher.real_quick_ratio() > _ALIKE and matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE
