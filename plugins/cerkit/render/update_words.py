"""What changed, then and now, side by side: only the words that differ, with a few around them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, Protocol, TypeVar

from cerkit.model.changes import ChangeKind, Difference
from cerkit.model.identifiers import RECORD_REFERENCE
from cerkit.model.tables import EMPTY, Break, Cell, Column, Piece, RecordRef, Row, Table, Words, cell
from cerkit.model.trace import natural_key
from cerkit.render.values import filled, record_refs, row_of
from cerkit.render.words import date_text, sentence_case

MOST_WORDS: Final = 400
"""Words of a text up to which two are compared word by word."""
_DAY: Final = re.compile(r"[12]\d{3}-\d{2}-\d{2}")
_LONG_RUN: Final = 14
_AROUND: Final = 5
"""Words that stay of a longer run that is the same on both sides, on either side of a change."""
_LONGEST: Final = 90
"""Words of a text that is shown whole where nothing stands on the other side."""
_MOST_SIGNS: Final = 1000
"""Signs of a text that stands on one side only, for one whose words have no end."""
_ENTRY: Final = re.compile(r"\[([^\[\]]*)\]")


def then_and_now(old: str | None, new: str | None) -> tuple[Cell, Cell]:
    """Both values. Of lists of records what is not on the other side, of texts the part that differs, in bold."""
    old, new = _readable(old), _readable(new)
    if old is None or new is None:
        return _alone(old), _alone(new)
    names = [_names(text) for text in (old, new)]
    if all(names):
        return _only_in(names[0], names[1]), _only_in(names[1], names[0])
    first, second = old.split(), new.split()
    if max(len(first), len(second)) > MOST_WORDS:
        first, second = _without_ends(first, second)
    if max(len(first), len(second)) > MOST_WORDS:
        return _cut(" ".join(first)), _cut(" ".join(second))
    return _compared(first, second)


def _without_ends(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Two long texts without what is the same at their ends, but for a few words: found in one pass."""
    shortest = min(len(old), len(new))
    head = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    rest = shortest - head
    tail = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    first, last = max(head - _AROUND, 0), max(tail - _AROUND, 0)
    before, after = ["…"] * bool(first), ["…"] * bool(last)
    return (
        [*before, *old[first : len(old) - last], *after],
        [*before, *new[first : len(new) - last], *after],
    )


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Identified)


def both_sides(old: Iterable[R], new: Iterable[R]) -> Iterator[tuple[str, R | None, R | None]]:
    """Every record of either version in natural order, as it was and as it is."""
    then, now = {item.id: item for item in old}, {item.id: item for item in new}
    for name in sorted(then.keys() | now.keys(), key=natural_key):
        yield name, then.get(name), now.get(name)


def field_label(field: str | None) -> str:
    """`versions[2.3.0].clinical_impact` as a reader expects it: Versions 2.3.0, clinical impact."""
    if field is None:
        return ""
    words = _ENTRY.sub(r" \1, ", field).replace("_", " ")
    parts = (part.strip() for part in re.split(r"[,.](?=\s|[a-z])", words))
    return sentence_case(", ".join(part for part in parts if part))


def change_table(items: Iterable[Difference], *, consequences: bool = False) -> Table:
    """Record, field, then and now; with `consequences` also what follows."""
    columns = (
        Column("record", "Record", header=True, weight=13),
        Column("field", "What changed", weight=15),
        Column("then", "Then", weight=30),
        Column("now", "Now", weight=30),
        *((Column("follows", "What follows", weight=18),) if consequences else ()),
    )
    rows = tuple(_change_rows(items, consequences=consequences))
    return Table(columns, rows, ("wide",))


def _change_rows(items: Iterable[Difference], *, consequences: bool) -> Iterator[Row]:
    for item in items:
        follows = (followers(item.consequences),) if consequences else ()
        yield row_of(RecordRef(item.subject), _what(item), *then_and_now(item.old, item.new), *follows)


def _what(item: Difference) -> str:
    if item.field is None or item.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return " ".join(
            filter(None, (sentence_case(field_label(item.field)), str(item.kind)))
        ).strip() or str(item.kind)
    return field_label(item.field)


def followers(items: Sequence[Difference]) -> Cell:
    """What follows from a change, one line each; parts that came with their record are left out."""
    lines = [told for item in items for told in _followers(item)]
    pieces: list[Piece] = []
    for position, line in enumerate(lines):
        pieces += (Break(), *line) if position else line
    return filled(tuple(pieces))


def _followers(item: Difference) -> Iterator[tuple[Piece, ...]]:
    if item.kind not in (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.CHANGED):
        yield follower(item)
    for below in item.consequences:
        yield from _followers(below)


def follower(item: Difference) -> tuple[Piece, ...]:
    """AC-1: benchmark moved (BM-1)."""
    on = item.field is not None and RECORD_REFERENCE.fullmatch(item.field) is not None
    named: tuple[Piece, ...] = (Words(" ("), RecordRef(item.field or ""), Words(")")) if on else ()
    return (RecordRef(item.subject), Words(f": {item.kind}"), *named)


def _readable(value: str | None) -> str | None:
    """A day as people write it; any other value as it is."""
    if value is None or _DAY.fullmatch(value) is None:
        return value
    try:
        return date_text(date.fromisoformat(value))
    except ValueError:
        return value


def _alone(text: str | None) -> Cell:
    if not text:
        return EMPTY
    names = _names(text)
    return cell(*record_refs(names)) if names else _cut(text)


def _cut(text: str) -> Cell:
    words = text.split()
    shown = _ended(" ".join(words[:_LONGEST]))
    return cell(shown if len(words) <= _LONGEST or shown.endswith(" …") else f"{shown} …")


def _ended(text: str) -> str:
    """A text of any length, short enough for a table."""
    return text if len(text) <= _MOST_SIGNS else f"{text[:_MOST_SIGNS].rstrip()} …"


def _names(text: str) -> tuple[str, ...]:
    """The records of a list of them; none for any other text."""
    parts = tuple(text.split("; "))
    return parts if all(RECORD_REFERENCE.fullmatch(part) for part in parts) else ()


def _only_in(here: tuple[str, ...], there: tuple[str, ...]) -> Cell:
    other = set(there)
    own = tuple(name for name in here if name not in other)
    same = len(here) - len(own)
    if not same:
        return filled(record_refs(own))
    rest = f"{same} unchanged"
    return cell(*record_refs(own), f" and {rest}") if own else cell(rest)


def _compared(old: list[str], new: list[str]) -> tuple[Cell, Cell]:
    found = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for position, (tag, start, end, from_, to) in enumerate(found):
        if tag == "equal":
            text = _shortened(old[start:end], is_first=position == 0, is_last=position == len(found) - 1)
            for side in sides:
                side.append(Words(text))
            continue
        for side, words in ((sides[0], old[start:end]), (sides[1], new[from_:to])):
            if words:
                side.append(Words(_ended(" ".join(words)), strong=len(found) > 1))
    return _spaced(sides[0]), _spaced(sides[1])


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> str:
    """Words that are the same on both sides: of many those next to a change."""
    if len(words) <= _LONG_RUN:
        return " ".join(words)
    before = [] if is_first else words[:_AROUND]
    after = [] if is_last else words[-_AROUND:]
    return " ".join((*before, "…", *after))


def _spaced(pieces: list[Piece]) -> Cell:
    spaced: list[Piece] = []
    for piece in pieces:
        spaced += (Words(" "), piece) if spaced else (piece,)
    return filled(tuple(spaced))
