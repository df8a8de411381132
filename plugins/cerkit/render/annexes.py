"""Which pages stand behind the report as lettered annexes, in which order, and what each holds."""

from __future__ import annotations

from typing import Final

EVIDENCE_SLUG: Final = "evidence"
"""The annex whose sections are the registers of records."""
GLOSSARY_SLUG: Final = "glossary"
"""As an annex it has only the terms that the report uses."""
EVIDENCE_TITLE: Final = "Registers of the evidence"
ANNEXES: Final = (
    GLOSSARY_SLUG,
    "protocol",
    "searches",
    "included",
    "excluded",
    "appraisals",
    EVIDENCE_SLUG,
    "matrix",
    "release-checklist",
    "reviewer-index",
    "check",
    "changes",
)
"""The usual annexes. A page is called by the last part of its address."""
EVIDENCE: Final = (
    "device",
    "plan",
    "claims",
    "endpoints",
    "criteria",
    "benchmarks",
    "sources",
    "syntheses",
    "equivalence",
    "requirements",
    "pillars",
    "risks",
    "benefits",
    "ifu",
    "alternatives",
    "standards",
    "surveillance",
    "gaps",
    "pmcf",
    "documents",
    "evaluators",
)
"""The registers in the annex of records, except those that are annexes of their own."""
