"""Identifiers and study codes that a program or a writer has altered: SRC–ci–003, SRC-ci 003."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from cerkit.model.dossier import Dossier
from cerkit.model.identifiers import PREFIXES, Kind
from cerkit.model.trace import Trace

_SOFT: Final = "\u00ad"
_ODD: Final = f"‒–—―−{_SOFT}"
"""Dashes that word processors put where a hyphen was. The hyphens of Unicode look like one and are let be."""
_SIGNS: Final = re.compile(rf"[-_{_ODD} ]+")
_ODD_SIGN: Final = re.compile(rf" ?[{_ODD}] ?")
_LAST_PART: Final = re.compile(rf"[-_{_ODD} ‐‑.]+[A-Za-z0-9]*$")
_DIGIT: Final = re.compile(r"\d")
_HYPHENS: Final = re.compile(r"[‐‑]")
_PART: Final = re.compile(r"[A-Za-z0-9]+")
_CLAUSES: Final = (Kind.REQUIREMENT, Kind.PILLAR)
"""Kinds of clauses of the law, of which people speak as "UK-ER 1" and "GSPR 1"."""
_JOINED: Final = re.compile(r"([A-Z]{3,4})(\d{1,3})")
"""An identifier of a kind and a number without the hyphen between; of two letters it could be anything."""
_FEWEST: Final = 6
"""Letters and digits of a code that cannot be a word by chance."""


class Altered(NamedTuple):
    """A word of a text that is no identifier, and the identifier that it was."""

    start: int
    text: str
    known: str


class Codes:
    """The identifiers of all records, and the numbers of documents."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._numbers = frozenset(_numbers(trace.dossier))
        self._pattern = _pattern(self._numbers)

    @cached_property
    def _by_letters(self) -> Mapping[str, Sequence[str]]:
        """Every name by its letters and digits; made when a word looks altered, for there are tens of thousands."""
        found: dict[str, list[str]] = {}
        names = (*self._trace.nodes, *sorted(self._numbers))
        together = "\n".join(names).casefold()
        for sign in f"-_ {_ODD}":
            together = together.replace(sign, "")
        for letters, name in zip(together.split("\n"), names, strict=True):
            found.setdefault(letters, []).append(name)
        return found

    def _named(self, letters: str) -> str | None:
        """The first name that has these letters and cannot be a word by chance."""
        if len(letters) < _FEWEST or not _DIGIT.search(letters):
            return None
        return next(
            (name for name in self._by_letters.get(letters, ()) if len(_PART.findall(name)) > 2), None
        )

    def altered(self, text: str) -> Iterator[Altered]:
        """What is no identifier, and would be one with the signs that it lost."""
        for match in self._pattern.finditer(text):
            before = text[match.start() - 1 : match.start()]
            if match[0] in self._trace.nodes or before.isalnum() or before in ("-", "_"):
                continue
            found = self._meant(match[0].replace("\\", ""))  # an escape is not printed, the sign behind it is
            if found is not None:
                yield Altered(match.start(), *found)

    def _meant(self, words: str) -> tuple[str, str] | None:
        """Nothing where the words begin with an identifier; else the longest beginning that was one."""
        beginnings = tuple(_beginnings(words.rstrip(".")))
        if any(self._is_known(_HYPHENS.sub("-", written)) for written in beginnings):
            return None
        for written in beginnings:
            known = self._restored(_HYPHENS.sub("-", written))
            if known is not None:
                return written, known
        return None

    def _is_known(self, name: str) -> bool:
        return name in self._trace.nodes or name in self._numbers

    def _restored(self, name: str) -> str | None:
        joined = _JOINED.fullmatch(name)
        if joined is not None:
            node = self._trace.nodes.get(f"{joined[1]}-{joined[2]}")
            return None if node is None or node.kind in _CLAUSES else node.id
        if _ODD_SIGN.search(name):
            bare = name.replace(_SOFT, "")
            for candidate in (
                bare,
                _ODD_SIGN.sub("-", bare),
                _ODD_SIGN.sub("-", name),
                _ODD_SIGN.sub("_", name),
            ):
                if self._is_known(candidate):
                    return candidate
        signs = set(_SIGNS.findall(name))
        if not signs or not _DIGIT.search(name):
            return None
        known = self._named(_SIGNS.sub("", name).casefold())
        if known is None or known in self._numbers:
            return known
        return None if self._trace.nodes[known].kind in _CLAUSES or signs == {" "} else known


def _beginnings(words: str) -> Iterator[str]:
    """The words, then always one part less."""
    while words:
        yield words
        words, parted = _LAST_PART.subn("", words)
        if not parted:
            return


def _pattern(numbers: Iterable[str]) -> re.Pattern[str]:
    """Whatever begins as an identifier or a number does and goes on with parts."""
    first = {prefix.rstrip("-") for prefix in PREFIXES.values()} | {"UK", "GSPR", "N41"}
    parts = (_PART.match(number) for number in numbers if _SIGNS.search(number))
    first |= {part[0] for part in parts if part is not None}
    begins = "|".join(sorted(first, key=lambda word: (-len(word), word)))
    part = r"[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*"
    sign = rf"(?:\\?[-_‐‑{_SOFT}]{{1,2}}| ?[{_ODD}] ?| (?=[A-Za-z]{{0,8}}\d))"
    # What may not stand before it is asked afterwards: a pattern that begins with letters is found faster.
    return re.compile(rf"(?:{begins})(?:(?:{sign}{part}){{1,8}}|\d{{1,3}}\b)")


def _numbers(dossier: Dossier) -> Iterator[str]:
    """Codes by which documents and studies are called outside the records."""
    for document in dossier.documents:
        yield document.number
    if dossier.releases is not None:
        yield dossier.releases.report.number
