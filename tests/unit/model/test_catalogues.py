"""The shipped catalogues hold what they say they hold, and a user's own file fits the same models."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar, get_args

import pytest
import yaml
from pydantic import BaseModel, ValidationError

import cerkit
from cerkit.model.catalogues import KIND_HOMES, catalogue_model
from cerkit.model.catalogues.appraisal import AppraisalScheme
from cerkit.model.catalogues.base import CatalogueBase, slips
from cerkit.model.catalogues.legal import (
    Crosswalk,
    ExpectationCatalogue,
    PillarCatalogue,
    RequirementCatalogue,
    SamdCategories,
)
from cerkit.model.catalogues.report import Checklist, FlowDiagram, ReportContents, ReviewerPrompts

C = TypeVar("C", bound=CatalogueBase)

FOLDER: Final = Path(cerkit.__file__).parent / "catalogues"
FILES: Final = sorted(FOLDER.rglob("*.yml"))

ENTRIES: Final = {
    "uk-mdr-2002-er": {"entries": 102, "modifications": 5},
    "eu-mdr-gspr": {"entries": 154},
    "crosswalk-er-gspr": {"entries": 65, "without_counterpart": 5},
    "mhra-expectations": {"entries": 16, "points_to": 3},
    "n41-pillars": {"entries": 3, "states": 2, "if_evidence_missing": 4, "evidence_depends_on": 2},
    "samd-categories": {
        "entries": 9,
        "situations": 3,
        "significances": 3,
        "rules": 5,
        "definition_statement": 3,
        "review": 3,
    },
    "cep-elements": {"entries": 21},
    "meddev-a9": {"entries": 19, "contents": 77},
    "meddev-a10": {"entries": 24},
    "meddev-a6-flaws": {"entries": 27},
    "equivalence": {"entries": 13, "rules": 14},
    "evaluator-requirements": {"entries": 12, "declaration_of_interests": 12},
    "update-rules": {"entries": 8, "factors": 7, "verify_on_update": 5},
    "mdcg-2020-13": {"entries": 12, "prompts": 128},
    "prisma-2020": {"entries": 24, "identities": 12},
    "meddev-a6": {"entries": 4, "questions": 11, "facts": 5},
    "imdrf-suitability-contribution": {"entries": 9},
    "mdcg-2020-6-ranks": {"entries": 1, "facts": 2},
    "cebm-2011": {"entries": 7},
    "quadas-2": {"entries": 4, "questions": 11, "phases": 4},
    "rob-2": {"entries": 6, "questions": 28},
    "robins-i": {"entries": 7, "questions": 34},
    "newcastle-ottawa": {"entries": 6, "questions": 16},
    "minors": {"entries": 2, "questions": 12},
    "amstar-2": {"entries": 16},
    "grade": {"entries": 8},
    "deficiencies": {"entries": 70},
}
"""How many entries each list of each catalogue holds."""

UNCONFIRMED: Final = {
    "deficiencies": 11,  # known from secondary lists, or our own judgement
    "uk-mdr-2002-er": 45,
    "crosswalk-er-gspr": 36,
    "update-rules": 1,
    "meddev-a6": 6,  # the three default grades of two domains
    "cebm-2011": 12,  # two rows with five levels each
    "imdrf-suitability-contribution": 1,  # the rule for an overall verdict
}
"""How many marks say that something was not read in a source; every other catalogue has none."""


def load(path: Path) -> CatalogueBase:
    plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    return catalogue_model(plain["kind"]).model_validate(plain)


SHIPPED: Final = {catalogue.id: catalogue for catalogue in map(load, FILES)}

FROM_SOURCES: Final = {name: held for name, held in SHIPPED.items() if held.confirmed_by != "own"}
"""Lists of law and guidance. Policies, phrases and meaning-bearing fields are our own judgement, and say so."""

each_list = pytest.mark.parametrize("catalogue", FROM_SOURCES.values(), ids=list(FROM_SOURCES))
each_catalogue = pytest.mark.parametrize("catalogue", SHIPPED.values(), ids=list(SHIPPED))
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def shipped(identifier: str, kind: type[C]) -> C:
    catalogue = SHIPPED[identifier]
    assert isinstance(catalogue, kind)
    return catalogue


def models_in(value: object) -> Iterator[BaseModel]:
    """The value and every model inside it."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from models_in(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from models_in(item)


def test_every_catalogue_ships_under_its_own_name() -> None:
    assert {path.stem for path in FILES} == set(SHIPPED)
    assert set(ENTRIES) == set(FROM_SOURCES)


def test_schemes_stand_in_their_own_folder() -> None:
    schemes = {path.stem for path in FILES if path.parent.name == "appraisal"}
    assert schemes == {name for name, held in SHIPPED.items() if isinstance(held, AppraisalScheme)}


@each_file
def test_a_file_uses_plain_yaml_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "\t" not in text
    for event in yaml.parse(text):
        assert not isinstance(event, yaml.AliasEvent)
        assert getattr(event, "anchor", None) is None
        assert getattr(event, "tag", None) is None
    for node in nodes(yaml.compose(text)):
        if isinstance(node, yaml.MappingNode):
            keys = Counter(key.value for key, _ in node.value)
            assert max(keys.values()) == 1, keys
        elif isinstance(node, yaml.ScalarNode) and node.style is None and not node.tag.endswith(":str"):
            assert re.fullmatch(r"true|false|0|[1-9]\d*", node.value), f"quote {node.value!r}"


def nodes(node: yaml.Node | None) -> Iterator[yaml.Node]:
    assert node is not None
    yield node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from (key, *nodes(value))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from nodes(item)


@each_list
def test_no_entry_is_lost_or_added(catalogue: CatalogueBase) -> None:
    lists = Counter(str(route[-2]) for route, _ in catalogue.walk())
    assert lists == ENTRIES[catalogue.id]


@each_catalogue
def test_names_are_unique_and_every_cited_source_and_parent_exists(catalogue: CatalogueBase) -> None:
    assert slips(catalogue) == ()


@each_list
def test_what_was_not_read_stays_marked(catalogue: CatalogueBase) -> None:
    marked = [held for held in models_in(catalogue) if "confirmed" in type(held).model_fields]
    assert all("confirmed" in held.model_fields_set for held in marked), "a mark is missing"
    unread = sum(not getattr(held, "confirmed", None) for held in marked)
    assert unread == UNCONFIRMED.get(catalogue.id, 0)


@each_catalogue
def test_every_catalogue_says_where_it_comes_from(catalogue: CatalogueBase) -> None:
    keys = [source.key for source in catalogue.sources]
    assert len(set(keys)) == len(keys) > 0
    assert (catalogue.confirmed_by == "own") == catalogue.id.startswith(("policy-", "phrases-", "meaning"))


@each_catalogue
def test_the_legend_explains_every_value_that_occurs(catalogue: CatalogueBase) -> None:
    for field in {meaning.field for meaning in catalogue.legend}:
        explained = {meaning.value for meaning in catalogue.legend if meaning.field == field}
        used: set[str] = set()
        for _, entry in catalogue.walk():
            value = getattr(entry, field, ())
            used |= {value} if isinstance(value, str) else set(value)
        assert used == explained


def test_clauses_and_identifiers_say_the_same() -> None:
    for law, prefix in (("uk-mdr-2002-er", "UK-ER-"), ("eu-mdr-gspr", "GSPR-")):
        for requirement in shipped(law, RequirementCatalogue).entries:
            tail = requirement.clause.replace(", first indent", ".i").replace(", second indent", ".ii")
            assert requirement.id == prefix + re.sub(r"\(([a-z]+)\)", r".\1", tail)
            if requirement.parent is None:
                assert requirement.chapter in {"I", "II", "III"}
            else:
                assert requirement.id.startswith(f"{requirement.parent}.")


def test_requirements_that_only_gather_others_have_others() -> None:
    for law in ("uk-mdr-2002-er", "eu-mdr-gspr"):
        entries = shipped(law, RequirementCatalogue).entries
        parents = {requirement.parent for requirement in entries}
        assert {requirement.id for requirement in entries if requirement.heading} <= parents


def test_always_clinical_are_the_requirements_that_the_texts_name() -> None:
    always = {
        law: [entry.id for entry in shipped(law, RequirementCatalogue).entries if entry.clinical == "yes"]
        for law in ("uk-mdr-2002-er", "eu-mdr-gspr")
    }
    assert always["uk-mdr-2002-er"] == ["UK-ER-1", "UK-ER-3", "UK-ER-6", "UK-ER-6a"]
    assert always["eu-mdr-gspr"] == ["GSPR-1", "GSPR-8"]


def test_national_changes_name_clauses_that_exist() -> None:
    catalogue = shipped("uk-mdr-2002-er", RequirementCatalogue)
    clauses = {requirement.clause for requirement in catalogue.entries}
    changed = {clause for modification in catalogue.modifications for clause in modification.clauses}
    assert changed
    assert changed <= clauses


def test_the_crosswalk_resolves_on_both_sides() -> None:
    crosswalk = shipped("crosswalk-er-gspr", Crosswalk)
    ours = {entry.id for entry in shipped(crosswalk.maps_from, RequirementCatalogue).entries}
    theirs = {entry.id for entry in shipped(crosswalk.maps_to, RequirementCatalogue).entries}
    for pair in crosswalk.entries:
        assert pair.requirement in ours
        assert set(pair.counterparts) <= theirs
        assert pair.counterparts or pair.elsewhere
    for group in crosswalk.without_counterpart:
        assert set(group.requirements) <= theirs


def test_references_into_the_report_contents_resolve() -> None:
    contents = shipped("meddev-a9", ReportContents)
    numbers = {section.number for section in contents.entries}
    requirements = {entry.id for entry in shipped("uk-mdr-2002-er", RequirementCatalogue).entries}
    assert {section.requirement for section in contents.entries} - {None} <= requirements
    asked = [item.a9 for item in shipped("meddev-a10", Checklist).entries]
    prompts = [prompt for part in shipped("mdcg-2020-13", ReviewerPrompts).entries for prompt in part.prompts]
    placed = {number for a9 in (*asked, *(prompt.a9 for prompt in prompts)) for number in a9}
    assert placed <= numbers
    for prompt in prompts:
        assert prompt.answered_by == "reviewer" or prompt.a9 or prompt.document


def test_expectations_name_pillars_that_exist() -> None:
    named = {entry.pillar for entry in shipped("mhra-expectations", ExpectationCatalogue).entries} - {None}
    pillars = shipped("n41-pillars", PillarCatalogue)
    assert named == {pillar.id for pillar in pillars.entries}
    keys = {source.key for source in pillars.sources}
    assert {other.source for pillar in pillars.entries for other in pillar.other_names} <= keys


@pytest.mark.parametrize(
    ("situation", "significance", "category"),
    [
        ("critical", "treat_or_diagnose", "IV"),
        ("serious", "drive clinical management", "II"),
        ("non-serious", "inform clinical management", "I"),
    ],
)
def test_a_samd_category_is_found_by_name_or_by_title(
    situation: str, significance: str, category: str
) -> None:
    cell = shipped("samd-categories", SamdCategories).cell(situation=situation, significance=significance)
    assert cell is not None
    assert cell.category == category


def test_the_samd_matrix_is_complete() -> None:
    catalogue = shipped("samd-categories", SamdCategories)
    wanted = {(here.id, there.id) for here in catalogue.situations for there in catalogue.significances}
    assert {(cell.situation, cell.significance) for cell in catalogue.entries} == wanted
    assert {cell.category for cell in catalogue.entries} == {held.category for held in catalogue.categories}
    assert catalogue.cell(situation="critical", significance="unheard of") is None


def test_the_flow_diagram_adds_up() -> None:
    flow = shipped("prisma-2020", FlowDiagram)
    boxes = {box.id: box for box in flow.entries}
    total = {
        row.box: row.count if row.count is not None else sum(part.count for part in row.parts)
        for row in flow.example
    }
    assert total.keys() == boxes.keys()
    assert {row.box for row in flow.example if row.parts} == {
        box.id for box in boxes.values() if box.itemised
    }
    removed = sum(total[box] for box in ("removed_duplicates", "removed_automation", "removed_other"))
    assert total["records_screened"] == total["databases"] + total["registers"] - removed
    assert total["reports_sought"] == total["records_screened"] - total["records_excluded"]
    for column in ("", "other_"):
        sought, missing = total[f"{column}reports_sought"], total[f"{column}reports_not_retrieved"]
        assert total[f"{column}reports_assessed"] == sought - missing
    included = sum(total[f"{c}reports_assessed"] - total[f"{c}reports_excluded"] for c in ("", "other_"))
    assert total["new_reports"] == included
    assert 1 <= total["new_studies"] <= total["new_reports"]


def test_identities_speak_of_boxes_only() -> None:
    flow = shipped("prisma-2020", FlowDiagram)
    named = {word for held in flow.identities for word in re.findall(r"\b[a-z]+_[a-z_]+\b", held.formula)}
    assert named <= {box.id for box in flow.entries}
    assert len(named) > 15


SCHEMES: Final = [held for held in SHIPPED.values() if isinstance(held, AppraisalScheme)]
each_scheme = pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.id)


@each_scheme
def test_a_scheme_refers_only_to_what_exists(scheme: AppraisalScheme) -> None:
    forms = {form.id for form in scheme.forms}
    assert {domain.form for domain in scheme.entries} - {None} == forms
    assert {domain.catalogue for domain in scheme.entries} - {None} <= set(SHIPPED)
    assert {start.level for start in scheme.starts} <= {level.code for level in scheme.overall.levels}
    asked = [question for domain in scheme.entries for question in domain.questions]
    effects = {domain.for_effect for domain in scheme.entries} | {question.for_effect for question in asked}
    assert effects <= {None, "assignment", "adherence"}


@each_scheme
def test_a_scheme_has_something_to_record_without_double_codes(scheme: AppraisalScheme) -> None:
    choices = scheme.choices()
    assert choices
    for codes in (*choices.values(), [level.code for level in scheme.overall.levels]):
        assert len(set(codes)) == len(codes)
    assert (scheme.overall.result == "level") == bool(scheme.overall.levels)


@pytest.mark.parametrize(
    ("scheme", "name", "codes"),
    [
        ("imdrf-suitability-contribution", "D", ("D1", "D2", "D3")),
        ("cebm-2011", "diagnosis", ("1", "2", "3", "4", "5")),
        ("quadas-2", "D4", ("low", "high", "unclear")),
        ("quadas-2", "D3.applicability", ("low", "high", "unclear")),
        ("quadas-2", "2.2", ("yes", "no", "unclear")),
        ("rob-2", "D2-adherence", ("low", "some_concerns", "high")),
        ("rob-2", "1.1", ("Y", "PY", "PN", "N", "NI", "NA")),
        ("robins-i", "D7", ("low", "moderate", "serious", "critical", "no_information")),
        ("amstar-2", "AMSTAR-11", ("yes", "no", "no_meta_analysis")),
        ("minors", "MINORS-12", ("0", "1", "2")),
        ("newcastle-ottawa", "NX-E1", ("a", "b", "c", "d", "e")),
        ("mdcg-2020-6-ranks", "rank", tuple(str(rank) for rank in range(1, 13))),
        ("meddev-a6", "weight", ()),
    ],
)
def test_a_scheme_names_the_codes_that_may_be_recorded(
    scheme: str, name: str, codes: tuple[str, ...]
) -> None:
    assert shipped(scheme, AppraisalScheme).choices()[name] == codes


def test_quadas_asks_for_applicability_in_three_domains_only() -> None:
    choices = shipped("quadas-2", AppraisalScheme).choices()
    assert [name for name in choices if name.endswith(".applicability")] == [
        "D1.applicability",
        "D2.applicability",
        "D3.applicability",
    ]


def test_stars_and_points_add_up_to_the_printed_maximum() -> None:
    stars = shipped("newcastle-ottawa", AppraisalScheme)
    for form in stars.forms:
        domains = [domain for domain in stars.entries if domain.form == form.id]
        assert sum(domain.max_score or 0 for domain in domains) == form.max_score == 9
        for domain in domains:
            best = sum(
                sum(option.score or 0 for option in question.options)
                if question.choose == "many"
                else max(option.score or 0 for option in question.options)
                for question in domain.questions
            )
            assert best == domain.max_score
    minors = shipped("minors", AppraisalScheme)
    most = max(answer.score or 0 for answer in minors.answers)
    assert [len(domain.questions) * most for domain in minors.entries] == [16, 8]


def test_amstar_has_seven_critical_items() -> None:
    scheme = shipped("amstar-2", AppraisalScheme)
    critical = [int(domain.id.removeprefix("AMSTAR-")) for domain in scheme.entries if domain.critical]
    assert critical == [2, 4, 7, 9, 11, 13, 15]


def test_evidence_ranks_say_clinical_data_only_where_the_appendix_does() -> None:
    rank = shipped("mdcg-2020-6-ranks", AppraisalScheme).entries[0]
    stated = {level.code: level.clinical_data for level in rank.levels if level.clinical_data is not None}
    assert stated == {"6": False, "7": True, "8": True, "9": True, "11": False}


HOUSE_SCHEME = """
kind: appraisal_scheme
id: house-scheme
title: Appraisal at Fictitious Optics
jurisdictions: [GB]
edition: procedure 7, version 3
issued: "2026-02-01"
confirmed_by: own
sources:
  - {key: SOP, document: Appraisal of clinical data, edition: version 3, how_read: our own procedure}
unit: one publication
applies_to: [any]
score_unit: point
entries:
  - id: design
    question: Was the design able to answer the question?
    weight: 2
    levels:
      - {code: sound, score: 2}
      - {code: limited, score: 1}
      - {code: poor, score: 0}
  - id: fit
    question: Do device, patients and users match the intended use?
    levels: [{code: full, score: 2}, {code: partial, score: 1}, {code: none, score: 0}]
    questions:
      - {id: fit-1, question: "Is it our device?", options: [{code: "yes"}, {code: "no"}]}
overall:
  result: level
  rule: weighted total; a poor design is never pivotal
  levels:
    - {code: pivotal, from_score: 5}
    - {code: supportive, from_score: 2}
    - {code: rejected, from_score: 0}
"""

OWN_CHECKLIST = """
kind: checklist
id: meddev-a10
title: Release checklist, shortened
jurisdictions: [GB]
edition: ours, 2026
confirmed_by: own
sources: [{key: SOP, document: Release procedure, how_read: our own procedure}]
entries:
  - {id: REL-1, question: "Is the report dated?", auto: full, a9: ["7"]}
"""


def test_a_house_scheme_needs_no_more_than_its_own_words() -> None:
    scheme = AppraisalScheme.model_validate(yaml.safe_load(HOUSE_SCHEME))
    assert scheme.choices() == {
        "design": ("sound", "limited", "poor"),
        "fit": ("full", "partial", "none"),
        "fit-1": ("yes", "no"),
    }
    assert [level.from_score for level in scheme.overall.levels] == [5, 2, 0]
    assert not any(entry.confirmed for _, entry in scheme.walk()), "confirmed is never assumed"
    assert scheme.id not in SHIPPED


def test_a_file_of_the_same_name_can_replace_a_shipped_one() -> None:
    own = Checklist.model_validate(yaml.safe_load(OWN_CHECKLIST))
    catalogues = SHIPPED | {own.id: own}
    assert catalogues.keys() == SHIPPED.keys()
    assert catalogues["meddev-a10"].entry("REL-1") is not None
    assert catalogues["meddev-a10"].entry("A10-01") is None


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('a9: ["7"]', "a9: [7]", ("entries", 0, "a9", 0)),
        ("auto: full", "auto: always", ("entries", 0, "auto")),
        ("auto: full", "auto: full, colour: red", ("entries", 0, "colour")),
        ("id: REL-1", "id: REL 1", ("entries", 0, "id")),
        ("auto: full", "auto: full, confirmed: 'true'", ("entries", 0, "confirmed")),
        ("edition: ours, 2026", "edition: 2026", ("edition",)),
        ("edition: ours, 2026", "edition: ours\nissued: '2026-1'", ("issued",)),
        ("kind: checklist", "kind: flaws", ("kind",)),
        (
            "sources: [{key: SOP, document: Release procedure, how_read: our own procedure}]",
            "sources: []",
            ("sources",),
        ),
    ],
)
def test_a_slip_in_a_file_is_named_with_its_place(old: str, new: str, place: tuple[str | int, ...]) -> None:
    assert old in OWN_CHECKLIST
    with pytest.raises(ValidationError) as caught:
        Checklist.model_validate(yaml.safe_load(OWN_CHECKLIST.replace(old, new)))
    assert [error["loc"] for error in caught.value.errors()] == [place]


def test_a_catalogue_that_contradicts_itself_is_told_where() -> None:
    plain = {
        "kind": "flaws",
        "id": "own-flaws",
        "title": "Flaws",
        "jurisdictions": ["GB"],
        "edition": "ours",
        "confirmed_by": "own",
        "sources": [{"key": "SOP", "document": "Procedure", "how_read": "our own"}],
        "entries": [
            {"id": "F-1", "title": "Too few patients", "sources": ["SOP", "XYZ"]},
            {"id": "F-1", "title": "No control", "parent": "F-9"},
        ],
    }
    found = {slip.route: slip.message for slip in slips(catalogue_model("flaws").model_validate(plain))}
    assert list(found) == [
        ("entries", 0, "id"),
        ("entries", 0, "sources", 1),
        ("entries", 1, "id"),
        ("entries", 1, "parent"),
    ]
    assert "XYZ" in found["entries", 0, "sources", 1]
    assert "F-9" in found["entries", 1, "parent"]


def test_every_kind_has_one_model_and_ships_at_least_once() -> None:
    for kind in KIND_HOMES:
        assert get_args(catalogue_model(kind).model_fields["kind"].annotation) == (kind,)
    kinds = {yaml.safe_load(path.read_text(encoding="utf-8"))["kind"] for path in FILES}
    assert kinds == set(KIND_HOMES)


def test_an_entry_is_found_wherever_it_stands() -> None:
    contents = shipped("meddev-a9", ReportContents)
    for name in ("A9-4.6.2", "A9-4.6.2.3"):
        found = contents.entry(name)
        assert found is not None
        assert found.id == name
    assert contents.entry("A9-10") is None
