"""The first two pages: what the document is, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cerkit.model.bundle import DocumentIdentity, Revision
from cerkit.publish.ooxml import Element, Styles, paragraph, w

_MONTHS = "January February March April May June July August September October November December"
_LABEL_SHARE = 0.3
_HISTORY_SHARES = (0.12, 0.18, 0.22, 0.48)


def cover(identity: DocumentIdentity, styles: Styles, *, width: int, with_notice: bool) -> list[Element]:
    """The cover page. `with_notice` for a reference document whose own footer does not print the notice."""
    rows = [
        ("Document number", identity.number),
        ("Version", identity.version),
        ("Status", identity.status[:1].upper() + identity.status[1:]),
        ("Date", printed_date(identity.date, identity.language)),
        ("Device", identity.device),
        ("Manufacturer", identity.manufacturer),
    ]
    if identity.authors:
        rows.append(("Authors", ", ".join(identity.authors)))
    label = round(width * _LABEL_SHARE)
    elements = [
        paragraph(styles("Cover Manufacturer"), identity.manufacturer),
        paragraph(styles("Cover Title"), identity.title),
        paragraph(styles("Cover Device"), identity.device),
        _table(
            [[(styles("Cover Label"), name), (styles("Cover Value"), value)] for name, value in rows],
            [label, width - label],
            style=styles("Cover Table"),
        ),
    ]
    if with_notice and identity.notice:
        elements += [paragraph(styles("Table Gap")), paragraph(styles("Cover Notice"), identity.notice)]
    return elements


def revision_history(revisions: Sequence[Revision], styles: Styles, *, width: int) -> list[Element]:
    """A table of the released versions, oldest first as the bundle has them; nothing if there are none."""
    if not revisions:
        return []
    text = styles("Table Text")
    head = [[(text, name) for name in ("Version", "Date", "Author", "Change")]]
    rows = [[(text, value) for value in (r.version, r.date, r.author, r.change)] for r in revisions]
    columns = [round(width * share) for share in _HISTORY_SHARES]
    table = _table(head + rows, columns, style=styles("Table"), has_head=True)
    return [paragraph(styles("TOC Heading"), "Revision history"), table]


def printed_date(date: str, language: str) -> str:
    """22 November 2026, which nobody takes for another day; ISO 8601 where we do not know the months."""
    try:
        day = dt.date.fromisoformat(date)
    except ValueError:
        return date
    return f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}" if language.startswith("en") else date


def _table(
    rows: Sequence[Sequence[tuple[str, str]]], columns: Sequence[int], *, style: str, has_head: bool = False
) -> Element:
    """A table of (style id, text) cells; without a head, the first of a row says what the second is."""
    look = w(
        "tblLook",
        val="0020" if has_head else "0080",
        firstRow=int(has_head),
        lastRow=0,
        firstColumn=int(not has_head),
        lastColumn=0,
        noHBand=0,
        noVBand=0,
    )
    table = w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=style),
            w("tblW", w=sum(columns), type="dxa"),
            w("tblLayout", type="fixed"),
            look,
        ),
        w("tblGrid", *(w("gridCol", w=value) for value in columns)),
    )
    for number, row in enumerate(rows):
        is_head = has_head and number == 0
        cells = [
            w("tc", w("tcPr", w("tcW", w=value, type="dxa")), paragraph(name, text))
            for (name, text), value in zip(row, columns, strict=True)
        ]
        table.append(w("tr", w("trPr", w("cantSplit"), w("tblHeader") if is_head else None), *cells))
    return table
