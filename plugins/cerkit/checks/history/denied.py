"""A section on changes that says nothing changed, beside a revision history that names what did (D63)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.history import rules
from cerkit.checks.history.stated import stated_changes
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.identifiers import RECORD_REFERENCE

_KIND: Final = (
    r"(?:relevant|significant|substantial|substantive|material|important|clinical|notable|other|real|major)"
)
_MADE: Final = (
    r"(?:(?:were|was|are|is|have been|has been|had been) "
    r"(?:made|necessary|needed|introduced|required|recorded|reported)"
    r"|(?:have |has )?(?:occurred|happened|took place|taken place|arisen|arose))"
)
_CHANGED: Final = r"(?:chang|amend|revis|alter|modif)\w*"
_NOTHING: Final = re.compile(
    rf"\bnothing(?: {_KIND})?(?: of (?:any |{_KIND} ){{0,2}}(?:importance|relevance|significance|note|substance"
    rf"|consequence|weight))? (?:(?:has|have|had|was|were|is|been|therefore|otherwise) ){{0,3}}{_CHANGED}"
    rf"|\bno (?:{_KIND} ){{0,2}}(?:changes?|amendments?|modifications?|revisions?|alterations?) {_MADE}"
    rf"|\bthere (?:were|was|are|is|have been|has been) no (?:{_KIND} ){{0,2}}"
    r"(?:changes?|amendments?|modifications?|revisions?|alterations?)(?: (?:made|to report|to be reported|to note))?"
    r"|\b(?:the|this) (?:report|evaluation|document) (?:is|was|has|remains?|remained|stays?|stayed)(?: been)?"
    r"(?: (?:entirely|essentially|otherwise|wholly|completely))? "
    r"(?:unchanged|unaltered|unrevised|the same|left as it was)"
)
_WHOLE: Final = re.compile(
    r"\W*$|[,;]? ?(?:since|from|compared|against|over|during|meanwhile)\b"
    r"|,? ?(?:in the meantime|in the period|this year|at all)\b"
    r"| (?:to|in|of) (?:the|this) (?:report|evaluation|document|version|issue|update|period|year|clinical evaluation)\b"
)
"""What may follow for the sentence to speak of everything; "no changes to the software" does not."""
_LIMITED: Final = re.compile(
    r"\b(?:except|but|apart|besides|other than|beyond|unless|if|where|whether|would|could|may|might|had there|until"
    r"|not that|cannot|said|between|without|only|save|nor|it is not)\b"
)


def check_denied_changes(examination: Examination) -> Iterator[Diagnostic]:
    """Only where the newest revision of several names records."""
    releases = examination.dossier.releases
    revisions = releases.revisions if releases else ()
    if len(revisions) < 2:
        return
    named = RECORD_REFERENCE.search(revisions[-1].change)
    if named is None:
        return
    for statement in stated_changes(examination.dossier).statements:
        match = _NOTHING.search(statement.text)
        if (
            match is None
            or statement.names
            or not statement.place.path.endswith(".md")
            or _LIMITED.search(statement.text)
            or not _WHOLE.match(statement.text, match.end())
        ):
            continue
        message = (
            f'"{match.group()}" is said here, and the newest revision tells of changes, {named.group()} among them; '
            "only a reader can tell whether something else is meant"
        )
        yield rules.CHANGES_DENIED.at(statement.place, message, subject=statement.place.path)
