"""Columns of record tables: fields by their dotted names, and those that are derived from the trace."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cerkit.model.tables import EMPTY, Cell, RecordRef, cell
from cerkit.model.trace import Trace
from cerkit.render.derived import DERIVED, FOR_ALL, CellMaker
from cerkit.render.kinds import Kind, Subject
from cerkit.render.problems import unknown
from cerkit.render.values import cell_of, shape_of, value_at
from cerkit.render.words import humanised


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """A column of a record table: its key, its label, and how its cells are made."""

    key: str
    label: str
    make: CellMaker
    header: bool = False


LABELS: Final = {
    "id": "ID",
    "checked_on": "Checked",
    "appraisal.role": "Role in appraisal",
    "ifu_sections": "IFU section",
    "cv": "CV",
    "cv_dated": "CV dated",
    "doi": "DOI",
    "pmid": "PMID",
    "ran_on": "Searched on",
    "hits_reported": "Hits",
    "on": "Date",
    "pmcf": "PMCF",
    "url": "Address",
    "issued": "Published",
    "read_note": "Note on reading",
    "confirmed.identifiers": "Identifiers confirmed",
    "confirmed.numbers": "Numbers confirmed",
    "confirmed.note": "Note on confirmation",
    "relation": "Whose data",
    "read": "What was read",
    "starts": "From",
    "ends": "To",
    "answers": "Answered by",
    "rule": "Requirement on the result",
    "gb": "GB",
    "experience_years": "Years of experience",
    "string": "Search string as entered",
}
"""Labels where the field's name with spaces would not do."""


@lru_cache(maxsize=4096)
def plan_column(kind: Kind, name: str) -> ColumnPlan:
    """The column of that name; raises a problem with near names where there is none."""
    label = (
        kind.noun if name in {"id", kind.columns[0]} else LABELS.get(name, humanised(name.rsplit(".", 1)[-1]))
    )
    header = name == kind.columns[0]
    derived = DERIVED.get(kind.name, {}).get(name)
    if derived is None and "id" in kind.model.model_fields:
        derived = FOR_ALL.get(name)
    if derived is not None:
        return ColumnPlan(name, label, derived, header)
    if name == "id" and "id" in kind.model.model_fields:
        return ColumnPlan(name, label, _own_id, header)
    if kind.owner is not None and name.startswith(f"{kind.owner[0]}."):
        return ColumnPlan(name, label, _owner_field(kind, name), header)
    shape = shape_of(kind.model, name)
    if shape is None:
        raise unknown(f"the column of {kind.name}", name, column_names(kind))
    link = shape.link

    def make(trace: Trace, subject: Subject) -> Cell:
        value = value_at(subject.record, name)
        return cell_of(value, link=link and _known(trace, value))

    return ColumnPlan(name, label, make, header)


def column_names(kind: Kind) -> tuple[str, ...]:
    """Every plain column a writer may name for the kind; nested fields follow after a dot."""
    everywhere = FOR_ALL if "id" in kind.model.model_fields else {}
    return tuple(dict.fromkeys((*kind.model.model_fields, *DERIVED.get(kind.name, {}), *everywhere)))


def _known(trace: Trace, value: object) -> bool:
    """False for names of nothing: they are printed as they stand and reported elsewhere."""
    names = value if isinstance(value, tuple) else (value,)
    return all(name in trace.nodes for name in names)


def _own_id(_: Trace, subject: Subject) -> Cell:
    return cell(RecordRef(subject.id)) if subject.id else EMPTY


def _owner_field(kind: Kind, name: str) -> CellMaker:
    owner, model = kind.owner or ("", kind.model)
    path = name.removeprefix(f"{owner}.")
    shape = shape_of(model, path)
    if shape is None:
        raise unknown(
            f"the column of {kind.name}", name, (f"{owner}.{field}" for field in model.model_fields)
        )
    link = shape.link
    return lambda _, subject: cell_of(value_at(subject.owner, path), link=link) if subject.owner else EMPTY
