"""What follows from the edits: the states that differ, each put below the edit or consequence that leads to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cerkit.compare.edits import Edit
from cerkit.compare.states import HELD, NO_VERDICT, About, Cause, Key, State, States, Written
from cerkit.model.changes import ChangeKind, Difference
from cerkit.model.trace import Trace

SortKey = Callable[[Difference], tuple[object, ...]]
_WORSE_BETTER: Final = {
    About.VERDICT: (ChangeKind.VERDICT_FLIPPED, ChangeKind.VERDICT_FLIPPED),
    About.AGAINST: (ChangeKind.UNFAVOURABLE_EVIDENCE, ChangeKind.FAVOURABLE_EVIDENCE),
    About.COVERAGE: (ChangeKind.REQUIREMENT_UNCOVERED, ChangeKind.REQUIREMENT_COVERED),
    About.DATA: (ChangeKind.RISK_WITHOUT_DATA, ChangeKind.RISK_WITH_DATA),
}
_NEITHER: Final = frozenset({About.POOLED, About.BENCHMARK, About.AFFECTED})
"""States that are neither better nor worse than others."""
_ABSENT: Final = {About.VERDICT: (NO_VERDICT,), About.AGAINST: (1,), About.COVERAGE: (1,), About.DATA: (1,)}
"""Grade of what is not there: a risk that is not there lacks no data, and needs none."""


@dataclass(slots=True)
class _Branch:
    """A difference while its consequences are still being found."""

    difference: Difference
    below: list[_Branch] = field(default_factory=list)

    def grown(self, key: SortKey) -> Difference:
        told = sorted((branch.grown(key) for branch in self.below), key=key)
        item = self.difference
        return Difference(item.kind, item.subject, item.field, item.old, item.new, tuple(told))


def with_consequences(edits: Iterable[Edit], old: Trace, new: Trace, key: SortKey) -> list[Difference]:
    """The edits as trees with their consequences, and at the top what no edit leads to."""
    tree = _Tree(tuple(sorted(edits, key=lambda edit: key(edit.difference))), States(old), States(new))
    return sorted((branch.grown(key) for branch in tree.roots()), key=key)


class _Tree:
    def __init__(self, edits: tuple[Edit, ...], old: States, new: States) -> None:
        self._old, self._new = old, new
        self._top: list[_Branch] = []
        self._written: dict[str, list[_Branch]] = {}
        self._plant(edits)
        self._changed = _changed(old, new)
        self._branches: dict[Key, _Branch | None] = {}

    def roots(self) -> list[_Branch]:
        for key in sorted(self._changed, key=lambda key: (key.about.value, key.subject, key.field or "")):
            self._branch(key)
        return self._top

    def _plant(self, edits: tuple[Edit, ...]) -> None:
        """Every edit stands at the top, but what came or went with its holder stands below it."""
        whole: dict[str, _Branch] = {}
        branches = [(edit, _Branch(edit.difference)) for edit in edits]
        for edit, branch in branches:
            item = edit.difference
            self._written.setdefault(item.subject, []).append(branch)
            if item.field is None:
                whole[item.subject] = branch
        for edit, branch in branches:
            above = whole.get(edit.holder) if edit.holder else None
            (above.below if above else self._top).append(branch)

    def _branch(self, key: Key) -> _Branch | None:
        """The branch of a changed state; of one that is not told itself the branch that leads to it."""
        if key not in self._branches:
            self._branches[key] = None
            told = _told(key, self._old, self._new)
            above = self._above(key)
            if told is None:
                self._branches[key] = above
            else:
                branch = self._branches[key] = _Branch(told)
                (above.below if above else self._top).append(branch)
        return self._branches[key]

    def _above(self, key: Key) -> _Branch | None:
        """What leads to a change: a state that moved the same way, else an edit, else any state that moved."""
        direction = self._changed[key]
        causes = _together(self._old.causes(key), self._new.causes(key))
        states = [cause for cause in causes if isinstance(cause, Key) and cause in self._changed]
        same = (self._branch(cause) for cause in states if self._changed[cause] == direction)
        other = (self._branch(cause) for cause in states if self._changed[cause] != direction)
        for found in (same, self._edits(causes), other):
            branch = next((item for item in found if item is not None), None)
            if branch is not None:
                return branch
        return None

    def _edits(self, causes: Iterable[Cause]) -> Iterator[_Branch]:
        for cause in causes:
            if isinstance(cause, Written):
                yield from self._fitting(cause)

    def _fitting(self, cause: Written) -> Iterator[_Branch]:
        """The edits of a record that a state rests on, by the order of the fields that matter."""
        branches = self._written.get(cause.record, ())
        yield from (branch for branch in branches if branch.difference.field is None)
        for name in cause.fields:
            for branch in branches:
                written = branch.difference.field or ""
                if written == name or written.startswith(f"{name}."):
                    yield branch


def _together(old: tuple[Cause, ...], new: tuple[Cause, ...]) -> list[Cause]:
    """The causes of both sides, the nearest first; the same from either side."""
    ranks: dict[Cause, int] = {}
    for causes in (old, new):
        for rank, cause in enumerate(causes):
            ranks[cause] = min(rank, ranks.get(cause, rank))
    return sorted(ranks, key=lambda cause: (ranks[cause], str(cause)))


def _changed(old: States, new: States) -> Mapping[Key, int]:
    """The states that differ, each with its direction: 1 is better, -1 worse, 0 neither."""
    found: dict[Key, int] = {}
    for key in old.all.keys() | new.all.keys():
        before, after = old.all.get(key), new.all.get(key)
        direction = _direction(key.about, before, after)
        if direction is not None and not old.may_lack(key) and not new.may_lack(key):
            found[key] = direction
    return found


def _direction(about: About, before: State | None, after: State | None) -> int | None:
    if before is not None and after is not None and before.grade == after.grade:
        return None
    if about in _NEITHER:
        return 0
    absent = _ABSENT.get(about)
    first = before.grade if before else absent
    second = after.grade if after else absent
    if first is None or second is None:
        return 0
    if first == second:
        return None
    return 1 if second > first else -1


def _told(key: Key, old: States, new: States) -> Difference | None:
    """The difference of a state in the field's terms; None where it only leads on to others."""
    before, after = old.all.get(key), new.all.get(key)
    kind = _kind(
        key, before, after, is_known=old.has_benchmarked(key.subject) and new.has_benchmarked(key.subject)
    )
    if kind is None:
        return None
    return Difference(
        kind, key.subject, key.field, before.text if before else None, after.text if after else None
    )


def _kind(key: Key, before: State | None, after: State | None, *, is_known: bool) -> ChangeKind | None:
    match key.about:
        case About.BENCHMARK:
            return ChangeKind.BENCHMARK_MOVED if is_known else None
        case About.POOLED | About.AFFECTED:
            is_there = before is not None and after is not None
            moved = ChangeKind.POOLED_MOVED if key.about is About.POOLED else ChangeKind.CLAIM_AFFECTED
            return moved if is_there else None  # what came or went says so itself
        case About.SUPPORT:
            return _of_support(before, after)
        case About.VERDICT if before is None or after is None:
            return None  # it came or went with an edit, which says so
        case about:
            worse, better = _WORSE_BETTER[about]
            return worse if _direction(about, before, after) == -1 else better


def _of_support(before: State | None, after: State | None) -> ChangeKind | None:
    """A claim that comes, goes or changes its status has no support that was lost or gained."""
    if before is None or after is None:
        return None
    was_held, is_held = (int(state.grade[0]) >= HELD for state in (before, after))
    if was_held != is_held:
        return ChangeKind.SUPPORT_GAINED if is_held else ChangeKind.SUPPORT_LOST
    return ChangeKind.SUPPORT_STRENGTHENED if after.grade > before.grade else ChangeKind.SUPPORT_WEAKENED
