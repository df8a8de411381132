"""The scripts that make the environment: what is reused, what is made anew, what a person is told."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import _environment
import _programs
from _environment import BUILD_LOCK, TEST_LOCK, Environment, SetupError

PIP_WITHOUT_INDEX = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
PROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "cerkit"
version = "1"
"""
BACKEND = '''\
"""The smallest backend that pip can install from without any package."""
import zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "cerkit-1-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        info = "cerkit-1.dist-info"
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: cerkit\\nVersion: 1\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return name
'''


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """A repository with empty locks, so that no package is fetched, and a real environment of its own."""
    for name, value in PIP_WITHOUT_INDEX.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "backend.py").write_text(BACKEND, encoding="utf-8")
    for lock in (BUILD_LOCK, TEST_LOCK):
        (tmp_path / lock).write_text(f"# {lock}\n", encoding="utf-8")
    return Environment(tmp_path)


@pytest.mark.slow
def test_environment_is_made_once_and_reused(
    environment: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    _environment.provide(environment, BUILD_LOCK)
    assert "making .venv" in capsys.readouterr().err
    stamped = environment.stamp.stat().st_mtime_ns

    _environment.provide(environment, BUILD_LOCK)
    assert capsys.readouterr().err == ""
    assert environment.stamp.stat().st_mtime_ns == stamped

    _environment.provide(environment, TEST_LOCK)
    assert f"packages of {TEST_LOCK}" in capsys.readouterr().err

    # The test environment holds what a build needs, so a build after it has nothing to do.
    _environment.provide(environment, BUILD_LOCK)
    assert capsys.readouterr().err == ""

    (environment.root / TEST_LOCK).write_text("# changed\n", encoding="utf-8")
    _environment.provide(environment, BUILD_LOCK)
    said = capsys.readouterr().err
    assert f"packages of {TEST_LOCK}" in said
    assert "making .venv" not in said


@pytest.mark.slow
def test_interrupted_environment_is_made_anew(
    environment: Environment, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever an interrupted install left behind is not trusted."""
    with monkeypatch.context() as interrupted:
        interrupted.setattr(_environment, "_install", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            _environment.provide(environment, BUILD_LOCK)
    assert not environment.stamp.exists()
    leftover = environment.folder / "leftover"
    leftover.touch()

    _environment.provide(environment, BUILD_LOCK)
    assert "making it anew" in capsys.readouterr().err
    assert environment.stamp.exists()
    assert not leftover.exists()


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("foreign", [{"python": "3.9.0"}, {"root": "elsewhere"}])
def test_environment_of_another_python_or_folder_does_not_belong(
    environment: Environment, foreign: dict[str, str]
) -> None:
    environment.folder.mkdir()
    own = {"python": sys.version, "root": str(environment.root), "lock": BUILD_LOCK, "digest": "0"}
    environment.stamp.write_text(json.dumps(own | foreign), encoding="utf-8")
    assert not _environment._belongs_here(environment, _environment._read_stamp(environment))


@pytest.mark.parametrize("stamp", ["", "[]", "{}", '{"lock": "another.lock"}', "\x00"])
def test_garbled_stamp_counts_as_none(environment: Environment, stamp: str) -> None:
    environment.folder.mkdir()
    environment.stamp.write_text(stamp, encoding="utf-8")
    assert _environment._read_stamp(environment) == {}


@pytest.mark.slow
def test_package_that_no_lock_names_is_removed(environment: Environment) -> None:
    """Otherwise a forgotten dependency works on the machine where somebody once installed it by hand."""
    _environment.provide(environment, BUILD_LOCK)
    stray = environment.folder.glob("**/site-packages").__next__() / "stray-1.dist-info"
    stray.mkdir()
    (stray / "METADATA").write_text("Metadata-Version: 2.1\nName: stray\nVersion: 1\n", encoding="utf-8")
    (stray / "RECORD").write_text(
        "stray-1.dist-info/METADATA,,\nstray-1.dist-info/RECORD,,\n", encoding="utf-8"
    )

    (environment.root / BUILD_LOCK).write_text("# changed\n", encoding="utf-8")
    _environment.provide(environment, BUILD_LOCK)
    assert not stray.exists()


@pytest.mark.slow
def test_wrong_hash_stops_the_installation(environment: Environment) -> None:
    lock = environment.root / BUILD_LOCK
    lock.write_text(f"click==8.2.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    with pytest.raises(SetupError, match="pip install failed") as raised:
        _environment.provide(environment, BUILD_LOCK)
    assert raised.value.hint
    assert not environment.stamp.exists()


def test_setup_error_becomes_two_lines_and_exit_code_3(capsys: pytest.CaptureFixture[str]) -> None:
    def main(_: list[str]) -> int:
        raise SetupError("no pip", "install it")

    assert _environment.guarded(main) == 3
    assert capsys.readouterr().err == "cerkit: error: no pip\n  hint: install it\n"


def test_too_old_python_is_told_what_to_do(root: Path) -> None:
    """The sentence stands above every line that an old Python cannot read; this one is made to believe so."""
    pretend = (
        "import sys; sys.version_info = (3, 10, 2, 'final', 0); sys.path.insert(0, 'scripts');"
        "sys.argv = ['build.py']; import _environment"
    )
    answer = subprocess.run(
        [sys.executable, "-c", pretend], cwd=root, capture_output=True, check=False, encoding="utf-8"
    )
    assert answer.returncode == 3
    assert answer.stderr.startswith("cerkit needs Python 3.11 or newer; this is 3.10\n  hint:")


@pytest.mark.parametrize("lock", [BUILD_LOCK, TEST_LOCK])
def test_lock_has_a_hash_for_everything_and_names_no_index(root: Path, lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^-", text, flags=re.MULTILINE)
    requirements = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(requirements) > 30
    assert [part.split()[0] for part in requirements if "--hash=sha256:" not in part] == []


def test_test_lock_holds_the_build_lock_at_the_same_versions(root: Path) -> None:
    pins = [
        set(re.findall(r"^\S+==\S+", (root / lock).read_text(encoding="utf-8"), flags=re.MULTILINE))
        for lock in (BUILD_LOCK, TEST_LOCK)
    ]
    assert pins[0] < pins[1]


@pytest.mark.parametrize(("lock", "groups"), [(BUILD_LOCK, ["build"]), (TEST_LOCK, ["build", "test"])])
def test_lock_holds_all_that_pyproject_asks_for(root: Path, lock: str, groups: list[str]) -> None:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = settings["project"]["dependencies"] + settings["build-system"]["requires"]
    wanted += [requirement for group in groups for requirement in settings["dependency-groups"][group]]
    names = {re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-") for requirement in wanted}
    assert names <= _environment.locked_names((root / lock).read_text(encoding="utf-8"))


def test_named_program_that_does_not_start_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Somebody who names a browser wants that one, not silently another."""
    monkeypatch.setenv("CERKIT_CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(SetupError, match="CERKIT_CHROMIUM"):
        _programs.find(_programs.CHROMIUM)


@pytest.mark.skipif(os.name == "nt", reason="programs are not asked for their version on Windows")
def test_stub_that_fails_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Ubuntu's chromium-browser only says that a snap is needed."""
    for name, code in (("chromium", 1), ("google-chrome", 0)):
        stub = tmp_path / name
        stub.write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
        stub.chmod(0o755)
    monkeypatch.delenv("CERKIT_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert _programs.find(_programs.CHROMIUM) == tmp_path / "google-chrome"


@pytest.mark.parametrize(("ci", "outcome", "code"), [("", "1 skipped", 0), ("true", "1 error", 1)])
def test_missing_browser_is_skipped_by_a_person_and_fails_a_ci(
    tmp_path: Path, root: Path, ci: str, outcome: str, code: int
) -> None:
    """A CI that skips what it cannot run would be green for nothing."""
    (tmp_path / "test_page.py").write_text("def test_page(chromium): pass\n", encoding="utf-8")
    nothing = {"CI": ci, "CERKIT_CHROMIUM": "", "PATH": "", "PYTHONPATH": str(root / "tests")}
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-rsE", "-p", "conftest", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env=os.environ | nothing,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert outcome in answer.stdout
    assert "Chromium was not found; install it, or name it in CERKIT_CHROMIUM" in answer.stdout
    assert answer.returncode == code
