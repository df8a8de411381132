"""Which fields bear meaning, and what records say in them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from cases.dossiers import assess_files, complete, edited, shipped
from cerkit import load
from cerkit.checks import bearings_of
from cerkit.model.catalogues.policy import MeaningCatalogue
from cerkit.model.changes import REPORTED
from cerkit.model.identifiers import Kind
from cerkit.model.meaning import Meanings, is_below, named_by, pairs_in
from cerkit.model.records.control import Policy, Responsible
from cerkit.model.suspicions import who_looks
from cerkit.model.trace import Trace

CATALOGUE: Final = MeaningCatalogue.model_validate(
    load.read_yaml("meaning.yml", shipped()["meaning.yml"]).value
)
BIRCH: Final = "evidence/sources/SRC-birch-2022.yml"
BENCHMARKS: Final = "evidence/benchmarks.yml"


@cache
def trace(*edit: str) -> Trace:
    """The complete dossier, with a text in one file replaced."""
    edits = [dict(zip(("file", "old", "new"), edit, strict=True))] if edit else []
    return assess_files(edited(complete(), edits)).trace


@cache
def models() -> dict[Kind, type[BaseModel]]:
    """The model of each kind, as the complete dossier has it."""
    nodes = [node for node in trace().nodes.values() if node.is_written]
    return {node.kind: type(node.record) for node in nodes if isinstance(node.record, BaseModel)}


def has_field(model: Any, name: str) -> bool:
    """Whether a dotted name leads somewhere."""
    first, _, rest = name.partition(".")
    if not (isinstance(model, type) and issubclass(model, BaseModel)) or first not in model.model_fields:
        return False
    return not rest or any(has_field(held, rest) for held in held_in(model.model_fields[first].annotation))


def held_in(annotation: Any) -> list[Any]:
    if get_origin(annotation) in (Annotated, Union, UnionType, tuple):
        return [model for argument in get_args(annotation) for model in held_in(argument)]
    return [annotation]


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.id)
def test_the_catalogue_names_kinds_and_fields_that_exist(entry: Any) -> None:
    model = models()[Kind[entry.id.upper()]]
    for name in (*entry.fields, *entry.reported, *entry.looked_at_by):
        assert has_field(model, name), f"{entry.id} has no field {name}"
    kinds = {kind.name.lower() for kind in Kind}
    assert all(name in kinds or has_field(model, name) for name in entry.ignores)


def test_every_kind_that_can_be_named_has_an_entry() -> None:
    assert {Kind[entry.id.upper()] for entry in CATALOGUE.entries} == set(Kind) - {Kind.PILLAR, Kind.CHAPTER}


def test_what_a_report_names_is_what_the_catalogue_says() -> None:
    assert {Kind[entry.id.upper()] for entry in CATALOGUE.entries if entry.reported} == REPORTED


def test_a_name_stands_for_everything_below_it() -> None:
    assert is_below("surveillance.starts", ("surveillance",))
    assert is_below("surveillance", ("surveillance",))
    assert not is_below("surveillance_plan", ("surveillance",))


def test_a_team_sets_the_fields_of_a_kind() -> None:
    policy = Policy(meaning_bearing={"source": ("outcome",), "claim": ()}, reason="So is our procedure.")
    bearings = bearings_of(replace(trace().dossier, policy=policy))
    assert (bearings[Kind.SOURCE].fields, bearings[Kind.SOURCE].reported) == (("outcome",), ())
    assert bearings[Kind.CLAIM].fields == ()
    assert bearings[Kind.SOURCE].ignores == ("searches", "same_study_as")


def said(identifier: str, *edit: str) -> str | None:
    dossier = trace(*edit)
    return Meanings(dossier, bearings_of(dossier.dossier)).of(identifier)


@pytest.mark.parametrize(
    ("identifier", "edit", "says_something_else"),
    [
        ("BM-1", (BENCHMARKS, "upper: 92.8", "upper: 92.9"), True),
        ("BM-1", (BENCHMARKS, "upper: 92.8", "upper: 92.80"), False),
        ("BM-1", (BENCHMARKS, "is what a good system reaches.", "is what  a good system reaches ."), False),
        ("BM-1", (BENCHMARKS, "upper: 0.9", "upper: 0.8"), False),
        # A finding speaks with its source, but not with the other findings.
        ("SRC-birch-2022.sens", (BIRCH, "numerator: 332", "numerator: 331"), True),
        ("SRC-birch-2022.unreadable", (BIRCH, "numerator: 332", "numerator: 331"), False),
        ("SRC-birch-2022.sens", (BIRCH, "outcome: unfavourable", "outcome: mixed"), True),
        ("SRC-birch-2022.sens", (BIRCH, "round: ", "notes: Read.\nround: "), False),
        # A source speaks with its findings, and a synthesis with those that it pools.
        ("SRC-birch-2022", (BIRCH, "numerator: 332", "numerator: 331"), True),
        ("SYN-sens", (BIRCH, "numerator: 332", "numerator: 331"), True),
        ("SYN-sens", (BIRCH, "numerator: 9,", "numerator: 8,"), False),
        ("DEV-drf", ("evidence/device.yml", "text: People with a cardiac pacemaker", "text: People"), True),
        ("EVR-1", ("evidence/evaluators.yml", "experience_years: 14", "experience_years: 15"), False),
    ],
)
def test_what_a_record_says(identifier: str, edit: tuple[str, ...], *, says_something_else: bool) -> None:
    assert (said(identifier) != said(identifier, *edit)) == says_something_else


def test_a_record_does_not_rest_on_where_it_comes_from() -> None:
    bearings = bearings_of(trace().dossier)
    named = named_by(trace(), "SRC-birch-2022", bearings)
    assert not [name for name in named if name.startswith("SRH-")]
    assert "DOC-cep" not in named_by(trace(), "AC-1", bearings)
    assert named_by(trace(), "AC-1", bearings)["BM-1"] == ("justified_by",)


def test_a_confirmation_holds_a_pair_for_each_record_named() -> None:
    meanings = Meanings(trace(), bearings_of(trace().dossier))
    digest = meanings.confirmation("RSK-1", ["SRC-pms-1", "PMS-missed"])
    assert pairs_in(digest) == set(meanings.pairs("RSK-1", ["PMS-missed", "SRC-pms-1"]).values())
    assert len(pairs_in(digest)) == 2
    assert pairs_in("looked at") == frozenset()


def test_who_looks_is_said_by_the_team_or_everybody() -> None:
    everybody = ("EVR-1", "EVR-2", "EVR-3", "EVR-4")
    assert who_looks(trace().dossier, Kind.CLAIM) == everybody
    rules = (
        Responsible(records=("acceptance criterion", "claim"), evaluators=("EVR-3",)),
        Responsible(records=("criterion",), evaluators=("EVR-3", "EVR-1")),
    )
    dossier = replace(trace().dossier, policy=Policy(responsible=rules, reason="So is our procedure."))
    assert who_looks(dossier, Kind.CRITERION) == ("EVR-3", "EVR-1")
    assert who_looks(dossier, Kind.CLAIM) == ("EVR-3",)
    assert who_looks(dossier, Kind.RISK) == everybody
