"""The two releases of the example: the story that an update has to tell, held as facts on both dossiers."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from cerkit.assess import Assessment
from cerkit.model.diagnostics import Mode, Severity
from cerkit.model.dossier import Dossier
from cerkit.reporters import report_text
from cerkit.website.building import build_site
from cerkit.workspace.git import commit_date
from cerkit.workspace.project import open_project
from support.history import FIRST, PREVIOUS, UPDATE, History, first_release, git, make_history, update_release

ADDED: Final = {
    "SRC-aduriz-lorenzo-2026",
    "SRC-duggal-2025",
    "SRC-pms-004",
    "SRC-rudnicka-2025",
    "SRC-uknsc-2026",
    "SRC-vidal-alaball-2026",
}
"""The five publications of the second round, and the first period of surveillance."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("history")


@pytest.fixture(scope="module", autouse=True)
def own_cache(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CERKIT_CACHE_DIR", str(folder / "cache"))
        yield


@pytest.fixture(scope="module")
def history(root: Path, folder: Path) -> History:
    return make_history(folder / "device", first_release(root), update_release(root))


@pytest.fixture(scope="module")
def first(history: History, folder: Path) -> Assessment:
    return open_project(history.export("v1.0.0", folder / FIRST)).assess(on=date(2025, 6, 16))


@pytest.fixture(scope="module")
def update(history: History, folder: Path) -> Assessment:
    return open_project(history.export("v1.1.0", folder / UPDATE)).assess(on=date(2026, 6, 30))


def test_releases_are_tagged_and_dated(history: History) -> None:
    assert history.tags == ("v1.0.0", "v1.1.0")
    assert [git(history.root, "cat-file", "-t", tag).strip() for tag in history.tags] == [b"tag", b"tag"]
    assert history.commit("1.0.0") == history.commit("v1.0.0") == history.commit("v1.1.0~1")
    shown = git(history.root, "log", "--reverse", "--format=%as %cs %an")
    assert shown.decode().splitlines() == [
        "2025-06-16 2025-06-16 B. Sample",
        "2026-06-30 2026-06-30 B. Sample",
    ]
    assert git(history.root, "status", "--porcelain") == b""


def test_the_same_files_give_the_same_commits(
    root: Path, folder: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = folder / "settings"
    settings.write_text("[user]\n\tname = Somebody Else\n[core]\n\tautocrlf = true\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_DIR", str(folder / "nowhere"))
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    again = make_history(folder / "again", first_release(root), update_release(root))
    assert [again.commit(tag) for tag in again.tags] == [history.commit(tag) for tag in history.tags]
    tags = [git(item.root, "rev-parse", *item.tags) for item in (history, again)]
    assert tags[0] == tags[1]


def test_another_release_is_another_commit(root: Path, folder: Path, history: History) -> None:
    alone = make_history(folder / "alone", update_release(root))
    assert alone.commit("v1.1.0") != history.commit("v1.1.0")


def test_both_releases_can_be_built_and_the_update_has_nothing_to_mend(
    first: Assessment, update: Assessment
) -> None:
    """The older report is as it was signed; rules that came later may well say something of it."""
    assert first.is_sound, report_text(first.diagnostics)
    grave = [item for item in update.as_draft() if item.severity is not Severity.NOTE]
    assert not grave, report_text(grave)


def test_the_first_report_knows_nothing_of_what_came_later(first: Assessment) -> None:
    dossier = first.dossier
    assert dossier.surveillance is not None
    assert dossier.surveillance.periods == ()
    assert dossier.device is not None
    assert dossier.device.market.state == "not yet placed on the market"
    assert {source.round for source in dossier.sources} == {"2025"}
    assert {activity.status for activity in dossier.pmcf} == {"planned"}
    assert dossier.releases is not None
    assert [revision.version for revision in dossier.releases.revisions] == ["1.0.0"]
    signed = [signature.on for signature in dossier.releases.signatures]
    issued = [document.date for document in dossier.documents]
    assert max(day for day in [*signed, *issued] if day) == date(2025, 6, 16)


def test_one_claim_is_reworded(first: Assessment, update: Assessment) -> None:
    before, after = ({claim.id: claim.wording for claim in item.dossier.claims} for item in (first, update))
    assert before.keys() == after.keys()
    assert {claim for claim in before if before[claim] != after[claim]} == {"CLM-5"}
    assert before["CLM-5"] == "DRT reduces the workload of graders."
    reasons = [{claim.id: claim.reason for claim in item.dossier.claims} for item in (first, update)]
    assert reasons[0]["CLM-5"] is None
    assert before["CLM-5"].rstrip(".") in (reasons[1]["CLM-5"] or "")


def test_sources_are_added_and_none_is_dropped(first: Assessment, update: Assessment) -> None:
    before, after = ({source.id for source in item.dossier.sources} for item in (first, update))
    assert after - before == ADDED
    assert before <= after


def test_criteria_and_verdicts_are_untouched(first: Assessment, update: Assessment) -> None:
    assert list(first.dossier.criteria) == list(update.dossier.criteria)
    verdicts = [
        {criterion.id: item.trace.verdicts_of(criterion) for criterion in item.dossier.criteria}
        for item in (first, update)
    ]
    assert verdicts[0] == verdicts[1]
    assert [verdict.outcome.value for verdict in verdicts[0]["AC-3"]] == ["met", "not met"]


def test_a_benchmark_gains_a_range_and_keeps_its_value(first: Assessment, update: Assessment) -> None:
    before, after = ({mark.id: mark for mark in item.dossier.benchmarks} for item in (first, update))
    assert before["BM-1"].value == after["BM-1"].value
    assert (before["BM-1"].lower, before["BM-1"].upper) == (None, None)
    assert (after["BM-1"].lower, after["BM-1"].upper) != (None, None)
    others = before.keys() - {"BM-1"}
    assert {key: (before[key].value, before[key].lower, before[key].upper) for key in others} == {
        key: (after[key].value, after[key].lower, after[key].upper) for key in others
    }


def test_the_handheld_camera_leaves_the_instructions_for_use(first: Assessment, update: Assessment) -> None:
    assert "CON-4: Images from cameras that are not on the list" in _contraindications(first.dossier)
    changed = _contraindications(update.dossier) - _contraindications(first.dossier)
    assert len(changed) == 1
    assert "handheld" in changed.pop()
    cameras = [_section(item.dossier, "IFU-5") for item in (first, update)]
    assert any("PocketFundus" in item for item in cameras[0])
    assert not any("PocketFundus" in item for item in cameras[1])


def test_one_gap_closes_and_another_opens(first: Assessment, update: Assessment) -> None:
    before, after = ({gap.id: gap.status for gap in item.dossier.gaps} for item in (first, update))
    assert before == {"GAP-1": "open", "GAP-2": "open"}
    assert after == {"GAP-1": "open", "GAP-2": "closed", "GAP-3": "open"}


def test_conclusions_keep_their_kind_but_where_a_gap_was_closed(
    first: Assessment, update: Assessment
) -> None:
    before, after = (
        {
            answer.id: answer.conclusion.statement
            for requirements in [item.dossier.requirements]
            if requirements is not None
            for answer in requirements.requirements
            if answer.conclusion is not None
        }
        for item in (first, update)
    )
    changed = {name: (before[name], after[name]) for name in before if before[name] != after.get(name)}
    assert changed == {"GSPR-23.4.c": ("conforms with gap", "conforms")}, "GAP-2 bore on it, and was closed"
    assert before.keys() == after.keys()
    assert before["UK-ER-1"] == "conforms with gap"


def test_the_update_names_every_change_and_the_criteria_came_first(history: History, folder: Path) -> None:
    clone = history.clone(folder / "compared", tags=True)
    settings = clone.root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    assert text.count(PREVIOUS) == 1
    settings.write_text(text.replace(PREVIOUS, "v1.0.0"), encoding="utf-8")
    found = open_project(clone.root).assess(on=date(2026, 6, 30), mode=Mode.UPDATE).diagnostics
    # Both criteria and data are older than the example's history, which begins with the first release.
    assert [item.rule.code for item in found if item.rule.code.startswith("CER9")] == ["CER906"]


def test_nothing_in_the_report_depends_on_the_tags_of_a_clone(history: History, folder: Path) -> None:
    sites = {}
    for tags in (True, False):
        clone = history.clone(folder / f"clone-{tags}", tags=tags)
        assert bool(clone.tags) is tags
        sites[tags] = _site(clone.root, folder / f"site-{tags}")
    assert sites[True].keys() == sites[False].keys()
    assert [name for name, data in sites[True].items() if data != sites[False][name]] == []


def test_the_first_report_builds(history: History, folder: Path) -> None:
    root = history.export(FIRST, folder / "built")
    site = _site(root, folder / "site-first")
    summary = html.unescape(re.sub(r"<[^>]+>", "", site["report/01-summary.html"].decode()))
    assert "It is the first report, version 1.0.0 of 16 June 2025." in summary


def _contraindications(dossier: Dossier) -> set[str]:
    assert dossier.device is not None
    return {f"{item.id}: {item.text}" for item in dossier.device.intended_use.contraindications}


def _section(dossier: Dossier, identifier: str) -> tuple[str, ...]:
    assert dossier.ifu is not None
    return next(tuple(section.items) for section in dossier.ifu.sections if section.id == identifier)


def _site(root: Path, target: Path) -> dict[str, bytes]:
    """The site of a working tree as a user builds it, and the report as it goes to Word."""
    assessment = open_project(root).assess(on=commit_date(root) or date(2025, 6, 16), mode=Mode.RELEASE)
    result = build_site(root / "mkdocs.yml", target, assessment=assessment)
    assert result.is_written, report_text(result.diagnostics)
    assert result.bundle is not None
    pages = {
        path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()
    }
    return pages | {"bundle": repr(result.bundle).encode()}
