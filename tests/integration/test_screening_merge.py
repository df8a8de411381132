"""Two reviewers on branches of their own and an update meanwhile: real git merges them without a conflict."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cerkit.literature.decision_files import with_decisions
from cerkit.model.flow_counts import count_rounds
from cerkit.model.records.review import Decision
from cerkit.screening.tasks import status_of
from cerkit.workspace.decisions import DecisionFile
from cerkit.workspace.project import open_project
from support.history import git
from support.review_project import add_search, link_same, make_review, record

DAY = date(2026, 3, 2)
MANY = range(1000, 1600)


def said(decision: str) -> Decision:
    return Decision.model_validate({"decision": decision, "on": DAY})


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def screen(folder: Path, name: str, numbers: range, *, every: int) -> None:
    """Decide one after the other, as on the terminal."""
    file = DecisionFile(folder, "title-abstract", name)
    for number in numbers:
        file.save({f"pmid-{number}": said("include" if number % every == 0 else "exclude")})


def test_overlapping_reviewers_and_an_update_merge_without_a_conflict(tmp_path: Path) -> None:
    folder = make_review(tmp_path / "review", MANY)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    screen(folder, "ab", range(1000, 1010), every=5)
    screen(folder, "cd", range(1000, 1010), every=5)
    commit(folder, "start")
    for name, numbers, every in (("ab", range(1010, 1310), 5), ("cd", range(1160, 1460), 7)):
        git(folder, "switch", "--quiet", "--create", name, "main")
        screen(folder, name, numbers, every=every)
        commit(folder, f"{name} screens")
    git(folder, "switch", "--quiet", "--create", "update", "main")
    add_search(folder, "SRH-2027-pubmed", [record(1005), *map(record, range(2000, 2100))], on="2027-02-01")
    link_same(folder, "pmid-1007", "pmid-2003")
    commit(folder, "update")
    git(folder, "switch", "--quiet", "main")
    for branch in ("ab", "update", "cd"):
        git(folder, "merge", "--quiet", "--no-edit", branch)  # fails where there is a conflict
    dossier = open_project(folder).link().dossier
    first = status_of(dossier)[0]
    assert first.decided == {"ab": 310, "cd": 310}
    _, _, agreed = first.agreements[0]
    assert agreed.records == 10 + 150
    rounds = count_rounds(dossier, {})
    assert (rounds[1].flow.duplicates_removed, rounds[1].known_before) == (2, 2)
    assert rounds[1].flow.records_screened == 99


def test_no_old_line_changes_when_a_reviewer_goes_on(tmp_path: Path) -> None:
    folder = make_review(tmp_path / "review", MANY)
    screen(folder, "ab", range(1000, 1400, 2), every=3)
    path = folder / "evidence/screening/title-abstract/ab.yml"
    before = path.read_bytes().splitlines()
    after = with_decisions(path.read_bytes(), {f"pmid-{n}": said("maybe") for n in range(1001, 1400, 2)})
    assert [line for line in after.splitlines() if line in set(before)] == before
    assert after.splitlines() == sorted(after.splitlines())
