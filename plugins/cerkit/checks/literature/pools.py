"""Sources in one synthesis that report on the same people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cerkit.checks.literature import selection_rules as rules
from cerkit.checks.literature.overlaps import are_tied, tags_of
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.records.review import Synthesis
from cerkit.model.trace import Trace

_FEWEST_PEOPLE: Final = 50
"""Numbers below this are equal by chance."""


def check_pooled(examination: Examination) -> Iterator[Diagnostic]:
    """Sources of one synthesis that are tied to the same people."""
    trace = examination.trace
    for synthesis in trace.dossier.syntheses:
        members: dict[str, int] = {}
        for position, finding in enumerate(synthesis.findings):
            if finding in trace.finding_facts:
                members.setdefault(trace.finding_facts[finding][0].id, position)
        first: dict[str, str] = {}
        told: set[str] = set()
        for name, position in members.items():
            row = trace.source_facts[name]
            same = _tied_before(row, first)
            for tag in tags_of(row):
                first.setdefault(tag, name)
            if same is not None:
                told.add(name)
                yield _pooled(
                    trace, synthesis, position, f"{name} and {same}, which report on the same people"
                )
        yield from _same_results(trace, synthesis, told)
        yield from _same_numbers(trace, synthesis, tuple(members), told)


def _same_results(trace: Trace, synthesis: Synthesis, told: set[str]) -> Iterator[Diagnostic]:
    """Subgroups beside the whole, and equal counts in two sources: nobody counts 173 of 198 twice by chance."""
    whole: dict[str, str] = {}
    counts: dict[tuple[int, int], str] = {}
    for position, name in enumerate(synthesis.findings):
        if name not in trace.finding_facts:
            continue
        source, facts = trace.finding_facts[name]
        if source.id in told:
            continue
        other = whole.setdefault(source.id, name)
        if other != name and (facts.subgroup or trace.finding_facts[other][1].subgroup):
            yield _pooled(
                trace, synthesis, position, f"{name} and {other}, one of them a subgroup of the other"
            )
            continue
        events, size = facts.events, facts.size
        if events is not None and size is not None and size >= _FEWEST_PEOPLE:
            other = counts.setdefault((events, size), name)
            if other.partition(".")[0] != source.id:
                same = f"{name} and {other}, both {events} of {size}"
                yield _pooled(trace, synthesis, position, same)


def _pooled(trace: Trace, synthesis: Synthesis, position: int, what: str) -> Diagnostic:
    place = trace.place_of(synthesis.id, "findings", position)
    return rules.POOLED_TWICE.at(place, f"{synthesis.id} pools {what}", subject=synthesis.id)


def _tied_before(row: SourceFacts, first: dict[str, str]) -> str | None:
    return next((first[tag] for tag in tags_of(row) if tag in first), None)


def _same_numbers(
    trace: Trace, synthesis: Synthesis, members: Sequence[str], told: set[str]
) -> Iterator[Diagnostic]:
    """Sources on one device that count as many people: an official summary beside the publication."""
    seen: dict[tuple[str, int], str] = {}
    for name in members:
        source = trace.source_facts[name]
        if source.device_name is None or name in told:
            continue
        device = source.device_name.casefold()
        numbers = _numbers(source)
        first = next((seen[device, count] for count in sorted(numbers) if (device, count) in seen), None)
        for count in numbers:
            seen.setdefault((device, count), name)
        if first is not None and not are_tied(trace.source_facts[first], source):
            message = f"{synthesis.id} pools {name} and {first}, which count as many people with {source.device_name}"
            place = trace.place_of(synthesis.id, "findings")
            yield rules.SAME_PEOPLE.at(place, message, subject=synthesis.id)


def _numbers(source: SourceFacts) -> set[int]:
    counted = (finding.size for finding in source.findings if finding.size is not None)
    return {count for count in (*counted, *source.sizes) if count >= _FEWEST_PEOPLE}
