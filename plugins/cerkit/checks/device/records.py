"""The same fact in two records: version, date, state and count agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from cerkit.checks.device import rules
from cerkit.checks.device.facts import document_of
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.records.control import Document

DEVICE: Final = "evidence/device.yml"
RELEASES: Final = "evidence/releases.yml"
SURVEILLANCE: Final = "evidence/surveillance.yml"


def check_documents(examination: Examination) -> Iterator[Diagnostic]:
    """Plan, protocol and instructions for use against the documents that they are."""
    dossier = examination.dossier
    for record, path, name in (
        (dossier.ifu, "evidence/ifu.yml", "the instructions for use"),
        (dossier.plan, "evidence/plan.yml", "the plan"),
        (dossier.protocol, "evidence/protocol.yml", "the protocol"),
    ):
        document = document_of(dossier, record.document) if record else None
        if record is not None and document is not None:
            approved = getattr(record, "approved_on", None)
            yield from _document(document, path, name, record.version, approved)
    yield from _two_in_force(dossier)


def check_report(examination: Examination) -> Iterator[Diagnostic]:
    """The report's version and date against its revision history."""
    releases = examination.dossier.releases
    if releases is None or not releases.revisions:
        return
    at, newest = max(enumerate(releases.revisions), key=lambda item: (item[1].date, item[0]))
    report = releases.report
    if newest.version != report.version:
        message = f"the report has version {report.version}, the newest revision {newest.version}"
        yield rules.RECORDS_DISAGREE.at(
            Place(RELEASES, ("report", "version")), message, subject=report.number
        )
    elif newest.date != report.date:
        message = f"the report is dated {report.date}, revision {newest.version} {newest.date}"
        yield rules.RECORDS_DISAGREE.at(
            Place(RELEASES, ("revisions", at, "date")), message, subject=report.number
        )


def check_market(examination: Examination) -> Iterator[Diagnostic]:
    """The market status against its dates, the versions and surveillance."""
    dossier = examination.dossier
    if dossier.device is None:
        return
    market, subject = dossier.device.market, dossier.device.id
    place = Place(DEVICE, ("market", "state"))
    is_new = market.state == "not yet placed on the market"
    if is_new and market.since and market.since <= examination.on:
        message = f"the device is {market.state}, but has been on the market since {market.since}"
        yield rules.RECORDS_DISAGREE.at(place, message, subject=subject)
    elif is_new and dossier.surveillance and dossier.surveillance.periods:
        message = f"the device is {market.state}, but surveillance has data of its use"
        yield rules.RECORDS_DISAGREE.at(place, message, subject=subject)
    elif not is_new and market.since:
        yield from _too_early(dossier, market.since)


def check_surveillance(examination: Examination) -> Iterator[Diagnostic]:
    """A period of surveillance against the source that reports it."""
    dossier, trace = examination.dossier, examination.trace
    for at, period in enumerate(dossier.surveillance.periods if dossier.surveillance else ()):
        for name in period.sources:
            source = trace.source_facts.get(name)
            if source is None or source.surveyed is None or len(period.sources) > 1:
                continue
            told = (period.starts.isoformat(), period.ends.isoformat(), period.denominator)
            for field, here, there in zip(
                ("starts", "ends", "denominator"), told, source.surveyed, strict=True
            ):
                if here != there:
                    message = f"{field} is {here} here and {there} in {name}"
                    place = Place(SURVEILLANCE, ("periods", at, field))
                    yield rules.RECORDS_DISAGREE.at(place, message, subject=name)


def _document(
    document: Document, path: str, name: str, version: str, approved: date | None
) -> Iterator[Diagnostic]:
    identifier = document.id
    if document.version != version:
        message = f"the version of {name} is {version}, of the document {identifier} {document.version}"
        yield rules.RECORDS_DISAGREE.at(Place(path, ("version",)), message, subject=identifier)
    if approved is not None and document.date != approved:
        message = f"{name} was approved on {approved}, the document {identifier} is dated {document.date}"
        yield rules.RECORDS_DISAGREE.at(Place(path, ("approved_on",)), message, subject=identifier)


def _two_in_force(dossier: Dossier) -> Iterator[Diagnostic]:
    """Of one controlled document one version is final; the others are drafts or superseded."""
    final: dict[str, str] = {}
    versions = {item.id: item.version for item in dossier.documents}
    for at, item in enumerate(dossier.documents):
        if item.status != "final":
            continue
        other = final.setdefault(item.number, item.id)
        if other != item.id and versions[other] != item.version:
            message = (
                f"{item.id} and {other} are both final under the number {item.number}, "
                f"in versions {item.version} and {versions[other]}"
            )
            place = Place("evidence/documents.yml", ("documents", at, "status"))
            yield rules.RECORDS_DISAGREE.at(place, message, subject=item.id)


def _too_early(dossier: Dossier, since: date) -> Iterator[Diagnostic]:
    device = dossier.device
    if device is not None and device.versions and min(item.released for item in device.versions) > since:
        message = f"the device is on the market since {since}, before its first version was released"
        yield rules.RECORDS_DISAGREE.at(Place(DEVICE, ("market", "since")), message, subject=device.id)
    for at, period in enumerate(dossier.surveillance.periods if dossier.surveillance else ()):
        if period.ends < since and device is not None:
            message = f"a period of surveillance ended on {period.ends}, before the device was on the market ({since})"
            place = Place(SURVEILLANCE, ("periods", at, "ends"))
            yield rules.RECORDS_DISAGREE.at(place, message, subject=device.id)
