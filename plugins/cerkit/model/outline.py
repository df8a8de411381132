"""Records with their places and outlines: what linking needs of them without reading them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar, cast, overload

from cerkit.model.diagnostics import Place
from cerkit.model.fields import Strictly
from cerkit.model.layout import Screening

R = TypeVar("R")

NodeRow = tuple[str, str, Sequence[str | int], str | None]
"""An identified thing in a record: identifier, kind, route inside the record, identifier of its holder."""


class LinkKind(NamedTuple):
    """A field that names records: the relation's name, and the kinds of record that it may name."""

    relation: str
    kinds: frozenset[str]


LinkRow = tuple[str, LinkKind, Sequence[str]]
"""Links of one field: the record that names, the kind of link, the records named."""
Named = tuple[int, Sequence[str]]
"""What the links of one kind name, each once; the kind by its position in a list, which many outlines share."""


class Outline:
    """What linking needs to know of one record, as plain rows: cheap to keep, to send and to read again.

    Its links are read only when somebody asks for them: there are a hundred thousand, and to know that they all hold it
    is enough to know what is named.
    """

    __slots__ = ("_links", "_read", "facts", "findings", "kinds", "named", "nodes")

    def __init__(
        self,
        nodes: Sequence[NodeRow],
        links: Sequence[LinkRow] | None = None,
        facts: Sequence[Any] | None = None,
        findings: Sequence[Sequence[Any]] = (),
        *,
        kinds: Sequence[LinkKind] = (),
        named: Sequence[Named] | None = None,
        read: Callable[[], Sequence[LinkRow]] | None = None,
    ) -> None:
        self.nodes = nodes
        self.facts = facts
        """A source's facts as a row of `SourceFacts`, without the findings at its end."""
        self.findings = findings
        """Its findings as rows of `FindingFacts`."""
        self._links = links
        self._read = read
        self.kinds, self.named = _named(links or ()) if named is None else (kinds, named)

    @property
    def links(self) -> Sequence[LinkRow]:
        """The links by field, in the order in which they are written."""
        if self._links is None:
            self._links = self._read() if self._read is not None else ()
        return self._links


def _named(links: Iterable[LinkRow]) -> tuple[Sequence[LinkKind], Sequence[Named]]:
    found: dict[LinkKind, list[str]] = {}
    for _, kind, targets in links:
        names = found.setdefault(kind, [])
        names += (name for name in targets if name not in names) if names else dict.fromkeys(targets)
    return tuple(found), tuple(enumerate(found.values()))


class Links(Iterable[LinkRow]):
    """The links of many records, one after the other."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self._outlines = outlines

    def __iter__(self) -> Iterator[LinkRow]:
        return (row for outline in self._outlines for row in outline.links)

    def naming(self, identifier: str) -> Iterator[LinkRow]:
        """Those that name a record; of the other records none is read."""
        for outline in self._outlines:
            for _, targets in outline.named:  # a plain loop: a generator for each takes four times as long
                if identifier in targets:
                    yield from (row for row in outline.links if identifier in row[2])
                    break


class Placed:
    """One record with the place where it stands and its outline.

    The record itself may be read only when somebody asks for it: a check after one changed file needs the outlines of
    all records, but the fields of few.
    """

    __slots__ = ("_read", "_record", "digest", "outline", "place")

    def __init__(
        self,
        record: Strictly | Screening | None,
        place: Place,
        outline: Outline,
        *,
        read: Callable[[], Strictly] | None = None,
        digest: str | None = None,
    ) -> None:
        self._record = record
        self._read = read
        self.place = place
        self.outline = outline
        self.digest = digest
        """Of name and content of its file: where it is the same, the record need not be read to be known as equal."""

    @property
    def record(self) -> Strictly | Screening:
        """The record, read on first use."""
        if self._record is None:
            assert self._read is not None  # noqa: S101  # one of the two is always given
            self._record = self._read()
        return self._record

    def part(self, route: Sequence[str | int]) -> object:
        """The part of the record that a route leads to."""
        value: object = self.record
        for step in route:
            value = value[step] if isinstance(step, int) else getattr(value, step)  # type: ignore[index]  # as read
        return value


_RECORD: Final = attrgetter("record")


class Records(Sequence[R]):
    """The records of some placed ones, as a sequence that reads them on first use."""

    def __init__(self, placed: Sequence[Placed]) -> None:
        self._placed = placed

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[R]: ...
    def __getitem__(self, index: int | slice) -> R | Sequence[R]:
        if isinstance(index, slice):
            return Records(self._placed[index])
        return cast(R, self._placed[index].record)

    def __iter__(self) -> Iterator[R]:
        return cast(Iterator[R], map(_RECORD, self._placed))

    def __len__(self) -> int:
        return len(self._placed)
