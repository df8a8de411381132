"""Every finding belongs to a step of the work."""

from __future__ import annotations

import pytest

from cerkit.assess.pipeline import RULES
from cerkit.model import stages
from cerkit.model.diagnostics import Place, Rule, Severity
from cerkit.model.layout import SLOTS
from cerkit.model.stages import BY_FILE, STAGES, STEPS, step_key, step_of, step_of_file
from cerkit.publish.rules import RULES as DOCUMENT_RULES
from cerkit.website.rules import RULES as SITE_RULES

EVERY = (*RULES, *SITE_RULES, *DOCUMENT_RULES)


def test_no_rule_lacks_a_step() -> None:
    assert [rule.code for rule in EVERY if step_key(rule) is None] == []


def test_the_table_names_steps_and_rules_that_exist() -> None:
    known = {step.key for step in STEPS} | {BY_FILE}
    assert set(stages._OF_CODE.values()) <= known
    codes = [rule.code for rule in EVERY]
    idle = {begin for begin in stages._OF_CODE if not any(code.startswith(begin) for code in codes)}
    assert idle <= {"CER92"}, "kept for releases"


def test_every_kind_of_file_belongs_to_a_step_of_its_own() -> None:
    patterns = [pattern for step in STEPS for pattern in step.files]
    assert len(patterns) == len(set(patterns))
    for slot in SLOTS:
        path = f"evidence/{slot.pattern.replace('*', 'x')}"
        assert path == "evidence/device.yml" or step_of_file(path) != "device", path


def test_steps_are_told_in_the_order_of_the_stages() -> None:
    assert [step.stage for step in STEPS] == sorted(step.stage for step in STEPS)
    assert {step.stage for step in STEPS} == set(STAGES)
    assert len({step.key for step in STEPS}) == len(STEPS)


@pytest.mark.parametrize(
    ("code", "path", "key"),
    [
        ("CER741", "evidence/claims.yml", "claims"),
        ("CER741", "docs/report/02-scope.md", "chapters"),
        ("CER103", "evidence/screening/full-text/ab.yml", "screening"),
        ("CER201", "evidence/sources/SRC-a.yml", "sources"),
        ("CER524", "evidence/sources/SRC-a.yml", "appraisal"),
        ("CER941", "evidence/searches/", "searches"),
        ("CER108", "evidence/somewhat.yml", "device"),
    ],
)
def test_form_goes_with_the_file_and_meaning_with_the_rule(code: str, path: str, key: str) -> None:
    rule = next(rule for rule in EVERY if rule.code == code)
    assert step_of(rule.at(Place(path), "")).key == key


def test_a_rule_that_nobody_sorted_in_goes_with_its_file() -> None:
    rule = Rule("CER499", "new", Severity.ERROR, "", why="", remedy="")
    assert step_key(rule) is None
    assert step_of(rule.at(Place("evidence/risks.yml"), "")).key == "risks"
