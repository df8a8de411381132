"""What a repository still lacks that was just set up: approvals, and the lists that every report fills."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.control.substance import speaking_day
from cerkit.model.days import NOT_YET
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination

_PLAN: Final = "evidence/plan.yml"
_PROTOCOL: Final = "evidence/protocol.yml"
_LISTS: Final = (
    ("claims", "evidence/claims.yml", "claims", "CLM-", "claim"),
    ("endpoints", "evidence/endpoints.yml", "endpoints", "EP-", "endpoint"),
    ("criteria", "evidence/criteria.yml", "criteria", "AC-", "acceptance criterion"),
    ("benchmarks", "evidence/benchmarks.yml", "benchmarks", "BM-", "benchmark of the state of the art"),
    ("risks", "evidence/risks.yml", "risks", "RSK-", "residual risk"),
    ("searches", "evidence/searches/", None, "SRH-", "search of the literature"),
    ("sources", "evidence/sources/", None, "SRC-", "source"),
)
"""Field of the dossier, file, key in it, prefix of its records, and what one is called."""
_PARTS: Final = (
    ("indications", "indication"),
    ("populations", "patient group"),
    ("users", "group of users"),
    ("settings", "place or way of use"),
)


def check_beginnings(examination: Examination) -> Iterator[Diagnostic]:
    """Approvals, registers and the parts of the intended use. A dossier without a device is a fragment."""
    yield from _approvals(examination)
    dossier = examination.dossier
    if dossier.device is None:
        return
    yield from _registers(dossier)
    for field, name in _PARTS:
        if not getattr(dossier.device.intended_use, field):
            place = Place("evidence/device.yml", ("intended_use", field))
            message = f"no {name} is recorded"
            yield rules.REGISTER_EMPTY.at(place, message, subject=dossier.device.id)


def _approvals(examination: Examination) -> Iterator[Diagnostic]:
    dossier = examination.dossier
    day = speaking_day(examination)
    plan, protocol = dossier.plan, dossier.protocol
    # Data that decide before the approval, and a search before it, are reported as such.
    is_decided = any(criterion.decided_by for criterion in dossier.criteria)
    if plan is not None and plan.approved_on > day and not is_decided:
        message = f"the plan {_when(plan.approved_on, day)}"
        yield rules.NOT_APPROVED.at(Place(_PLAN, ("approved_on",)), message, subject=plan.id)
    if protocol is not None and protocol.approved_on > day and not len(dossier.searches):
        message = f"the protocol {_when(protocol.approved_on, day)}"
        yield rules.NOT_APPROVED.at(Place(_PROTOCOL, ("approved_on",)), message, subject=_PROTOCOL)
    if protocol is not None and protocol.period_end >= NOT_YET:
        message = "the protocol does not say yet up to which day is searched"
        yield rules.NOT_APPROVED.at(Place(_PROTOCOL, ("period_end",)), message, subject=_PROTOCOL)


def _when(approved: date, day: date) -> str:
    return (
        "is not approved yet"
        if approved >= NOT_YET
        else f"is approved on {approved}, after the report of {day}"
    )


def _registers(dossier: Dossier) -> Iterator[Diagnostic]:
    for field, path, key, prefix, name in _LISTS:
        held: Sequence[object] = getattr(dossier, field)
        stem = path.rpartition("/")[2].removesuffix(".yml")
        if not len(held) and not any(item.startswith(prefix) or item == stem for item in dossier.broken):
            place = Place(path, (key,)) if key else Place(path, line=1, column=1)
            yield rules.REGISTER_EMPTY.at(place, f"no {name} is recorded", subject=path)
