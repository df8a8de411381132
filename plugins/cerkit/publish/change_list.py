"""The list of changes that goes with a release: for programs, and for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from cerkit.model.change_list import ChangeList
from cerkit.model.changes import Difference
from cerkit.model.tables import plain
from cerkit.render.markdown_tables import escaped
from cerkit.render.update_words import then_and_now


def changes_json(changes: ChangeList) -> bytes:
    """The previous release, or null for a first one, and every change since with what follows from it."""
    return (json.dumps(changes.as_json(), ensure_ascii=False, indent=2) + "\n").encode()


def changes_markdown(changes: ChangeList) -> bytes:
    """The same as a list, a consequence below what it follows from. Of long values the part that differs."""
    lines = [f"# Changes in version {escaped(changes.version)}", ""]
    if changes.previous is None:
        lines.append("This is the first release: there is nothing to compare it with.")
    elif not changes.differences:
        lines.append(f"Nothing differs from {escaped(changes.previous)}.")
    else:
        lines += [
            f"Compared with {escaped(changes.previous)}. What follows from a change stands below it.",
            "",
        ]
        grouped = groupby(changes.differences, key=lambda item: item.subject)
        lines += (line for subject, items in grouped for line in _of_subject(subject, tuple(items)))
    return ("\n".join(lines) + "\n").encode()


def _of_subject(subject: str, items: Sequence[Difference]) -> Iterator[str]:
    """Several changes of one record stand below its name."""
    if len(items) == 1:
        yield from _lines(items[0], 0)
        return
    yield f"- **{escaped(subject)}**"
    for item in items:
        yield from _lines(item, 1, under=subject)


def _lines(item: Difference, depth: int, *, under: str | None = None) -> Iterator[str]:
    names = (None if item.subject == under else item.subject, item.field)
    named = escaped(", ".join(name for name in names if name))
    sides = zip((item.old, item.new), then_and_now(item.old, item.new), strict=True)
    values = " → ".join("nothing" if value is None else escaped(plain(shown)) for value, shown in sides)
    said = f": {values}" if item.old is not None or item.new is not None else ""
    yield f"{'  ' * depth}- {f'**{named}**: ' if named else ''}{item.kind}{said}"
    for below in item.consequences:
        yield from _lines(below, depth + 1)
