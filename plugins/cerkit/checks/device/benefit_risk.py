"""Benefits and risks are counted, sourced, told to users and discussed in the report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.device import rates, rules
from cerkit.checks.device.hazards import absent_hazards, risks_named, sources_beside_risks
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.records.evaluation import Benefit, Risk

BENEFITS: Final = "evidence/benefits.yml"
RISKS: Final = "evidence/risks.yml"

_SIDE_EFFECTS: Final = ("UK-ER-6", "GSPR-8")
"""Requirements on side-effects: essential requirement 6 and its counterpart."""


def check_benefits(examination: Examination) -> Iterator[Diagnostic]:
    """Each benefit is quantified, and each indication has one."""
    dossier = examination.dossier
    device = dossier.device
    if device is not None and not dossier.benefits and not dossier.placed.get("benefits"):
        message = f"no benefit of {device.id} is recorded"
        yield rules.BENEFIT_NOT_QUANTIFIED.at(Place(BENEFITS), message, subject=device.id)
        return
    for at, benefit in enumerate(dossier.benefits):
        for field, problem in _unquantified(benefit, has_risks=bool(dossier.risks)):
            place = Place(BENEFITS, ("benefits", at, *field))
            yield rules.BENEFIT_NOT_QUANTIFIED.at(place, f"{benefit.id} {problem}", subject=benefit.id)
    yield from _without_benefit(dossier)


def check_risks(examination: Examination) -> Iterator[Diagnostic]:
    """Side-effects have rates, probabilities have a basis."""
    is_asked = any(
        rule.record in ("risk", "residual risk") and rule.share == 100 and "source" in rule.needs
        for rule in (asked.rule for asked in examination.policies.support)
    )
    for at, risk in enumerate(examination.dossier.risks):
        place = Place(RISKS, ("risks", at))
        has_rate = not risk.side_effect or _has_rate(examination, risk)
        if not has_rate:
            message = (
                f"{risk.id} ({risk.hazard}) is a side-effect without a rate from counted data on the device"
            )
            yield rules.SIDE_EFFECT_WITHOUT_RATE.at(place, message, subject=risk.id)
        problem = _without_basis(risk)
        if problem is not None:
            message = f'{risk.id} has its probability from "{risk.probability_basis}", which {problem}'
            yield rules.PROBABILITY_WITHOUT_BASIS.at(
                place.within("probability_basis"), message, subject=risk.id
            )
        elif not (risk.sources or is_asked or risk.side_effect or rates.is_assumed(risk.probability_basis)):
            message = f"{risk.id} names no record for its probability, and does not call it an assumption"
            yield rules.PROBABILITY_WITHOUT_BASIS.at(place, message, subject=risk.id)
        elif risk.side_effect and has_rate:
            yield from _without_frequency(risk, place.within("probability_basis"))


def _without_basis(risk: Risk) -> str | None:
    text = risk.probability_basis
    if not rates.names_basis(text) and not (rates.is_counted(text) and risk.sources):
        return "is no source"
    return "says neither on what nor by whom" if rates.is_bare_word(text) else None


def _without_frequency(risk: Risk, place: Place) -> Iterator[Diagnostic]:
    """A side-effect of which only words, or a share without its denominator, tell how often it occurs."""
    text = risk.probability_basis
    if rates.is_only_in_words(text):
        message = f"{risk.id} ({risk.hazard}) is a side-effect whose frequency is given in words only"
        yield rules.SIDE_EFFECT_WITHOUT_RATE.at(place, message, subject=risk.id)
    elif rates.is_bare_share(text):
        message = (
            f'{risk.id} ({risk.hazard}) is a side-effect whose rate is given without a denominator: "{text}"'
        )
        yield rules.SIDE_EFFECT_WITHOUT_RATE.at(place, message, subject=risk.id, severity=Severity.WARNING)


def check_safety_results(examination: Examination) -> Iterator[Diagnostic]:
    """Safety results of the device come with the number of observations."""
    aspects = {item.id: item.aspect for item in examination.dossier.endpoints}
    for facts, item in examination.trace.finding_facts.values():
        if (
            facts.relation != "under evaluation"
            or item.size is not None
            or aspects.get(item.endpoint) != "safety"
        ):
            continue
        if item.value is not None and facts.role != "rejected":
            message = f"{item.id} gives a rate on safety without the number of observations"
            place = examination.trace.place_of(item.id)
            yield rules.SIDE_EFFECT_WITHOUT_RATE.at(place, message, subject=item.id)


def check_discussed(examination: Examination) -> Iterator[Diagnostic]:
    """Each risk is named in a chapter of the report."""
    chapters = [chapter for chapter in examination.dossier.chapters if chapter.is_report]
    if not chapters:
        return
    named = risks_named(chapters)
    for at, risk in enumerate(examination.dossier.risks):
        if risk.id not in named:
            message = f"{risk.id} ({risk.hazard}) is named in no chapter of the report"
            yield rules.RISK_NOT_DISCUSSED.at(Place(RISKS, ("risks", at)), message, subject=risk.id)


def check_hazards(examination: Examination) -> Iterator[Diagnostic]:
    """Sources on safety with bad news bear on a risk."""
    dossier = examination.dossier
    yield from absent_hazards(examination)
    if not dossier.risks:
        return
    linked = {_source(name) for risk in dossier.risks for name in risk.sources}
    linked |= {_source(name) for gap in dossier.gaps for name in gap.concerns}
    left = [
        facts
        for facts in examination.trace.source_facts.values()
        if facts.id not in linked and _tells_of_hazards(facts)
    ]
    if not left:
        return
    beside = sources_beside_risks(dossier)
    for facts in left:
        if facts.id not in beside:
            message = f"{facts.id} is used for safety and is {facts.outcome}, but no risk and no gap names it"
            place = examination.trace.place_of(facts.id)
            yield rules.HAZARD_WITHOUT_RISK.at(place, message, subject=facts.id)


def _unquantified(benefit: Benefit, *, has_risks: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    if not rates.is_magnitude(benefit.magnitude):
        yield ("magnitude",), f'has the magnitude "{benefit.magnitude}", which holds no number'
    if not rates.is_probability(benefit.probability):
        what = f'has the probability "{benefit.probability}", which holds no number and no reason'
        yield ("probability",), what
    if not rates.is_duration(benefit.duration):
        yield ("duration",), f'has the duration "{benefit.duration}"'
    if not benefit.evidence:
        yield (), "names no evidence"
    if has_risks and not benefit.weighs_against:
        yield (), "is weighed against no risk"


def _without_benefit(dossier: Dossier) -> Iterator[Diagnostic]:
    if dossier.device is None or any(not benefit.indications for benefit in dossier.benefits):
        return
    served = {name for benefit in dossier.benefits for name in benefit.indications}
    indications = dossier.device.intended_use.indications
    judged = {item.target for chapter in dossier.chapters if chapter.is_report for item in chapter.references}
    for at, item in enumerate(indications):
        place = Place("evidence/device.yml", ("intended_use", "indications", at))
        if item.id not in served:
            yield rules.BENEFIT_NOT_QUANTIFIED.at(place, f"{item.id} has no benefit", subject=item.id)
        elif len(indications) > 1 and dossier.chapters and item.id not in judged:
            message = f"{item.id} is named in no chapter: benefit and risk are judged for each indication"
            yield rules.BENEFIT_NOT_QUANTIFIED.at(place, message, subject=item.id)


def _has_rate(examination: Examination, risk: Risk) -> bool:
    """Whether data on the device with a denominator are linked, or a gap says that there are too few."""
    if any(
        gap.status == "open" and (risk.id in gap.concerns and set(_SIDE_EFFECTS) & set(gap.concerns))
        for gap in examination.dossier.gaps
    ):
        return True
    facts = examination.trace.source_facts
    own = [facts[name] for link in risk.sources if (name := _source(link)) in facts]
    return any(
        source.kind in ("complaints", "vigilance", "registry")
        or any(finding.size for finding in source.findings)
        for source in own
        if source.relation in ("under evaluation", "equivalent")
    )


def _tells_of_hazards(facts: SourceFacts) -> bool:
    return (
        "safety" in facts.used_for and facts.role != "rejected" and facts.outcome in ("unfavourable", "mixed")
    )


def _source(link: str) -> str:
    """The source of a finding's identifier."""
    return link.partition(".")[0]
