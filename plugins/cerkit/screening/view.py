"""The screen as lines of styled text, for any width: what stands where, and which words are marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from cerkit.model.records.review import BibliographicRecord, Decision, Protocol
from cerkit.screening.session import Session

Fragment = tuple[str, str]
Line = tuple[Fragment, ...]
Width = Callable[[str], int]
"""How many cells a text takes."""

REASON_KEYS: Final = "123456789"
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_MARKED: Final = re.compile(r"[^\W_]+|[\W_]+")
_COMMON: Final = (
    "all and any are but for from has have its many more most none not one only other same than that "
    "the their them then these they this those used use using who with without after before during "
    "into over some such study studies data result results reports people person patient patients "
    "others about each "
)


class Terms:
    """Words of the protocol: those of its questions speak for a record, those of its exclusions against it."""

    def __init__(self, protocol: Protocol) -> None:
        questions = (
            f"{item.population} {item.intervention} {item.comparator} {item.outcome}"
            for item in protocol.questions
        )
        self._wanted = frozenset(_stems((*questions, *protocol.inclusion.values())))
        self._unwanted = frozenset(_stems(protocol.exclusion.values())) - self._wanted

    def marked(self, text: str) -> list[Fragment]:
        """The text with its words marked."""
        return [(self._style(piece), piece) for piece in _MARKED.findall(text)]

    def _style(self, piece: str) -> str:
        stem = _stem(piece.casefold())
        if stem in self._wanted:
            return "class:wanted"
        return "class:unwanted" if stem in self._unwanted else ""


def _stems(texts: Iterable[str]) -> Iterator[str]:
    common = frozenset(_COMMON.split())
    for text in texts:
        for word in _WORD.findall(text):
            if word.casefold() not in common:
                yield _stem(word.casefold())


def _stem(word: str) -> str:
    """The word without the commonest endings: photographs and photograph are one."""
    for ending in ("ies", "es", "s", "ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word.removesuffix(ending) + ("y" if ending == "ies" else "")
    return word


def header(session: Session, width: int) -> list[Line]:
    """Who screens what, how far one is, and how long it will take."""
    task, total = session.task, len(session.task.works)
    share = f"{session.decided_count}/{total} decided" if total else "nothing to decide"
    if total:
        share += f" ({100 * session.decided_count // total} %)"
    left = session.seconds_left()
    parts = [f"{task.stage}, {task.reviewer}", share]
    if left is not None and session.decided_count < total:
        parts.append(f"about {_duration(left)} left")
    place = f"{session.place + 1} of {len(session.shown)}" if session.shown else "none"
    parts.append(f"record {place}" + (f", filter: {session.filter}" if session.filter.words else ""))
    return wrap([("class:bar", " | ".join(parts))], width, _plain_width)


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return "1 min" if minutes < 2 else f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"


def body(session: Session, terms: Terms, width: int, measure: Width) -> list[Line]:
    """The record with the protocol's terms marked, and what was decided on it."""
    work = session.work
    if work is None:
        return [(("", "No record is left by the filter; f changes it."),)]
    record = work.record
    lines = wrap(
        [("bold " + style, text) for style, text in terms.marked(_clean(record.title))], width, measure
    )
    lines += wrap([("class:faint", _clean(_reference(record)))], width, measure)
    lines += wrap([("class:faint", f"{', '.join(work.keys)} | {', '.join(work.searches)}")], width, measure)
    lines.append(())
    decision = session.decision(work)
    if decision is not None:
        lines += wrap([("class:decided", f"You: {_said(decision)}, {decision.on}")], width, measure)
    if session.note(work):
        lines += wrap([("class:note", _clean(f"Note: {session.note(work)}"))], width, measure)
    if session.task.is_resolution:
        for name, found in session.task.others.items():
            if work.key in found:
                told = found[work.key]
                words = f"{name}: {_said(told)}{f' - {told.note}' if told.note else ''}"
                lines += wrap([("class:other", _clean(words))], width, measure)
    for paragraph in (record.abstract or "No abstract.").splitlines():
        lines += wrap(terms.marked(_clean(paragraph)), width, measure)
    return lines


def _said(decision: Decision) -> str:
    return decision.decision + (f" {decision.reason}" if decision.reason else "")


def _reference(record: BibliographicRecord) -> str:
    authors = list(record.authors[:6]) + (["et al."] if len(record.authors) > 6 else [])
    parts = (", ".join(authors), record.journal, str(record.year or "no year"), record.type)
    return ". ".join(part for part in parts if part)


def links(record: BibliographicRecord) -> tuple[str, ...]:
    """Addresses of a record as text, to be opened on the machine where one sits: over ssh there is no browser."""
    found = [f"https://doi.org/{record.doi}"] if record.doi else []
    found += [f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/"] if record.pmid else []
    return tuple(_clean(item) for item in found)


def footer(session: Session, width: int, measure: Width) -> list[Line]:
    """The keys, and the last message."""
    lines: list[Line] = []
    if session.message:
        lines += wrap([("class:message", _clean(session.message))], width, measure)
    keys = "i include  x exclude  m maybe"
    keys += "  r not retrieved" if session.task.stage == "full-text" else ""
    if session.task.protocol.exclusion:
        keys += f"  1-{min(len(session.task.protocol.exclusion), 9)} exclude for reason"
    more = "space next  b back  u undo  n note  f filter  d DOI  ? help  q quit"
    if width < 60:
        return [*lines, *wrap([("class:keys", "i x m u n f d ? q")], width, measure)]
    return [
        *lines,
        *wrap([("class:keys", keys)], width, measure),
        *wrap([("class:keys", more)], width, measure),
    ]


def reasons(protocol: Protocol, width: int, measure: Width) -> list[Line]:
    """The exclusion reasons with their keys."""
    lines: list[Line] = []
    for key, (name, text) in zip(reason_keys(protocol), protocol.exclusion.items(), strict=True):
        lines += wrap([("class:keys", f"{key}  {name}  "), ("", _clean(text))], width, measure)
    return lines


def reason_keys(protocol: Protocol) -> Sequence[str]:
    """A key for each exclusion reason: digits, then capital letters."""
    letters = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    return [*REASON_KEYS, *letters][: len(protocol.exclusion)]


def wrap(fragments: Iterable[Fragment], width: int, measure: Width) -> list[Line]:
    """Styled text on lines of at most so many cells, broken between words where there is one."""
    width = max(width, 4)
    lines: list[list[Fragment]] = [[]]
    used = 0
    for style, piece in _pieces(fragments, width, measure):
        size = measure(piece)
        if used + size > width:
            lines.append([])
            used = 0
            if piece.isspace():
                continue
        lines[-1].append((style, piece))
        used += size
    return [tuple(line) for line in lines]


def _pieces(fragments: Iterable[Fragment], width: int, measure: Width) -> Iterator[Fragment]:
    """Words and the space between them; a word longer than a line is cut."""
    for style, text in fragments:
        for piece in re.findall(r"\s+|\S+", text):
            while measure(piece) > width:
                cut = _fitting(piece, width, measure)
                yield style, piece[:cut]
                piece = piece[cut:]  # noqa: PLW2901  # the rest of the word is the next piece
            yield style, piece


def _fitting(piece: str, width: int, measure: Width) -> int:
    used = 0
    for place, sign in enumerate(piece):
        used += measure(sign)
        if used > width:
            return max(place, 1)
    return len(piece)


def _clean(text: str) -> str:
    """Text of strangers without signs that could steer the terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _plain_width(text: str) -> int:
    return len(text)
