"""Whether each source was appraised, and under which scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cerkit.checks.literature import appraisal_rules as rules
from cerkit.checks.literature.searches import PROTOCOL
from cerkit.checks.literature.words import content_words
from cerkit.model.catalogues.appraisal import AppraisalScheme
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination

PLAN: Final = "evidence/plan.yml"


def check_appraisals(examination: Examination) -> Iterator[Diagnostic]:
    """Sources without an appraisal, schemes that nobody declared, and own schemes without a rationale."""
    trace = examination.trace
    used: dict[str, list[str]] = {}
    for row in trace.source_facts.values():
        if row.role is None:
            if not row.retracted:
                message = f"{row.id} is not appraised"
                yield rules.NOT_APPRAISED.at(trace.place_of(row.id), message, subject=row.id)
        elif row.scheme is not None:
            used.setdefault(row.scheme, []).append(row.id)
    declared = declared_schemes(examination)
    for scheme, sources in used.items():
        if not trace.dossier.may_hold(scheme) and scheme not in declared:
            yield from _on_undeclared(examination, scheme, sources, declared)
    yield from _on_own_schemes(examination, {*used, *declared})


def declared_schemes(examination: Examination) -> dict[str, Place]:
    """The schemes of plan and protocol, with the place where each is named first."""
    dossier = examination.dossier
    found: dict[str, Place] = {}
    for record, path in ((dossier.plan, PLAN), (dossier.protocol, PROTOCOL)):
        for position, name in enumerate(record.appraisal_schemes if record else ()):
            found.setdefault(name, Place(path, ("appraisal_schemes", position)))
    return found


def _on_undeclared(
    examination: Examination, scheme: str, sources: Sequence[str], declared: dict[str, Place]
) -> Iterator[Diagnostic]:
    dossier = examination.dossier
    if not isinstance(dossier.catalogues.get(scheme), AppraisalScheme):
        what = f"under “{scheme}”, which is no appraisal scheme"
    elif dossier.plan is None and dossier.protocol is None:
        return
    else:
        what = f"under {scheme}, which neither the plan nor the protocol names"
    hint = f"declared schemes: {', '.join(declared) or 'none'}"
    place = examination.trace.place_of(sources[0], "appraisal", "scheme")
    if len(sources) > 2 and dossier.plan is not None:
        place = Place(PLAN, ("appraisal_schemes",))
    few = ", ".join(sources[:3]) + (", ..." if len(sources) > 3 else "")
    message = f"{sources[0]} is" if len(sources) == 1 else f"{len(sources)} sources ({few}) are"
    message += f" appraised {what}"
    yield rules.SCHEME_UNDECLARED.at(place, message, hint=hint, subject=sources[0])


def _on_own_schemes(examination: Examination, names: set[str]) -> Iterator[Diagnostic]:
    declared = declared_schemes(examination)
    for name in sorted(names):
        scheme = examination.dossier.catalogues.get(name)
        if not isinstance(scheme, AppraisalScheme) or scheme.confirmed_by != "own":
            continue
        if not any(len(content_words(note.text)) >= 4 for note in scheme.notes):
            message = f"{name} is a scheme of your own, and no note of it says why it was chosen"
            place = declared.get(name, Place(PLAN, ("appraisal_schemes",)))
            yield rules.SCHEME_UNEXPLAINED.at(place, message, subject=name)
