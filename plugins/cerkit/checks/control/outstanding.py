"""Sentences that call outstanding what the records hold as done: papers, signatures, reports, surveillance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.control import rules
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.examination import Examination
from cerkit.model.wording import sentences_of_report

_OBTAINED: Final = (
    r"(?:obtained|supplied|submitted|collected|provided|added|delivered|signed|dated|updated|evaluated|analysed|"
    r"analyzed|assessed|reviewed|classified|finali[sz]ed|completed|received|renewed|included|considered|issued)"
)
_OPEN: Final = re.compile(
    rf"\b(?:not|never) (?:yet )?(?:been )?(?:yet )?{_OBTAINED}\b"
    r"|\bnot (?:yet )?(?:at hand|available|to hand|in place|final|there|complete)\b"
    rf"|\b(?:still )?to be {_OBTAINED}\b"
    rf"|\b(?:will|shall) (?:only )?(?:be {_OBTAINED}|follow)\b(?![^.;]{{0,60}}\bnext\b)"
    r"|\b(?:is|are|was|were|remains?|still) (?:still )?(?:outstanding|pending|missing|awaited|lacking|"
    r"unsigned|undated)\b"
)
_PART: Final = re.compile(
    r"\b(?:preliminary|interim|draft|abridged|unfinished|incomplete) (?:version|form|report|state|issue)\b"
    r"|\b(?:as|in|still|only) (?:an? )?(?:draft|excerpt|synopsis)\b|\ba (?:summary|synopsis|excerpt) only\b"
)
_UNFINISHED: Final = re.compile(
    r"\breport (?:is|was|remains) (?:still |only )?(?:provisional|preliminary|unfinished|incomplete|abridged"
    r"|not yet final|an? (?:draft|excerpt|synopsis|interim \w+))\b"
)
_DENIED: Final = re.compile(
    r"\b(?:no|none|nothing|neither|nor|if|unless|until|where|whether|would|should|had|every|each|"
    r"rather than|instead|whenever)\b"
)
"""Where a sentence denies it, supposes it, or speaks of what is always so."""
_NOT_JUDGED: Final = re.compile(
    r"\bnot (?:yet )?(?:been )?(?:evaluated|analysed|analyzed|assessed|reviewed|classified|considered|included)\b"
    r"(?! (?:separately|by|as|for|here))"
    rf"|\bstill being \w+ed\b|\b(?:still to be|yet to be) {_OBTAINED}\b"
    r"|\b(?:is|are|was|were|remains?) (?:still )?(?:outstanding|pending)\b"
)
_NEEDLES: Final = (
    *("curricul", "declaration", "signature", "complaint", "incident", "surveillance", "reports received"),
    *(" report is ", " report was ", " report remains ", "doc-"),
)
_SUBJECTS: Final = (
    (
        re.compile(r"\b(?:curricul(?:um|a)(?: vitae)?|cvs?|declarations? of interests?)\b"),
        _OPEN,
        rules.EVALUATOR_PAPERS,
    ),
    (re.compile(r"\bsignatures?\b"), _OPEN, rules.REPORT_NOT_SIGNED),
    (
        re.compile(
            r"\b(?:complaints?|incidents?|reports received|surveillance(?: data| reports?)?)\b(?! (?:plan|system))"
        ),
        _NOT_JUDGED,
        rules.SURVEILLANCE_NOT_CURRENT,
    ),
    (re.compile(r"\bdoc-[a-z]"), _PART, rules.DOCUMENT_NOT_FINAL),
    (re.compile(r"\b(?:its|the|test|study|investigation) report\b"), _UNFINISHED, rules.DOCUMENT_NOT_FINAL),
)
"""What a sentence may speak of, how it is called open, and the rule that asks for it."""


def check_outstanding(examination: Examination) -> Iterator[Diagnostic]:
    """One diagnostic a sentence of an approved report."""
    dossier = examination.dossier
    if dossier.releases is None or dossier.releases.report.status != "approved":
        return
    for chapter, sentence, text in sentences_of_report(dossier.chapters, _NEEDLES):
        for subject, is_open, rule in _SUBJECTS:
            found = is_open.search(text) if subject.search(text) else None
            if found is None or _DENIED.search(text):
                continue
            message = f"“{found.group()}” is said here of what an approved report rests on"
            hint = "bring it in before the release, or say what is meant"
            yield rule.at(
                chapter.at(sentence.start),
                message,
                hint=hint,
                subject=chapter.path,
                severity=Severity.WARNING,
            )
            break
