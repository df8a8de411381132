"""The reference's page of deficiencies: what reviewers raise, the rules that find it, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from _reference_catalogues import shipped_catalogues
from _reference_markdown import page
from cerkit.model.catalogues.report import Deficiencies, Deficiency
from cerkit.model.diagnostics import Rule

_INTRODUCTION = """\
# Deficiencies that reviewers raise

Seventy things for which a Clinical Evaluation Report comes back, and the rules that find each.

A
:   The rule decides.

B
:   The rule flags, and a person must look; its message says why.

The list and its numbers are ours.
*Lists only* marks what no guidance document or published question was read for: it is known from secondary lists, or is
our own judgement.
"""


def deficiencies_page(rules: tuple[Rule, ...]) -> str:
    """A table for each part of the list."""
    entries = next(item for item in shipped_catalogues() if isinstance(item, Deficiencies)).entries
    blocks = [_INTRODUCTION]
    for part, group in groupby(entries, key=lambda entry: entry.part):
        rows = ["| Number | Deficiency | Raised in | Rules | Grade |", "|---|---|---|---|---|"]
        rows += (_row(entry, rules) for entry in group)
        blocks += [f"## {part}", "\n".join(rows)]
    return page(blocks)


def _row(entry: Deficiency, rules: tuple[Rule, ...]) -> str:
    found = [rule for rule in rules if entry.id in rule.deficiencies]
    links = ", ".join(f"[{rule.code}](diagnostics.md#{rule.code.lower()})" for rule in found)
    raised = entry.raised_in if entry.confirmed else f"{entry.raised_in} (*lists only*)"
    return f"| {entry.id} | {entry.title} | {raised} | {links} | {' and '.join(_grades(found))} |"


def _grades(found: list[Rule]) -> Iterator[str]:
    yield from sorted({rule.grade for rule in found})
