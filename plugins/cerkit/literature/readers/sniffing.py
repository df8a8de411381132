"""The format of an export by what it holds; names and endings of files are often wrong."""

from __future__ import annotations

import re
from typing import Final

from cerkit.literature.readers import markers
from cerkit.literature.readers.delimited import header_of
from cerkit.literature.readers.fields import is_wos_header
from cerkit.literature.readers.values import Format

_HEAD: Final = 400_000
_RIS: Final = re.compile(r"^[ \t]*TY[ \t]{0,3}-", re.MULTILINE)
_MEDLINE: Final = re.compile(r"^(?:\d+: {1,3})?PMID ?- ?\d|^OWN {0,2}- |^UI   ?- |^VN  - Ovid", re.MULTILINE)
_WOS: Final = re.compile(r"^PT [A-Z]\s*$|^FN (?:Clarivate|Thomson|ISI|Web of)", re.MULTILINE)
_REFER: Final = re.compile(r"^[ \t]*%(?:[0ATDEJB])[ \t]", re.MULTILINE)
_BIBTEX: Final = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]", re.MULTILINE)
_PUBMED_XML: Final = re.compile(r"<(?:Pubmed(?:Book)?Article(?:Set)?|MedlineCitation(?:Set)?)[\s>/]")
_ENDNOTE_XML: Final = re.compile(r"<records?[\s>/]")
_ENDNOTE_INNER: Final = re.compile(r"<(?:ref-type|contributors|titles|rec-number|source-app|database)[\s>/]")
_MARKERS: Final[tuple[tuple[re.Pattern[str], Format], ...]] = (
    (_RIS, "ris"),
    (_MEDLINE, "medline"),
    (_WOS, "wos"),
    (_REFER, "refer"),
    (_BIBTEX, "bibtex"),
)
# RIS of some databases has the same first line; there other words come next.
_COCHRANE: Final = re.compile(r"\s*Record #\d+ of \d+[ \t]*\n\s*[A-Z]{2}: ")
_EMBASE: Final = re.compile(
    r"^\"?(?:AUTHOR NAMES|SOURCE(?: TITLE)?|PUBLICATION YEAR|ABSTRACT|PUI)\"?,", re.MULTILINE
)
_MARKUP: Final = re.compile(r"\A\s*<(?:!doctype html|html|head|body)", re.IGNORECASE)
_TAG_LINE: Final = re.compile(r"^[ \t]*(?:ER {0,3}-|A[U1]  - |T[I1]  - )", re.MULTILINE)

_LOOSE_RIS: Final = re.compile(r"^ty[ \t\xa0]{2}[-–][ \xa0]", re.MULTILINE | re.IGNORECASE)
_LOOSE_TAG: Final = re.compile(r"^([A-Za-z][A-Za-z0-9])[ \t\xa0]{2}[-–][ \xa0]?", re.MULTILINE)
_REFERENCES: Final = "export the list of references"
_UNPACK: Final = "unpack it first"
_LIBRARY: Final = "save a table as CSV, export a library as XML or RIS, and unpack an archive"
_BINARY: Final = (
    (b"%PDF", "a PDF", f"{_REFERENCES} and not the papers"),
    (
        b"PK\x03\x04",
        "a zip archive, an Excel or Word file, or a compressed EndNote library (.enlx)",
        _LIBRARY,
    ),
    (
        b"SQLite format 3",
        "a database (Citavi, Zotero or Mendeley)",
        "open it in its program, and export it as RIS",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "save it as CSV"),
    (b"BZh", "compressed with bzip2", _UNPACK),
    (b"\xfd7zXZ", "compressed with xz", _UNPACK),
    (b"7z\xbc\xaf", "a 7-Zip archive", _UNPACK),
    (b"\x89PNG", "a picture", _REFERENCES),
    (b"\xff\xd8\xff", "a picture", _REFERENCES),
)


def binary_kind(data: bytes) -> tuple[str, str] | None:
    """What bytes are that are no text, and what to export instead."""
    for start, what, hint in _BINARY:
        if data.startswith(start):
            return f"the file is {what}", hint
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = data[:4096]
        share = max(head[0::2].count(0), head[1::2].count(0)) / max(1, len(head))
        if share < 0.3 or head.count(0) > len(head) * 0.6:
            hint = "an EndNote library (.enl) is exported as XML or RIS, a Citavi project (.ctv) as RIS"
            return "the file is no text", hint
    return None


def with_plain_tags(text: str) -> str | None:
    """RIS whose tags were typed or pasted: small letters, blanks that do not break, long dashes. None for any other."""
    if not _LOOSE_RIS.search(text[:_HEAD]):
        return None
    return _LOOSE_TAG.sub(lambda found: f"{found[1].upper()}  - ", text)


def format_of(text: str) -> Format | None:
    """The format whose markers the text has; None where there is none."""
    head = text[:_HEAD]
    if _COCHRANE.match(head):
        return "cochrane"
    start = head.lstrip()[:1]
    if start == "<" and not _MARKUP.match(head) and not markers.NUMBERED.match(head.lstrip()):
        return _format_of_xml(head)
    if start in {"[", "{"} and re.match(r"\s*(?:\[\s*(?:\{|\])|\{\s*(?:\"|\}))", head):
        return "csl-json"
    found = [(match.start(), name) for pattern, name in _MARKERS if (match := pattern.search(head))]
    table = _table(text)
    if table:
        found.append(table)
    if found:
        return min(found)[1]
    if markers.EMBASE_TITLE.search(head) and _EMBASE.search(head):
        return "embase"
    return "ris" if _TAG_LINE.search(head) else None


def _format_of_xml(head: str) -> Format | None:
    if _PUBMED_XML.search(head):
        return "pubmed-xml"
    return "endnote-xml" if _ENDNOTE_XML.search(head) and _ENDNOTE_INNER.search(head) else None


def _table(text: str) -> tuple[int, Format] | None:
    """Where the row that names the columns begins, and what kind of table follows."""
    found = header_of(text)
    if found is None:
        return None
    number, delimiter = found
    lines = text[:_HEAD].split("\n", number + 1)
    position = sum(len(line) + 1 for line in lines[:number])
    if delimiter != "\t":
        return position, "csv"
    return position, "wos-tab" if is_wos_header(lines[number].split("\t")) else "tsv"


_NOT_TAKEN: Final = (
    (
        _MARKUP,
        "the file is a web page, as a database sends when an export fails",
        "log in again and repeat the export",
    ),
    (re.compile(r"<CitaviExchangeData|SwissAcademic"), "the file is Citavi's", "export the project as RIS"),
    (
        re.compile(rf"^Unique Identifier$|\A{markers.NUMBERED.pattern}", re.MULTILINE),
        "the file is Ovid's labelled form",
        "choose RIS or Reprint/Medlars in Ovid's export",
    ),
    (
        re.compile(r"\A<"),
        "the XML is neither PubMed's nor EndNote's",
        "export from PubMed as PubMed, from EndNote as XML",
    ),
)
"""What some files hold, and what to export in their place."""


def unknown_kind(text: str) -> tuple[str, str]:
    """Why a text is not taken, and what to export instead."""
    head = text[:_HEAD].lstrip()
    if not head:
        return "the file is empty", "export the hits again; a search without hits needs no import"
    for pattern, message, hint in _NOT_TAKEN:
        if pattern.search(head):
            return message, hint
    return (
        "no format of bibliographic records is recognised",
        "export as RIS, PubMed (.nbib), Web of Science plain text, BibTeX, CSL-JSON, EndNote XML or CSV",
    )
