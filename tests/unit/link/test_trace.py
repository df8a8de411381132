"""Links are stored once, where they were written; everything else is a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.dossiers import assess_files, base, codes_of, read_folder, with_changes
from cerkit.assess import Assessment
from cerkit.model.identifiers import PREFIXES, Kind, kind_of, with_article
from cerkit.model.layout import SLOTS, UNFINISHED
from cerkit.model.trace import Link, natural_key
from cerkit.model.verdicts import Outcome, Support

EQUIVALENCE = """\
id: EQV-1
claimed: {claimed}
device_name: Another
manufacturer: Somebody
regulatory_status: CE marked
data_access: By contract
rows: []
conclusion: {conclusion}
conclusion_text: Why
by: EVR-1
on: 2026-01-01
"""
APPRAISAL = """\
appraisal:
  scheme: meddev-a6
  scores: {{}}
  validity: low
  relevance: low
  role: {role}
  used_for: []
  reason: Why
  by: EVR-1
  on: 2026-01-01
"""


@pytest.fixture(scope="module")
def example(root: Path) -> Assessment:
    """The example's dossier, as it stands in the repository."""
    files = {
        f"evidence/{path}": data
        for path, data in read_folder(root / "evidence").items()
        if path.endswith(".yml")
    }
    pages = {
        f"docs/{path}": data for path, data in read_folder(root / "docs").items() if path.endswith(".md")
    }
    return assess_files(files | pages)


def links(assessment: Assessment, identifier: str) -> set[tuple[str, str, str]]:
    return {(link.source, link.relation, link.target) for link in assessment.trace.links_from(identifier)}


def test_each_record_names_what_it_depends_on() -> None:
    found = assess_files(base())
    assert links(found, "CLM-1") == {("CLM-1", "requirements", "UK-ER-1"), ("CLM-1", "decided_by", "AC-1")}
    assert links(found, "AC-1") == {
        ("AC-1", "endpoint", "EP-sens"),
        ("AC-1", "justified_by", "BM-1"),
        ("AC-1", "decided_by", "SRC-ci.sens"),
        ("AC-1", "fixed_in", "DOC-plan"),
    }
    assert links(found, "SRC-ci") == {("SRC-ci", "document", "DOC-report")}
    assert links(found, "SRC-ci.sens") == {("SRC-ci.sens", "endpoint", "EP-sens")}
    assert links(found, "docs/report/01-summary.md") == {
        ("docs/report/01-summary.md", "mentions", target)
        for target in ("AC-1", "CLM-1", "SRC-ci", "SRC-ci.sens", "SRC-late")
    }


def test_the_other_way_is_a_question() -> None:
    trace = assess_files(base()).trace
    assert {(link.source, link.relation) for link in trace.links_to("EP-sens")} == {
        ("AC-1", "endpoint"),
        ("BM-1", "endpoint"),
        ("SRC-ci.sens", "endpoint"),
        ("SRC-late.sens", "endpoint"),
    }
    assert trace.links_to("CLM-1") == (Link("docs/report/01-summary.md", "mentions", "CLM-1"),)
    assert trace.links_to("CLM-99") == trace.links_from("CLM-99") == ()


def test_both_directions_hold_the_same_links(example: Assessment) -> None:
    trace = example.trace
    assert len(trace.links) > 1000
    assert all(link in trace.links_from(link.source) for link in trace.links)
    assert all(link in trace.links_to(link.target) for link in trace.links)
    assert sum(len(trace.links_to(name)) for name in trace.nodes) == len(trace.links)
    assert {link.target for link in trace.links} <= set(trace.nodes)


def test_every_step_of_the_argument_is_a_link_of_the_example(example: Assessment) -> None:
    kinds = {
        (example.trace.nodes[link.source].kind, example.trace.nodes[link.target].kind)
        for link in example.trace.links
        if link.source in example.trace.nodes
    }
    assert kinds >= {
        (Kind.CLAIM, Kind.CRITERION),
        (Kind.CLAIM, Kind.REQUIREMENT),
        (Kind.CRITERION, Kind.BENCHMARK),
        (Kind.CRITERION, Kind.FINDING),
        (Kind.BENCHMARK, Kind.FINDING),
        (Kind.RISK, Kind.SOURCE),
        (Kind.RISK, Kind.IFU_SECTION),
        (Kind.GAP, Kind.PMCF),
        (Kind.CHAPTER, Kind.CLAIM),
        (Kind.CHAPTER, Kind.FINDING),
    }


def test_the_example_is_sound_and_its_identifiers_tell_their_kind(example: Assessment) -> None:
    assert codes_of(example) == []
    for name, node in example.trace.nodes.items():
        assert (node.id, kind_of(name)) in ((name, node.kind), (name, None))
        assert node.title
        assert node.record is not None


def test_a_part_knows_its_holder() -> None:
    trace = assess_files(base()).trace
    assert trace.nodes["SRC-ci.sens"].parent == "SRC-ci"
    assert [part.id for part in trace.parts_of("SRC-ci")] == ["SRC-ci.sens", "SRC-ci.time"]
    assert trace.parts_of("CLM-1") == ()
    place = trace.nodes["SRC-ci.time"].place
    assert (place.path, place.route) == ("evidence/sources/SRC-ci.yml", ("findings", 1))


def test_records_are_found_by_their_kind_only() -> None:
    trace = assess_files(base()).trace
    assert trace.criterion("AC-1") is not None
    assert [trace.criterion("CLM-1"), trace.endpoint("AC-1"), trace.source("SRC-ci.sens")] == [None] * 3
    assert [trace.finding("SRC-ci"), trace.finding("SRC-ci.none")] == [None] * 2
    source, finding = trace.finding("SRC-ci.sens") or (None, None)
    assert (source and source.id, finding and finding.id) == ("SRC-ci", "sens")


def test_people_count_two_before_ten() -> None:
    names = [
        "AC-10",
        "AC-2",
        "AC-1",
        "BM-1",
        "AC-2.10",
        "AC-2.9",
        "AC-",
        "CLM-1a",
        "CLM-1",
        "docs/1²1.md",
        "docs/٣",
    ]
    assert sorted(names, key=natural_key) == [
        "AC-",
        "AC-1",
        "AC-2",
        "AC-2.9",
        "AC-2.10",
        "AC-10",
        "BM-1",
        "CLM-1",
        "CLM-1a",
        "docs/1²1.md",
        "docs/٣",
    ]
    claim = "  - {{id: CLM-{}, wording: W, kind: safety, status: active}}\n"
    text = "claims:\n" + "".join(claim.format(number) for number in (10, 2, 1))
    trace = assess_files(with_changes({"evidence/claims.yml": text})).trace
    assert [node.id for node in trace.of_kind(Kind.CLAIM)] == ["CLM-1", "CLM-2", "CLM-10"]
    assert trace.of_kind(Kind.GAP) == ()


def test_a_wrong_link_is_no_part_of_the_trace() -> None:
    text = base()["evidence/claims.yml"].decode().replace("[AC-1]", "[AC-9, AC-1, BM-1]")
    found = assess_files(with_changes({"evidence/claims.yml": text}))
    assert codes_of(found) == ["CER301", "CER302"]
    assert [link.target for link in found.trace.links_from("CLM-1")] == ["UK-ER-1", "AC-1"]


def test_a_page_mentions_a_record_once_however_often_it_names_it() -> None:
    page = "# Page\n\n[AC-1][] [AC-1][] {{ criterion('AC-1') }} [@SRC-gone]\n"
    trace = assess_files(with_changes({"docs/report/02.md": page})).trace
    assert trace.links_from("docs/report/02.md") == (Link("docs/report/02.md", "mentions", "AC-1"),)


def test_an_assessed_requirement_keeps_the_title_of_its_entry() -> None:
    trace = assess_files(base()).trace
    assessed, open_one = trace.nodes["UK-ER-1"], trace.nodes["UK-ER-2"]
    assert assessed.title
    assert type(assessed.record).__name__ == "RequirementAssessment"
    assert type(open_one.record).__name__ == "Requirement"
    assert assessed.place.route == ("requirements", 0)


@pytest.mark.parametrize(
    ("changes", "admissible"),
    [
        ({}, True),
        ({"read: report": "read: full text"}, True),
        *(
            ({"read: report": f"read: {part}"}, False)
            for part in ("abstract", "abstract and tables", "tables", "record")
        ),
        *(
            ({"under evaluation": relation}, False)
            for relation in ("benchmark", "similar", "other", "none", "equivalent")
        ),
        ({"under evaluation": "equivalent\nequivalence: EQV-1"}, True),
        ({"role: Shows": "retracted: true\nrole: Shows"}, False),
        *(
            ({"findings:\n": APPRAISAL.format(role=role) + "findings:\n"}, role != "rejected")
            for role in ("pivotal", "supportive", "background", "rejected")
        ),
    ],
)
def test_which_sources_may_decide(changes: dict[str, str], admissible: bool) -> None:
    found = assess_source(changes, EQUIVALENCE.format(claimed="true", conclusion="equivalent"))
    assert found.trace.is_admissible(found.trace.source_facts["SRC-ci"]) is admissible
    criterion = found.trace.criterion("AC-1")
    assert criterion is not None
    outcomes = [verdict.outcome for verdict in found.trace.verdicts_of(criterion)]
    assert outcomes == [Outcome.MET if admissible else Outcome.NOT_DECIDABLE]
    assert ("CER305" in codes_of(found)) is not admissible


@pytest.mark.parametrize(
    ("claimed", "conclusion", "admissible"),
    [
        ("true", "equivalent", True),
        ("false", "equivalent", False),
        ("true", "not equivalent", False),
        ("false", "not claimed", False),
    ],
)
def test_an_equivalent_counts_only_when_it_was_accepted(
    claimed: str, conclusion: str, admissible: bool
) -> None:
    changes = {"under evaluation": "equivalent\nequivalence: EQV-1"}
    found = assess_source(changes, EQUIVALENCE.format(claimed=claimed, conclusion=conclusion))
    assert found.trace.is_admissible(found.trace.source_facts["SRC-ci"]) is admissible


def assess_source(changes: dict[str, str], equivalence: str) -> Assessment:
    text = base()["evidence/sources/SRC-ci.yml"].decode()
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    return assess_files(
        with_changes({"evidence/sources/SRC-ci.yml": text, "evidence/equivalence/EQV-1.yml": equivalence})
    )


@pytest.mark.parametrize(
    ("decided_by", "subgroup", "value", "expected"),
    [
        ("[AC-1]", "false", "85.0", Support.SUPPORTED),
        ("[AC-1]", "false", "95.0", Support.NOT_SUPPORTED),
        ("[AC-1]", "true", "85.0", Support.UNDECIDED),
        ("[]", "false", "85.0", Support.WITHOUT),
        ("[AC-1, AC-2]", "false", "85.0", Support.UNDECIDED),
        ("[AC-9]", "false", "85.0", Support.UNDECIDED),
    ],
)
def test_what_a_claim_rests_on(decided_by: str, subgroup: str, value: str, expected: Support) -> None:
    criteria = base()["evidence/criteria.yml"].decode().replace("85.0", value)
    second = criteria.removeprefix("criteria:\n").replace("AC-1", "AC-2").replace("[SRC-ci.sens]", "[]")
    source = base()["evidence/sources/SRC-ci.yml"].decode()
    found = assess_files(
        with_changes(
            {
                "evidence/claims.yml": base()["evidence/claims.yml"].decode().replace("[AC-1]", decided_by),
                "evidence/criteria.yml": criteria + second,
                "evidence/sources/SRC-ci.yml": source.replace(
                    "id: sens\n", f"id: sens\n    subgroup: {subgroup}\n"
                ),
            }
        )
    )
    assert found.trace.support_of(found.dossier.claims[0]) is expected


def test_the_failing_subgroup_of_the_example_is_carried_to_a_gap_and_a_study(example: Assessment) -> None:
    trace = example.trace
    failing = [
        verdict
        for criterion in example.dossier.criteria
        for verdict in trace.verdicts_of(criterion)
        if verdict.outcome is Outcome.NOT_MET
    ]
    assert [(verdict.criterion, verdict.subgroup) for verdict in failing] == [("AC-3", True)]
    concerned = {link.source for link in trace.links_to("AC-3")} | {
        link.source for link in trace.links_to(failing[0].finding)
    }
    assert "GAP-1" in concerned
    assert [link.target for link in trace.links_from("GAP-1") if link.relation == "followed_by"] == ["PMCF-1"]


def test_every_prefix_belongs_to_one_kind() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert [kind_of(f"{prefix}1") for prefix in PREFIXES.values()] == list(PREFIXES)
    assert kind_of("SRC-a.sens") is Kind.FINDING
    assert kind_of("UK-ER-1") is None
    assert [with_article(kind) for kind in (Kind.CLAIM, Kind.ENDPOINT, Kind.USER, Kind.PMCF)] == [
        "a claim",
        "an endpoint",
        "a user group",
        "a PMCF activity",
    ]


def test_every_attribute_of_the_dossier_has_its_slot() -> None:
    dossier = assess_files(base()).dossier
    slots = (*SLOTS, *UNFINISHED.values())
    assert {slot.attribute for slot in slots} == set(dossier.placed)
    assert all(hasattr(dossier, slot.attribute) for slot in slots)
