"""The linker on generated exports of five databases: nothing wrongly linked, little missed, quickly."""

from __future__ import annotations

import pytest

from _bibliography import BLIND, Dirt, Row, bibliography, true_pairs
from cerkit.literature.linker import Known, Linked, link
from cerkit.model.records.review import BibliographicRecord


def as_record(row: Row) -> BibliographicRecord:
    return BibliographicRecord(
        key="h-0123456789",
        accession=row.ID,
        type=row.type,
        title=row.title,
        authors=tuple(row.author.split(" and ")) if row.author else (),
        year=int(row.year),
        journal=row.journal or None,
        volume=row.volume or None,
        pages=row.pages or None,
        doi=row.doi or None,
        pmid=row.pmid or None,
        abstract=row.abstract or None,
        other={"number": (row.number,)} if row.number else {},
    )


def pairs_of(made: Linked) -> set[tuple[str, str]]:
    return {(one, other) for work in made.works for one in work for other in work if one < other}


@pytest.mark.parametrize(
    ("dirt", "seed", "recall"),
    [(Dirt(), 101, 0.95), (BLIND, 102, 0.98)],
    ids=["dirty", "other words, other dirt"],
)
def test_precision_is_whole_and_little_is_missed(dirt: Dirt, seed: int, recall: float) -> None:
    rows = bibliography(1500, seed, dirt)
    true = true_pairs(rows)
    made = link({row.ID: as_record(row) for row in rows})
    same = pairs_of(made)
    asked = {(item.a, item.b) for item in made.links if item.kind == "maybe"}
    assert sorted(same - true) == []
    assert len(same & true) / len(true) >= recall
    assert len((same | asked) & true) / len(true) >= 0.98


def test_an_update_brings_back_nothing_that_is_known() -> None:
    """The records of a first round, then the same and new ones: only links with a new record are made."""
    rows = bibliography(600, 7)
    first = {row.ID: as_record(row) for row in rows[:400]}
    earlier = link(first)
    known = [Known(item.a, item.b, item.kind) for item in earlier.links]
    everything = first | {row.ID: as_record(row) for row in rows[400:]}
    assert link(first, known).links == ()
    later = link(everything, known)
    assert later.links
    assert all(item.a not in first or item.b not in first for item in later.links if item.joins)
    assert pairs_of(earlier) <= pairs_of(later)
