"""Reads the exports of databases and reference managers; loses no record without saying so.

Bytes to text, the format by its content, records by a reader of that format, and their number by other means. An
export whose two figures differ is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from cerkit.literature.readers.bibtex import read_bibtex
from cerkit.literature.readers.csl import read_csl
from cerkit.literature.readers.decoding import LARGEST_EXPORT, UndecodableError, decoded, unpacked
from cerkit.literature.readers.delimited import read_delimited, read_embase
from cerkit.literature.readers.keys import Keyed, KeyRing
from cerkit.literature.readers.normal import NO_TITLE, Draft, draft, fingerprint, without_abstract
from cerkit.literature.readers.sniffing import binary_kind, format_of, unknown_kind, with_plain_tags
from cerkit.literature.readers.tagged import read_cochrane, read_medline, read_refer, read_ris, read_wos
from cerkit.literature.readers.values import Export, Format, Parsed, Problem, RawRecord
from cerkit.literature.readers.xml import read_endnote_xml, read_pubmed_xml
from cerkit.model.records.review import BibliographicRecord

_READERS: Final = {
    "ris": read_ris,
    "medline": read_medline,
    "wos": read_wos,
    "wos-tab": read_delimited,
    "refer": read_refer,
    "bibtex": read_bibtex,
    "csl-json": read_csl,
    "endnote-xml": read_endnote_xml,
    "pubmed-xml": read_pubmed_xml,
    "csv": read_delimited,
    "tsv": read_delimited,
    "cochrane": read_cochrane,
    "embase": read_embase,
}


def read_export(
    file: str,
    data: bytes,
    *,
    known: Iterable[Keyed] = (),
    keys: KeyRing | None = None,
    limit: int = LARGEST_EXPORT,
) -> Export:
    """Read an export. `known`: records of other batches, whose works keep their keys; `keys` does the same for several
    files that belong together."""
    ring = keys or KeyRing(known)
    try:
        data = unpacked(data, limit)
        if binary := binary_kind(data):
            return _refused(file, None, *binary)
        text = decoded(data)
    except UndecodableError as error:
        return _refused(file, None, error.message, error.hint)
    form = format_of(text.text)
    if form is None and (plain := with_plain_tags(text.text)) is not None:
        text, form = replace(text, text=plain), "ris"
    if form is None:
        return _refused(file, text.encoding, *unknown_kind(text.text))
    parsed = _READERS[form](text.text)
    if text.mended_line:
        parsed.note(
            text.mended_line, "a byte is not UTF-8; it was read as Windows-1252", "look at the letters there"
        )
    records = tuple(_records(parsed, form, ring))
    _judge(parsed)
    problems = tuple(sorted(parsed.problems, key=lambda item: (item.line, item.message)))
    return Export(file, form, text.encoding, parsed.counted, records, problems)


def with_accepted_losses(export: Export, count: int) -> Export:
    """The export with the user's word that so many records may be missing."""
    return replace(export, accepted_losses=count)


def _refused(file: str, encoding: str | None, message: str, hint: str) -> Export:
    return Export(file, None, encoding, 0, (), (Problem(0, message, hint, "refusal"),))


def _judge(parsed: Parsed) -> None:
    """Say so where the two figures differ and no unreadable record explains it."""
    if any(problem.kind == "refusal" for problem in parsed.problems):
        return
    losses = sum(problem.kind == "loss" for problem in parsed.problems)
    if parsed.counted == 0 and not parsed.records:
        parsed.refuse(0, "the file holds no record", "a search without hits needs no import")
    elif parsed.counted - len(parsed.records) != losses:
        last = parsed.records[-1].line if parsed.records else 1
        message = f"{parsed.counted} records are marked in the file, but {len(parsed.records)} were read"
        parsed.refuse(
            last, message, "get the export again, or in another format; please report the file as a fault"
        )


def _records(parsed: Parsed, form: Format, ring: KeyRing) -> Iterator[BibliographicRecord]:
    used: dict[str, int] = {}
    for position, raw in enumerate(parsed.records, 1):
        made = draft(raw, form)
        if made.title == NO_TITLE:
            parsed.note(made.line, "the record has no title", "look it up in the database")
        accession = made.accession or f"{position}-{fingerprint(made)}"
        again = used[accession] = used.get(accession, 0) + 1
        yield _record(made, ring.key_for(made), accession if again == 1 else f"{accession} ({again})")


def _record(made: Draft, key: str, accession: str) -> BibliographicRecord:
    return BibliographicRecord.model_construct(
        key=key,
        accession=accession,
        type=made.type,
        title=made.title,
        authors=made.authors,
        year=made.year,
        journal=made.journal,
        volume=made.volume,
        pages=made.pages,
        doi=made.doi,
        pmid=made.pmid,
        abstract=made.abstract,
        other=made.other,
    )


__all__ = [
    "Export",
    "Format",
    "KeyRing",
    "Parsed",
    "Problem",
    "RawRecord",
    "read_export",
    "with_accepted_losses",
    "without_abstract",
]
