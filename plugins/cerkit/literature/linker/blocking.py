"""Which pairs are worth a look: those that share a key. All pairs of ten thousand records would be fifty million."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from cerkit.literature.linker.features import Features

_LARGEST_BLOCK: Final = 24
"""Records of one block that are compared each with each."""
_WINDOW: Final = 8
"""Neighbours that each record of an oversized block is compared with, in the order of their titles."""
_BEGINNING: Final = 22
_RAREST: Final = 4


def candidates(records: Sequence[Features]) -> list[tuple[int, int]]:
    """Pairs of positions, smaller one first, sorted. Their number grows with the records, not with their square."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    known = Counter(word for record in records for word in set(record.words))
    for position, record in enumerate(records):
        for key in set(_keys(record, known)):
            blocks[key].append(position)
    pairs: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) > 1:
            pairs.update(_pairs(block, records, _REFINEMENTS))
    return sorted(pairs)


def _keys(record: Features, known: Counter[str]) -> Iterator[str]:
    for name in ("doi", "pmid", "accession"):
        value = getattr(record, name)
        if value:
            yield f"{name} {value}"
    if record.version[0]:
        yield f"review {record.version[0]}"
    if record.title:
        yield f"title {record.title}"
        yield f"begins {record.title[:_BEGINNING]}"
        yield f"ends {record.title[-_BEGINNING:]}"
    if record.other_title:
        yield f"title {record.other_title}"
    yield from _keys_of_words(record, known)
    yield from _keys_of_place(record)


def _keys_of_words(record: Features, known: Counter[str]) -> Iterator[str]:
    """Two of the rarest words: a misprint in one leaves the others."""
    telling = sorted({word for word in record.words if len(word) > 2}, key=lambda word: (known[word], word))
    # A word that nobody else has is a misprint or a name, and makes no pair.
    shared = [word for word in telling if known[word] > 1][:_RAREST]
    for index, one in enumerate(shared):
        for other in shared[index + 1 :]:
            yield f"words {min(one, other)} {max(one, other)}"


def _keys_of_place(record: Features) -> Iterator[str]:
    """Title apart: translations and rewritten titles keep their page, or at least their volume."""
    if record.volume and record.year:
        for name in record.names.first:
            yield f"volume {name} {record.volume} {record.year}"
    if record.pages is None:
        return
    page = record.pages.first
    if record.volume or record.issue:
        yield f"place {record.volume or record.issue} {page}"
    if not record.pages.is_from_one:
        for name in record.names.first:
            yield f"page {name} {page}"


def _by_year(record: Features) -> str:
    return str(record.year)


def _by_author(record: Features) -> str:
    return min(record.names.first, default="")


def _by_place(record: Features) -> str:
    return f"{record.volume} {record.pages.first if record.pages else ''}"


_REFINEMENTS: Final[tuple[Callable[[Features], str], ...]] = (_by_author, _by_year, _by_place)


def _pairs(
    block: Sequence[int], records: Sequence[Features], refinements: Sequence[Callable[[Features], str]]
) -> Iterator[tuple[int, int]]:
    """Each with each in a small block. A large one is divided by further keys, and its neighbours are compared."""
    if len(block) <= _LARGEST_BLOCK:
        for index, one in enumerate(block):
            for other in block[index + 1 :]:
                yield one, other
        return
    yield from _neighbours(block, records)
    if refinements:
        parts: defaultdict[str, list[int]] = defaultdict(list)
        for position in block:
            parts[refinements[0](records[position])].append(position)
        for part in parts.values():
            yield from _pairs(part, records, refinements[1:])


def _neighbours(block: Iterable[int], records: Sequence[Features]) -> Iterator[tuple[int, int]]:
    ordered = sorted(
        block, key=lambda position: (records[position].title, records[position].year or 0, position)
    )
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 : index + 1 + _WINDOW]:
            yield min(one, other), max(one, other)
