"""The annexes of the document: which pages they are, in which order, and which pages are sections of another one."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cerkit.render.annexes import ANNEXES, EVIDENCE, EVIDENCE_SLUG, EVIDENCE_TITLE
from cerkit.render.links import register_src
from cerkit.website.navigation import NavItem

ANNEX_NAMES: Final = "sec-annex-"
"""How the names begin under which the text refers to annexes."""
HOLDER: Final = register_src(EVIDENCE_SLUG)
"""The annex whose sections are pages of their own on the site."""


@dataclass(frozen=True, slots=True)
class Annexes:
    """The chosen annexes. Pages are named by their path below the docs folder."""

    order: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """Pages that are sections of the annex of records."""
    _places: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def place(self, src: str) -> tuple[int, int] | None:
        """Where a page stands among the annexes, and which section of its annex it is (0 for the annex itself)."""
        return self._places.get(src)

    def is_part(self, src: str) -> bool:
        return self._places.get(src, (0, 0))[1] > 0

    def as_nav(self) -> list[NavItem]:
        """Entries of the navigation; an annex with sections is a part of it that begins with the annex itself."""
        return [{EVIDENCE_TITLE: [src, *self.parts]} if src == HOLDER else src for src in self.order]


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A name among the annexes that cannot be followed."""

    name: str
    message: str
    hint: str


def choose(
    named: Sequence[str] | None, *, made: Collection[str], known: Collection[str], written: Collection[str]
) -> tuple[Annexes, tuple[Misnamed, ...]]:
    """The annexes that the settings name, or the usual ones.

    `made`: pages of this build, by the last part of their address; `known`: such names that could be made from other
    records; `written`: pages that somebody wrote, by their path, which can be named as well.
    """
    names = ANNEXES if named is None else tuple(named)
    problems = tuple(_misnamed(names, {*known, EVIDENCE_SLUG}, written))
    wanted = tuple(dict.fromkeys(names))
    registers = tuple(
        register_src(slug)
        for slug in EVIDENCE
        if slug in made and slug not in wanted and EVIDENCE_SLUG in wanted
    )
    has_content = {*made, *((EVIDENCE_SLUG,) if registers else ())}
    order = tuple(
        name if name in written else register_src(name)
        for name in wanted
        if name in written or name in has_content
    )
    places = {src: (number, 0) for number, src in enumerate(order)}
    holder = places.get(HOLDER, (0, 0))[0]
    places.update({src: (holder, number) for number, src in enumerate(registers, start=1)})
    return Annexes(order, registers, places), problems


def _misnamed(names: Sequence[str], known: Collection[str], written: Collection[str]) -> Iterator[Misnamed]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Misnamed(name, f"the annex {name} is named twice", "name it once, where it is to stand")
        elif name not in known and name not in written:
            choices = [*sorted(known), *sorted(written)]
            near = difflib.get_close_matches(name, choices, n=3)
            told = f"close to it: {', '.join(near)}; " if near else ""
            message = f"there is no annex {name}"
            yield Misnamed(
                name, message, f"{told}choose from {', '.join(sorted(known))}, or name a page below docs/"
            )
        seen.add(name)
