"""The reference's page of meaning-bearing fields: which ask for a new look, and which a report has to name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from _reference_catalogues import shipped_catalogues
from _reference_markdown import page
from cerkit.model.catalogues.policy import MeaningCatalogue, MeaningfulFields
from cerkit.model.identifiers import Kind

_INTRODUCTION: Final = """\
# Meaning-bearing fields

Which changes of a record matter to others, by its kind.
A field of a part is written with a dot; a name stands for everything below it.

Asks again
:   A change asks for a [new look](../how-to/review-after-a-change.md) at every record that names this one.

To be named
:   A change since the previous release has to be named in the report ([CER911](diagnostics.md#cer911)).

Shows a look
:   Further fields: whoever changes them has looked at the record itself.

Not followed
:   Links of such a record, by field or by the kind that is named, that tell where something stands or comes from.

A team sets its own fields for a kind under `meaning_bearing` in `evidence/policy.yml`, by the name in code.
They take the place of the first two lists.
"""


def meaning_page() -> str:
    """A section for each kind, in the order of the catalogue."""
    entries = next(item for item in shipped_catalogues() if isinstance(item, MeaningCatalogue)).entries
    kinds = {kind.name.lower(): kind.value for kind in Kind}
    blocks = [_INTRODUCTION]
    for entry in entries:
        blocks += [f"## {_title(kinds[entry.id])} {{: #{entry.id.replace('_', '-')} }}", _section(entry)]
    return page(blocks)


def _title(words: str) -> str:
    return words[0].upper() + words[1:]


def _section(entry: MeaningfulFields) -> str:
    lists = (
        ("Asks again", entry.fields),
        ("To be named", entry.reported),
        ("Shows a look", entry.looked_at_by),
        ("Not followed", entry.ignores),
    )
    rows = [f"| {name} | {_named(fields)} |" for name, fields in lists if fields or name == "Asks again"]
    return "\n".join((f"`{entry.id}`. {entry.reason}", "", "| | Fields |", "|---|---|", *rows))


def _named(fields: Iterable[str]) -> str:
    return ", ".join(f"`{field}`" for field in fields) or "nothing"
