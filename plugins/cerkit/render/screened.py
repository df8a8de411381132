"""Reports that were read in full, by what became of them: reviewers ask for the excluded with reasons."""

from __future__ import annotations

from typing import Final

from cerkit.model.records.review import BibliographicRecord, Decision
from cerkit.model.screening import Stage, stages
from cerkit.model.tables import Cell, Column, Table, cell
from cerkit.model.trace import Trace, natural_key
from cerkit.model.works import Work, works
from cerkit.render.problems import RenderProblem, unknown
from cerkit.render.values import row_of

_STAGE: Final = "full-text"
_WANTED: Final = {"excluded": "exclude", "included": "include", "not retrieved": "not retrieved"}
_MOST_AUTHORS: Final = 3


def screened(
    trace: Trace,
    outcome: str = "excluded",
    *,
    round: str | None = None,  # noqa: A002  # the name that writers use
) -> Table:
    """The reports read in full with one outcome: excluded (with the protocol's reason), included, or not retrieved."""
    if outcome not in _WANTED:
        raise unknown("the outcome", outcome, _WANTED)
    stage = stages(trace.dossier).get(_STAGE)
    if stage is None:
        raise RenderProblem(
            "no report was read in full", f"screen with decisions in evidence/screening/{_STAGE}/"
        )
    columns = [Column("report", "Report", header=True, weight=46), Column("key", "Key", weight=16)]
    if outcome == "excluded":
        columns.append(Column("reason", "Reason", weight=38))
    found = [
        (work, decision)
        for work in works(trace.dossier)
        if (round is None or work.round == round)
        and (decision := _counting(trace, stage, work)) is not None
        and decision.decision == _WANTED[outcome]
    ]
    found.sort(key=lambda pair: (natural_key(pair[1].reason or ""), pair[0].key))
    rows = tuple(
        row_of(
            _report(work.record), work.key, *((_reason(trace, decision),) if outcome == "excluded" else ())
        )
        for work, decision in found
    )
    return Table(tuple(columns), rows, ("sortable",))


def _counting(trace: Trace, stage: Stage, work: Work) -> Decision | None:
    protocol = trace.dossier.protocol
    needed = protocol.reviewers_per_record.get(_STAGE, 1) if protocol else 1
    return stage.result(work.keys, needed)


def _report(record: BibliographicRecord) -> Cell:
    authors = ", ".join(record.authors[:_MOST_AUTHORS])
    if len(record.authors) > _MOST_AUTHORS:
        authors += " et al."
    parts = (authors, record.title, record.journal or "", str(record.year or ""))
    return cell(". ".join(part.rstrip(".") for part in parts if part))


def _reason(trace: Trace, decision: Decision) -> Cell:
    """The identifier with the protocol's words, and the reviewer's own note."""
    protocol = trace.dossier.protocol
    told = protocol.exclusion.get(decision.reason or "", "") if protocol else ""
    words = f"{decision.reason}: {told}" if told else decision.reason or ""
    return cell(f"{words} ({decision.note})" if decision.note and words else words or decision.note or "")
