"""`show`, `trace` and `explain`: results on stdout, near misses where something is not found."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from cases.dossiers import base
from cerkit.assess import RULES
from unit.cli.terminal import Terminal


def test_show_tells_a_record_and_what_hangs_on_it(sound: Terminal) -> None:
    answer = sound.run("show", "AC-1")
    assert (answer.code, answer.err) == (0, "")
    for part in (
        "AC-1",
        "acceptance criterion",
        "evidence/criteria.yml",
        "BM-1",
        "SRC-ci.sens",
        "CLM-1",
        "91.3 ≥ 85.0",
    ):
        assert part in answer.out
    assert "\x1b" not in answer.out


def test_show_as_data(sound: Terminal) -> None:
    answer = sound.run("show", "AC-1", "--format", "json")
    shown = json.loads(answer.out)
    assert (shown["id"], shown["kind"], shown["path"]) == (
        "AC-1",
        "acceptance criterion",
        "evidence/criteria.yml",
    )
    assert {(item["relation"], item["id"]) for item in shown["named_by"]} >= {("decided_by", "CLM-1")}
    assert [item["outcome"] for item in shown["verdicts"]] == ["met"]
    assert str(shown["fields"]["value"]) == "85.0"


@pytest.mark.parametrize(
    "identifier", ["CLM-1", "SRC-ci", "SRC-ci.sens", "UK-ER-1", "UK-ER-2", "N41-VCA", "DOC-plan"]
)
def test_whatever_has_an_identifier_can_be_shown(identifier: str, sound: Terminal) -> None:
    assert sound.run("show", identifier).out.startswith(f"{identifier}  ")


@pytest.mark.parametrize(
    ("identifier", "near"),
    [("CLM-2", "CLM-1"), ("clm-1", "CLM-1"), ("SRC-ci.sense", "SRC-ci.sens"), ("zzzzzz", None)],
)
def test_an_unknown_identifier_is_a_usage_error_with_what_is_near(
    identifier: str, near: str | None, sound: Terminal
) -> None:
    answer = sound.run("show", identifier)
    assert (answer.code, answer.out) == (2, "")
    assert f"There is no record {identifier}." in answer.err
    assert (f"close to it: {near}" in answer.err) if near else ("close to it" not in answer.err)


def test_trace_as_csv_and_json_have_the_same_rows(sound: Terminal) -> None:
    answer = sound.run("trace", "--format", "csv")
    assert (answer.code, answer.err) == (0, "")
    rows = list(csv.reader(io.StringIO(answer.out.removeprefix("\ufeff"))))
    assert any("CLM-1" in row and "AC-1" in row for row in rows)
    data = json.loads(sound.run("trace", "--format", "json").out)
    assert len(data["rows"] if isinstance(data, dict) else data) == len(rows) - 1


def test_trace_as_a_workbook_and_into_a_file(own: Terminal) -> None:
    data = own.bytes_of("trace", "--format", "xlsx", "--on", "2026-06-30")
    assert data.startswith(b"PK")
    answer = own.run("trace", "--format", "xlsx", "-o", "matrix.xlsx", "--on", "2026-06-30")
    assert (answer.code, answer.out, answer.err) == (0, "", "wrote matrix.xlsx\n")
    assert (own.folder / "matrix.xlsx").read_bytes() == data


def test_trace_over_mistakes_says_that_rows_may_be_missing(own: Terminal) -> None:
    own.write({"evidence/claims.yml": base()["evidence/claims.yml"].decode().replace("[AC-1]", "[AC-17]")})
    answer = own.run("trace", "--format", "csv")
    assert answer.code == 1
    assert "CLM-1" in answer.out
    assert "run `cerkit check`" in answer.err


def test_trace_needs_a_form_and_a_folder_to_write_to(sound: Terminal, tmp_path: Path) -> None:
    assert sound.run("trace").code == 2
    assert sound.run("trace", "--format", "csv", "-o", str(tmp_path)).code == 2
    answer = sound.run("trace", "--format", "csv", "-o", str(tmp_path / "gone" / "matrix.csv"))
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("error: ")
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("word", ["CER301", "cer301", "dangling-reference"])
def test_explain_tells_a_rule(word: str, sound: Terminal) -> None:
    answer = sound.run("explain", word)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("CER301 dangling-reference (error)\n")
    assert "Mend it: correct the identifier" in answer.out


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("CER399", "CER301"),
        ("CER3", "CER302"),
        ("dangling-refrence", "CER301"),
        ("zzz", "`cerkit explain` lists all"),
    ],
)
def test_explain_knows_what_is_near(word: str, near: str, sound: Terminal) -> None:
    answer = sound.run("explain", word)
    assert (answer.code, answer.out) == (2, "")
    assert f"There is no rule {word}." in answer.err
    assert near in answer.err


def test_explain_lists_every_rule_once_and_needs_no_repository(tmp_path: Path) -> None:
    answer = Terminal(tmp_path, tmp_path).run("explain")
    codes = [line.split()[0] for line in answer.out.splitlines()]
    assert codes == sorted(set(codes))
    assert {rule.code for rule in RULES} < set(codes)


def test_show_and_trace_tell_a_missing_repository(tmp_path: Path) -> None:
    for command in (("show", "CLM-1"), ("trace", "--format", "csv")):
        answer = Terminal(tmp_path, tmp_path).run(*command)
        assert (answer.code, answer.out) == (3, "")
        assert "no mkdocs.yml" in answer.err
