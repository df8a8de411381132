"""The example's review runs through everything: exports, records, links, decisions, and the counts that follow."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from cerkit.model.flow_counts import cumulative, told_rounds
from cerkit.model.trace import Trace
from cerkit.workspace.duplicates import plan_links
from cerkit.workspace.project import open_project
from example_review import write_review

ROOT = Path(__file__).parents[2]
STATED = {
    "databases": {"SRH-2026-pubmed": 97, "SRH-2026-embase": 141, "SRH-2026-central": 12},
    "registers": {"SRH-2026-ctgov": 9},
    "duplicates_removed": 83,
    "automation_removed": 0,
    "other_removed": 2,
    "records_screened": 174,
    "records_excluded": 158,
    "reports_sought": 16,
    "reports_not_retrieved": 1,
    "reports_assessed": 15,
    "reports_excluded": {"X1": 2, "X2": 2, "X3": 1, "X4": 4, "X5": 2, "X6": 1},
    "websites": 4,
    "organisations": 0,
    "citation_searching": 2,
    "other_sought": 3,
    "other_not_retrieved": 0,
    "other_assessed": 3,
    "other_excluded": {"X7": 1},
    "previous_studies": 48,
    "previous_reports": 49,
    "new_studies": 5,
    "new_reports": 5,
    "total_studies": 53,
    "total_reports": 54,
}


@pytest.fixture(scope="module")
def example() -> Trace:
    return open_project(ROOT).link()


def test_the_files_give_exactly_the_stated_counts(example: Trace) -> None:
    first, update = told_rounds(example.dossier, example.source_facts)
    assert (first.round, first.is_counted) == ("2025", False)
    assert (update.round, update.is_counted) == ("2026", True)
    assert update.count is not None
    assert (update.count.is_final, update.count.without_source) == (True, ())
    assert {name: getattr(update.flow, name) for name in STATED} == STATED
    whole = cumulative([first.flow, update.flow])
    assert (whole.records_screened, whole.new_studies, whole.total_studies) == (1041, 53, 53)


def test_real_publications_have_their_own_data_and_all_others_are_called_fictional(example: Trace) -> None:
    works = {"10.2196/67529", "10.3390/biomedicines14020290", "10.3389/frai.2026.1754682"}
    for batch in example.dossier.record_batches:
        for record in batch.records:
            is_real = record.doi in works or (batch.search == "SRH-2026-web" and record.authors)
            is_named = "FICTIONAL RECORD" in record.title or "Fictional" in record.title
            assert bool(is_real) != is_named, record.title
            assert is_real or all(author.startswith("Placeholder") for author in record.authors)


def test_the_exports_are_those_that_the_searches_name(example: Trace) -> None:
    named = [item for item in example.dossier.searches if item.export]
    assert len(named) == 6
    for search in named:
        data = (ROOT / "evidence/searches" / str(search.export)).read_bytes()
        assert hashlib.sha256(data).hexdigest() == search.export_sha256


def test_the_linker_has_nothing_to_add_to_the_links_of_the_round() -> None:
    plan = plan_links(open_project(ROOT), "2026", date(2026, 6, 1))
    assert [(item.a, item.b, item.rule) for item in plan.links] == []
    assert plan.open_before == 0


def test_the_review_is_written_anew_byte_by_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CERKIT_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("evidence", "docs"):
        shutil.copytree(ROOT / name, tmp_path / "copy" / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path / "copy")
    write_review(tmp_path / "copy")
    for path in sorted((ROOT / "evidence").rglob("*.*")):
        made = tmp_path / "copy" / path.relative_to(ROOT)
        if path.parent.name == "links":
            assert _answers(made) == _answers(path)
        else:
            assert made.read_bytes() == path.read_bytes(), path.name


def _answers(path: Path) -> list[Any]:
    """What the links say; how a rule is worded may change."""
    return [(item["same"], item["verdict"]) for item in yaml.safe_load(path.read_bytes())["links"]]
