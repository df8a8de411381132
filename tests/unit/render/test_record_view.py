"""One record for a terminal: what `cerkit show` prints."""

from __future__ import annotations

from cerkit.render.record_view import record_text
from unit.render.samples import with_files, written


def test_a_list_without_entries_keeps_its_name() -> None:
    criteria = """
criteria:
  - {id: AC-1, title: A, endpoint: EP-sens, bound: lower, operator: ">=", value: 80.0, margin: None,
     decided_by: [], fixed_on: 2025-01-20, fixed_in: DOC-plan}
  - {id: AC-2, title: B, endpoint: EP-sens, bound: lower, operator: ">=", value: 80.0, margin: None,
     decided_by: [SRC-own.sens], fixed_on: 2025-01-20, fixed_in: DOC-plan}
"""
    assert "\ndecided_by:\n" in record_text(with_files(criteria=criteria), "AC-1")


def test_a_subgroup_without_a_name_is_still_told() -> None:
    source = written("sources/SRC-own").replace("    group: HOSTILE\n", "")
    shown = record_text(with_files(**{"sources/SRC-own": source}), "AC-1")
    assert "AC-1 on SRC-own.handheld: not met (80.1 < 85.0, subgroup)\n" in shown
