"""Each deficiency that reviewers raise, put into the whole example by a hurried writer, is found; a good edit is not.

The lists were written by somebody who had not seen the rules. What each finds is printed with `pytest -rP`.
"""

from __future__ import annotations

import pytest

from cerkit.assess import RULES
from cerkit.model.diagnostics import Diagnostic
from seeded.seeding import Seed, assessed, edited, example, new_findings, seeds

DEFECTS = tuple(seed for seed in seeds("defects") if not seed.history and seed.output is None)
HARMLESS = seeds("harmless")


def findings(seed: Seed) -> list[Diagnostic]:
    return new_findings(assessed(edited(example(), seed.edits), seed.mode).diagnostics, seed.mode)


def told(found: list[Diagnostic]) -> str:
    return "\n".join(f"  {item.rule.code} {item.severity} {item.subject}: {item.message}" for item in found)


@pytest.mark.parametrize("seed", DEFECTS, ids=lambda seed: seed.id)
def test_a_defect_is_found_by_its_rule_and_by_no_other(seed: Seed) -> None:
    found = findings(seed)
    print(f"{seed.id}: {seed.what}\n{told(found)}")  # noqa: T201  # the figures are asked for
    own = [item for item in found if seed.deficiency in item.rule.deficiencies]
    others = [item for item in found if item not in own and item.rule.code not in seed.also]
    assert own, f"nothing finds {seed.id}: {seed.what}\n{told(found)}"
    assert not others, f"{seed.id} is also found by:\n{told(others)}"


@pytest.mark.parametrize("seed", HARMLESS, ids=lambda seed: seed.id)
def test_a_good_edit_raises_nothing(seed: Seed) -> None:
    found = findings(seed)
    assert not found, f"{seed.id}: {seed.what}\n{told(found)}"


def test_every_deficiency_is_seeded_and_has_a_rule() -> None:
    numbers = {f"D{number:02}" for number in range(1, 71)}
    assert {seed.deficiency for seed in seeds("defects")} == numbers
    assert {number for rule in RULES for number in rule.deficiencies} >= numbers - {"D65"}
