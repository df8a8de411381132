"""From pairs to works: what is the same as the same is the same, unless two of its records contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cerkit.literature.linker.contradictions import DIFFERENT_DOIS, DIFFERENT_YEARS, contradictions
from cerkit.literature.linker.evidence import Evidence, compare
from cerkit.literature.linker.features import Features

_YEARS_OF_A_CHAIN: Final = 2
_MOST_COMPARED: Final = 12
"""Records of a work that are compared with those of another before the two are joined."""


class Works:
    """Records joined to works, in which no two records that were told apart may meet."""

    def __init__(self, records: Sequence[Features], different: Iterable[tuple[int, int]]) -> None:
        self._records = records
        self._work = list(range(len(records)))
        self._members: dict[int, list[int]] = {}
        self._apart: dict[int, set[int]] = {}
        for one, other in different:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def of(self, position: int) -> int:
        """The work of a record, by the position of its first record."""
        while self._work[position] != position:
            self._work[position] = self._work[self._work[position]]
            position = self._work[position]
        return position

    def members(self, work: int) -> list[int]:
        return self._members.get(work, [work])

    def join(self, one: int, other: int) -> None:
        """Join two works without asking."""
        first, second = sorted((self.of(one), self.of(other)))
        if first == second:
            return
        self._members[first] = [*self.members(first), *self.members(second)]
        self._members.pop(second, None)
        self._work[second] = first
        apart = self._apart.pop(second, None)
        if apart:
            self._apart.setdefault(first, set()).update(apart)

    def obstacle(self, one: int, other: int, *, renamed: bool) -> str | None:
        """What speaks against joining the works of two records, in words.

        `renamed`: the two were linked although their DOIs differ; then those of their works differ too.
        """
        left, right = self.of(one), self.of(other)
        if left == right:
            return None
        if self.are_told_apart(one, other):
            return "a person told records of the two works apart"
        for first in self.members(left)[:_MOST_COMPARED]:
            for second in self.members(right)[:_MOST_COMPARED]:
                if (first, second) in {(one, other), (other, one)}:
                    continue
                evidence = compare(self._records[first], self._records[second])
                against = (each for each in contradictions(evidence) if each not in _SOFT)
                found = next(
                    (each for each in against if not _is_usual(each, evidence, renamed=renamed)), None
                )
                if found:
                    return f"{self._records[first].id} and {self._records[second].id}: {found}"
        return None

    def are_told_apart(self, one: int, other: int) -> bool:
        left, right = self.of(one), self.of(other)
        return any(self.of(position) == right for position in self._apart.get(left, ()))


# Along a chain, names may lose their likeness step by step, as in a translation; identifiers and places may not.
_SOFT: Final = frozenset({"authors differ", "journals differ", "numbers in the titles differ"})


def _is_usual(found: str, evidence: Evidence, *, renamed: bool) -> bool:
    """Along a chain a year may be lost at the online version, and another one at a slip."""
    if found == DIFFERENT_YEARS:
        return evidence.year == _YEARS_OF_A_CHAIN
    return renamed and found == DIFFERENT_DOIS
