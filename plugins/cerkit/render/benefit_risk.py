"""Benefits and residual risks side by side, as the benefit-risk conclusion weighs them (MEDDEV A7.2)."""

from __future__ import annotations

from cerkit.model.records.evaluation import Benefit, Risk
from cerkit.model.tables import EMPTY, Break, Cell, Column, Piece, RecordRef, Row, Table, Words, cell
from cerkit.model.trace import Trace
from cerkit.render.derived import cited
from cerkit.render.values import record_refs
from cerkit.render.words import sentence_case


def benefit_risk(trace: Trace) -> Table:
    """Benefits first, then risks; magnitude and severity, probability, duration, certainty and evidence."""
    columns = (
        Column("id", "Record", header=True, weight=8),
        Column("what", "Benefit or risk", weight=23),
        Column("size", "Magnitude or severity", weight=16),
        Column("probability", "Probability and its basis", weight=18),
        Column("duration", "Duration, or control of the risk", weight=17),
        Column("judgement", "Certainty, or residual risk", weight=10),
        Column("evidence", "Evidence", weight=8),
    )
    benefits, risks = trace.dossier.benefits, trace.dossier.risks
    rows = (
        *((Row(group="Benefits"),) if benefits else ()),
        *(Row(_benefit_cells(trace, benefit)) for benefit in benefits),
        *((Row(group="Residual risks"),) if risks else ()),
        *(Row(_risk_cells(trace, risk)) for risk in risks),
    )
    return Table(columns, rows, ("wide",))


def _benefit_cells(trace: Trace, benefit: Benefit) -> tuple[Cell, ...]:
    weighs: tuple[Piece, ...] = ()
    if benefit.weighs_against:
        weighs = (Break(), Words("weighed against "), *record_refs(benefit.weighs_against))
    return (
        cell(RecordRef(benefit.id)),
        cell(Words(benefit.title, strong=True), Break(), benefit.description, *weighs),
        cell(benefit.magnitude),
        cell(benefit.probability),
        cell(benefit.duration),
        cell(sentence_case(f"{benefit.certainty} certainty")),
        cited(trace, benefit.evidence),
    )


def _risk_cells(trace: Trace, risk: Risk) -> tuple[Cell, ...]:
    kind = " (side-effect)" if risk.side_effect else ""
    told: tuple[Piece, ...] = ()
    if risk.ifu_sections:
        told = (Break(), Words("told to users in "), *record_refs(risk.ifu_sections))
    controls = "; ".join(risk.controls)
    return (
        cell(RecordRef(risk.id)),
        cell(Words(sentence_case(risk.hazard), strong=True), f"{kind}", Break(), risk.harm),
        cell(sentence_case(risk.severity)),
        cell(f"{sentence_case(risk.probability)}: {risk.probability_basis}"),
        cell(controls, *told) if controls or told else EMPTY,
        cell(sentence_case(risk.residual)),
        cited(trace, risk.sources),
    )
