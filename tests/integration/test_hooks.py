"""The hooks, run by the real pre-commit in repositories of their own, without a network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

CODE_HOOKS = "ruff-check,ruff-format,mypy,lint-imports"
"""Hooks on the toolkit's own code, which scripts/test.py runs over all of it."""
UNTIDY = "waivers:   []\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """`cerkit` and `python` of this environment, a home for pre-commit, and a proxy that leads nowhere."""
    nowhere = "http://127.0.0.1:9"
    person = {"NAME": "A. Reader", "EMAIL": "reader@example.org"}
    names = {f"GIT_{role}_{part}": text for role in ("AUTHOR", "COMMITTER") for part, text in person.items()}
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        **names,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "CERKIT_CACHE_DIR": str(tmp_path / "cache"),
        "HTTP_PROXY": nowhere,
        "HTTPS_PROXY": nowhere,
        "PYTHONUTF8": "1",
        "SKIP": CODE_HOOKS,
    }


@pytest.fixture
def copy(root: Path, tmp_path: Path, environment: dict[str, str]) -> Path:
    """The report with its hooks as a repository with one commit."""
    folder = tmp_path / "copy"
    for name in ("docs", "evidence", "scripts", "tests/history"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (
        "mkdocs.yml",
        ".gitignore",
        ".gitattributes",
        ".pre-commit-config.yaml",
        ".pre-commit-hooks.yaml",
    ):
        shutil.copy(root / name, folder / name)
    try:
        (folder / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    except OSError as error:
        # Windows lets only some people make links; what they would show is shown on the other systems.
        pytest.skip(f"no symbolic links here: {error}")
    git(folder, environment, "init", "--quiet")
    commit(folder, environment)
    return folder


def git(folder: Path, environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True, encoding="utf-8"
    ).stdout


def commit(folder: Path, environment: dict[str, str]) -> None:
    git(folder, environment, "add", ".")
    git(folder, environment, "commit", "--quiet", "--no-verify", "--message", "a state")


def pre_commit(
    folder: Path, environment: dict[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=folder,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )


def test_our_own_hooks_pass_on_the_example_and_change_nothing(
    copy: Path, environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    pre_commit(copy, environment, "run", "--all-files")
    answer = pre_commit(copy, environment, "run", "--all-files", "--verbose")
    assert answer.returncode == 0, answer.stdout
    assert git(copy, environment, "status", "--short") == ""
    found = re.search(
        r"cerkit check\.+Passed\n- hook id: cerkit-check\n- duration: ([0-9.]+)s", answer.stdout
    )
    assert found, answer.stdout
    with capsys.disabled():
        print(f"\ncerkit-check as a hook on the example: {found.group(1)} s")  # noqa: T201  # the figure is asked for


def test_the_check_writes_nothing_and_only_format_does(copy: Path, environment: dict[str, str]) -> None:
    (copy / "evidence/waivers.yml").write_text(UNTIDY)
    commit(copy, environment)
    assert pre_commit(copy, environment, "run", "--all-files", "cerkit-check").returncode == 0
    assert git(copy, environment, "status", "--short") == ""
    answer = pre_commit(copy, environment, "run", "--all-files", "cerkit-format")
    assert answer.returncode == 1
    assert "formatted evidence/waivers.yml" in answer.stdout
    assert git(copy, environment, "status", "--short").split() == ["M", "evidence/waivers.yml"]
    assert (copy / "evidence/waivers.yml").read_text() == "waivers: []\n"


def test_a_broken_link_stops_the_commit(copy: Path, environment: dict[str, str]) -> None:
    (copy / "evidence/waivers.yml").write_text("waivers: [\n")
    commit(copy, environment)
    answer = pre_commit(copy, environment, "run", "--all-files", "cerkit-check")
    assert answer.returncode == 1
    assert "evidence/waivers.yml:2:1: error[CER103]" in answer.stdout


@pytest.mark.parametrize("hook", ["cerkit-check", "cerkit-format"])
def test_another_repository_can_name_the_hook(copy: Path, environment: dict[str, str], hook: str) -> None:
    answer = pre_commit(copy, environment, "try-repo", str(copy), hook, "--all-files")
    assert answer.returncode == 0, answer.stdout
    assert f"{hook.replace('-', ' ')}" in answer.stdout
    assert "Passed" in answer.stdout


def test_our_configuration_downloads_nothing_and_has_the_same_hooks(root: Path) -> None:
    configuration = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert {repository["repo"] for repository in configuration["repos"]} == {"local"}
    own = {hook["id"]: hook for hook in configuration["repos"][0]["hooks"]}
    for offered in yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")):
        same = own[offered["id"]]
        assert same["files"] == offered["files"]
        assert same.get("pass_filenames", True) == offered.get("pass_filenames", True)
        assert same["entry"] == f"python scripts/run.py {offered['entry']}"
