"""Versions and variants: report and evidence are about the device as it is released."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from cerkit.checks.device import rules
from cerkit.checks.texts import says_nothing
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.records.device import Device, DeviceVersion

DEVICE: Final = "evidence/device.yml"

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)+")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_PENDING: Final = re.compile(
    r"\b(?:to be (?:\w+ ){0,2}(?:assessed|evaluated|determined|confirmed|defined|completed|added|written)|"
    r"tbd|tbc|todo|pending|"
    r"not (?:yet )?(?:assessed|evaluated|determined|known)|under (?:assessment|evaluation|review))\b",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(
    r"\{\{-?\s*table\(\s*[\"']variants[\"'](?:(?!\}\}|\bwhere\s*=).){0,600}\}\}", re.DOTALL
)
"""The macro that prints every variant; with `where` it prints some."""
_ENOUGH: Final = 5
"""Words from which on a text can be a reason."""


def check_versions(examination: Examination) -> Iterator[Diagnostic]:
    """The report evaluates the newest released version, and old evidence is carried over with a reason."""
    device = examination.dossier.device
    if device is None or not device.versions:
        return
    known = {entry.version for entry in device.versions}
    if device.version not in known:
        message = f"{device.version}, the version of this report, is not in the list of versions"
        yield rules.UNKNOWN_VERSION.at(Place(DEVICE, ("version",)), message, subject=device.id)
        return
    newest = _newest(device, examination.on)
    if newest is not None and newest.version != device.version:
        message = (
            f"{newest.version} was released on {newest.released}, but the report evaluates {device.version}"
        )
        yield rules.VERSION_BEHIND.at(Place(DEVICE, ("version",)), message, subject=device.id)
    yield from _impact(device)
    yield from _carried_over(examination, device)


def check_version_names(examination: Examination) -> Iterator[Diagnostic]:
    """Every version that variants and data on the device name is in the list."""
    dossier, trace = examination.dossier, examination.trace
    device = dossier.device
    if device is None:
        return
    known = {device.version, *(entry.version for entry in device.versions)}
    for at, variant in enumerate(device.variants):
        if variant.since_version and not _is_known(variant.since_version, known):
            place = Place(DEVICE, ("variants", at, "since_version"))
            message = (
                f"{variant.id} is offered since {variant.since_version}, which is not in the list of versions"
            )
            yield rules.UNKNOWN_VERSION.at(place, message, subject=variant.id)
    for facts in trace.source_facts.values():
        if facts.relation != "under evaluation":
            continue
        if facts.device_version and not _is_known(facts.device_version, known):
            message = f"{facts.id} measured {facts.device_version}, which is not in the list of versions"
            place = trace.place_of(facts.id, "device_version")
            yield rules.UNKNOWN_VERSION.at(place, message, subject=facts.id)
        for finding in facts.findings:
            version = finding.device_version
            if version and version != facts.device_version and not _is_known(version, known):
                message = f"{finding.id} measured {version}, which is not in the list of versions"
                place = trace.place_of(finding.id, "device_version")
                yield rules.UNKNOWN_VERSION.at(place, message, subject=finding.id)
        if facts.kind == "test report":
            yield from _build(examination, facts)


def check_scope(examination: Examination) -> Iterator[Diagnostic]:
    """Every variant is named in the report; that claims are made for it is asked with the other parts of the use."""
    dossier = examination.dossier
    if dossier.device is None:
        return
    report = [chapter.prose for chapter in dossier.chapters if chapter.is_report]
    for at, variant in enumerate(dossier.device.variants):
        place = Place(DEVICE, ("variants", at))
        is_named = any(variant.id in text or variant.name in text or _LISTED.search(text) for text in report)
        if report and not is_named:
            message = f"{variant.id} ({variant.name}) is named in no chapter of the report"
            yield rules.SCOPE_WITHOUT_EVIDENCE.at(place, message, subject=variant.id)


def _newest(device: Device, on: date) -> DeviceVersion | None:
    """The last version released by the day; of two on one day the later in the list."""
    released = [entry for entry in device.versions if entry.released <= on]
    return max(enumerate(released), key=lambda item: (item[1].released, item[0]))[1] if released else None


def _impact(device: Device) -> Iterator[Diagnostic]:
    """The version that the report evaluates says what it means for the evidence."""
    for at, entry in enumerate(device.versions):
        if entry.version == device.version and says_nothing(entry.clinical_impact):
            message = f'version {entry.version} says only "{entry.clinical_impact}" on what it means for the evidence'
            place = Place(DEVICE, ("versions", at, "clinical_impact"))
            yield rules.VERSION_BEHIND.at(place, message, subject=device.id)


def _carried_over(examination: Examination, device: Device) -> Iterator[Diagnostic]:
    """Findings on an earlier version decide only if each later version says why they still hold."""
    order = sorted(range(len(device.versions)), key=lambda at: (device.versions[at].released, at))
    rank = {device.versions[at].version: position for position, at in enumerate(order)}
    oldest: dict[int, str] = {}
    for criterion in examination.dossier.criteria:
        for name in criterion.decided_by:
            facts = examination.trace.finding_facts.get(name)
            if facts is None or facts[0].relation != "under evaluation":
                continue
            tested = rank.get(facts[1].device_version or device.version)
            if tested is not None and tested < rank[device.version]:
                oldest.setdefault(tested, name)
    if not oldest:
        return
    first = min(oldest)
    for position in range(first + 1, rank[device.version] + 1):
        at = order[position]
        entry = device.versions[at]
        if not _is_reason(entry.clinical_impact):
            message = (
                f"{oldest[first]} decides a criterion with data on {device.versions[order[first]].version}, but "
                f'{entry.version} says only "{entry.clinical_impact}" on why it still holds'
            )
            yield rules.VERSION_BEHIND.at(
                Place(DEVICE, ("versions", at, "clinical_impact")), message, subject=device.id
            )


def _is_reason(text: str) -> bool:
    return len(_WORD.findall(text)) >= _ENOUGH and not _PENDING.search(text)


def _is_known(named: str, known: set[str]) -> bool:
    """Whether every version number in a text is in the list. `2.3.0+4f1c` is a build of 2.3.0."""
    if named in known:
        return True
    numbers = _NUMBER.findall(named)
    plain = {version.partition("+")[0].lstrip("vV") for version in known}
    return bool(numbers) and all(number in plain for number in numbers)


def _build(examination: Examination, source: SourceFacts) -> Iterator[Diagnostic]:
    """The build that a test ran is one of the version that the report says was tested."""
    if source.build is None or source.device_version is None:
        return
    numbers = _NUMBER.findall(source.build)
    stated = _NUMBER.findall(source.device_version)
    if numbers and stated and not set(numbers) & set(stated):
        message = (
            f"{source.id} is on version {source.device_version}, but its test ran the build {source.build}"
        )
        place = examination.trace.place_of(source.id, "test", "build")
        yield rules.UNKNOWN_VERSION.at(place, message, subject=source.id)
