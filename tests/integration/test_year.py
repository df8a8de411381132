"""A year in the life of a device, with real git: from the first command to the update of the second release.

Every step asserts the whole comment or list, so that nothing else appears beside what is expected.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest

from cases.dossiers import complete
from support.history import git
from support.released import Repository

COMMENTS: Final = Path(__file__).parent / "year"
STUDY: Final = "evidence/sources/SRC-ci-2.yml"
SCOPE: Final = "docs/report/02-scope.md"
AS_FIRST: Final = (
    ("id: SRC-ci-1", "id: SRC-ci-2"),
    ("Prospective accuracy of", "Second prospective study of"),
    ("drf-ci-1", "drf-ci-2"),
    ("2024-11-04 to 2025-02-14", "2026-07-06 to 2026-08-21"),
    ("data_lock: 2025-02-28", "data_lock: 2026-08-28"),
    ("on: 2026-06-03", "on: 2026-09-02"),
    ("FICTIONAL-REG-00007", "FICTIONAL-REG-00019"),
)
"""What tells the second investigation from the first."""
REPORTED_FIRST: Final = (
    ("outcome: favourable", "outcome: unfavourable"),
    ("value: 95.0", "value: 83.3"),
    ("lower: 91.5, upper: 97.1", "lower: 78.1, upper: 87.5"),
    ("numerator: 228", "numerator: 200"),
    ("true_positive: 228, false_negative: 12", "true_positive: 200, false_negative: 40"),
    ("228 + 12", "200 + 40"),
)
"""Its results before an audit corrected them."""
PERIOD: Final = """\
  - starts: 2026-06-01
    ends: 2026-11-30
    denominator: 17500
    denominator_basis: Recordings analysed in fourteen practices, counted in the licence logs
    values: [{indicator: PMS-missed, value: 1.8, comment: "2 of 1,100 re-read negatives"},
        {indicator: PMS-complaints, value: 4.0, comment: 7 complaints}]
    conclusion: No threshold was passed, and no new risk was found.
"""
REVISION: Final = """\
  - version: "1.2.0"
    date: 2026-12-15
    author: F. Specimen, G. Facsimile, H. Template
    change: >-
      Update after a second investigation. Surveillance to 2026-11-30 added; ranges of BM-1 and BM-2 widened;
      VAR-server may serve several practices.
"""


class Device:
    """The device's repository, in which each commit has its day."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository

    def edit(self, path: str, *pairs: tuple[str, str]) -> None:
        file = self.repository.root / path
        text = file.read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text, f"{path} does not hold {old!r}"
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8", newline="\n")

    def commit(self, message: str, day: str, *, tag: str | None = None) -> None:
        self.repository.commit(message, at=f"{day}T12:00:00+00:00", tag=tag)

    def git(self, *arguments: str) -> None:
        git(self.repository.root, *arguments)

    def run(self, *arguments: str, code: int = 0) -> str:
        answer = self.repository.run(*arguments)
        assert answer.code == code, answer.out + answer.err
        return answer.out

    def comment(self, day: str, base: str = "HEAD^") -> str:
        """What a pull request with the commits since would be told."""
        return self.run("comment", base, "HEAD", "--on", day)

    def errors(self, day: str, mode: str) -> list[str]:
        """Codes of what the check finds above the notes."""
        answer = self.repository.run("check", "--mode", mode, "--on", day, "--format", "json")
        found = [item for item in json.loads(answer.out) if item["severity"] != "note"]
        return sorted(item["code"] for item in found)

    def suspects(self) -> list[str]:
        answer = self.repository.run("review", "--format", "json")
        return [item["record"] for item in json.loads(answer.out)]

    def confirm(self, *records: str, by: str, day: str) -> None:
        reason = "Looked at: it stands as it is."
        self.run("review", *records, "--by", by, "--reason", reason, "--on", day)


@pytest.fixture
def device(tmp_path: Path) -> Device:
    workplace = Repository(tmp_path, tmp_path / "cache")
    answer = workplace.run("new", "drf", "--yes", "--on", "2026-06-01", "--name", "Demonstrator Rhythm Flag")
    assert answer.code == 0, answer.err
    return Device(Repository(tmp_path / "drf", tmp_path / "cache"))


def test_a_year_in_the_life_of_a_device(device: Device) -> None:
    _new(device)
    _first_release(device)
    _unfavourable_study(device)
    _study_corrected(device)
    _two_reviewers(device)
    _wording_and_form(device)
    _device_change(device)
    _overdue(device)
    _second_release(device)


def expected(name: str) -> str:
    return (COMMENTS / f"{name}.md").read_text(encoding="utf-8")


def _new(device: Device) -> None:
    """A new repository has no mistake, and its open points are the work to be done."""
    assert device.errors("2026-06-01", "draft") == []
    stages = json.loads(device.run("status", "--format", "json", "--on", "2026-06-01"))["stages"]
    assert [bool(stage["open"]) for stage in stages] == [True] * len(stages)


def _first_release(device: Device) -> None:
    root = device.repository.root
    for folder in ("evidence", "docs/report"):
        shutil.rmtree(root / folder)
    device.repository.write(complete())
    device.edit("evidence/releases.yml", ("status: approved", "status: in review"))
    device.git("init", "--quiet", "--initial-branch=main")
    device.commit("the evaluation is written", "2026-06-01")
    device.edit("evidence/releases.yml", ("status: in review", "status: approved"))
    device.commit("version 1.1.0 is approved", "2026-06-30", tag="v1.1.0")
    assert device.errors("2026-06-30", "release") == []
    device.run("release", "v1.1.0", "--record")
    device.edit("mkdocs.yml", ("# previous_release: v1.0.0", "previous_release: v1.1.0"))
    device.commit("version 1.1.0 is recorded", "2026-07-01")
    assert device.suspects() == []


def _unfavourable_study(device: Device) -> None:
    """A study against the device: what follows stands first, and the claim is to be looked at again."""
    text = (device.repository.root / "evidence/sources/SRC-ci-1.yml").read_text(encoding="utf-8")
    device.repository.write({STUDY: text})
    device.edit(STUDY, *AS_FIRST, *REPORTED_FIRST)
    device.edit(
        "evidence/criteria.yml",
        ("[SRC-ci-1.sens, SRC-tr-1.sens]", "[SRC-ci-1.sens, SRC-ci-2.sens, SRC-tr-1.sens]"),
    )
    device.commit("a second investigation is reported", "2026-09-02")
    assert device.comment("2026-09-02") == expected("study")


def _study_corrected(device: Device) -> None:
    """An audit corrects the counts: the verdict flips back, and a person looks at the claim."""
    device.edit(STUDY, *((new, old) for old, new in REPORTED_FIRST))
    device.commit("the counts are audited", "2026-09-20")
    assert device.comment("2026-09-20") == expected("study-corrected")
    assert device.suspects() == ["CLM-1"]
    device.confirm("CLM-1", by="EVR-1", day="2026-09-20")
    device.commit("CLM-1 is confirmed", "2026-09-20")
    assert device.suspects() == []


def _two_reviewers(device: Device) -> None:
    """Two branches in which one person each confirms another record meet without a conflict."""
    device.edit(
        "evidence/benchmarks.yml", ("upper: 92.8\n", "upper: 93.1\n"), ("upper: 0.9\n", "upper: 1.0\n")
    )
    device.commit("ranges of the state of the art", "2026-09-21")
    assert device.comment("2026-09-21") == expected("benchmarks")
    for branch, record, by in (("ann", "AC-1", "EVR-1"), ("ben", "AC-2", "EVR-2")):
        device.git("switch", "--quiet", "--create", branch, "main")
        device.confirm(record, by=by, day="2026-09-22")
        device.commit(f"{record} is confirmed", "2026-09-22")
    device.git("switch", "--quiet", "main")
    for branch in ("ann", "ben"):
        device.git("merge", "--quiet", "--no-ff", "--no-edit", branch)
    assert device.suspects() == []
    assert device.comment("2026-09-22", "HEAD~2") == expected("two-reviewers")


def _wording_and_form(device: Device) -> None:
    device.edit(SCOPE, ("It is submitted under", "The report is submitted under"))
    device.commit("a clearer sentence", "2026-10-01")
    assert device.comment("2026-10-01") == expected("wording")
    device.edit(
        "evidence/claims.yml",
        ("    kind: performance\n    status: active\n", "    status: active\n    kind: performance\n"),
    )
    device.edit("evidence/gaps.yml", ("gaps:\n", "# What the evidence does not show.\ngaps:\n"))
    device.commit("order and a remark", "2026-10-02")
    assert device.comment("2026-10-02") == expected("form")


def _device_change(device: Device) -> None:
    device.edit(
        "evidence/device.yml", ("on a server of the practice,", "on a server of one practice or of several,")
    )
    device.commit("the variant serves several practices", "2026-11-02")
    assert device.comment("2026-11-02") == expected("variant")
    device.confirm(*device.suspects(), by="EVR-3", day="2026-11-03")
    device.commit("the claims are confirmed", "2026-11-03")
    assert device.suspects() == []


def _overdue(device: Device) -> None:
    """Half a year after the last period of surveillance the next one is overdue, until it is reported."""
    assert _due(device, "2026-11-30") == []
    assert _due(device, "2026-12-07", code=1) == [("2026-11-30", "evidence/surveillance.yml")]
    device.edit("evidence/surveillance.yml", ("pmcf_sufficiency:", f"{PERIOD}pmcf_sufficiency:"))
    device.commit("surveillance to November", "2026-12-07")
    assert _due(device, "2026-12-07") == []
    assert device.comment("2026-12-07") == expected("surveillance")


def _due(device: Device, day: str, code: int = 0) -> list[tuple[str, str]]:
    found = json.loads(device.run("due", "--on", day, "--format", "json", code=code))
    return [(item["day"], item["record"]) for item in found if item["state"] == "overdue"]


def _second_release(device: Device) -> None:
    """The report names what changed by its macro, is released, and the update says the same of bundle and tags."""
    text = (device.repository.root / SCOPE).read_text(encoding="utf-8")
    first, last = text.index("Since version 1.0.0 of"), text.index('{{ table("revisions"')
    said = 'Since version 1.1.0 no criterion was altered.\n\n{{ changes(caption="Changes", id="tbl-changes") }}\n\n'
    device.repository.write({SCOPE: text[:first] + said + text[last:]})
    device.edit(
        "evidence/releases.yml",
        ('version: "1.1.0"\n  status', 'version: "1.2.0"\n  status'),
        ("  date: 2026-06-30\n", "  date: 2026-12-15\n"),
        ("report, on: 2026-06-29", "report, on: 2026-12-14"),
        ("report, on: 2026-06-30", "report, on: 2026-12-15"),
        ("signatures:\n", f"{REVISION}signatures:\n"),
    )
    _sign_checklist(device)
    device.commit("version 1.2.0 is approved", "2026-12-15", tag="v1.2.0")
    assert device.errors("2026-12-15", "update") == []
    device.run("release", "v1.2.0")
    since_bundle = _update(device, "build/release/CER-DRF-001_1.1.0", "build/release/CER-DRF-001_1.2.0")
    assert since_bundle == _update(device, "v1.1.0", "v1.2.0")
    assert _kinds(since_bundle)["support lost"] == _kinds(since_bundle)["verdict flipped"] == 0
    tops = {
        item["subject"]
        for item in since_bundle
        if item["subject"].partition("-")[0] != "evidence/checklists/meddev"
    }
    assert tops == {
        *(
            "AC-1",
            "BM-1",
            "BM-2",
            "SRC-ci-2",
            "VAR-server",
            "evidence/releases.yml",
            "evidence/surveillance.yml",
        ),
        *("evidence/reviews/EVR-1.yml", "evidence/reviews/EVR-2.yml", "evidence/reviews/EVR-3.yml", SCOPE),
    }
    report = device.run("update", "v1.1.0", "v1.2.0")
    moved = (
        "AC-1 on BM-1: 90 (83 to 92.8) → 90 (83 to 93.1)<br>AC-2 on BM-2: 0.5 (0.1 to 0.9) → 0.5 (0.1 to 1)"
    )
    for line in (
        "# What changed since version 1.1.0",
        f"| Criteria whose benchmark moved | {moved} |",
        "| Claims that lost their support | none |",
        "No search was added since.",
        "| AC-2 | EVR-2, G. Facsimile | 22 September 2026 | Looked at: it stands as it is. |",
        "No record rests on something that changed without having been looked at since.",
    ):
        assert line in report
    device.run("update", "v1.1.0", "v1.2.0", "--format", "docx", "-o", "update.docx")
    assert (device.repository.root / "update.docx").read_bytes()[:2] == b"PK"


def _sign_checklist(device: Device) -> None:
    path = "evidence/checklists/meddev-a10.yml"
    text = (device.repository.root / path).read_text(encoding="utf-8")
    days = {part[:10] for part in text.split("on: ")[1:] if part[:4] == "2026"}
    device.edit(path, *((f"on: {day}", "on: 2026-12-14") for day in sorted(days)))


def _update(device: Device, old: str, new: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(device.run("update", old, new, "--format", "json"))
    return found


def _kinds(items: Iterable[dict[str, Any]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for item in items:
        counts[item["kind"]] += 1
        counts += _kinds(item["consequences"])
    return counts
