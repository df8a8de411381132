"""The reference's pages of catalogues: what ships, how much of it is confirmed, and the form of such a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel

from _model_words import anchor_of, models_below, title_of
from _reference_markdown import page
from _reference_records import model_section
from cerkit import load
from cerkit.model.catalogues import KIND_HOMES, CatalogueBase, catalogue_model
from cerkit.workspace.package_data import ShippedCatalogues

_INTRODUCTION: Final = """\
# Catalogues

Requirements, checklists, report contents and appraisal schemes are data.
These catalogues ship with the package, in cerkit's own words.
Numbers and facts come from the documents named with each.

An entry is *confirmed* when its number and content were read in one of those documents.
An entry that is not confirmed carries that mark: check it against the law or guidance before you rely on it.
cerkit does not copy the text of laws, guidance or appraisal tools, and it does not replace reading them.

A file of the same name in `evidence/catalogues/` takes the place of a shipped catalogue:
see [use your own catalogue](../how-to/own-catalogue.md).
"""
_READ_BY: Final = {
    "official_text": "by a copy of the official text",
    "reprints": "by agreeing transcriptions of the text",
    "mixed": "partly by the official text, partly by transcriptions",
    "own": "by our own authority",
}
_FILES_INTRODUCTION: Final = """\
# Catalogue files

The form of the [catalogues](catalogues.md) that ship, and of your own ones in `evidence/catalogues/`.
A file is one catalogue, and its name is the catalogue's `id`.
It begins with `kind:`, which says of which sort it is, and with the fields of the head.
"""


def catalogues_page() -> str:
    """Every shipped catalogue: an overview, then a section each with its sources."""
    catalogues = shipped_catalogues()
    parts = [_INTRODUCTION, _overview(catalogues)]
    for catalogue in catalogues:
        parts += _section(catalogue)
    return page(parts)


def catalogue_files_page() -> str:
    """The fields of the head, then of each kind of catalogue and its parts."""
    shown: set[type[BaseModel]] = {CatalogueBase, *map(catalogue_model, KIND_HOMES)}
    parts = [_FILES_INTRODUCTION, f"## Head of every catalogue {{: #{anchor_of(CatalogueBase)} }}"]
    parts += model_section(CatalogueBase, {})
    for part in models_below(CatalogueBase, shown):
        parts += _part(part)
    for kind, model in ((kind, catalogue_model(kind)) for kind in KIND_HOMES):
        parts += [f"## {title_of(model)} {{: #{anchor_of(model)} }}", f"`kind: {kind}`"]
        parts += model_section(model, {})
        for part in models_below(model, shown):
            parts += _part(part)
    return page(parts)


def shipped_catalogues() -> tuple[CatalogueBase, ...]:
    """All of them, by identifier."""
    found = []
    for path, data in ShippedCatalogues().items():
        value = load.read_yaml(path, data).value
        found.append(catalogue_model(value["kind"]).model_validate(value))
    return tuple(sorted(found, key=lambda catalogue: catalogue.id))


def _overview(catalogues: tuple[CatalogueBase, ...]) -> str:
    rows = ["| Catalogue | What it lists | Counts in | Entries | Confirmed |", "|---|---|---|---:|---:|"]
    for catalogue in catalogues:
        entries = [entry for _, entry in catalogue.walk()]
        confirmed = sum(entry.confirmed for entry in entries)
        name = f"[`{catalogue.id}`](#{catalogue.id})"
        places = ", ".join(catalogue.jurisdictions)
        rows.append(f"| {name} | {_cell(catalogue.title)} | {places} | {len(entries)} | {confirmed} |")
    return "\n".join(rows)


def _section(catalogue: CatalogueBase) -> Iterator[str]:
    kind = str(getattr(catalogue, "kind", ""))
    form = anchor_of(catalogue_model(kind))
    yield f"## {catalogue.title} {{: #{catalogue.id} }}"
    prefix = f" Its identifiers begin with `{catalogue.id_prefix}-`." if catalogue.id_prefix else ""
    yield (
        f"Identifier `{catalogue.id}`, kind [`{kind}`](catalogue-files.md#{form}), edition: {catalogue.edition}."
        f"{prefix}\nConfirmed {_READ_BY[catalogue.confirmed_by]}."
    )
    rows = (
        f"| {source.key} | {_cell(source.document)} | {_cell(source.edition or '')} | {_cell(source.how_read)} |"
        for source in catalogue.sources
    )
    yield "\n".join(("| Key | Document | Edition | How it was read |", "|---|---|---|---|", *rows))
    if catalogue.notes:
        yield "\n".join(f"- {note.topic}: {_prose(note.text)}" for note in catalogue.notes)


def _part(model: type[BaseModel]) -> Iterator[str]:
    yield f"### {title_of(model)} {{: #{anchor_of(model)} }}"
    yield from model_section(model, {})


def _cell(text: str) -> str:
    return _prose(text).replace("|", "\\|")


def _prose(text: str) -> str:
    """Texts of catalogues are not written as Markdown: what would be a mark is escaped."""
    for mark in "\\[]<*_":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
