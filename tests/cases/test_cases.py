"""Every rule of the core finds its mistake, there and nowhere else; a new rule needs a folder here and no code."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.dossiers import CASES, assess_files, base, codes_of, lines_of, outside_paths, read_folder
from cerkit.assess import RULES

FOLDERS = sorted(path.parent for path in CASES.glob("CER*/expected.txt"))


def assess_over_base(folder: Path) -> list[str]:
    return lines_of(assess_files(base() | read_folder(folder), outside=outside_paths(folder)))


def test_the_base_is_sound() -> None:
    assert lines_of(assess_files(base())) == []


@pytest.mark.parametrize("case", FOLDERS, ids=lambda path: path.name)
def test_the_bad_dossier_gives_exactly_the_expected_lines(case: Path) -> None:
    expected = (case / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert assess_over_base(case / "bad") == expected
    assert {line.split(" ")[1] for line in expected} == {case.name}


@pytest.mark.parametrize("case", FOLDERS, ids=lambda path: path.name)
def test_the_good_dossier_gives_nothing(case: Path) -> None:
    assert read_folder(case / "good") != {}
    assert assess_over_base(case / "good") == []


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    present = {path.name for path in CASES.glob("CER*")}
    assert present == {path.name for path in FOLDERS} == {rule.code for rule in RULES}


def test_codes_and_names_are_used_once() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


def test_a_bad_case_never_counts_as_clean() -> None:
    for case in FOLDERS:
        found = assess_files(base() | read_folder(case / "bad"), outside=outside_paths(case / "bad"))
        assert found.has_errors, case.name
        assert all(item.hint and item.message for item in found.diagnostics), codes_of(found)
