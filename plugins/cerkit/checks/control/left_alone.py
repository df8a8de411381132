"""Sentences that say that nothing follows a gap for which the record names an activity (D56)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.control import rules
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.examination import Examination
from cerkit.model.wording import sentences_with

_GAP: Final = re.compile(r"\bgap-\w[\w-]*")
_CLAUSE: Final = re.compile(r"[;:]\s|,? (?:and|but|while|whereas) ")
_NOTHING: Final = re.compile(
    r"\b(?:no|neither|nor|without)\b(?: \w+){0,2} (?:activit\w+|stud(?:y|ies)|follow-?up|measures?|investigations?)\b"
    r"|\bnothing\b[^.]{0,40}\b(?:planned|done|follows?|foreseen|started)\b"
    r"|\b(?:is|was|will be|are) (?:not|never|no longer) (?:\w+ )?(?:followed|pursued|addressed|studied|investigated)\b"
)
_BEYOND: Final = re.compile(
    r"\b(?:further|other|additional|more|second|another|beyond|besides|beside|apart|except|until|before|had|would|if|"
    r"formerly|than|alone|yet)\b|\bpmcf-"
)


def check_left_alone(examination: Examination) -> Iterator[Diagnostic]:
    """Clause by clause, as a sentence may tell of several gaps."""
    followed = {item.id.casefold(): item for item in examination.dossier.gaps if item.followed_by}
    for chapter in examination.dossier.chapters if followed else ():
        for sentence, text in sentences_with(chapter, ("gap-",)) if chapter.is_report else ():
            for clause in _CLAUSE.split(text):
                gaps = [followed[name] for name in _GAP.findall(clause) if name in followed]
                if gaps and _NOTHING.search(clause) and not _BEYOND.search(clause):
                    gap = gaps[0]
                    message = (
                        f"nothing is said here to follow {gap.id}, but the record names {gap.followed_by[0]}"
                    )
                    hint = "name the activity, or take it out of `followed_by` and say why none is needed"
                    place = chapter.at(sentence.start)
                    yield rules.GAP_WITHOUT_FOLLOW_UP.at(
                        place, message, hint=hint, subject=gap.id, severity=Severity.WARNING
                    )
