"""The facts of a report that pages like to repeat, with the words by which sentences name their subjects."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.records.control import Document

_AHEAD: Final = 40
"""Letters within which "version 1.0 of the" must name its subject."""
OTHER: Final = "other"
"""Subject of what is told of something that no record here holds."""
_DOCUMENTS_OF_OTHERS: Final = (
    r"\b(?:(?:the\s+)?(?:clinical\s+)?investigation\s+plan|test\s+(?:plan|protocol)|"
    r"(?:the\s+)?plan\s+(?:of|for)\s+(?:the\s+)?(?!clinical\s+evaluation\b)\w+|"
    r"(?:surveillance|follow-up|pmcf|pms|usability|training|validation|monitoring)\s+(?:plan|protocol|report)|"
    r"comparators?|guidance|guideline|standard|manufacturer\s+of|study\s+protocol|trial\s+protocol|"
    r"risk\s+management\s+file|technical\s+documentation|brochure|label|checklist|catalogue|database|appendix|annex|"
    r"(?-i:MEDDEV|MDCG|IMDRF|ISO|IEC|GHTF|EN|BS|UK\s+MDR|Directive|Regulation|PRISMA|QUADAS|GRADE)\b)"
)
_LARGE: Final = re.compile(r"(?<![\w-])\d{1,3}(?:,\d{3})+(?![\w-])|(?<![\w-])\d{5,9}(?![\w-])")
_LEAST: Final = 1000
CLASS: Final = re.compile(r"\b[Cc]lass (I{1,3}(?:[abms]|r)?|IV)(?![\w-])")
"""A class of a device, as law writes it."""
VERSION: Final = re.compile(
    r"\b(?:(?:version|revision|issue|edition|v\.?)\s*(?:no\.?\s*)?|release\s+(?=\d+\.))(\d+(?:\.\d+)*)\b"
    r"(\s+of\s+(?:the|this|(?-i:[A-Z]{2,}))\b)?",
    re.IGNORECASE,
)
PAST: Final = re.compile(
    r"\b(?:until|formerly|former|earlier|previous|previously|first\s+(?:issue|report)|replace[sd]?|superseded|was|were|"
    r"had\s+been|since|once|originally|changed|history)\b",
    re.IGNORECASE,
)
NOT_REAL: Final = re.compile(
    r"\b(?:if|would|were\s+to|could|should|planned|future|next\s+version|once|may\s+become|will\s+be\s+called)\b",
    re.IGNORECASE,
)
DEVICE_FIRST: Final = re.compile(r"\s*(?:the|this)\s+(?:device|software|product)\b", re.IGNORECASE)
SOURCE: Final = re.compile(r"\bSRC-[\w-]*\w")
_PLAN: Final = r"(?:the\s+)?(?:clinical\s+)?evaluation\s+plan|\bthe\s+plan\b"
_PROTOCOL: Final = (
    r"\b(?:the|this|under|review|search|literature)\s+protocol\b(?!\s+(?:of|for)\b)|"
    r"\bprotocol\s+(?:of|for)\s+the\s+(?:literature|review|search)"
)
_REPORT: Final = (
    r"\b(?:this|present|current)\s+(?:clinical\s+evaluation\s+)?(?:report|document|issue)\b|"
    r"\bthe\s+(?:clinical\s+evaluation\s+)?report\b(?!\s+(?:of|on|from|by|for)\b)|clinical\s+evaluation\s+report|"
    r"\bthis\s+is\s+(?:the\s+)?report\b|\{\{\s*field\(\s*[\"']report[\"']\s*,\s*[\"'](?:number|title)[\"']\s*\)\s*\}\}"
)
_OWN_SUBJECTS: Final = (
    ("plan", _PLAN),
    ("protocol", _PROTOCOL),
    ("ifu", r"instructions\s+for\s+use|\bIFU\b"),
    ("report", _REPORT),
    ("evaluation", r"(?:the|this)\s+(?:clinical\s+)?evaluation\b(?!\s+(?:plan|report))"),
    ("device", r"device\s+under\s+evaluation"),
)


class Fact(NamedTuple):
    """One fact: what it is of, its value, and the values that it had before."""

    name: str
    value: str
    earlier: frozenset[str] = frozenset()


class Found(NamedTuple):
    """A typed fact that disagrees: where it begins in the sentence, and what is wrong."""

    at: int
    message: str


class Facts(NamedTuple):
    """What pages may type, by subject."""

    versions: Mapping[str, Fact]
    approvals: Mapping[str, Fact]
    report_date: Fact | None
    next_evaluation: Fact | None
    interval: Fact | None
    number: Fact | None
    number_form: re.Pattern[str] | None
    """Numbers of the same form as the report's."""
    number_marks: tuple[str, ...]
    """How such a number begins, before its first digit."""
    known_numbers: frozenset[str]
    counts: Mapping[str, int]
    """Large numbers of use and of the device's own data, by their digits in order."""
    all_counts: frozenset[int]
    own_sources: frozenset[str]
    """Sources with data on the device."""
    subjects: re.Pattern[str]
    """Each subject that a sentence may speak of, as a named group."""
    device_names: tuple[str, ...]
    named_version: re.Pattern[str]
    """The device's name with a version number behind it."""
    since: Fact | None
    """The day of placing on the market."""
    classes: Mapping[str, Fact]
    """The class by the law of Great Britain (GB) and of the European Union (EU)."""
    tested_versions: frozenset[str]
    """Versions of the device from which there are data."""
    documents: Mapping[str, str]
    """Controlled documents and their versions."""
    searched: frozenset[str]
    """Days on which a search ran, and until which it covers."""
    sizes: frozenset[int]
    """How many sites, people and tasks the data on the device come from."""

    def subject_of(
        self, text: str, at: int, *, follows: int | None = None, within: int | None = None
    ) -> str | None:
        """What a value at an offset is about: the nearest subject before it, or the one that it says it is of."""
        found = _spoken_of(self.subjects, text)
        if follows is not None:
            first = bisect_left(found, (follows - 4, 0, ""))
            is_near = first < len(found) and found[first][0] <= follows + _AHEAD
            return found[first][2] if is_near else None
        last = bisect_left(found, (at, 0, "")) - 1
        while last >= 0 and found[last][1] > at:
            last -= 1
        if last < 0 or (within is not None and at - found[last][1] > within):
            return None
        return found[last][2]

    def begins_with_report(self, text: str) -> bool:
        """Whether the report is what a sentence speaks of first."""
        match = self.subjects.search(text)
        return match is not None and match.lastgroup == "report"


Reading = Callable[[str, Facts], Iterator[Found]]
"""What a sentence types and the records do not hold, by what is read in it."""


@lru_cache(maxsize=4)
def _spoken_of(subjects: re.Pattern[str], text: str) -> tuple[tuple[int, int, str], ...]:
    """Begin, end and name of each subject in a sentence; found once for all the values that it types."""
    return tuple((match.start(), match.end(), match.lastgroup or OTHER) for match in subjects.finditer(text))


def facts_of(examination: Examination) -> Facts:
    dossier = examination.dossier
    releases, plan = dossier.releases, dossier.plan
    number = releases.report.number if releases else None
    dates = frozenset(str(item.date) for item in releases.revisions) if releases else frozenset()
    counts = frozenset(_counts(examination))
    sources = examination.trace.source_facts
    return Facts(
        versions=dict(_versions(dossier)),
        approvals=dict(_approvals(dossier)),
        report_date=Fact("the report", str(releases.report.date), dates) if releases else None,
        next_evaluation=Fact("the next evaluation", str(plan.next_evaluation)) if plan else None,
        interval=Fact("the interval of updates", str(plan.update_interval_months)) if plan else None,
        number=Fact("the report", number) if number else None,
        number_form=_form(number) if number else None,
        number_marks=(re.split(r"\d", number)[0],) if number else (),
        known_numbers=frozenset({number or "", *(item.number for item in dossier.documents)}),
        counts={"".join(sorted(str(number))): number for number in counts},
        all_counts=counts,
        own_sources=frozenset(item.id for item in sources.values() if item.relation == "under evaluation"),
        subjects=_subjects(dossier),
        device_names=(dossier.device.name, dossier.device.short_name) if dossier.device else (),
        named_version=_named_version(dossier),
        since=_since(dossier),
        classes=dict(_classes(dossier)),
        tested_versions=frozenset(
            version
            for item, finding in examination.trace.finding_facts.values()
            if item.relation == "under evaluation"
            for version in (item.device_version, finding.device_version)
            if version
        ),
        documents={item.id: item.version for item in dossier.documents},
        searched=frozenset(
            str(day) for item in dossier.searches for day in (item.ran_on, item.period_to) if day is not None
        ),
        sizes=frozenset(
            size for item in sources.values() if item.relation == "under evaluation" for size in item.sizes
        ),
    )


def _since(dossier: Dossier) -> Fact | None:
    market = dossier.device.market if dossier.device else None
    return Fact("the placing on the market", str(market.since)) if market and market.since else None


def _classes(dossier: Dossier) -> Iterator[tuple[str, Fact]]:
    if dossier.device is None:
        return
    for law, text in (
        ("GB", dossier.device.classification_gb),
        ("EU", dossier.device.classification_eu or ""),
    ):
        match = CLASS.search(text)
        if match is not None:
            yield law, Fact(f"the class of the device ({law})", match.group(1))


def _counts(examination: Examination) -> Iterator[int]:
    """Numbers of use and of observations on the device, from four digits on."""
    dossier = examination.dossier
    numbers = [period.denominator for period in dossier.surveillance.periods] if dossier.surveillance else []
    if dossier.device and dossier.device.market.units:
        found = _LARGE.findall(dossier.device.market.units)
        numbers += [int(number.replace(",", "")) for number in found]
    for facts, finding in examination.trace.finding_facts.values():
        if facts.relation == "under evaluation" and finding.size is not None:
            numbers.append(finding.size)
    return (number for number in numbers if number >= _LEAST)


def _versions(dossier: Dossier) -> Iterator[tuple[str, Fact]]:
    if dossier.releases:
        known = frozenset(item.version for item in dossier.releases.revisions)
        yield "report", Fact("the report", dossier.releases.report.version, known)
    if dossier.plan:
        yield "plan", Fact("the clinical evaluation plan", dossier.plan.version)
    if dossier.protocol:
        yield "protocol", Fact("the protocol", dossier.protocol.version)
    if dossier.ifu:
        earlier = _issues(dossier, dossier.ifu.document)
        yield "ifu", Fact("the instructions for use", dossier.ifu.version, earlier)
    if dossier.device:
        known = frozenset(item.version for item in dossier.device.versions)
        yield "device", Fact("the device under evaluation", dossier.device.version, known)


def _approvals(dossier: Dossier) -> Iterator[tuple[str, Fact]]:
    if dossier.plan:
        yield "plan", Fact("the clinical evaluation plan", str(dossier.plan.approved_on))
    if dossier.protocol:
        yield "protocol", Fact("the protocol", str(dossier.protocol.approved_on))


def _issues(dossier: Dossier, identifier: str) -> frozenset[str]:
    """Versions of the documents that have the same number."""
    document = document_of(dossier, identifier)
    return frozenset(
        item.version for item in dossier.documents if document and item.number == document.number
    )


def document_of(dossier: Dossier, identifier: str | None) -> Document | None:
    return next((item for item in dossier.documents if item.id == identifier), None)


def _form(number: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.sub(r'[0-9]+', r'[0-9]+', re.escape(number))}\b")


def _subjects(dossier: Dossier) -> re.Pattern[str]:
    """Others first: "clinical investigation plan" must not be read as the plan."""
    device, releases = dossier.device, dossier.releases
    links = {
        "plan": dossier.plan.document if dossier.plan else None,
        "protocol": dossier.protocol.document if dossier.protocol else None,
        "ifu": dossier.ifu.document if dossier.ifu else None,
    }
    others = [_DOCUMENTS_OF_OTHERS, r"\[@[^\[\]]*\]"]
    names: list[str] = [r"\{\{\s*field\(\s*[\"']device[\"']\s*,\s*[\"'](?:short_)?name[\"']\s*\)\s*\}\}"]
    if device:
        names += [re.escape(name) + r"\b" for name in (device.name, device.short_name)]
        others += [re.escape(re.split(r"[,(:;\d]", item)[0].strip()) + r"\b" for item in device.accessories]
    others += [re.escape(item.device_name) for item in dossier.equivalences]
    patterns = [(OTHER, "|".join(item for item in others if item))]
    for subject, words in _OWN_SUBJECTS:
        wording = [words]
        if (document := links.get(subject)) is not None:
            wording.append(rf"\b{re.escape(document)}\b")
        if subject == "report" and releases:
            wording.append(re.escape(releases.report.number))
        if subject == "device":
            wording += names
        patterns.append((subject, "|".join(wording)))
    patterns.append(("another", r"\bDOC-[\w.-]+"))
    either = "|".join(f"(?P<{name}>{words})" for name, words in patterns)
    # No subject begins inside a word; to say so once spares trying all of them at every letter.
    return re.compile(rf"(?<![A-Za-z])(?:{either})", re.IGNORECASE)


def _named_version(dossier: Dossier) -> re.Pattern[str]:
    if dossier.device is None:
        return re.compile(r"(?!)")
    names = "|".join(re.escape(name) for name in (dossier.device.name, dossier.device.short_name))
    return re.compile(rf"\b(?:{names}),?\s+v?(\d+(?:\.\d+)+)(?![\w+])")
