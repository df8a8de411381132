"""Two records beside each other: what agrees, what contradicts, what nobody can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from cerkit.literature.linker import journals
from cerkit.literature.linker.features import Features
from cerkit.literature.linker.names import overlap, share_first
from cerkit.literature.linker.words import differ_by_a_letter, differ_by_slips, likeness

Told = bool | None
"""True: agree. False: contradict. None: one side is missing, or cannot be told."""

Title = Literal["equal", "close", "part", "far"]
"""`equal` also where a letter of a long word was mistyped."""

_CLOSE: Final = 0.82
_PART: Final = 0.88
_FEWEST_SHARED: Final = 0.7
_SHORTEST_PART: Final = 25
_MOST_OF: Final = 0.6
_NEARLY_ALL_OF: Final = 0.75
_SOME_OF: Final = 0.4
_SHORTEST_ABSTRACT: Final = 15
_ABSTRACT_AGREES: Final = 0.78
_ABSTRACT_DIFFERS: Final = 0.35
_ARTICLE_NUMBER: Final = 3
"""Digits from which a number in the place of the issue may be that of the article."""
_NO_ISSUE: Final = 5
"""Digits from which it must be."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules decide on."""

    left: Features
    right: Features
    title: Title
    doi: Told
    pmid: Told
    accession: Told
    authors: Told
    year: int | None
    """Years between the two; None where one is unknown."""
    journal: Told
    volume: Told
    issue: Told
    pages: Told
    marks: bool
    """Whether both are marked alike as correction, answer or protocol."""
    numbers: bool
    """Whether the same numbers stand in both titles, or, in a title cut short, some of those of the other."""
    kinds: Told
    version: Told
    """Of one Cochrane review: whether it is the same version; None for other works, and where a DOI is missing."""

    @property
    def is_identified(self) -> bool:
        """An identifier of the one is also that of the other."""
        return self.doi is True or self.pmid is True or self.accession is True

    @property
    def stands_alike(self) -> bool:
        """Both stand on the same page of the same volume."""
        return self.volume is True and self.pages is True

    @property
    def stands_in_one_journal(self) -> bool:
        """As before, and no other journal is named: of many volumes and pages, some are equal by chance."""
        return self.stands_alike and self.journal is not False

    @property
    def has_issue_and_pages(self) -> bool:
        """Both stand on the same page of the same issue, or of the same volume."""
        return self.pages is True and (self.volume is True or (self.volume is None and self.issue is True))

    @property
    def is_one_issue_of_a_review(self) -> bool:
        """One Cochrane review in one issue: its updates come in later ones."""
        left, right = self.left.version[0], self.right.version[0]
        in_one_year = self.year == 0 or (self.year == 1 and self.volume is True)
        return (
            bool(left) and left == right and self.version is not False and self.issue is True and in_one_year
        )

    @property
    def is_before_print(self) -> bool:
        """One of them has no place yet."""
        return not (self.left.has_place and self.right.has_place)

    @property
    def differ_by_a_letter(self) -> bool:
        """One letter of the titles differs, also where another letter might mean another thing."""
        return differ_by_a_letter(self.left.words, self.right.words)

    @property
    def may_be_translated(self) -> bool:
        """One of the titles has none of the little words of English: the other may be its translation."""
        return self.left.is_english != self.right.is_english

    @property
    def is_nameless(self) -> bool:
        """One of the databases has no authors."""
        return not (self.left.names and self.right.names)

    @property
    def authors_in_full(self) -> bool:
        """The same first author, and nearly all of the others."""
        left, right = self.left.names, self.right.names
        return share_first(left, right) and overlap(left, right) >= _NEARLY_ALL_OF

    @property
    def is_distinctive(self) -> bool:
        return self.left.is_distinctive and self.right.is_distinctive

    @property
    def both_have_abstracts(self) -> bool:
        shorter = min(len(self.left.abstract_words), len(self.right.abstract_words))
        return shorter >= _SHORTEST_ABSTRACT

    @property
    def has_an_abstract(self) -> bool:
        return bool(self.left.abstract or self.right.abstract)

    @property
    def have_two_journals(self) -> bool:
        """Both name one, and the names are alike but not the same."""
        return self.journal is None and self.left.journal.is_named and self.right.journal.is_named

    @property
    def abstracts_differ(self) -> bool:
        """Both have one, and they are not the same."""
        return self.both_have_abstracts and self.abstract is not True

    @property
    def abstract(self) -> Told:
        """Compared only when asked for."""
        if not self.both_have_abstracts:
            return None
        left, right = self.left.abstract_words, self.right.abstract_words
        alike = len(left & right) / min(len(left), len(right))
        return True if alike >= _ABSTRACT_AGREES else (False if alike < _ABSTRACT_DIFFERS else None)


def is_worth_comparing(left: Features, right: Features) -> bool:
    """Whether any rule could hold. Most pairs of a block share a phrase and nothing else; this tells so in a moment."""
    if (
        left.title == right.title
        or (left.doi and left.doi == right.doi)
        or (left.pmid and left.pmid == right.pmid)
    ):
        return True
    if (left.version[0] and left.version[0] == right.version[0]) or (
        left.accession and left.accession == right.accession
    ):
        return True
    if (
        left.volume == right.volume
        and left.year == right.year
        and not left.names.first.isdisjoint(right.names.first)
    ):
        return True
    one, other = left.pages, right.pages
    if (
        (one and other and one.first == other.first)
        or left.other_title
        or right.other_title
        or left.accession
    ):
        return True
    return len(left.grams & right.grams) >= _FEWEST_SHARED * min(len(left.grams), len(right.grams))


def compare(left: Features, right: Features) -> Evidence:
    title = _title(left, right)
    return Evidence(
        left=left,
        right=right,
        title=title,
        doi=_equal(left.doi, right.doi),
        pmid=_equal(left.pmid, right.pmid),
        accession=True if left.accession and left.accession == right.accession else None,
        authors=_authors(left, right),
        year=abs(left.year - right.year) if left.year and right.year else None,
        journal=journals.agree(left.journal, right.journal),
        volume=_volume(left, right),
        issue=_issue(left, right),
        pages=_pages(left, right),
        marks=left.marks == right.marks,
        numbers=left.numbers == right.numbers or (title == "part" and _holds_numbers(left, right)),
        kinds=_equal(left.kind, right.kind),
        version=_version(left, right),
    )


def _equal(left: str, right: str) -> Told:
    return left == right if left and right else None


def _title(left: Features, right: Features) -> Title:
    one, other = left.title, right.title
    if not one or not other:
        return "far"
    if one == other or one == right.other_title or other == left.other_title:
        return "equal"
    if differ_by_slips(left.words, right.words):
        return "equal"
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORTEST_PART and (long.startswith(short) or long.endswith(short)):
        return "part"
    if likeness(left.grams, right.grams) >= _CLOSE:
        return "close"
    shorter = min(len(left.grams), len(right.grams))
    held = len(left.grams & right.grams) >= _PART * shorter
    return "part" if held and len(short) >= _SHORTEST_PART else "far"


def _holds_numbers(left: Features, right: Features) -> bool:
    short, long = sorted((left, right), key=lambda side: len(side.title))
    return set(short.numbers) <= set(long.numbers)


def _authors(left: Features, right: Features) -> Told:
    if not left.names or not right.names:
        return None
    shared, first = overlap(left.names, right.names), share_first(left.names, right.names)
    if shared >= _MOST_OF or (first and shared >= _SOME_OF):
        return True
    return None if first or shared > 0 else False


def _volume(left: Features, right: Features) -> Told:
    """Some exports put the volume into the field of the issue."""
    if left.volume and right.volume:
        return left.volume == right.volume
    one, other = left.volume or left.issue, right.volume or right.issue
    return True if (left.volume or right.volume) and one and one == other else None


def _issue(left: Features, right: Features) -> Told:
    """Nothing is told by a field that holds the volume."""
    if (not left.volume and left.issue == right.volume) or (not right.volume and right.issue == left.volume):
        return None
    return _equal(left.issue, right.issue)


def _version(left: Features, right: Features) -> Told:
    (review, one), (other_review, other) = left.version, right.version
    return one == other if review and review == other_review and one and other else None


def _pages(left: Features, right: Features) -> Told:
    one, other = left.pages, right.pages
    if one is None or other is None:
        return _article_number(left, right)
    if one.first == other.first:
        weak = one.is_from_one and one.last != other.last
        return None if weak else True
    # Counted from one: the pages of the article, not of the volume, and no contradiction.
    return None if one.is_from_one or other.is_from_one else False


def _article_number(left: Features, right: Features) -> Told:
    """Web of Science puts the number of an article where others have the issue."""
    number, issue = (left.pages, right.issue) if left.pages else (right.pages, left.issue)
    if number is None or not issue.isdigit() or len(issue) < _ARTICLE_NUMBER:
        return None
    if number.first == issue:
        return True
    return False if len(issue) >= _NO_ISSUE and not number.is_from_one else None
