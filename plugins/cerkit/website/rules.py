"""Rules that need the finished pages: of family 7xx (prose) and 8xx (publication). They run in a build."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

MACRO_FAILED: Final = Rule(
    "CER711",
    "macro-failed",
    Severity.ERROR,
    "A macro on a page could not be run.",
    why="The place where its result belongs would be empty, or would show the macro's text to the reader.",
    remedy="see the handbook's list of macros for their names and arguments",
    before='{{ finding("SRC-ci-003") }}',
    after='{{ finding("SRC-ci-003.sensitivity") }}',
)
UNKNOWN_CROSS_REFERENCE: Final = Rule(
    "CER712",
    "unknown-cross-reference",
    Severity.ERROR,
    "A page refers to a table, figure or section that no page has.",
    why="The reader would be sent to nothing, and Word would print an error in its place.",
    remedy="give the table or figure that id, or the heading {: #sec-... }",
    before="see [tbl-clams][]",
    after="see [tbl-claims][]",
)
REPEATED_ANCHOR: Final = Rule(
    "CER713",
    "repeated-anchor",
    Severity.ERROR,
    "Two tables, figures or sections of the report have the same id.",
    why="A cross-reference could lead to either.",
    remedy="rename one of the two",
)
UNLINKED_PAGE: Final = Rule(
    "CER714",
    "page-not-in-navigation",
    Severity.ERROR,
    "A page lies in docs/ but not in the navigation.",
    why="It would be missing from the document, and nobody would find it on the site.",
    remedy="name it under nav: in mkdocs.yml, or under not_in_nav: if that is meant",
)
UNKNOWN_CITATION: Final = Rule(
    "CER715",
    "unknown-citation",
    Severity.ERROR,
    "A citation names a source that the reference list cannot give.",
    why="The reader could not look it up.",
    remedy="record the source in evidence/sources/, with its publication or document",
)
UNREADABLE_CHANGES: Final = Rule(
    "CER716",
    "unreadable-list-of-changes",
    Severity.ERROR,
    "A file in evidence/releases/ is not the list of changes of the release that its name says.",
    why="The time line would leave out what changed in a version that was issued.",
    remedy="take `changes.json` from that release's bundle again, and do not edit it",
)
UNKNOWN_ANNEX: Final = Rule(
    "CER717",
    "unknown-annex",
    Severity.ERROR,
    "The settings name an annex that does not exist, or name one twice.",
    why="The document would go out without an annex that somebody meant it to have.",
    remedy="correct the name under annexes: of the plugin cerkit in mkdocs.yml",
    before="annexes: [protokol, matrix]",
    after="annexes: [protocol, matrix]",
)
UNEXPLAINED_ABBREVIATION: Final = Rule(
    "CER718",
    "unexplained-abbreviation",
    Severity.NOTE,
    "The chapters use an abbreviation three times or more, and the glossary does not explain it.",
    why="A reader from another field has to guess, and the list of abbreviations looks complete.",
    remedy="add the term with its abbreviation to evidence/glossary.yml; only terms that are used are printed",
)
UNDRAWN_DIAGRAM: Final = Rule(
    "CER719",
    "undrawn-diagram",
    Severity.ERROR,
    "A diagram in Mermaid cannot be drawn.",
    why="Site and document would show its source text in place of the picture.",
    remedy='mend the diagram; diagrams need the extra: pip install "cerkit[diagrams]"',
    before="A[Capture --> B[Grading]",
    after="A[Capture] --> B[Grading]",
)
UNTOLD_DIAGRAM: Final = Rule(
    "CER720",
    "diagram-without-words",
    Severity.ERROR,
    "A diagram in Mermaid does not say in words what it shows.",
    why="Readers who do not see it, and programs that read a PDF aloud, get nothing in its place.",
    remedy="add lines with accTitle: and accDescr: below the diagram's first line",
    before="flowchart LR",
    after="flowchart LR\n    accTitle: Way of an episode\n    accDescr: Images are graded, then referred or recalled.",
)
SITE_WARNING: Final = Rule(
    "CER801",
    "site-warning",
    Severity.ERROR,
    "The site generator found something wrong, for example a link to a page or anchor that does not exist.",
    why="A dead link in a submission sends the assessor to nothing.",
    remedy="mend the link; targets are paths of Markdown files, relative to the page",
    before="[chapter 4](04-device)",
    after="[chapter 4](04-device-under-evaluation.md)",
)

RULES: Final = (
    MACRO_FAILED,
    UNKNOWN_CROSS_REFERENCE,
    REPEATED_ANCHOR,
    UNLINKED_PAGE,
    UNKNOWN_CITATION,
    UNREADABLE_CHANGES,
    UNKNOWN_ANNEX,
    UNEXPLAINED_ABBREVIATION,
    UNDRAWN_DIAGRAM,
    UNTOLD_DIAGRAM,
    SITE_WARNING,
)
