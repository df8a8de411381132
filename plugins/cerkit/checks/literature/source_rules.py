"""Rules 517 to 523: sources as they were read, found again, cited and brought together."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

NOT_READ_IN_FULL: Final = Rule(
    "CER517",
    "not-read-in-full",
    Severity.ERROR,
    "A source of which only a part was read is used as proof of performance or safety.",
    why="An abstract is enough to screen a report, and not to appraise it: flaws stand in the full text.",
    remedy="read the full text, or use the source as background or for the state of the art",
    clause="MEDDEV 2.7/1 rev 4 8.2",
    before="read: abstract\nappraisal: {role: supportive, used_for: [performance]}",
    after="read: full text\nappraisal: {role: supportive, used_for: [performance]}",
    deficiencies=("D30",),
)
BAD_LOCATOR: Final = Rule(
    "CER518",
    "bad-locator",
    Severity.ERROR,
    "A DOI, PMID, PMCID, ISBN, address or date of publication is not of the form it must have.",
    why="The reviewer asks for the publication by it and gets nothing, or another one.",
    remedy="copy it from the publication",
    before="doi: https://doi.org/10.1000/example",
    after="doi: 10.1000/example",
    deficiencies=("D31",),
)
NOT_RETRIEVABLE: Final = Rule(
    "CER519",
    "not-retrievable",
    Severity.ERROR,
    "Nothing tells where a publication is found.",
    why="A reference that cannot be retrieved cannot be checked.",
    remedy="give DOI, PMID or address, or journal with volume and pages, or the document that holds the copy",
    clause="MDCG 2020-13 section D",
    deficiencies=("D31",),
    in_draft=Severity.NOTE,
)
UNUSED_SOURCE: Final = Rule(
    "CER520",
    "unused-source",
    Severity.WARNING,
    "A source is cited nowhere and no record rests on it.",
    why="Either the report leaves out what was found, or the source does not belong to the evaluation.",
    remedy="cite it where it counts, let a record rest on it, or reject it with a reason",
    deficiencies=("D31",),
    in_draft=Severity.NOTE,
)
RETRACTED: Final = Rule(
    "CER521",
    "retracted-source-used",
    Severity.ERROR,
    "A retracted publication is used.",
    why="What was withdrawn proves nothing, and supports no statement on the state of the art either.",
    remedy="set its role to rejected with the reason, and remove what rests on it",
    before="retracted: true\nappraisal: {role: supportive}",
    after="retracted: true\nappraisal: {role: rejected, reason: Retracted by the journal on 2026-02-03.}",
    deficiencies=("D32",),
)
RETRACTION_UNCHECKED: Final = Rule(
    "CER522",
    "retraction-unchecked",
    Severity.ERROR,
    "Nobody has looked lately whether publications were retracted.",
    why=(
        "Retractions come years after publication; a report that rests on a retracted paper has to be "
        "written again."
    ),
    remedy="look each publication up, and write the day in `retraction_checked_on`",
    deficiencies=("D32",),
    in_draft=Severity.NOTE,
)
NO_SYNTHESIS: Final = Rule(
    "CER523",
    "no-synthesis",
    Severity.WARNING,
    "An endpoint that is judged has no synthesis, and fewer than two sources on it are brought together.",
    why=(
        "Summaries one after another leave the comparison to the reviewer; a person must see whether the "
        "sources agree."
    ),
    remedy="add a synthesis, or let a benchmark rest on several sources, conflicting ones too",
    clause="MEDDEV 2.7/1 rev 4 10",
    deficiencies=("D34",),
    grade="B",
    in_draft=Severity.NOTE,
)

RULES: Final[tuple[Rule, ...]] = (
    NOT_READ_IN_FULL,
    BAD_LOCATOR,
    NOT_RETRIEVABLE,
    UNUSED_SOURCE,
    RETRACTED,
    RETRACTION_UNCHECKED,
    NO_SYNTHESIS,
)
