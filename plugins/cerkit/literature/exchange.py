"""Records and decisions as Rayyan, Covidence and ASReview write and read them: CSV and RIS.

Rayyan keeps decisions in the notes, divided by bars: `RAYYAN-INCLUSION: {"Ann"=>"Excluded"}`,
`RAYYAN-EXCLUSION-REASONS: wrong population`, `USER-NOTES: {"Ann"=>["..."]}`. Covidence gives a file for each list, with
`Covidence #` and, in `Notes`, `Exclusion reason: ...`. ASReview has a label of 1 or 0 (`asreview_label`, older
`included`), in RIS as `ASReview_relevant` in N1.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cerkit.model.records.review import Decision
from cerkit.model.works import Work


def _columns(names: str) -> tuple[str, ...]:
    return tuple(names.split("|"))


_RAYYAN: Final = _columns(
    "key|title|authors|journal|issn|volume|issue|pages|day|"
    "month|year|publisher|pmc_id|pubmed_id|url|abstract|notes|doi|keywords"
)
_COVIDENCE: Final = _columns(
    "Title|Authors|Abstract|Published Year|Published Month|Journal|Volume|Issue|"
    "Pages|Accession Number|DOI|Ref|Covidence #|Study|Notes|Tags"
)
_ASREVIEW: Final = _columns("record_id|title|authors|abstract|keywords|year|doi|url|included|notes")
_SAID: Final = {"include": "Included", "exclude": "Excluded", "maybe": "Maybe", "not retrieved": "Maybe"}


@dataclass(frozen=True, slots=True)
class Row:
    """A work and who decided what on it."""

    work: Work
    decisions: Mapping[str, Decision] = field(default_factory=dict)


def export_csv(rows: Sequence[Row], tool: str, reasons: Mapping[str, str]) -> bytes:
    """A table that the tool reads, in UTF-8; spreadsheets see by the mark at its beginning that it is."""
    columns = {"rayyan": _RAYYAN, "covidence": _COVIDENCE, "asreview": _ASREVIEW}[tool]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        values = _values(row, tool, reasons)
        writer.writerow({name: _cell(values.get(name, "")) for name in columns})
    return stream.getvalue().encode("utf-8-sig")


def export_ris(rows: Sequence[Row], tool: str, reasons: Mapping[str, str]) -> bytes:
    """RIS that the tool reads; ID is the key by which decisions come back, and notes hold the decisions."""
    lines: list[str] = []
    for row in rows:
        record = row.work.record
        fields = [("TY", "JOUR"), ("ID", row.work.key), ("TI", record.title)]
        fields += [("AU", name) for name in record.authors]
        fields += [("PY", str(record.year or "")), ("JO", record.journal or ""), ("VL", record.volume or "")]
        fields += [("SP", record.pages or ""), ("DO", record.doi or ""), ("AN", record.pmid or "")]
        fields += [("AB", record.abstract or ""), ("N1", _note(row, tool, reasons))]
        lines += [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
        lines += ["ER  - ", ""]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _values(row: Row, tool: str, reasons: Mapping[str, str]) -> dict[str, str]:
    record = row.work.record
    authors = "; ".join(record.authors)
    shared = {"title": record.title, "abstract": record.abstract or "", "doi": record.doi or ""}
    note = _note(row, tool, reasons)
    if tool == "covidence":
        return {
            "Title": record.title,
            "Authors": authors,
            "Abstract": record.abstract or "",
            "DOI": record.doi or "",
            "Published Year": str(record.year or ""),
            "Journal": record.journal or "",
            "Notes": note,
            "Volume": record.volume or "",
            "Pages": record.pages or "",
            "Accession Number": record.pmid or "",
            "Ref": row.work.key,
        }
    if tool == "asreview":
        label = {True: "1", False: "0", None: ""}[_goes_on(row)]
        key = {"record_id": row.work.key, "included": label, "year": str(record.year or "")}
        return {**shared, **key, "authors": authors, "notes": note}
    bibliographic = {
        "journal": record.journal or "",
        "volume": record.volume or "",
        "pages": record.pages or "",
    }
    own = {"key": row.work.key, "year": str(record.year or ""), "pubmed_id": record.pmid or "", "notes": note}
    return {**shared, **bibliographic, **own, "authors": " and ".join(record.authors)}


def _goes_on(row: Row) -> bool | None:
    """Whether a work goes on; None where nobody decided. With two opinions it goes on."""
    said = [item.decision for item in row.decisions.values()]
    return None if not said else any(item != "exclude" for item in said)


def _note(row: Row, tool: str, reasons: Mapping[str, str]) -> str:
    """The decisions as the tool writes them in its notes."""
    if not row.decisions:
        return ""
    named = sorted(row.decisions.items())
    why = sorted({reasons.get(item.reason, item.reason) for _, item in named if item.reason})
    if tool == "asreview":
        return "ASReview_relevant" if _goes_on(row) else "ASReview_irrelevant"
    if tool == "covidence":
        return "".join(f"Exclusion reason: {reason}; " for reason in why).strip()
    votes = ",".join(f'"{_quoted(name)}"=>"{_SAID[item.decision]}"' for name, item in named)
    parts = [f"RAYYAN-INCLUSION: {{{votes}}}"]
    if why:
        # Commas divide reasons there, and bars the parts of the note.
        parts.append("RAYYAN-EXCLUSION-REASONS: " + ",".join(re.sub(r"[,|]", " ", reason) for reason in why))
    notes = [f'"{_quoted(name)}"=>["{_quoted(item.note)}"]' for name, item in named if item.note]
    if notes:
        parts.append(f"USER-NOTES: {{{', '.join(notes)}}}")
    return " | ".join(parts)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("|", "/").replace("]", ")")


def _cell(text: str) -> str:
    """A spreadsheet takes a text that begins so for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
