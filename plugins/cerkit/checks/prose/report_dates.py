"""The days that the prose gives versions of the report against the revision history (D64)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from cerkit.checks.months import MONTHS
from cerkit.checks.prose import rules
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.wording import paragraphs, sentences_of

_MONTHS: Final = tuple(name[:3] for name in MONTHS)
_MONTH: Final = rf"(?:{'|'.join(_MONTHS)})[a-z]{{0,6}}"
_TOKEN: Final = re.compile(
    r"(?P<iso>\d{4}-\d\d-\d\d)(?!\d)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?\s(?P<month>{_MONTH})\.?,?\s(?P<year>\d{{4}})\b"
    rf"|(?P<month_first>{_MONTH})\.?\s(?P<day_second>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year_last>\d{{4}})\b"
    r"|(?P<numbers>\d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)\d{4})\b"
    r"|(?P<version>\d{1,4}(?:\.\d{1,4}){0,4})"
    r"|(?P<sole>v)(?=\.?\s?\d)"
    r"|(?P<word>[a-z][\w-]{0,80})|(?P<stop>[;:|{])",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?<![A-Za-z]-)(?:19|20)\d\d")
"""A year; that of a source's name, SRC-x-2021, is none."""
_CALLED: Final = re.compile(
    r"\b(?:first|initial|original|previous|last|preceding|earlier|prior|former|this|present|current)\s{1,3}"
    r"(?:version\b|(?:clinical\s{1,3}evaluation\s{1,3})?report\b|cer\b)",
    re.IGNORECASE,
)
_LETTERS: Final = {
    **dict.fromkeys(("report", "cer"), "R"),
    **dict.fromkeys(("version", "revision", "issue", "edition", "rev", "v"), "K"),
    **dict.fromkeys(("first", "initial", "original"), "E"),
    **dict.fromkeys(("previous", "last", "preceding", "earlier", "prior", "former"), "P"),
    **dict.fromkeys(("this", "present", "current"), "T"),
    **dict.fromkeys(
        ("replaces", "replaced", "supersedes", "superseded", "updates", "update", "withdraws"), "S"
    ),
    **dict.fromkeys(
        ("the", "its", "of", "in", "by", "is", "was", "has", "bears", "clinical", "from", "as"), "f"
    ),
    **dict.fromkeys(("dated", "issued", "released", "date"), "d"),
}
"""What a word is to a statement on a report: R the report, K the word version, N a number of one, D a day, E, P and T
the first, the previous and the present one, S a word for replacing, f and d fillers, of which d speaks of a day."""
_TOLD: Final = tuple(
    map(
        re.compile,
        (
            r"R[fd]*K?f*(?P<which>N)[fd]*(?P<day>D)",
            r"(?P<which>N)f*[EPT]?f*R[fd]*(?P<day>D)",
            r"R[fdE]*(?P<day>D)f*K?f*(?P<which>N)",
            r"K(?P<which>N)[fd]*(?P<day>D)f*[EPT]f*R",
            r"Sf*[EPT]?f*K?f*(?P<which>N)[fd]*(?P<day>D)",
        ),
    )
)
_TOLD_BY_ORDER: Final = re.compile(r"(?P<which>[EPT])f*(?:Kf*T?f*)?R(?P<between>[fd]*)(?P<day>D)")
_FIRST_VERSION: Final = re.compile(r"(?P<which>E)Kf*(?P<day>D)")
_TWO: Final = 2
_LONGEST: Final = 2000
_HEAD: Final = re.compile(r"\b(?:version|revision|issue)\b", re.IGNORECASE)
_HEAD_OF_REPORT: Final = re.compile(r"\b(?:report|revision|issue|author)", re.IGNORECASE)


class _Token(NamedTuple):
    letter: str
    text: str
    start: int
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A version with the day that a text gives it; of a day in numbers there may be two readings."""

    start: int
    version: str
    days: tuple[date, ...]


def check_report_dates(examination: Examination) -> Iterator[Diagnostic]:
    """Each day that a sentence or a typed table gives a version of the report."""
    releases = examination.dossier.releases
    issued = {item.version: item.date for item in releases.revisions} if releases else {}
    if releases is None or not issued:
        return
    for chapter in examination.dossier.chapters:
        prose = chapter.prose
        if not chapter.is_report or not (any(name in prose for name in issued) or _CALLED.search(prose)):
            continue
        for block in paragraphs(chapter):
            if not _YEAR.search(block.text):
                continue
            if block.kind == "table":
                found = [(block.start, told) for told in _in_table(block.text, issued)]
            elif block.kind == "heading":
                continue
            else:
                found = [
                    (sentence.start, told)
                    for sentence in sentences_of(block)
                    for told in _in_sentence(sentence.text[:_LONGEST], issued, releases.report.number)
                ]
            for start, told in found:
                if issued[told.version] not in told.days:
                    message = (
                        f"version {told.version} of the report is dated {told.days[0].isoformat()} here, and "
                        f"{issued[told.version].isoformat()} in the revision history"
                    )
                    yield rules.REPORT_DATE.at(chapter.at(start + told.start), message, subject=chapter.path)


def _in_sentence(text: str, issued: Mapping[str, date], number: str) -> Iterator[_Told]:
    if not _YEAR.search(text):
        return
    tokens = tuple(_tokens(text, issued, number.casefold()))
    letters = "".join(token.letter for token in tokens)
    if "D" not in letters:
        return
    said: set[int] = set()
    for pattern in _TOLD:
        for match in pattern.finditer(letters):
            which, day = tokens[match.start("which")], tokens[match.start("day")]
            if which.start not in said and not _is_period(letters, match.start("day"), tokens):
                said.add(which.start)
                yield _Told(which.start, which.text, day.days)
    if not said:
        yield from _by_order(tokens, letters, tuple(issued))


def _by_order(tokens: tuple[_Token, ...], letters: str, versions: tuple[str, ...]) -> Iterator[_Told]:
    """Versions that are named by their order: the first report, the previous one, this one."""
    for match in _TOLD_BY_ORDER.finditer(letters):
        which, day = tokens[match.start("which")], tokens[match.start("day")]
        between = [tokens[at].text for at in range(*match.span("between"))]
        # "The first report of 3 May" may be one of a mishap, and "this report, from May" speaks of a period.
        is_of_ours = (
            which.letter == "P" or "d" in match["between"] or "S" in letters or letters.count("R") > 1
        )
        if not is_of_ours or "from" in between or _is_period(letters, match.start("day"), tokens):
            continue
        version = _by_letter(which.letter, versions)
        if version is not None:
            yield _Told(which.start, version, day.days)
    if "R" in letters:
        for match in _FIRST_VERSION.finditer(letters):
            which, day = tokens[match.start("which")], tokens[match.start("day")]
            yield _Told(which.start, versions[0], day.days)


def _by_letter(letter: str, versions: tuple[str, ...]) -> str | None:
    """Of three and more reports, the previous one is not known by such a word."""
    if letter == "P":
        return versions[0] if len(versions) == _TWO else None
    return versions[0] if letter == "E" else versions[-1]


def _is_period(letters: str, at: int, tokens: tuple[_Token, ...]) -> bool:
    return letters[at + 2 : at + 3] == "D" and tokens[at + 1].text in ("to", "until", "and", "through")


def _tokens(text: str, issued: Mapping[str, date], number: str) -> Iterator[_Token]:
    before = ""
    for match in _TOKEN.finditer(text):
        days = tuple(_days(match))
        word = match.group().casefold()
        letter = "D" if days else _letter(match, word, before, issued, number)
        yield _Token(letter, word, match.start(), days)
        before = word if letter != "x" else f"x {word}"


def _letter(match: re.Match[str], word: str, before: str, issued: Mapping[str, date], number: str) -> str:
    if match["version"]:
        return "N" if word in issued else "x"
    if word == number:
        return "R"
    letter = _LETTERS.get(word, "x")
    # The report of an investigation, or of surveillance, is named by the word before it.
    if letter == "R" and before.startswith("x "):
        return "R" if before == "x evaluation" else "x"
    if word == "on" and before in ("issued", "released"):
        return "d"
    # Of an evaluation of usability there are reports, too.
    return "f" if word == "evaluation" and before == "clinical" else letter


def _days(match: re.Match[str]) -> Iterator[date]:
    """The readings of a day: 04/05/2025 has two."""
    if match["iso"]:
        yield from _day(*match["iso"].split("-"))
    elif match["numbers"]:
        first, second, year = match["numbers"].split(match["sign"])
        yield from _day(year, second, first)
        if match["sign"] == "/" and first != second:
            yield from _day(year, first, second)
    elif match["year"] or match["year_last"]:
        month = (match["month"] or match["month_first"])[:3].casefold()
        number = str(_MONTHS.index(month) + 1)
        yield from _day(match["year"] or match["year_last"], number, match["day"] or match["day_second"])


def _day(year: str, month: str, day: str) -> Iterator[date]:
    try:
        yield date(int(year), int(month), int(day))
    except ValueError:
        return


def _in_table(text: str, issued: Mapping[str, date]) -> Iterator[_Told]:
    """Rows of a revision history that was typed: a version in the first column, and a day beside it."""
    head, _, _ = text.partition("\n")
    if not (_HEAD.search(head.strip(" |").partition("|")[0]) and _HEAD_OF_REPORT.search(head)):
        return
    offset = 0
    for row in text.splitlines(keepends=True):
        version = row.strip(" |\n").partition("|")[0].strip().removeprefix("v")
        if version in issued:
            days = next(filter(None, (tuple(_days(match)) for match in _TOKEN.finditer(row[:_LONGEST]))), ())
            if days:
                yield _Told(offset + row.index(version), version, days)
        offset += len(row)
