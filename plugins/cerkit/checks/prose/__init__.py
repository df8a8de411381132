"""Prose: what the report's pages name, and how they say it."""

from __future__ import annotations

from typing import Final

from cerkit.checks.prose.contents import check_contents
from cerkit.checks.prose.leftover_rules import LEFTOVER_RULES
from cerkit.checks.prose.leftovers import check_leftovers, check_source_leftovers
from cerkit.checks.prose.links import check_links
from cerkit.checks.prose.references import check_references
from cerkit.checks.prose.revisions import check_revisions
from cerkit.checks.prose.rules import RULES as PROSE_RULES
from cerkit.checks.prose.sentences import check_sentences
from cerkit.model.diagnostics import Rule
from cerkit.model.examination import Check, SourceCheck

RULES: Final[tuple[Rule, ...]] = (*PROSE_RULES, *LEFTOVER_RULES)
CHECKS: Final[tuple[Check, ...]] = (
    check_references,
    check_contents,
    check_sentences,
    check_revisions,
    check_leftovers,
    check_links,
)
SOURCE_CHECKS: Final[tuple[SourceCheck, ...]] = (check_source_leftovers,)

__all__ = ["CHECKS", "RULES", "SOURCE_CHECKS"]
