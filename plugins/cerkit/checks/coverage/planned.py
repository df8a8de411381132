"""Which requirements the plan names as those that need clinical data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from cerkit.model.records.evaluation import Plan
from cerkit.model.wording import normalised

_ELEMENT: Final = "CEP-01"
"""The element of the plan that identifies them."""
_NEED: Final = re.compile(
    r"\b(?:needs?|requires?|asks? for|supported by|shown (?:with|by))\b[^.]{0,40}\bclinical\b"
)
_DENIED: Final = re.compile(r"\b(?:not|no|none|neither|without|except|only technical)\b")
_CLAUSE: Final = re.compile(r"(?<![\w.(/-])(\d{1,2}[a-z]?(?:\.\d{1,2}[a-z]?)*(?:\.?\(?[a-z]\)?)?)(?![\w%])")
_INDENTS: Final = re.compile(r"\(?(?:with|and) (?:both |all |its |the |two )*indents?")
_INDENT_NUMBERS: Final = ("i", "ii", "iii", "iv", "v")
_LISTS: Final = (
    (re.compile(r"\bessential requirements?\b"), "UK-ER-"),
    (re.compile(r"\bgsprs?\b|\bgeneral safety and performance\b"), "GSPR-"),
)


def planned_clinical(plan: Plan | None, assessed: Sequence[str]) -> Mapping[str, str]:
    """Requirement -> the element of the plan that says that it needs clinical data."""
    answers = [item.answer or "" for item in plan.elements if item.element == _ELEMENT] if plan else []
    found: dict[str, str] = {}
    for answer in answers:
        for sentence in re.split(r"[.;]\s", answer):
            said = normalised(sentence)
            if _NEED.search(said) and not _DENIED.search(said):
                found |= dict.fromkeys(_named(sentence, said, assessed), _ELEMENT)
    return found


def _named(sentence: str, said: str, assessed: Sequence[str]) -> list[str]:
    """Requirements that a sentence names, by their identifiers or by their clauses in a list of its own."""
    by_identifier = set(re.findall(r"\b(?:UK-ER|GSPR)-[\w.]*\w", sentence))
    prefixes = [prefix for words, prefix in _LISTS if words.search(said)]
    prefix = prefixes[0] if len(prefixes) == 1 else None
    clauses: dict[str, bool] = {}
    for found in _CLAUSE.finditer(said) if prefix else ():
        clauses[_plain(found[1])] = bool(_INDENTS.match(said[found.end() :].lstrip()))
    named = []
    for identifier in assessed:
        own = _plain(identifier.removeprefix(prefix)) if prefix and identifier.startswith(prefix) else None
        above, _, last = identifier.removeprefix(prefix or "").rpartition(".")
        is_indent = last in _INDENT_NUMBERS and clauses.get(_plain(above), False)
        if identifier in by_identifier or (own is not None and (own in clauses or is_indent)):
            named.append(identifier)
    return named


def _plain(clause: str) -> str:
    """13.6(b), 13.6.b and 13.6b are one clause."""
    return re.sub(r"\.(?=[a-z])|[()]", "", clause.casefold())
