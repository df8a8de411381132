"""Reasons for exclusion: one of the protocol's list for each report that was read and left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.literature import selection_rules as rules
from cerkit.checks.literature.searches import PROTOCOL
from cerkit.checks.literature.words import says_nothing
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.records.review import Protocol
from cerkit.model.screening import Stage, all_decisions, stages

_SEVERAL: Final = re.compile(r"\s*(?:[,;/+&]|\band\b)\s*")


def check_exclusions(examination: Examination) -> Iterator[Diagnostic]:
    """Exclusions without a reason, with an unknown or a second one, and reasons that say nothing."""
    protocol = examination.dossier.protocol
    if protocol is None:
        return
    for key, reason in protocol.exclusion.items():
        if says_nothing(reason):
            message = f"the exclusion reason {key} fits any report: “{reason}”"
            hint = "say what a report of this kind lacks"
            place = Place(PROTOCOL, ("exclusion", key))
            yield rules.EXCLUSION_REASON.at(place, message, hint=hint, subject=PROTOCOL)
    known = {*protocol.exclusion, *protocol.inclusion}
    for stage in stages(examination.dossier).values():
        yield from _on_stage(stage, known, protocol)
    yield from _on_flows(examination, known, protocol)


def _on_stage(stage: Stage, known: set[str], protocol: Protocol) -> Iterator[Diagnostic]:
    for reviewer, key, decision in all_decisions(stage):
        if decision.decision != "exclude":
            continue
        place = stage.places[reviewer]
        if decision.reason is None:
            if stage.name == "full-text":
                message = f"{key} was excluded after its full text was read, without a reason"
                yield rules.EXCLUSION_REASON.at(place.within(key), message, subject=place.path)
        elif decision.reason not in known:
            yield rules.EXCLUSION_REASON.at(
                place.within(key, "reason"),
                f"{key} was excluded for {_wrong(decision.reason, known)}",
                hint=_reasons(protocol),
                subject=place.path,
            )


def _on_flows(examination: Examination, known: set[str], protocol: Protocol) -> Iterator[Diagnostic]:
    for position, flow in enumerate(examination.dossier.flows):
        place = examination.dossier.placed["flows"][position].place
        for field in ("reports_excluded", "other_excluded"):
            for reason, count in getattr(flow, field).items():
                if count and reason not in known:
                    message = f"round {flow.round}: {count} reports were excluded for {_wrong(reason, known)}"
                    yield rules.EXCLUSION_REASON.at(
                        place.within(field, reason), message, hint=_reasons(protocol), subject=place.path
                    )


def _wrong(reason: str, known: set[str]) -> str:
    parts = _SEVERAL.split(reason)
    if len(parts) > 1 and all(part in known for part in parts):
        return f"{reason}: one reason is the primary one"
    return f"“{reason}”, which is no reason of the protocol"


def _reasons(protocol: Protocol) -> str:
    return f"reasons of the protocol: {', '.join(protocol.exclusion) or 'none'}"
