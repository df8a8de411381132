"""What pages say of risks and hazards: which they name, beside which sources, and which no record holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cerkit.checks.device import rules
from cerkit.checks.texts import shortened
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.wording import paragraphs, sentences_of_report

# Without a word boundary in front the search leaps from one "RSK-" to the next.
_RISK: Final = re.compile(r"RSK-[\w.-]*\w")
_RANGE: Final = re.compile(
    r"RSK-(\d{1,4})\b(?:\]\[\]|\]\(\S{0,80}\))?\s*(?:to|until|through|–|—|-)\s*\[?RSK-(\d{1,4})\b"
)
_SOURCES: Final = re.compile(r"\bSRC-[\w-]*\w")
_FAR: Final = 1000
"""A range of identifiers longer than this is a slip."""
_FILE: Final = "risk management file"
# Texts and not compiled patterns: few sentences speak of the file, and fewer of what it lacks.
_HAZARD: Final = r"\b(?:hazards?|harms?|risks?(?! management)|failures?|misuse|use errors?)\b"
_ABSENT: Final = (
    r"\b(?:has no entry|does not (?:appear|figure|stand)|(?:is|are|was|were) (?:missing|absent|"
    r"not (?:yet )?(?:listed|contained|recorded|covered|named|included|entered|part)))"
    rf"[^.;]{{0,20}} (?:in|of|from|by) the {_FILE}"
    rf"|\bthe {_FILE}(?: \[[\w-]+\]\[\])? "
    r"(?:lacks|omits|does not (?:hold|have|contain|name|list|cover|include|mention|know|address))"
)
_DENIED: Final = r"\b(?:no|none|neither|never|nor|nothing|whether|without|if|would)\b"


def absent_hazards(examination: Examination) -> Iterator[Diagnostic]:
    """Sentences that tell of a hazard, and that the risk management file does not hold it."""
    for chapter, sentence, text in sentences_of_report(examination.dossier.chapters, (_FILE,)):
        if _says_absent(text):
            said = shortened(sentence.text)
            message = f"a hazard is told here that the risk management file lacks: “{said}”"
            yield rules.HAZARD_WITHOUT_RISK.at(chapter.at(sentence.start), message, subject=chapter.path)


def _says_absent(text: str) -> bool:
    if re.search(_ABSENT, text) is None or re.search(_HAZARD, text) is None:
        return False
    return re.search(_DENIED, text.replace("has no entry", "")) is None


def sources_beside_risks(dossier: Dossier) -> frozenset[str]:
    """Sources named in a paragraph that also names a risk."""
    return frozenset(
        name
        for chapter in dossier.chapters
        if chapter.is_report
        for block in paragraphs(chapter)
        if _RISK.search(block.text)
        for name in _SOURCES.findall(block.text)
    )


def risks_named(chapters: Iterable[Chapter]) -> frozenset[str]:
    """Risks named in prose; `RSK-1 to RSK-7` names seven."""
    found: set[str] = set()
    for chapter in chapters:
        found.update(_RISK.findall(chapter.prose))
        for first, last in _RANGE.findall(chapter.prose):
            if int(last) - int(first) < _FAR:
                found.update(f"RSK-{number}" for number in range(int(first), int(last) + 1))
    return frozenset(found)
