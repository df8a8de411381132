"""Requirements: which need clinical data (D07), and what is concluded on them (D48)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cerkit.checks.coverage import rules
from cerkit.checks.coverage.planned import planned_clinical
from cerkit.checks.texts import listed, says_nothing
from cerkit.model.catalogues.legal import Requirement, RequirementCatalogue
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.records.evaluation import RequirementAssessment, Requirements
from cerkit.model.trace import Trace
from cerkit.model.verdicts import Support

_PATH = "evidence/requirements.yml"


def check_requirements(examination: Examination) -> Iterator[Diagnostic]:
    """Catalogue by catalogue what is not assessed, then assessment by assessment what cannot be so."""
    dossier = examination.dossier
    assessed = dossier.requirements
    if assessed is None or not assessed.catalogues:
        if dossier.device is not None and not any(name.startswith("UK-ER-") for name in dossier.broken):
            message = "no catalogue of requirements is assessed"
            hint = "name the catalogues that apply in evidence/requirements.yml, for example uk-mdr-2002-er"
            yield rules.REQUIREMENT_NOT_SCOPED.at(Place(_PATH), message, hint=hint, subject=_PATH)
        return
    entries: dict[str, Requirement] = {}
    for position, name in enumerate(assessed.catalogues):
        catalogue = dossier.catalogues.get(name)
        if isinstance(catalogue, RequirementCatalogue):
            entries |= {entry.id: entry for entry in catalogue.entries}
            yield from _not_assessed(examination, assessed, catalogue, Place(_PATH, ("catalogues", position)))
    active = (claim for claim in dossier.claims if claim.status == "active")
    planned = planned_clinical(examination.dossier.plan, [item.id for item in assessed.requirements])
    served = {name: claim.id for claim in active for name in claim.requirements}
    for position, item in enumerate(assessed.requirements):
        entry = entries.get(item.id)
        if entry is not None:
            place = Place(_PATH, ("requirements", position))
            faults = list(_scope(entry, item, served.get(item.id), place))
            yield from faults or _against_plan(item, planned, place)
    yield from _conclusions(examination.trace, assessed)


def _not_assessed(
    examination: Examination, assessed: Requirements, catalogue: RequirementCatalogue, place: Place
) -> Iterator[Diagnostic]:
    """Entries that nobody assessed. Headings ask nothing, and what stands under an excluded clause is excluded."""
    given = {item.id: item.applicable for item in assessed.requirements}
    parents = {entry.id: entry.parent for entry in catalogue.entries}
    left_out = [
        entry.id
        for entry in catalogue.entries
        if not entry.heading
        and entry.id not in given
        and not _is_excluded(entry.id, parents, given)
        and not examination.dossier.may_hold(entry.id)
    ]
    if left_out:
        is_one = len(left_out) == 1
        message = f"{listed(left_out)} of {catalogue.id} {'is' if is_one else 'are'} not assessed"
        yield rules.REQUIREMENT_NOT_SCOPED.at(place, message, subject=catalogue.id)


def _is_excluded(entry: str, parents: Mapping[str, str | None], given: Mapping[str, bool]) -> bool:
    seen: set[str] = set()
    above = parents.get(entry)
    while above is not None and above not in seen:  # a catalogue of the team's own may go round in circles
        if given.get(above) is False:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def _scope(
    entry: Requirement, item: RequirementAssessment, claim: str | None, place: Place
) -> Iterator[Diagnostic]:
    """One assessment against the catalogue: what always needs clinical data, and reasons that give none.

    `claim`: an active claim that names the requirement.
    """
    if entry.heading:
        return
    message, field = None, "reason"
    if entry.clinical == "yes" and not item.applicable:
        message, field = f"{item.id} ({entry.title}) applies to every device", "applicable"
    elif entry.clinical == "yes" and not item.clinical:
        message, field = (
            f"{item.id} ({entry.title}) always needs clinical data, and is not marked clinical",
            "clinical",
        )
    elif claim is not None and item.applicable and not item.clinical and entry.clinical == "cond":
        message = (
            f"{item.id} is not marked clinical, but the claim {claim}, which data decide, is made for it"
        )
    elif not item.applicable and item.clinical:
        message, field = f"{item.id} does not apply, and yet is marked clinical", "clinical"
    elif says_nothing(item.reason):
        applies = "applies" if item.applicable else "does not apply"
        message = f'{item.id} {applies}, and the reason is "{item.reason}"'
    if message is not None:
        yield rules.REQUIREMENT_NOT_SCOPED.at(place.within(field), message, subject=item.id)


def _against_plan(
    item: RequirementAssessment, planned: Mapping[str, str], place: Place
) -> Iterator[Diagnostic]:
    if item.id in planned and item.applicable and not item.clinical:
        message = (
            f"{item.id} needs clinical data by {planned[item.id]} of the plan, and is not marked clinical"
        )
        hint = "mark it, with a conclusion on clinical data, or take it out of the plan"
        yield rules.REQUIREMENT_NOT_SCOPED.at(place, message, hint=hint, subject=item.id)


def _conclusions(trace: Trace, assessed: Requirements) -> Iterator[Diagnostic]:
    gaps = _open_gaps(trace)
    for position, item in enumerate(assessed.requirements):
        place = Place(_PATH, ("requirements", position))
        if item.conclusion is None:
            if item.applicable and item.clinical:
                message = f"{item.id} needs clinical data, and no conclusion is drawn on it"
                yield rules.REQUIREMENT_NOT_CONCLUDED.at(place, message, subject=item.id)
        elif not item.applicable and not item.clinical:
            message = f'{item.id} does not apply, and yet is concluded with "{item.conclusion.statement}"'
            where = place.within("conclusion", "statement")
            yield rules.REQUIREMENT_NOT_CONCLUDED.at(where, message, subject=item.id)
        else:
            yield from _against_gaps(item, gaps.get(item.id, {}), place.within("conclusion", "statement"))
    yield from _against_claims(trace, assessed)
    yield from _against_release(trace, assessed)


def _against_gaps(item: RequirementAssessment, gaps: Mapping[str, str], place: Place) -> Iterator[Diagnostic]:
    """ "Conforms" leaves nothing open; "conforms with gap" names an open one."""
    statement = item.conclusion.statement if item.conclusion else ""
    if statement == "conforms" and gaps:
        gap, why = next(iter(gaps.items()))
        message = f'{item.id} is concluded with "conforms", but {gap} is open and concerns {why}'
        hint = 'conclude with "conforms with gap", or close the gap'
        yield rules.REQUIREMENT_NOT_CONCLUDED.at(place, message, hint=hint, subject=item.id)
    elif statement == "conforms with gap" and not gaps:
        message = f'{item.id} is concluded with "conforms with gap", but no open gap concerns it'
        hint = f"name {item.id} in the gap that is meant, or conclude anew"
        yield rules.REQUIREMENT_NOT_CONCLUDED.at(place, message, hint=hint, subject=item.id)


def _open_gaps(trace: Trace) -> Mapping[str, Mapping[str, str]]:
    """Requirement -> the open gaps on it, each with what it concerns: the requirement itself or a claim of it."""
    found: dict[str, dict[str, str]] = {}
    claims = {claim.id: claim for claim in trace.dossier.claims if claim.status == "active"}
    for gap in trace.dossier.gaps:
        if gap.status != "open":
            continue
        for name in gap.concerns:
            found.setdefault(name, {}).setdefault(gap.id, "it")
            for requirement in claims[name].requirements if name in claims else ():
                found.setdefault(requirement, {}).setdefault(gap.id, f"its claim {name}")
    return found


def _against_claims(trace: Trace, assessed: Requirements) -> Iterator[Diagnostic]:
    """One diagnostic a claim: the mistake is one, on however many requirements it bears."""
    concluded = {
        item.id: position
        for position, item in enumerate(assessed.requirements)
        if item.conclusion is not None and item.conclusion.statement == "conforms"
    }
    for claim in trace.dossier.claims:
        on = [name for name in claim.requirements if name in concluded]
        if claim.status == "active" and on and trace.support_of(claim) is Support.NOT_SUPPORTED:
            message = (
                f'{listed(on)}: concluded with "conforms", but {claim.id} is not supported by its criteria'
            )
            place = Place(_PATH, ("requirements", concluded[on[0]], "conclusion", "statement"))
            yield rules.REQUIREMENT_NOT_CONCLUDED.at(place, message, subject=on[0])


def _against_release(trace: Trace, assessed: Requirements) -> Iterator[Diagnostic]:
    """A device that does not conform, on the market with an approved report: one of the three is wrong."""
    dossier = trace.dossier
    is_approved = dossier.releases is not None and dossier.releases.report.status == "approved"
    is_sold = dossier.device is not None and dossier.device.market.state == "on the market"
    for position, item in enumerate(assessed.requirements if is_approved and is_sold else ()):
        if item.conclusion is not None and item.conclusion.statement == "does not conform":
            message = (
                f'{item.id} is concluded with "does not conform", '
                "but the device is on the market and the report is approved"
            )
            place = Place(_PATH, ("requirements", position, "conclusion", "statement"))
            hint = "see which of the three is right; a person must decide"
            severity = Severity.WARNING
            yield rules.REQUIREMENT_NOT_CONCLUDED.at(
                place, message, hint=hint, subject=item.id, severity=severity
            )
