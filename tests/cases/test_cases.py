"""Every rule of the core finds its mistake, there and nowhere else; a new rule needs a folder here and no code."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.dossiers import (
    CASES,
    assess_files,
    base,
    changed,
    complete,
    history_of,
    is_about_form,
    lines_of,
    outside_paths,
    previous_of,
    read_folder,
)
from cerkit.assess import RULES
from cerkit.model.diagnostics import Mode

FOLDERS = sorted(path.parent for path in CASES.glob("CER*/expected.txt"))


def found_in(folder: Path) -> list[str]:
    """What the rules find in a case: in a draft over the base, or in a release over the complete dossier."""
    if is_about_form(folder.parent.name):
        files = base() | read_folder(folder)
        return lines_of(assess_files(files, outside=outside_paths(folder)))
    named = folder / "mode.txt"
    mode = Mode(named.read_text(encoding="utf-8").strip()) if named.exists() else Mode.RELEASE
    files = changed(complete(), folder)
    return lines_of(assess_files(files, mode=mode, history=history_of(folder), previous=previous_of(folder)))


def test_the_base_is_sound() -> None:
    assert lines_of(assess_files(base())) == []


def test_the_complete_dossier_is_sound() -> None:
    assert "evidence/device.yml" in complete()
    assert lines_of(assess_files(complete(), mode=Mode.RELEASE)) == []


@pytest.mark.parametrize("case", FOLDERS, ids=lambda path: path.name)
def test_the_bad_dossier_gives_exactly_the_expected_lines(case: Path) -> None:
    expected = (case / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert found_in(case / "bad") == expected
    assert {line.split(" ")[1] for line in expected} == {case.name}


@pytest.mark.parametrize("case", FOLDERS, ids=lambda path: path.name)
def test_the_good_dossier_gives_nothing(case: Path) -> None:
    assert read_folder(case / "good") != {}
    assert found_in(case / "good") == []


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    present = {path.name for path in CASES.glob("CER*")}
    assert present == {path.name for path in FOLDERS} == {rule.code for rule in RULES}


def test_codes_and_names_are_used_once() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


def test_every_rule_says_what_to_do() -> None:
    assert all(rule.remedy and rule.why and rule.summary for rule in RULES)
