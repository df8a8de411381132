"""Places in a page that are filled in after Markdown has run.

A table's HTML, a citation's number and the number of a table are not text for Markdown: what a record says must not be
read as markup, and numbers are known only when every page has its content. So Markdown sees a mark of two private
characters and a position, which it carries through paragraphs, lists, tables and headings without touching it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_OPEN, _CLOSE = "\ue0c0", "\ue0c1"
_MARK = re.compile(f"{_OPEN}([0-9]{{1,9}}){_CLOSE}")
_EMPTY_PARAGRAPH = re.compile(r"<p>\s*</p>\n?")


@dataclass(frozen=True, slots=True)
class Block:
    """HTML of a macro: a table, a figure, a list."""

    html: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A cluster such as `[@SRC-x, p. 3; @SRC-y]`."""

    cluster: str


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A table, figure or section that is named by its number; `text` is the writer's own wording, if any."""

    target: str
    text: str | None = None


@dataclass(slots=True)
class Late:
    """HTML that depends on what the finished report says; None until every page has its content."""

    make: Callable[[], str]
    html: str | None = None


Slot = Block | Citation | CrossReference | Late


@dataclass(slots=True)
class Slots:
    """The marked places of one page, in the order in which they were met."""

    items: list[Slot] = field(default_factory=list)

    @property
    def late(self) -> list[Late]:
        """Those that wait for the whole report."""
        return [slot for slot in self.items if isinstance(slot, Late)]

    def mark(self, slot: Slot) -> str:
        """The text that stands for `slot` until it is filled."""
        self.items.append(slot)
        return f"{_OPEN}{len(self.items) - 1}{_CLOSE}"

    def fill(self, text: str, html: Callable[[Slot], str | None]) -> str:
        """Put HTML in place of marks; a mark for which `html` gives None stays."""
        if _OPEN not in text:
            return text
        text = _MARK.sub(lambda match: self._opened(text, match, html), text)
        return _EMPTY_PARAGRAPH.sub("", text)

    def _opened(self, text: str, match: re.Match[str], html: Callable[[Slot], str | None]) -> str:
        position = int(match[1])
        if position >= len(self.items):
            # Nobody makes such characters by accident, but a page may be pasted from anywhere.
            return ""
        slot = self.items[position]
        filled = html(slot)
        if filled is None:
            return match[0]
        # A paragraph cannot hold a table: it is closed before and opened again after.
        in_paragraph = isinstance(slot, Block | Late) and text.rfind("<p>", 0, match.start()) > text.rfind(
            "</p>", 0, match.start()
        )
        return f"</p>\n{filled}\n<p>" if in_paragraph else filled


def without_marks(text: str) -> str:
    """The text as a reader may see it where HTML has no place, for example in a title."""
    return _MARK.sub("", text).strip() if _OPEN in text else text
