"""The rules that link: each says what must agree. They are asked in this order, and the first one gives its name.

Every rule for `same` comes after the contradictions, and leans on at least two things that databases take from the
publication independently of each other: an identifier and the title, or the title and the place in the journal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cerkit.literature.linker.evidence import Evidence
from cerkit.literature.linker.locators import SUPPLEMENT


@dataclass(frozen=True, slots=True)
class LinkRule:
    """A rule by its name, which is written beside every link that it makes."""

    name: str
    holds: Callable[[Evidence], bool]


def same_pmid(e: Evidence) -> bool:
    """Safe: a PMID means one publication. A slip of a digit shows in a title and authors of somebody else."""
    return e.pmid is True and (e.title != "far" or e.authors is True)


def same_doi(e: Evidence) -> bool:
    """Safe: a DOI means one publication; the titles must agree, as all abstracts of a supplement may share one DOI."""
    return e.doi is True and e.title != "far" and (e.authors is not False or e.is_distinctive)


def same_doi_and_place(e: Evidence) -> bool:
    """Safe: where the title is translated or rewritten, authors and place in the journal stand in for it."""
    return e.doi is True and e.authors is True and (e.pages is True or e.abstract is True)


def same_accession(e: Evidence) -> bool:
    """Safe: the number under which one database keeps one record, with a title that agrees."""
    return e.accession is True and e.title != "far"


def title_and_place(e: Evidence) -> bool:
    """Safe: on one page of one volume there is one work of that title. For `Editorial`, the journal must agree."""
    if not (e.title == "equal" and e.stands_alike):
        return False
    if not e.is_distinctive:
        if e.journal is None:
            return e.issue is True and e.authors_in_full and e.year == 0
        return (
            e.journal is True and _is_near(e) and (e.authors is True or (e.authors is None and e.year == 0))
        )
    return e.authors is not False or e.year == 0


def title_and_pages(e: Evidence) -> bool:
    """Safe: a volume is missing, but title, authors, first page and journal or year agree.

    Where a database has no authors, journal, year and issue stand in for them.
    """
    if e.is_nameless:
        known = e.is_distinctive and e.journal is True and e.year == 0 and e.issue is True
    else:
        known = e.authors is True
    supported = e.journal is True or (e.year == 0 and e.is_distinctive)
    return e.title == "equal" and e.pages is True and e.volume is None and known and supported


def title_and_journal(e: Evidence) -> bool:
    """Safe: a telling title, its authors, its year and its journal agree, and with them page, abstract or issue.

    The volume alone adds nothing to the year: the supplement with a meeting's abstracts belongs to it as well.
    Where only one has a place, the other may be the abstract of a meeting, or a title that lost what told it apart.
    """
    if not (
        e.title == "equal" and e.authors is True and e.year == 0 and e.journal is True and e.is_distinctive
    ):
        return False
    if e.volume is False:
        return False
    if e.pages is False:
        # A slip of the pages, or another work of that title in the same issue: the abstract tells.
        return e.abstract is True
    if e.pages is True or e.abstract is True:
        return True
    if e.both_have_abstracts:
        return False
    return e.issue is True


def front_matter(e: Evidence) -> bool:
    """Safe: the same people write one `Editorial` or `Preface` for an issue; of other such headings, perhaps two."""
    if not (e.title == "equal" and e.left.is_front_matter and e.authors_in_full and e.journal is True):
        return False
    return e.volume is True and e.issue is True and e.pages is not False and _is_near(e)


def one_issue_of_a_review(e: Evidence) -> bool:
    """Safe: a Cochrane review by its number, in one issue. Its protocol and its updates come in other issues."""
    return e.is_one_issue_of_a_review and e.title != "far" and e.authors is not False


def title_and_issue(e: Evidence) -> bool:
    """Safe: where a database has no authors, a telling title in one issue of a journal names one work."""
    if not (e.title == "equal" and e.is_nameless and e.is_distinctive and e.journal is True and e.year == 0):
        return False
    if not (e.volume is True and e.issue is True) or e.pages is False:
        return False
    return not e.abstracts_differ


def online_first(e: Evidence) -> bool:
    """Safe: the year of the online version beside that of the issue; the place of the one is not known yet.

    Two years only with the same abstract. The volume without the issue may be that of a supplement.
    """
    if not (e.title == "equal" and e.authors is True and e.journal is True and e.is_distinctive):
        return False
    if e.year not in {1, 2} or e.volume is False or e.pages is False:
        return False
    return e.abstract is True or (
        e.volume is True and e.issue is True and e.year == 1 and not e.abstracts_differ
    )


def title_and_volume(e: Evidence) -> bool:
    """Safe: the journal is missing or written beyond recognition; volume, issue and year stand in for it."""
    if not (e.title == "equal" and e.authors is True and e.year == 0 and e.is_distinctive):
        return False
    if e.volume is not True or e.pages is False:
        return False
    # Meetings of two societies may fill supplements of one number, and of journals with nearly one name.
    in_issue = e.issue is True and e.left.is_in_an_issue and not e.have_two_journals
    return e.abstract is True or (in_issue and not e.both_have_abstracts)


def title_and_abstract(e: Evidence) -> bool:
    """Safe: one title, one list of authors, one year and one abstract, and nothing that names two places.

    Where a database has no authors, volume and issue stand in for them.
    """
    known = e.authors is True or (e.is_nameless and e.volume is True and e.issue is True)
    if not (e.title == "equal" and known and e.year == 0 and e.is_distinctive):
        return False
    return e.abstract is True and e.volume is not False and e.pages is not False


def close_title_and_place(e: Evidence) -> bool:
    """Safe: a misprint, or a subtitle that is missing; authors and the page in the volume agree.

    Where a database has no authors, journal, year and the numbers in the titles stand in for them.
    """
    if e.title not in {"close", "part"} or not e.stands_alike:
        return False
    if e.authors is None:
        return e.is_nameless and e.title == "close" and e.numbers and e.journal is True and e.year == 0
    return e.authors is True and _is_near(e)


def close_title_and_pages(e: Evidence) -> bool:
    """Safe: as before, with the journal and the year for a volume that is missing."""
    if not (e.title in {"close", "part"} and e.pages is True and e.volume is None and e.authors is True):
        return False
    return e.journal is True and e.year == 0


def close_title_and_abstract(e: Evidence) -> bool:
    """Safe: the abstract stands in for the page, and the numbers in the titles are the same."""
    if not (e.title in {"close", "part"} and e.authors is True and _is_near(e) and e.journal is True):
        return False
    return e.abstract is True and e.volume is not False and e.pages is not False and e.is_distinctive


def slip_and_issue(e: Evidence) -> bool:
    """Safe: one letter of the title differs, which would tell two works apart only if a word of it were another word;
    and all authors, journal, year, volume and issue are the same.
    """
    if not (e.differ_by_a_letter and e.authors_in_full and e.journal is True and e.year == 0):
        return False
    if not (e.volume is True and e.issue is True and e.is_distinctive) or e.pages is False:
        return False
    return not e.abstracts_differ


def translation_and_abstract(e: Evidence) -> bool:
    """Safe: a title in another language; a page is missing, but the abstract stands in the same issue."""
    if not (e.may_be_translated and e.authors_in_full and e.journal is True and e.year == 0):
        return False
    return e.volume is True and e.issue is True and e.pages is not False and e.abstract is True


def place_alone(e: Evidence) -> bool:
    """Safe: a title in another language; the same authors have one work on some pages, or of one number, in a volume.

    An abstract of a meeting fills a page or less, and an author may have two on it: there only the same abstract tells.
    Where both titles are English, this rule is silent: those are two titles, and no translation.
    """
    left, right = e.left.pages, e.right.pages
    if not (
        e.has_issue_and_pages and e.authors_in_full and e.journal is True and e.year == 0 and left and right
    ):
        return False
    if not e.may_be_translated:
        return False
    if e.abstract is True:
        return True
    spans = left.last == right.last and left.is_of_an_article
    return spans and "meeting" not in (e.left.kind, e.right.kind) and e.abstract is not False


def before_print(e: Evidence) -> bool:
    """Safe only where no other record looks like the two: the version before print, and the one in its issue.

    The other thing that it could be is the abstract of a meeting. Those stand in supplements, on a page or less, so the
    printed one has to show that it is an article, and the early one has a DOI or a PMID, as such versions do: a record
    with nothing but title and authors could be anything.
    """
    if not (e.title == "equal" or (e.differ_by_a_letter and e.numbers)):
        return False
    if not (e.is_distinctive and e.authors_in_full and e.journal is True) or e.abstracts_differ:
        return False
    if "meeting" in (e.left.kind, e.right.kind):
        return False
    early, printed = (e.left, e.right) if e.right.is_printed else (e.right, e.left)
    if not printed.is_printed or early.pages or not early.is_numbered or early.version[0]:
        return False
    if e.volume is False or e.issue is False or early.issue.startswith(SUPPLEMENT):
        return False
    return bool(early.year and printed.year and 0 <= printed.year - early.year <= 1)


def _is_near(e: Evidence) -> bool:
    return e.year is None or e.year <= 1


SAME: Final = (
    LinkRule("same PMID", same_pmid),
    LinkRule("same DOI, titles agree", same_doi),
    LinkRule("same DOI, authors and place agree", same_doi_and_place),
    LinkRule("same accession number, titles agree", same_accession),
    LinkRule("same title, volume and first page", title_and_place),
    LinkRule("same title, authors and first page", title_and_pages),
    LinkRule("same Cochrane review in one issue", one_issue_of_a_review),
    LinkRule("same title, authors, year and journal", title_and_journal),
    LinkRule("same title, authors and journal; online first", online_first),
    LinkRule("same title, authors, year, volume and issue", title_and_volume),
    LinkRule("same title, authors, year and abstract", title_and_abstract),
    LinkRule("same title, journal, volume and issue; no authors", title_and_issue),
    LinkRule("same front matter; authors, journal, volume and issue agree", front_matter),
    LinkRule("titles one letter apart; authors, journal, volume and issue agree", slip_and_issue),
    LinkRule("titles nearly alike; authors, volume and first page agree", close_title_and_place),
    LinkRule("titles nearly alike; authors, journal, year and first page agree", close_title_and_pages),
    LinkRule("titles nearly alike; authors, journal and abstract agree", close_title_and_abstract),
    LinkRule("same authors, journal, volume and pages; titles differ", place_alone),
    LinkRule("same authors, journal, volume, issue and abstract; titles differ", translation_and_abstract),
)


def nowhere_printed(e: Evidence) -> bool:
    """Safe only where no third record could be either: neither has a place or an abstract, so nothing could differ."""
    if e.left.has_place or e.right.has_place or e.has_an_abstract:
        return False
    return e.title == "equal" and e.authors is True and e.year == 0 and e.journal is True and e.is_distinctive


LONE: Final = (
    LinkRule(
        "same title, authors, year and journal; neither is in print, and nothing else is like it",
        nowhere_printed,
    ),
    LinkRule(
        "same title, authors and journal; one is not in print yet, and nothing else is like it", before_print
    ),
)
"""Rules for `same` that are asked where neither record is contested: see `likeness_of`."""
