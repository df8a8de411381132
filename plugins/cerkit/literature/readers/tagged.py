"""Exports of one tag a line: RIS, MEDLINE, Web of Science, Cochrane, and refer, the form of EndNote's .enw.

Each reader goes through the lines once; `markers.py` counts what should come out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.literature.readers import markers
from cerkit.literature.readers.values import LONGEST_FIELD, Parsed, RawRecord

_CUT_OFF: Final = "the file seems to end in the middle of a record"
_BLANKS: Final = " \t\v\f\xa0"


class _Collector:
    """The record that is being read, and those before it."""

    def __init__(self) -> None:
        self.parsed = Parsed()
        self.line = 0
        self.fields: list[tuple[str, list[str]]] = []
        self._tags: set[str] = set()
        self._is_titled = False
        """Tags of the record; looked up at every line, so never searched for."""
        self._junk = 0

    def add(self, tag: str, value: str, line: int) -> None:
        if not self.fields:
            self.line = line
        self.fields.append((tag, [value]))
        self._tags.add(tag)
        self._is_titled = self._is_titled or (tag in markers.RIS_TITLES and bool(value.strip()))

    def more(self, text: str, line: int) -> None:
        """A line without a tag belongs to the field above; between records it is a query, a count or a banner."""
        if self.fields:
            tag, parts = self.fields[-1]
            parts.append(text)
            self._is_titled = self._is_titled or (tag in markers.RIS_TITLES and bool(text.strip()))
        elif text.strip(_BLANKS):
            self._junk = self._junk or line

    def has(self, tag: str) -> bool:
        return tag in self._tags

    def end(self) -> None:
        if not self.fields:
            return
        longest = max(sum(map(len, parts)) for _, parts in self.fields)
        if longest > LONGEST_FIELD:
            self.parsed.lose(self.line, f"a field of the record has {longest} characters")
        else:
            self.parsed.records.append(RawRecord(self.line, tuple(_joined(self.fields))))
        self._clear()

    def _clear(self) -> None:
        self.fields, self._tags, self._is_titled = [], set(), False

    def skip(self) -> None:
        """What was read belongs to no record."""
        self._junk = self._junk or self.line
        self._clear()

    def drop(self, message: str) -> None:
        """The record begun cannot be relied on."""
        self.parsed.lose(self.line, message)
        self._clear()

    def done(self, counted: int) -> Parsed:
        if self._junk:
            message = "a line between the records belongs to none of them; it is left out"
            self.parsed.note(self._junk, message)
        self.parsed.counted = counted
        return self.parsed


def _joined(fields: list[tuple[str, list[str]]]) -> Iterator[tuple[str, str]]:
    for tag, parts in fields:
        yield tag, "\n".join(parts) if len(parts) > 1 else parts[0]


def read_ris(text: str) -> Parsed:
    """RIS in its many dialects: `TY  - JOUR` begins a record, `ER  - ` ends it, often with exceptions.

    Where several types stand before one end, each with a title of its own is a record: the ends are missing. A type
    without a title is one more type of the same record.
    """
    tag_at = markers.ris_tag(text)
    found = _RisCollector()
    for number, line in enumerate(text.split("\n"), 1):
        match = tag_at(line)
        if match is None:
            found.more(line, number)
            continue
        tag, value = match.group(1), match.group(2) or ""
        if tag == "ER":
            found.end_of_record()
            continue
        if tag == "TY" and found.has("TY") and found.has_title():
            found.parsed.note(found.line, "the record has no end (`ER`); the next one begins after it")
            found.end()
        found.add(tag, value, number)
    if found.fields:
        found.end_of_text(text)
    return found.done(markers.count_ris(text))


class _RisCollector(_Collector):
    """What stands between two ends, which may be more than one record."""

    def __init__(self) -> None:
        super().__init__()
        self._before = 0
        """Records before the last end."""

    def has_title(self) -> bool:
        return self._is_titled

    def end_of_record(self) -> None:
        """Ovid writes links behind the end of a record: tags without a type, a title or an author are none."""
        records = self.parsed.records
        if self.fields and not any(tag in _TELLING for tag, _ in self.fields):
            self.skip()
        elif self.fields and not self.has_title() and len(records) > self._before:
            last = records.pop()
            self.end()
            more = records.pop() if len(records) > self._before else RawRecord(last.line, ())
            records.append(RawRecord(last.line, (*last.fields, *more.fields)))
        self.end()
        self._before = len(records)

    def end_of_text(self, text: str) -> None:
        """The last record without `ER`: cut off, or written by a program that leaves it out."""
        if any(tag in _TELLING for tag, _ in self.fields):
            if not self.has("TY"):
                self.drop("the lines at the end have neither type (`TY`) nor end (`ER`)")
            elif not text.endswith("\n") and (self.parsed.records or len(self.fields) < 3):
                self.drop(f"{_CUT_OFF}: it has no `ER`, and the last line has no end")
            else:
                message = f"the last record has no end (`ER`); {_CUT_OFF} if there should be more"
                self.parsed.note(self.line, message)
        self.end_of_record()


_TELLING: Final = frozenset({"TY", "TI", "T1", "AU", "A1", "AB", "N2"})


_MEDLINE: Final = re.compile(r"(?:\d+: {1,3})?([A-Z][A-Z0-9]{1,3}) {0,3}-(?: |$)(.*)|(PMID) ?- ?(\d.*)")


def read_medline(text: str) -> Parsed:
    """MEDLINE's form, `.nbib`: a tag of up to four characters, a hyphen in column five, blanks before what goes on."""
    found = _Collector()
    first = markers.first_tag(text, markers.MEDLINE_TAG)
    starts = {first, "PMID", "OWN"}
    is_after_blank = True
    for number, line in enumerate(text.split("\n"), 1):
        match = _MEDLINE.match(line)
        if match is None:
            is_between = not line.strip(_BLANKS) or markers.NUMBERED.match(line) is not None
            is_after_blank = is_after_blank or is_between
            if not is_between:
                found.more(line, number)
            continue
        tag, value = match.group(1) or match.group(3), match.group(2) or match.group(4) or ""
        if (tag in starts and is_after_blank) or (tag == first and found.has(first)):
            found.end()
        found.add(tag, value, number)
        is_after_blank = False
    found.end()
    return found.done(markers.count_medline(text))


_WOS: Final = re.compile(r"([A-Z][A-Z0-9])(?: (.*)|)$")
_WOS_FRAME: Final = frozenset({"FN", "VR", "EF"})


def read_wos(text: str) -> Parsed:
    """Web of Science's plain text: `PT` begins a record, `ER` ends it, three blanks stand before what goes on."""
    found = _Collector()
    for number, line in enumerate(text.split("\n"), 1):
        match = _WOS.match(line)
        if match is None:
            found.more(line.strip(_BLANKS), number)
            continue
        tag, value = match.group(1), match.group(2) or ""
        if tag == "ER" and not value.strip():
            found.end()
        elif tag in _WOS_FRAME and (not found.fields or tag == "EF"):
            if found.fields:
                found.parsed.note(found.line, "the record has no end (`ER`)")
                found.end()
        elif tag == "PT" and found.has("PT"):
            found.parsed.note(found.line, "the record has no end (`ER`); the next one begins after it")
            found.end()
            found.add(tag, value, number)
        else:
            found.add(tag, value, number)
    if found.fields:
        found.drop(f"{_CUT_OFF}: it has no `ER`")
    return found.done(markers.count_wos(text))


_COCHRANE: Final = re.compile(r"([A-Z]{2}|DOI):(?: (.*)|)$")


def read_cochrane(text: str) -> Parsed:
    """The Cochrane Library's plain text: `Record #1 of 20`, then two letters or `DOI` and a colon on each line."""
    found = _Collector()
    is_empty, begun = False, 0
    for number, line in enumerate(text.split("\n"), 1):
        if markers.COCHRANE_RECORD.match(line):
            found.end()
            if is_empty:
                found.parsed.lose(begun, "the record has no field")
            is_empty, begun = True, number
            continue
        match = _COCHRANE.match(line) if begun else None
        if match is None:
            found.more(line, number)
            continue
        found.add(match.group(1), match.group(2) or "", number)
        is_empty = False
    found.end()
    if is_empty:
        found.parsed.lose(begun, f"{_CUT_OFF}: it has no field")
    counted, said = markers.count_cochrane(text)
    if said > counted:
        message = f"the file says that it holds {said} records, and ends after {counted}"
        found.parsed.refuse(begun, message, "get the export again: hits are missing at its end")
    return found.done(counted)


_REFER: Final = re.compile(r"%([0-9A-Za-z@!#$&*+()^<>~=?\[\]|,'-])(?:[ \t](.*)|)$")


def read_refer(text: str) -> Parsed:
    """Refer: a tag of one character after `%`; `%0` begins a record, or else a blank line does."""
    found = _Collector()
    first = markers.first_tag(text, markers.REFER_TAG)
    starts = {first, "0"}
    is_after_blank = True
    for number, line in enumerate(text.split("\n"), 1):
        match = _REFER.match(line.lstrip(_BLANKS) if line[:1] != "%" else line)
        if match is None:
            is_after_blank = is_after_blank or not line.strip(_BLANKS)
            found.more(line, number)
            continue
        tag, value = match.group(1), match.group(2) or ""
        is_untyped = tag in {"A", "T"} and found.has("T")
        if (is_after_blank and (tag in starts or is_untyped)) or (tag == "0" and found.has("0")):
            found.end()
        found.add(tag, value, number)
        is_after_blank = False
    found.end()
    return found.done(markers.count_refer(text))
