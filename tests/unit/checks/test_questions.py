"""No question looks at more than its module says: its answer is given again while only the rest has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import pytest

from cases.dossiers import CASES, assess_files, base, changed, complete, is_about_form, read_folder
from cerkit.checks import policies_of, questions
from cerkit.model import outline
from cerkit.model.diagnostics import Mode
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination, Looks, MissingLimitError
from cerkit.model.facts import SourceFacts
from cerkit.model.identifiers import Kind
from cerkit.model.records.source import Source
from cerkit.model.trace import Node, Nodes, Trace

FOLDERS = sorted(folder for folder in CASES.glob("CER*/*") if folder.is_dir())


def refuse(*_: object) -> NoReturn:
    raise AssertionError("a question looks at more than its module says")


class Withheld(tuple[Any, ...]):
    """Findings that nobody may look at."""

    __slots__ = ()
    __iter__ = __len__ = __getitem__ = __contains__ = __bool__ = refuse


class WithoutPages(Dossier):
    """Its pages are withheld."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> Any:
        return refuse() if name == "chapters" else super().__getattribute__(name)


class NodesWithoutPages(Nodes):
    def __getitem__(self, identifier: str) -> Node:
        node = super().__getitem__(identifier)
        return refuse() if node.kind is Kind.CHAPTER else node


class TraceWithoutPages(Trace):
    """Pages link to records, too."""

    def __getattribute__(self, name: str) -> Any:
        return refuse() if name in ("rows", "links", "_from", "_to") else super().__getattribute__(name)


class TraceWithoutFindings(Trace):
    def __getattribute__(self, name: str) -> Any:
        return refuse() if name in ("finding_facts", "results") else super().__getattribute__(name)

    @cached_property
    def source_facts(self) -> Mapping[str, SourceFacts]:
        known = Trace(self.dossier, self.nodes, self.rows).source_facts
        return {name: facts._replace(findings=Withheld()) for name, facts in known.items()}


READ = vars(outline.Placed)["record"].fget


def record_of_no_source(placed: outline.Placed) -> object:
    """What a source says in words changes with its file, as its findings do."""
    found = READ(placed)
    return refuse() if isinstance(found, Source) else found


def without_pages(trace: Trace) -> Trace:
    known = {field.name: getattr(trace.dossier, field.name) for field in fields(Dossier)}
    return TraceWithoutPages(
        WithoutPages(**known), NodesWithoutPages(trace.nodes._rows), trace.rows, trace.results
    )


def without_findings(trace: Trace) -> Trace:
    return TraceWithoutFindings(trace.dossier, trace.nodes, trace.rows, trace.results)


def ask(looks: Looks, examination: Examination, trace: Trace) -> None:
    """All questions that look at no more than that, of a trace from which the rest is withheld."""
    for check in (*questions.on_argument(looks), *questions.on_evidence(looks)):
        try:
            list(check(replace(examination, trace=trace)))
        except MissingLimitError:
            continue


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_no_question_looks_at_more(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of every case; what is compared with a previous release is no matter, and is asked of all files."""
    form = is_about_form(folder.parent.name)
    files = base() | read_folder(folder) if form else changed(complete(), folder)
    made = assess_files(files, mode=Mode.RELEASE)
    trace = made.trace
    examination = Examination(trace, made.on, Mode.RELEASE, policies_of(made.dossier))
    ask(Looks.RECORDS, examination, without_pages(trace))
    ask(Looks.FINDINGS, examination, without_pages(trace))
    monkeypatch.setattr(outline.Placed, "record", property(record_of_no_source))
    ask(Looks.RECORDS, examination, without_findings(trace))
    ask(Looks.PAGES, examination, without_findings(trace))
