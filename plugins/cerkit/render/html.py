"""Tables as plain semantic HTML, and text made safe for a page.

Each table is one line of HTML, so that it stays whole inside a list or an admonition. Braces become entities: no macro
engine, and no list of attributes, ever sees the ones of a record.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable
from typing import Final

from cerkit.model.tables import (
    SYMBOLS,
    Badge,
    Break,
    Cell,
    Citation,
    Column,
    Items,
    Piece,
    RecordRef,
    Row,
    State,
    Table,
    Words,
    plain,
)

Resolve = Callable[[str], str | None]
"""Identifier of a record -> address as seen from the page, or None where it has no page."""

_MARKS: Final = frozenset("\\`*_{}[]()#+-.!|<>&~^=:$\"'@/%")
_KEPT_TOGETHER: Final = re.compile(r"(?<=\d) (?=%)")
_LINE: Final = 88
_WIDE_LINE: Final = 138
"""Characters of a table's text on a line of A4, upright and on its side."""
_LONGEST_WORD: Final = 20
_WORD: Final = re.compile(r"\S+")
_BREAKABLE: Final = re.compile(r"[^\s/-]+[/-]?")


def escaped(text: str) -> str:
    """Text for the body of a page or for an attribute."""
    return html.escape(text, quote=True).replace("{", "&#123;").replace("}", "&#125;")


def markdown_text(text: str) -> str:
    """Text for a Markdown page outside raw HTML: every sign that Markdown or a macro could read is an entity."""
    flat = " ".join(text.split())
    return "".join(f"&#{ord(sign)};" if sign in _MARKS else sign for sign in flat)


def table_html(table: Table, resolve: Resolve) -> str:
    """The table with caption, widths, head and body, and its notes in a paragraph each."""
    attributes = f' id="{escaped(table.id)}"' if table.id else ""
    classes = escaped(" ".join(("records", *table.classes)))
    parts = [f'<table{attributes} class="{classes}">']
    if table.caption:
        parts.append(f'<caption><span class="caption-text">{escaped(table.caption)}</span></caption>')
    shares = "".join(f'<col style="width:{share}%">' for share in widths(table))
    parts.append(f"<colgroup>{shares}</colgroup>")
    if "sheet" not in table.classes:  # there each row has its label, and a head would say nothing
        head = "".join(_head(column, resolve) for column in table.columns)
        parts.append(f"<thead><tr>{head}</tr></thead>")
    rows = "".join(_row(row, table.columns, resolve) for row in table.rows)
    parts.append(f"<tbody>{rows}</tbody></table>")
    parts.extend(f'<p class="table-note">{pieces_html(note.pieces, resolve)}</p>' for note in table.notes)
    return "".join(parts)


def pieces_html(pieces: tuple[Piece, ...], resolve: Resolve) -> str:
    """Inline HTML of a cell's pieces."""
    return "".join(_piece(piece, resolve) for piece in pieces)


def widths(table: Table) -> tuple[int, ...]:
    """Share of each column in per cent, 100 together: by declared weights, else by the content.

    Each column gets room for its longest word, and the rest goes where the texts are long.
    """
    if all(column.weight is not None for column in table.columns):
        exact = [float(column.weight or 0) for column in table.columns]
    else:
        line = _WIDE_LINE if "wide" in table.classes else _LINE
        needs = [_need(table, place, line) for place in range(len(table.columns))]
        least, wishes = sum(need for need, _ in needs), sum(wish for _, wish in needs)
        spare = max(100 - least, 0)
        exact = [need + spare * wish / wishes for need, wish in needs]
    total = sum(exact)
    exact = [100 * share / total for share in exact]
    shares = [int(share) for share in exact]
    remainders = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in remainders[: 100 - sum(shares)]:
        shares[place] += 1
    return tuple(shares)


def _need(table: Table, place: int, line: int) -> tuple[float, float]:
    """Per cent that the longest word of a column takes of a line, and how much text wishes for the rest."""
    column = table.columns[place]
    texts = [plain(row.cells[place]) for row in table.rows if row.cells]
    split = _WORD if column.header else _BREAKABLE
    words = [len(word) for text in texts for word in split.findall(text)]
    longest = min(max((*words, *map(len, column.label.split())), default=1), _LONGEST_WORD)
    mean = sum(map(len, texts)) / len(texts) if texts else 0.0
    return 100 * (longest + 2) / line, 1 + math.pow(mean, 0.7)


def _head(column: Column, resolve: Resolve) -> str:
    numeric = ' class="num"' if column.numeric else ""
    label = _record(RecordRef(column.record, column.label), resolve) if column.record else _text(column.label)
    return f'<th scope="col"{numeric} data-key="{escaped(column.key)}">{label}</th>'


def _row(row: Row, columns: tuple[Column, ...], resolve: Resolve) -> str:
    if row.group is not None:
        head = f'<th scope="rowgroup" colspan="{len(columns)}">{_text(row.group)}</th>'
        return f'<tr class="group">{head}</tr>'
    anchor = f' id="{escaped(row.anchor)}"' if row.anchor else ""
    cells = "".join(_cell(*pair, resolve) for pair in zip(row.cells, columns, strict=True))
    return f"<tr{anchor}>{cells}</tr>"


def _cell(held: Cell, column: Column, resolve: Resolve) -> str:
    classes = [f"state-{held.state}"] if held.state else []
    if column.numeric:
        classes.append("num")
    named = f' class="{" ".join(classes)}"' if classes else ""
    tag, scope = ("th", ' scope="row"') if column.header else ("td", "")
    return f"<{tag}{scope}{named}>{pieces_html(held.pieces, resolve)}</{tag}>"


def _piece(piece: Piece, resolve: Resolve) -> str:
    match piece:
        case Words(text=text, strong=strong):
            return f"<strong>{_text(text)}</strong>" if strong else _text(text)
        case RecordRef():
            return _record(piece, resolve)
        case Citation(cluster=cluster):
            return f'<cite data-cite="{escaped(cluster)}"></cite>'
        case Break():
            return "<br>"
        case Badge(state=state, words=words):
            return badge_html(state, words)
        case Items(items=items):
            return f"<ul>{''.join(f'<li>{pieces_html(item, resolve)}</li>' for item in items)}</ul>"


def badge_html(state: State, words: str) -> str:
    """A state as sign and words; the sign is not read aloud."""
    sign = f'<span class="sign" aria-hidden="true">{SYMBOLS[state]}</span>'
    return f'<span class="state state-{state}">{sign} {_text(words)}</span>'


def _record(piece: RecordRef, resolve: Resolve) -> str:
    text = _text(piece.text if piece.text is not None else piece.id)
    href = resolve(piece.id)
    record = f'class="record" data-record="{escaped(piece.id)}"'
    return (
        f'<a {record} href="{escaped(href)}">{text}</a>'
        if href is not None
        else f"<span {record}>{text}</span>"
    )


def _text(text: str) -> str:
    """Text of a cell: line breaks kept, a number and its per cent sign on one line."""
    lines = (line.strip() for line in text.strip("\n").split("\n"))
    kept = "<br>".join(escaped(line) for line in lines if line) if "\n" in text else escaped(text)
    return _KEPT_TOGETHER.sub("&#160;", kept) if "%" in text else kept
