"""Terms and abbreviations that a text uses, out of all that the glossary explains."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from cerkit.model.records.control import Term
from cerkit.model.tables import EMPTY, Column, Table, cell
from cerkit.render.values import row_of

_WORD_IN_CAPITALS: Final = re.compile(r"(?<![\w.-])[A-Z][A-Za-z]{0,6}[A-Z]s?(?![\w-])")
_OFTEN: Final = 3


def used_terms(text: str, glossary: Iterable[Term]) -> tuple[Term, ...]:
    """Entries of which the term or its abbreviation stands in the text, or in the meaning of such an entry."""
    left = sorted(glossary, key=lambda item: item.term.casefold())
    used: list[Term] = []
    while left:
        found = _occurring(text, left)
        if not found:
            break
        used += found
        left = [item for item in left if item not in found]
        text = "\n".join(f"{item.term}\n{item.meaning}" for item in found)
    return tuple(sorted(used, key=lambda item: item.term.casefold()))


def _occurring(text: str, entries: Sequence[Term]) -> list[Term]:
    written = _found(text, {name for item in entries for name in _signs(item)})
    spoken = _found(text.casefold(), {item.term.casefold() for item in entries})
    return [
        item
        for item in entries
        if item.term.casefold() in spoken or any(name in written for name in _signs(item))
    ]


def _signs(held: Term) -> tuple[str, ...]:
    """What is written as it stands: the abbreviation, and the codes that an entry explains together (R0, R1, R2)."""
    codes = held.term.split(", ")
    has_codes = len(codes) > 1 and all(" " not in code and code[:1].isupper() for code in codes)
    return (*(codes if has_codes else ()), *((held.abbreviation,) if held.abbreviation else ()))


def _found(text: str, names: set[str]) -> set[str]:
    """Those that stand in the text as words of their own, also in the plural; one pass for all of them."""
    if not names:
        return set()
    # The longest first: where one name begins another, the text means the longer one.
    choices = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return {match[1] for match in re.finditer(rf"(?<!\w)({choices})s?(?!\w)", text)}


def unexplained(text: str, glossary: Iterable[Term]) -> tuple[str, ...]:
    """Abbreviations in capitals that the text uses three times or more and the glossary does not explain."""
    known = {name for item in glossary for name in (item.term, *_signs(item))}
    met = Counter(word.removesuffix("s") for word in _WORD_IN_CAPITALS.findall(text))
    return tuple(sorted(word for word, times in met.items() if times >= _OFTEN and word not in known))


def glossary_table(entries: Iterable[Term]) -> Table:
    """Abbreviation, term and meaning."""
    columns = (
        Column("abbreviation", "Abbreviation", header=True, weight=16),
        Column("term", "Term", weight=30),
        Column("meaning", "Meaning", weight=54),
    )
    rows = tuple(
        row_of(cell(item.abbreviation) if item.abbreviation else EMPTY, item.term, item.meaning)
        for item in entries
    )
    return Table(columns, rows, ("sortable",))
