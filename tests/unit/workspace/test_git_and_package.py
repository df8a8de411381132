"""What git knows, and what ships with the package."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from cerkit.model.catalogues import catalogue_model
from cerkit.workspace.git import commit_date
from cerkit.workspace.package_data import ShippedCatalogues


def test_the_day_of_the_last_commit_is_its_authors_own(tmp_path: Path) -> None:
    when = "2026-03-01T23:30:00-0500"
    environment = os.environ | {
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_DATE": when,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    assert commit_date(tmp_path) is None
    for arguments in (["init", "-q"], [*identity, "commit", "-q", "--allow-empty", "-m", "first"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, env=environment, check=True)
    assert commit_date(tmp_path) == date(2026, 3, 1)


def test_what_git_shows_of_a_signature_is_not_taken_for_the_day(tmp_path: Path) -> None:
    def git(*arguments: str, said: str = "") -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=tmp_path, input=said, stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout.strip()

    git("init", "-q")
    git("config", "log.showSignature", "true")
    tree = git("hash-object", "-t", "tree", "-w", "--stdin")
    person = "A <a@example.org> 1772400000 +0000"
    mark = "SSH SIGNATURE-----"
    signature = f"gpgsig -----BEGIN {mark}\n AAAA\n -----END {mark}"
    commit = f"tree {tree}\nauthor {person}\ncommitter {person}\n{signature}\n\nfirst\n"
    git("update-ref", "HEAD", git("hash-object", "-t", "commit", "-w", "--stdin", said=commit))
    assert commit_date(tmp_path) == date(2026, 3, 1)


def test_a_repository_without_commits_has_no_day(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert commit_date(tmp_path) is None


def test_without_git_there_is_no_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert commit_date(tmp_path) is None


def test_catalogues_ship_by_path_and_are_read_when_asked_for() -> None:
    shipped = ShippedCatalogues()
    assert len(shipped) == len(list(shipped)) > 25
    assert "appraisal/quadas-2.yml" in shipped
    assert b"kind: requirements" in shipped["uk-mdr-2002-er.yml"]
    assert catalogue_model("requirements").__name__ == "RequirementCatalogue"
    with pytest.raises(KeyError):
        shipped["gone.yml"]
