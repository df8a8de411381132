"""The navigation: `folder/` in `nav:` stands for the pages in it, so that a new page is never forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

NavItem = str | dict[str, object]


def expanded(nav: list[NavItem], pages: Iterable[str]) -> list[NavItem]:
    """`nav` with each `folder/` replaced by the folder's pages: `index.md` first, folders last.

    A folder without pages leaves no entry.
    """
    return list(_expanded(nav, list(pages)))


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
