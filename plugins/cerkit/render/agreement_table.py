"""How far the reviewers agreed at each stage of the screening, before anything was resolved."""

from __future__ import annotations

from collections.abc import Iterator

from cerkit.model.agreement import Agreement, agreements
from cerkit.model.screening import STAGES, Stage, stages, works_at
from cerkit.model.tables import Column, Row, Table
from cerkit.model.trace import Trace
from cerkit.render.problems import RenderProblem
from cerkit.render.values import row_of
from cerkit.render.words import humanised, number_text, sentence_case


def agreement_table(
    trace: Trace,
    *,
    round: str | None = None,  # noqa: A002  # the name that writers use
) -> Table:
    """A row for each stage and pair of reviewers: records that both decided, agreement, kappa with interval, PABAK."""
    found = stages(trace.dossier)
    rows = tuple(
        row for name in STAGES if name in found for row in _rows(trace, name, found[name], round_name=round)
    )
    if not rows:
        raise RenderProblem(
            "no record was screened by two reviewers",
            "decide with `cerkit screen --as NAME`, each of the two",
        )
    columns = (
        Column("stage", "Stage", header=True, weight=22),
        Column("records", "Records", numeric=True, weight=11),
        Column("agreed", "Same decision", numeric=True, weight=21),
        Column("kappa", "Cohen's kappa (95 % CI)", numeric=True, weight=24),
        Column("pabak", "PABAK", numeric=True, weight=10),
        Column("resolved", "Resolved", numeric=True, weight=12),
    )
    return Table(columns, rows)


def _rows(trace: Trace, name: str, stage: Stage, *, round_name: str | None) -> Iterator[Row]:
    found = works_at(trace.dossier, name, round_name=round_name)
    given = [stage.given(work.keys) for work in found]
    resolved = sum(not stage.resolved.keys().isdisjoint(work.keys) for work in found)
    title = _STAGE_WORDS.get(name) or sentence_case(humanised(name))
    pairs = agreements(name, sorted(stage.by_reviewer), given)
    for one, other, value in pairs:
        told = title if len(pairs) == 1 else f"{title}, {one} and {other}"
        yield row_of(
            told,
            number_text(value.records),
            f"{number_text(value.agreed)} ({value.per_cent:.1f} %)",
            _kappa(value),
            "" if value.pabak is None else _signed(value.pabak),
            number_text(resolved),
        )


_STAGE_WORDS = {"title-abstract": "Title and abstract", "full-text": "Full report"}


def _kappa(value: Agreement) -> str:
    if value.kappa is None or value.interval is None:
        return "not defined: one and the same decision throughout"
    low, high = value.interval
    return f"{_signed(value.kappa)} ({_signed(low)} to {_signed(high)})"


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
