"""The reference's page of records: every file below evidence/, every field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import BaseModel

from _model_words import anchor_of, fields_of, models_below, text_of, title_of
from _reference_markdown import page
from cerkit.model.identifiers import PREFIXES, Kind
from cerkit.model.layout import SLOTS, Slot

_INTRODUCTION: Final = """\
# Records

Every fact of the report stands in a file below `evidence/`.
This page names each file, what it holds and every field; it is made from the models that check the files.

Text
:   Printed as it stands: Markdown and macros in it are not run.
    Text that looks like a number, a date, `true`, `false` or `null` stands in quotes: `"1.10"`.

Number
:   A plain decimal number.
    Its digits are kept as written: `94.0` stays 94.0.

Day
:   An ISO date: `2026-05-29`.

Link
:   The [identifier](identifiers.md) of another record.
    Links stand on the record that depends; what rests on a record is found by the tool and never written.

A field that says nothing is left out; an empty value is a mistake ([CER107](diagnostics.md#cer107)).
A list is written with dashes or as `[CLM-1, CLM-2]`.
"""


def records_page() -> str:
    """All record files, each with its models below it; a model that several use stands where it is met first."""
    shown: set[type[BaseModel]] = {slot.model for slot in SLOTS}
    homes = kind_homes()
    parts = [_INTRODUCTION, *_overview()]
    for slot in SLOTS:
        parts += [f"## {slot.title} {{: #{anchor_of(slot.model)} }}", _place(slot)]
        parts += model_section(slot.model, homes)
        for model in models_below(slot.model, shown):
            parts += [f"### {title_of(model)} {{: #{anchor_of(model)} }}"]
            parts += model_section(model, homes)
    return page(parts)


def kind_homes() -> dict[Kind, str]:
    """Kind of record -> anchor of the section that describes it: the model whose identifier has the kind's prefix."""
    homes = {Kind.REQUIREMENT: "#requirement-assessment", Kind.FINDING: "#finding"}
    for model in (model for slot in SLOTS for model in (slot.model, *models_below(slot.model, set()))):
        field = model.model_fields.get("id")
        pattern = str(field.metadata) if field is not None else ""
        for kind, prefix in PREFIXES.items():
            if f"^{prefix}[" in pattern:
                homes.setdefault(kind, f"#{anchor_of(model)}")
    return homes


def model_section(model: type[BaseModel], homes: Mapping[Kind, str]) -> Iterator[str]:
    """The model's sentence and the table of its fields."""
    text = text_of(model)
    if text:
        yield text
    rows = (
        f"| `{field.name}` | {_cell(field.holds)} | {field.needed} | {_cell(field.meaning)} |"
        for field in fields_of(model, homes)
    )
    yield "\n".join(("| Field | Holds | Needed | Meaning |", "|---|---|---|---|", *rows))


def _overview() -> Iterator[str]:
    rows = (f"| `{slot.pattern}` | [{slot.title}](#{anchor_of(slot.model)}) |" for slot in SLOTS)
    yield "\n".join(("| File below `evidence/` | Holds |", "|---|---|", *rows))
    yield (
        "Your own catalogues stand in `evidence/catalogues/`; their form is described in "
        "[catalogue files](catalogue-files.md)."
    )


def _place(slot: Slot) -> str:
    path = f"`evidence/{slot.pattern}`"
    if slot.key is not None:
        return f"In {path}, as a list under `{slot.key}:`."
    if slot.mapping:
        return f"In {path}: one line a record, its key before the colon."
    if slot.single:
        return f"In {path}: the file is one record."
    return f"In {path}: one record a file, and `*` is its identifier or name."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
