"""`cerkit release` and `cerkit verify` over a real repository, with the real site and the real Word document."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import time
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from cerkit.publish.stored import read_bundle
from cerkit.workspace.bundles import SUMS, damages, open_bundle, read_snapshot, sums_of
from support.history import git
from support.released import COMMAND, Answer, Repository, repository

NAME: Final = "CER-DRF-001_1.1.0"
FILES: Final = {
    f"{NAME}.docx",
    f"{NAME}.pdf",
    "CER-DRF-001_1.0.0_to_1.1.0_redline.docx",
    "SHA256SUMS",
    "annexes.xlsx",
    "bundle.json",
    "changes.json",
    "changes.md",
    "check.json",
    "check.md",
    "checklist-a10.json",
    "checklist-a10.md",
    "checklist-mdcg-2020-13.json",
    "checklist-mdcg-2020-13.md",
    "claims.xlsx",
    "evidence.zip",
    "excluded.csv",
    "flow-2026.csv",
    "flow-2026.svg",
    "included.csv",
    "matrix.csv",
    "matrix.xlsx",
    "provenance.json",
    "site.zip",
}
KILLED: Final = 50
"""Moments at which a release is killed; without `--full` a few of them."""


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Released once; only read, and written to in folders of a test's own."""
    return repository(tmp_path_factory.mktemp("released"))


@pytest.fixture(scope="module")
def answer(device: Repository) -> Answer:
    return device.run("release", "1.1.0")


@pytest.fixture(scope="module")
def bundle(device: Repository, answer: Answer) -> Path:
    assert answer.code == 0, answer.err
    return device.out / NAME


@pytest.fixture
def own(device: Repository, bundle: Path, tmp_path: Path) -> Repository:
    """A copy of the repository that a test may change, with its bundle."""
    del bundle
    return _copied(device, tmp_path / "own")


def _copied(repository: Repository, root: Path) -> Repository:
    shutil.copytree(repository.root, root)
    return replace(repository, root=root)


@dataclass(frozen=True)
class Recorded:
    """A second run over the bundle of the first, which it also records."""

    repository: Repository
    """Only read, and copied."""
    answer: Answer
    releases: str
    """`evidence/releases.yml` before."""
    seconds: float
    """How long the run took."""


@pytest.fixture(scope="module")
def recorded(device: Repository, bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    del bundle
    made = _copied(device, tmp_path_factory.mktemp("recorded") / "device")
    path = made.root / "evidence/releases.yml"
    before = "# kept by hand\n" + path.read_text(encoding="utf-8")
    path.write_text(before, encoding="utf-8")
    begun = time.monotonic()
    answer = made.run("release", "v1.1.0", "--record")
    seconds = time.monotonic() - begun
    assert answer.code == 0, answer.err
    return Recorded(made, answer, before, seconds)


@pytest.fixture
def own_recorded(recorded: Recorded, tmp_path: Path) -> Repository:
    """A copy that a test may change, in which version 1.1.0 is recorded."""
    return _copied(recorded.repository, tmp_path / "own")


def content(bundle: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in bundle.iterdir()}


def inside(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def state(root: Path) -> dict[str, bytes]:
    """Every file below a folder, without git's own."""
    files = (
        path for path in root.rglob("*") if path.is_file() and ".git" not in path.relative_to(root).parts
    )
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_a_release_holds_every_file_and_their_sums(bundle: Path, answer: Answer) -> None:
    files = content(bundle)
    assert files.keys() == FILES
    sums = files.pop(SUMS)
    assert sums == sums_of(files)
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", SUMS], cwd=bundle, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert f"sha256 {hashlib.sha256(sums).hexdigest()}" in answer.out
    assert [path.name for path in bundle.parent.iterdir()] == [NAME], "nothing else is left beside it"


def test_a_release_is_made_from_the_tag_alone(device: Repository, bundle: Path) -> None:
    files = content(bundle)
    wanted = git(
        device.root, "ls-tree", "-r", "--name-only", "v1.1.0", "mkdocs.yml", "docs", "evidence"
    ).decode()
    snapshot = read_snapshot(open_bundle(bundle))
    assert sorted(snapshot) == sorted(wanted.split())
    for path, data in snapshot.items():
        assert data == git(device.root, "show", f"v1.1.0:{path}")
    made = json.loads(files["provenance.json"])
    assert made["release"]["tag"] == "v1.1.0"
    assert made["release"]["commit"] == device.commit_hash("v1.1.0")
    assert made["release"]["previous_commit"] == device.commit_hash("v1.0.0")
    assert made["release"]["committed_on"] == "2026-06-30", "as the committer's clock showed"
    assert made["dependencies"]["mkdocs"]
    assert made["pandoc"] == "3.9"


def test_the_check_and_the_changes_stand_in_it(bundle: Path) -> None:
    files = content(bundle)
    check = json.loads(files["check.json"])
    assert (check["mode"], check["on"]) == ("update", "2026-06-30")
    codes = {rule["code"] for rule in check["rule_set"]["rules"]}
    assert {"CER301", "CER801"} <= codes, "rules on finished pages were asked, too"
    assert check["rule_set"]["catalogues"]["meddev-a10"]
    assert not [item for item in check["open"] if item["severity"] == "error"]
    told = json.loads(files["changes.json"])
    assert (told["from"], told["to"]) == ("version 1.0.0", "1.1.0")
    gap = [item for item in told["changes"] if item["subject"] == "GAP-2"]
    assert ("status", "open", "closed") in {(item["field"], item["old"], item["new"]) for item in gap}
    assert "GAP-2" in files["changes.md"].decode()


def test_lists_and_checklists_are_of_use_without_the_report(bundle: Path) -> None:
    files = content(bundle)
    included = list(csv.DictReader(io.StringIO(files["included.csv"].decode("utf-8-sig"))))
    assert included
    assert {row["Group"] for row in included} == {"Included, review round 2026"}
    items = json.loads(files["checklist-a10.json"])
    assert {"A10-01", "A10-12"} <= {item["id"] for item in items}
    assert files["checklist-a10.md"].decode().startswith("# Release checklist (MEDDEV 2.7/1 A10)")
    assert files["flow-2026.svg"].startswith(b"<svg")
    assert files[f"{NAME}.pdf"].startswith(b"%PDF-")
    assert len(inside(files["annexes.xlsx"])) > 5, "a workbook"


def test_site_and_stored_pages_are_the_same(bundle: Path) -> None:
    files = content(bundle)
    site = inside(files["site.zip"])
    stored = read_bundle(files["bundle.json"])
    assert stored.document.version == "1.1.0"
    assert {page.url for page in stored.pages} <= site.keys()
    first = next(page for page in stored.pages if page.src == "report/01-summary.md")
    assert first.html.splitlines()[-1] in site[first.url].decode()
    assert list(site) == sorted(site)


def test_nothing_of_machine_time_or_user_stands_in_it(device: Repository, bundle: Path) -> None:
    """The clock cannot be set here; a build that printed it would print today."""
    now = datetime.now(UTC)
    today = now.astimezone().date().isoformat()
    forbidden = {today, now.date().isoformat(), str(device.root.parent)}
    for name, data in content(bundle).items():
        parts = inside(data) if name.endswith((".zip", ".docx", ".xlsx")) else {name: data}
        for part, held in parts.items():
            found = [word for word in forbidden if word.encode() in held]
            assert not found, f"{name}: {part} holds {found}"
        if name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
                assert {info.external_attr for info in archive.infolist()} == {0o644 << 16}


def test_two_clones_give_the_same_bytes(device: Repository, bundle: Path, tmp_path: Path) -> None:
    far = tmp_path / "a folder with blanks" / "ä" / "deeper"
    far.parent.mkdir(parents=True)
    git(tmp_path, "clone", "--quiet", "--no-hardlinks", str(device.root), str(far))
    (tmp_path / "home").mkdir()
    (far / "evidence/claims.yml").write_text("not what the tag holds", encoding="utf-8")
    (far / "docs/report/01-summary.md").unlink()
    variables = {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "LANGUAGE": "tr",
        "HOME": str(tmp_path / "home"),
        "USER": "somebody",
        "LOGNAME": "somebody",
        "PYTHONHASHSEED": "4711",
        "SOURCE_DATE_EPOCH": "1",
        "TMPDIR": str(tmp_path / "home"),
    }
    clone = Repository(far, tmp_path / "cold", variables)
    before = os.umask(0o077)
    try:
        made = clone.run("release", "v1.1.0", "--out", str(tmp_path / "out"))
    finally:
        os.umask(before)
    assert made.code == 0, made.err
    there = tmp_path / "out" / NAME
    assert (there / SUMS).read_bytes() == (bundle / SUMS).read_bytes()
    assert content(there) == content(bundle)
    assert {path.stat().st_mode & 0o777 for path in there.iterdir()} == {0o644}


def test_errors_of_the_report_stand_in_the_way(device: Repository, tmp_path: Path) -> None:
    found = device.run("release", "v1.0.0", "--out", str(tmp_path / "out"))
    assert found.code == 1
    assert "error[CER456]" in found.out
    assert "nothing was written" in found.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "named",
    ["main", "v9.9.9", "v1.1.0~1", "v1.1.0^{}", "HEAD", "refs/tags/v1.1.0", "hash", "--", "v1.1.0:docs", ""],
)
def test_only_a_tag_is_released(named: str, device: Repository, tmp_path: Path) -> None:
    name = device.commit_hash("v1.1.0") if named == "hash" else named
    found = device.run("release", "--out", str(tmp_path / "out"), "--", name)
    assert found.code == 3
    assert "there is no tag" in found.err
    assert "Traceback" not in found.err
    assert not (tmp_path / "out").exists()


def test_the_tag_must_name_the_version_of_the_report(own: Repository) -> None:
    git(own.root, "tag", "v1.2.0", "v1.1.0")
    found = own.run("release", "v1.2.0")
    assert found.code == 3
    assert "v1.2.0 names version 1.2.0, and the report is version 1.1.0" in found.err
    assert [path.name for path in own.out.iterdir()] == [NAME]


def test_a_dry_run_writes_nothing(own: Repository, answer: Answer) -> None:
    before = state(own.root)
    found = own.run("release", "v1.1.0", "--dry-run", "--record")
    assert found.code == 0, found.err
    assert "nothing stands in the way" in found.out
    assert found.out.split("sha256 ")[1] == answer.out.split("sha256 ")[1]
    assert state(own.root) == before


def test_a_release_is_recorded_and_then_stays_as_it_is(
    recorded: Recorded, own_recorded: Repository, bundle: Path, tmp_path: Path
) -> None:
    own, before = own_recorded, recorded.releases
    path = own.root / "evidence/releases.yml"
    digest = hashlib.sha256((bundle / SUMS).read_bytes()).hexdigest()
    entry = (
        f'releases:\n  - tag: "v1.1.0"\n    commit: "{own.commit_hash("v1.1.0")}"\n    digest: "{digest}"\n'
    )
    assert path.read_text(encoding="utf-8") == before + entry
    kept = own.root / "evidence/releases/1.1.0.json"
    assert kept.read_bytes() == content(bundle)["changes.json"]

    again = own.run("release", "v1.1.0", "--record", "--out", str(tmp_path / "again"))
    assert again.code == 0, again.err
    assert "the same content was released before" in again.out
    assert path.read_text(encoding="utf-8") == before + entry
    assert content(tmp_path / "again" / NAME) == content(bundle)

    path.write_text((before + entry).replace(digest, "0" * 64), encoding="utf-8")
    other = own.run("release", "v1.1.0", "--out", str(tmp_path / "other"))
    assert other.code == 3
    assert "was released with other content" in other.err
    assert not (tmp_path / "other").exists()


def test_a_tag_that_was_moved_is_refused(own_recorded: Repository, tmp_path: Path) -> None:
    own = own_recorded
    own.commit("the release is recorded", at="2026-07-01T12:00:00+00:00")
    git(own.root, "tag", "--force", "v1.1.0", "HEAD")
    (own.root / "evidence/releases.yml").write_bytes(git(own.root, "show", "v1.1.0~1:evidence/releases.yml"))
    found = own.run("release", "v1.1.0", "--out", str(tmp_path / "out"))
    assert found.code == 3, "the last commit knows it, whatever the working tree says"
    assert "was released from commit" in found.err
    assert not (tmp_path / "out").exists()


def test_what_stands_at_the_target_is_never_replaced(own: Repository, recorded: Recorded) -> None:
    """The run that recorded the release found the same bundle at its target."""
    assert recorded.answer.code == 0, recorded.answer.err
    assert content(recorded.repository.out / NAME) == content(own.out / NAME)
    (own.out / NAME / "check.md").write_text("better", encoding="utf-8")
    altered = own.run("release", "v1.1.0")
    assert altered.code == 3
    assert "was altered: check.md" in altered.err
    assert (own.out / NAME / "check.md").read_text(encoding="utf-8") == "better"
    (own.out / NAME / SUMS).unlink()
    assert "is no bundle" in own.run("release", "v1.1.0").err


def test_a_shallow_clone_cannot_release(device: Repository, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=v1.1.0", device.root.as_uri(), "shallow")
    found = Repository(tmp_path / "shallow", device.cache).run("release", "v1.1.0")
    assert found.code == 3
    assert "git fetch --unshallow" in found.err


def next_version(own: Repository, previous: str) -> None:
    """Version 1.2.0, in which a claim's limit is worded otherwise; `previous` is what it is compared with."""
    path = own.root / "evidence/releases.yml"
    text = path.read_text(encoding="utf-8")
    row = '  - {version: "1.2.0", date: 2026-06-30, author: "F. Specimen", change: "Threshold of GAP-1 said anew."}\n'
    text = text.replace('version: "1.1.0"\n  status', 'version: "1.2.0"\n  status')
    head, _, tail = text.partition("signatures:")
    path.write_text(f"{head}{row}signatures:{tail}", encoding="utf-8")
    config = own.root / "mkdocs.yml"
    said = config.read_text(encoding="utf-8")
    config.write_text(
        said.replace("previous_release: v1.0.0", f"previous_release: {previous}"), encoding="utf-8"
    )


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_the_previous_release_may_be_a_bundle(form: str, own_recorded: Repository, tmp_path: Path) -> None:
    own = own_recorded
    named = f"build/release/{NAME}"
    if form == "zip":
        shutil.make_archive(str(tmp_path / "packed"), "zip", own.out, NAME)
        shutil.rmtree(own.out / NAME)
        named = "build/release/old.zip"
        shutil.move(tmp_path / "packed.zip", own.root / named)
    next_version(own, named)
    own.commit("report 1.2.0", at="2026-06-30T12:00:00+00:00", tag="v1.2.0")
    found = own.run("release", "v1.2.0")
    assert found.code == 0, found.out + found.err
    told = json.loads((own.out / "CER-DRF-001_1.2.0" / "changes.json").read_bytes())
    assert told["from"] == "version 1.1.0"
    site = inside((own.out / "CER-DRF-001_1.2.0" / "site.zip").read_bytes())
    assert (
        b'href="releases/1.1.0.html">All changes since version 1.0.0</a>' in site["registers/releases.html"]
    )
    assert b'href="../gaps.html#GAP-2">GAP-2</a>' in site["registers/releases/1.1.0.html"]

    elsewhere = tmp_path / "elsewhere"
    git(tmp_path, "clone", "--quiet", str(own.root), str(elsewhere))
    lacking = Repository(elsewhere, own.cache).run("release", "v1.2.0")
    assert lacking.code == 3
    assert "previous_release" in lacking.err


def test_without_a_name_the_newest_released_tag_is_the_previous_one(
    own_recorded: Repository, tmp_path: Path
) -> None:
    """Where another clone lacks it, a release would there be a first one."""
    own = own_recorded
    next_version(own, "v1.0.0")
    config = own.root / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("      previous_release: v1.0.0\n", ""), encoding="utf-8"
    )
    own.commit("report 1.2.0", at="2026-06-30T12:00:00+00:00", tag="v1.2.0")
    assert own.run("release", "v1.2.0").code == 0
    bundle = own.out / "CER-DRF-001_1.2.0"
    assert json.loads((bundle / "changes.json").read_bytes())["from"] == "version 1.1.0"
    assert json.loads((bundle / "provenance.json").read_bytes())["release"][
        "previous_commit"
    ] == own.commit_hash("v1.1.0")

    releases = own.root / "evidence/releases.yml"
    releases.write_text(
        releases.read_text("utf-8").replace(own.commit_hash("v1.1.0"), "0" * 40), encoding="utf-8"
    )
    own.commit("a commit that nobody has", at="2026-06-30T13:00:00+00:00")
    git(own.root, "tag", "--force", "v1.2.0")
    found = own.run("release", "v1.2.0", "--out", str(tmp_path / "out"))
    assert found.code == 3
    assert "git knows no revision 0000" in found.err


def test_a_bundle_that_was_not_released_is_no_previous_release(own: Repository) -> None:
    next_version(own, f"build/release/{NAME}")
    own.commit("report 1.2.0", at="2026-06-30T12:00:00+00:00", tag="v1.2.0")
    found = own.run("release", "v1.2.0")
    assert found.code == 3
    assert "is not a release that evidence/releases.yml of the tag knows" in found.err


def test_a_branch_is_no_previous_release(own: Repository) -> None:
    git(own.root, "branch", "stable", "v1.0.0")
    next_version(own, "stable")
    own.commit("report 1.2.0", at="2026-06-30T12:00:00+00:00", tag="v1.2.0")
    found = own.run("release", "v1.2.0")
    assert found.code == 3
    assert "a branch moves" in found.err


def _altered(bundle: Path) -> None:
    path = bundle / "matrix.csv"
    path.write_bytes(path.read_bytes().replace(b"met", b"MET", 1))


def _forged(bundle: Path) -> None:
    """Altered, with sums to match: the digest of the sums tells."""
    _altered(bundle)
    files = content(bundle)
    del files[SUMS]
    (bundle / SUMS).write_bytes(sums_of(files))


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda _bundle: None, []),
        (_altered, [("altered", "matrix.csv")]),
        (lambda bundle: (bundle / "check.md").unlink(), [("missing", "check.md")]),
        (lambda bundle: (bundle / "more.txt").touch(), [("unexpected", "more.txt")]),
        (lambda bundle: (bundle / "bundle.json").write_text("{}"), [("altered", "bundle.json")]),
        (_forged, [("altered", "SHA256SUMS")]),
    ],
)
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_verify_names_what_is_not_as_released(
    damage: object, told: list[tuple[str, str]], form: str, device: Repository, bundle: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copies" / NAME
    shutil.copytree(bundle, copy)
    digest = hashlib.sha256((copy / SUMS).read_bytes()).hexdigest()
    damage(copy)  # type: ignore[operator]  # a function of the parameters
    if form == "zip":
        copy = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", copy.parent, NAME))
    found = device.run("verify", str(copy), "--format", "json", "--digest", digest)
    assert [(item["kind"], item["file"]) for item in json.loads(found.out)] == told
    assert found.code == (1 if told else 0)


def test_verify_tells_a_person_which_file(device: Repository, bundle: Path, tmp_path: Path) -> None:
    shutil.copytree(bundle, tmp_path / "copy")
    _altered(tmp_path / "copy")
    found = device.run("verify", str(tmp_path / "copy"))
    assert found.code == 1
    assert found.out.startswith("altered: matrix.csv: its digest is ")
    assert f"{len(FILES)} files, 1 not as released" in found.err


def test_what_is_no_bundle_cannot_be_verified(device: Repository, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.zip").write_text("no archive", encoding="utf-8")
    for name in ("empty", "text.zip"):
        found = device.run("verify", str(tmp_path / name))
        assert found.code == 3
        assert "is not a released bundle" in found.err


@pytest.mark.slow
def test_a_release_that_is_killed_leaves_no_bundle_or_a_whole_one(
    device: Repository, bundle: Path, recorded: Recorded, tmp_path: Path, is_full: bool
) -> None:
    """At moments spread over the time that a release takes here. The last run finds what the others left."""
    chance = random.Random(4)  # noqa: S311  # the same moments on every run
    moments = [chance.uniform(0, 1.05) * recorded.seconds for _ in range(KILLED)]
    out = tmp_path / "killed"
    was_killed = 0
    for moment in moments if is_full else moments[:3]:
        was_killed += _killed(device, out, moment)
        target = out / NAME
        if target.exists():
            assert damages(open_bundle(target)) == ()
            shutil.rmtree(target)
    assert was_killed
    assert device.run("release", "v1.1.0", "--out", str(out)).code == 0
    assert content(out / NAME) == content(bundle)
    assert [path.name for path in out.iterdir()] == [NAME], "what the killed runs left is gone"


def _killed(device: Repository, out: Path, moment: float) -> bool:
    """Run a release, and kill it with its children after some seconds; False when it was done before."""
    process = subprocess.Popen(
        [*COMMAND, "release", "v1.1.0", "--out", str(out)],
        cwd=device.root,
        env=device.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False
