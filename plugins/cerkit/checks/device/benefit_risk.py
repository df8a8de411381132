"""Benefits and risks are counted, sourced, told to users and discussed in the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cerkit.checks.device import rules
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.records.evaluation import Benefit, Risk
from cerkit.model.wording import paragraphs

BENEFITS: Final = "evidence/benefits.yml"
RISKS: Final = "evidence/risks.yml"

_NUMBER: Final = re.compile(
    r"(?<![\w.-])\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|third|quarter|twice|double|none|every|each|all)\b",
    re.IGNORECASE,
)
_FINDING: Final = re.compile(r"\bSRC-[\w-]+\.[\w-]+")
_WORD: Final = re.compile(r"[^\W_]{2,}")
_PLACEHOLDER: Final = re.compile(
    r"\W*(?:n/?a|none|unknown|unclear|variable|long|short|tbd|tbc|todo|"
    r"not (?:known|stated|applicable|assessed|determined)|"
    r"to be (?:determined|defined|added|assessed))\W*",
    re.IGNORECASE,
)
_BASIS: Final = re.compile(
    r"literature|publi|stud(?:y|ies)|investigation|trial|\btest|surveillance|\bPMS\b|complaint|vigilance|regist|incident|"
    r"routine|usability|evaluation|database|assum|estimat|expert|judge?ment|report|sample|experience|simulat|verification|"
    r"validation|field data|market|SRC-|analysis",
    re.IGNORECASE,
)
_ASSUMED: Final = re.compile(r"assum|expert|judge?ment|estimat|conservativ|worst case", re.IGNORECASE)
_NAMED: Final = re.compile(
    r"\b[A-Z]{2,}-[\w-]+(?:\.[\w-]+)?|\b(?:section|table|type|version) \d[\d.]*", re.IGNORECASE
)
_COUNT: Final = re.compile(
    r"\d|\b(?:no|none|zero|nil|never|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|twenty|"
    r"thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|third|quarter|twice)\b",
    re.IGNORECASE,
)
"""A number in digits or words; that nothing was seen is a number too."""
_COUNTED: Final = re.compile(
    r"\b(?:\d[\d,. ]*|none|no|one|two|three)\s+(?:\w+\s+){0,3}(?:of|in|per)\s+\d", re.IGNORECASE
)
_SHARE: Final = re.compile(r"\b\d+(?:\.\d+)? ?(?:%|per ?cent\b)")
_NAMED_NUMBER: Final = re.compile(
    r"\b(?:section|table|type|version|chapter|annex|page|year|since|in) \d[\d.]*", re.IGNORECASE
)
_DENOMINATOR: Final = re.compile(
    r"\b(?:of|in|per|among|n ?=|from) ?(?:the |all |about )?\d|\b\d[\d,. ]*\d\b|\b\d+ \w+"
)
# Without a word boundary in front the search leaps from one "RSK-" to the next.
_RISK: Final = re.compile(r"RSK-[\w.-]*\w")
_RANGE: Final = re.compile(
    r"RSK-(\d{1,4})\b(?:\]\[\]|\]\(\S{0,80}\))?\s*(?:to|until|through|–|—|-)\s*\[?RSK-(\d{1,4})\b"
)
_SIDE_EFFECTS: Final = ("UK-ER-6", "GSPR-8")
"""Requirements on side-effects: essential requirement 6 and its counterpart."""
_SAYS: Final = 3
"""Words below which a basis names no source, whatever the word: "Estimated.", "Expert judgement"."""
_ENOUGH: Final = 6
"""Words from which on a text can be a reason in place of a number."""
_FAR: Final = 1000
"""A range of identifiers longer than this is a slip."""


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
    dossier = examination.dossier
    is_asked = any(
        rule.record in ("risk", "residual risk") and rule.share == 100 and "source" in rule.needs
        for rule in (asked.rule for asked in examination.policies.support)
    )
    for at, risk in enumerate(dossier.risks):
        place = Place(RISKS, ("risks", at))
        if risk.side_effect and not _has_rate(examination, risk):
            message = (
                f"{risk.id} ({risk.hazard}) is a side-effect without a rate from counted data on the device"
            )
            yield rules.SIDE_EFFECT_WITHOUT_RATE.at(place, message, subject=risk.id)
        text = risk.probability_basis
        if not _BASIS.search(text) and not (_COUNTED.search(text) and risk.sources):
            message = f'{risk.id} has its probability from "{text}", which is no source'
            yield rules.PROBABILITY_WITHOUT_BASIS.at(
                place.within("probability_basis"), message, subject=risk.id
            )
        elif len(_WORD.findall(text)) < _SAYS and not _NUMBER.search(text):
            message = f'{risk.id} has its probability from "{text}", which says neither on what nor by whom'
            yield rules.PROBABILITY_WITHOUT_BASIS.at(
                place.within("probability_basis"), message, subject=risk.id
            )
        elif not risk.sources and not is_asked and not _ASSUMED.search(text) and not risk.side_effect:
            message = f"{risk.id} names no record for its probability, and does not call it an assumption"
            yield rules.PROBABILITY_WITHOUT_BASIS.at(place, message, subject=risk.id)
        elif risk.side_effect and _only_in_words(text) and _has_rate(examination, risk):
            message = f"{risk.id} ({risk.hazard}) is a side-effect whose frequency is given in words only"
            yield rules.SIDE_EFFECT_WITHOUT_RATE.at(
                place.within("probability_basis"), message, subject=risk.id
            )
        elif risk.side_effect and _is_bare_share(text) and _has_rate(examination, risk):
            message = f'{risk.id} ({risk.hazard}) is a side-effect whose rate is given without a denominator: "{text}"'
            yield rules.SIDE_EFFECT_WITHOUT_RATE.at(
                place.within("probability_basis"), message, subject=risk.id, severity=Severity.WARNING
            )


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
    named = _named_risks(chapters)
    for at, risk in enumerate(examination.dossier.risks):
        if risk.id not in named:
            message = f"{risk.id} ({risk.hazard}) is named in no chapter of the report"
            yield rules.RISK_NOT_DISCUSSED.at(Place(RISKS, ("risks", at)), message, subject=risk.id)


def check_hazards(examination: Examination) -> Iterator[Diagnostic]:
    """Sources on safety with bad news bear on a risk."""
    dossier = examination.dossier
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
    beside = _cited_beside_risks(dossier)
    for facts in left:
        if facts.id not in beside:
            message = f"{facts.id} is used for safety and is {facts.outcome}, but no risk and no gap names it"
            place = examination.trace.place_of(facts.id)
            yield rules.HAZARD_WITHOUT_RISK.at(place, message, subject=facts.id)


def _unquantified(benefit: Benefit, *, has_risks: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    if not (_NUMBER.search(benefit.magnitude) or _FINDING.search(benefit.magnitude)):
        yield ("magnitude",), f'has the magnitude "{benefit.magnitude}", which holds no number'
    is_number = _NUMBER.search(benefit.probability) or _FINDING.search(benefit.probability)
    if not is_number and len(_WORD.findall(benefit.probability)) < _ENOUGH:
        yield (
            ("probability",),
            f'has the probability "{benefit.probability}", which holds no number and no reason',
        )
    if _PLACEHOLDER.fullmatch(benefit.duration):
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


def _only_in_words(text: str) -> bool:
    """Whether a basis holds no number, no result and not even that nothing was seen."""
    return not (_COUNT.search(_NAMED.sub(" ", text)) or _FINDING.search(text))


def _is_bare_share(text: str) -> bool:
    """Whether a basis gives a percentage, and neither counts nor a record that would hold them."""
    if _FINDING.search(text) or _SHARE.search(text) is None:
        return False
    rest = _SHARE.sub(" ", _NAMED_NUMBER.sub(" ", text))
    return "SRC-" not in text and not _DENOMINATOR.search(rest)


def _tells_of_hazards(facts: SourceFacts) -> bool:
    return (
        "safety" in facts.used_for and facts.role != "rejected" and facts.outcome in ("unfavourable", "mixed")
    )


def _cited_beside_risks(dossier: Dossier) -> frozenset[str]:
    """Sources named in a paragraph that also names a risk."""
    return frozenset(
        name
        for chapter in dossier.chapters
        if chapter.is_report
        for block in paragraphs(chapter)
        if _RISK.search(block.text)
        for name in _SOURCES.findall(block.text)
    )


_SOURCES: Final = re.compile(r"\bSRC-[\w-]*\w")


def _named_risks(chapters: Iterable[Chapter]) -> frozenset[str]:
    """Risks named in prose; `RSK-1 to RSK-7` names seven."""
    found: set[str] = set()
    for chapter in chapters:
        found.update(_RISK.findall(chapter.prose))
        for first, last in _RANGE.findall(chapter.prose):
            if int(last) - int(first) < _FAR:
                found.update(f"RSK-{number}" for number in range(int(first), int(last) + 1))
    return frozenset(found)


def _source(link: str) -> str:
    """The source of a finding's identifier."""
    return link.partition(".")[0]
