"""Every step of the workflows that is a command, run as a runner runs it: in a clone, with GitHub's variables.

Where a step talks to GitHub, it talks to one of our own. The workflows run on Ubuntu, and so do these tests.
"""

from __future__ import annotations

import hashlib
import json
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from support.github import GH, OURS, Forge, served
from support.history import git
from support.released import Repository
from support.versions import CORRECTION, UPDATE, corrected_repository
from support.workflows import Ran, Runner, install_programs, workflow, workflows

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the workflows run on Ubuntu")

CHECK: Final = workflow("device-check.yml")
PREVIEW: Final = workflow("device-preview.yml")
RELEASE: Final = workflow("device-release.yml")
DUE: Final = workflow("device-due.yml")
NAME: Final = "CER-DRF-001_{}"
COMMENT_MARK: Final = "<!-- cerkit: what this change means -->\n"
ISSUE_MARK: Final = "<!-- cerkit: what is overdue -->\n"
TESTED: Final = {
    "Install cerkit",
    "Check",
    "Say what the change means",
    "Build",
    "Keep one comment",
    "Release",
    "Verify",
    "Pack",
    "Attach the bundle to the release",
    "Fetch the bundles of all releases",
    "Put the sites beside each other",
    "List what is overdue or near",
    "Fail when something is overdue",
    "Keep one issue while something is overdue",
}
"""Names of the steps that run below."""


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """What lies on the host; only read."""
    return corrected_repository(tmp_path_factory.mktemp("host"))


@pytest.fixture
def runner(device: Repository, tmp_path: Path) -> Runner:
    """A fresh machine with the repository checked out and cerkit installed."""
    git(tmp_path, "clone", "--quiet", "--no-hardlinks", str(device.root), "checkout")
    programs = install_programs(
        tmp_path / "bin", gh=f'exec {shlex.quote(sys.executable)} -c {shlex.quote(GH)} "$@"'
    )
    return Runner(tmp_path / "checkout", programs, {"CERKIT_CACHE_DIR": str(device.cache)})


def told(runner: Runner, **variables: str) -> Runner:
    return Runner(runner.checkout, runner.programs, {**runner.variables, **variables})


def test_every_command_is_tried() -> None:
    called = [item for item in workflows() if item.inputs]
    assert {step.name for item in called for step in item.steps() if step.script is not None} == TESTED


# Installation -----------------------------------------------------------------------------------------------


def wheel(folder: Path, name: str) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", "")
        about = f"{name}-1.0.dist-info"
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return path


@pytest.fixture(scope="module")
def fresh_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh") / "python"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder / "bin" / "python"


def install(runner: Runner, python: Path, name: str, digest: str | None, package: str = "") -> Ran:
    pin = f" --hash=sha256:{digest}" if digest else ""
    requirements = f"--no-index\n--find-links .\n{name}==1.0{pin}\n"
    (runner.checkout / "requirements.txt").write_text(requirements, encoding="utf-8")
    (runner.programs / "python").write_text(f'#!/bin/sh\nexec {python} "$@"\n', encoding="utf-8")
    return runner.run(CHECK, CHECK.step("check", "Install cerkit"), package=package)


def can_import(python: Path, *names: str) -> bool:
    done = subprocess.run([python, "-c", f"import {', '.join(names)}"], check=False, capture_output=True)
    return done.returncode == 0


def test_packages_are_installed_from_requirements_and_repository(runner: Runner, fresh_python: Path) -> None:
    digest = hashlib.sha256(wheel(runner.checkout, "one").read_bytes()).hexdigest()
    ran = install(runner, fresh_python, "one", digest, package=wheel(runner.checkout, "other").name)
    assert ran.code == 0, ran.out
    assert "::warning" not in ran.out
    assert can_import(fresh_python, "one", "other")


def test_requirements_without_hashes_are_told(runner: Runner, fresh_python: Path) -> None:
    wheel(runner.checkout, "unlocked")
    ran = install(runner, fresh_python, "unlocked", None)
    assert ran.code == 0, ran.out
    assert "::warning file=requirements.txt,line=1::no hashes" in ran.out
    assert can_import(fresh_python, "unlocked")


def test_a_package_with_another_hash_is_not_installed(runner: Runner, fresh_python: Path) -> None:
    wheel(runner.checkout, "forged")
    ran = install(runner, fresh_python, "forged", hashlib.sha256(b"what was locked").hexdigest())
    assert ran.code != 0
    assert not can_import(fresh_python, "forged")


# A pull request -----------------------------------------------------------------------------------------------


@pytest.fixture
def merged(runner: Runner) -> Runner:
    """The checkout as GitHub makes it for a pull request that removes what a claim rests on."""
    root = runner.checkout
    git(root, "switch", "--quiet", "--create", "change")
    text = (root / "evidence/claims.yml").read_text(encoding="utf-8")
    assert text.count("AC-1]") >= 1
    (root / "evidence/claims.yml").write_text(text.replace("AC-1]", "AC-99]", 1), encoding="utf-8")
    git(root, "commit", "--quiet", "--all", "--message=a slip", at="2026-07-01T12:00:00+00:00")
    git(root, "switch", "--quiet", "main")
    (root / "README.md").write_text("The base has moved on.\n", encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=base", at="2026-07-01T13:00:00+00:00")
    git(root, "merge", "--quiet", "--no-ff", "--message=merge", "change", at="2026-07-01T14:00:00+00:00")
    return runner


def check(runner: Runner, event: str) -> Ran:
    return runner.run(CHECK, CHECK.step("check", "Check"), event_name=event, day="2026-07-01")


def test_a_pull_request_is_told_what_it_brings_at_its_lines(merged: Runner) -> None:
    ran = check(merged, "pull_request")
    assert ran.code == 1
    errors = [line for line in ran.out.splitlines() if line.startswith("::error ")]
    assert errors, ran.out
    assert all("file=evidence/claims.yml,line=" in line for line in errors)
    assert any("CER301" in line for line in errors)


def test_what_was_wrong_before_is_not_held_against_a_pull_request(merged: Runner) -> None:
    root = merged.checkout
    (root / "README.md").write_text("A later change.\n", encoding="utf-8")
    git(root, "commit", "--quiet", "--all", "--message=later", at="2026-07-02T12:00:00+00:00")
    assert check(merged, "pull_request").code == 0
    assert check(merged, "push").code == 1


def test_a_sound_branch_passes(runner: Runner) -> None:
    ran = check(runner, "push")
    assert ran.code == 0, ran.out
    assert "::error" not in ran.out


def test_site_and_word_of_a_pull_request_are_built(runner: Runner) -> None:
    ran = runner.run(PREVIEW, PREVIEW.step("preview", "Build"))
    assert ran.code == 0, ran.out
    assert (runner.checkout / "build/site/index.html").is_file()
    assert len(list((runner.checkout / "build").glob("*.docx"))) == 1


@pytest.fixture
def forge() -> Forge:
    return Forge()


@pytest.fixture
def online(runner: Runner, forge: Forge) -> Iterator[Runner]:
    with served(forge) as variables:
        yield told(runner, **variables)


def test_the_text_is_a_summary_and_a_file(merged: Runner) -> None:
    """Here the shell is tried, and what it asks for; the text itself is the command's."""
    (merged.programs / "cerkit").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    ran = merged.run(PREVIEW, PREVIEW.step("meaning", "Say what the change means"))
    assert ran.code == 0, ran.out
    assert ran.summary == "comment\nHEAD^1\nHEAD\n"
    assert (merged.checkout / "build/comment.md").read_text(encoding="utf-8") == ran.summary


def test_a_command_that_fails_gives_no_text(merged: Runner) -> None:
    (merged.programs / "cerkit").write_text("#!/bin/sh\necho half a text\nexit 3\n", encoding="utf-8")
    ran = merged.run(PREVIEW, PREVIEW.step("meaning", "Say what the change means"))
    assert ran.code == 3
    assert ran.summary == ""


def comment(runner: Runner, text: str) -> None:
    (runner.checkout / "comment.md").write_text(text, encoding="utf-8")
    ran = runner.run(PREVIEW, PREVIEW.step("comment", "Keep one comment"), token="t0ken", number="7")  # noqa: S106  # a token that opens nothing
    assert ran.code == 0, ran.out


def test_one_comment_is_kept_up_to_date(online: Runner, forge: Forge) -> None:
    for number in range(150):
        forge.add_comment("reviewer", f"remark {number}")
    forge.add_comment("reviewer", f"{COMMENT_MARK}somebody quotes it")
    forge.add_comment(OURS, "what another workflow said")
    comment(online, "CLM-1 lost its support.\n")
    comment(online, "CLM-1 is supported – again.\n")
    ours = [item["body"] for item in forge.comments if item["user"]["login"] == OURS]
    assert len(ours) == 2
    assert ours[0] == "what another workflow said"
    assert ours[1].startswith(f"{COMMENT_MARK}CLM-1 is supported – again.\n")
    assert "https://github.com/someone/device/actions/runs/42#artifacts" in ours[1]
    assert len(forge.comments) == 153
    assert forge.tokens == {"Bearer t0ken"}


def test_a_long_comment_ends_at_a_line_and_says_where_the_rest_is(online: Runner, forge: Forge) -> None:
    comment(online, "".join(f"- CLM-{number} was reworded\n" for number in range(9000)))
    body = forge.comments[0]["body"]
    assert "was reworded\n\nThis is the beginning; the whole text is an artifact." in body


# Dates ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "overdue"), [("2026-06-30", "0"), ("2031-06-30", "1")])
def test_dates_are_listed_for_people_and_calendars(runner: Runner, day: str, overdue: str) -> None:
    ran = runner.run(DUE, DUE.step("due", "List what is overdue or near"), day=day)
    assert ran.code == 0, ran.out
    assert ran.outputs == {"overdue": overdue}
    assert "overdue" in ran.summary
    assert (runner.checkout / "build/due.md").read_text(encoding="utf-8") == ran.summary
    assert (runner.checkout / "build/due.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    last = runner.run(DUE, DUE.step("due", "Fail when something is overdue"), overdue=overdue)
    assert last.code == int(overdue)


def test_a_broken_repository_is_not_taken_for_one_without_dates(runner: Runner) -> None:
    (runner.checkout / "mkdocs.yml").unlink()
    ran = runner.run(DUE, DUE.step("due", "List what is overdue or near"), day="2026-06-30")
    assert ran.code == 3
    assert "mkdocs.yml" in ran.out


def remember(runner: Runner, text: str, overdue: str) -> None:
    (runner.checkout / "due.md").write_text(text, encoding="utf-8")
    step = DUE.step("issue", "Keep one issue while something is overdue")
    ran = runner.run(DUE, step, token="t0ken", overdue=overdue)  # noqa: S106  # a token that opens nothing
    assert ran.code == 0, ran.out


def test_one_issue_is_open_while_something_is_overdue(online: Runner, forge: Forge) -> None:
    forge.add_issue("reviewer", f"{ISSUE_MARK}somebody quotes it")
    forge.add_issue(OURS, "of another workflow")
    forge.add_issue(OURS, "")["body"] = None
    others = len(forge.issues)
    remember(online, "nothing", "0")
    assert len(forge.issues) == others
    remember(online, "the search is too old", "1")
    remember(online, "the search is much too old", "1")
    assert [item["body"] for item in forge.issues[others:]] == [f"{ISSUE_MARK}the search is much too old\n"]
    remember(online, "nothing", "0")
    remember(online, "the next search is too old", "1")
    assert [item["state"] for item in forge.issues] == ["open"] * others + ["closed", "open"]


# A release ------------------------------------------------------------------------------------------------


def made(runner: Runner, tag: str) -> Path:
    """The files that the job `bundle` hands on."""
    git(runner.checkout, "checkout", "--quiet", tag)
    for name in ("Release", "Verify", "Pack"):
        ran = told(runner, GITHUB_REF_NAME=tag).run(RELEASE, RELEASE.step("bundle", name))
        assert ran.code == 0, ran.out
    return runner.checkout / "build" / "assets"


@pytest.fixture(scope="module")
def assets(device: Repository, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Tag -> files of its release; made once, only read."""
    found = {}
    for tag in (f"v{UPDATE}", f"v{CORRECTION}"):
        folder = tmp_path_factory.mktemp(tag)
        git(folder, "clone", "--quiet", "--no-hardlinks", str(device.root), "checkout")
        programs = install_programs(folder / "bin")
        found[tag] = made(Runner(folder / "checkout", programs, {"CERKIT_CACHE_DIR": str(device.cache)}), tag)
    return found


@pytest.fixture
def host(runner: Runner, tmp_path: Path) -> Runner:
    """A machine beside a host that keeps releases in a folder."""
    (tmp_path / "releases").mkdir()
    return told(runner, RELEASES=str(tmp_path / "releases"))


def attach(host: Runner, tag: str, assets: Path, **variables: str) -> Ran:
    shutil.rmtree(host.checkout / "assets", ignore_errors=True)
    shutil.copytree(assets, host.checkout / "assets")
    step = RELEASE.step("attach", "Attach the bundle to the release")
    return told(host, GITHUB_REF_NAME=tag, **variables).run(RELEASE, step, token="t0ken", repository="x/y")  # noqa: S106  # a token that opens nothing


def kept(host: Runner, tag: str) -> dict[str, bytes]:
    folder = Path(host.variables["RELEASES"]) / tag
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "release.json"}


def is_draft(host: Runner, tag: str) -> bool:
    return bool(json.loads((Path(host.variables["RELEASES"]) / tag / "release.json").read_text())["draft"])


def test_the_bundle_is_packed_whole_and_verifies(assets: dict[str, Path], runner: Runner) -> None:
    names = {path.name for path in assets["v1.1.0"].iterdir()}
    bundle = NAME.format("1.1.0")
    redline = f"{NAME.format('1.0.0')}_to_1.1.0_redline.docx"
    assert names == {
        *(f"{bundle}.zip", f"{bundle}.docx", f"{bundle}.pdf", redline),
        *("SHA256SUMS", "changes.md"),
    }
    archive = assets["v1.1.0"] / f"{bundle}.zip"
    answer = subprocess.run([runner.programs / "cerkit", "verify", archive], check=False, capture_output=True)
    assert answer.returncode == 0, answer.stderr


def test_the_same_bundle_gives_the_same_archive(assets: dict[str, Path], runner: Runner) -> None:
    bundle = runner.checkout / "build/release" / NAME.format("1.1.0")
    archive = assets["v1.1.0"] / f"{bundle.name}.zip"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(bundle.parent)
    ran = told(runner, TZ="Asia/Tokyo").run(RELEASE, RELEASE.step("bundle", "Pack"))
    assert ran.code == 0, ran.out
    assert (runner.checkout / "build/assets" / archive.name).read_bytes() == archive.read_bytes()


def test_a_release_appears_when_all_its_files_are_there(host: Runner, assets: dict[str, Path]) -> None:
    tag, files = "v1.1.0", assets["v1.1.0"]
    broken = attach(host, tag, files, BREAKS_AT=f"{NAME.format('1.1.0')}.docx")
    assert broken.code != 0
    assert is_draft(host, tag)
    ran = attach(host, tag, files)
    assert ran.code == 0, ran.out
    assert not is_draft(host, tag)
    assert kept(host, tag) == {
        path.name: path.read_bytes() for path in files.iterdir() if path.name != "changes.md"
    }
    again = attach(host, tag, files)
    assert again.code == 0, again.out


def test_what_was_released_is_never_replaced(host: Runner, assets: dict[str, Path], tmp_path: Path) -> None:
    tag = "v1.1.0"
    attach(host, tag, assets[tag])
    before = kept(host, tag)
    other = tmp_path / "other"
    shutil.copytree(assets[tag], other)
    (other / "SHA256SUMS").write_text(f"{'0' * 64}  bundle.json\n", encoding="utf-8")
    ran = attach(host, tag, other)
    assert ran.code == 1
    assert "::error::v1.1.0 was released before, with other content" in ran.out
    assert kept(host, tag) == before


def test_all_released_sites_lie_beside_each_other(host: Runner, assets: dict[str, Path]) -> None:
    for tag, files in assets.items():
        assert attach(host, tag, files).code == 0
    foreign = Path(host.variables["RELEASES"]) / "tool-9"
    foreign.mkdir()
    (foreign / "release.json").write_text('{"draft": false}', encoding="utf-8")
    (foreign / "tool.zip").write_bytes(b"no bundle of ours")
    draft = Path(host.variables["RELEASES"]) / "v9.9.9"
    shutil.copytree(Path(host.variables["RELEASES"]) / "v1.1.0", draft)
    (draft / "release.json").write_text('{"draft": true}', encoding="utf-8")
    variables = told(host, GITHUB_REPOSITORY="someone/device")
    fetch = RELEASE.step("sites", "Fetch the bundles of all releases")
    ran = variables.run(RELEASE, fetch, token="t0ken", repository="x/y")  # noqa: S106  # a token that opens nothing
    assert ran.code == 0, ran.out
    ran = variables.run(RELEASE, RELEASE.step("sites", "Put the sites beside each other"))
    assert ran.code == 0, ran.out
    pages = host.checkout / "build/pages"
    told_versions = json.loads((pages / "versions.json").read_text(encoding="utf-8"))
    assert [item["version"] for item in told_versions] == [CORRECTION, UPDATE]
    assert (pages / "1.1.0/index.html").is_file()
    assert (pages / "1.1.1/report/01-summary.html").is_file()
