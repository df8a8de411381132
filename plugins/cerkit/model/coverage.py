"""Coverage: which evidence on the device reaches which part of its intended use, claim by claim (MEDDEV A10).

What decides a claim must come from the indications and populations it is made for. Variants, users and settings are
reached by any admissible evidence on the device: a repeatability test on both variants, a usability evaluation of each
user group.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from typing import Final, Literal, NamedTuple

from cerkit.model.facts import FindingFacts, SourceFacts
from cerkit.model.identifiers import Kind
from cerkit.model.records.device import Device
from cerkit.model.records.evaluation import Claim
from cerkit.model.trace import Trace

State = Literal["covered", "in part", "declared gap", "no evidence"]

MOST_CELLS: Final = 20_000
"""A grid beyond this is no table for people; the check itself looks at parts, not at cells."""
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_AXES: Final = (Kind.INDICATION, Kind.POPULATION, Kind.VARIANT, Kind.USER, Kind.SETTING)
_POPULATION, _USER, _SETTING = range(3)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the intended use: an indication, a population, a variant, a user group or a setting."""

    id: str
    kind: Kind
    text: str
    is_only: bool
    """Whether it is the only one of its kind, so that evidence need not name it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What reaches one part for one claim."""

    claim: str
    part: Part
    evidence: tuple[str, ...]
    """Findings or sources."""
    is_partial: bool
    """Whether each of them matches in part only."""
    gaps: tuple[str, ...]
    """Open gaps that name the part."""

    @property
    def state(self) -> State:
        if self.evidence:
            return "in part" if self.is_partial else "covered"
        return "declared gap" if self.gaps else "no evidence"


@dataclass(frozen=True, slots=True)
class Cell:
    """One claim for one indication, population, variant, user group and setting."""

    claim: str
    indication: str
    population: str
    variant: str
    user: str
    setting: str
    evidence: tuple[str, ...]
    gaps: tuple[str, ...]
    state: State
    """The weakest of its parts."""


_WEAKEST_FIRST: Final[tuple[State, ...]] = ("no evidence", "declared gap", "in part", "covered")


def grid(trace: Trace) -> tuple[Cell, ...]:
    """Indication x population x variant x user x setting for each claim that anything decides, in that order."""
    return tuple(islice(_cells(Coverage(trace)), MOST_CELLS))


def _cells(coverage: Coverage) -> Iterator[Cell]:
    for claim in coverage.claims:
        groups: dict[Kind, list[Reach]] = {kind: [] for kind in _AXES}
        for reach in coverage.of(claim):
            groups[reach.part.kind].append(reach)
        for reaches in product(*groups.values()):
            states = {reach.state for reach in reaches}
            indication, population, variant, user, setting = (reach.part.id for reach in reaches)
            yield Cell(
                claim=claim.id,
                indication=indication,
                population=population,
                variant=variant,
                user=user,
                setting=setting,
                evidence=_each_once(item for reach in reaches for item in reach.evidence),
                gaps=_each_once(item for reach in reaches for item in reach.gaps),
                state=next(state for state in _WEAKEST_FIRST if state in states),
            )


class _Found(NamedTuple):
    """What reaches a part, and whether all of it matches in part only."""

    names: tuple[str, ...]
    is_partial: bool

    @classmethod
    def of(cls, fits: Iterable[tuple[str, str | None]]) -> _Found:
        """`fits`: names of findings or sources, each with how far it matches."""
        found = tuple(fits)
        return cls(tuple(name for name, _ in found), bool(found) and all(fit != "full" for _, fit in found))


class Coverage:
    """The parts of the intended use of one dossier, and what reaches them."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._known: dict[str, tuple[tuple[SourceFacts, FindingFacts], ...]] = {}
        self.parts: tuple[Part, ...] = _parts(trace.dossier.device)
        self.claims: tuple[Claim, ...] = tuple(
            claim for claim in trace.dossier.claims if claim.status == "active" and self._deciding(claim)
        )
        """Active claims that a finding decides: the others have no cells, they lack more than coverage."""

    def of(self, claim: Claim) -> Iterator[Reach]:
        """What reaches each part that the claim is made for."""
        deciding = self._deciding(claim)
        for part in self.parts:
            if is_made_for(claim, part):
                yield self._reach(claim, part, deciding)

    def unclaimed(self) -> tuple[Part, ...]:
        """Parts for which no active claim is made at all."""
        active = [claim for claim in self._trace.dossier.claims if claim.status == "active"]
        return tuple(part for part in self.parts if not any(is_made_for(claim, part) for claim in active))

    def gaps_on(self, part: Part) -> tuple[str, ...]:
        return self._gaps.get(part.id, ())

    def _reach(self, claim: Claim, part: Part, deciding: Sequence[tuple[SourceFacts, FindingFacts]]) -> Reach:
        if part.kind in (Kind.INDICATION, Kind.POPULATION):
            found = _Found.of(
                (finding.id, _fit(source, _POPULATION))
                for source, finding in deciding
                if _reaches_people(claim, part, source, finding)
            )
        else:
            found = self._by_source[part.id]
        return Reach(claim.id, part, found.names, found.is_partial, self.gaps_on(part))

    def _deciding(self, claim: Claim) -> tuple[tuple[SourceFacts, FindingFacts], ...]:
        """The admissible findings that decide the claim's criteria, with their sources."""
        if claim.id in self._known:
            return self._known[claim.id]
        criteria = (self._trace.criterion(identifier) for identifier in claim.decided_by)
        names = _each_once(name for criterion in criteria if criterion for name in criterion.decided_by)
        found = (self._trace.finding_facts.get(name) for name in names)
        pairs = tuple(pair for pair in found if pair is not None and self._trace.is_admissible(pair[0]))
        self._known[claim.id] = pairs
        return pairs

    @cached_property
    def _by_source(self) -> Mapping[str, _Found]:
        """Part -> the sources on the device that reach it."""
        own = [source for source in self._trace.source_facts.values() if self._trace.is_admissible(source)]
        tells = _Told(self.parts, own)
        found: dict[str, list[tuple[str, str | None]]] = {
            part.id: [] for part in self.parts if part.kind in (Kind.VARIANT, Kind.USER, Kind.SETTING)
        }
        # Thousands of sources say the same of where they come from: each way to say it is looked at once.
        known: dict[Hashable, list[tuple[str, str | None]]] = {}
        for source in own:
            said = (
                tuple(source.fits or ()),
                tuple(source.covers),
                tuple(map(tuple, source.user_groups)),
                source.setting,
            )
            if said not in known:
                known[said] = [
                    (part.id, tells.fit(part, source))
                    for part in self.parts
                    if part.id in found and tells.reaches(part, source)
                ]
            for part, fit in known[said]:
                found[part].append((source.id, fit))
        return {part: _Found.of(fits) for part, fits in found.items()}

    @cached_property
    def _gaps(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for gap in self._trace.dossier.gaps:
            for name in gap.concerns if gap.status == "open" else ():
                found[name] = (*found.get(name, ()), gap.id)
        return found


def is_made_for(claim: Claim, part: Part) -> bool:
    """Whether a claim is made for a part; a claim that names none of a kind is made for all of them."""
    named: Sequence[str] = {
        Kind.INDICATION: claim.indications,
        Kind.POPULATION: claim.populations,
        Kind.VARIANT: claim.variants,
        Kind.USER: claim.users,
        Kind.SETTING: claim.settings,
    }[part.kind]
    return not named or part.id in named


def _parts(device: Device | None) -> tuple[Part, ...]:
    if device is None:
        return ()
    use = device.intended_use
    groups: tuple[tuple[Kind, list[tuple[str, str]]], ...] = (
        (Kind.INDICATION, [(item.id, item.text) for item in use.indications]),
        (Kind.POPULATION, [(item.id, item.text) for item in use.populations]),
        (Kind.VARIANT, [(item.id, item.name) for item in device.variants]),
        (Kind.USER, [(item.id, item.text) for item in use.users]),
        (Kind.SETTING, [(item.id, item.text) for item in use.settings]),
    )
    return tuple(
        Part(identifier, kind, text, len(items) == 1) for kind, items in groups for identifier, text in items
    )


def _reaches_people(claim: Claim, part: Part, source: SourceFacts, finding: FindingFacts) -> bool:
    """Whether a finding comes from people of that indication or population."""
    fit = _fit(source, _POPULATION)
    if fit == "none":
        return False
    if part.id in source.covers:
        return True
    if part.kind is Kind.POPULATION:
        return finding.population == part.id or (
            finding.population is None and part.is_only and fit is not None
        )
    return part.is_only or claim.indications == (part.id,)


class _Told:
    """What sources say of variants, users and settings, in identifiers or in words of their own."""

    def __init__(self, parts: tuple[Part, ...], own: Sequence[SourceFacts]) -> None:
        self._words = _distinguishing(parts)
        self._has_user_groups = any(source.user_groups for source in own)
        self._kind_of = {part.id: part.kind for part in parts}

    def reaches(self, part: Part, source: SourceFacts) -> bool:
        fit = self.fit(part, source)
        if fit == "none" or part.id in source.covers:
            return fit != "none"
        if any(self._kind_of.get(name) is part.kind for name in source.covers):
            return False  # it names others of the kind
        if part.is_only:
            return fit is not None or (part.kind is Kind.USER and bool(source.user_groups))
        return self._names_in_words(part, source, fit)

    def _names_in_words(self, part: Part, source: SourceFacts, fit: str | None) -> bool:
        if part.kind is Kind.VARIANT:
            return False  # the same software on another server is to be named as tested
        if part.kind is Kind.USER and not self._has_user_groups:
            return fit == "full"
        texts = [name for name, _ in source.user_groups] if part.kind is Kind.USER else [source.setting or ""]
        return any(self._words[part.id] & _stems(text) for text in texts)

    def fit(self, part: Part, source: SourceFacts) -> str | None:
        if part.kind is Kind.VARIANT:
            return "full"
        return _fit(source, _USER if part.kind is Kind.USER else _SETTING)


def _fit(source: SourceFacts, position: int) -> str | None:
    return source.fits[position] if source.fits else None


def _distinguishing(parts: Iterable[Part]) -> dict[str, frozenset[str]]:
    """The words of each part that no other part of its kind has; all its words, where there are none."""
    by_kind: dict[Kind, list[Part]] = {}
    for part in parts:
        by_kind.setdefault(part.kind, []).append(part)
    found: dict[str, frozenset[str]] = {}
    for group in by_kind.values():
        uses = Counter(word for part in group for word in _stems(part.text))
        for part in group:
            words = _stems(part.text)
            found[part.id] = frozenset(word for word in words if uses[word] == 1) or words
    return found


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.casefold().rstrip("s") for word in _WORD.findall(text)) - _JOINING


_JOINING: Final = frozenset({"and", "the", "for", "with", "who", "that", "from", "after", "before", "into"})


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
