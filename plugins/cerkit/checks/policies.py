"""Puts the policies together that count for a dossier: those that ship for its jurisdictions, and the team's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeVar

from cerkit.model.catalogues.base import CatalogueBase
from cerkit.model.catalogues.policy import PhraseCatalogue, PolicyCatalogue
from cerkit.model.dossier import Dossier
from cerkit.model.examination import PhraseRule, Policies, SupportRule
from cerkit.model.fields import Number

_BASE: Final = "policy-gb"
"""Counts where no requirement catalogue says which jurisdiction applies."""
C = TypeVar("C", bound=CatalogueBase)


def policies_of(dossier: Dossier) -> Policies:
    """The policies for the jurisdictions of the requirement catalogues that apply."""
    own = dossier.policy
    catalogues = tuple(_policies(dossier))
    limits: dict[str, Number] = {}
    for catalogue in catalogues:
        for entry in catalogue.limits:
            limits[entry.id] = min(entry.value, limits.get(entry.id, entry.value))
    phrases: dict[str, list[PhraseRule]] = {}
    for list_of in _named(dossier, "phrases-", PhraseCatalogue):
        for phrase in list_of.entries:
            phrases.setdefault(phrase.list, []).append(PhraseRule(phrase.phrase, phrase.unless))
    for name, added in (own.phrases if own else {}).items():
        phrases.setdefault(name, []).extend(PhraseRule(phrase) for phrase in added)
    return Policies(
        support=(*_shipped_support(catalogues), *_own_support(dossier)),
        limits=limits | (own.limits if own else {}),
        phrases={name: tuple(rules) for name, rules in phrases.items()},
    )


def _policies(dossier: Dossier) -> Iterator[PolicyCatalogue]:
    wanted = _jurisdictions(dossier)
    for catalogue in _named(dossier, "policy-", PolicyCatalogue):
        if wanted & set(catalogue.jurisdictions) if wanted else catalogue.id == _BASE:
            yield catalogue


def _jurisdictions(dossier: Dossier) -> set[str]:
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


def _shipped_support(catalogues: tuple[PolicyCatalogue, ...]) -> Iterator[SupportRule]:
    for catalogue in catalogues:
        for entry in catalogue.entries:
            yield SupportRule(
                name=entry.id,
                record=entry.record,
                where=entry.where,
                categories=entry.categories,
                needs=entry.needs,
                share=entry.share,
                severity=entry.severity,
                reason=entry.reason,
            )


def _own_support(dossier: Dossier) -> Iterator[SupportRule]:
    for position, rule in enumerate(dossier.policy.support if dossier.policy else ()):
        yield SupportRule(
            name=f"policy.yml, rule {position + 1}",
            record=rule.record,
            where=rule.where,
            categories=rule.categories,
            needs=rule.needs,
            share=rule.share,
            severity=rule.severity,
            reason=rule.reason,
        )
