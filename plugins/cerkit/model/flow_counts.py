"""The flow of a review counted from its files: searches, records, links, decisions and sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from cerkit.model.dossier import Dossier
from cerkit.model.facts import SourceFacts
from cerkit.model.records.review import Decision, DeclaredFlow, Protocol, Search
from cerkit.model.screening import Stage, stages
from cerkit.model.source_reports import reports_of
from cerkit.model.works import Work, all_works, removed_keys, round_of, searches_in_order

Route = Literal["databases", "registers", "websites", "organisations", "citation_searching"]
DATABASES: Final[frozenset[Route]] = frozenset({"databases", "registers"})
"""Routes on which records are searched and screened; the others are PRISMA's "other methods"."""


_ROUTES: Final[dict[str, Route]] = {
    "database": "databases",
    "register": "registers",
    "internet": "websites",
    "unpublished": "organisations",
    "citations": "citation_searching",
    "safety database": "databases",
}
_REGISTERS: Final = (
    "clinicaltrials",
    "ictrp",
    "isrctn",
    "drks",
    "anzctr",
    "clinical trials register",
    "ctis",
)
_FOUND_BY: Final[tuple[tuple[str, Route], ...]] = (
    ("website", "websites"),
    ("organi", "organisations"),
    ("citation", "citation_searching"),
    ("reference list", "citation_searching"),
)


@dataclass(frozen=True, slots=True)
class RoundCount:
    """The counts of one round, and what keeps them from being final."""

    round: str
    flow: DeclaredFlow
    known_before: int = 0
    """Records of works that an earlier round had already; they are among the duplicates."""
    open: Mapping[str, int] = field(default_factory=dict)
    """Stage -> works that wait for a decision, or for the end of a disagreement."""
    missing: tuple[str, ...] = ()
    """Searches with hits whose records are not kept here, or not all."""
    left_out: tuple[str, ...] = ()
    """Searches for another purpose than the state of the art whose records are not kept: not part of the flow."""
    without_source: tuple[str, ...] = ()
    """Works included after reading that no source reports yet."""

    @property
    def is_final(self) -> bool:
        return not self.missing and not any(self.open.values())


@dataclass(frozen=True, slots=True)
class Told:
    """One round as it is told: counted from the files, or as it was declared where that cannot be."""

    round: str
    flow: DeclaredFlow
    is_counted: bool
    count: RoundCount | None = None


def route_of(search: Search, protocol: Protocol | None) -> Route:
    """In which box of the diagram a search stands: by the kind that the protocol gives its source."""
    name = search.source.casefold()
    for source in protocol.sources if protocol else ():
        other = source.name.casefold()
        if name in other or other in name:
            return _ROUTES[source.kind]
    return "registers" if any(word in name for word in _REGISTERS) else "databases"


def rounds(dossier: Dossier) -> tuple[str, ...]:
    """The rounds for which there are searches, in the order in which they were run."""
    return tuple(dict.fromkeys(round_of(search.id) for search in searches_in_order(dossier)))


def count_rounds(dossier: Dossier, facts: Mapping[str, SourceFacts]) -> tuple[RoundCount, ...]:
    """Every round counted, one after the other; each begins with the totals of the one before.

    A round of which records are missing is counted as far as it goes; where a flow is declared for it, the next round
    begins with what that declares.
    """
    counting = _Counting(dossier, facts)
    declared = {flow.round: flow for flow in dossier.flows}
    previous: tuple[int, int] = (0, 0)
    found: list[RoundCount] = []
    for name in rounds(dossier):
        count = counting.round(name, previous)
        found.append(count)
        ended = count.flow if count.is_final or name not in declared else declared[name]
        previous = (ended.total_studies, ended.total_reports)
    return tuple(found)


def told_rounds(
    dossier: Dossier, facts: Mapping[str, SourceFacts], *, declared_first: bool = False
) -> tuple[Told, ...]:
    """Every round as it is told: counted where all its records are kept, else as flows.yml declares it.

    `declared_first`: as declared, also where it can be counted.
    """
    counted = {item.round: item for item in count_rounds(dossier, facts)}
    declared = {flow.round: flow for flow in dossier.flows}
    found = []
    for name in dict.fromkeys((*counted, *declared)):
        count = counted.get(name)
        if name in declared and (count is None or declared_first or count.missing):
            found.append(Told(name, declared[name], is_counted=False, count=count))
        elif count is not None:
            found.append(Told(name, count.flow, is_counted=True, count=count))
    return tuple(found)


def count_searches(dossier: Dossier, names: Sequence[str], name: str) -> RoundCount:
    """The same for the searches that somebody names, without sources."""
    return _Counting(dossier, {}).of_searches(name, names, (0, 0))


def cumulative(flows: Sequence[DeclaredFlow]) -> DeclaredFlow:
    """All rounds as one review: what was found, screened and read since the first search."""
    first, last = flows[0], flows[-1]
    kept = {"round", "fictional", "previous_studies", "previous_reports", "total_studies", "total_reports"}
    summed = {name: _sum(flows, name) for name in DeclaredFlow.model_fields if name not in kept}
    title = first.round if first is last else f"{first.round} to {last.round}"
    values = {
        **summed,
        "round": title,
        "fictional": any(flow.fictional for flow in flows),
        "previous_studies": first.previous_studies,
        "previous_reports": first.previous_reports,
        "total_studies": last.total_studies,
        "total_reports": last.total_reports,
    }
    return DeclaredFlow.model_validate(values)


def _sum(flows: Iterable[DeclaredFlow], name: str) -> object:
    values = [getattr(flow, name) for flow in flows]
    if isinstance(values[0], dict):
        total: Counter[str] = Counter()
        for value in values:
            total.update(value)
        return dict(total)
    return sum(values)


class _Counting:
    """What all rounds are counted from."""

    def __init__(self, dossier: Dossier, facts: Mapping[str, SourceFacts]) -> None:
        self._dossier = dossier
        self._works = all_works(dossier)
        self._removed = removed_keys(dossier)
        self._reports = reports_of(facts)
        found = stages(dossier)
        self._screened, self._read = found.get("title-abstract"), found.get("full-text")
        self._needed: Mapping[str, int] = (
            {str(stage): count for stage, count in dossier.protocol.reviewers_per_record.items()}
            if dossier.protocol
            else {}
        )
        self._searches = {search.id: search for search in dossier.searches}
        self._batches = {batch.search: batch for batch in dossier.record_batches}

    def round(self, name: str, previous: tuple[int, int]) -> RoundCount:
        """The searches of a round for the state of the art, and all others whose records are kept."""
        own = [search for search in self._dossier.searches if round_of(search.id) == name]
        counted = [item.id for item in own if item.purpose == "state of the art" or item.id in self._batches]
        left_out = tuple(item.id for item in own if item.id not in counted and item.hits_received)
        return self.of_searches(name, counted, previous, left_out=left_out)

    def of_searches(
        self, name: str, searches: Sequence[str], previous: tuple[int, int], *, left_out: tuple[str, ...] = ()
    ) -> RoundCount:
        known = [item for item in searches if item in self._searches]
        routes = {item: route_of(self._searches[item], self._dossier.protocol) for item in known}
        found, other, before = self._new_works(routes)
        new = [work for work in found if self._removed.isdisjoint(work.keys)]
        first, second = self._selected(new), self._selected(other)
        included = (*first.included, *second.included)
        return RoundCount(
            round=name,
            flow=self._flow(name, routes, (len(new), len(found) - len(new), first, second), previous),
            known_before=before,
            open={
                "title-abstract": first.unscreened + second.unscreened,
                "full-text": first.unread + second.unread,
            },
            missing=tuple(item for item in routes if not self._is_whole(item)),
            left_out=left_out,
            without_source=tuple(work.key for work in included if self._reports.of(work) is None),
        )

    def _flow(
        self,
        name: str,
        routes: Mapping[str, Route],
        selected: tuple[int, int, _Selected, _Selected],
        previous: tuple[int, int],
    ) -> DeclaredFlow:
        screened, removed, first, second = selected
        hits, more = self._hits(routes), self._found_otherwise(name)
        ways = Counter(way for _, way in more)
        included = (*first.included, *second.included)
        studies, reports = self._new_studies(name, included, more), len(included) + len(more)
        return DeclaredFlow(
            round=name,
            fictional=any(self._searches[item].fictional for item in routes),
            databases=dict(hits["databases"]),
            registers=dict(hits["registers"]),
            duplicates_removed=hits["databases"].total() + hits["registers"].total() - screened - removed,
            other_removed=removed,
            records_screened=screened,
            records_excluded=first.dismissed,
            reports_sought=first.sought,
            reports_not_retrieved=first.not_retrieved,
            reports_assessed=first.assessed,
            reports_excluded=dict(sorted(first.reasons.items())),
            websites=hits["websites"].total() + ways["websites"],
            organisations=hits["organisations"].total() + ways["organisations"],
            citation_searching=hits["citation_searching"].total() + ways["citation_searching"],
            other_sought=second.sought + len(more),
            other_not_retrieved=second.not_retrieved,
            other_assessed=second.assessed + len(more),
            other_excluded=dict(sorted(second.reasons.items())),
            previous_studies=previous[0],
            previous_reports=previous[1],
            new_studies=studies,
            new_reports=reports,
            total_studies=previous[0] + studies,
            total_reports=previous[1] + reports,
        )

    def _is_whole(self, name: str) -> bool:
        """Whether all records of a search are kept."""
        batch, hits = self._batches.get(name), self._searches[name].hits_received
        if batch is None:
            return hits == 0
        return not batch.incomplete_because and len(batch.records) + len(batch.known) >= hits

    def _hits(self, routes: Mapping[str, Route]) -> dict[Route, Counter[str]]:
        """Records of each search, by the box in which they stand: those kept, else those received."""
        found: dict[Route, Counter[str]] = {route: Counter() for route in _ROUTES.values()}
        for name, route in routes.items():
            batch = self._batches.get(name)
            is_kept = batch is not None and not batch.incomplete_because
            found[route][name] = (
                len(batch.records) + len(batch.known)
                if batch and is_kept
                else self._searches[name].hits_received
            )
        return found

    def _new_works(self, routes: Mapping[str, Route]) -> tuple[list[Work], list[Work], int]:
        """Works that these searches found first, by databases and by other ways; how many hits were known before."""
        new: list[Work] = []
        other: list[Work] = []
        known = 0
        for work in self._works:
            own = [routes[search] for search in work.searches if search in routes]
            if not own:
                continue
            is_database = not DATABASES.isdisjoint(own)
            if work.searches[0] not in routes:
                known += len(own)
            elif is_database:
                new.append(work)
            elif self._removed.isdisjoint(work.keys):
                other.append(work)
        first = {key: work.searches[0] for work in self._works for key in work.keys}
        named = (key for name in routes if name in self._batches for key in self._batches[name].known)
        # A search of the same round may have found it some minutes earlier.
        known += sum(first.get(key) not in routes for key in named)
        return new, other, known

    def _selected(self, found: Sequence[Work]) -> _Selected:
        selected = _Selected()
        for work in found:
            selected.take(work, self._result(self._screened, work), self._result(self._read, work))
        return selected

    def _result(self, stage: Stage | None, work: Work) -> Decision | None:
        return stage.result(work.keys, self._needed.get(stage.name, 1)) if stage is not None else None

    def _found_otherwise(self, name: str) -> list[tuple[SourceFacts, Route]]:
        """Sources of the round that no search found, by the way in which they were found."""
        found: list[tuple[SourceFacts, Route]] = []
        for row in self._reports.sources.values():
            said = (row.found_by or "").casefold()
            way = next((route for word, route in _FOUND_BY if word in said), None)
            if row.round == name and not row.searches and way is not None:
                found.append((row, way))
        return found

    def _new_studies(
        self, name: str, included: Sequence[Work], more: Sequence[tuple[SourceFacts, Route]]
    ) -> int:
        """Studies among the included reports that no earlier round had; a work without a source counts as one."""
        rows = [self._reports.of(work) for work in included] + [row for row, _ in more]
        order = rounds(self._dossier)
        earlier = set(order[: order.index(name)]) if name in order else set()
        found = {self._reports.study(row) for row in rows if row is not None}
        return rows.count(None) + sum(self._reports.sources[study].round not in earlier for study in found)


@dataclass(slots=True)
class _Selected:
    """What became of some works, counted one after the other."""

    unscreened: int = 0
    dismissed: int = 0
    sought: int = 0
    unread: int = 0
    not_retrieved: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    included: list[Work] = field(default_factory=list)

    @property
    def assessed(self) -> int:
        return self.sought - self.not_retrieved

    def take(self, work: Work, first: Decision | None, second: Decision | None) -> None:
        if first is None:
            self.unscreened += 1
        elif first.decision == "exclude":
            self.dismissed += 1
        else:
            self.sought += 1
            self._read(work, second)

    def _read(self, work: Work, decision: Decision | None) -> None:
        said = decision.decision if decision is not None else "maybe"
        if said == "exclude" and decision is not None:
            self.reasons[decision.reason or "no reason"] += 1
        elif said == "not retrieved":
            self.not_retrieved += 1
        elif said == "include":
            self.included.append(work)
        else:
            self.unread += 1
