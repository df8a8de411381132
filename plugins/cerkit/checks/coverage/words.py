"""The words in which a policy says which support a record needs: a closed vocabulary.

`WORDS` gives for each word what it means and how it is tested for each kind of record; the reference is made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from cerkit.checks.texts import gives_no_reasoning, is_none, only_asserts, says_nothing
from cerkit.model.answers import sources_behind
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.fields import Strictly
from cerkit.model.records import control, device, evaluation
from cerkit.model.trace import Trace

Test = Callable[[Trace, Any], bool]
"""Whether a record of the kind has the support."""

KINDS: Final[Mapping[str, str]] = {
    "claim": "A claim that is active, unless `where` names another status.",
    "criterion": "An acceptance criterion.",
    "benchmark": "A benchmark.",
    "risk": "A residual risk.",
    "benefit": "A benefit.",
    "indication": "An indication of the intended use.",
    "requirement": "A requirement that applies and is marked clinical.",
    "gap": "A gap that is open, unless `where` names another status.",
    "equivalence": "A comparison with another device that is claimed, unless `where` says otherwise.",
    "device": "The device under evaluation.",
}
"""Kinds of record that a rule may be about -> which of them are meant."""
_POST_MARKET: Final = frozenset({"complaints", "vigilance", "registry", "PMCF study"})


class Word(NamedTuple):
    """One support that a policy may ask for."""

    meaning: str
    tests: Mapping[str, Test]
    """Kind of record -> its test; the word is not used of other kinds."""


def records_of(examination: Examination, kind: str, where: Mapping[str, str]) -> Iterable[Any]:
    """The records that a rule on this kind is about. Empty for a kind that does not exist."""
    dossier = examination.dossier
    of_kind: Mapping[str, Callable[[], Iterable[Any]]] = {
        "claim": lambda: (item for item in dossier.claims if "status" in where or item.status == "active"),
        "criterion": lambda: dossier.criteria,
        "benchmark": lambda: dossier.benchmarks,
        "risk": lambda: dossier.risks,
        "benefit": lambda: dossier.benefits,
        "indication": lambda: dossier.device.intended_use.indications if dossier.device else (),
        "requirement": lambda: _clinical(dossier.requirements),
        "gap": lambda: (item for item in dossier.gaps if "status" in where or item.status == "open"),
        "equivalence": lambda: (item for item in dossier.equivalences if "claimed" in where or item.claimed),
        "device": lambda: (dossier.device,) if dossier.device else (),
    }
    found = of_kind[kind]() if kind in of_kind else ()
    return (record for record in found if all(_has(record, field, value) for field, value in where.items()))


_MODELS: Final[Mapping[str, type[Strictly]]] = {
    "claim": evaluation.Claim,
    "criterion": evaluation.Criterion,
    "benchmark": evaluation.Benchmark,
    "risk": evaluation.Risk,
    "benefit": evaluation.Benefit,
    "indication": device.Indication,
    "requirement": evaluation.RequirementAssessment,
    "gap": evaluation.Gap,
    "equivalence": control.Equivalence,
    "device": device.Device,
}
FIELDS: Final[Mapping[str, frozenset[str]]] = {
    kind: frozenset(model.model_fields) for kind, model in _MODELS.items()
}
"""Kind -> the fields that `where` may name."""


def _has(record: Any, field: str, value: str) -> bool:
    held = getattr(record, field, None)
    held = ("true" if held else "false") if isinstance(held, bool) else held
    wanted = value.casefold()
    return any(str(item).casefold() == wanted for item in (held if isinstance(held, tuple) else (held,)))


def _clinical(assessed: evaluation.Requirements | None) -> Iterable[evaluation.RequirementAssessment]:
    return (item for item in (assessed.requirements if assessed else ()) if item.applicable and item.clinical)


# What stands behind a record: identifiers of its evidence, then the sources of those.


def _evidence(trace: Trace, record: Any) -> Iterable[str]:
    match record:
        case evaluation.Claim():
            criteria = (trace.criterion(name) for name in record.decided_by)
            return [name for criterion in criteria if criterion for name in criterion.decided_by]
        case evaluation.Criterion():
            return record.decided_by
        case evaluation.Benchmark():
            return record.rests_on
        case evaluation.Risk():
            return record.sources
        case evaluation.Benefit() | evaluation.RequirementAssessment():
            return record.evidence
        case _:
            return ()


def _sources(trace: Trace, record: Any) -> Sequence[SourceFacts]:
    """Sources behind a record; of the device and of an indication, every source that may decide."""
    if isinstance(record, device.Device | device.Indication):
        return [source for source in trace.source_facts.values() if trace.is_admissible(source)]
    return sources_behind(trace, _evidence(trace, record))


def _of_relation(relation: str) -> Test:
    return _unless_told(lambda source: source.relation == relation)


def _unless_told(holds: Callable[[SourceFacts], bool]) -> Test:
    """A record with no evidence at all lacks one thing, and another rule says so; the kind of it is no second one."""

    def test(trace: Trace, record: Any) -> bool:
        if not isinstance(record, device.Device) and not _evidence(trace, record):
            return not isinstance(record, evaluation.Criterion) or record.id in trace.claimed
        return any(holds(source) for source in _sources(trace, record))

    return test


def _pillar(name: str) -> Word:
    def on_device(trace: Trace, record: Any) -> bool:
        # The association between output and condition may rest on the literature alone.
        known = trace.source_facts.values() if name == "N41-VCA" else _sources(trace, record)
        return any(name in source.pillars and source.role != "rejected" for source in known)

    def on_claim(trace: Trace, record: Any) -> bool:
        criteria = [item for item in map(trace.criterion, record.decided_by) if item is not None]
        marks = [mark for item in criteria for mark in item.justified_by]
        state_of_the_art = [
            name for item in trace.dossier.benchmarks if item.id in marks for name in item.rests_on
        ]
        behind = (*_sources(trace, record), *sources_behind(trace, state_of_the_art))
        return any(name in source.pillars and source.role != "rejected" for source in behind)

    meaning = {
        "N41-VCA": "A source that supports the valid clinical association (IMDRF N41 6.1); the literature counts too.",
        "N41-AV": "A source on the device that supports its analytical validation (IMDRF N41 6.2).",
        "N41-CV": "A source on the device that supports its clinical validation (IMDRF N41 6.3).",
    }[name]
    return Word(meaning, {"device": on_device, "claim": on_claim})


def _of_kind(kinds: frozenset[str]) -> dict[str, Test]:
    test = _unless_told(lambda source: source.kind in kinds)
    return dict.fromkeys(("device", "claim", "criterion", "risk", "benefit", "requirement"), test)


def _fixed_before_data(trace: Trace, record: Any) -> bool:
    """Findings whose day is not known cannot show the contrary."""
    known = (source.data_known_on for source in _sources(trace, record))
    return all(day is None or record.fixed_on.isoformat() < day for day in known)


def _has_gap(trace: Trace, record: Any) -> bool:
    return any(gap.status == "open" and record.id in gap.concerns for gap in trace.dossier.gaps)


def _outcome(*outcomes: str) -> dict[str, Test]:
    test = _unless_told(lambda source: source.outcome in outcomes and source.role != "rejected")
    return dict.fromkeys(("benchmark", "claim", "criterion", "risk", "benefit"), test)


def _on_device(relation: str) -> dict[str, Test]:
    kinds = ("claim", "criterion", "risk", "benefit", "requirement", "device")
    return dict.fromkeys(kinds, _of_relation(relation))


def _field(name: str) -> Test:
    return lambda _trace, record: bool(getattr(record, name))


WORDS: Final[Mapping[str, Word]] = {
    "criterion": Word(
        "An acceptance criterion decides it.",
        {
            "claim": _field("decided_by"),
            "benefit": lambda trace, item: any(
                claim.decided_by for claim in trace.dossier.claims if claim.id in item.claims
            ),
        },
    ),
    "benchmark": Word(
        "A benchmark of the state of the art justifies it.", {"criterion": _field("justified_by")}
    ),
    "finding on the device": Word(
        "A finding of a source on the device under evaluation stands behind it.",
        _on_device("under evaluation"),
    ),
    "finding on an equivalent": Word(
        "A finding of a source on a device shown to be equivalent stands behind it.", _on_device("equivalent")
    ),
    "place where it appears": Word("It is said where the claim is made.", {"claim": _field("appears_in")}),
    "limits": Word("It is said what must stand beside the claim.", {"claim": _field("limits")}),
    "requirement": Word("It names the requirements that it serves.", {"claim": _field("requirements")}),
    "claim": Word(
        "An active claim belongs to it.",
        {
            "benefit": _field("claims"),
            "indication": lambda trace, item: any(
                claim.status == "active" and (not claim.indications or item.id in claim.indications)
                for claim in trace.dossier.claims
            ),
            "requirement": lambda trace, item: any(
                claim.status == "active" and item.id in claim.requirements for claim in trace.dossier.claims
            ),
        },
    ),
    "benefit": Word(
        "A benefit is stated for it.",
        {
            "claim": lambda trace, item: any(item.id in benefit.claims for benefit in trace.dossier.benefits),
            "indication": lambda trace, item: any(
                not benefit.indications or item.id in benefit.indications
                for benefit in trace.dossier.benefits
            ),
        },
    ),
    "date fixed before data lock": Word(
        "It was fixed before the day on which the data that decide it were locked.",
        {"criterion": _fixed_before_data},
    ),
    "derivation": Word(
        "It is said in words of its own how the value follows.",
        {
            "benchmark": lambda _trace, item: not gives_no_reasoning(item.derivation),
            "criterion": lambda _trace, item: not says_nothing(item.margin),
        },
    ),
    "source": Word(
        "A source stands behind it.",
        {
            "risk": _field("sources"),
            "benchmark": _field("rests_on"),
            "benefit": _field("evidence"),
            "requirement": _field("evidence"),
        },
    ),
    "favourable source": Word("A favourable source stands behind it.", _outcome("favourable")),
    "unfavourable source": Word(
        "A source with unfavourable or mixed results stands behind it.", _outcome("unfavourable", "mixed")
    ),
    "synthesis": Word(
        "It rests on a synthesis of several findings.",
        {"benchmark": lambda _trace, item: any(name.startswith("SYN-") for name in item.rests_on)},
    ),
    "section of the instructions for use": Word(
        "Users are told in the instructions for use.",
        {
            "risk": _field("ifu_sections"),
            "claim": lambda _trace, item: any(
                place.medium == "instructions for use" for place in item.appears_in
            ),
        },
    ),
    "indicator": Word("An indicator of the surveillance watches it.", {"risk": _field("indicators")}),
    "control": Word("A measure of risk control is named.", {"risk": _field("controls")}),
    "pivotal source": Word(
        "A source that the appraisal calls pivotal stands behind it.",
        dict.fromkeys(
            ("claim", "criterion", "device", "benefit"), _unless_told(lambda source: source.role == "pivotal")
        ),
    ),
    "clinical investigation": Word(
        "A clinical investigation stands behind it.", _of_kind(frozenset({"clinical investigation"}))
    ),
    "post-market data": Word(
        "Complaints, vigilance, a registry or a PMCF study stand behind it.", _of_kind(_POST_MARKET)
    ),
    "usability study": Word("A usability study stands behind it.", _of_kind(frozenset({"usability study"}))),
    "test report": Word("An in-house test report stands behind it.", _of_kind(frozenset({"test report"}))),
    "N41-VCA": _pillar("N41-VCA"),
    "N41-AV": _pillar("N41-AV"),
    "N41-CV": _pillar("N41-CV"),
    "independent review": Word(
        "The evidence was reviewed by somebody outside development and report (IMDRF N41 section 8).",
        {
            "device": lambda trace, _item: (
                trace.dossier.releases is not None and trace.dossier.releases.independent_review is not None
            )
        },
    ),
    "level of evidence": Word(
        "It is said why amount and kind of the evidence are enough.",
        {
            "indication": lambda _trace, item: (
                item.level_of_evidence_justification is not None
                and not gives_no_reasoning(item.level_of_evidence_justification)
                and not only_asserts(item.level_of_evidence_justification)
            )
        },
    ),
    "search": Word(
        "A literature search was run.", {"device": lambda trace, _item: bool(trace.dossier.searches)}
    ),
    "alternative": Word(
        "Alternatives for the same patients are described.",
        {"device": lambda trace, _item: bool(trace.dossier.alternatives)},
    ),
    "data access": Word(
        "It is said how there is access to the data of the other device (MDCG 2020-5).",
        {
            "equivalence": lambda _trace, item: (
                not says_nothing(item.data_access) and not is_none(item.data_access)
            )
        },
    ),
    "PMCF activity": Word(
        "An activity of post-market clinical follow-up answers it.",
        {
            "gap": _field("followed_by"),
            "device": lambda trace, _item: any(item.status != "stopped" for item in trace.dossier.pmcf),
        },
    ),
    "measure": Word("A measure other than follow-up is named.", {"gap": _field("measures")}),
    "gap": Word(
        "An open gap concerns it.",
        dict.fromkeys(
            ("claim", "criterion", "risk", "benefit", "indication", "requirement", "device"), _has_gap
        ),
    ),
}
"""Word of a policy -> what it means, and for which kinds of record it is tested how."""
