"""All mistakes of all records in one run, each with record, reason, way out and place, and no follow-ups."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.dossiers import assess_files, base, codes_of, lines_of, told, with_changes
from cerkit.load import read_yaml
from cerkit.model.layout import SLOTS
from cerkit.model.readings import Reading
from cerkit.model.records.evaluation import Criterion
from cerkit.model.records.review import DuplicateLink
from cerkit.model.records.source import Source
from cerkit.validate import near_file, slot_of, validate_file

CLAIM = """\
  - id: CLM-{number}
    wording: Finds the ill
    kind: performance
    status: active
"""


def validated(path: str, text: str) -> Reading:
    slot = slot_of(path)
    assert slot is not None
    return validate_file(f"evidence/{path}", read_yaml(path, text.encode()).value, slot)


def source_with(line: str) -> Reading:
    """The base's source with one line put in place of the field that it begins with, or added."""
    key = line.split(":", maxsplit=1)[0]
    lines = base()["evidence/sources/SRC-ci.yml"].decode().splitlines()
    kept = [old for old in lines if not old.startswith(f"{key}:")]
    return validated("sources/SRC-ci.yml", "\n".join([line, *kept]) + "\n")


def test_five_mistakes_of_one_file_come_in_one_run() -> None:
    text = """\
claims:
  - id: CLM-1
    wordng: Finds the ill
    kind: perfomance
    status: active
  - id: CLM-2
    wording: 1.10
    kind: performance
    status: active
    decided_by: AC-1
"""
    found = told(assess_files(with_changes({"evidence/claims.yml": text})))
    assert [
        (item.place.line, item.place.column, item.rule.code, item.subject, item.message, item.hint)
        for item in found
    ] == [
        (2, 5, "CER201", "CLM-1", "CLM-1: `wording` is missing", "add the field"),
        (3, 5, "CER202", "CLM-1", "CLM-1: `wordng` is not a field here", "did you mean `wording`?"),
        (
            4,
            11,
            "CER204",
            "CLM-1",
            "CLM-1: `kind` cannot be `perfomance`",
            "did you mean `performance`? Allowed: performance, safety, benefit or usability",
        ),
        (
            7,
            14,
            "CER203",
            "CLM-2",
            "CLM-2: `wording` must be text, but is the number 1.10",
            'put it in quotes: "1.10"',
        ),
        (
            10,
            17,
            "CER203",
            "CLM-2",
            "CLM-2: `decided_by` must be a list, but is the text `AC-1`",
            "write [AC-1]",
        ),
    ]


def test_one_bad_record_hides_no_other() -> None:
    text = "claims:\n" + CLAIM.format(number=1) + "  - id: CLM-2\n    kind: 7\n" + CLAIM.format(number=3)
    reading = validated("claims.yml", text)
    assert [entry.record.id for entry in reading.entries] == ["CLM-1", "CLM-3"]  # type: ignore[union-attr]  # claims
    assert reading.broken == ("CLM-2",)
    assert {item.subject for item in reading.diagnostics} == {"CLM-2"}


@pytest.mark.parametrize(
    "broken",
    [
        "claims:\n  - id: CLM-1\n    wordng: One mistake in the record\n",
        "claims: [\n  - id: CLM-1\n",
        "claim:\n  - id: CLM-1\n",
        "claims:\n  - id: CLM-1\n    <<: {}\n    wording: A merge key takes the missing fields from elsewhere\n",
    ],
)
def test_links_to_a_broken_record_are_not_reported(broken: str) -> None:
    page = "# Page\n\n[CLM-1][] and {{ field('CLM-1', 'wording') }}\n"
    benefit = (
        "benefits:\n  - id: BEN-1\n    title: T\n    description: D\n    magnitude: M\n    probability: P\n"
        "    duration: D\n    certainty: low\n    claims: [CLM-1]\n"
    )
    changed = {"evidence/claims.yml": broken, "docs/report/02.md": page, "evidence/benefits.yml": benefit}
    found = told(assess_files(with_changes(changed)))
    assert found
    assert {item.place.path for item in found} == {"evidence/claims.yml"}


def test_links_into_a_broken_source_are_not_reported() -> None:
    source = base()["evidence/sources/SRC-ci.yml"].replace(b"read: report", b"read: everything")
    assert codes_of(assess_files(with_changes({"evidence/sources/SRC-ci.yml": source}))) == ["CER204"]
    assert codes_of(assess_files(with_changes({"evidence/sources/SRC-ci.yml": b"id: @"}))) == ["CER103"]


def test_requirements_are_unknown_and_not_wrong_while_their_file_is_broken() -> None:
    assert codes_of(assess_files(with_changes({"evidence/requirements.yml": "catalogues: [uk"}))) == [
        "CER103"
    ]
    one = "catalogues: [uk-mdr-2002-er]\nrequirements:\n  - {id: UK-ER-2, applicable: maybe, reason: R}\n"
    page = {"docs/report/02.md": "# Page\n\n[UK-ER-3][]\n"}
    assert codes_of(assess_files(with_changes({"evidence/requirements.yml": one, **page}))) == ["CER203"]


@pytest.mark.parametrize(
    ("line", "code", "message", "hint"),
    [
        ("title: 12", "CER203", "`title` must be text, but is the number 12", 'put it in quotes: "12"'),
        ("title: 2026-05-29", "CER203", "`title` must be text, but is the day 2026-05-29", '"2026-05-29"'),
        ("title: true", "CER203", "`title` must be text, but is true", "in the form that the field has"),
        ("title: null", "CER203", "`title` must be text, but is null", "in the form"),
        ("title: [a]", "CER203", "`title` must be text, but is a list", "in the form"),
        ("title: {a: b}", "CER203", "`title` must be text, but is a group of fields", "in the form"),
        ("title: ' '", "CER210", "`title` is empty", "leave the field out"),
        ("retracted: no", "CER203", "must be true or false, but is the text `no`", "only true and false"),
        ("retracted: 1", "CER203", "must be true or false, but is the number 1", "in the form"),
        ("sizes: {enrolled: 1.0}", "CER203", "must be a whole number, but is the number 1.0", "in the form"),
        ("sizes: {enrolled: true}", "CER203", "must be a whole number, but is true", "in the form"),
        ("sizes: {enrolled: 1_000}", "CER203", "but is the text `1_000`", "without quotes, signs or sep"),
        ("sizes: [1]", "CER203", "`sizes` must be named entries, but is a list", "in the form"),
        ("sizes: {'': 1}", "CER210", "a key of `sizes` is empty", "leave the field out"),
        ("retraction_checked_on: 2026-5-9", "CER203", "must be a day such as 2026-05-29", "in the form"),
        ("retraction_checked_on: 2026-02-30", "CER203", "but is the text `2026-02-30`", "in the form"),
        ("retraction_checked_on: 2026-W22-5", "CER203", "but is the text `2026-W22-5`", "in the form"),
        ("retraction_checked_on: 20260529", "CER203", "but is the number 20260529", "in the form"),
        ("countries: France", "CER203", "must be a list, but is the text `France`", "write [France]"),
        (
            "countries: {a: b}",
            "CER203",
            "must be a list, but is a group of fields",
            "each entry after a dash",
        ),
        ("countries: [France, 33]", "CER203", "`countries[2]` must be text, but is the number 33", '"33"'),
        ("kind: Publication", "CER204", "`kind` cannot be `Publication`", "did you mean `publication`?"),
        (
            "sizes: {people: -3}",
            "CER204",
            "`sizes.people` counts something and cannot be below 0, but is the number -3",
            "none is 0",
        ),
        ("kind: 5", "CER204", "`kind` cannot be the number 5", "allowed: publication, guideline"),
        ("confirmed: yes", "CER203", "must be named fields, but is the text `yes`", "in the form"),
        ("id: SRC_ci", "CER205", "`SRC_ci` does not have the form of `id`", "it begins with SRC-"),
        (f"id: SRC-{'x' * 60}", "CER205", "xxx...` does not have the form of `id`", "at most 40 characters"),
        ("titel: x", "CER202", "`titel` is not a field here", "did you mean `title`?"),
        ("zzz: x", "CER202", "`zzz` is not a field here", "fields here: id, kind, title"),
    ],
)
def test_each_kind_of_field_says_what_it_wants(line: str, code: str, message: str, hint: str) -> None:
    found = [
        item
        for item in source_with(line).diagnostics
        if item.place.route[:1] == (line.split(":", maxsplit=1)[0],)
    ]
    assert [item.rule.code for item in found] == [code]
    assert message in found[0].message
    assert hint in found[0].hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{lower: '1', upper: 2}", "`findings[1].interval.lower` must be a number, but is the text `1`"),
        (
            "{lower: {a: 1}, upper: 2}",
            "`findings[1].interval.lower` must be a number, but is a group of fields",
        ),
        ("{lower: true, upper: 2}", "`findings[1].interval.lower` must be a number, but is true"),
        ("{lower: 1}", "`findings[1].interval.upper` is missing"),
    ],
)
def test_an_exact_number_is_called_a_number(text: str, message: str) -> None:
    finding = (
        f"findings:\n  - {{id: a, endpoint: EP-sens, label: L, unit: s, where_read: T, interval: {text}}}"
    )
    lines = base()["evidence/sources/SRC-late.yml"].decode().split("findings:")[0]
    found = validated("sources/SRC-late.yml", lines + finding + "\n").diagnostics
    assert [item.message for item in found] == [f"SRC-late: {message}"]


@pytest.mark.parametrize(
    ("same", "message"),
    [
        ("[pmid-1]", "`links[1].same[2]` is missing"),
        ("[pmid-1, pmid-2, pmid-3]", "`links[1].same` has 3 entries, and may have 2"),
        ("[pmid-1, x]", "`x` does not have the form of `links[1].same[2]`"),
        ("pmid-1", "`links[1].same` must be a list, but is the text `pmid-1`"),
    ],
)
def test_a_pair_has_two_members(same: str, message: str) -> None:
    text = f"links:\n  - {{same: {same}, verdict: same, rule: doi, on: 2026-01-01}}\n"
    assert [item.message for item in validated("links/2026.yml", text).diagnostics] == [message]


def test_a_choice_that_holds_the_word_or_stays_whole() -> None:
    text = (
        "situation: serious\nsituation_reason: R\nsignificance: treat\nsignificance_reason: R\n"
        "core_functionality: C\ncategory: Z\n"
    )
    device = "samd:\n" + "".join(f"  {line}\n" for line in text.splitlines())
    hints = [item.hint for item in validated("device.yml", device).diagnostics if item.rule.code == "CER204"]
    assert hints[0].endswith(
        "llowed: treat or diagnose, drive clinical management or inform clinical management"
    )
    assert hints[1] == "allowed: I, II, III or IV"


def test_a_long_value_is_shortened_in_the_message() -> None:
    found = source_with(f"retracted: {'y' * 100_000}").diagnostics
    assert all(len(item.message) < 200 and len(item.hint) < 200 for item in found)


def test_what_was_forgotten_is_reported_once() -> None:
    text = "claims:\n  - id: CLM-1\n    wording:\n    kind: performance\n    status: active\n    decided_by:\n      -\n"
    found = assess_files(with_changes({"evidence/claims.yml": text, "docs/report/01-summary.md": "# S\n"}))
    assert codes_of(found) == ["CER107", "CER107"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"evidence/claims.yml": "claims:\n" + CLAIM.format(number=1) * 2},
            ["evidence/claims.yml:6:9 CER206 CLM-1 stands in evidence/claims.yml already"],
        ),
        (
            {"evidence/sources/SRC-zz.yml": base()["evidence/sources/SRC-ci.yml"]},
            [
                "evidence/sources/SRC-zz.yml:1:5 CER206 SRC-ci stands in evidence/sources/SRC-ci.yml already",
                "evidence/sources/SRC-zz.yml:1:5 CER207 SRC-ci stands in a file called SRC-zz.yml",
            ],
        ),
        (
            {
                "evidence/sources/SRC-ci.yml": base()["evidence/sources/SRC-ci.yml"].replace(
                    b"id: time", b"id: sens"
                )
            },
            [
                "evidence/sources/SRC-ci.yml:20:9 CER206 SRC-ci.sens stands in evidence/sources/SRC-ci.yml already"
            ],
        ),
        (
            {
                "evidence/requirements.yml": base()["evidence/requirements.yml"]
                + b"  - {id: UK-ER-1, applicable: false, reason: Twice}\n"
            },
            ["evidence/requirements.yml:6:10 CER206 UK-ER-1 stands in evidence/requirements.yml already"],
        ),
    ],
)
def test_duplicates_in_a_list_across_files_and_among_parts(
    files: dict[str, str | bytes], expected: list[str]
) -> None:
    assert lines_of(assess_files(with_changes(files))) == expected


def test_the_first_of_two_equal_identifiers_counts() -> None:
    text = "claims:\n" + CLAIM.format(number=1) + CLAIM.format(number=1).replace("Finds the ill", "Second")
    found = assess_files(with_changes({"evidence/claims.yml": text}))
    assert [claim.wording for claim in found.dossier.claims] == ["Finds the ill"]
    assert found.trace.nodes["CLM-1"].title == "Finds the ill"


def test_the_parts_of_a_record_that_was_put_aside_cause_no_follow_up() -> None:
    other = base()["evidence/sources/SRC-ci.yml"].replace(b"id: sens", b"id: spec")
    page = "# Page\n\n[SRC-ci.spec][]\n"
    found = assess_files(with_changes({"evidence/sources/SRC-zz.yml": other, "docs/report/02.md": page}))
    assert codes_of(found) == ["CER206", "CER207"]


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("evidence/claim.yml", "did you mean claims.yml?"),
        ("evidence/Claims.yml", "did you mean claims.yml?"),
        ("evidence/claims.yaml", "record files end with .yml"),
        ("evidence/sources/SRC-x.yaml", "record files end with .yml"),
        ("evidence/source/SRC-x.yml", "did you mean sources/SRC-x.yml?"),
        ("evidence/sources/x/y.yml", None),
        ("evidence/zzzzzz.txt", None),
    ],
)
def test_near_misses_of_file_names(path: str, hint: str | None) -> None:
    assert near_file(path) == hint


@pytest.mark.parametrize(
    ("path", "attribute"),
    [
        *((slot.pattern, slot.attribute) for slot in SLOTS if "*" not in slot.pattern),
        ("sources/SRC-x.yml", "sources"),
        ("screening/full-text/ab.yml", "screening"),
        ("screening/full-text/resolved.yml", "screening"),
        ("records/SRH-2026-pubmed.yml", "record_batches"),
    ],
)
def test_every_kind_of_file_is_known_by_its_path(path: str, attribute: str) -> None:
    slot = slot_of(path)
    assert slot is not None
    assert slot.attribute == attribute


@pytest.mark.parametrize(
    "path", ["claims.yaml", "sources/.yml", "sources/a/b.yml", "x/claims.yml", "screening/ab.yml", ""]
)
def test_other_paths_are_no_record_files(path: str) -> None:
    assert slot_of(path) is None


def test_resolved_decisions_need_a_name() -> None:
    text = "pmid-1: {decision: include, on: 2026-01-01}\n"
    assert validated("screening/full-text/ab.yml", text).diagnostics == ()
    assert [d.message for d in validated("screening/full-text/resolved.yml", text).diagnostics] == [
        "`by` is missing"
    ]


def test_a_bad_decision_hides_no_other() -> None:
    text = "pmid-1: {decision: out, on: 2026-01-01}\npmid-2: {decision: include, on: 2026-01-01}\n"
    reading = validated("screening/full-text/ab.yml", text)
    screening: Any = reading.entries[0].record
    assert list(screening.decisions) == ["pmid-2"]
    assert (screening.stage, screening.reviewer) == ("full-text", "ab")
    assert [item.place.route for item in reading.diagnostics] == [("pmid-1", "decision")]


def test_records_are_frozen_and_hold_tuples() -> None:
    source: Any = (
        validated("sources/SRC-ci.yml", base()["evidence/sources/SRC-ci.yml"].decode()).entries[0].record
    )
    assert isinstance(source, Source)
    assert isinstance(source.findings, tuple)
    with pytest.raises(ValueError, match="frozen"):
        source.__setattr__("title", "Another")
    pair = {"same": ["pmid-1", "pmid-2"], "verdict": "same", "rule": "doi", "on": date(2026, 1, 1)}
    assert DuplicateLink.model_validate(pair).same == ("pmid-1", "pmid-2")


@pytest.mark.parametrize("value", [Decimal("85.0"), 85, Decimal("85.00")])
def test_a_number_keeps_its_kind_and_digits(value: Decimal | int) -> None:
    text = base()["evidence/criteria.yml"].decode().replace("85.0", str(value))
    criterion: Any = validated("criteria.yml", text).entries[0].record
    assert isinstance(criterion, Criterion)
    assert (str(criterion.value), type(criterion.value)) == (str(value), type(value))
