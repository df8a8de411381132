"""Puts the policies together that count for a dossier: those that ship for its jurisdictions, and the team's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypeVar

from cerkit.model.catalogues.base import CatalogueBase
from cerkit.model.catalogues.policy import MeaningCatalogue, PhraseCatalogue, PolicyCatalogue
from cerkit.model.changes import REPORTED
from cerkit.model.diagnostics import Diagnostic, Place, Rule, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import PhraseRule, Policies, SupportAsked
from cerkit.model.fields import Number
from cerkit.model.identifiers import Kind
from cerkit.model.meaning import Bearing, Bearings

_BASE: Final = "policy-gb"
"""Counts where no requirement catalogue says which jurisdiction applies."""
_OWN: Final = "evidence/policy.yml"
_CATALOGUES: Final = "evidence/catalogues/"
"""Where a catalogue of the team's own lies; what ships is tested to be right and never shown."""
C = TypeVar("C", bound=CatalogueBase)


LIMIT_MISSING: Final = Rule(
    "CER494",
    "limit-missing",
    Severity.ERROR,
    "A policy of the team's own leaves out a number that a check needs.",
    why="Without the number the check cannot be made, and nobody would notice that it was not.",
    remedy="add the number under `limits:` in evidence/policy.yml, or to the policy catalogue",
    before="limits: {}",
    after="limits: {search-age-months: 12}",
)
RULES: Final = (LIMIT_MISSING,)


def missing_limit(name: str) -> Diagnostic:
    """What is said where a check had to be left out."""
    message = f"no policy says what `{name}` is, so the checks that need it were not made"
    return LIMIT_MISSING.at(Place("evidence/policy.yml", line=1, column=1), message)


def policies_of(dossier: Dossier) -> Policies:
    """The policies for the jurisdictions of the requirement catalogues that apply."""
    own = dossier.policy
    catalogues = tuple(_policies(dossier))
    limits: dict[str, Number] = {}
    for catalogue in catalogues:
        for entry in catalogue.limits:
            stricter = min if entry.stricter == "lower" else max
            limits[entry.id] = stricter(entry.value, limits.get(entry.id, entry.value))
    phrases: dict[str, list[PhraseRule]] = {}
    for list_of in _named(dossier, "phrases-", PhraseCatalogue):
        for phrase in list_of.entries:
            rule = PhraseRule(phrase.phrase, phrase.unless, phrase.only_with)
            phrases.setdefault(phrase.list, []).append(rule)
    for name, added in (own.phrases if own else {}).items():
        phrases.setdefault(name, []).extend(PhraseRule(phrase) for phrase in added)
    return Policies(
        support=(*_shipped_support(catalogues), *_own_support(dossier)),
        limits=limits | (own.limits if own else {}),
        phrases={name: tuple(rules) for name, rules in phrases.items()},
    )


def bearings_of(dossier: Dossier) -> Bearings:
    """Which fields of which kind bear meaning: those that ship, and the team's own in their place."""
    by_name = {name: kind for kind in Kind for name in (kind.value, kind.name.lower())}
    found: dict[Kind, Bearing] = {}
    for catalogue in _named(dossier, "meaning", MeaningCatalogue):
        for entry in catalogue.entries:
            if entry.id in by_name:
                given = entry.fields, entry.reported, entry.looked_at_by, entry.ignores
                found[by_name[entry.id]] = Bearing(*given)
    for name, kind in by_name.items():
        own = dossier.policy.meaning_bearing.get(name) if dossier.policy else None
        if own is not None:
            reported = own if kind in REPORTED else ()
            found[kind] = replace(found.get(kind, Bearing()), fields=own, reported=reported)
    return found


def _policies(dossier: Dossier) -> Iterator[PolicyCatalogue]:
    wanted = jurisdictions_of(dossier)
    for catalogue in _named(dossier, "policy-", PolicyCatalogue):
        if wanted & set(catalogue.jurisdictions) if wanted else catalogue.id == _BASE:
            yield catalogue


def jurisdictions_of(dossier: Dossier) -> set[str]:
    """Where the requirement catalogues that apply count; empty where no catalogue is named."""
    names = dossier.requirements.catalogues if dossier.requirements else ()
    known = (dossier.catalogues[name] for name in names if name in dossier.catalogues)
    return {jurisdiction for catalogue in known for jurisdiction in catalogue.jurisdictions}


def _named(dossier: Dossier, prefix: str, kind: type[C]) -> Iterator[C]:
    """Catalogues by the beginning of their names: to ask each for its kind would read all of them."""
    for name in dossier.catalogues:
        if name.startswith(prefix):
            catalogue = dossier.catalogues[name]
            if isinstance(catalogue, kind):
                yield catalogue


def _shipped_support(catalogues: tuple[PolicyCatalogue, ...]) -> Iterator[SupportAsked]:
    for catalogue in catalogues:
        path = f"{_CATALOGUES}{catalogue.id}.yml"
        for position, entry in enumerate(catalogue.entries):
            yield SupportAsked(entry.id, entry, Place(path, ("entries", position)))


def _own_support(dossier: Dossier) -> Iterator[SupportAsked]:
    for position, rule in enumerate(dossier.policy.support if dossier.policy else ()):
        place = Place(_OWN, ("support", position))
        yield SupportAsked(f"policy.yml, rule {position + 1}", rule, place)
