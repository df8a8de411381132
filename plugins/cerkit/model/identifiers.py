"""The kinds of record, the form of their identifiers, and the mark that makes a field a link.

An identifier counts for ever and is never reused. Its prefix tells the kind, so that a person who reads `AC-3` in Word
knows what it is without a tool.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from pydantic import StringConstraints


class Kind(StrEnum):
    """What a node of the trace is. The value is the word a reader sees."""

    DEVICE = "device"
    VARIANT = "variant"
    INTENDED_USE = "intended use"
    INDICATION = "indication"
    CONTRAINDICATION = "contraindication"
    POPULATION = "population"
    USER = "user group"
    SETTING = "setting"
    PLAN = "plan"
    REQUIREMENT = "requirement"
    PILLAR = "pillar"
    CLAIM = "claim"
    ENDPOINT = "endpoint"
    CRITERION = "acceptance criterion"
    BENCHMARK = "benchmark"
    RISK = "risk"
    BENEFIT = "benefit"
    SOURCE = "source"
    FINDING = "finding"
    EQUIVALENCE = "equivalence"
    IFU_SECTION = "section of the instructions for use"
    ALTERNATIVE = "alternative"
    STANDARD = "standard"
    INDICATOR = "surveillance indicator"
    SYNTHESIS = "synthesis"
    GAP = "gap"
    PMCF = "PMCF activity"
    SEARCH = "search"
    EVALUATOR = "evaluator"
    DOCUMENT = "document"
    CHAPTER = "chapter"


PREFIXES: Final[dict[Kind, str]] = {
    Kind.DEVICE: "DEV-",
    Kind.VARIANT: "VAR-",
    Kind.INTENDED_USE: "IU-",
    Kind.INDICATION: "IND-",
    Kind.CONTRAINDICATION: "CON-",
    Kind.POPULATION: "POP-",
    Kind.USER: "USR-",
    Kind.SETTING: "SET-",
    Kind.PLAN: "CEP-",
    Kind.CLAIM: "CLM-",
    Kind.ENDPOINT: "EP-",
    Kind.CRITERION: "AC-",
    Kind.BENCHMARK: "BM-",
    Kind.RISK: "RSK-",
    Kind.BENEFIT: "BEN-",
    Kind.SOURCE: "SRC-",
    Kind.EQUIVALENCE: "EQV-",
    Kind.IFU_SECTION: "IFU-",
    Kind.ALTERNATIVE: "ALT-",
    Kind.STANDARD: "STD-",
    Kind.INDICATOR: "PMS-",
    Kind.SYNTHESIS: "SYN-",
    Kind.GAP: "GAP-",
    Kind.PMCF: "PMCF-",
    Kind.SEARCH: "SRH-",
    Kind.EVALUATOR: "EVR-",
    Kind.DOCUMENT: "DOC-",
}
"""Prefix of each kind's identifiers. Requirements and pillars take theirs from the catalogue, chapters are paths."""

IDENTIFIER_TAIL: Final = r"[A-Za-z0-9][A-Za-z0-9.-]*"
"""What may follow the prefix: letters, digits, hyphens and dots; 40 characters in all (a limit of Word's bookmarks)."""


def _identifier(kind: Kind) -> StringConstraints:
    tail = r"[A-Za-z0-9][A-Za-z0-9-]*" if kind is Kind.SOURCE else IDENTIFIER_TAIL
    return StringConstraints(pattern=rf"^{PREFIXES[kind]}{tail}$", max_length=40)


DeviceId = Annotated[str, _identifier(Kind.DEVICE)]
VariantId = Annotated[str, _identifier(Kind.VARIANT)]
IntendedUseId = Annotated[str, _identifier(Kind.INTENDED_USE)]
IndicationId = Annotated[str, _identifier(Kind.INDICATION)]
ContraindicationId = Annotated[str, _identifier(Kind.CONTRAINDICATION)]
PopulationId = Annotated[str, _identifier(Kind.POPULATION)]
UserId = Annotated[str, _identifier(Kind.USER)]
SettingId = Annotated[str, _identifier(Kind.SETTING)]
PlanId = Annotated[str, _identifier(Kind.PLAN)]
ClaimId = Annotated[str, _identifier(Kind.CLAIM)]
EndpointId = Annotated[str, _identifier(Kind.ENDPOINT)]
CriterionId = Annotated[str, _identifier(Kind.CRITERION)]
BenchmarkId = Annotated[str, _identifier(Kind.BENCHMARK)]
RiskId = Annotated[str, _identifier(Kind.RISK)]
BenefitId = Annotated[str, _identifier(Kind.BENEFIT)]
SourceId = Annotated[str, _identifier(Kind.SOURCE)]
EquivalenceId = Annotated[str, _identifier(Kind.EQUIVALENCE)]
IfuSectionId = Annotated[str, _identifier(Kind.IFU_SECTION)]
AlternativeId = Annotated[str, _identifier(Kind.ALTERNATIVE)]
StandardId = Annotated[str, _identifier(Kind.STANDARD)]
IndicatorId = Annotated[str, _identifier(Kind.INDICATOR)]
SynthesisId = Annotated[str, _identifier(Kind.SYNTHESIS)]
GapId = Annotated[str, _identifier(Kind.GAP)]
PmcfId = Annotated[str, _identifier(Kind.PMCF)]
SearchId = Annotated[str, _identifier(Kind.SEARCH)]
EvaluatorId = Annotated[str, _identifier(Kind.EVALUATOR)]
DocumentId = Annotated[str, _identifier(Kind.DOCUMENT)]

RequirementId = Annotated[
    str, StringConstraints(pattern=rf"^[A-Z][A-Z0-9-]*-{IDENTIFIER_TAIL}$", max_length=40)
]
"""Identifier of a catalogue's entry, for example UK-ER-1 or GSPR-8."""

LocalId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
"""Name of a finding inside its source; elsewhere it is written `SRC-heydon-2021.sensitivity`."""


@dataclass(frozen=True, slots=True)
class Target:
    """Marks a field as a link and says which kinds of record it may name.

    Whether the record exists, and is of such a kind, is decided in the link phase, where a near miss can be named.
    """

    kinds: frozenset[Kind]

    @classmethod
    def of(cls, *kinds: Kind) -> Target:
        return cls(frozenset(kinds))


VariantLink = Annotated[str, Target.of(Kind.VARIANT)]
IndicationLink = Annotated[str, Target.of(Kind.INDICATION)]
PopulationLink = Annotated[str, Target.of(Kind.POPULATION)]
UserLink = Annotated[str, Target.of(Kind.USER)]
SettingLink = Annotated[str, Target.of(Kind.SETTING)]
IntendedUsePartLink = Annotated[
    str, Target.of(Kind.VARIANT, Kind.INDICATION, Kind.POPULATION, Kind.USER, Kind.SETTING)
]
RequirementLink = Annotated[str, Target.of(Kind.REQUIREMENT)]
PillarLink = Annotated[str, Target.of(Kind.PILLAR)]
ClaimLink = Annotated[str, Target.of(Kind.CLAIM)]
EndpointLink = Annotated[str, Target.of(Kind.ENDPOINT)]
CriterionLink = Annotated[str, Target.of(Kind.CRITERION)]
BenchmarkLink = Annotated[str, Target.of(Kind.BENCHMARK)]
RiskLink = Annotated[str, Target.of(Kind.RISK)]
BenefitLink = Annotated[str, Target.of(Kind.BENEFIT)]
SourceLink = Annotated[str, Target.of(Kind.SOURCE)]
FindingLink = Annotated[str, Target.of(Kind.FINDING)]
EvidenceLink = Annotated[str, Target.of(Kind.SOURCE, Kind.FINDING, Kind.SYNTHESIS)]
EquivalenceLink = Annotated[str, Target.of(Kind.EQUIVALENCE)]
IfuSectionLink = Annotated[str, Target.of(Kind.IFU_SECTION)]
IndicatorLink = Annotated[str, Target.of(Kind.INDICATOR)]
SynthesisLink = Annotated[str, Target.of(Kind.SYNTHESIS)]
GapLink = Annotated[str, Target.of(Kind.GAP)]
PmcfLink = Annotated[str, Target.of(Kind.PMCF)]
SearchLink = Annotated[str, Target.of(Kind.SEARCH)]
EvaluatorLink = Annotated[str, Target.of(Kind.EVALUATOR)]
DocumentLink = Annotated[str, Target.of(Kind.DOCUMENT)]
RecordLink = Annotated[str, Target(frozenset(Kind) - {Kind.CHAPTER})]
"""A link to a record of any kind."""

_PREFIX_TO_KIND: Final = sorted(
    ((prefix, kind) for kind, prefix in PREFIXES.items()), key=lambda pair: -len(pair[0])
)
RECORD_REFERENCE: Final = re.compile(
    r"\b(?:" + "|".join(re.escape(prefix) for prefix, _ in _PREFIX_TO_KIND) + r"|UK-ER-|GSPR-|N41-)"
    r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
)
"""An identifier inside prose."""


def with_article(kind: str) -> str:
    """The word with its article: a claim, an endpoint, a user group."""
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"


def near_identifiers(identifier: str, candidates: Iterable[str]) -> str | None:
    """A hint that names existing identifiers like this one."""
    near = difflib.get_close_matches(identifier, list(candidates), n=3, cutoff=0.5)
    return f"identifiers close to it: {', '.join(near)}" if near else None


def kind_of(identifier: str) -> Kind | None:
    """The kind that an identifier's form tells, or None where only a catalogue or the dossier knows."""
    for prefix, kind in _PREFIX_TO_KIND:
        if identifier.startswith(prefix):
            return Kind.FINDING if kind is Kind.SOURCE and "." in identifier else kind
    return None


def finding_id(source: str, local: str) -> str:
    """The identifier under which a source's finding is named elsewhere."""
    return f"{source}.{local}"
