"""The order by relevance: every record stays in it, and the same decisions give the same order."""

from __future__ import annotations

import pytest

from cerkit.model.records.review import BibliographicRecord
from cerkit.model.works import Work
from cerkit.screening.relevance import Relevance, WorkSaved

WANTED, OTHER = "automated grading of retinal photographs", "genome of laboratory mice"


def work(number: int) -> Work:
    abstract = WANTED if number % 10 == 0 else f"{OTHER} {number}"
    values = {
        "key": f"pmid-{number:03}",
        "accession": "1",
        "type": "article",
        "title": "Title",
        "abstract": abstract,
    }
    return Work((f"pmid-{number:03}",), (BibliographicRecord.model_validate(values),), ("SRH-2026-pubmed",))


WORKS = tuple(work(number) for number in range(100))
LABELS = {item.key: item.record.abstract == WANTED for item in WORKS}


def test_nothing_is_hidden_and_likely_ones_come_first() -> None:
    order = Relevance(WORKS)({"pmid-000": True, "pmid-001": False, "pmid-002": False})
    assert order is not None
    assert sorted(order) == [item.key for item in WORKS]
    assert set(order[:10]) == {key for key, wanted in LABELS.items() if wanted}


def test_the_same_decisions_give_the_same_order() -> None:
    labels = {"pmid-010": True, "pmid-003": False}
    assert Relevance(WORKS)(labels) == Relevance(tuple(WORKS))(dict(reversed(labels.items())))


@pytest.mark.parametrize("labels", [{}, {"pmid-001": False}, {"pmid-000": True, "pmid-010": True}])
def test_there_is_no_order_before_both_answers_were_given(labels: dict[str, bool]) -> None:
    assert Relevance(WORKS)(labels) is None


def test_work_saved_is_the_figure_of_cohen() -> None:
    assert WorkSaved(records=200, relevant=20, screened_at_95=60).wss_95 == pytest.approx(0.65)
    saved = Relevance(WORKS).saved(LABELS)
    assert saved is not None
    assert (saved.records, saved.relevant) == (100, 10)
    assert 10 <= saved.screened_at_95 <= 20


def test_without_anything_relevant_there_is_no_figure() -> None:
    assert Relevance(WORKS).saved(dict.fromkeys(LABELS, False)) is None
