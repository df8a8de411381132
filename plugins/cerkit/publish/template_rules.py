"""Rules of family 8xx about a company's own Word template."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

UNREADABLE_TEMPLATE: Final = Rule(
    "CER831",
    "unreadable-template",
    Severity.ERROR,
    "The Word template is damaged, or not a Word document.",
    why="No document can be written with it.",
    remedy="open it in Word, save it as .docx under another name, and try again",
)
TEMPLATE_MACROS: Final = Rule(
    "CER832",
    "macros-in-template",
    Severity.WARNING,
    "The Word template holds macros, which no report takes over.",
    why="What the macros do for other documents of the company will not happen in the report.",
    remedy="save the template as .docx, and do without them",
)
STYLE_NOT_IN_TEMPLATE: Final = Rule(
    "CER833",
    "style-not-in-template",
    Severity.WARNING,
    "The Word template lacks a style in which a good part of every report is set.",
    why="The style of cerkit is used in its place, which looks different from the company's other documents.",
    remedy="use the style once in the template, so that Word keeps it, and change it there",
)
TEMPLATE_WITHOUT_NUMBERS: Final = Rule(
    "CER834",
    "headings-not-numbered-in-template",
    Severity.WARNING,
    "The headings of the Word template are not numbered by a list of several levels.",
    why="Cross-references print section numbers: a heading must show the number that they name.",
    remedy="in Word: Home, Multilevel List, Define New Multilevel List, More, link each level to Heading 1 to 4",
)
TEMPLATE_WITHOUT_FIELD: Final = Rule(
    "CER835",
    "field-not-in-template",
    Severity.WARNING,
    "Header and footer of the Word template do not print what identifies the document.",
    why="A loose page of a submission must say to which document and version it belongs.",
    remedy='in Word: Insert, Quick Parts, Field, with { DOCPROPERTY "Document number" } and { DOCPROPERTY "Version" }',
)
TEMPLATE_PAGE: Final = Rule(
    "CER836",
    "page-of-template",
    Severity.NOTE,
    "The page of the Word template is not A4 upright, or its margins leave little room.",
    why="Bodies in the United Kingdom and the European Union print on A4, and tables need a line of 14 cm or more.",
    remedy="set paper and margins in Word under Layout, if this is not meant",
)
TEMPLATE_RULES: Final = (
    UNREADABLE_TEMPLATE,
    TEMPLATE_MACROS,
    STYLE_NOT_IN_TEMPLATE,
    TEMPLATE_WITHOUT_NUMBERS,
    TEMPLATE_WITHOUT_FIELD,
    TEMPLATE_PAGE,
)
