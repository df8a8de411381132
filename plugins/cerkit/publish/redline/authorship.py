"""Who changed some words, found among what the commits between the two reports added and removed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from cerkit.model.authorship import Passage, Who
from cerkit.model.bundle import Bundle

_WORD: Final = re.compile(r"\w+(?:[.,'’/-]\w+)*")
_LEAST: Final = 0.5
"""Share of the words that a commit has to have touched."""
_MOST_WORDS: Final = 60
"""Words of a change that are looked up; the rest of a long one stands beside them."""
_COMMON: Final = 400
"""A word that more passages have says nothing about who wrote it."""
_OWN_PAGE: Final = 0.25
"""What it counts that a passage stands in the file of the page."""


class Authors:
    """Answers for each change whose it is; `fallback` is for what no commit tells."""

    def __init__(self, passages: Sequence[Passage], fallback: Who, docs_dir: str = "docs") -> None:
        self._passages = passages
        # Of a single commit, as where a branch was squashed, is everything, also what was computed from its records.
        everybody = {passage.who for passage in passages}
        self._fallback = everybody.pop() if len(everybody) == 1 else fallback
        self._docs = docs_dir
        self._index: dict[tuple[bool, str], list[int]] = defaultdict(list)
        for number, passage in enumerate(passages):
            for word in dict.fromkeys(_words(passage.text)):
                self._index[passage.is_removed, word].append(number)
        self._known: dict[tuple[str, str, bool], Who] = {}

    def who(self, text: str, src: str, *, is_removed: bool) -> Who:
        """The author of the commit that added the words, or removed them; of several the newest one."""
        key = (text, src, is_removed)
        if key not in self._known:
            self._known[key] = self._found(text, src, is_removed=is_removed)
        return self._known[key]

    def _found(self, text: str, src: str, *, is_removed: bool) -> Who:
        words = list(dict.fromkeys(_words(text)))[:_MOST_WORDS]
        places = [self._index.get((is_removed, word), []) for word in words]
        telling = [place for place in places if len(place) <= _COMMON]
        scores: dict[int, float] = defaultdict(float)
        for place in telling:
            for number in place:
                scores[number] += 1 / len(telling)
        page = f"{self._docs}/{src}"
        best: tuple[float, int] | None = None
        for number, score in scores.items():
            if score >= _LEAST:
                own = _OWN_PAGE if self._passages[number].path == page else 0.0
                # Passages are given oldest first, so that of equal ones the newest commit counts.
                best = max(best or (0.0, -1), (round(score + own, 6), number))
        return self._fallback if best is None else self._passages[best[1]].who


def _words(text: str) -> Iterable[str]:
    return (word.casefold() for word in _WORD.findall(text))


def who_signed(bundle: Bundle) -> Who:
    """Author and day of a report's own version, where nothing tells more. Never who runs the program, and when."""
    document = bundle.document
    rows = [row for row in bundle.revisions if row.version == document.version] or list(bundle.revisions[-1:])
    author = rows[0].author if rows else next(iter(document.authors), document.manufacturer)
    return Who(author or document.number, f"{rows[0].date if rows else document.date}T00:00:00Z")
