"""What is to be looked at again after a change, with real git: two people, branches, merges, squashes and rebases.

Doorstop stamps digests into the items. Measured there: one blank added before a full stop gave 22 warnings and changed
23 files when it was accepted; two branches that accepted different parents of one item met in a conflict, in an item
that neither had reworded.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from cases.dossiers import DAY, complete
from cerkit.cli.review import command
from cerkit.model.diagnostics import Mode
from cerkit.workspace.project import open_project
from support.history import git

MKDOCS: Final = b"plugins:\n  - cerkit:\n      report: report\n      previous_release: v1.0.0\n"
ATTRIBUTES: Final = b"* text=auto eol=lf\nevidence/reviews/*.yml merge=union\n"
ENDPOINTS: Final = "evidence/endpoints.yml"
BENCHMARKS: Final = "evidence/benchmarks.yml"
CRITERIA: Final = "evidence/criteria.yml"
ALDER: Final = "evidence/sources/SRC-alder-2021.yml"
BIRCH: Final = "evidence/sources/SRC-birch-2022.yml"
MOVED: Final = (BENCHMARKS, "upper: 92.8\n", "upper: 93.1\n")
"""Benchmark BM-1, on which AC-1 rests."""
MARGIN: Final = (CRITERIA, "No margin below the benchmark is granted.", "No margin is granted.")
"""The margin of AC-1, thought over."""


class Device:
    """A device's repository as one person has it; `v1.0.0` is the report that was signed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path} holds {old!r} {text.count(old)} times"
        file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    def commit(self, message: str, *edits: tuple[str, str, str]) -> None:
        for edit in edits:
            self.edit(*edit)
        git(self.root, "add", "--all")
        git(self.root, "commit", "--quiet", f"--message={message}")

    def branch(self, name: str, start: str = "main") -> None:
        git(self.root, "switch", "--quiet", "--create", name, start)

    def switch(self, name: str) -> None:
        git(self.root, "switch", "--quiet", name)

    def merge(self, name: str) -> None:
        git(self.root, "merge", "--quiet", "--no-ff", "--no-edit", name)

    def changed(self) -> list[str]:
        """Files that are not as they were committed."""
        shown = git(self.root, "status", "--porcelain", "--untracked-files=all").decode()
        return [line[3:] for line in shown.splitlines()]

    def suspects(self) -> dict[str, list[str]]:
        """Records to be looked at again, each with what it names that is another."""
        found = open_project(self.root).assess(on=DAY, mode=Mode.RELEASE).suspects
        assert found is not None
        return {item.record: [cause.named for cause in item.causes] for item in found}

    def review(self, *arguments: str) -> Result:
        return CliRunner().invoke(command, ["-C", str(self.root), "--on", DAY.isoformat(), *arguments])

    def confirm(self, *records: str, by: str = "EVR-1") -> None:
        answer = self.review(*records, "--by", by, "--reason", "Looked at: it stands.")
        assert answer.exit_code == 0, answer.output

    def confirm_all(self, by: str = "EVR-1") -> None:
        self.confirm(*self.suspects(), by=by)


@pytest.fixture
def device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Device:
    monkeypatch.setenv("CERKIT_CACHE_DIR", str(tmp_path / "cache"))
    root = tmp_path / "device"
    for path, data in {**complete(), "mkdocs.yml": MKDOCS, ".gitattributes": ATTRIBUTES}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    git(root, "init", "--quiet", "--initial-branch=main", "--template=")
    made = Device(root)
    made.commit("report 1.0.0")
    git(root, "tag", "v1.0.0")
    return made


def test_what_was_signed_was_confirmed(device: Device) -> None:
    assert device.suspects() == {}
    assert device.review().exit_code == 0


def test_one_blank_before_a_full_stop_asks_for_nothing_and_changes_no_other_file(device: Device) -> None:
    before = open_project(device.root).assess(on=DAY, mode=Mode.RELEASE)
    device.edit(ENDPOINTS, "were marked as atrial fibrillation.\n", "were marked as atrial fibrillation .\n")
    device.edit(BENCHMARKS, "is what a good system reaches.\n", "is what a good system reaches .\n")
    after = open_project(device.root).assess(on=DAY, mode=Mode.RELEASE)
    assert after.suspects == ()
    assert [item.message for item in after.diagnostics] == [item.message for item in before.diagnostics]
    assert device.changed() == [BENCHMARKS, ENDPOINTS]


@pytest.mark.parametrize(
    "edit",
    [
        (CRITERIA, "title: Sensitivity is high enough", "title: High enough sensitivity"),
        (
            BENCHMARKS,
            "title: Sensitivity of software for atrial fibrillation",
            "title: Sensitivity of software",
        ),
        (ENDPOINTS, "name: Sensitivity\n", "name: True positive rate\n"),
        (BENCHMARKS, "upper: 92.8\n", "upper: 92.80\n"),
        (BENCHMARKS, "value: 90.0\n", "# As discussed.\n    value: 90.0\n"),
        (ALDER, "retraction_checked_on: 2026-06-05", "retraction_checked_on: 2026-06-06"),
    ],
)
def test_a_field_without_meaning_asks_for_nothing(device: Device, edit: tuple[str, str, str]) -> None:
    device.commit("wording", edit)
    assert device.suspects() == {}


def test_a_change_asks_those_that_name_it_and_nobody_else(device: Device) -> None:
    device.commit("benchmark", MOVED)
    assert device.suspects() == {"AC-1": ["BM-1"]}
    answer = device.review()
    assert answer.exit_code == 1
    assert "upper: 92.8 -> 93.1" in answer.output


def test_it_asks_before_it_is_committed_as_well(device: Device) -> None:
    device.edit(*MOVED)
    assert device.suspects() == {"AC-1": ["BM-1"]}
    device.edit(*MARGIN)
    assert device.suspects() == {}


def test_who_changes_the_record_afterwards_has_looked_at_it(device: Device) -> None:
    device.commit("benchmark", MOVED)
    device.commit("criterion", MARGIN)
    assert device.suspects() == {}


def test_who_changed_the_record_before_has_not(device: Device) -> None:
    device.commit("criterion", MARGIN)
    device.commit("benchmark", MOVED)
    assert device.suspects() == {"AC-1": ["BM-1"]}


def test_a_change_without_meaning_of_the_record_is_no_look(device: Device) -> None:
    device.commit("benchmark", MOVED)
    device.commit(
        "criterion", (CRITERIA, "title: Sensitivity is high enough", "title: High enough sensitivity")
    )
    assert device.suspects() == {"AC-1": ["BM-1"]}


def test_one_commit_that_changes_both_has_looked(device: Device) -> None:
    device.commit("benchmark and criterion", MOVED, MARGIN)
    assert device.suspects() == {}


def test_two_branches_do_not_confirm_each_other(device: Device) -> None:
    """By ancestry and not by date: the record is changed later, by somebody who did not know of the other change."""
    device.branch("literature")
    device.commit("benchmark", MOVED)
    device.branch("criteria", "main")
    device.commit("criterion", MARGIN)
    device.merge("literature")
    assert device.suspects() == {"AC-1": ["BM-1"]}
    device.confirm("AC-1")
    assert device.suspects() == {}


def test_a_change_that_is_taken_back_asks_for_nothing(device: Device) -> None:
    device.commit("benchmark", MOVED)
    git(device.root, "revert", "--no-edit", "HEAD")
    assert device.suspects() == {}


def test_a_confirmation_is_one_line_in_the_file_of_the_person(device: Device) -> None:
    device.commit("benchmark", MOVED)
    device.confirm("AC-1")
    assert device.changed() == ["evidence/reviews/EVR-1.yml"]
    assert len((device.root / "evidence/reviews/EVR-1.yml").read_text().splitlines()) == 3
    assert device.suspects() == {}


def test_another_change_with_meaning_asks_again(device: Device) -> None:
    device.commit("benchmark", MOVED)
    device.confirm("AC-1")
    device.commit("confirmed")
    device.commit("benchmark once more", (BENCHMARKS, "upper: 93.1\n", "upper: 94.0\n"))
    assert device.suspects() == {"AC-1": ["BM-1"]}
    found = open_project(device.root).assess(on=DAY, mode=Mode.UPDATE).diagnostics
    (told,) = [item for item in found if item.rule.code.startswith("CER93")]
    assert told.rule.code == "CER930"
    assert "EVR-1 confirmed it on 2026-06-30, before the last of these changes" in (told.hint or "")


def test_what_was_confirmed_and_comes_back_is_known(device: Device) -> None:
    device.commit("benchmark", MOVED)
    device.confirm("AC-1")
    device.commit("confirmed")
    device.commit("an error", (BENCHMARKS, "upper: 93.1\n", "upper: 99.0\n"))
    device.commit("corrected", (BENCHMARKS, "upper: 99.0\n", "upper: 93.1\n"))
    assert device.suspects() == {}


@pytest.mark.parametrize("people", [("EVR-1", "EVR-2"), ("EVR-1", "EVR-1")])
def test_two_branches_that_accept_different_parents_merge_and_both_are_right(
    device: Device, people: tuple[str, str]
) -> None:
    """ALT-2 rests on both sources, and neither branch rewords it. Only the value pooled of both was seen by nobody."""
    device.branch("alder")
    device.commit("source", (ALDER, "outcome: favourable", "outcome: mixed"))
    assert device.suspects()["ALT-2"] == ["SRC-alder-2021.sens"]
    device.confirm_all(by=people[0])
    device.commit("confirmed")
    device.branch("birch", "main")
    device.commit("source", (BIRCH, "outcome: unfavourable", "outcome: mixed"))
    assert device.suspects()["ALT-2"] == ["SRC-birch-2022.sens"]
    device.confirm_all(by=people[1])
    device.commit("confirmed")
    device.merge("alder")
    assert device.suspects() == {"BM-1": ["SYN-sens"]}


def test_one_person_in_two_branches_confirms_different_records(device: Device) -> None:
    """Also where the file had lines before, and where both lines come to stand at one place."""
    device.commit(
        "use",
        ("evidence/device.yml", "training: The one-hour DRF course with its test", "training: DRF course"),
    )
    device.confirm("CLM-1")
    device.commit("confirmed")
    device.branch("one")
    device.commit("benchmark", MOVED)
    device.confirm("AC-1")
    device.commit("confirmed")
    device.branch("other", "main")
    device.confirm("CLM-2")
    device.commit("confirmed")
    device.branch("third", "main")
    device.commit("benchmark 2", (BENCHMARKS, "upper: 0.9\n", "upper: 1.0\n"))
    device.confirm("AC-2")
    device.commit("confirmed")
    device.merge("one")
    device.merge("other")
    assert device.suspects() == {"UK-ER-1.ii": ["USR-1"]}


def _squashed(device: Device) -> None:
    git(device.root, "merge", "--quiet", "--squash", "work")
    device.commit("work, as one commit")


def _rebased(device: Device) -> None:
    device.commit(
        "meanwhile", ("evidence/gaps.yml", "title: No data from routine use", "title: No data from use")
    )
    git(device.root, "switch", "--quiet", "work")
    git(device.root, "rebase", "--quiet", "main")
    git(device.root, "switch", "--quiet", "main")
    git(device.root, "merge", "--quiet", "--ff-only", "work")


@pytest.mark.parametrize("way", [_squashed, _rebased])
def test_squash_and_rebase_keep_confirmations(device: Device, way: Callable[[Device], None]) -> None:
    device.branch("work")
    device.commit("benchmark", MOVED)
    device.confirm("AC-1")
    device.commit("confirmed")
    device.commit("benchmark 2", (BENCHMARKS, "upper: 0.9\n", "upper: 1.0\n"))
    device.switch("main")
    way(device)
    assert device.suspects() == {"AC-2": ["BM-2"]}


def test_a_finding_of_a_pooled_value_asks_the_benchmark(device: Device) -> None:
    """BM-1 names the synthesis SYN-sens, whose result is computed from the finding."""
    device.commit(
        "numbers",
        (
            BENCHMARKS,
            "rests_on: [SRC-alder-2021.sens, SRC-birch-2022.sens, SYN-sens]",
            "rests_on: [SYN-sens]",
        ),
    )
    git(device.root, "tag", "--force", "v1.0.0")
    device.commit("source", (BIRCH, "numerator: 332", "numerator: 331"))
    assert device.suspects()["BM-1"] == ["SYN-sens"]


def test_without_a_named_release_the_newest_tag_of_the_register_counts(device: Device) -> None:
    commit = git(device.root, "rev-parse", "v1.0.0").decode().strip()
    device.edit("mkdocs.yml", "      previous_release: v1.0.0\n", "")
    assert open_project(device.root).assess(on=DAY, mode=Mode.RELEASE).suspects is None
    released = f"releases:\n  - {{tag: v1.0.0, commit: {commit}, digest: {'0' * 64}}}\n"
    file = device.root / "evidence/releases.yml"
    file.write_text(file.read_text(encoding="utf-8") + released, encoding="utf-8")
    device.edit(*MOVED)
    assert device.suspects() == {"AC-1": ["BM-1"]}


def test_a_draft_is_checked_without_git(device: Device) -> None:
    device.commit("benchmark", MOVED)
    found = open_project(device.root).assess(on=DAY)
    assert found.suspects is None
    assert not [item for item in found.diagnostics if item.rule.code == "CER930"]


def test_programs_read_the_list_as_json(device: Device) -> None:
    device.commit("benchmark", MOVED)
    (row,) = json.loads(device.review("--format", "json").stdout)
    assert (row["record"], row["kind"], row["path"]) == ("AC-1", "acceptance criterion", CRITERIA)
    change = {"kind": "changed", "subject": "BM-1", "field": "upper", "old": "92.8", "new": "93.1"}
    assert row["causes"] == [{"named": "BM-1", "fields": ["justified_by"], "changes": [change]}]
