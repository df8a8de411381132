"""`cerkit screen` without its screen, `cerkit prisma` and `cerkit source`, as they are called."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from cerkit.cli import prisma, screen, source
from cerkit.model.errors import CerkitError
from cerkit.workspace.project import open_project
from support.review_project import add_search, decide, link_same, make_review, record


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten records; ab and cd decided on eight of them in common and disagree on two."""
    monkeypatch.setenv("CERKIT_CACHE_DIR", str(tmp_path / "cache"))
    folder = make_review(tmp_path / "review", range(1, 11))
    decide(
        folder,
        "title-abstract",
        "ab",
        {n: "include" if n in (1, 2, 3) else "exclude, reason: X1" for n in range(1, 9)},
    )
    decide(
        folder,
        "title-abstract",
        "cd",
        {n: "maybe" if n in (2, 3, 4) else "exclude, reason: X1" for n in range(1, 10)},
    )
    return folder


def call(review: Path, command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "-C", str(review)])  # type: ignore[arg-type]  # click's commands


def finish(review: Path) -> None:
    for name in ("ab", "cd"):
        decide(
            review,
            "title-abstract",
            name,
            {n: "include" if n < 4 else "exclude, reason: X1" for n in range(1, 11)},
        )
        decide(review, "full-text", name, {1: "include", 2: "exclude, reason: X2", 3: "not retrieved"})


def test_status_tells_progress_disagreements_and_agreement(review: Path) -> None:
    done = call(review, screen.command, "--status", "--format", "json")
    first = json.loads(done.stdout)["stages"]["title-abstract"]
    assert (first["records"], first["decided"], first["finished"]) == (10, {"ab": 8, "cd": 9}, 6)
    assert [item["key"] for item in first["disagreements"]] == ["pmid-1", "pmid-4"]
    (figures,) = first["agreement"]
    assert (figures["reviewers"], figures["records"], figures["agreed"]) == (["ab", "cd"], 8, 6)
    assert figures["per_cent"] == 75.0
    assert figures["kappa"] == pytest.approx((0.75 - 0.53125) / (1 - 0.53125), abs=1e-6)
    assert figures["pabak"] == pytest.approx(0.5)


def test_a_resolution_changes_the_result_and_not_the_agreement(review: Path) -> None:
    before = json.loads(call(review, screen.command, "--status", "--format", "json").stdout)
    decide(review, "title-abstract", "resolved", {1: "include", 4: "exclude, reason: X1"})
    after = json.loads(call(review, screen.command, "--status", "--format", "json").stdout)
    one, other = (item["stages"]["title-abstract"] for item in (before, after))
    assert one["agreement"] == other["agreement"]
    assert (other["disagreements"], other["resolved"], other["finished"]) == ([], 2, 8)


def test_a_duplicate_that_is_found_late_is_one_work(review: Path) -> None:
    """ab decided under the one key, cd under the other: together two people decided on one work."""
    decide(review, "title-abstract", "ab", {**dict.fromkeys(range(1, 9), "include"), 10: "include"})
    decide(review, "title-abstract", "cd", dict.fromkeys(range(1, 10), "include"))
    told = "2 records were decided by fewer than 2 reviewers"
    assert any(told in message for message in _messages(review))
    link_same(review, "pmid-9", "pmid-10")
    assert not any("fewer than 2 reviewers" in message for message in _messages(review))
    status = json.loads(call(review, screen.command, "--status", "--format", "json").stdout)
    assert (
        status["stages"]["title-abstract"]["records"],
        status["stages"]["title-abstract"]["finished"],
    ) == (9, 9)


def _messages(review: Path) -> list[str]:
    return [item.message for item in open_project(review).assess(on=date(2026, 3, 1)).diagnostics]


def test_status_for_people_names_the_figures(review: Path) -> None:
    shown = call(review, screen.command, "--status").stdout
    assert "ab and cd: 6 of 8 agreed (75.0 %), kappa 0.47 (95 %" in shown
    assert "disagreements: 2 (pmid-1, pmid-4)" in shown


def test_work_saved_is_counted_on_what_was_decided(review: Path) -> None:
    records = [
        record(n, abstract="retinopathy grading" if n % 10 == 0 else "mice genome") for n in range(100, 200)
    ]
    add_search(review, "SRH-2026-pubmed", records)
    for name in ("ab", "cd"):
        decide(
            review,
            "title-abstract",
            name,
            {n: "include" if n % 10 == 0 else "exclude" for n in range(100, 200)},
        )
    saved = json.loads(call(review, screen.command, "--status", "--work-saved", "--format", "json").stdout)[
        "work_saved"
    ]
    assert (saved["records"], saved["relevant"]) == (100, 10)
    assert saved["screened_at_95_per_cent_recall"] <= 15
    assert saved["wss_95"] == pytest.approx((100 - saved["screened_at_95_per_cent_recall"]) / 100 - 0.05)
    assert "nobody has looked at" in saved["note"]


def test_without_the_extra_the_way_out_is_named(review: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    done = call(review, screen.command, "--status", "--work-saved")
    assert isinstance(done.exception, CerkitError)
    assert "cerkit[screening]" in (done.exception.hint or "")


def test_decisions_travel_out_and_back(review: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert call(review, screen.command, "--export", str(path), "--for", "rayyan", "--as", "ab").exit_code == 0
    ours = review / "evidence/screening/title-abstract/ab.yml"
    before = ours.read_text()
    ours.unlink()
    again = call(review, screen.command, "--import", str(path), "--as", "ab", "--on", "2026-03-01")
    assert again.exit_code == 0, again.output
    assert ours.read_text() == before
    assert "0 written" in call(review, screen.command, "--import", str(path), "--as", "ab").stderr


def test_import_leaves_what_is_decided_unless_told_otherwise(review: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("key,decision\npmid-1,exclude\npmid-10,include\nelsewhere,include\n", encoding="utf-8")
    ours = review / "evidence/screening/title-abstract/ab.yml"
    before = ours.read_text()
    dry = call(review, screen.command, "--import", str(path), "--as", "ab", "--dry-run")
    assert (dry.exit_code, ours.read_text()) == (1, before)
    done = call(review, screen.command, "--import", str(path), "--as", "ab", "--on", "2026-03-05")
    assert done.exit_code == 1, "a row that is no record is a finding"
    assert "elsewhere" in done.stderr
    line = "pmid-10: {decision: include, on: 2026-03-05}\n"
    assert sorted(ours.read_text().splitlines(keepends=True)) == sorted(
        [*before.splitlines(keepends=True), line]
    )
    call(review, screen.command, "--import", str(path), "--as", "ab", "--replace")
    assert "pmid-1: {decision: exclude" in ours.read_text()


@pytest.mark.parametrize(
    ("data", "said"), [(b" \n", "the file is empty"), (b"PK\3\4\0\0", "the file is no text")]
)
def test_import_of_what_is_no_list_says_so(review: Path, tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(data)
    answer = call(review, screen.command, "--import", str(path), "--as", "ab")
    assert (answer.exit_code, answer.stderr.splitlines()[0]) == (1, f"error: {path}: {said}")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--as", "zz"],
        ["--resolve", "--as", "ab"],
        ["--status", "--resolve"],
        ["--status", "--round", "2031"],
    ],
)
def test_who_is_not_named_rightly_is_told_who_there_is(review: Path, arguments: list[str]) -> None:
    assert call(review, screen.command, *arguments).exit_code == 2


def test_prisma_as_json_has_counts_identities_and_all_rounds(review: Path) -> None:
    finish(review)
    done = call(review, prisma.command, "--format", "json")
    made = json.loads(done.stdout)
    assert done.exit_code == 0, done.stderr
    assert (made["round"], made["from"], made["is_final"]) == ("2026", "files", True)
    assert made["counts"]["records_screened"] == 10
    assert made["prisma2020"]["dbr_notretrieved_reports"] == 1
    assert made["included_without_source"] == ["pmid-1"]
    assert all(item["holds"] for item in made["identities"])
    assert made["cumulative"]["counts"]["new_reports"] == 1


def test_prisma_says_what_is_open(review: Path) -> None:
    done = call(review, prisma.command)
    assert done.exit_code == 1
    assert "4 of title-abstract wait for a decision" in done.stderr


def test_prisma_as_csv_has_the_columns_and_keys_of_the_r_package(review: Path) -> None:
    finish(review)
    rows = list(csv.DictReader(io.StringIO(call(review, prisma.command, "--format", "csv").stdout)))
    assert list(rows[0]) == ["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"]
    numbers = {row["data"]: row["n"] for row in rows}
    keys = (
        "previous_studies previous_reports database_results database_specific_results register_results "
        "register_specific_results website_results organisation_results citations_results duplicates "
        "excluded_automatic excluded_other records_screened records_excluded dbr_sought_reports "
        "dbr_notretrieved_reports other_sought_reports other_notretrieved_reports "
        "dbr_assessed dbr_excluded other_assessed other_excluded "
        "new_studies new_reports total_studies total_reports identification screening included"
    )
    assert set(keys.split()) <= set(numbers)
    assert numbers["database_specific_results"] == "PubMed, 10"
    assert numbers["dbr_excluded"] == "No reference standard, 1"


def test_prisma_as_svg_is_one_drawing_with_every_number(review: Path) -> None:
    finish(review)
    drawn = etree.fromstring(call(review, prisma.command, "--format", "svg").stdout.encode())
    words = " ".join(drawn.itertext()).replace("\u00a0", " ")
    for said in (
        "PubMed (n = 10)",
        "Records excluded (n = 7)",
        "Reports not retrieved (n = 1)",
        "X2 No reference standard",
    ):
        assert said in " ".join(words.split())
    assert "Previous studies" not in words
    assert "\ue000" not in words


def test_the_update_has_the_box_of_previous_studies(root: Path) -> None:
    done = call(root, prisma.command, "--format", "svg")
    words = " ".join(
        "".join(etree.fromstring(done.stdout.encode()).itertext()).replace("\u00a0", " ").split()
    )
    assert done.exit_code == 0, done.stderr
    assert "Previous studies" in words
    assert done.stderr == ""
    first = call(root, prisma.command, "--round", "2025")
    assert "round 2025 stands as flows.yml declares it" in first.stderr


def test_source_new_fills_in_what_the_record_knows_and_lists_the_rest(review: Path) -> None:
    done = call(review, source.new, "pmid-4")
    assert done.exit_code == 0, done.output
    path = review / "evidence/sources/SRC-author4-2024.yml"
    text = path.read_text(encoding="utf-8")
    assert 'title: "FICTIONAL RECORD 4 of automated grading"' in text
    assert '{family: "Author4", given: "A"}' in text
    assert "records: [pmid-4]" in text
    found = open_project(review).assess(on=date(2026, 3, 1)).diagnostics
    own = [item for item in found if item.place.path.endswith(path.name)]
    assert {item.rule.name for item in own} == {"empty-value"}
    assert any("relation" in item.message for item in own)
    again = call(review, source.new, "pmid-4")
    assert isinstance(again.exception, CerkitError)


def test_source_new_of_an_unknown_key_writes_nothing(review: Path) -> None:
    done = call(review, source.new, "pmid-4", "pmid-99")
    assert isinstance(done.exception, CerkitError)
    assert not list((review / "evidence/sources").iterdir())
