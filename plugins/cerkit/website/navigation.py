"""The navigation: `folder/` in `nav:` stands for the pages in it, so that a new page is never forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

ANNEXES: Final = "annexes/"
"""Stands for the annexes in their order, wherever the pages lie; a folder then leaves them out."""
NavItem = str | dict[str, object]


def expanded(nav: list[NavItem], pages: Iterable[str], annexes: Sequence[NavItem] = ()) -> list[NavItem]:
    """`nav` with each `folder/` replaced by the folder's pages: `index.md` first, folders last.

    A folder without pages leaves no entry. `annexes` are the entries that `annexes/` stands for.
    """
    known = list(pages)
    if ANNEXES in _entries(nav):
        placed = set(_entries(annexes))
        nav = list(_with_annexes(nav, annexes))
        known = [page for page in known if page not in placed]
    return list(_expanded(nav, known))


def _entries(item: object) -> Iterator[str]:
    """Every page and folder that is named."""
    if isinstance(item, str):
        yield item
    elif isinstance(item, Mapping):
        for value in item.values():
            yield from _entries(value)
    elif isinstance(item, Sequence):
        for entry in item:
            yield from _entries(entry)


def _with_annexes(nav: Iterable[object], annexes: Sequence[NavItem]) -> Iterator[NavItem]:
    for item in nav:
        if item == ANNEXES:
            yield from annexes
        elif isinstance(item, Mapping):
            yield {str(title): _inside(value, annexes) for title, value in item.items()}
        else:
            yield str(item)


def _inside(value: object, annexes: Sequence[NavItem]) -> object:
    if value == ANNEXES:
        return list(annexes)
    return list(_with_annexes(value, annexes)) if isinstance(value, list) else value


def _expanded(nav: Iterable[object], known: list[str]) -> Iterator[NavItem]:
    for item in nav:
        if isinstance(item, Mapping):
            for title, value in item.items():
                yield from _titled(str(title), value, known)
        elif isinstance(item, str) and item.endswith("/"):
            yield from pages_in(item, known)
        else:
            yield str(item)


def _titled(title: str, value: object, known: list[str]) -> Iterator[NavItem]:
    if isinstance(value, str) and value.endswith("/"):
        value = list(pages_in(value, known))
    elif isinstance(value, list):
        value = list(_expanded(value, known))
    if value:
        yield {title: value}


def pages_in(folder: str, known: list[str]) -> Iterator[NavItem]:
    """The pages below a folder (which ends in `/`); deeper folders become sections."""
    below = [path.removeprefix(folder) for path in known if path.startswith(folder)]
    direct = [path for path in below if "/" not in path]
    for path in sorted(direct, key=lambda name: name != "index.md"):
        yield folder + path
    for name in dict.fromkeys(path.split("/", 1)[0] for path in below if "/" in path):
        yield {section_title(name): list(pages_in(f"{folder}{name}/", known))}


def section_title(folder: str) -> str:
    """How a folder is called in the navigation: how-to -> How to."""
    words = PurePosixPath(folder).name.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
