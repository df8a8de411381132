"""What is wrong in a finished output, before it is known where in the sources that comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from cerkit.checks import output_rules as rules
from cerkit.checks.altered import Codes
from cerkit.checks.leftovers import leftovers, shown
from cerkit.checks.looks import LeftoverKind
from cerkit.checks.placeholders import Placeholders
from cerkit.model.check_report import CHECK_TITLE
from cerkit.model.diagnostics import Rule
from cerkit.model.examination import Policies
from cerkit.model.trace import Trace

HEADING: Final = "\x02"
"""Stands before the words of a heading in the text of an output."""
Origin = tuple[str, str]
"""The output's file, and the Markdown of its page, empty where the output has no pages."""
_CONTEXT: Final = 80
_RULE_OF: Final = {
    LeftoverKind.MARKUP: rules.MARKUP_PRINTED,
    LeftoverKind.PATH: rules.PATH_PRINTED,
    LeftoverKind.PLACEHOLDER: rules.PLACEHOLDER_PRINTED,
}


@dataclass(frozen=True, slots=True)
class Misprint:
    """A mistake in an output: the file, the heading above it, and the words around it, by which its origin is found."""

    rule: Rule
    file: str
    heading: str
    said: str
    words: tuple[str, str] = ("", "")
    """The text before and after the mistake's beginning."""
    page: str = ""
    """Path of the page's Markdown below the docs folder, where the output has pages."""

    @property
    def message(self) -> str:
        """With the place in the output."""
        below = f', below "{self.heading}"' if self.heading else ""
        return f"{self.file}{below}: {self.said}"


class Proofreader:
    """Reads the text of an output without its code, one block a line, headings marked."""

    def __init__(self, trace: Trace, policies: Policies) -> None:
        self._codes = Codes(trace)
        self._placeholders = Placeholders(policies, trace.dossier)

    def read(self, text: str, origin: Callable[[int], Origin]) -> Iterator[Misprint]:
        """Leftovers and altered identifiers, each kind once in a line. `origin` tells the file of a character.

        What the printed check says of the report is a quotation, and has been told.
        """
        for item in self._all(text, origin):
            if not item.heading.endswith(CHECK_TITLE):
                yield item

    def _all(self, text: str, origin: Callable[[int], Origin]) -> Iterator[Misprint]:
        said: set[tuple[object, int]] = set()
        found = (*leftovers(text), *self._placeholders.found(text))
        for item in sorted(found, key=lambda item: item.start):
            line = text.rfind("\n", 0, item.start)
            if (item.kind, line) not in said and not self._placeholders.is_term(item, text):
                said.add((item.kind, line))
                message = f'"{shown(item, text)}" is printed: {item.what}'
                yield misprint(_RULE_OF[item.kind], message, text, item.start, origin(item.start))
        for altered in self._codes.altered(text):
            message = f'"{altered.text}" is printed, an altered form of {altered.known}'
            yield misprint(rules.ALTERED_IN_OUTPUT, message, text, altered.start, origin(altered.start))


def misprint(rule: Rule, said: str, text: str, at: int, origin: Origin) -> Misprint:
    """A mistake at a place of a text whose headings are marked."""
    words = text[max(0, at - _CONTEXT) : at], text[at : at + _CONTEXT]
    file, page = origin
    return Misprint(rule, file, heading_above(text, at), said, words, page)


def heading_above(text: str, at: int) -> str:
    """The last marked heading before a place."""
    mark = text.rfind(HEADING, 0, at + 1)
    if mark < 0:
        return ""
    end = text.find("\n", mark)
    return " ".join(text[mark + 1 : end if end >= 0 else len(text)].replace("¶", " ").split())
