"""Rules on what must not be printed, and on links that cannot be followed (D65, D66)."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

PLACEHOLDER: Final = Rule(
    "CER741",
    "placeholder-left",
    Severity.ERROR,
    "A mark of unfinished work or words of a template stand in the prose or in a record.",
    why="A reviewer who reads TODO asks what else was not finished.",
    remedy="write what belongs there, or move the note into a gap, an issue or an HTML comment",
    before="The date of the last search was TBD.",
    after="The last search was made on 8 June 2026.",
    deficiencies=("D66",),
    in_draft=Severity.NOTE,
)
LEFTOVER: Final = Rule(
    "CER742",
    "markup-or-path-left",
    Severity.ERROR,
    "A sign of the markup or the path of a file would be printed.",
    why="Stray backslashes and paths of somebody's computer look careless, and a lost sign may change a study code.",
    remedy="delete it; put what must look like code between backticks, and name documents by their identifier",
    before="study code DRT\\\\_ACQ\\\\_001",
    after="study code `DRT_ACQ_001`",
    deficiencies=("D66",),
)
ALTERED: Final = Rule(
    "CER743",
    "identifier-altered",
    Severity.ERROR,
    "A word is no identifier, but would be one with the hyphen, underscore or letter case that it lost.",
    why="Nobody finds a study by a code that a word processor has changed.",
    remedy="write the identifier as its record has it, best as a link: [ID][]",
    before="the investigation SRC–ci–003",
    after="the investigation [SRC-ci-003][]",
    deficiencies=("D66",),
)
DEAD_LINK: Final = Rule(
    "CER744",
    "link-leads-nowhere",
    Severity.ERROR,
    "A link of a page leads to a page or heading that does not exist, or to somebody's own computer.",
    why="The assessor who follows it finds nothing.",
    remedy="link pages by their file, relative to this one; link headings by the name in {: #sec-... } as [sec-...][]",
    before="[residual risks](05-conclusions.md#residual-risks)",
    after="[sec-residual][]",
    deficiencies=("D65",),
)
PROCEDURE_WITHOUT_SECTION: Final = Rule(
    "CER745",
    "procedure-without-section",
    Severity.WARNING,
    "A sentence cites a procedure of the manufacturer without saying which, or which section of it.",
    why="A reviewer cannot look up a procedure that has no number, nor find the place in one of forty pages.",
    remedy="record the procedure in evidence/documents.yml and cite it with its section: ([DOC-pms-plan][], section 4)",
    before="Complaints are handled according to the manufacturer's procedure.",
    after="Complaints are handled according to [DOC-complaints][], section 4.",
    deficiencies=("D65",),
    grade="B",
    in_draft=Severity.NOTE,
)

LEFTOVER_RULES: Final = (PLACEHOLDER, LEFTOVER, ALTERED, DEAD_LINK, PROCEDURE_WITHOUT_SECTION)
