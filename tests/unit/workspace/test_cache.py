"""The cache is a help and never a truth: damaged, foreign or unwritable, it is as good as absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cases.dossiers import DAY, base, codes_of
from cerkit.assess import Assessment
from cerkit.workspace import folders, parallel
from cerkit.workspace.cache import CACHE_VARIABLE, RecordCache, cache_folder
from cerkit.workspace.project import Project, open_project
from unit.assess.portrait import portrait


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The base dossier on disk, with an empty cache of its own."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return project_at(tmp_path / "repository")


def project_at(root: Path) -> Project:
    for name, data in (base() | {"mkdocs.yml": b"site_name: x\n"}).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return open_project(root)


def assessed(project: Project) -> Assessment:
    return project.assess(on=DAY)


def cache_files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").rglob("*.cache"))


def test_the_second_run_reads_the_cache_and_says_the_same(project: Project, tmp_path: Path) -> None:
    first = portrait(assessed(project))
    [path] = cache_files(tmp_path)
    kept, time = path.read_bytes(), path.stat().st_mtime_ns
    assert portrait(assessed(project)) == first
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (kept, time)


def test_files_at_rest_are_not_read_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    rest(project)
    first = assessed(project).diagnostics
    read: set[str] = set()
    really = folders._read  # what is counted is its calls

    def reading(place: str) -> bytes:
        read.add(Path(place).relative_to(project.root).as_posix())
        return really(place)

    monkeypatch.setattr(folders, "_read", reading)
    assert assessed(project).diagnostics == first
    told = {item.place.path for item in first}
    assert {path for path in read if not path.endswith(".md")} <= told, "only for the lines of what is told"


def test_a_change_of_equal_length_is_seen_at_once(project: Project) -> None:
    assessed(project)
    path = project.root / "evidence" / "claims.yml"
    path.write_bytes(path.read_bytes().replace(b"kind: performance", b"kind: perfmorance"))
    assert codes_of(assessed(project)) == ["CER204"]


def test_damaged_stamps_are_ignored(project: Project, tmp_path: Path) -> None:
    rest(project)
    first = portrait(assessed(project))
    [path] = (tmp_path / "cache").rglob("*.stamps")
    path.write_bytes(path.read_bytes()[:-9])
    assert portrait(assessed(project)) == first


def rest(project: Project) -> None:
    """Let the files look as if they had been written long ago."""
    for path in project.root.rglob("*.*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"\n",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data[:100] + b"X" + data[101:],
        lambda data: data.replace(b"Finds the ill", b"Kills the ill"),
        lambda data: data + data,
        lambda data: b"\x00" * len(data),
        lambda _: b"something else\nthat another program left here\n",
    ],
    ids=["empty", "a line", "half", "cut", "a bit", "a word", "twice", "zeros", "foreign"],
)
def test_a_damaged_cache_is_rebuilt_without_a_word(
    damage: object, project: Project, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert callable(damage)
    first = portrait(assessed(project))
    [path] = cache_files(tmp_path)
    sound = path.read_bytes()
    path.write_bytes(damage(sound))
    assert portrait(assessed(project)) == first
    assert path.read_bytes() == sound
    assert capfd.readouterr() == ("", "")


def test_the_cache_of_another_repository_does_no_harm(project: Project, tmp_path: Path) -> None:
    first = portrait(assessed(project))
    [path] = cache_files(tmp_path)
    other = project_at(tmp_path / "other")
    (other.root / "evidence/claims.yml").write_bytes(b"claims: []\n")
    assessed(other)
    [foreign] = set(cache_files(tmp_path)) - {path}
    path.write_bytes(foreign.read_bytes())
    assert portrait(assessed(project)) == first


def test_only_what_the_last_run_used_is_kept(project: Project, tmp_path: Path) -> None:
    assessed(project)
    lines = len(cache_files(tmp_path)[0].read_bytes().splitlines())
    claims = project.root / "evidence" / "claims.yml"
    for number in range(3):
        claims.write_bytes(claims.read_bytes() + b"# %d\n" % number)
        assessed(project)
    assert len(cache_files(tmp_path)[0].read_bytes().splitlines()) == lines


def test_another_version_of_the_program_has_a_cache_of_its_own(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessed(project)
    monkeypatch.setattr("cerkit.workspace.cache.__version__", "99")
    assessed(project)
    assert len({path.parent.name for path in cache_files(tmp_path)}) == 2


def test_a_cache_that_cannot_be_written_is_no_error(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = portrait(assessed(project))
    (tmp_path / "a file").write_bytes(b"")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "a file" / "below"))
    assert portrait(assessed(project)) == first
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "folder"))
    RecordCache(project.root)._path.mkdir(parents=True)
    assert portrait(assessed(project)) == first


def test_without_a_named_folder_it_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.setenv(CACHE_VARIABLE, "")
    assert cache_folder().name == "cerkit"
    monkeypatch.delenv(CACHE_VARIABLE)
    assert cache_folder().is_absolute()


def test_many_processes_give_what_one_gives(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = portrait(assessed(project))
    monkeypatch.setenv(CACHE_VARIABLE, str(project.root / "other"))
    monkeypatch.setattr(parallel, "_WORTH_FORKING", 0)
    monkeypatch.setattr(parallel, "_WORTH_SPAWNING", 0)
    monkeypatch.setattr("cerkit.workspace.parallel.os.cpu_count", lambda: 2)
    assert portrait(assessed(project)) == alone
