"""What no likeness outweighs. A pair with a contradiction is never linked as the same; a person may still do so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cerkit.literature.linker.evidence import Evidence
from cerkit.literature.linker.locators import SUPPLEMENT

_MOST_YEARS: Final = 1
_LONGEST_DELAY: Final = 2
DIFFERENT_YEARS: Final = "years differ"
DIFFERENT_DOIS: Final = "DOIs differ"
DIFFERENT_KINDS: Final = "kinds of publication differ"
DIFFERENT_JOURNALS: Final = "journals differ"


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
    if (e.stands_alike and e.title != "far" and e.journal is not False) or e.is_one_issue_of_a_review:
        return None
    return None if _has_one_place_and_text(e) else DIFFERENT_DOIS


def _has_one_place_and_text(e: Evidence) -> bool:
    """The volume or the page is missing on one side: title, journal and issue stand in for it, and page or abstract.

    Without an abstract to compare, all authors have to be the same, and a supplement does not do: a meeting may print
    one abstract twice.
    """
    if e.title != "equal" or e.journal is not True or e.year != 0 or e.issue is not True:
        return False
    if e.has_issue_and_pages:
        return True
    if not e.volume or e.pages is False:
        return False
    return e.abstract is True or (
        not e.abstracts_differ and e.left.is_in_an_issue and e.right.is_in_an_issue and e.authors_in_full
    )


def different_places(e: Evidence) -> str | None:
    """Another volume and another page is a second publication; online first has neither, and its DOI stays."""
    return (
        "volume and pages differ" if e.volume is False and e.pages is False and not e.is_identified else None
    )


def different_years(e: Evidence) -> str | None:
    """More than a year apart is no delay of printing, or two where the abstract is the same, and not yet in print."""
    if e.year is None or e.year <= _MOST_YEARS or e.is_identified or e.stands_in_one_journal:
        return None
    late = e.year == _LONGEST_DELAY and e.title == "equal" and e.journal is True and e.is_before_print
    return None if late and e.abstract is True else DIFFERENT_YEARS


def different_kinds(e: Evidence) -> str | None:
    """An abstract, a registration or a preprint often has the title of the article, and is not the article."""
    if e.kinds is not False or e.is_identified or e.stands_alike:
        return None
    return DIFFERENT_KINDS


def different_issues(e: Evidence) -> str | None:
    """Abstracts of a meeting fill a supplement; the article, of the same title, comes in an issue."""
    left, right = (side.issue.startswith(SUPPLEMENT) for side in (e.left, e.right))
    if e.issue is not False or left == right or e.is_identified or e.stands_alike:
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
    return DIFFERENT_JOURNALS if e.journal is False and not e.is_identified and not e.stands_alike else None


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
