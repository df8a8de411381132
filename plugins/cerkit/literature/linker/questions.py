"""What a person is asked: pairs that are likely, and not safe. And which records look like each other at all."""

from __future__ import annotations

from typing import Final, Literal

from cerkit.literature.linker.contradictions import (
    DIFFERENT_DOIS,
    DIFFERENT_JOURNALS,
    DIFFERENT_KINDS,
    DIFFERENT_YEARS,
)
from cerkit.literature.linker.evidence import Evidence
from cerkit.literature.linker.rules import LinkRule

_FEW_YEARS: Final = 3
_MANY: Final = 2
_OF_A_PREPRINT: Final = frozenset({DIFFERENT_DOIS, DIFFERENT_YEARS, DIFFERENT_KINDS, DIFFERENT_JOURNALS})


def likeness_of(e: Evidence, against: tuple[str, ...]) -> Literal["alike", "apart"] | None:
    """Of two records that share a title: whether nothing tells them apart, or something does.

    A third record is contested where it is like one of two that are apart: it could belong to either.
    """
    is_shared = e.title in {"equal", "part"} or e.differ_by_a_letter
    if not is_shared or e.authors is False:
        return None
    return "apart" if against or e.pages is False or e.abstracts_differ else "alike"


def shared_identifier(e: Evidence) -> bool:
    """An identifier says the same work, something else does not."""
    return e.is_identified


def shared_title(e: Evidence) -> bool:
    """An abstract and its article, a reprint, an update, or one work with a slip: a person can tell."""
    if e.title != "equal":
        return False
    if e.is_distinctive:
        return e.authors is True or (e.authors is None and _within(e, _FEW_YEARS)) or e.stands_alike
    return e.year == 0 and e.journal is not False and (e.authors is True or e.stands_alike)


def nearly_shared_title(e: Evidence) -> bool:
    """A title cut short or retyped."""
    if e.title not in {"close", "part"} or not e.is_distinctive or not (_within(e, 1) or e.abstract is True):
        return False
    known = e.authors is True or (e.is_nameless and e.journal is True)
    return known and (e.numbers or e.pages is True)


def shared_place(e: Evidence) -> bool:
    """The same authors on the same page, or in the same volume with the same abstract."""
    if e.authors is not True or not _within(e, 1) or e.journal is False:
        return False
    if e.stands_alike or (e.pages is True and e.journal is True and e.volume is not False and e.year == 0):
        return True
    return e.journal is True and e.volume is not False and e.pages is not False and e.abstract is True


def _is_preprint_of(e: Evidence, against: tuple[str, ...]) -> bool:
    """A preprint has another DOI, another journal and perhaps another year than its article, as a matter of course."""
    if (e.left.kind == "preprint") == (e.right.kind == "preprint") or not _within(e, _FEW_YEARS):
        return False
    return e.title == "equal" and e.authors is True and _OF_A_PREPRINT.issuperset(against)


def is_open(e: Evidence, against: tuple[str, ...]) -> bool:
    """Whether a person should look. Two things that speak against a pair leave no question, unless an identifier asks.

    Versions of a Cochrane review are told to a person always: often only the latest one is wanted.
    """
    if e.is_identified or e.version is False or _is_preprint_of(e, against):
        return True
    if not e.marks:
        return len(against) == 1 and _lost_its_protocol(e)
    if e.pmid is False:
        # PubMed tells them apart, unless it has a publication twice.
        return len(against) == 1 and e.stands_alike
    return len(against) < _MANY


def _lost_its_protocol(e: Evidence) -> bool:
    """`Study protocol` stands at the end of a title, which is the part that gets lost."""
    return e.title == "part" and e.left.marks ^ e.right.marks == {"protocol"} and e.year == 0


def _within(e: Evidence, years: int) -> bool:
    return e.year is None or e.year <= years


MAYBE: Final = (
    LinkRule("same identifier", shared_identifier),
    LinkRule("same title", shared_title),
    LinkRule("titles nearly alike, same authors", nearly_shared_title),
    LinkRule("same authors and place; titles differ", shared_place),
)
