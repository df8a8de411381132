"""Whether what speaks against the device was looked for, and not put aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from cerkit.checks.literature import selection_rules as rules
from cerkit.checks.literature.searches import PROTOCOL
from cerkit.checks.literature.words import content_words, says_nothing
from cerkit.checks.texts import shortened
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.screening import all_decisions, stages

_FEW: Final = 3
"""Fewer sources than this need not hold an unfavourable one."""
_MANY: Final = 10
"""Among so many, mixed results alone are a surprise."""
_RESULT: Final = re.compile(
    r"\b(?:results?|findings?|sensitivity|specificity|accuracy|rates?|values?|data|outcomes?|performance|conclusions?|"
    r"figures?|it|study)\b[^.;]{0,40}\b(?:"
    r"(?:not|hardly) (?:in line|in keeping|consistent|agree\w*|confirm\w*|support\w*|match\w*|fit\w*|favourable)"
    r"|inconsistent|unsupportive|contradict\w*|conflict\w* with|at odds|out of line|outl(?:ier|ying)|deviat\w*|"
    r"differ\w* from|diverge\w*|disagree\w*|implausib\w*|unfavourable|negative|disappointing|"
    r"(?:too|unusually|much|so|unexpectedly|surprisingly|strikingly|remarkably|"
    r"exceptionally) (?:low|high|poor|bad)|(?:worse|lower|poorer|higher) than"
    r"|(?:far|well|clearly|much|markedly) (?:below|above)"
    r"|(?:not|hardly) (?:reflect|represent|correspond|match)\w*|artefact\w*|artifact\w*|distort\w*|skew\w*|mislead\w*)"
    r"|\b(?:outlier|unfavourable|negative|contradict\w*|conflicting|deviating|inconsistent|implausible) "
    r"(?:results?|findings?|outcomes?|data|study|conclusions?)\b|\boutlier\b",
    re.IGNORECASE,
)
"""A rejection that speaks of what was found."""
_UNWELCOME: Final = re.compile(
    r"\b(?:weaken|harm|hurt|undermin|damag|contradict|embarrass|spoil|jeopardi[sz]|endanger|threaten|discredit|"
    r"(?:speaks?|counts?|goes|argues?) against|(?:not|hardly) (?:help|support|favour|fit)|unhelpful (?:to|for)|"
    r"inconvenient (?:to|for)|(?:bad|unfavourable|awkward|negative) for)\w*(?: \w+)?? (?:the|our|its|this|my) (?:own )?"
    r"(?:clinical |benefit-risk |main )?(?:case|claims?|argument\w*|conclusions?|message|story|position|benchmarks?|"
    r"criteri\w+|product|device|submission|report|evaluation)\b"
    r"|\b(?:give|giving|create|creating|convey|leave|paint|cast)\w* (?:\w+ ){0,2}(?:a|an|the) (?:\w+ )?"
    r"(?:wrong|false|bad|poor|negative|misleading|unfavourable|unfair) (?:impression|picture|image|light|view)\b",
    re.IGNORECASE,
)
"""A reason that speaks of what a result would do to the device; no method excuses it."""
_POOR: Final = re.compile(
    r"\b(?:poor|bad|low|weak|disappointing|inferior|unfavourable|negative|unsatisfactory|worse|lower|poorer) "
    r"(?:\w+ )?(?:accuracy|sensitivity|specificity|results?|performance|outcomes?|findings|figures|values)\b"
    r"|\b(?:results?|accuracy|sensitivity|specificity|performance|outcomes?|findings|figures|values) "
    r"(?:is|are|was|were|being|seems?|looks?)?(?: \w+)? ?(?:poor|bad|low|weak|disappointing|inferior|unsatisfactory)\b",
    re.IGNORECASE,
)
"""A result that is called poor."""
_METHOD: Final = re.compile(
    r"method\w*|\bbias\w*|design|sampl\w*|blind\w*|reference|standard\b|population|patients|people|retract\w*|\bdevice|"
    r"version|camera|setting|duplicate|same (?:data|study)|full[- ]text|abstract|follow-?up|confound\w*|relevan\w*|"
    r"ungrad\w*|quality|threshold|training|indication|endpoint|software|system|product|unit|withdr\w*|protocol|"
    r"exclu\w*|missing|incomplete|not reported|denominator|interval|imprecis\w*|selection|control|verif\w*|purpose|"
    r"obsolete|outdated|older|error|mistake|grad(?:er|ing)|definition|analys\w*|technolog\w*|modality|language",
    re.IGNORECASE,
)
"""What a rejection may rest on: how the work was done, what it was done with, and whom it is about."""
_COMPARED: Final = re.compile(
    r"\b(?:than|against|with|to|of|reflect|represent) (?:the |that of |those of )?(?:\w+ ){0,2}"
    r"(?:modern|current|present|contemporary|today's|recent|our|own|most|the remaining) (?:\w+ ){0,2}"
    r"(?:software|systems?|devices?|products?|publications?|studies|data|evidence|experience)\b",
    re.IGNORECASE,
)
"""What a result is held against: a device that is named there is not the one that was studied."""
_FITS_ANY: Final = """
    add added adding additional adds after analysis applicable assessed assessment author authors benefit
    clinical concluded considerations considered content contribute contributed contributes contribution
    criteria criterion deemed determined device did discussed discussion does evaluation evaluator evaluators
    exclude exclusion expert experts felt fulfil fulfilled fulfills further helpful inclusion information
    informative judged judgement manufacturer meaningful meet meeting meets met new nothing objective objectives
    opinion performance pertinent present purpose purposes question questions regarded rejected reviewer
    reviewers safety satisfied satisfy screening selected selection significance significant sort subject superseded
    task
    topic under valuable value
"""
"""Words with which a rejection judges and names no flaw."""
_LONGEST: Final = 2000
"""Letters of a reason that are looked at."""
_OUTSIDE: Final = frozenset({"guideline"})
"""Kinds that report no result of their own."""


def check_balance(examination: Examination) -> Iterator[Diagnostic]:
    """No unfavourable source, or one that was rejected with a reason that fits anything."""
    rows = [row for row in examination.trace.source_facts.values() if row.kind not in _OUTSIDE]
    rejected = [row for row in rows if row.role == "rejected" and row.outcome in ("unfavourable", "mixed")]
    for row in rejected:
        yield from _on_rejected(examination, row)
    counts = Counter(row.outcome for row in rows if row.role != "rejected")
    total = sum(counts.values())
    is_one_sided = not counts["unfavourable"] and ((not counts["mixed"] and total >= _FEW) or total >= _MANY)
    if (
        is_one_sided
        and not rejected
        and not any(name.startswith("SRC-") for name in examination.dossier.broken)
    ):
        message = (
            f"of {total} sources none is unfavourable ({counts['favourable']} favourable, {counts['mixed']} mixed, "
            f"{counts['neutral']} neutral)"
        )
        place = Place(PROTOCOL) if examination.dossier.protocol else Place("evidence/plan.yml")
        yield rules.NO_UNFAVOURABLE.at(place, message, subject=place.path)


def check_benchmarks(examination: Examination) -> Iterator[Diagnostic]:
    """Benchmarks that leave out every unfavourable source on their endpoint."""
    trace = examination.trace
    against: dict[str, set[str]] = {}
    for source, finding in trace.finding_facts.values():
        if source.outcome == "unfavourable" and source.role != "rejected":
            against.setdefault(finding.endpoint, set()).add(source.id)
    for benchmark in trace.dossier.benchmarks:
        left_out = against.get(benchmark.endpoint, set())
        names = {name.partition(".")[0] for name in benchmark.rests_on}
        rows = [trace.source_facts[name] for name in names if name in trace.source_facts]
        is_told = any(row.outcome == "unfavourable" for row in rows) or any(
            name in benchmark.derivation for name in left_out
        )
        if len(rows) >= _FEW and len(left_out) > 1 and not is_told:
            listed = ", ".join(sorted(left_out)[:4])
            message = (
                f"{benchmark.id} rests on {len(rows)} sources and on none of the {len(left_out)} that are "
                f"unfavourable on {benchmark.endpoint} ({listed})"
            )
            hint = "let it rest on them too, or say in `derivation` why they do not count"
            place = trace.place_of(benchmark.id, "rests_on")
            yield rules.NO_UNFAVOURABLE.at(place, message, hint=hint, subject=benchmark.id)


def _on_rejected(examination: Examination, row: SourceFacts) -> Iterator[Diagnostic]:
    source = examination.trace.source(row.id)
    if source is None or source.appraisal is None or source.retracted:
        return
    place = examination.trace.place_of(row.id, "appraisal")
    reason = source.appraisal.reason
    if says_nothing(reason, beside=(_FITS_ANY,)) or len(content_words(reason)) < 3:
        message = (
            f"{row.id} is {row.outcome} and was rejected for a reason that fits anything: “{reason.strip()}”"
        )
        yield rules.NO_UNFAVOURABLE.at(place.within("reason"), message, subject=row.id)
    elif rests_on_result(reason):
        message = (
            f"{row.id} is {row.outcome} and was rejected for what it found, not for how it was done or whom it is "
            f"about: “{' '.join(reason.split())}”"
        )
        yield rules.NO_UNFAVOURABLE.at(place.within("reason"), message, subject=row.id)
    elif not row.flaws and row.validity == "high" and row.relevance != "low":
        grades = f"its validity is high and its relevance {row.relevance}"
        message = f"{row.id} is {row.outcome} and was rejected, though {grades}"
        yield rules.NO_UNFAVOURABLE.at(place.within("role"), message, subject=row.id)


def rests_on_result(reason: str) -> bool:
    """Whether a rejection speaks of what was found and of nothing that would make a finding weak."""
    text = reason[:_LONGEST]
    if _UNWELCOME.search(text):
        return True
    speaks = _RESULT.search(text) or _POOR.search(text)
    return speaks is not None and not _METHOD.search(_COMPARED.sub(" ", text))


def check_exclusions_for_results(examination: Examination) -> Iterator[Diagnostic]:
    """Reports excluded after reading, and reasons of the protocol, that speak of what was found."""
    protocol = examination.dossier.protocol
    for key, reason in protocol.exclusion.items() if protocol else ():
        if rests_on_result(reason):
            message = f"the exclusion reason {key} rests on what a report found: “{shortened(reason)}”"
            yield rules.NO_UNFAVOURABLE.at(Place(PROTOCOL, ("exclusion", key)), message, subject=PROTOCOL)
    for stage in stages(examination.dossier).values():
        for reviewer, key, decision in all_decisions(stage):
            if decision.decision == "exclude" and decision.note and rests_on_result(decision.note):
                place = stage.places[reviewer].within(key)
                message = (
                    f"{key} was excluded, and the note speaks of what it found: “{shortened(decision.note)}”"
                )
                yield rules.NO_UNFAVOURABLE.at(place.within("note"), message, subject=place.path)
