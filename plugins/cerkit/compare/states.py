"""What is computed from the records of one dossier, as states that can be compared, and on what each of them rests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum, auto
from functools import cached_property
from typing import Final, NamedTuple

from cerkit.compare.described import benchmark_text, pooled_text
from cerkit.model.answers import HOLDING, Answer, answers, data_behind, is_answered
from cerkit.model.records.evaluation import Benchmark, Claim, Criterion, Risk
from cerkit.model.trace import Trace
from cerkit.model.verdicts import Outcome, Support, Verdict


class About(IntEnum):
    """What a state says, in the order in which one follows from another."""

    VERDICT = auto()
    """A criterion on a finding."""
    AGAINST = auto()
    """Whether a source, or a finding by a criterion, speaks against the device."""
    POOLED = auto()
    """What a synthesis gives."""
    BENCHMARK = auto()
    """A value of the state of the art on which a criterion rests."""
    AFFECTED = auto()
    """The values of the state of the art by which a criterion decides a claim."""
    SUPPORT = auto()
    """What the verdicts together say of an active claim."""
    COVERAGE = auto()
    """Whether anything answers a requirement."""
    DATA = auto()
    """Whether data stand behind a risk."""


class Key(NamedTuple):
    """Which state."""

    about: About
    subject: str
    field: str | None = None


class State(NamedTuple):
    """How it is. Two states with the same `grade` are the same; of two grades the higher one is better."""

    grade: tuple[int | str, ...]
    text: str


class Written(NamedTuple):
    """A record on which a state rests, with the fields that matter; that it came or went always does."""

    record: str
    fields: tuple[str, ...] = ()


Cause = Key | Written

_OUTCOMES: Final = {Outcome.NOT_MET: 0, Outcome.NOT_DECIDABLE: 1, Outcome.MET: 3}
NO_VERDICT: Final = 2
"""Grade of a verdict that is not there: better than one that fails, and worse than one that holds."""
_LEVELS: Final = {
    Support.NOT_SUPPORTED: 0,
    Support.WITHOUT: 1,
    Support.UNDECIDED: 1,
    Support.WITH_LIMITS: 2,
    Support.SUPPORTED: 3,
}
HELD: Final = 2
"""Level of support from which on a claim may be made."""
_MAY_DECIDE: Final = ("relation", "equivalence", "retracted", "appraisal.role", "read")
_IS_DATA: Final = ("retracted", "appraisal.role")


class States:
    """The states of one dossier."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        dossier = trace.dossier
        self._criteria = {item.id: item for item in dossier.criteria}
        self._claims = {item.id: item for item in dossier.claims if item.status == "active"}
        self._benchmarks = {item.id: item for item in dossier.benchmarks}
        self._risks = {item.id: item for item in dossier.risks}
        self._syntheses = {item.id: item for item in dossier.syntheses}
        self._answers = answers(trace)

    @cached_property
    def all(self) -> Mapping[Key, State]:
        """Every state."""
        return dict(self._all())

    def has_benchmarked(self, criterion: str) -> bool:
        """Whether there is such a criterion: what a new one rests on has not moved."""
        return criterion in self._criteria

    def may_lack(self, key: Key) -> bool:
        """Whether records on which a state rests could not be read, so that nothing can be said of it."""
        if not self.trace.dossier.broken:
            return False
        if any(name is not None and self.trace.dossier.may_hold(name) for name in (key.subject, key.field)):
            return True
        return any(
            self.may_lack(cause) if isinstance(cause, Key) else self.trace.dossier.may_hold(cause.record)
            for cause in self.causes(key)
        )

    def _all(self) -> Iterator[tuple[Key, State]]:
        for synthesis in self._syntheses.values():
            text = self._pooled_text(synthesis.id)
            if text:
                yield Key(About.POOLED, synthesis.id), State((text,), text)
        for criterion in self._criteria.values():
            yield from self._verdicts(criterion)
            for benchmark in self._justifying(criterion.id):
                yield Key(About.BENCHMARK, criterion.id, benchmark.id), self._value(benchmark)
        for source in self.trace.source_facts.values():
            if source.outcome == "unfavourable":
                yield Key(About.AGAINST, source.id), State((0,), f"{source.outcome}: {source.title}")
        for claim in self._claims.values():
            yield Key(About.SUPPORT, claim.id), self._support(claim)
            yield from self._affected(claim)
        for name, answer in self._answers.items():
            yield Key(About.COVERAGE, name), self._coverage(answer)
        for risk in self._risks.values():
            yield Key(About.DATA, risk.id), self._data(risk)

    def _verdicts(self, criterion: Criterion) -> Iterator[tuple[Key, State]]:
        for verdict in self.trace.verdicts_of(criterion):
            text = _told(verdict)
            yield (
                Key(About.VERDICT, criterion.id, verdict.finding),
                State((_OUTCOMES[verdict.outcome],), text),
            )
            if verdict.outcome is Outcome.NOT_MET:
                yield Key(About.AGAINST, verdict.finding, criterion.id), State((0,), text)

    def _justifying(self, criterion: str) -> Iterator[Benchmark]:
        """The benchmarks of a criterion."""
        held = self._criteria.get(criterion)
        found = (self._benchmarks.get(name) for name in (held.justified_by if held else ()))
        return (benchmark for benchmark in found if benchmark is not None)

    def _value(self, benchmark: Benchmark) -> State:
        """As written, and as its synthesis gives it: a new number moves it, also where nobody has taken it over."""
        pooled = self._pooled_text(benchmark.value_from or "")
        text = benchmark_text(benchmark) + (f", from {benchmark.value_from}: {pooled}" if pooled else "")
        return State((text,), text)

    def _pooled_text(self, synthesis: str) -> str:
        result = self.trace.results.get(synthesis)
        return pooled_text(result.pooled) if result is not None and result.pooled is not None else ""

    def _affected(self, claim: Claim) -> Iterator[tuple[Key, State]]:
        for name in claim.decided_by:
            values = [f"{item.id} {self._value(item).text}" for item in self._justifying(name)]
            if values:
                text = "; ".join(values)
                yield Key(About.AFFECTED, claim.id, name), State((text,), text)

    def _support(self, claim: Claim) -> State:
        """Supported claims are compared further: by the subgroups that fail, then by the verdicts that hold."""
        support = self.trace.support_of(claim)
        verdicts = self.trace.verdicts_on_claim(claim)
        met = sum(verdict.outcome is Outcome.MET for verdict in verdicts)
        failing = sum(verdict.subgroup and verdict.outcome is not Outcome.MET for verdict in verdicts)
        level = _LEVELS[support]
        text = f"{support}, {met} of {len(verdicts)} verdicts met" if verdicts else str(support)
        return State((level, -failing, met) if support in HOLDING else (level,), text)

    def _coverage(self, answer: Answer) -> State:
        told = [f"{claim.id} {self.trace.support_of(claim)}" for claim in answer.claims]
        text = "; ".join((*told, *answer.evidence)) or "nothing answers it"
        return State((int(is_answered(self.trace, answer)),), text)

    def _data(self, risk: Risk) -> State:
        names = dict.fromkeys(source.id for source in data_behind(self.trace, risk.sources))
        return State((int(bool(names)),), "; ".join(names) or "no data")

    def causes(self, key: Key) -> tuple[Cause, ...]:
        """On what a state rests in this dossier, the nearest first."""
        found = {
            About.VERDICT: self._of_verdict,
            About.AGAINST: self._of_against,
            About.POOLED: self._of_pooled,
            About.BENCHMARK: self._of_benchmark,
            About.AFFECTED: self._of_affected,
            About.SUPPORT: self._of_support,
            About.COVERAGE: self._of_coverage,
            About.DATA: self._of_data,
        }[key.about]
        return tuple(found(key))

    def _of_verdict(self, key: Key) -> Iterator[Cause]:
        criterion, finding = self._criteria.get(key.subject), key.field or ""
        if criterion is None or finding not in criterion.decided_by:
            return
        compared = (
            ("value",) if criterion.bound == "estimate" else (f"interval.{criterion.bound}", "interval.level")
        )
        yield Written(finding, (*compared, "endpoint", "unit", "subgroup"))
        yield Written(criterion.id, ("value", "operator", "bound", "level", "endpoint", "decided_by"))
        yield from self._of_source(finding)
        yield Written(criterion.endpoint, ("unit",))

    def _of_source(self, finding: str) -> Iterator[Cause]:
        pair = self.trace.finding_facts.get(finding)
        yield Written(finding.partition(".")[0], _MAY_DECIDE)
        if pair is not None and pair[0].equivalence is not None:
            yield Written(pair[0].equivalence, ("claimed", "conclusion"))

    def _of_against(self, key: Key) -> Iterator[Cause]:
        if key.field is None:
            yield Written(key.subject, ("outcome",))
        else:
            yield Key(About.VERDICT, key.field, key.subject)

    def _of_pooled(self, key: Key) -> Iterator[Cause]:
        yield Written(key.subject, ("findings", "measure", "method", "interval"))
        synthesis = self._syntheses.get(key.subject)
        for finding in synthesis.findings if synthesis else ():
            yield Written(finding, ("counts", "value", "interval"))
            yield Written(finding.partition(".")[0], ("accuracy",))

    def _of_affected(self, key: Key) -> Iterator[Cause]:
        for benchmark in self._justifying(key.field or ""):
            yield Key(About.BENCHMARK, key.field or "", benchmark.id)
        yield Written(key.field or "", ("justified_by",))
        yield Written(key.subject, ("decided_by",))

    def _of_benchmark(self, key: Key) -> Iterator[Cause]:
        benchmark = self._benchmarks.get(key.field or "")
        if benchmark is not None and benchmark.value_from is not None:
            yield Key(About.POOLED, benchmark.value_from)
        yield Written(key.field or "", ("value", "lower", "upper", "value_from"))
        yield Written(key.subject, ("justified_by",))

    def _of_support(self, key: Key) -> Iterator[Cause]:
        claim = self._claims.get(key.subject)
        for name in claim.decided_by if claim else ():
            criterion = self._criteria.get(name)
            for finding in criterion.decided_by if criterion else ():
                yield Key(About.VERDICT, name, finding)
        yield Written(key.subject, ("decided_by",))
        for name in claim.decided_by if claim else ():
            yield Written(name, ("decided_by",))

    def _of_coverage(self, key: Key) -> Iterator[Cause]:
        answer = self._answers.get(key.subject)
        for claim in answer.claims if answer else ():
            yield Key(About.SUPPORT, claim.id)
        for claim in answer.claims if answer else ():
            yield Written(claim.id, ("requirements", "status"))
        yield Written(key.subject, ("applicable", "clinical", "evidence"))
        yield from (Written(name) for name in (answer.evidence if answer else ()))

    def _of_data(self, key: Key) -> Iterator[Cause]:
        yield Written(key.subject, ("sources",))
        risk = self._risks.get(key.subject)
        for name in risk.sources if risk else ():
            yield Written(name, ("findings",))
            for holder in _holders(self.trace, name):
                yield Written(holder, _IS_DATA)


def _told(verdict: Verdict) -> str:
    return f"{verdict.outcome} ({verdict.comparison})" if verdict.comparison else str(verdict.outcome)


def _holders(trace: Trace, name: str) -> Iterable[str]:
    """The sources of a source, a finding or a synthesis; what is gone is told by its name."""
    pooled = next((item.findings for item in trace.dossier.syntheses if item.id == name), (name,))
    return dict.fromkeys(one.partition(".")[0] for one in pooled)
