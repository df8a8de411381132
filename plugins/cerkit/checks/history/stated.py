"""What the report says of changes since the last one: which records it names, and what it says of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cerkit.model.chapters import Chapter, Heading
from cerkit.model.diagnostics import Place
from cerkit.model.dossier import Dossier
from cerkit.model.identifiers import RECORD_REFERENCE
from cerkit.model.wording import normalised, paragraphs, sentences_of

RELEASES: Final = "evidence/releases.yml"
_SECTION: Final = "2"
"""Section of MEDDEV A9 that holds the changes."""
_ABOUT_CHANGES: Final = re.compile(
    r"\b(?:what is new|new|what changed|chang\w*|differ\w*|updat\w*|amend\w*|revis\w*)\b.*"
    r"\b(?:since|last|previous|preceding|earlier|former|first|prior|compared|against)\b"
    r"|\b(?:changes?|amendments?|what is new) (?:in|of|to|with) (?:this|the present) "
    r"(?:version|issue|report|release|update)"
    r"|^(?:\d[\d.]* )?(?:changes|change log|change history|summary of changes|revision history)$"
)
_ALSO_CHANGES: Final = re.compile(r"\b(?:chang\w*|amend\w*|updates?|revision history|what is new)\b")
_VERBS: Final = (
    r"(?:chang|reword|alter|amend|revis|modif|replac|rais|lower|increas|decreas|reduc|tighten|loosen|relax|narrow"
    r"|widen|extend|restrict|added|adjust|remov|delet|withdraw|dropp|clos|open|reopen|updat|correct|mov|touch)\w*"
)
_NEGATED: Final = re.compile(
    rf"\b(?:none|neither|no|nothing)\b.{{1,160}}?\b{_VERBS}|\b(?:not|never|nor)(?: \w+){{0,3}} {_VERBS}|n\"t {_VERBS}"
)
_SAME: Final = re.compile(
    r"\b(?:un(?:changed|altered|affected|touched|modified)|identical|as before|the same|keeps?|kept|remains?"
    r"|remained|stays?|stayed|stands? as it)\b"
)
_CHANGED: Final = re.compile(
    rf"\b(?:was|were|is|are|has been|have been)(?: (?:now|therefore|also|newly|thus|then|slightly|partly))? {_VERBS}"
)
_BECAME: Final = re.compile(
    r"(?:now (?:has|have|reads?|says?|asks?|is|are|holds?|includes?|covers?|requires?|names?)|rose|fell|grew|shrank|"
    r"dropped|went (?:up|down)|became|(?:has|have) an? (?:new|different|other|broader|narrower)|"
    r"(?:is|are) (?:\w+er|less \w+|more \w+) than before|(?:was|were|is|are) (?:newly )?set to)\b"
)
"""What follows a record that is not as it was, without a word for changing."""
_AHEAD: Final = re.compile(
    rf"\b(?:{_VERBS}|(?:changes?|amendments?|revisions?|modifications?|corrections?|new)\b)"
    r"(?: (?:(?:newly )?added|the|of|to|in|for|from|at|its|is|are|was|were|been|slightly|wording|value|text|limits?|"
    r"threshold|definition|scope|since|last|previous|report|version|release|concern(?:s|ed)?|affect(?:s|ed)?|include[sd]?|"
    r"and|following|appl(?:y|ies)|records?|claims?|criteri\w*|benchmarks?|risks?|sections?|[a-z]{2,6}-[\w.-]{1,40}))*$"
)
"""A word for changing from which only small words lead to the record: "we amended the wording of", "modified:"."""
_SUPPOSED: Final = re.compile(
    r"\b(?:no|not|nor|neither|never|none|without|nothing|whether|should|would|if|could|may|might|will|need|needs|unless|"
    r"until|open|closed|closes)\b"
)
"""What is denied or supposed; and of what is open or closed the records of gaps tell."""
_AHEAD_LONGEST: Final = 200
_EARLIER: Final = re.compile(
    r"(?<!since the )(?<!since our )(?<!compared to the )(?<!compared with the )(?<!since )"
    r"\b(?:first|previous|last|earlier|former) (?:report|issue|version|release)\b"
)
"""A statement on what happened then; "since the last report" speaks of now."""
_CLAUSE: Final = re.compile(r"(?<=[.;!?])\s+|(?<=:)\s+(?!\[?[A-Z]{2,6}-)")
"""Ends of clauses; a colon before records leads to them."""
_JOINED: Final = re.compile(r"\s*(?:to|through|until|-)\s*")
_LINKED: Final = re.compile(r"\]\([^()\s]*\)")
_SIGNS: Final = re.compile(r"[:,]")
_MARKS: Final = re.compile(r"[\[\]()*_`]")
_NUMBERED: Final = re.compile(r"(.*?)(\d{1,6})$")
_TABLE: Final = re.compile(r"\{\{-?\s{0,20}changes\s{0,20}\(|\[sec-annex-changes\]")
"""The macro `changes()`, or a reference to the annex that prints the same table."""
_WIDEST_RANGE: Final = 500


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the report about changes, with the records that it names."""

    text: str
    """Made comparable: see `normalised`."""
    names: tuple[str, ...]
    place: Place

    @property
    def denies(self) -> bool:
        """Whether it says that something did not change, and of nothing that it did."""
        rest, negated = _NEGATED.subn(" ", self.text)
        return bool(negated or _SAME.search(rest)) and not _CHANGED.search(rest)

    @property
    def asserted(self) -> Iterator[str]:
        """The records of which it says plainly that they were changed now."""
        if _NEGATED.search(self.text) or _EARLIER.search(self.text):
            return
        for name in self.names:
            before, _, after = self.text.partition(name.casefold())
            after = after.lstrip()
            if _CHANGED.match(after) or _BECAME.match(after) or self._is_led_to(before):
                yield name

    def _is_led_to(self, before: str) -> bool:
        """Whether a word for changing stands before a record; signs between records are left out."""
        words = " ".join(_SIGNS.sub(" ", before[-_AHEAD_LONGEST:]).split())
        return _SUPPOSED.search(self.text) is None and _AHEAD.search(words) is not None


@dataclass(frozen=True, slots=True)
class Stated:
    """All that the report says about changes, and where it says it."""

    statements: tuple[Statement, ...]
    place: Place
    """The section's heading, else the newest entry of the revision history."""
    has_section: bool
    has_table: bool = False
    """Whether the section prints the table of all changes that a report has to name."""


def stated_changes(dossier: Dossier) -> Stated:
    """The section on changes, and the newest entry of the revision history."""
    sections = tuple(_sections(dossier))
    place = Place(RELEASES, ("revisions",))
    statements: list[Statement] = []
    for chapter, heading, start, end in sections:
        place = Place(chapter.path, line=heading.line, column=1)
        statements += _in_section(chapter, start, end)
    revisions = dossier.releases.revisions if dossier.releases else ()
    if revisions:
        row = Place(RELEASES, ("revisions", len(revisions) - 1, "change"))
        place = place if sections else row
        statements += (_statement(text, row) for text in _CLAUSE.split(revisions[-1].change))
    has_table = any(_TABLE.search(chapter.prose, start, end) for chapter, _, start, end in sections)
    return Stated(tuple(statements), place, has_section=bool(sections), has_table=has_table)


def _sections(dossier: Dossier) -> Iterator[tuple[Chapter, Heading, int, int]]:
    """Where the changes stand: in the chapter on the scope, if need be beside other things; else wherever one is."""
    chapters = [chapter for chapter in dossier.chapters if chapter.is_report]
    scope = [chapter for chapter in chapters if (chapter.section or "").partition(".")[0] == _SECTION]
    for places, heading in ((scope, _ABOUT_CHANGES), (scope, _ALSO_CHANGES), (chapters, _ABOUT_CHANGES)):
        found = [item for chapter in places for item in _sections_of(chapter, heading)]
        if found:
            yield from found
            return


def _sections_of(chapter: Chapter, wanted: re.Pattern[str]) -> Iterator[tuple[Chapter, Heading, int, int]]:
    """Sections under such a heading, with their bounds in the prose. The chapter's own title stands for no section."""
    starts = _line_starts(chapter.prose)
    for position, heading in enumerate(chapter.headings):
        if heading.level == 1 or not wanted.search(normalised(heading.title)):
            continue
        below = chapter.headings[position + 1 :]
        following = next((other for other in below if other.level <= heading.level), None)
        end = starts[following.line - 1] if following else len(chapter.prose)
        yield chapter, heading, starts[heading.line - 1], end


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _in_section(chapter: Chapter, start: int, end: int) -> Iterator[Statement]:
    for paragraph in paragraphs(chapter):
        if start <= paragraph.start < end and paragraph.kind != "heading":
            for sentence in sentences_of(paragraph):
                place = chapter.at(sentence.start)
                yield from (_statement(text, place) for text in _CLAUSE.split(sentence.text))


def _statement(text: str, place: Place) -> Statement:
    return Statement(normalised(_MARKS.sub("", _LINKED.sub("]", text))), tuple(_names(text)), place)


def _names(text: str) -> list[str]:
    """Identifiers in a text, each once; `AC-1 to AC-4` names four."""
    found: dict[str, None] = {}
    before: re.Match[str] | None = None
    for match in RECORD_REFERENCE.finditer(text):
        between = _MARKS.sub("", text[before.end() : match.start()]) if before else ""
        if before is not None and _JOINED.fullmatch(normalised(between)) and between.strip():
            found |= dict.fromkeys(_range(before.group(0), match.group(0)))
        found[match.group(0)] = None
        before = match
    return list(found)


def _range(first: str, last: str) -> list[str]:
    start, end = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if start is None or end is None or start.group(1) != end.group(1):
        return []
    numbers = range(int(start.group(2)), int(end.group(2)) + 1)
    return [f"{start.group(1)}{number}" for number in numbers[:_WIDEST_RANGE]]
