"""`cerkit dedupe`: any files without a repository, and rounds of a repository that stand."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from cerkit.cli.dedupe import command
from cerkit.literature.batches import batch_text
from cerkit.model.errors import CerkitError
from cerkit.model.records.review import BibliographicRecord

COLUMNS = ("record_id", "title", "author", "year", "journal", "volume", "pages", "doi")
TITLE = "Early mobilisation after ischaemic stroke: a randomised controlled trial"
ROWS = (
    (
        "a-7",
        TITLE,
        "Müller, Jürgen; O'Brien, Ann",
        "2019",
        "Journal of Clinical Nutrition",
        "14",
        "380-383",
        "",
    ),
    ("b-1", TITLE.upper(), "Mueller J; O'Brien A", "2019", "J Clin Nutr", "14", "380-3", "10.1000/ABC"),
    ("c-9", f"{TITLE}.", "Müller J; O'Brien A", "2018", "J Clin Nutr", "", "", "https://doi.org/10.1000/abc"),
    (
        "d-2",
        "Another work altogether, on iron in heart failure",
        "Kim S",
        "2020",
        "Blood",
        "3",
        "9",
        "10.1000/d",
    ),
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "records.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows((COLUMNS, *ROWS))
    return path


def linked(result: Result) -> dict[tuple[str, str], str]:
    return {(item["a"], item["b"]): item["class"] for item in json.loads(result.stdout)["links"]}


def test_records_of_files_go_by_their_own_ids_and_every_pair_of_a_work_is_told(table: Path) -> None:
    result = run("--format", "json", table)
    assert result.exit_code == 0
    content = json.loads(result.stdout)
    assert [item["id"] for item in content["records"]] == ["a-7", "b-1", "c-9", "d-2"]
    assert linked(result) == {("a-7", "b-1"): "same", ("a-7", "c-9"): "same", ("b-1", "c-9"): "same"}
    rules = {item["rule"] for item in content["links"]}
    assert {"same DOI, titles agree", "same title, volume and first page"} <= rules


def test_two_files_and_a_name_that_both_have(table: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.ris"
    other.write_text(
        f"TY  - JOUR\nID  - a-7\nTI  - {TITLE}\nAU  - Müller, J\nPY  - 2019\nVL  - 14\nSP  - 380\nER  - \n",
        encoding="utf-8",
    )
    result = run("--format", "json", table, other)
    assert linked(result)["a-7", "a-7#2"] == "same"


def test_text_shows_both_records_and_the_sum(table: Path) -> None:
    result = run(table)
    assert "same: a-7 and b-1: same title, volume and first page" in result.stdout
    assert "b-1: EARLY MOBILISATION" in result.stdout
    assert "4 records, 2 works; 2 records are duplicates" in result.stderr


def test_a_file_that_is_no_export_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam,\n", encoding="utf-8")
    result = run("--format", "json", path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "letter.txt" in result.stderr


def batch(search: str, *rows: dict[str, Any]) -> str:
    return batch_text(
        search,
        [BibliographicRecord(accession=row["key"], **{"type": "journal article", **row}) for row in rows],
    )


WORK: dict[str, Any] = {
    "title": TITLE,
    "authors": ("Müller J", "O'Brien A"),
    "year": 2019,
    "journal": "J Clin Nutr",
    "volume": "14",
    "pages": "380-3",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in {
        "mkdocs.yml": "site_name: x\n",
        "docs/index.md": "# x\n",
        "evidence/records/SRH-2025-a.yml": batch("SRH-2025-a", {**WORK, "key": "pmid-1", "pmid": "1"}),
        "evidence/records/SRH-2025-b.yml": batch(
            "SRH-2025-b",
            {**WORK, "key": "h-0123456789"},
            {**WORK, "key": "h-9876543210", "type": "preprint", "volume": None, "pages": None},
        ),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def links_of(project: Path, name: str) -> list[Any]:
    held = yaml.safe_load((project / "evidence/links" / name).read_text(encoding="utf-8"))
    return [(item["same"], item["verdict"]) for item in held["links"]]


def test_a_round_is_written_once(project: Path) -> None:
    first = run("--on", "2026-03-02", "-C", project)
    assert first.exit_code == 0
    assert "wrote evidence/links/2026-03.yml: 1 links, 1 questions" in first.stderr
    assert links_of(project, "2026-03.yml") == [
        (["h-0123456789", "h-9876543210"], "maybe"),
        (["h-0123456789", "pmid-1"], "same"),
    ]
    before = (project / "evidence/links/2026-03.yml").read_bytes()
    again = run("--on", "2026-04-02", "-C", project)
    assert "nothing new; no file was changed" in again.stderr
    assert "1 questions of earlier rounds" in again.stderr
    assert (project / "evidence/links/2026-03.yml").read_bytes() == before
    assert [path.name for path in (project / "evidence/links").iterdir()] == ["2026-03.yml"]


def test_dry_run_writes_nothing(project: Path) -> None:
    result = run("--on", "2026-03-02", "--dry-run", "-C", project)
    assert "would write evidence/links/2026-03.yml" in result.stderr
    assert not (project / "evidence/links").exists()


def test_an_update_links_what_is_new_to_what_is_known(project: Path) -> None:
    run("--on", "2026-03-02", "-C", project)
    later = project / "evidence/records/SRH-2026-a.yml"
    later.write_text(
        batch("SRH-2026-a", {**WORK, "key": "doi-aaaaaaaaaa", "doi": "10.1000/x"}), encoding="utf-8"
    )
    run("--round", "update-1", "--on", "2026-09-02", "-C", project)
    assert links_of(project, "update-1.yml") == [(["doi-aaaaaaaaaa", "h-0123456789"], "same")]


def test_a_person_decides_for_good(project: Path) -> None:
    run("--on", "2026-03-02", "-C", project)
    path = project / "evidence/links/2026-03.yml"
    decided = path.read_text(encoding="utf-8").replace(
        "verdict: same, rule: ", 'verdict: different, rule: "EVR-2" # '
    )
    lines = [
        line.split(" # ")[0] + ", on: 2026-03-03}" if " # " in line else line for line in decided.splitlines()
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = run("--on", "2026-04-02", "--format", "json", "-C", project)
    # The preprint is now to be asked about with each of the two.
    assert linked(result) == {("h-9876543210", "pmid-1"): "maybe"}
    assert "3 records, 3 works" in result.stderr


def test_decisions_that_clash_are_a_finding(project: Path) -> None:
    links = project / "evidence/links/2025.yml"
    links.parent.mkdir()
    pairs = [
        ("h-0123456789", "pmid-1", "same"),
        ("h-0123456789", "h-9876543210", "same"),
        ("h-9876543210", "pmid-1", "different"),
    ]
    held = "".join(
        f"  - {{same: [{a}, {b}], verdict: {verdict}, rule: EVR-1, on: 2025-01-01}}\n"
        for a, b, verdict in pairs
    )
    links.write_text("links:\n" + held, encoding="utf-8")
    result = run("-C", project)
    assert result.exit_code == 1
    assert "h-9876543210 and pmid-1 are told apart, and are the same by other links" in result.stderr


def test_half_read_records_are_refused(project: Path) -> None:
    (project / "evidence/records/SRH-2025-a.yml").write_text(
        "search: SRH-2025-a\nrecords: [\n", encoding="utf-8"
    )
    result = run("-C", project)
    assert isinstance(result.exception, CerkitError)
    assert "SRH-2025-a.yml cannot be read" in result.exception.message
    assert not (project / "evidence/links").exists()


@pytest.mark.parametrize("name", ["../outside", ".hidden", "a/b"])
def test_a_round_is_a_file_of_its_folder(project: Path, name: str) -> None:
    result = run("--round", name, "-C", project)
    assert isinstance(result.exception, CerkitError)


EVALUATORS = Path(__file__).parents[2] / "cases/complete/evidence/evaluators.yml"


def answers(project: Path, *typed: str, person: str = "EVR-2") -> Result:
    (project / "evidence/evaluators.yml").write_bytes(EVALUATORS.read_bytes())
    arguments = ["--resolve", "--as", person, "--on", "2026-03-04", "-C", str(project)]
    return CliRunner().invoke(command, arguments, input="".join(f"{line}\n" for line in typed))


def test_a_question_is_answered_in_its_place(project: Path) -> None:
    run("--on", "2026-03-02", "-C", project)
    path = project / "evidence/links/2026-03.yml"
    before = path.read_text(encoding="utf-8").splitlines()
    result = answers(project, "d", "the preprint, with: other results")
    assert result.exit_code == 0
    assert "type" in result.stdout
    assert "preprint" in result.stdout
    assert "1 answered; 0 left" in result.stderr
    after = path.read_text(encoding="utf-8").splitlines()
    changed = [line for line in after if line not in before]
    told = "same: [h-0123456789, h-9876543210], verdict: different"
    assert changed == [f'  - {{{told}, rule: "EVR-2: the preprint, with: other results", on: 2026-03-04}}']
    assert len(after) == len(before)
    assert "0 answered; 0 left" in answers(project).stderr


def test_a_question_may_wait(project: Path) -> None:
    run("--on", "2026-03-02", "-C", project)
    path = project / "evidence/links/2026-03.yml"
    before = path.read_bytes()
    assert "0 answered; 1 left" in answers(project, "later").stderr
    assert "0 answered; 1 left" in answers(project, "q").stderr
    # The line breaks before the reason is there.
    assert "0 answered; 1 left" in answers(project, "same").stderr
    assert path.read_bytes() == before
    assert "evaluators: EVR-1, EVR-2" in answers(project, person="EVR-9").output


def test_a_question_in_a_block_is_answered_with_its_neighbours_kept(project: Path) -> None:
    path = project / "evidence/links/2026.yml"
    path.parent.mkdir()
    path.write_text(
        "links:\n"
        "  # asked by hand\n"
        "  - same: [h-0123456789, h-9876543210]\n"
        "    verdict: maybe\n"
        "    rule: the titles look alike\n"
        "    on: 2026-03-01\n"
        "  # decided\n"
        "  - {same: [h-0123456789, pmid-1], verdict: same, rule: EVR-1, on: 2026-03-01}\n",
        encoding="utf-8",
    )
    answers(project, "same", "one and the same")
    assert path.read_text(encoding="utf-8") == (
        "links:\n"
        "  # asked by hand\n"
        '  - {same: [h-0123456789, h-9876543210], verdict: same, rule: "EVR-2: one and the same", on: 2026-03-04}\n'
        "  # decided\n"
        "  - {same: [h-0123456789, pmid-1], verdict: same, rule: EVR-1, on: 2026-03-01}\n"
    )
