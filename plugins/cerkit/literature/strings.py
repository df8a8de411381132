"""Lint of search strings, by the package search-query, where it is installed.

Not part of `cerkit check`: what it finds depends on a package that need not be there, and a check has half a second.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from cerkit.model.diagnostics import Diagnostic, Place, Rule, Severity

DOUBTFUL_STRING: Final = Rule(
    "CER545",
    "search-string-doubtful",
    Severity.WARNING,
    "A search string has a mistake in its syntax, or can be read in two ways.",
    why=(
        "A database searches for whatever it makes of a string: a lost bracket or an unknown field changes the hits "
        "without an error, and whoever repeats the search elsewhere finds something else."
    ),
    remedy="correct the string, run the search again, and record what was run",
    clause="MEDDEV 2.7/1 rev 4 A5.3; PRESS 2015",
    before="string: '(\"diabetic retinopathy\"[tiab] AND screening[tiab]'",
    after="string: '(\"diabetic retinopathy\"[tiab] AND screening[tiab])'",
    deficiencies=("D18",),
)
RULES: Final[tuple[Rule, ...]] = (DOUBTFUL_STRING,)
"""Rules that `cerkit search lint` applies."""

_LONGEST: Final = 20_000
"""Characters; a longer string is no string that a database takes."""
_DEEPEST: Final = 50
_MOST_OPERATORS: Final = 1000
_CALLS: Final = 10_000_000
_CALLS_FOR_OPERATORS: Final = 100
"""Calls that a string may take, and more for each pair of operators: three times what the longest was seen to need."""
"""search-query takes time with the square of either, and minutes for what nobody would write."""
_MOST_TOLD: Final = 20
"""Messages on one string; one lost bracket can give thousands."""
_OPERATOR: Final = re.compile(r"\b(?:AND|OR|NOT)\b", re.IGNORECASE)
_LANGUAGES: Final = (
    ("web of science", "wos"),
    ("pubmed", "pubmed"),
    ("ebsco", "ebscohost"),
)
_STYLE: Final = frozenset(
    {"FIELD_0003", "LINT_2001", "QUALITY_0001", "QUALITY_0004", "QUALITY_0006", "STRUCT_0003"}
)
"""Matters of taste, which change no hit."""
_SHOWN: Final = 40


class LintUnavailableError(Exception):
    """The package search-query is not installed."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A search as far as its string goes; it need not have run."""

    id: str
    platform: str
    string: str
    place: Place


def language_of(platform: str) -> str | None:
    """The language of a platform's strings; None where search-query does not know it."""
    low = platform.lower()
    return next((language for words, language in _LANGUAGES if words in low), None)


def lint_strings(searches: Iterable[Worded]) -> tuple[tuple[Diagnostic, ...], int]:
    """What is doubtful, in the order of the searches, and how many strings were looked at."""
    try:
        import search_query.parser as parsers
    except ImportError as error:
        raise LintUnavailableError from error
    found: list[Diagnostic] = []
    linted = 0
    for search in searches:
        language = language_of(search.platform)
        if language is None or _is_too_large(search.string):
            continue
        linted += 1
        for message in islice(_messages(parsers, search.string, language), _MOST_TOLD):
            text = f"{search.id}: {_told(message, search.string)}"
            found.append(DOUBTFUL_STRING.at(search.place, text, subject=search.id))
    return tuple(found), linted


def _is_too_large(string: str) -> bool:
    depth = deepest = 0
    for sign in string:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    return len(string) > _LONGEST or deepest > _DEEPEST or _operators_in(string) > _MOST_OPERATORS


def _operators_in(string: str) -> int:
    return sum(1 for _ in _OPERATOR.finditer(string))


class _EndlessError(BaseException):
    """More was called than any string needs. No `Exception`, so that the package cannot take it for one of its own."""


@contextlib.contextmanager
def _at_most(calls: int) -> Iterator[None]:
    """Ends what never would, as `OR TI NEAR/3 (`. Calls are the same on every machine, time is not."""
    left = calls

    def count(_frame: object, _event: str, _argument: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise _EndlessError

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)


def _messages(parsers: Any, string: str, language: str) -> Iterator[Mapping[str, Any]]:
    """What search-query says of a string; it stops at what it cannot read, and prints, which is kept from the user."""
    with contextlib.redirect_stdout(io.StringIO()):
        kinds = parsers.LIST_PARSERS if _is_list(string) else parsers.PARSERS
        parser = kinds[language][parsers.LATEST_VERSIONS[language]](string, field_general="")
        failed = is_endless = False
        try:
            with _at_most(_CALLS + _CALLS_FOR_OPERATORS * _operators_in(string) ** 2):
                parser.parse()
        except Exception:  # noqa: BLE001  # whatever a string does to the package, the command goes on
            failed = True
        except _EndlessError:
            is_endless = True
    held = parser.linter.messages
    messages = held if isinstance(held, list) else [item for items in held.values() for item in items]
    if is_endless:
        yield {"label": "endless", "message": "search-query comes to no end with the string"}
    elif failed and not messages:
        yield {"label": "unreadable", "message": "search-query cannot read the string"}
    yield from (message for message in messages if message.get("code") not in _STYLE)


def _is_list(string: str) -> bool:
    """Whether a string is numbered lines that refer to each other."""
    return string.lstrip().startswith("1.")


def _told(message: Mapping[str, Any], string: str) -> str:
    """The message with the part of the string that it is about."""
    words = str(message.get("message", "")).strip().rstrip(".")
    details = " ".join(str(message.get("details") or "").split())
    if details and "\x1b" not in details and len(details) <= 160:
        words = f"{words}: {details.rstrip('.')}"
    spans = [span for span in message.get("position") or () if span and span[0] >= 0]
    if spans:
        start, end = spans[0]
        part = string[start:end] if end - start <= _SHOWN else f"{string[start : start + _SHOWN - 3]}..."
        words += f" (at character {start + 1}: {part.strip()})"
    words = f"{words} [{message.get('label')}]"
    return "".join(sign if sign.isprintable() else " " for sign in words)
