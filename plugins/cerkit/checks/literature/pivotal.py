"""What may be called pivotal, and which rank a kind of data can have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.literature import appraisal_rules as rules
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts

_BEST_BY_KIND: Final = {
    "registry": (3, "a registry"),
    "test report": (4, "a test report of the manufacturer"),
    "guideline": (6, "a guideline"),
    "complaints": (7, "complaint data"),
    "vigilance": (7, "vigilance data"),
    "usability study": (8, "a usability study"),
}
_BEST_BY_RELATION: Final = {
    "equivalent": (5, "data of an equivalent device"),
    "benchmark": (6, "data of a benchmark device"),
    "similar": (6, "data of a similar device"),
    "other": (6, "data of another device"),
    "none": (6, "data of no device"),
}
_BENCH: Final = re.compile(r"\bbench\b|repeatab|reproducib|phantom|simulat|\bverification\b", re.IGNORECASE)
_BENCH_RANK: Final = 10
_HIGH_QUALITY: Final = 2
"""Ranks up to this are investigations of high quality."""


def check_pivotal(examination: Examination) -> Iterator[Diagnostic]:
    """Pivotal sources that cannot be, and ranks that are too good."""
    for row in examination.trace.source_facts.values():
        if row.role == "pivotal":
            yield from _on_pivotal(examination, row)
        if row.rank is not None and row.rank > 0:
            yield from _on_rank(examination, row, row.rank)


def _on_pivotal(examination: Examination, row: SourceFacts) -> Iterator[Diagnostic]:
    reasons = tuple(_against(examination, row))
    if reasons:
        message = f"{row.id} is called pivotal, but {'; and '.join(reasons)}"
        place = examination.trace.place_of(row.id, "appraisal", "role")
        yield rules.PIVOTAL_FORBIDDEN.at(place, message, subject=row.id)


def _against(examination: Examination, row: SourceFacts) -> Iterator[str]:
    if row.relation not in ("under evaluation", "equivalent"):
        yield f"its data are of {'no' if row.relation == 'none' else 'a ' + row.relation} device".replace(
            "a other", "another"
        )
    elif row.relation == "equivalent" and row.equivalence not in examination.trace.accepted_equivalences:
        yield "no accepted comparison shows its device to be equivalent"
    if row.flaws:
        yield f"it has the flaw{'s' if len(row.flaws) > 1 else ''} {', '.join(row.flaws)}"
    limit = examination.limit("pivotal-rank-max")
    if row.rank is not None and row.rank > limit:
        yield f"its rank is {row.rank}, and pivotal data have at most {limit}"
    for name in ("validity", "relevance"):
        if getattr(row, name) == "low":
            yield f"its {name} is low"


def _on_rank(examination: Examination, row: SourceFacts, rank: int) -> Iterator[Diagnostic]:
    best, what = max(
        _BEST_BY_KIND.get(row.kind, (1, "")),
        _BEST_BY_RELATION.get(row.relation, (1, "")),
        key=lambda found: found[0],
    )
    if best <= rank < _BENCH_RANK and row.kind == "test report" and _BENCH.search(row.design or ""):
        best, what = _BENCH_RANK, "a bench test"
    message: str | None = None
    if rank < best:
        message = f"{row.id} has rank {rank}, but the best for {what} is {best}"
    elif rank <= _HIGH_QUALITY and row.validity != "high":
        message = f"{row.id} has rank {rank}, for investigations of high quality, but its validity is {row.validity}"
    elif rank == 1 and row.fits is not None and row.fits[0] != "full":
        message = f"{row.id} has rank 1, but it does not cover the whole intended population"
    if message:
        place = examination.trace.place_of(row.id, "appraisal", "rank")
        yield rules.RANK_INFLATED.at(place, message, subject=row.id)
