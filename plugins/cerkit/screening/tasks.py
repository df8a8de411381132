"""What there is to decide: for one reviewer at one stage, or for a third person on what two disagree about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cerkit.model.agreement import Agreement, agreements
from cerkit.model.dossier import Dossier
from cerkit.model.records.review import Decision, Protocol, Reviewer
from cerkit.model.screening import RESOLVED, STAGES, Stage, disagree, reviewers_needed, stages, works_at
from cerkit.model.works import Work
from cerkit.screening.session import Task


@dataclass(frozen=True, slots=True)
class StageStatus:
    """How far the screening is at one stage."""

    stage: str
    works: int
    needed: int
    """Reviewers for each record."""
    decided: Mapping[str, int]
    """Reviewer -> works that he has decided, among those of this stage."""
    finished: int
    """Works with a decision that counts."""
    disagreements: tuple[tuple[str, Mapping[str, Decision]], ...]
    """Works about which the reviewers disagree, and that nobody resolved."""
    resolved: int
    results: Mapping[str, int]
    """Decision -> works for which it counts."""
    agreements: tuple[tuple[str, str, Agreement], ...]
    """Both names of each pair of reviewers, and how far they agree."""


def task_of(
    dossier: Dossier, protocol: Protocol, stage: str, reviewer: str, *, round_name: str | None = None
) -> Task:
    """Everything that a reviewer is to decide at a stage."""
    found = works_at(dossier, stage, round_name=round_name)
    return Task(stage, reviewer, found, protocol, _by_work(dossier, stage, found, but=reviewer))


def resolution_of(
    dossier: Dossier, protocol: Protocol, stage: str, evaluator: str, *, round_name: str | None = None
) -> Task:
    """The works about which two reviewers disagree; not those on which this person decided himself."""
    own = {item.name for item in protocol.reviewers if item.evaluator == evaluator}
    screened = stages(dossier).get(stage)
    found = tuple(
        work
        for work in works_at(dossier, stage, round_name=round_name)
        if screened is not None and _is_disputed(screened, work) and not own & set(screened.given(work.keys))
    )
    return Task(stage, evaluator, found, protocol, _by_work(dossier, stage, found), is_resolution=True)


def decisions_of(dossier: Dossier, stage: str, name: str) -> Mapping[str, Decision]:
    """The decisions of one file: a reviewer's, or the resolved ones."""
    found = stages(dossier).get(stage)
    if found is None:
        return {}
    return found.resolved if name == RESOLVED else found.by_reviewer.get(name, {})


def status_of(dossier: Dossier, *, round_name: str | None = None) -> tuple[StageStatus, ...]:
    """How far both stages are."""
    return tuple(_status(dossier, stage, round_name) for stage in STAGES)


def _status(dossier: Dossier, name: str, round_name: str | None) -> StageStatus:
    found = works_at(dossier, name, round_name=round_name)
    stage = stages(dossier).get(name) or Stage(name, {}, {})
    needed = reviewers_needed(dossier, name)
    given = {work.key: stage.given(work.keys) for work in found}
    results = [stage.result(work.keys, needed) for work in found]
    counted: dict[str, int] = {}
    for result in results:
        if result is not None:
            counted[result.decision] = counted.get(result.decision, 0) + 1
    reviewers = sorted({*stage.by_reviewer, *(item.name for item in _reviewers(dossier))})
    return StageStatus(
        stage=name,
        works=len(found),
        needed=needed,
        decided={reviewer: sum(reviewer in item for item in given.values()) for reviewer in reviewers},
        finished=sum(counted.values()),
        disagreements=tuple(
            (work.key, given[work.key])
            for work in found
            if _is_disputed(stage, work) and stage.result(work.keys, needed) is None
        ),
        resolved=sum(any(key in stage.resolved for key in work.keys) for work in found),
        results=dict(sorted(counted.items())),
        agreements=tuple(agreements(name, reviewers, list(given.values()))),
    )


def _is_disputed(stage: Stage, work: Work) -> bool:
    given = list(stage.given(work.keys).values())
    return len(given) > 1 and disagree(given)


def _by_work(
    dossier: Dossier, stage: str, found: tuple[Work, ...], *, but: str | None = None
) -> dict[str, dict[str, Decision]]:
    """Reviewer -> key of a work -> decision."""
    screened = stages(dossier).get(stage)
    by_reviewer: dict[str, dict[str, Decision]] = {}
    if screened is not None:
        for work in found:
            for name, decision in screened.given(work.keys).items():
                if name != but:
                    by_reviewer.setdefault(name, {})[work.key] = decision
    return by_reviewer


def _reviewers(dossier: Dossier) -> tuple[Reviewer, ...]:
    return tuple(dossier.protocol.reviewers) if dossier.protocol else ()
