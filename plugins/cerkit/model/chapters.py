"""Pages of prose, and what they name."""

from __future__ import annotations

from dataclasses import dataclass

from cerkit.model.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Reference:
    """A record, figure or macro argument that a page names, at its line of the raw file."""

    target: str
    place: Place
    form: str
    """How it is written: link, citation, or macro."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page."""

    level: int
    """1 for the page's own title."""
    title: str
    anchor: str | None
    """The name given to it, `{: #sec-safety }`."""
    section: str | None
    """Section of MEDDEV A9 that it says it answers, `{: data-a9="4.6.1" }`."""
    line: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of prose: its path from the top of the repository, its title and what it names."""

    path: str
    title: str
    section: str | None = None
    """Section of MEDDEV A9 that the chapter answers, from the front matter."""
    references: tuple[Reference, ...] = ()
    template_comments: tuple[Place, ...] = ()
    """Where `{#` stands, which the macros read as the beginning of a comment."""
    prose: str = ""
    """The text with front matter, code and comments blanked out at equal length."""
    headings: tuple[Heading, ...] = ()
    is_report: bool = False
    """Whether it is a chapter of the report, and not a page beside it."""

    def at(self, offset: int) -> Place:
        """The place of a character of the prose."""
        line = self.prose.count("\n", 0, offset) + 1
        return Place(self.path, line=line, column=offset - (self.prose.rfind("\n", 0, offset) + 1) + 1)
