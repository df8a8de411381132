"""What the intended use asks for: each thing to be shown, why, what answers it, and what is missing.

"The intended use statement drives the level of evidence needed" (MHRA page on clinical performance of software).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from cerkit.checks.coverage.category import cell_of
from cerkit.checks.coverage.support import needs_of
from cerkit.checks.texts import listed
from cerkit.model.catalogues.legal import PillarCatalogue
from cerkit.model.coverage import Coverage, Part, Reach
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.identifiers import Kind
from cerkit.model.records.device import Device
from cerkit.model.verdicts import Support

_PILLARS: Final = "n41-pillars"
_YEARLY: Final = 12
_LONGEST: Final = 60
_WHY: Final = {
    Kind.INDICATION: "MEDDEV 2.7/1 A10; MDCG 2020-1 section 3: each indication by itself",
    Kind.POPULATION: "MEDDEV 2.7/1 A10: the entire target population",
    Kind.VARIANT: "MEDDEV 2.7/1 A10: all models and settings",
    Kind.USER: "MEDDEV 2.7/1 A10 and A7.1: all intended users",
    Kind.SETTING: "MEDDEV 2.7/1 A10; MHRA page: the setting of use",
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that the intended use asks for."""

    asked: str
    why: str
    """The clause, or the reason that a policy gives."""
    answers: tuple[str, ...] = ()
    """Identifiers of the records that answer it, or what they say."""
    missing: tuple[str, ...] = ()
    """What is not answered; empty when nothing is."""


def expectations(examination: Examination) -> tuple[Expectation, ...]:
    """All of them: category, pillars, parts of the intended use, requirements, updates, then the policies' rules."""
    device = examination.dossier.device
    if device is None:
        missing = ("evidence/device.yml with the intended use",)
        return (Expectation("a device with an intended use", "MEDDEV 2.7/1 section 7 and A3", (), missing),)
    return (
        *_category(examination, device),
        *_pillars(examination),
        *_claims(examination),
        *_parts(examination),
        *_contraindications(device),
        *_requirements(examination),
        *_updates(examination),
        *_policies(examination),
    )


def missing_of(found: Iterable[Expectation]) -> int:
    """How many are not fully answered."""
    return sum(1 for item in found if item.missing)


def _category(examination: Examination, device: Device) -> Iterator[Expectation]:
    samd, cell = device.samd, cell_of(examination.dossier)
    if samd is None or cell is None:
        return
    asked = f"category {cell.category}: {samd.significance} in a {samd.situation} situation"
    wrong = () if samd.category == cell.category else (f"declared is category {samd.category}",)
    yield Expectation(asked, "IMDRF N12 section 7", (f"category {samd.category}",), wrong)


def _pillars(examination: Examination) -> Iterator[Expectation]:
    catalogue = examination.dossier.catalogues.get(_PILLARS)
    if examination.dossier.device is None or examination.dossier.device.samd is None:
        return
    for pillar in catalogue.entries if isinstance(catalogue, PillarCatalogue) else ():
        sources = [
            source
            for source in examination.trace.source_facts.values()
            if pillar.id in source.pillars
            and source.role != "rejected"
            and _counts(examination, pillar.id, source)
        ]
        missing = () if sources else (f"no source supports {pillar.id}",)
        yield Expectation(
            f"{pillar.title} ({pillar.id})",
            "IMDRF N41 section 6",
            tuple(item.id for item in sources),
            missing,
        )


def _counts(examination: Examination, pillar: str, source: SourceFacts) -> bool:
    """The association may rest on the literature; the two validations are of the device itself."""
    return pillar == "N41-VCA" or examination.trace.is_admissible(source)


def _claims(examination: Examination) -> Iterator[Expectation]:
    trace = examination.trace
    for claim in trace.dossier.claims:
        if claim.status != "active":
            continue
        support = trace.support_of(claim) if claim.decided_by else Support.WITHOUT
        holds = support in (Support.SUPPORTED, Support.WITH_LIMITS)
        said = (*claim.decided_by, str(support)) if holds else claim.decided_by
        missing = () if holds else (str(support),)
        yield Expectation(f"{claim.id}: {claim.wording}", "MEDDEV 2.7/1 sections 6.1 and 10.2", said, missing)


def _parts(examination: Examination) -> Iterator[Expectation]:
    coverage = Coverage(examination.trace)
    reaches: dict[str, list[Reach]] = {}
    for claim in coverage.claims:
        for reach in coverage.of(claim):
            reaches.setdefault(reach.part.id, []).append(reach)
    unclaimed = {part.id for part in coverage.unclaimed()}
    for part in coverage.parts:
        found = reaches.get(part.id, [])
        answers = dict.fromkeys(name for reach in found for name in reach.evidence)
        gaps = coverage.gaps_on(part)
        missing = [] if gaps else list(_lacking(part, found, unclaimed))
        said = (*answers, *(f"declared gap {gap}" for gap in gaps))
        yield Expectation(f"{part.kind} {part.id}: {part.text}", _WHY[part.kind], said, tuple(missing))


def _lacking(part: Part, found: list[Reach], unclaimed: set[str]) -> Iterator[str]:
    empty = [reach.claim for reach in found if reach.state == "no evidence"]
    if part.id in unclaimed:
        yield "no active claim is made for it"
    elif empty:
        yield f"evidence for {listed(empty)}"
    elif not found:
        yield "no claim that is made for it is decided"


def _contraindications(device: Device) -> Iterator[Expectation]:
    for item in device.intended_use.contraindications:
        missing = () if item.ifu_sections else ("section of the instructions for use",)
        asked = f"contraindication {item.id}: {item.text}"
        yield Expectation(asked, "MEDDEV 2.7/1 A7.2 a", item.ifu_sections, missing)


def _requirements(examination: Examination) -> Iterator[Expectation]:
    assessed = examination.dossier.requirements
    for item in assessed.requirements if assessed else ():
        if item.applicable and item.clinical:
            concluded = (item.conclusion.statement,) if item.conclusion else ()
            missing = () if item.conclusion else ("conclusion",)
            why = f"MEDDEV 2.7/1 A7 and A10: {' '.join(item.reason.split())}"
            yield Expectation(f"requirement {item.id}", why, (*concluded, *item.evidence), missing)


def _updates(examination: Examination) -> Iterator[Expectation]:
    """MEDDEV 6.2.3: at least yearly with significant risks or where not well established, else two to five years."""
    plan = examination.dossier.plan
    is_yearly = plan is None or plan.significant_risks or not plan.well_established
    longest = _YEARLY if is_yearly else _LONGEST
    asked = f"update of the evaluation at least every {longest} months"
    why = "MEDDEV 2.7/1 section 6.2.3"
    if plan is None:
        yield Expectation(asked, why, (), ("clinical evaluation plan",))
        return
    answers = (f"every {plan.update_interval_months} months", f"next on {plan.next_evaluation}")
    missing: list[str] = []
    if plan.update_interval_months > longest:
        missing.append(f"an interval of at most {longest} months")
    if plan.next_evaluation < examination.on:
        missing.append(f"the evaluation that was due on {plan.next_evaluation}")
    yield Expectation(asked, why, answers, tuple(missing))


def _policies(examination: Examination) -> Iterator[Expectation]:
    """Needs of the policies; those on pillars stand above already."""
    for need in needs_of(examination):
        if need.text.startswith("N41-"):
            continue
        share = f", {need.rule.share} % of them" if need.rule.share < 100 else ""
        asked = f"{need.kind}: {need.text}{share}"
        why = f"{need.asked_by}: {' '.join(need.rule.reason.split())}"
        yield Expectation(asked, why, need.having, () if need.is_met else need.lacking)
