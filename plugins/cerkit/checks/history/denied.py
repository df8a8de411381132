"""A report that says that nothing changed, or no record of a kind, beside a history that names what did (D63)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from cerkit.checks.history import rules
from cerkit.checks.history.stated import RELEASES, Stated, stated_changes
from cerkit.checks.texts import listed
from cerkit.model.diagnostics import Diagnostic, Mode, Place, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.identifiers import RECORD_REFERENCE
from cerkit.model.wording import sentences_of_report

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

_SINCE: Final = re.compile(
    r"\bsince (?:the |our )?(?:first|last|previous|earlier|former) (?:report|evaluation|version|issue|update)\b"
)
_EVERYTHING: Final = re.compile(
    rf"(?:{_WHOLE.pattern})|,? (?:to|in|of) (?:the|its) \w+(?:, (?:(?:the|its) )?\w+)*,? (?:or|and) (?:(?:the|its) )?"
    r"(?:clinical )?(?:evaluation|report|documents?|documentation)\b"
)
_INSTRUCTIONS: Final = "instructions for use"
_KINDS: Final = {
    "CLM-": "claims",
    "BM-": "benchmarks",
    "AC-": "criteria",
    "RSK-": "risks",
    "CON-": "contraindications",
    _INSTRUCTIONS: _INSTRUCTIONS,
}
"""How the names of records begin -> what they are called together."""
_SAME_KIND: Final = (
    r"\b(?:the|all|its|our|all the) (?:\w+ )?{kind} (?:(?:have|all|also|thus) )*"
    r"(?:are|is|were|remain(?:s|ed)?|stay(?:s|ed)?|kept)(?: all)? (?:unchanged|unaltered|the same|as before"
    r"|as (?:they|it) (?:were|was)|what they were)\b(?! (?:except|but|apart|for|in))"
    r"|\bno(?:ne of the)? {kind} (?:was|were|has been|have been) (?:chang|alter|reword|amend|revis|touch|mov)ed\b"
    r"|\b(?:the|its|our) {kind} (?:was|were|has been|have been) (?:not|never) "
    r"(?:chang|alter|reword|amend|revis|touch)ed\b(?! (?:except|but|apart|for|in))"
)
_NEEDLES: Final = (
    *(
        "since the ",
        "since our ",
        "unchanged",
        "unaltered",
        "the same",
        "as they were",
        "as before",
        "what they were",
    ),
    *("none of the ", "no claims", "no benchmarks", "no criteria", "no risks", "no contraindications"),
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
    section = stated_changes(examination.dossier)
    stated = section.statements
    newest = Place(RELEASES, ("revisions", len(revisions) - 1, "change"))
    told = [item for item in stated if item.place == newest and not item.denies]
    changed = [name for item in told for name in item.names]
    changed += [_INSTRUCTIONS for item in told if _INSTRUCTIONS in item.text]
    yield from _elsewhere(examination.dossier, changed, {item.place for item in stated})
    if (
        examination.mode is not Mode.UPDATE or examination.previous is None
    ):  # else the release itself is compared
        yield from _left_out(section, changed)
    for statement in stated:
        if statement.names or not statement.place.path.endswith(".md"):
            continue
        yield from _of_kind(statement.place, statement.text, changed)
        match = _NOTHING.search(statement.text)
        if match is None or _LIMITED.search(statement.text) or not _WHOLE.match(statement.text, match.end()):
            continue
        yield _denied(statement.place, match.group(), named.group())


def _left_out(section: Stated, changed: Sequence[str]) -> Iterator[Diagnostic]:
    """Records that the newest revision tells of, and a section on changes that does not.

    A gap may come and go between two reports, so that only a report without such a section has to tell of it.
    """
    told = (item for item in section.statements if item.place.path.endswith(".md") and not item.denies)
    named = {_INSTRUCTIONS, *(name for item in told for name in item.names)}
    missing = [name for name in dict.fromkeys(changed) if name not in named]
    if section.has_section:
        missing = [name for name in missing if name.startswith(tuple(_KINDS))]
    if missing:
        where = "the section on changes does not" if section.has_section else "no section of the report does"
        message = f"the newest revision tells of changes to {listed(missing)}, and {where}"
        yield rules.CHANGE_NOT_NAMED.at(section.place, message, severity=Severity.WARNING)


def _elsewhere(dossier: Dossier, changed: Sequence[str], told: Collection[Place]) -> Iterator[Diagnostic]:
    """Sentences outside the section on changes: on everything since the last report, or on all records of a kind."""
    for chapter, sentence, text in sentences_of_report(dossier.chapters if changed else (), _NEEDLES):
        place = chapter.at(sentence.start)
        if place in told or RECORD_REFERENCE.search(sentence.text):
            continue
        whole = _NOTHING.search(text) if _SINCE.search(text) else None
        if whole and not _LIMITED.search(text) and _EVERYTHING.match(text, whole.end()):
            yield _denied(place, whole.group(), changed[0])
            continue
        yield from _of_kind(place, text, changed)


def _of_kind(place: Place, text: str, changed: Sequence[str]) -> Iterator[Diagnostic]:
    for prefix, kind in _KINDS.items():
        name = next((name for name in changed if name.startswith(prefix)), None)
        found = re.search(_SAME_KIND.format(kind=kind), text) if name and kind in text else None
        if name and found:
            yield _denied(place, found.group(), name)


def _denied(place: Place, said: str, named: str) -> Diagnostic:
    message = (
        f'"{said}" is said here, and the newest revision tells of changes, {named} among them; '
        "only a reader can tell whether something else is meant"
    )
    return rules.CHANGES_DENIED.at(place, message, subject=place.path)
