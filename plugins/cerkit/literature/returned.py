"""Decisions as they come back from Rayyan, Covidence and ASReview, CSV or RIS."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from cerkit.model.records.review import BibliographicRecord, Decision
from cerkit.model.works import Work

Tool = Literal["rayyan", "covidence", "asreview", "table"]
_ANSWERS: Final[dict[str, str]] = {
    **dict.fromkeys(("included", "include", "yes", "1", "true", "relevant", "asreview_relevant"), "include"),
    **dict.fromkeys(
        ("excluded", "exclude", "no", "0", "false", "irrelevant", "asreview_irrelevant"), "exclude"
    ),
    **dict.fromkeys(("maybe", "unsure", "uncertain", "undecided"), "maybe"),
    "not retrieved": "not retrieved",
}
_LABELS: Final = (
    *("asreview_label", "final_included", "label", "label_included"),
    *("included_label", "included_final"),
)
_DECISIONS: Final = (*_LABELS, "included", "included_flag", "include", "decision", "inclusion", "vote")
_VOTE: Final = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>\s*"([A-Za-z]+)"')
_NOTE: Final = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>\s*\[([^\]]*)\]')
_TAG: Final = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)")
_LARGEST: Final = 64 * 1024 * 1024


class ExchangeError(Exception):
    """A file from which no decision can be taken as it stands."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Incoming:
    """Decisions of another tool, on works of this review."""

    tool: Tool
    decisions: Mapping[str, Decision]
    unknown: tuple[str, ...]
    """Titles, or what else names them, of rows with a decision that are no record of this review."""


def read_decisions(
    data: bytes,
    works: Iterable[Work],
    reasons: Mapping[str, str],
    *,
    person: str | None = None,
    all_are: str | None = None,
    on: date,
) -> Incoming:
    """The decisions in a file, for the works that it names. A row without a decision is passed over.

    A work is found by its key, else by PubMed number, DOI, or title with year. ExchangeError where several people
    decided and none is named, or nobody did.
    """
    if len(data) > _LARGEST:
        raise ExchangeError("the file is larger than 64 MB", "export fewer records at once")
    text = _decoded(data)
    if not text.strip() or "\0" in text:
        raise ExchangeError(
            "the file is no text" if text.strip() else "the file is empty", "export CSV or RIS"
        )
    rows = list(_ris_rows(text) if _TAG.match(text.lstrip()) else _csv_rows(text))
    tool = _tool_of(rows)
    finder = _Finder(works)
    found: dict[str, Decision] = {}
    unknown: list[str] = []
    people: set[str] = set()
    for row in rows:
        said = _said(row, person, all_are, people)
        if said is None:
            continue
        key = finder.key(row)
        if key is None:
            unknown.append(row.get("title") or row.get("key") or "a row without a title")
            continue
        found[key] = _decision(row, said, reasons, person, on)
    if not found and not unknown:
        raise _without_decisions(people, person)
    return Incoming(tool, found, tuple(unknown))


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _csv_rows(text: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(_LARGEST)
    first = text.split("\n", 1)[0]
    divider = max((",", ";", "\t"), key=first.count)
    try:
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=divider):
            yield {(name or "").strip().casefold(): _plain(value) for name, value in row.items()}
    except csv.Error as error:
        raise ExchangeError(f"this is no table: {error}", "export CSV or RIS") from error


def _plain(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else value or ""
    return str(text).strip()


_RIS: Final = {
    "TI": "title",
    "T1": "title",
    "PY": "year",
    "Y1": "year",
    "DO": "doi",
    "ID": "key",
    "AN": "pmid",
}


def _ris_rows(text: str) -> Iterator[dict[str, str]]:
    """The few fields of RIS that name a record and hold decisions; the import of records reads all of them."""
    row: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        match = _TAG.match(line)
        if match is None:
            if last and line.strip():
                row[last] += f" {line.strip()}"
            continue
        tag, value = match.group(1), match.group(2).strip()
        if tag == "ER":
            if row:
                yield row
            row, last = {}, ""
            continue
        last = "notes" if tag in ("N1", "RN", "C1", "C2", "C3") else _RIS.get(tag, tag.casefold())
        row[last] = f"{row[last]} | {value}" if last in row and last == "notes" else row.get(last) or value
    if row:
        yield row


def _tool_of(rows: Sequence[Mapping[str, str]]) -> Tool:
    names = set(rows[0]) if rows else set()
    notes = " ".join(row.get("notes", "")[:200] for row in rows[:200])
    if "RAYYAN-" in notes:
        return "rayyan"
    if "covidence #" in names or "Exclusion reason:" in notes:
        return "covidence"
    if names & set(_LABELS) or "ASReview_" in notes:
        return "asreview"
    return "table"


def _said(row: Mapping[str, str], person: str | None, all_are: str | None, people: set[str]) -> str | None:
    """What was decided on a row, as include, exclude or maybe."""
    notes = row.get("notes", "")
    if "RAYYAN-INCLUSION:" in notes:
        part = notes.split("RAYYAN-INCLUSION:", 1)[1].split("|", 1)[0]
        votes = {_unquoted(name): answer for name, answer in _VOTE.findall(part)}
        people.update(votes)
        if person is None and len(votes) > 1:
            raise ExchangeError(
                f"several people decided: {', '.join(sorted(votes))}",
                'name one: --person "NAME as it stands there"',
            )
        answer = votes.get(person) if person is not None else next(iter(votes.values()), None)
        return _ANSWERS.get((answer or "").casefold())
    label = re.search(r"\bASReview_(?:ir)?relevant\b", notes)
    if label:
        return _ANSWERS[label.group().casefold()]
    for name in _DECISIONS:
        answer = _ANSWERS.get(row.get(name, "").removesuffix(".0").casefold())
        if answer is not None:
            return answer
    return all_are


def _decision(
    row: Mapping[str, str], said: str, reasons: Mapping[str, str], person: str | None, on: date
) -> Decision:
    reason = _reason(row, reasons) if said == "exclude" else None
    values: dict[str, Any] = {"decision": said, "on": on}
    if reason is not None:
        values["reason"] = reason
    note = _user_note(row, person)
    if note:
        values["note"] = note
    return Decision(**values)


def _reason(row: Mapping[str, str], reasons: Mapping[str, str]) -> str | None:
    """The reason of the protocol that a row names, by identifier or by its words."""
    notes = row.get("notes", "")
    told = [row.get(name, "") for name in ("reason", "exclusion reason", "exclusion_reason")]
    told += re.findall(r"RAYYAN-EXCLUSION-REASONS:([^|]*)", notes) + re.findall(
        r"Exclusion reason:([^;|]*)", notes
    )
    words = {_normal(text): name for name, text in reasons.items()}
    names = {name.casefold(): name for name in reasons}
    for text in told:
        for part in (text, *text.split(",")):
            first = part.strip().partition(" ")[0].rstrip(":.").casefold()
            name = words.get(_normal(part)) or names.get(first)
            if name is not None:
                return name
    return None


def _user_note(row: Mapping[str, str], person: str | None) -> str:
    part = row.get("notes", "").partition("USER-NOTES:")[2]
    notes = {_unquoted(name): text for name, text in _NOTE.findall(part)}
    text = notes.get(person, "") if person is not None else next(iter(notes.values()), "")
    said = " ".join(_unquoted(piece) for piece in re.findall(r'"((?:[^"\\]|\\.)*)"', text))
    return " ".join((said or row.get("asreview_note", "")).split())


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _normal(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


class _Finder:
    """Works by everything by which another tool may name them."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._keys: dict[str, str] = {}
        self._titles: dict[tuple[str, str], str | None] = {}
        for work in works:
            self._keys.update(dict.fromkeys(work.keys, work.key))
            for record in work.records:
                self._add(work.key, record)

    def _add(self, key: str, record: BibliographicRecord) -> None:
        if record.pmid:
            self._keys.setdefault(f"pmid {record.pmid}", key)
        if record.doi:
            self._keys.setdefault(f"doi {record.doi.casefold()}", key)
        title = (_normal(record.title), str(record.year or ""))
        # Two works of one title and year: neither is found by it.
        self._titles[title] = key if self._titles.get(title, key) == key else None

    def key(self, row: Mapping[str, str]) -> str | None:
        """The key of the work that a row is about."""
        for name in ("key", "record_id", "ref", "id"):
            if row.get(name) in self._keys:
                return self._keys[row[name]]
        numbers = [row.get(name, "") for name in ("pubmed_id", "pmid", "pubmed", "accession number")]
        doi = re.sub(r"^(?:doi:)?\s*(?:https?://(?:dx\.)?doi\.org/)?", "", row.get("doi", "").casefold())
        for name in (*(f"pmid {number}" for number in numbers if number), f"doi {doi}"):
            if name in self._keys:
                return self._keys[name]
        year = row.get("year") or row.get("published year") or ""
        return self._titles.get((_normal(row.get("title", "")), year[:4]))


def _without_decisions(people: set[str], person: str | None) -> ExchangeError:
    if people and person is not None:
        return ExchangeError(
            f"{person} decided nothing here", f"people in the file: {', '.join(sorted(people))}"
        )
    hint = "for a file that is one list of Covidence, say what it is: --all-are include"
    return ExchangeError("no row has a decision", hint)
