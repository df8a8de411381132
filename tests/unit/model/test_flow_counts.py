"""The flow of a review counted from its files, by hand in small numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cerkit.model.flow import failing
from cerkit.model.flow_counts import RoundCount, count_rounds, cumulative
from cerkit.workspace.project import open_project
from support.review_project import add_search, decide, link_same, make_review, record


def counted(folder: Path) -> tuple[RoundCount, ...]:
    trace = open_project(folder).link()
    return count_rounds(trace.dossier, trace.source_facts)


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten records in PubMed, three in a register of which one is known; title and abstract and full text decided."""
    monkeypatch.setenv("CERKIT_CACHE_DIR", str(tmp_path / "cache"))
    folder = make_review(tmp_path / "review", range(1, 11))
    add_search(
        folder, "SRH-2026-ctgov", [record(number) for number in (11, 12, 13)], source="ClinicalTrials.gov"
    )
    link_same(folder, "pmid-3", "pmid-13")
    for name in ("ab", "cd"):
        first = dict.fromkeys((1, 2, 4, 5, 11, 12), "exclude, reason: X1")
        decide(
            folder,
            "title-abstract",
            name,
            {**first, 3: "include", 6: "maybe", **dict.fromkeys(range(7, 11), "include")},
        )
        decide(
            folder,
            "full-text",
            name,
            {
                3: "include",
                6: "exclude, reason: X2",
                7: "not retrieved",
                8: "include",
                9: "include",
                10: "exclude, reason: X1",
            },
        )
    return folder


def test_every_box_of_a_first_round(review: Path) -> None:
    (count,) = counted(review)
    flow = count.flow
    assert (flow.databases, flow.registers) == ({"SRH-2026-pubmed": 10}, {"SRH-2026-ctgov": 3})
    assert (flow.duplicates_removed, flow.records_screened, flow.records_excluded) == (1, 12, 6)
    assert (flow.reports_sought, flow.reports_not_retrieved, flow.reports_assessed) == (6, 1, 5)
    assert flow.reports_excluded == {"X1": 1, "X2": 1}
    assert (flow.new_reports, flow.new_studies, flow.total_reports) == (3, 3, 3)
    assert count.is_final
    # Both searches ran on one day, so the search that comes first by name gives the key of what both found.
    assert count.without_source == ("pmid-13", "pmid-8", "pmid-9")
    assert not failing(flow)


def test_an_update_begins_with_what_was_included_and_does_not_count_the_known_again(review: Path) -> None:
    add_search(review, "SRH-2027-pubmed", [record(number) for number in (8, 21, 22)], on="2027-02-01")
    for name in ("ab", "cd"):
        path = review / "evidence/screening/title-abstract" / f"{name}.yml"
        more = "pmid-21: {decision: exclude, reason: X1, on: 2027-02-02}\n"
        more += "pmid-22: {decision: include, on: 2027-02-02}\n"
        path.write_text(path.read_text() + more)
        path = review / "evidence/screening/full-text" / f"{name}.yml"
        path.write_text(path.read_text() + "pmid-22: {decision: include, on: 2027-02-02}\n")
    first, update = counted(review)
    flow = update.flow
    assert first.flow.records_screened == 12
    assert (flow.previous_studies, flow.previous_reports) == (3, 3)
    assert (sum(flow.databases.values()), flow.duplicates_removed, update.known_before) == (3, 1, 1)
    assert (flow.records_screened, flow.new_reports, flow.total_reports) == (2, 1, 4)
    assert not failing(flow)
    whole = cumulative([first.flow, flow])
    assert (whole.round, whole.records_screened, whole.new_reports, whole.previous_reports) == (
        "2026 to 2027",
        14,
        4,
        0,
    )
    assert not failing(whole)


def test_what_is_open_is_said_and_not_guessed(review: Path) -> None:
    decide(review, "title-abstract", "cd", {1: "include"})
    (count,) = counted(review)
    assert count.open == {"title-abstract": 12, "full-text": 0}
    assert not count.is_final


def test_a_resolution_counts_for_the_disagreement(review: Path) -> None:
    path = review / "evidence/screening/full-text/cd.yml"
    path.write_text(
        path.read_text().replace("pmid-9: {decision: include", "pmid-9: {decision: exclude, reason: X2")
    )
    assert counted(review)[0].open["full-text"] == 1
    decide(review, "full-text", "resolved", {9: "exclude, reason: X2"})
    (count,) = counted(review)
    assert (count.open["full-text"], count.flow.reports_excluded) == (0, {"X1": 1, "X2": 2})


def test_websites_have_a_way_of_their_own(review: Path) -> None:
    add_search(review, "SRH-2026-web", [record(31), record(32)], source="Websites")
    for name in ("ab", "cd"):
        for stage, said in (("title-abstract", "include"), ("full-text", "exclude, reason: X1")):
            path = review / "evidence/screening" / stage / f"{name}.yml"
            lines = "".join(f"pmid-{key}: {{decision: {said}, on: 2026-03-01}}\n" for key in (31, 32))
            path.write_text(path.read_text() + lines)
    (count,) = counted(review)
    assert (count.flow.websites, count.flow.other_sought, count.flow.other_excluded) == (2, 2, {"X1": 2})
    assert count.flow.records_screened == 12
    assert not failing(count.flow)


def test_a_search_whose_records_are_not_kept_is_named(review: Path) -> None:
    add_search(review, "SRH-2026-embase", [record(41)], source="Embase", hits=9)
    (count,) = counted(review)
    assert (count.missing, count.is_final) == (("SRH-2026-embase",), False)


@settings(max_examples=15)
@given(st.data())
def test_the_sums_hold_whatever_was_decided(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = make_review(tmp_path_factory.mktemp("any") / "review", range(1, 9))
    choice = st.sampled_from(["include", "exclude, reason: X1", "maybe"])
    later = st.sampled_from(["include", "exclude, reason: X2", "not retrieved"])
    first = {number: data.draw(choice) for number in range(1, 9)}
    second = {number: data.draw(later) for number, said in first.items() if not said.startswith("exclude")}
    for name in ("ab", "cd"):
        decide(folder, "title-abstract", name, first)
        if second:
            decide(folder, "full-text", name, second)
    if data.draw(st.booleans()):
        link_same(folder, "pmid-1", "pmid-2")
    (count,) = counted(folder)
    assert count.is_final
    assert not failing(count.flow)


def test_known_works_that_a_batch_only_names_are_counted(review: Path) -> None:
    """As `cerkit search update` writes it: one known from the round before, one that another search found today."""
    add_search(review, "SRH-2027-ctgov", [record(number) for number in (21, 22)], on="2027-02-01")
    add_search(review, "SRH-2027-pubmed", [record(number) for number in (23, 8, 21)], on="2027-02-01")
    _, written_out = counted(review)
    path = review / "evidence/records/SRH-2027-pubmed.yml"
    add_search(review, "SRH-2027-pubmed", [record(23)], on="2027-02-01", hits=3)
    path.write_text(path.read_text().replace('"records"', '"known": ["pmid-8", "pmid-21"], "records"'))
    _, named = counted(review)
    assert named.flow == written_out.flow
    assert (named.flow.databases["SRH-2027-pubmed"], named.flow.duplicates_removed) == (3, 2)
    assert (named.known_before, written_out.known_before) == (1, 1)
    assert named.missing == ()
