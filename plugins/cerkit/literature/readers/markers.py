"""Counts the records of a text by other means than reading them.

A reader that loses a record without a word would be believed. So the markers are counted by searching the whole text
for them, and an import is refused where both figures differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

MEDLINE_TAG: Final = re.compile(r"^(?:\d+: {1,3})?([A-Z][A-Z0-9]{1,3}) {0,3}- ?", re.MULTILINE)
REFER_TAG: Final = re.compile(r"^[ \t]*%(\S)(?=[ \t]|$)", re.MULTILINE)

NUMBERED: Final = re.compile(r"<\d+\.? *>[ \t]*(?:\n|$)")
"""Ovid's numbers before each record."""
_LOOSE: Final = "(?:A[BU]|D[OAB]|ED|EP|JO|JF|KW|LA|P[BY]|SN|SP|TI|UR|VL|PMID|DOI)(?= - )"
"""Tags that are taken with one blank, too: no text begins a line so."""
_RIS_FRAME: Final = re.compile(r"^[ \t]*(?:TY|ER)([ \t]*)-([ \t]?)", re.MULTILINE)
_RIS_END: Final = re.compile(r"^[ \t]*ER[ \t]*-.*$", re.MULTILINE)
_RIS_START: Final = re.compile(r"^[ \t]*TY[ \t]*-", re.MULTILINE)
_RIS_TELLING: Final = re.compile(r"^[ \t]*(?:TI|T1|AU|A1|AB|N2) {1,2}- ?\S", re.MULTILINE)
_PMIDS: Final = re.compile(r"^(?:\d+: {1,3})?PMID *- ?\d", re.MULTILINE)
_BLANK_LINES: Final = re.compile(r"\n[ \t]*\n\s*")


COCHRANE_RECORD: Final = re.compile(r"^Record #\d{1,7} of (\d{1,7})[ \t]*$", re.MULTILINE)
EMBASE_TITLE: Final = re.compile(r"^\"?TITLE\"?,", re.MULTILINE)

RIS_TITLES: Final = frozenset({"TI", "T1", "CT", "BT"})
_RIS_TITLE: Final = re.compile(r"^[ \t]*(?:TI|T1|CT|BT)[ \t]*-[ \t]*\S", re.MULTILINE)


def ris_tag(text: str) -> Callable[[str], re.Match[str] | None]:
    """How this text writes a tag of RIS: `T2-weighted` at the start of a line must not be taken for one."""
    gaps, is_tight = {"  ", "\t"}, False
    for found in _RIS_FRAME.finditer(text):
        gaps.add(found[1])
        is_tight = is_tight or not (found[2] or text[found.end() : found.end() + 1] in {"\n", ""})
    gap = "|".join(re.escape(item) for item in sorted(gaps, reverse=True))
    after = r"[ \t]?" if is_tight else r"(?:[ \t]|$)"
    return re.compile(rf"[ \t]*([A-Z][A-Z0-9]{{1,4}}(?=(?:{gap})-)|{_LOOSE})(?:{gap}| )-{after}(.*)").match


def count_ris(text: str) -> int:
    """Ends; before one of them, each type with a title of its own. Behind the last end, what has a type or a title."""
    count = 0
    for chunk in _RIS_END.split(text):
        parts = _RIS_START.split(chunk)
        titles = sum(bool(_RIS_TITLE.search(part)) for part in parts[1:])
        count += titles or len(parts) > 1 or bool(_RIS_TELLING.search(chunk))
    return count


def first_tag(text: str, pattern: re.Pattern[str]) -> str:
    """The tag with which the first record begins."""
    found = pattern.search(text)
    return found[1] if found else ""


def count_medline(text: str) -> int:
    """PMIDs; records of other databases have none and begin with the tag of the first."""
    first = first_tag(text, MEDLINE_TAG)
    start = rf"(?:\d+: {{1,3}}|{NUMBERED.pattern})?(?:{first}|PMID|OWN)"
    opening, again = re.compile(rf"{start} *-"), re.compile(rf"^{first} *-", re.MULTILINE)
    count = 0
    for chunk in _BLANK_LINES.split(text.strip()):
        if opening.match(chunk):
            count += max(1, len(again.findall(chunk)))
    return max(count, len(_PMIDS.findall(text)))


def count_wos(text: str) -> int:
    """Types of publication; an end without one counts as the record that it ends."""
    chunks = re.split(r"^ER[ \t]*$", text, flags=re.MULTILINE)
    count = 0
    for chunk in chunks:
        types = len(re.findall(r"^PT(?: |$)", chunk, re.MULTILINE))
        count += types or bool(re.search(r"^(?!FN|VR|EF)[A-Z][A-Z0-9] \S", chunk, re.MULTILINE))
    return count


def count_cochrane(text: str) -> tuple[int, int]:
    """Lines that number a record, and how many the last of them says that there are."""
    found = COCHRANE_RECORD.findall(text)
    return len(found), int(found[-1]) if found else 0


def count_embase(text: str) -> int:
    """Rows that give a title: each record has one, and begins with it."""
    return len(EMBASE_TITLE.findall(text))


def count_refer(text: str) -> int:
    """Types; and groups of tags after a blank line that have a title and no type."""
    first = first_tag(text, REFER_TAG)
    start = re.compile(rf"[ \t]*%(?:{re.escape(first)}|[AT])(?:[ \t]|\n|$)")
    types, title = (
        re.compile(r"^[ \t]*%0(?:[ \t]|$)", re.MULTILINE),
        re.compile(r"^[ \t]*%T[ \t]", re.MULTILINE),
    )
    count = 0
    for chunk in _BLANK_LINES.split(text.strip("\n")):
        begins = start.match(chunk) is not None and (first != "0" or title.search(chunk) is not None)
        count += max(len(types.findall(chunk)), begins)
    return count
