"""Prose: what the report's pages name, and how they say it."""

from __future__ import annotations

from typing import Final

from cerkit.checks.prose.contents import check_contents
from cerkit.checks.prose.references import check_references
from cerkit.checks.prose.rules import RULES
from cerkit.checks.prose.sentences import check_sentences
from cerkit.model.examination import Check

CHECKS: Final[tuple[Check, ...]] = (check_references, check_contents, check_sentences)

__all__ = ["CHECKS", "RULES"]
