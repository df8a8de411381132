"""The list of changes that goes with a release: for programs, and for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from cerkit.model.changes import Difference
from cerkit.render.markdown_tables import escaped

SCHEMA: Final = 1
"""Version of the stored form."""
_LONG: Final = 200
"""Signs of a value that is shown whole."""
_AROUND: Final = 4
"""Words that stand around a part that differs."""


def changes_json(previous: str | None, version: str, changes: Sequence[Difference]) -> bytes:
    """The previous release, or null for a first one, and every change since with what follows from it."""
    content = {
        "schema": SCHEMA,
        "from": previous,
        "to": version,
        "changes": [item.as_json() for item in changes],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def changes_markdown(previous: str | None, version: str, changes: Sequence[Difference]) -> bytes:
    """The same as a list, a consequence below what it follows from."""
    lines = [f"# Changes in version {escaped(version)}", ""]
    if previous is None:
        lines.append("This is the first release: there is nothing to compare it with.")
    elif not changes:
        lines.append(f"Nothing differs from {escaped(previous)}.")
    else:
        lines += [f"Compared with {escaped(previous)}. What follows from a change stands below it.", ""]
        grouped = groupby(changes, key=lambda item: item.subject)
        lines += (line for subject, items in grouped for line in _of_subject(subject, tuple(items)))
    return ("\n".join(lines) + "\n").encode()


def _shown(old: str | None, new: str | None) -> tuple[str, str]:
    """Both values; of long ones the part that differs, with a few words around it. The JSON has them whole."""
    before, after = (old or "nothing").split(" "), (new or "nothing").split(" ")
    if old is None or new is None or max(len(old), len(new)) <= _LONG:
        return _cut(before), _cut(after)
    shortest = min(len(before), len(after))
    same = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    rest = shortest - same
    tail = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
    first, last = max(same - _AROUND, 0), max(tail - _AROUND, 0)
    return _cut(before, first, last), _cut(after, first, last)


def _cut(words: list[str], first: int = 0, last: int = 0) -> str:
    kept = words[first : len(words) - last]
    text = " ".join([*(["…"] if first else []), *kept, *(["…"] if last else [])])
    return text if len(text) <= 2 * _LONG else f"{text[: 2 * _LONG].rstrip()} …"


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
    values = " → ".join(map(escaped, _shown(item.old, item.new)))
    said = f": {values}" if item.old is not None or item.new is not None else ""
    yield f"{'  ' * depth}- {f'**{named}**: ' if named else ''}{item.kind}{said}"
    for below in item.consequences:
        yield from _lines(below, depth + 1)
