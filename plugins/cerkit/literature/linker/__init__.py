"""Links records of the same work, with the rule that made each link; nothing is deleted.

Blocking finds pairs worth a look, contradictions and rules decide on each, and works are closed over the links.
The same records give the same links, in whatever order they come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cerkit.literature.linker.blocking import candidates
from cerkit.literature.linker.clusters import Works
from cerkit.literature.linker.contradictions import contradictions
from cerkit.literature.linker.evidence import compare, is_worth_comparing
from cerkit.literature.linker.features import Features, features
from cerkit.literature.linker.questions import likeness_of
from cerkit.literature.linker.verdicts import Class, judge
from cerkit.model.records.review import BibliographicRecord


@dataclass(frozen=True, slots=True)
class Link:
    """Two records, a before b, and why they are linked."""

    a: str
    b: str
    kind: Class
    rule: str
    joins: bool = False
    """Of links of the class `same`: without this one, the two would not be one work. The others only confirm it."""


@dataclass(frozen=True, slots=True)
class Known:
    """A link of an earlier round or of a person. It stands, whatever the rules say."""

    a: str
    b: str
    verdict: Literal["same", "maybe", "different"]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two records that were told apart, and are the same by a chain of other recorded links."""

    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking gives."""

    links: tuple[Link, ...]
    """Pairs on which a rule decided, sorted; without those that were known, and what follows from others."""
    works: tuple[tuple[str, ...], ...]
    """Records that are one work, where there are two or more: by what was known and by the links."""
    clashes: tuple[Clash, ...] = ()


def link(records: Mapping[str, BibliographicRecord], known: Sequence[Known] = ()) -> Linked:
    """Link records, which go by the names of the mapping. What is known is neither repeated nor overruled."""
    ordered = [features(records[name], name) for name in sorted(records)]
    position = {item.id: index for index, item in enumerate(ordered)}
    decided = [
        (position[item.a], position[item.b], item.verdict)
        for item in known
        if item.a in position and item.b in position and item.a != item.b
    ]
    works = Works(ordered, ((one, other) for one, other, verdict in decided if verdict == "different"))
    for one, other, verdict in decided:
        if verdict == "same":
            works.join(one, other)
    clashes = tuple(
        sorted(
            {
                Clash(*sorted((ordered[one].id, ordered[other].id)))
                for one, other, verdict in decided
                if verdict == "different" and works.of(one) == works.of(other)
            },
            key=lambda clash: (clash.a, clash.b),
        )
    )
    asked = {frozenset((one, other)): verdict for one, other, verdict in decided}
    links = _links(ordered, works, asked)
    return Linked(links, _works(ordered, works), clashes)


def _links(
    records: Sequence[Features], works: Works, asked: Mapping[frozenset[int], str]
) -> tuple[Link, ...]:
    """Links of strong rules first, so that a weak one cannot join what they keep apart."""
    found = _judged(records, asked)
    made: list[tuple[int, int, Class, str, bool]] = []

    def join(one: int, other: int, rule: str) -> None:
        made.append((one, other, "same", rule, works.of(one) != works.of(other)))
        works.join(one, other)

    for _, one, other, rule, renamed in sorted(found.same):
        obstacle = works.obstacle(one, other, renamed=renamed)
        if obstacle is None:
            join(one, other, rule)
        else:
            found.maybe.append((one, other, f"{rule}; {obstacle}", ""))
    neighbours = _Neighbours(found, works)
    free = [item for item in sorted(found.maybe) if item[3] and not neighbours.contest(item[0], item[1])]
    for one, other, _, lone in free:
        if works.obstacle(one, other, renamed=False) is None:
            join(one, other, lone)
    for one, other, rule, _ in sorted(found.maybe):
        if works.of(one) != works.of(other) and not works.are_told_apart(one, other):
            made.append((one, other, "maybe", rule, False))
    return tuple(
        Link(records[one].id, records[other].id, kind, rule, joins)
        for one, other, kind, rule, joins in sorted(made)
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What the rules say of all pairs, before works are made of them."""

    same: list[tuple[int, int, int, str, bool]]
    """Rank of the rule, positions, the rule, and whether the DOIs differ."""
    maybe: list[tuple[int, int, str, str]]
    """Positions, the rule, and the rule by which they are the same where neither has a rival."""
    alike: list[tuple[int, int]]
    """Records that share a title and that nothing tells apart."""
    apart: list[tuple[int, int]]
    """Records that share a title and that something tells apart."""


class _Neighbours:
    """Works that share a title with others, as they stand when the rules for two records have been applied."""

    def __init__(self, found: _Found, works: Works) -> None:
        self._work = works.of
        self._apart = self._between_works(found.apart)
        self._alike = self._between_works(found.alike)

    def _between_works(self, pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in ((self._work(one), self._work(other)) for one, other in pairs):
            if one != other:
                found[one].add(other)
                found[other].add(one)
        return dict(found)

    def contest(self, one: int, other: int) -> bool:
        """Whether a third work is like one of two and not like the other, or these two are told apart themselves."""
        left, right = self._work(one), self._work(other)
        nobody: set[int] = set()
        apart_left, apart_right = self._apart.get(left, nobody), self._apart.get(right, nobody)
        if right in apart_left:
            return True
        alike_left, alike_right = self._alike.get(left, nobody), self._alike.get(right, nobody)
        return not (alike_left.isdisjoint(apart_right) and alike_right.isdisjoint(apart_left))


def _judged(records: Sequence[Features], asked: Mapping[frozenset[int], str]) -> _Found:
    apart = [(min(pair), max(pair)) for pair, verdict in asked.items() if verdict == "different"]
    found = _Found([], [], [], apart)
    for one, other in candidates(records):
        if not is_worth_comparing(records[one], records[other]):
            continue
        decided = asked.get(frozenset((one, other)))
        evidence = compare(records[one], records[other])
        against = contradictions(evidence)
        likeness = likeness_of(evidence, against)
        if likeness is not None:
            (found.alike if likeness == "alike" else found.apart).append((one, other))
        verdict = judge(evidence, against) if decided is None else None
        if verdict is None:
            continue
        if verdict.kind == "same":
            found.same.append((verdict.rank, one, other, verdict.rule, evidence.doi is False))
        else:
            found.maybe.append((one, other, verdict.rule, verdict.lone))
    return found


def _works(records: Sequence[Features], works: Works) -> tuple[tuple[str, ...], ...]:
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for index, record in enumerate(records):
        groups[works.of(index)].append(record.id)
    return tuple(tuple(group) for group in sorted(groups.values()) if len(group) > 1)


__all__ = ["Clash", "Known", "Link", "Linked", "link"]
