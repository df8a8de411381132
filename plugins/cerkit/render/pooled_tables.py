"""Tables of a synthesis: the result, its studies, the choices that were made, and the result without each study."""

from __future__ import annotations

from collections.abc import Iterator

from cerkit.model.synthesis import Bounds, Pooled, PooledAccuracy, PooledValue, values_of
from cerkit.model.tables import EMPTY, Cell, Column, RecordRef, Row, Table, cell
from cerkit.model.trace import Trace, natural_key
from cerkit.render.derived import citing
from cerkit.render.pooled import (
    choices_of,
    endpoint_of,
    pooled_named,
    pooled_text,
    range_of,
    studies_text,
    unit_of,
    why_not,
)
from cerkit.render.pooled_studies import Study, studies_of, without_each
from cerkit.render.records import sheet_of
from cerkit.render.values import row_of
from cerkit.render.words import sentence_case, with_unit


def results_table(trace: Trace, *, syntheses: tuple[str, ...] | list[str] | None = None) -> Table:
    """Every synthesis with its computed result, a row each; one without a result says why."""
    known = sorted((item.id for item in trace.dossier.syntheses), key=natural_key)
    chosen = known if syntheses is None else syntheses
    columns = (
        Column("id", "Synthesis", header=True, weight=14),
        Column("title", "What is pooled", weight=26),
        Column("studies", "Studies", numeric=True, weight=8),
        Column("result", "Result (95 % CI)", weight=26),
        Column("between", "Between studies", weight=26),
    )
    rows = tuple(Row(_result_cells(trace, name), anchor=None) for name in chosen)
    return Table(columns, rows, ("sortable",))


def _result_cells(trace: Trace, identifier: str) -> tuple[Cell, ...]:
    result = trace.results.get(identifier)
    held = next((item for item in trace.dossier.syntheses if item.id == identifier), None)
    if held is None or result is None or result.pooled is None:
        if held is None:
            pooled_named(trace, identifier)
        title = held.title if held else ""
        return (cell(RecordRef(identifier)), cell(title), EMPTY, cell(f"No result: {why_not(result)}"), EMPTY)
    made = result.pooled
    between = dict(choices_of(made))["Between studies"]
    text = pooled_text(trace, identifier, interval=True, studies=False, prediction=True).replace(
        "95 % CI ", ""
    )
    return (
        cell(RecordRef(identifier)),
        cell(held.title),
        cell(str(made.k)),
        cell(sentence_case(text)),
        cell(between),
    )


def studies_table(trace: Trace, synthesis: str) -> Table:
    """The studies with their own numbers, and the pooled result in the last row."""
    held, made = pooled_named(trace, synthesis)
    result, unit = trace.results[synthesis], unit_of(trace, held, made)
    values = values_of(made)
    per_value = [studies_of(trace, result, item.name) for item in values]
    has_weight = any(study.weight is not None for study in per_value[0])
    names = [item.name if len(values) > 1 else endpoint_of(trace, held).name for item in values]
    columns = [Column("study", "Study", header=True, weight=22), Column("source", "Source", weight=14)]
    for name in names:
        key = name.replace(" ", "_").casefold()
        if any(study.counts for study in per_value[0]):
            columns.append(Column(f"{key}_counts", "n/N", numeric=True, weight=14))
        columns.append(Column(key, f"{sentence_case(name)} (95 % CI)", numeric=True, weight=22))
    if has_weight:
        columns.append(Column("weight", "Weight", numeric=True, weight=8))
    rows = [
        Row(tuple(_study_cells(trace, result.findings[at], studies, values, unit)))
        for at, studies in enumerate(zip(*per_value, strict=True))
    ]
    rows.append(Row(tuple(_pooled_cells(made, values, unit, per_value[0]))))
    note = (
        "Intervals of single studies: Wilson." if unit == "%" else "Intervals of single studies: as pooled."
    )
    return Table(tuple(columns), tuple(rows), (), (cell(note),))


def _study_cells(
    trace: Trace, finding: str, studies: tuple[Study, ...], values: tuple[PooledValue, ...], unit: str
) -> Iterator[Cell]:
    yield cell(studies[0].label)
    found = trace.finding(finding)
    yield citing(found[0]) if found else EMPTY
    for study, value in zip(studies, values, strict=True):
        if study.counts:
            yield cell(study.counts)
        yield cell(_with_ends(value, study.estimate, study.ci, unit))
    if studies[0].weight is not None:
        yield cell(f"{studies[0].weight:.1f} %")


def _pooled_cells(
    made: Pooled | PooledAccuracy, values: tuple[PooledValue, ...], unit: str, studies: tuple[Study, ...]
) -> Iterator[Cell]:
    yield cell(f"Pooled, {studies_text(made.k)}")
    yield EMPTY
    for value in values:
        if any(study.counts for study in studies):
            yield EMPTY
        yield cell(_with_ends(value, value.estimate, value.ci, unit))
    if studies[0].weight is not None:
        yield cell("100 %")


def _with_ends(value: PooledValue, estimate: float, ends: Bounds, unit: str) -> str:
    return f"{with_unit(value.printed(estimate), unit)} ({value.printed(ends.lower)} to {value.printed(ends.upper)})"


def leave_one_out(trace: Trace, synthesis: str) -> Table:
    """The result without each study in turn, beside the result of all."""
    held, made = pooled_named(trace, synthesis)
    values, unit = values_of(made), unit_of(trace, held, made)
    names = [item.name if len(values) > 1 else endpoint_of(trace, held).name for item in values]
    columns = (
        Column("without", "Without", header=True, weight=34),
        *(
            Column(
                name.replace(" ", "_").casefold(), f"{sentence_case(name)} (95 % CI)", numeric=True, weight=33
            )
            for name in names
        ),
    )
    rows = [
        row_of(
            item.label,
            *(cell(_with_ends(value, *pair, unit)) for value, pair in zip(values, item.values, strict=True)),
        )
        for item in without_each(trace.results[synthesis])
    ]
    whole = (cell(_with_ends(value, value.estimate, value.ci, unit)) for value in values)
    rows.append(row_of(f"None: all {studies_text(made.k)}", *whole))
    return Table(columns, tuple(rows))


def choices_table(trace: Trace, synthesis: str) -> Table:
    """What was computed, from what, by which model, with each choice that was made."""
    held, made = pooled_named(trace, synthesis)
    unit = unit_of(trace, held, made)
    told = [
        (
            sentence_case(item.name),
            f"{with_unit(item.printed(item.estimate), unit)} (95 % CI {range_of(item)})",
        )
        for item in values_of(made)
    ]
    told += [
        ("Prediction interval", f"{item.printed(item.pi.lower)} to {item.printed(item.pi.upper)}, 95 %")
        for item in values_of(made)
        if item.pi is not None
    ]
    told += [("Studies", str(made.k)), ("Taken from", trace.results[synthesis].taken_from), *choices_of(made)]
    return sheet_of(((name, cell(text)) for name, text in told))
