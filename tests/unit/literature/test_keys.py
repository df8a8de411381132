"""Keys of works: kept for ever, and shared only by what is the same work."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import pytest

from cerkit.literature.readers.keys import KeyRing, own_key

TITLE = "Agreement of software and graders in screening for retinal disease"


@dataclass(frozen=True)
class Work:
    """A record with nothing but what a key is made of."""

    title: str = TITLE
    authors: tuple[str, ...] = ("Vale, Luke",)
    year: int | None = 2024
    journal: str | None = "J Fict Res"
    volume: str | None = "3"
    pages: str | None = "1-9"
    doi: str | None = None
    pmid: str | None = None
    accession: str | None = None
    key: str = ""


def digits(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def test_a_key_is_made_of_the_best_identifier() -> None:
    assert own_key(Work(pmid="38912345", doi="10.1000/a")) == "pmid-38912345"
    assert own_key(Work(doi="10.1000/A")) == own_key(Work(doi="10.1000/a")) == f"doi-{digits('10.1000/a')}"
    assert own_key(Work()) == f"h-{digits(TITLE)}"


@pytest.mark.parametrize(
    ("first", "later"),
    [
        (Work(pmid="38912345", doi="10.1000/a"), Work(doi="10.1000/A", title=TITLE + ".")),
        (Work(doi="10.1000/a"), Work(doi="10.1000/a", pmid="38912345")),
        (Work(pmid="38912345"), Work(pmid="38912345", title="Übereinstimmung von Software und Menschen")),
        (Work(), Work(authors=("VALE L",), pages="1")),
        (Work(doi="10.1000/a"), Work(doi="10.1000/a", year=2023, volume=None)),
    ],
)
def test_a_work_keeps_the_key_of_its_first_hit(first: Work, later: Work) -> None:
    ring = KeyRing([replace(first, key=own_key(first))])
    assert ring.key_for(later) == own_key(first)


@pytest.mark.parametrize(
    ("first", "other"),
    [
        (Work(title="Reply"), Work(title="Reply", authors=("Smith, Ann",))),
        (Work(title="Reply"), Work(title="Reply", year=2020)),
        (
            Work(title="Abstracts", authors=(), pages=None),
            Work(title="Abstracts", authors=(), pages=None, volume="4"),
        ),
        (
            Work(doi="10.1000/congress"),
            Work(doi="10.1000/congress", title="Something else was presented there, too"),
        ),
        (Work(pmid="1", doi="10.1000/a"), Work(pmid="2", doi="10.1000/a")),
        (Work(), Work(journal="Proceedings of a Fictional Congress", volume=None, pages=None)),
        (Work(accession="NCT00000001"), Work(accession="NCT00000002")),
        (Work(title="[no title]", doi="10.1000/a"), Work(title="[no title]", doi="10.1000/a")),
    ],
)
def test_different_works_never_share_a_key(first: Work, other: Work) -> None:
    ring = KeyRing()
    assert ring.key_for(first) != ring.key_for(other)


def test_an_entry_of_a_register_goes_by_its_number() -> None:
    entry = Work(accession="NCT00000008", year=2025)
    assert own_key(entry) == KeyRing().key_for(entry) == "nct-00000008"
    # An older batch, whose key was made of the title, keeps it.
    assert KeyRing([replace(entry, key="h-0123456789")]).key_for(entry) == "h-0123456789"


def test_keys_do_not_depend_on_what_was_imported_in_between() -> None:
    works = [Work(title="Reply"), Work(title="Reply", year=2020), Work(doi="10.1000/a"), Work(pmid="7")]
    ring = KeyRing()
    first = [ring.key_for(work) for work in works]
    again = KeyRing(replace(work, key=key) for work, key in zip(works, first, strict=True))
    assert [again.key_for(work) for work in works] == first
    assert len(set(first)) == len(first)
