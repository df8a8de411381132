"""The screening files put together: for each record and stage, who decided what, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from cerkit.model.diagnostics import Place
from cerkit.model.dossier import Dossier
from cerkit.model.layout import Screening
from cerkit.model.records.review import Decision
from cerkit.model.works import Work, works

RESOLVED: Final = "resolved"
STAGES: Final = ("title-abstract", "full-text")


@dataclass(frozen=True, slots=True)
class Stage:
    """All decisions of one stage."""

    name: str
    places: Mapping[str, Place]
    """Reviewer -> the file of decisions; `resolved` is one of them."""
    by_reviewer: Mapping[str, Mapping[str, Decision]]
    """Reviewer -> record key -> decision, without the resolved ones."""
    resolved: Mapping[str, Decision] = field(default_factory=dict)

    @property
    def keys(self) -> frozenset[str]:
        """Every record on which somebody decided."""
        return frozenset().union(*self.by_reviewer.values(), self.resolved)

    def of(self, key: str) -> tuple[tuple[str, Decision], ...]:
        """The reviewers' decisions on a record."""
        return tuple((name, found[key]) for name, found in self.by_reviewer.items() if key in found)

    def outcome(self, key: str) -> Decision | None:
        """The decision that counts: the resolved one, else that on which all agree."""
        if key in self.resolved:
            return self.resolved[key]
        given = [decision for _, decision in self.of(key)]
        return given[0] if given and not disagree(given) else None

    def given(self, keys: Sequence[str]) -> dict[str, Decision]:
        """Who decided what on a work that has several keys; the decision on its first key counts."""
        found: dict[str, Decision] = {}
        for name, decisions in self.by_reviewer.items():
            for key in keys:
                if key in decisions:
                    found[name] = decisions[key]
                    break
        return found

    def result(self, keys: Sequence[str], needed: int = 1) -> Decision | None:
        """The decision that counts for a work; None while one of the needed decisions is missing, or they disagree."""
        for key in keys:
            if key in self.resolved:
                return self.resolved[key]
        given = tuple(self.given(keys).values())
        return given[0] if len(given) >= max(needed, 1) and not disagree(given) else None


def disagree(given: Sequence[Decision]) -> bool:
    """Whether decisions lead to different results; "maybe" goes on like "include"."""
    said = {item.decision for item in given}
    return len(said) > 1 and said != {"include", "maybe"}


@lru_cache(maxsize=2)
def stages(dossier: Dossier) -> Mapping[str, Stage]:
    """The stages for which there are decision files."""
    files: dict[str, list[tuple[Screening, Place]]] = {}
    for placed in dossier.placed.get("screening", ()):
        screening = placed.record
        if isinstance(screening, Screening):
            files.setdefault(screening.stage, []).append((screening, placed.place))
    return {name: _stage(name, found) for name, found in files.items()}


def _stage(name: str, files: Sequence[tuple[Screening, Place]]) -> Stage:
    resolved = [screening.decisions for screening, _ in files if screening.reviewer == RESOLVED]
    return Stage(
        name=name,
        places={screening.reviewer: place for screening, place in files},
        by_reviewer={
            screening.reviewer: screening.decisions
            for screening, _ in files
            if screening.reviewer != RESOLVED
        },
        resolved=resolved[0] if resolved else {},
    )


def reviewers_needed(dossier: Dossier, stage: str) -> int:
    """How many people decide on each record of a stage, by the protocol."""
    per_record = dossier.protocol.reviewers_per_record if dossier.protocol else {}
    return next((count for name, count in per_record.items() if name == stage), 1)


def works_at(dossier: Dossier, stage: str, *, round_name: str | None = None) -> tuple[Work, ...]:
    """The works of a stage: all of them, or at full text those that title and abstract let through, by key."""
    found = [work for work in works(dossier) if round_name in (None, work.round)]
    if stage == "full-text":
        first = stages(dossier).get("title-abstract")
        needed = reviewers_needed(dossier, "title-abstract")
        passed = []
        for work in found:
            result = first.result(work.keys, needed) if first is not None else None
            if result is not None and result.decision in ("include", "maybe"):
                passed.append(work)
        found = passed
    return tuple(sorted(found, key=lambda work: work.key))


def all_decisions(stage: Stage) -> Iterator[tuple[str, str, Decision]]:
    """Reviewer, record key and decision, the resolved ones among them."""
    for reviewer, decisions in (*stage.by_reviewer.items(), (RESOLVED, stage.resolved)):
        for key, decision in decisions.items():
            yield reviewer, key, decision
