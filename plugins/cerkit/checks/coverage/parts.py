"""Every part of the intended use has claims and evidence, or a declared gap (D09)."""

from __future__ import annotations

from collections.abc import Iterator

from cerkit.checks.coverage import rules
from cerkit.checks.texts import listed
from cerkit.model.coverage import Coverage, Part
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.identifiers import Kind


def check_parts(examination: Examination) -> Iterator[Diagnostic]:
    """One diagnostic a part, with the claims that nothing carries there."""
    trace = examination.trace
    coverage = Coverage(trace)
    if not coverage.parts or any(name.startswith("CLM-") for name in trace.dossier.broken):
        return
    if not any(claim.status == "active" for claim in trace.dossier.claims):
        message = "no claim is active: nothing is said of the device that evidence could show"
        hint = "write down what instructions for use and promotion say of the device, claim by claim"
        yield rules.PART_NOT_COVERED.at(Place("evidence/claims.yml"), message, hint=hint)
        return
    for part in coverage.unclaimed():
        if not coverage.gaps_on(part):
            message = (
                f"{part.id} ({part.text}) belongs to the intended use, but no active claim is made for it"
            )
            yield rules.PART_NOT_COVERED.at(trace.place_of(part.id), message, subject=part.id)
    # Users are reached by usability evaluations; a group that took part in none is told where those are checked.
    empty: dict[str, tuple[Part, list[str]]] = {}
    for claim in coverage.claims:
        for reach in coverage.of(claim):
            if reach.state == "no evidence" and reach.part.kind is not Kind.USER:
                empty.setdefault(reach.part.id, (reach.part, []))[1].append(claim.id)
    for part, claims in empty.values():
        message = f"no evidence from {part.id} ({part.text}) stands behind {listed(claims)}"
        yield rules.PART_NOT_COVERED.at(trace.place_of(part.id), message, hint=_hint(part), subject=part.id)


def _hint(part: Part) -> str:
    how = {
        Kind.INDICATION: f"name {part.id} under representativeness.covers of the source whose people have it",
        Kind.POPULATION: f"give the finding that comes from it population: {part.id}",
        Kind.VARIANT: f"name {part.id} under representativeness.covers of the test that was made on it",
        Kind.SETTING: f"name {part.id} under representativeness.covers of the source that comes from it",
    }[part.kind]
    return f"{how}; or declare an open gap that concerns {part.id}, or narrow the intended use"
