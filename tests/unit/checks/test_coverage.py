"""Coverage of the intended use, the vocabulary of policies, and what the intended use asks for."""

from __future__ import annotations

import pytest

from cases.dossiers import DAY, assess_files, complete, shipped
from cerkit.assess import Assessment
from cerkit.checks import policies_of
from cerkit.checks.coverage.expectations import Expectation, expectations
from cerkit.checks.coverage.support import alternatives, needs_of
from cerkit.checks.coverage.words import FIELDS, KINDS, WORDS
from cerkit.checks.texts import gives_no_reasoning, listed, only_points, says_nothing
from cerkit.model.catalogues.policy import PolicyCatalogue
from cerkit.model.coverage import grid
from cerkit.model.diagnostics import Mode
from cerkit.model.examination import Examination

DEVICE = "evidence/device.yml"
REQUIREMENTS = "evidence/requirements.yml"


def edited(*edits: tuple[str, str, str]) -> dict[str, bytes]:
    files = complete()
    for path, old, new in edits:
        text = files[path].decode()
        assert text.count(old) == 1
        files[path] = text.replace(old, new).encode()
    return files


def examined(assessment: Assessment) -> Examination:
    return Examination(assessment.trace, DAY, Mode.RELEASE, policies_of(assessment.dossier))


def asked_for(files: dict[str, bytes]) -> dict[str, Expectation]:
    return {item.asked: item for item in expectations(examined(assess_files(files)))}


SECOND_SETTING = (
    DEVICE,
    "    - {id: SET-1, text: General practices}\n",
    "    - {id: SET-1, text: General practices}\n    - {id: SET-2, text: Pharmacies}\n",
)
CLAIMED_THERE = (
    "evidence/claims.yml",
    "    settings: [SET-1]\n    variants: [VAR-server]\n    limits: Ten",
    "    limits: Ten",
)


def test_a_cell_is_as_weak_as_its_weakest_part() -> None:
    cells = grid(assess_files(edited(SECOND_SETTING, CLAIMED_THERE)).trace)
    found = {(cell.claim, cell.setting): cell.state for cell in cells}
    assert found == {
        ("CLM-1", "SET-1"): "covered",
        ("CLM-2", "SET-1"): "covered",
        ("CLM-2", "SET-2"): "no evidence",
    }


def test_a_gap_that_names_the_part_is_told_in_the_cell() -> None:
    gap = ("evidence/gaps.yml", "concerns: [POP-1, UK-ER-1]", "concerns: [SET-2, UK-ER-1]")
    cells = grid(assess_files(edited(SECOND_SETTING, CLAIMED_THERE, gap)).trace)
    last = next(cell for cell in cells if cell.setting == "SET-2")
    assert (last.state, last.gaps) == ("declared gap", ("GAP-1",))


@pytest.mark.parametrize("name", ["policy-gb", "policy-eu"])
def test_what_ships_uses_only_words_that_are_known(name: str) -> None:
    catalogue = assess_files(complete()).dossier.catalogues[name]
    assert f"{name}.yml" in shipped()
    assert isinstance(catalogue, PolicyCatalogue)
    assert catalogue.entries
    for entry in catalogue.entries:
        assert set(entry.where) <= FIELDS[entry.record]
        for word in (word for need in entry.needs for word in alternatives(need)):
            assert entry.record in WORDS[word].tests, f"{entry.id}: {word}"


def test_every_word_is_explained_and_tested_for_kinds_that_exist() -> None:
    assert all(word.meaning.endswith(".") and set(word.tests) <= set(KINDS) for word in WORDS.values())


@pytest.mark.parametrize(
    ("catalogues", "names"),
    [
        ("uk-mdr-2002-er", {"POL-GB"}),
        ("eu-mdr-gspr", {"POL-EU"}),
        ("uk-mdr-2002-er, eu-mdr-gspr", {"POL-GB", "POL-EU"}),
    ],
)
def test_the_policy_follows_the_jurisdiction_over_the_same_evidence(catalogues: str, names: set[str]) -> None:
    files = edited((REQUIREMENTS, "catalogues: [uk-mdr-2002-er]", f"catalogues: [{catalogues}]"))
    needs = needs_of(examined(assess_files(files)))
    assert {need.asked_by[:6] for need in needs} == names


def test_a_device_without_follow_up_lacks_it_in_the_european_union_only() -> None:
    def lacking(catalogue: str) -> set[str]:
        files = edited((REQUIREMENTS, "catalogues: [uk-mdr-2002-er]", f"catalogues: [{catalogue}]"))
        files["evidence/pmcf.yml"] = b"pmcf: []\n"
        return {need.text for need in needs_of(examined(assess_files(files))) if not need.is_met}

    assert "PMCF activity" in lacking("eu-mdr-gspr")
    assert "PMCF activity" not in lacking("uk-mdr-2002-er")


def test_the_intended_use_asks_and_the_complete_dossier_answers() -> None:
    asked = asked_for(complete())
    assert [item.asked for item in asked.values() if item.missing] == []
    assert asked["user group USR-1: Clinicians of general practices"].answers == (
        "SRC-ci-1",
        "SRC-pms-1",
        "SRC-us-1",
    )
    assert "category III: treat or diagnose in a serious situation" in asked


def test_what_is_missing_is_named() -> None:
    asked = asked_for(edited(SECOND_SETTING))
    assert asked["setting SET-2: Pharmacies"].missing == ("no active claim is made for it",)


def test_without_a_device_there_is_one_thing_to_begin_with() -> None:
    assert len(asked_for({})) == 1


@pytest.mark.parametrize("text", ["n/a", "N.A.", "not applicable", "tbd", "-", "To be determined.", "None"])
def test_fillers_say_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    ("text", "is_empty"),
    [
        ("See literature.", True),
        ("Based on the state of the art as described in section 3.", True),
        ("Expert opinion of the evaluators", True),
        ("Mean of five trials, weighted by size", False),
        ("Lower limit of the better study (90.2 %), rounded down", False),
    ],
)
def test_a_derivation_has_words_of_its_own(text: str, is_empty: bool) -> None:
    assert gives_no_reasoning(text) is is_empty


def test_a_pointer_is_no_answer_but_a_place_is() -> None:
    assert only_points("See the plan.")
    assert only_points("As in the previous plan.")
    assert only_points("Agreed within the team.")
    assert not only_points("As in the previous plan, with the handheld camera left out.")
    assert not only_points("See DOC-cep, section 4.")


def test_long_lists_are_cut() -> None:
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert listed("ABCDEFGH") == "A, B, C, D, E, F and 2 more"
    assert listed([]) == ""
