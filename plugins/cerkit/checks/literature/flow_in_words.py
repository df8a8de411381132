"""Counts of the flow of records that are typed in the report, against every count that the records give (D26)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from cerkit.checks.literature import selection_rules as rules
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.examination import Examination
from cerkit.model.flow_counts import told_rounds
from cerkit.model.screening import all_decisions, stages
from cerkit.model.wording import paragraphs, sentences_of

_COUNT: Final = re.compile(
    r"(?<![\w.,/-])(?P<number>\d{1,3}(?:,\d{3})+|\d{2,7}) "
    r"(?:(?:unique|new|further|other|remaining|bibliographic|such|different|potential|full-text|duplicate) ){0,2}"
    r"(?P<noun>records|titles|abstracts|references|citations|hits|duplicates|reports|full texts|articles|"
    r"(?:of (?:them|these|those|which) )?(?:were )?(?:excluded|screened|assessed|removed as duplicates))\b",
    re.IGNORECASE,
)
_OF_FLOW: Final = re.compile(
    r"\b(?:screen\w*|duplicates?|search\w*|prisma|full[- ]texts?|titles?|abstracts?|eligib\w*|databases?)\b",
    re.IGNORECASE,
)
"""Words without which nobody speaks of the flow."""
_DONE: Final = re.compile(
    r"\b(?:screened|sought|retrieved|identified|found|removed|excluded|assessed|included|kept|read|received|remained|"
    r"imported|left|duplicates|returned|yielded|produced|gave)\b",
    re.IGNORECASE,
)
_OF_OTHERS: Final = re.compile(
    r"\[[^\[\]\n]{0,200}@|\bSRC-|\b(?:about|around|roughly|some|nearly|almost|approximately|over|under|more than|"
    r"fewer than|less than|at least|would|maude|vigilance|incidents?|complaints?|patients?|participants|episodes?|"
    r"images?|users?|graders?|samples?|pilot\w*|trial|"
    r"calibrat\w*|practi[cs]e|training|"
    r"exercise|batch\w*|random\w*|each of|per|every|first \d+|a day|an hour|tried|tested|discarded)\b",
    re.IGNORECASE,
)
"""The flow of somebody else's review, a rounded number, a part of the work, and records of other things."""


def check_flow_in_words(examination: Examination) -> Iterator[Diagnostic]:
    """Sentences with a count of records or reports that is nowhere in the review; of each the first."""
    known: frozenset[int] | None = None
    for chapter in examination.dossier.chapters:
        if not chapter.is_report or _COUNT.search(chapter.prose) is None:
            continue
        for block in paragraphs(chapter):
            if block.kind not in ("text", "list") or _COUNT.search(block.text) is None:
                continue
            for sentence in sentences_of(block):
                typed = _typed(sentence.text)
                if not typed:
                    continue
                known = _counts(examination) if known is None else known
                yield from _on_sentence(chapter, sentence.start, typed, known)


def _typed(text: str) -> list[re.Match[str]]:
    if not _OF_FLOW.search(text) or not _DONE.search(text) or _OF_OTHERS.search(text):
        return []
    return list(_COUNT.finditer(text))


def _on_sentence(
    chapter: Chapter, start: int, typed: list[re.Match[str]], known: frozenset[int]
) -> Iterator[Diagnostic]:
    for match in typed:
        if known and int(match["number"].replace(",", "")) not in known:
            message = f"`{match[0]}` is no count of any round: neither flows, searches nor decisions give this number"
            hint = "let `flow_diagram` or a table print the number, or correct it"
            place = chapter.at(start + match.start())
            yield rules.FLOW_RECOUNT.at(
                place, message, hint=hint, subject=chapter.path, severity=Severity.WARNING
            )
            return


def _counts(examination: Examination) -> frozenset[int]:
    """Every number of the review: of rounds, of their sums, of searches, and of the decisions of each person."""
    dossier = examination.dossier
    found: set[int] = set()
    sums: dict[str, int] = {}
    for told in told_rounds(dossier, examination.trace.source_facts):
        for name in type(told.flow).model_fields:
            value = getattr(told.flow, name)
            if isinstance(value, Mapping):
                found.update(value.values())
                value = sum(value.values())
            if isinstance(value, int):
                found.add(value)
                sums[name] = sums.get(name, 0) + value
        flow = told.flow
        found.add(sum(flow.databases.values()) + sum(flow.registers.values()))
        found.add(flow.records_screened - flow.records_excluded)
    found.update(sums.values())
    found.add(sums.get("databases", 0) + sums.get("registers", 0))
    for search in dossier.searches:
        found.update((search.hits_received, search.hits_reported))
    for stage in stages(dossier).values():
        found.add(len(stage.keys))
        decided: dict[tuple[str, str], int] = {}
        for reviewer, _key, decision in all_decisions(stage):
            for name in (decision.decision, decision.reason or "", ""):
                decided[reviewer, name] = decided.get((reviewer, name), 0) + 1
        found.update(decided.values())
    return frozenset(found)
