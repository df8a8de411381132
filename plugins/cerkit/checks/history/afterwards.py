"""Sentences that tell of a criterion chosen or moved when the results were known (D03)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.history import rules
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.examination import Examination
from cerkit.model.wording import sentences_of_report

_RESULTS: Final = (
    r"(?:results?|findings?|data|outcomes?|values?|figures|unblinding|unmasking|data lock|analysis)"
)
_NEEDLES: Final = (
    *(
        "after ",
        "once ",
        "when the",
        "as soon as",
        "following the",
        "light of",
        "view of",
        "knowledge of",
        "basis of",
    ),
    *(
        "based on",
        "according to the",
        "from the result",
        "from the data",
        "so that ",
        "post hoc",
        "retrospectively",
    ),
)
_CRITERION: Final = re.compile(
    r"\b(?:acceptance )?(?:criteri(?:on|a)|(?:acceptance |lower |upper )?limits?|thresholds?|targets?|value)\b|\bac-\d"
)
_CHOSEN: Final = re.compile(
    r"\b(?:lowered|raised|relaxed|tightened|adjusted|adapted|replaced|moved|changed|corrected|set|chosen|fixed|defined|"
    r"selected|determined|derived|written down|formulated)\b"
)
_AFTER: Final = re.compile(
    rf"\b(?:after|once|when|as soon as|following|in (?:the )?(?:light|view|knowledge) of|on the basis of|based on|from|"
    rf"according to) (?:the |these |its |our |all )?(?:first |final |observed |measured |own )?{_RESULTS}\b"
    r"(?! (?:of|in|from|by) (?!(?:the (?:investigation|study|test|sub-study)|our|this|its)\b))"
    r"|\bso that (?:the |these |its |our |all )?(?:results?|data|device|findings?|software)\b[^.;]{0,60}"
    r"\b(?:satisf\w+|meets?|met|pass\w*|reach\w*|fulfil\w*|clears?)\b"
    r"|\b(?:after|once|when) the (?:investigation|study|data ?base) (?:had been|has been|was|were) (?:already )?"
    r"(?:reported|finished|completed|unmasked|unblinded|analysed|evaluated|closed|locked|over)\b"
    r"|\bpost hoc\b|\bretrospectively\b"
)
_OTHERWISE: Final = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|before|beforehand|in advance|would|could|if|unless|whether|"
    r"literature|published|publications?|benchmarks?|review|trial|software|operating point|camera|plan)\b|@src-"
)
"""Where a sentence denies it, supposes it, or speaks of another study and its limits."""


def check_afterwards(examination: Examination) -> Iterator[Diagnostic]:
    """Only where a criterion is recorded at all."""
    if not examination.dossier.criteria:
        return
    for chapter, sentence, text in sentences_of_report(examination.dossier.chapters, _NEEDLES):
        subject = _CRITERION.search(text)
        chosen = _CHOSEN.search(text) if subject else None
        found = _AFTER.search(text) if chosen else None
        if found is None or _OTHERWISE.search(text[: found.start()] + text[found.end() :]):
            continue
        message = f"a criterion is said here to have been chosen “{found.group()}”"
        hint = "fix the criterion before the results; where something else is meant, say what"
        yield rules.FIXED_AFTER_RESULTS.at(
            chapter.at(sentence.start),
            message,
            hint=hint,
            subject=chapter.path,
            severity=Severity.WARNING,
        )
