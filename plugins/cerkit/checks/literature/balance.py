"""Whether what speaks against the device was looked for, and not put aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from cerkit.checks.literature import selection_rules as rules
from cerkit.checks.literature.reasons import rests_on_result
from cerkit.checks.literature.review_in_words import studies_left_out
from cerkit.checks.literature.searches import PROTOCOL, are_sources_broken
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
    if is_one_sided and not rejected and not are_sources_broken(examination):
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


def check_exclusions_for_results(examination: Examination) -> Iterator[Diagnostic]:
    """Reports excluded after reading, reasons of the protocol, and pages, that speak of what was found."""
    yield from studies_left_out(examination)
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
