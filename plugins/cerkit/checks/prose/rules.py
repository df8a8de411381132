"""Rules of family 7xx: prose."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

UNKNOWN_IN_PROSE: Final = Rule(
    "CER701",
    "unknown-in-prose",
    Severity.ERROR,
    "A page names a record that does not exist.",
    why="The link would be dead in the website and in Word, and the statement would stand without its evidence.",
    remedy="correct the identifier, or add the record",
    before="The device meets [AC-17][].",
    after="The device meets [AC-1][].",
)
CITED_NOT_A_SOURCE: Final = Rule(
    "CER702",
    "cited-not-a-source",
    Severity.ERROR,
    "Something other than a source is cited.",
    why="Only sources have a place in the list of references.",
    remedy="cite a source, or link the record with [ID][]",
    before="as shown [@CLM-1]",
    after="as shown [@SRC-heydon-2021]",
)
TEMPLATE_COMMENT: Final = Rule(
    "CER703",
    "template-comment",
    Severity.ERROR,
    "`{#` stands in a page.",
    why="The macros read it as the beginning of a comment, and the text after it is lost.",
    remedy="write attributes as {: #id }",
    before="## Safety {#safety}",
    after="## Safety {: #safety }",
)

RULES: Final = (UNKNOWN_IN_PROSE, CITED_NOT_A_SOURCE, TEMPLATE_COMMENT)
