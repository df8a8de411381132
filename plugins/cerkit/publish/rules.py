"""Rules of family 8xx that read the document itself."""

from __future__ import annotations

from typing import Final

from cerkit.checks.output_rules import OUTPUT_RULES
from cerkit.model.diagnostics import Diagnostic, Place, Rule, Severity
from cerkit.publish.problems import Problem, ProblemKind
from cerkit.publish.template_rules import TEMPLATE_RULES

LOST_PICTURE: Final = Rule(
    "CER811",
    "lost-picture",
    Severity.ERROR,
    "A picture cannot be read or drawn.",
    why="The document would have a hole where the reviewer is told to look.",
    remedy="check that the file exists below docs/, and that it is a PNG, JPEG, GIF or SVG picture",
)
MISSING_ALTERNATIVE_TEXT: Final = Rule(
    "CER812",
    "missing-alternative-text",
    Severity.WARNING,
    "A picture has no alternative text.",
    why="A reader with a screen reader learns nothing from it, and tagged PDF asks for the text.",
    remedy="write what the picture shows: ![Flow of episodes through triage](img/flow.svg)",
    before="![](img/flow.svg)",
    after="![Flow of episodes through triage](img/flow.svg)",
)
DEAD_LINK: Final = Rule(
    "CER813",
    "dead-link-in-document",
    Severity.WARNING,
    "A link of the website leads to nothing that the document holds; it is printed as plain text.",
    why="The document must be readable alone.",
    remedy="link a page of the report or a record, or write the reference out",
)
DEAD_REFERENCE: Final = Rule(
    "CER814",
    "dead-reference",
    Severity.ERROR,
    "A cross-reference or citation points to nothing in the document.",
    why="Word would print an error in its place.",
    remedy="put what it points to into the report",
)
NUMBER_DIFFERS: Final = Rule(
    "CER815",
    "number-differs",
    Severity.ERROR,
    "A table, figure or section has another number in the document than on the site.",
    why="A reviewer and a colleague who talk of table 4 must mean the same table.",
    remedy="this is a fault of cerkit: please report it with the page",
)
NOTICE_NOT_PRINTED: Final = Rule(
    "CER816",
    "notice-not-printed",
    Severity.WARNING,
    "Your own Word template has no place for the notice that every page must carry.",
    why="Pages of a fictional example could be taken for real.",
    remedy='put the field { DOCPROPERTY "Notice" } into the template\'s header',
)
UNDRAWN_CHARACTER: Final = Rule(
    "CER817",
    "undrawn-character",
    Severity.ERROR,
    "The text holds a character that no font of the PDF can draw.",
    why="An empty box would stand in its place, and a PDF for the archive may not hold one.",
    remedy="put a font that has it into a folder of the repository and name that under `pdf_fonts` in mkdocs.yml; "
    "or show it as a picture with alternative text, or take --pdf-engine libreoffice, which has the fonts of your "
    "computer",
    before="Rating: \U0001f600",
    after="Rating: satisfied",
)

_RULE_OF: Final = {
    ProblemKind.LOST_PICTURE: LOST_PICTURE,
    ProblemKind.MISSING_ALTERNATIVE_TEXT: MISSING_ALTERNATIVE_TEXT,
    ProblemKind.DEAD_LINK: DEAD_LINK,
    ProblemKind.DEAD_REFERENCE: DEAD_REFERENCE,
    ProblemKind.NUMBER_DIFFERS: NUMBER_DIFFERS,
    ProblemKind.NOTICE_NOT_PRINTED: NOTICE_NOT_PRINTED,
    ProblemKind.UNDRAWN_CHARACTER: UNDRAWN_CHARACTER,
}
RULES: Final = (*_RULE_OF.values(), *OUTPUT_RULES, *TEMPLATE_RULES)
"""Those that read finished outputs back count for the site as well."""


def diagnosed(problem: Problem) -> Diagnostic:
    """The problem as a diagnostic at its page; one of the document as a whole stands at `mkdocs.yml`."""
    path = f"docs/{problem.page}" if problem.page else "mkdocs.yml"
    rule = _RULE_OF[problem.kind]
    return rule.at(
        Place(path, line=1, column=1), problem.message, hint=problem.hint, subject=problem.subject or None
    )
