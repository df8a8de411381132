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
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from cerkit.model.records.review import BibliographicRecord, Decision
from cerkit.model.works import Work

Tool = Literal["rayyan", "covidence", "asreview", "table"]

_RAYYAN: Final = (
    *(
        "key",
        "title",
        "authors",
        "journal",
        "issn",
        "volume",
        "issue",
        "pages",
        "day",
        "month",
        "year",
        "publisher",
    ),
    *("pmc_id", "pubmed_id", "url", "abstract", "notes", "doi", "keywords"),
)
_COVIDENCE: Final = (
    *(
        "Title",
        "Authors",
        "Abstract",
        "Published Year",
        "Published Month",
        "Journal",
        "Volume",
        "Issue",
        "Pages",
    ),
    *("Accession Number", "DOI", "Ref", "Covidence #", "Study", "Notes", "Tags"),
)
_ASREVIEW: Final = (
    "record_id",
    "title",
    "authors",
    "abstract",
    "keywords",
    "year",
    "doi",
    "url",
    "included",
    "notes",
)
_SAID: Final = {"include": "Included", "exclude": "Excluded", "maybe": "Maybe", "not retrieved": "Maybe"}
_ANSWERS: Final[dict[str, str]] = {
    **dict.fromkeys(("included", "include", "yes", "1", "true", "relevant", "asreview_relevant"), "include"),
    **dict.fromkeys(
        ("excluded", "exclude", "no", "0", "false", "irrelevant", "asreview_irrelevant"), "exclude"
    ),
    **dict.fromkeys(("maybe", "unsure", "uncertain", "undecided"), "maybe"),
    "not retrieved": "not retrieved",
}
_LABELS: Final = (
    "asreview_label",
    "final_included",
    "label",
    "label_included",
    "included_label",
    "included_final",
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
class Row:
    """A work and who decided what on it."""

    work: Work
    decisions: Mapping[str, Decision] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incoming:
    """Decisions of another tool, on works of this review."""

    tool: Tool
    decisions: Mapping[str, Decision]
    unknown: tuple[str, ...]
    """Titles, or what else names them, of rows with a decision that are no record of this review."""


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
