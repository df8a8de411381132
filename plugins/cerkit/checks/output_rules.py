"""Rules that read finished outputs back: the website and the Word document. They run in a build (D65, D66)."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

DEAD_TARGET: Final = Rule(
    "CER821",
    "dead-link-in-output",
    Severity.ERROR,
    "A link of the finished site or document leads to a place, page or file that is not there.",
    why="The assessor who follows it finds nothing, in Word often an error in place of the number.",
    remedy="link what the report holds; if the link was made by cerkit, please report it with the page",
    deficiencies=("D65",),
)
OWN_COMPUTER: Final = Rule(
    "CER822",
    "link-to-own-computer",
    Severity.ERROR,
    "A link of the finished site or document leads to a file or server of the computer on which it was written.",
    why="It works for its writer and for nobody else.",
    remedy="record the document in evidence/documents.yml and cite it, or link its address on the web",
    before="[list](file:///S:/lists/groups.xlsx)",
    after="[DOC-groups][]",
    deficiencies=("D65",),
)
BARE_LINK: Final = Rule(
    "CER823",
    "link-says-nothing-in-print",
    Severity.WARNING,
    "The words of a link in the document do not say where it leads.",
    why="On paper nobody can follow it.",
    remedy="let the words name the table, section or record: [tbl-claims][] prints its number",
    before="[here][sec-residual]",
    after="see [sec-residual][]",
    deficiencies=("D65",),
)
MARKUP_PRINTED: Final = Rule(
    "CER824",
    "markup-printed",
    Severity.ERROR,
    "A sign of the markup stands in the finished text: a backslash, emphasis, a tag, a macro, a link in brackets.",
    why="A reviewer who sees the machine at work asks what else it left out.",
    remedy="mend the sign in the Markdown or the record; put what must look like code between backticks",
    deficiencies=("D66",),
)
PATH_PRINTED: Final = Rule(
    "CER825",
    "path-printed",
    Severity.ERROR,
    "The path of a file stands in the finished text.",
    why="It tells the reader nothing, and says how somebody's computer is arranged.",
    remedy="name the document by its identifier; put a path that is meant between backticks",
    deficiencies=("D66",),
)
PLACEHOLDER_PRINTED: Final = Rule(
    "CER826",
    "placeholder-printed",
    Severity.ERROR,
    "A mark of unfinished work or words of a template stand in the finished text.",
    why="A reviewer who reads TODO asks what else was not finished.",
    remedy="write what belongs there",
    deficiencies=("D66",),
    in_draft=Severity.NOTE,
)
ALTERED_IN_OUTPUT: Final = Rule(
    "CER827",
    "identifier-altered-in-output",
    Severity.ERROR,
    "An identifier or study code was altered on its way into the finished text.",
    why="Nobody finds a study by a code that has lost a sign.",
    remedy="write it as its record has it; a code with underscores between backticks",
    deficiencies=("D66",),
)

OUTPUT_RULES: Final = (
    DEAD_TARGET,
    OWN_COMPUTER,
    BARE_LINK,
    MARKUP_PRINTED,
    PATH_PRINTED,
    PLACEHOLDER_PRINTED,
    ALTERED_IN_OUTPUT,
)
