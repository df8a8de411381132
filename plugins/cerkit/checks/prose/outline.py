"""The sections of the report by their headings, and which of them answers which section of MEDDEV A9."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from cerkit.checks.prose.phrases import word_set
from cerkit.checks.texts import is_announced
from cerkit.model.catalogues.report import ReportSection
from cerkit.model.wording import Paragraph

_HEADING: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)", re.DOTALL)
_WORD: Final = re.compile(r"[a-z]+")
_COMMON: Final = word_set(
    """
    a an and by for from in of on or the to sec type data clinical requirement requirements demonstration
    generated acceptable acceptability
    """
)
"""Words of A9's titles that tell no section from another."""
_RULE: Final = re.compile(r"[\s*_~=-]+")


class Section(NamedTuple):
    """A heading with the blocks below it, down to the next heading of any depth."""

    heading: Paragraph
    depth: int
    words: frozenset[str]
    body: tuple[Paragraph, ...]
    inside: tuple[Section, ...]
    """The sections above it, outermost first."""


def sections(blocks: Sequence[Paragraph]) -> tuple[Section, ...]:
    """The sections of a page in their order; what stands before the first heading is in none."""
    found: list[Section] = []
    above: list[Section] = []
    body: list[Paragraph] = []
    for block in blocks:
        match = _HEADING.match(block.text) if block.kind == "heading" else None
        if match is None:
            body.append(block)
            continue
        _close(found, above, body)
        body = []
        depth = len(match.group(1))
        while above and above[-1].depth >= depth:
            above.pop()
        above.append(Section(block, depth, significant(match.group(2)), (), tuple(above)))
    _close(found, above, body)
    return tuple(found)


def _close(found: list[Section], above: list[Section], body: list[Paragraph]) -> None:
    if above:
        last = above[-1]
        above[-1] = Section(last.heading, last.depth, last.words, tuple(body), last.inside)
        found.append(above[-1])


def significant(title: str) -> frozenset[str]:
    """The words of a title by which its section is known, without the endings that vary."""
    words = _WORD.findall(title.lower())
    return frozenset(word.removesuffix("s") for word in words if word not in _COMMON)


def answers(section: Section, wanted: ReportSection) -> bool:
    """Whether a heading is about what a section of A9 is about: teams word, number and join their headings freely."""
    title = section.heading.text.lstrip("# \t")
    return title.startswith((f"{wanted.number} ", f"{wanted.number}. ")) or not section.words.isdisjoint(
        significant(wanted.title)
    )


def has_text(block: Paragraph) -> bool:
    """Whether a block says anything: attributes and rules say nothing, nor does a word that holds a place."""
    text = re.sub(r"\{:[^{}\n]*\}", "", block.text)
    if not text or _RULE.fullmatch(text) or is_announced(text):
        return False
    return not _PLACEHOLDER.fullmatch(text.strip(" *_.[]()<>…"))


_PLACEHOLDER: Final = re.compile(
    r"tbd|tbc|todo|to do|x{3,20}|lorem ipsum.*|placeholder|(?:text )?(?:to follow|to be \w+(?: \w+){0,3})",
    re.IGNORECASE,
)
