"""Rules 462 to 466: the report as a controlled document, and the documents and standards under it."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

REPORT_NOT_SIGNED: Final = Rule(
    "CER462",
    "report-not-signed",
    Severity.ERROR,
    "The report is not approved, or a signature is missing, undated or somebody else's.",
    why="The report is dated and signed by the evaluators, and released by the manufacturer.",
    remedy="complete `signatures` in evidence/releases.yml: each evaluator and the release, with date",
    clause="MEDDEV 2.7/1 rev 4 11, A9 section 7; MDCG 2020-13 section A",
    before="status: approved, on: missing",
    after="status: approved, on: 2026-06-29",
    deficiencies=("D62",),
)
REPORT_DATES: Final = Rule(
    "CER463",
    "report-dates",
    Severity.ERROR,
    "Something in the report is dated after it was signed, after the report itself, or in the future.",
    why="A signature covers what existed when it was given.",
    remedy="correct the date; where the content did change later, sign and date the report again",
    clause="MEDDEV 2.7/1 rev 4 11",
    before="signature on: 2026-06-20, conclusion on: 2026-06-24",
    after="signature on: 2026-06-29, conclusion on: 2026-06-24",
    deficiencies=("D62",),
    in_draft=Severity.WARNING,
)
REPORT_VERSIONS: Final = Rule(
    "CER464",
    "report-versions",
    Severity.ERROR,
    "The report's identity or revision history is empty, out of order, or names nobody.",
    why="A controlled document says which version it is, who wrote it and what changed.",
    remedy="give each revision a higher version than the one before, its authors by name, and what changed",
    clause="MEDDEV 2.7/1 rev 4 11; MDCG 2020-13 section A",
    before="author: Clinical team",
    after="author: A. Example, B. Sample",
    deficiencies=("D62", "D63"),
    in_draft=Severity.NOTE,
)
DOCUMENT_NOT_FINAL: Final = Rule(
    "CER465",
    "document-not-final",
    Severity.ERROR,
    "The evaluation rests on a report or document that is a draft, superseded or abridged.",
    why="Reviewers ask for complete, final and signed reports; what may still change proves nothing.",
    remedy="use the final, unabridged version; correct status, version and date in evidence/documents.yml",
    clause="MEDDEV 2.7/1 rev 4 8.1, 11; MDCG 2020-13 section D",
    before="status: draft",
    after="status: final",
    deficiencies=("D67",),
    in_draft=Severity.NOTE,
)
STANDARD_NOT_CURRENT: Final = Rule(
    "CER466",
    "standard-not-current",
    Severity.ERROR,
    "A standard was not checked lately, has no dated edition, or has a newer one without a gap analysis.",
    why="Standards carry the state of the art; an outdated edition has to be seen and judged.",
    remedy="check the edition, date the check, and say in `note` what a newer edition changes",
    clause="MEDDEV 2.7/1 rev 4 8.2, 10.1; MDCG 2020-13 section C",
    before="edition: current, checked_on: 2022-01-10",
    after='edition: "2019", checked_on: 2026-06-10',
    deficiencies=("D68",),
    in_draft=Severity.NOTE,
)
