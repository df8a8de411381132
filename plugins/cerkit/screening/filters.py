"""The filter of the queue: words, `year:`, `source:` and states, as one types them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from cerkit.model.records.review import Decision
from cerkit.model.works import Work

STATES: Final = ("undecided", "included", "excluded", "maybe", "noted", "disagreements")
HELP: Final = f"words, year:2019-2022, source:embase, {', '.join(STATES)}; nothing shows all"


class Decided(Protocol):
    """What a filter asks of the session."""

    def decision(self, work: Work) -> Decision | None: ...

    def note(self, work: Work) -> str | None: ...

    def disagrees(self, work: Work) -> bool: ...


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown. Everything that is named must hold."""

    words: tuple[str, ...] = ()

    def lets(self, work: Work, decided: Decided) -> bool:
        return all(_holds(word, work, decided) for word in self.words)

    def __str__(self) -> str:
        return " ".join(self.words)


def read_filter(text: str) -> Filter:
    """The filter that somebody typed. ValueError, with what is wrong, where a year is none."""
    words = tuple(word.casefold() for word in text.split())
    for word in words:
        if word.startswith("year:"):
            _years(word.removeprefix("year:"))
    return Filter(words)


def _years(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    try:
        low = int(first) if first else 0
        high = (int(last) if last else 9999) if dash else low
    except ValueError:
        raise ValueError(f"`{text}` is no year and no range such as 2019-2022") from None
    return low, high


def _holds(word: str, work: Work, decided: Decided) -> bool:
    if word.startswith("year:"):
        low, high = _years(word.removeprefix("year:"))
        return any(record.year is not None and low <= record.year <= high for record in work.records)
    if word.startswith("source:"):
        return any(word.removeprefix("source:") in search.casefold() for search in work.searches)
    if word in STATES:
        return _is_in_state(word, work, decided)
    return any(word in text.casefold() for text in _texts(work))


def _texts(work: Work) -> list[str]:
    found = [*work.keys]
    for record in work.records:
        found += [record.title, record.abstract or "", record.journal or "", *record.authors]
    return found


def _is_in_state(word: str, work: Work, decided: Decided) -> bool:
    decision = decided.decision(work)
    if word == "undecided":
        return decision is None
    if word == "noted":
        return bool(decided.note(work))
    if word == "disagreements":
        return decided.disagrees(work)
    states = {"included": "include", "excluded": "exclude", "maybe": "maybe"}
    return decision is not None and decision.decision == states[word]
