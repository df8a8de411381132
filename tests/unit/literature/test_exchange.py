"""Decisions to and from Rayyan, Covidence and ASReview, in the forms in which these write them."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cerkit.literature.exchange import Row, export_csv, export_ris
from cerkit.literature.returned import ExchangeError, read_decisions
from cerkit.model.records.review import BibliographicRecord, Decision
from cerkit.model.works import Work

DAY = date(2026, 3, 2)
REASONS = {"X1": "Wrong population, or animals", "X2": "No reference standard"}


def work(number: int, title: str, **fields: object) -> Work:
    values = {
        "key": f"pmid-{number}",
        "accession": "1",
        "type": "article",
        "title": title,
        "year": 2021,
        **fields,
    }
    return Work((f"pmid-{number}",), (BibliographicRecord.model_validate(values),), ("SRH-2026-pubmed",))


WORKS = (
    work(1, "Grading of photographs", doi="10.1000/One", pmid="1"),
    work(2, "Mice: a survey", authors=("Berg A", "Óscar B")),
    work(3, "Reply"),
    work(4, "Reply"),
)
RAYYAN = (
    "key,title,year,notes\n"
    'rayyan-1,"Grading of photographs",2021,"RAYYAN-INCLUSION: {""Ann Berg""=>""Included"",""Bo""=>""Excluded""}"\n'
    'rayyan-2,"Mice: a survey",2021,"RAYYAN-INCLUSION: {""Ann Berg""=>""Excluded""} | RAYYAN-EXCLUSION-REASONS: '
    'foreign language,no reference standard | USER-NOTES: {""Ann Berg""=>[""ask, then decide""]}"\n'
)


def test_rayyan_as_it_exports() -> None:
    made = read_decisions(RAYYAN.encode(), WORKS, REASONS, person="Ann Berg", on=DAY)
    assert made.tool == "rayyan"
    assert made.decisions == {
        "pmid-1": Decision(decision="include", on=DAY),
        "pmid-2": Decision(decision="exclude", reason="X2", note="ask, then decide", on=DAY),
    }


def test_rayyan_with_two_people_wants_a_name() -> None:
    with pytest.raises(ExchangeError, match="several people decided: Ann Berg, Bo"):
        read_decisions(RAYYAN.encode(), WORKS, REASONS, on=DAY)


def test_covidence_has_a_file_for_each_list() -> None:
    text = (
        "Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,Accession Number,DOI,Ref,"
        "Covidence #,Study,Notes,Tags\n"
        'Mice: a survey,,,2021,,,,,,,,77,#12,Berg 2021,"Exclusion reason: No reference standard; ",\n'
    )
    made = read_decisions(text.encode("utf-8-sig"), WORKS, REASONS, all_are="exclude", on=DAY)
    assert made.tool == "covidence"
    assert made.decisions == {"pmid-2": Decision(decision="exclude", reason="X2", on=DAY)}
    with pytest.raises(ExchangeError, match="no row has a decision"):
        read_decisions(text.encode(), WORKS, REASONS, on=DAY)


@pytest.mark.parametrize("label", ["asreview_label", "included", "label_included"])
def test_asreview_tables(label: str) -> None:
    text = f"record_id,title,year,doi,{label}\n0,x,,https://doi.org/10.1000/one,1\n1,MICE a survey,2021,,0.0\n2,Other\n"
    made = read_decisions(text.encode(), WORKS, REASONS, on=DAY)
    assert {key: item.decision for key, item in made.decisions.items()} == {
        "pmid-1": "include",
        "pmid-2": "exclude",
    }


def test_asreview_ris() -> None:
    text = (
        "TY  - JOUR\nTI  - Grading of\n  photographs\nPY  - 2021\nN1  - ASReview_relevant\nER  - \n\n"
        "TY  - JOUR\nT1  - Mice: a survey\nY1  - 2021/05\nN1  - ASReview_not_seen\nER  - \n"
    )
    made = read_decisions(text.encode(), WORKS, REASONS, on=DAY)
    assert (made.tool, dict(made.decisions)) == ("asreview", {"pmid-1": Decision(decision="include", on=DAY)})


def test_a_row_that_is_no_record_is_named_and_equal_titles_are_not_guessed() -> None:
    text = "title,year,decision\nReply,2021,include\nUnheard of,2020,exclude\nMice: a survey,2021,include\n"
    made = read_decisions(text.encode(), WORKS, REASONS, on=DAY)
    assert made.unknown == ("Reply", "Unheard of")
    assert set(made.decisions) == {"pmid-2"}


@pytest.mark.parametrize("tool", ["rayyan", "asreview"])
@pytest.mark.parametrize("write", [export_csv, export_ris])
@pytest.mark.parametrize("said", ["include", "exclude"])
def test_what_goes_out_comes_back(tool: str, write: object, said: str) -> None:
    rows = [Row(item, {"ab": Decision.model_validate({"decision": said, "on": DAY})}) for item in WORKS]
    data: bytes = write(rows, tool, REASONS)  # type: ignore[operator]  # one of two functions
    made = read_decisions(data, WORKS, REASONS, on=DAY)
    assert made.tool == tool
    assert {key: item.decision for key, item in made.decisions.items()} == {item.key: said for item in WORKS}


def test_rayyan_keeps_both_opinions_reasons_and_notes() -> None:
    given_decisions = {
        "ab": Decision(decision="exclude", reason="X2", note='says "no" | [1]', on=DAY),
        "cd": Decision(decision="maybe", on=DAY),
    }
    data = export_csv([Row(WORKS[0], given_decisions)], "rayyan", REASONS)
    row = next(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert row["notes"].startswith(
        'RAYYAN-INCLUSION: {"ab"=>"Excluded","cd"=>"Maybe"} | RAYYAN-EXCLUSION-REASONS: No ref'
    )
    back = read_decisions(data, WORKS, REASONS, person="ab", on=DAY)
    assert back.decisions["pmid-1"] == Decision(
        decision="exclude", reason="X2", note='says "no" / [1)', on=DAY
    )


def test_a_spreadsheet_runs_nothing() -> None:
    data = export_csv([Row(work(5, "=HYPERLINK(1)"))], "rayyan", REASONS)
    assert "\"'=HYPERLINK" in data.decode() or "'=HYPERLINK" in data.decode()


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_no_file_brings_it_down(data: bytes) -> None:
    with suppress(ExchangeError):
        read_decisions(data, WORKS, REASONS, on=DAY)
