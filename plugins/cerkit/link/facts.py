"""The facts of a source, taken from the record when it is read."""

from __future__ import annotations

from datetime import date

from cerkit.model.facts import FindingFacts, SourceFacts
from cerkit.model.fields import Number
from cerkit.model.identifiers import finding_id
from cerkit.model.records.source import Finding, Publication, Source, SurveillanceData
from cerkit.model.standing import bar_to_deciding, needed_equivalence


def facts_of(source: Source) -> SourceFacts:
    """What the checks ask of a source."""
    publication, appraisal, fit = source.publication, source.appraisal, source.representativeness
    return SourceFacts(
        id=source.id,
        kind=source.kind,
        title=source.title,
        relation=source.relation,
        bar=bar_to_deciding(source),
        equivalence=needed_equivalence(source),
        read=source.read,
        outcome=source.outcome,
        round=source.round,
        cohort=source.cohort,
        same_study_as=source.same_study_as,
        doi=publication.doi if publication else None,
        pmid=publication.pmid if publication else None,
        registration=source.investigation.registration if source.investigation else None,
        authors=_families(publication),
        setting=source.setting,
        countries=source.countries,
        period=source.period,
        device_name=source.device_name,
        device_version=source.device_version,
        searches=source.searches,
        records=tuple(source.records),
        found_by=source.found_by,
        pillars=source.pillars,
        document=source.document,
        fictional=source.fictional,
        retracted=source.retracted,
        retraction_checked_on=_iso(source.retraction_checked_on),
        data_known_on=_iso(_data_known_on(source)),
        independent_of_training=source.test.independent_of_training if source.test else None,
        is_final=_is_final(source),
        scheme=appraisal.scheme if appraisal else None,
        scores=tuple(appraisal.scores.items()) if appraisal else (),
        flaws=appraisal.flaws if appraisal else (),
        validity=appraisal.validity if appraisal else None,
        relevance=appraisal.relevance if appraisal else None,
        weight=appraisal.weight if appraisal else None,
        rank=appraisal.rank if appraisal else None,
        role=appraisal.role if appraisal else None,
        used_for=appraisal.used_for if appraisal else (),
        appraised_on=_iso(appraisal.on) if appraisal else None,
        appraised_by=appraisal.by if appraisal else None,
        second=appraisal.second if appraisal else None,
        illustration=bool(appraisal and appraisal.illustration),
        fits=(fit.population, fit.user, fit.setting) if fit else None,
        covers=fit.covers if fit else (),
        user_groups=tuple(source.usability.groups.items()) if source.usability else (),
        critical_tasks=source.usability.critical_tasks if source.usability else None,
        design=source.design if source.kind == "test report" else None,
        build=source.test.build if source.test else None,
        surveyed=_surveyed(source.surveillance),
        sizes=tuple(source.sizes.values()),
        findings=tuple(finding_facts(source, finding) for finding in source.findings),
    )


def finding_facts(source: Source, finding: Finding) -> FindingFacts:
    """What the checks ask of one of its findings."""
    interval = finding.interval
    return FindingFacts(
        id=finding_id(source.id, finding.id),
        endpoint=finding.endpoint,
        unit=finding.unit,
        subgroup=finding.subgroup,
        population=finding.population,
        device_version=finding.device_version or source.device_version,
        events=finding.counts.numerator if finding.counts else None,
        size=finding.counts.denominator if finding.counts else None,
        group=finding.group,
        value=_written(finding.value),
        lower=_written(interval.lower) if interval else None,
        upper=_written(interval.upper) if interval else None,
        level=_written(interval.level) if interval else None,
        extracted_by=finding.extracted_by,
        checked_by=finding.checked_by,
        has_discrepancy=finding.discrepancy is not None,
    )


def _families(publication: Publication | None) -> tuple[str, ...]:
    names = publication.authors if publication else ()
    return tuple((name.family or name.literal or "").lower() for name in names[:12])


def _data_known_on(source: Source) -> date | None:
    if source.investigation is not None:
        return source.investigation.data_lock
    return source.test.executed if source.test else None


def _is_final(source: Source) -> bool | None:
    conducted = source.investigation or source.test
    return conducted.final if conducted else None


def _surveyed(data: SurveillanceData | None) -> tuple[str, str, int] | None:
    return (data.starts.isoformat(), data.ends.isoformat(), data.denominator) if data else None


def _written(number: Number | None) -> str | None:
    return str(number) if number is not None else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
