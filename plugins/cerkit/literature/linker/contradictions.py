"""What no likeness outweighs. A pair with a contradiction is never linked as the same; a person may still do so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cerkit.literature.linker.evidence import Evidence
from cerkit.literature.linker.locators import SUPPLEMENT

_MOST_YEARS: Final = 1
DIFFERENT_YEARS: Final = "years differ"
DIFFERENT_DOIS: Final = "DOIs differ"


def different_pmids(e: Evidence) -> str | None:
    """PubMed gives one number to a publication, and another to its erratum, its reply and its second edition."""
    return "PMIDs differ" if e.pmid is False else None


def different_versions(e: Evidence) -> str | None:
    """An update of a Cochrane review has the title and authors of the one before, and other results."""
    return "versions of one Cochrane review" if e.version is False else None


def different_marks(e: Evidence) -> str | None:
    """A correction, a reply or a protocol names another publication in its title, and is not that publication."""
    if (
        e.marks
        or e.pmid
        or (e.left.marks ^ e.right.marks == {"protocol"} and (e.doi or e.stands_in_one_journal))
    ):
        return None
    return f"one is a {' and '.join(sorted(e.left.marks ^ e.right.marks))}"


def different_dois(e: Evidence) -> str | None:
    """Two DOIs are two works, unless both stand in one place under one title: publishers have moved to new DOIs."""
    if e.doi is not False or e.pmid or e.version is False:
        return None
    if e.stands_alike and e.title != "far" and e.journal is not False:
        return None
    return None if _has_one_place_and_text(e) else DIFFERENT_DOIS


def _has_one_place_and_text(e: Evidence) -> bool:
    """The volume or the page is missing on one side: title, journal, issue and abstract stand in for it."""
    if e.title != "equal" or e.journal is not True or e.year != 0 or e.issue is not True:
        return False
    in_one_place = e.pages is True if e.volume is None else e.volume and e.pages is not False
    return bool(in_one_place) and e.abstract is True


def different_places(e: Evidence) -> str | None:
    """Another volume and another page is a second publication; online first has neither, and its DOI stays."""
    return (
        "volume and pages differ" if e.volume is False and e.pages is False and not e.is_identified else None
    )


def different_years(e: Evidence) -> str | None:
    """More than a year apart is no delay of printing."""
    apart = e.year is not None and e.year > _MOST_YEARS
    return DIFFERENT_YEARS if apart and not e.is_identified and not e.stands_in_one_journal else None


def different_kinds(e: Evidence) -> str | None:
    """An abstract, a registration or a preprint often has the title of the article, and is not the article."""
    if e.kinds is not False or e.is_identified or e.stands_alike:
        return None
    return "kinds of publication differ"


def different_issues(e: Evidence) -> str | None:
    """Abstracts of a meeting fill a supplement; the article, of the same title, comes in an issue."""
    left, right = (side.issue.startswith(SUPPLEMENT) for side in (e.left, e.right))
    both = bool(e.left.issue and e.right.issue)
    if not both or left == right or e.is_identified or e.stands_alike:
        return None
    return "one stands in a supplement"


def different_authors(e: Evidence) -> str | None:
    """Nobody in common; a group's name for its members' is the exception, when everything else agrees."""
    if e.authors is not False or e.is_identified:
        return None
    alike = e.stands_alike and e.title == "equal" and e.year == 0 and e.journal is not False
    return None if alike else "authors differ"


def different_numbers(e: Evidence) -> str | None:
    """Part I and part II, phase 2 and phase 3, results after one year and after five."""
    if e.numbers or e.title not in {"close", "part"} or e.is_identified or e.stands_alike:
        return None
    return "numbers in the titles differ"


def different_journals(e: Evidence) -> str | None:
    """A work printed twice, in two journals, is a second publication, unless volume and page are the same."""
    return "journals differ" if e.journal is False and not e.is_identified and not e.stands_alike else None


CONTRADICTIONS: Final[tuple[Callable[[Evidence], str | None], ...]] = (
    different_pmids,
    different_versions,
    different_marks,
    different_dois,
    different_places,
    different_years,
    different_kinds,
    different_issues,
    different_authors,
    different_numbers,
    different_journals,
)


def contradictions(e: Evidence) -> tuple[str, ...]:
    """All that speaks against the two being one, in words."""
    return tuple(found for found in (test(e) for test in CONTRADICTIONS) if found)
