"""The list of changes that goes with a release, and its stored form: made once, and read by every later version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cerkit.model.changes import ChangeKind, Difference

SCHEMA: Final = 1
"""Version of the stored form; a reader refuses a number it does not know."""
DEEPEST: Final = 50
"""Consequences below one another; the trace has less than ten steps."""


@dataclass(frozen=True, slots=True)
class ChangeList:
    """What differs between a release and the one before it."""

    previous: str | None
    """The release before, as a reader calls it; None for a first one."""
    version: str
    differences: tuple[Difference, ...]

    def as_json(self) -> dict[str, object]:
        """The stored form."""
        return {
            "schema": SCHEMA,
            "from": self.previous,
            "to": self.version,
            "changes": [item.as_json() for item in self.differences],
        }


def read_change_list(content: object) -> ChangeList:
    """The stored form back. ValueError with what is wrong for anything that no release wrote."""
    found = _fields(content, "the list", ("schema", "from", "to", "changes"))
    if type(found["schema"]) is not int or found["schema"] != SCHEMA:
        raise ValueError(f"its form is {str(found['schema'])[:20]}, and this cerkit reads {SCHEMA}")
    previous, version = _text(found["from"], "from"), _text(found["to"], "to")
    if version is None:
        raise ValueError("`to` names no version")
    return ChangeList(previous, version, tuple(_differences(found["changes"], 0)))


def _differences(content: object, depth: int) -> Iterator[Difference]:
    if not isinstance(content, list):
        raise ValueError("`changes` and `consequences` are lists")
    if depth > DEEPEST:
        raise ValueError("consequences stand too deep below one another")
    names = ("kind", "subject", "field", "old", "new", "consequences")
    for item in content:
        found = _fields(item, "a change", names)
        kind, subject = found["kind"], _text(found["subject"], "subject")
        if not isinstance(kind, str) or kind not in list(ChangeKind) or subject is None:
            raise ValueError("a change has a kind that is known, and a subject")
        yield Difference(
            ChangeKind(kind),
            subject,
            _text(found["field"], "field"),
            _text(found["old"], "old"),
            _text(found["new"], "new"),
            tuple(_differences(found["consequences"], depth + 1)),
        )


def _fields(content: object, what: str, names: tuple[str, ...]) -> dict[str, object]:
    if not isinstance(content, dict) or content.keys() != set(names):
        raise ValueError(f"{what} has the fields {', '.join(names)}, and no others")
    return content


def _text(value: object, name: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError(f"`{name}` is no text")
    return value
