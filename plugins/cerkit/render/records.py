"""Tables of records of one kind, as a writer or a register asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from cerkit.model.tables import EMPTY, Cell, Column, Row, Table, Words, plain
from cerkit.model.trace import Trace
from cerkit.render.columns import ColumnPlan, plan_column
from cerkit.render.kinds import KINDS, Kind, Subject
from cerkit.render.problems import RenderProblem, unknown
from cerkit.render.values import row_of, same_value, shape_of, value_at

Where = Mapping[str, object]
"""Column -> the value it must have, or a list of values of which it must have one."""

_NUMERIC: Final = frozenset(
    {"year", "publication.year", "hits", "hits_reported", "hits_received", "experience_years"}
)


def record_table(
    trace: Trace,
    kind: str,
    *,
    columns: Sequence[str] | None = None,
    where: Where | None = None,
    wide: bool = False,
    anchors: bool = False,
) -> Table:
    """The records of a kind as a table. With `anchors`, each row can be linked to: only a record's home does that."""
    known = kind_named(kind)
    plans = tuple(plan_column(known, name) for name in (known.columns if columns is None else columns))
    if not plans:
        raise RenderProblem(f"the table of {kind} has no column", "name at least one, or leave `columns` out")
    rows = tuple(
        Row(
            tuple(plan.make(trace, subject) for plan in plans),
            anchor=subject.id if anchors else None,
        )
        for subject in subjects_of(trace, known, where)
    )
    classes = ("sortable", "wide") if wide else ("sortable",)
    return Table(tuple(map(_column, plans)), rows, classes)


def home_table(trace: Trace, kind: str, caption: str, columns: Sequence[str] | None = None) -> Table:
    """The table of a register: every row is the home of its record, and many columns lie on their side."""
    shown = kind_named(kind).columns if columns is None else columns
    made = record_table(trace, kind, columns=shown, wide=len(shown) > 5, anchors=True)
    return made.named(f"tbl-register-{kind}", caption)


def kind_named(name: str) -> Kind:
    """The kind of that name; raises a problem with the names that exist."""
    kind = KINDS.get(name)
    if kind is None:
        raise unknown("the kind of record", name, KINDS)
    return kind


def subjects_of(trace: Trace, kind: Kind, where: Where | None = None) -> tuple[Subject, ...]:
    """The records of a kind that fulfil every condition, in the order of the register."""
    subjects = tuple(kind.subjects(trace))
    for name, wanted in (where or {}).items():
        choices = tuple(wanted) if isinstance(wanted, list | tuple | set | frozenset) else (wanted,)
        held_by = _compared(kind, name)
        held = ((subject, held_by(trace, subject)) for subject in subjects)
        subjects = tuple(
            subject for subject, value in held if any(same_value(value, choice) for choice in choices)
        )
    return subjects


def count(trace: Trace, kind: str, where: Where | None = None) -> int:
    """How many records of a kind fulfil every condition."""
    return len(subjects_of(trace, kind_named(kind), where))


def sheet(trace: Trace, kind: str, subject: Subject, fields: Sequence[str]) -> Table:
    """One record as a table of its fields; what it does not say is left out."""
    plans = tuple(plan_column(kind_named(kind), name) for name in fields)
    rows = [(plan.label, plan.make(trace, subject)) for plan in plans]
    return sheet_of(((label, made) for label, made in rows if made != EMPTY))


def sheet_of(rows: Iterable[tuple[str, Cell]]) -> Table:
    """Labels and what stands behind them, as a table of two columns."""
    columns = (Column("field", "Field", header=True, weight=26), Column("value", "Content", weight=74))
    lines = tuple(row_of(Words(label), held) for label, held in rows)
    return Table(columns, lines, ("sheet",))


def _compared(kind: Kind, name: str) -> Callable[[Trace, Subject], object]:
    """What a condition compares: a value of the record or of its owner, or the words of a derived column."""
    plan = plan_column(kind, name)
    if shape_of(kind.model, name) is not None:
        return lambda _, subject: value_at(subject.record, name)
    if kind.owner is not None and name.startswith(f"{kind.owner[0]}."):
        path = name.removeprefix(f"{kind.owner[0]}.")
        return lambda _, subject: value_at(subject.owner, path) if subject.owner else None
    return lambda trace, subject: plain(plan.make(trace, subject))


def _column(plan: ColumnPlan) -> Column:
    return Column(plan.key, plan.label, header=plan.header, numeric=plan.key in _NUMERIC)
