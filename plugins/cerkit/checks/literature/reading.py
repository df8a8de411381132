"""How much of a source was read, and what it is used for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.literature import source_rules as rules
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.standing import FULLY_READ

_PROOF: Final = frozenset({"performance", "claims"})
_WEIGHED: Final = frozenset({"safety", "benefit-risk"})
"""Uses for which an appraisal that is marked as an illustration may stand, and is printed as such."""


def deciding_sources(examination: Examination) -> frozenset[str]:
    """Sources with a finding that decides a criterion: what bars them is told there (CER305)."""
    return frozenset(
        finding.partition(".")[0]
        for criterion in examination.dossier.criteria
        for finding in criterion.decided_by
    )


def check_reading(examination: Examination) -> Iterator[Diagnostic]:
    """Sources that prove performance or safety though only a part of them was read."""
    deciding: frozenset[str] | None = None
    for row in examination.trace.source_facts.values():
        if row.read in FULLY_READ or row.role not in ("pivotal", "supportive"):
            continue
        used = _forbidden(row)
        if not used:
            continue
        deciding = deciding_sources(examination) if deciding is None else deciding
        if row.id in deciding and row.bar is not None:
            continue
        message = f"{row.id} is {row.role} for {', '.join(used)}, but of it only {_read(row.read)} read"
        place = examination.trace.place_of(row.id, "read")
        yield rules.NOT_READ_IN_FULL.at(place, message, subject=row.id)


def _forbidden(row: SourceFacts) -> tuple[str, ...]:
    if row.role == "pivotal":
        if row.relation not in ("under evaluation", "equivalent"):
            return ()  # that alone forbids it, and is said
        return row.used_for or ("the report",)
    forbidden = _PROOF if row.illustration else _PROOF | _WEIGHED
    return tuple(use for use in row.used_for if use in forbidden)


def _read(what: str) -> str:
    return {
        "abstract": "the abstract was",
        "abstract and tables": "abstract and tables were",
        "tables": "the tables were",
        "record": "its record was",
    }.get(what, f"{what} was")
