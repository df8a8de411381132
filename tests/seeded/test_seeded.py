"""Each deficiency that reviewers raise, put into the whole example by a hurried writer, is found; a good edit is not.

The lists were written by somebody who had not seen the rules. What each finds is printed with `pytest -rP`, and how
many were found stands at the end of every run. Mistakes in a finished output are made where outputs are read back.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases.dossiers import edited
from cerkit.assess import RULES, Assessment
from cerkit.model.diagnostics import Diagnostic, Mode
from cerkit.workspace.project import open_project
from seeded.figures import figures
from seeded.seeding import ROOT, Seed, assessed, example, named, new_findings, seeds, without
from support.history import git

DEFECTS = tuple(seed for seed in seeds("defects") if not seed.history and seed.output is None)
IN_GIT = tuple(seed for seed in seeds("defects") if seed.history)
HARMLESS = (*seeds("harmless"), *seeds("third-harmless"))
SUBTLE = seeds("subtle-defects")
SUBTLE_HARMLESS = seeds("subtle-harmless")
THIRD = seeds("third-defects")


def findings(seed: Seed) -> list[Diagnostic]:
    return new_findings(assessed(edited(example(), seed.edits), seed.mode).diagnostics, seed.mode)


def told(found: list[Diagnostic]) -> str:
    return "\n".join(f"  {item.rule.code} {item.severity} {item.subject}: {item.message}" for item in found)


def expect(seed: Seed, found: list[Diagnostic]) -> None:
    """The mistake is found, and nothing else than what follows from it."""
    print(f"{seed.id}: {seed.what}\n{told(found)}")  # noqa: T201  # the figures are asked for
    own = [item for item in found if seed.deficiency in item.rule.deficiencies]
    others = [item for item in found if item not in own and item.rule.code not in seed.also]
    assert own, f"nothing finds {seed.id}: {seed.what}\n{told(found)}"
    assert not others, f"{seed.id} is also found by:\n{told(others)}"


@pytest.mark.parametrize("seed", DEFECTS, ids=lambda seed: seed.id)
def test_a_defect_is_found_by_its_rule_and_by_no_other(seed: Seed) -> None:
    expect(seed, findings(seed))


@pytest.mark.parametrize("seed", [*SUBTLE, *THIRD], ids=lambda seed: seed.id)
def test_a_subtle_defect_is_found(seed: Seed) -> None:
    found = findings(seed)
    assert any(seed.deficiency in item.rule.deficiencies for item in found), f"{seed.what}\n{told(found)}"


@pytest.mark.parametrize("seed", SUBTLE_HARMLESS, ids=lambda seed: seed.id)
def test_a_large_good_edit_raises_nothing(seed: Seed) -> None:
    found = findings(seed)
    assert not found, f"{seed.id}: {seed.what}\n{told(found)}"


@pytest.mark.parametrize("seed", IN_GIT, ids=lambda seed: seed.id)
def test_a_defect_that_only_git_shows_is_found(
    seed: Seed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CERKIT_CACHE_DIR", str(tmp_path / "cache"))
    root = tmp_path / "device"
    shutil.copytree(ROOT / "tests" / "history", root / "tests" / "history")
    first, *later = seed.history
    day = date.fromisoformat(seed.history[-1]["date"])
    files = edited(example(), first["edits"])
    commit(root, files | {"mkdocs.yml": (ROOT / "mkdocs.yml").read_bytes()}, first)
    before = named(in_release(root, day).diagnostics)
    for step in later:
        files = edited(files, step["edits"])
        commit(root, files, step)
    assert files == edited(example(), seed.edits)
    expect(seed, without(in_release(root, day).diagnostics, before))


def commit(root: Path, files: Mapping[str, bytes], step: Mapping[str, Any]) -> None:
    """Write the files and commit them on the day and with the message of a step."""
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    if not (root / ".git").exists():
        git(root, "init", "--quiet", "--initial-branch=main", "--template=")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--file=-", at=f"{step['date']}T12:00:00+00:00", text=step["message"])


def in_release(root: Path, day: date) -> Assessment:
    return open_project(root).assess(on=day, mode=Mode.RELEASE)


@pytest.mark.parametrize("seed", HARMLESS, ids=lambda seed: seed.id)
def test_a_good_edit_raises_nothing(seed: Seed) -> None:
    found = findings(seed)
    assert not found, f"{seed.id}: {seed.what}\n{told(found)}"


def test_the_figures_count_a_deficiency_only_when_all_its_defects_are_found() -> None:
    good = "test_seeded.py::test_a_good_edit_raises_nothing"
    passed = ["x.py::test[D01-a]", "x.py::test[D02-a]", f"{good}[H-1]", "x.py::test_else[1]"]
    assert figures([], ["x.py::test_else[D1-a]"]) is None
    assert figures(passed, []) == "caught 2 of 2 deficiencies, 2 of 2 defects; false alarms 0 of 1"
    assert figures(passed, ["x.py::test[D02-b]", f"{good}[H-2]"]) == (
        "caught 1 of 2 deficiencies, 2 of 3 defects; false alarms 1 of 2"
    )


def test_every_deficiency_is_seeded_and_has_a_rule() -> None:
    numbers = {f"D{number:02}" for number in range(1, 71)}
    assert {seed.deficiency for seed in seeds("defects")} == numbers
    assert {number for rule in RULES for number in rule.deficiencies} >= numbers
