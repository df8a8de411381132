"""One assessment, whatever it remembers, however many processes read, in whatever order the files come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from cases.dossiers import (
    CASES,
    DAY,
    assess_files,
    base,
    codes_of,
    is_about_form,
    outside_paths,
    read_folder,
    with_changes,
)
from cerkit.assess import Beside, Outcome, digest_of
from cerkit.model.diagnostics import Mode
from cerkit.model.examination import Looks
from cerkit.model.readings import Reading
from cerkit.synthesis.orders import answer
from cerkit.workspace import parallel
from unit.assess.portrait import portrait

Files = dict[str, bytes]
BAD = [
    (folder.name, folder / "bad")
    for folder in sorted(CASES.glob("CER*"))
    if is_about_form(folder.name) and folder.name != "CER102"
]


class Remembering:
    """A memory as the workspace has one, without the disk; it counts what it was asked for."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}
        self.asked: set[str] = set()

    def digest(self, path: str, files: Mapping[str, bytes], /) -> str:
        return digest_of(path, files[path])

    def note(self, _path: str, _digest: str, /) -> None:
        return None

    def recall(self, digest: str, /) -> bytes | None:
        found = self.known.get(digest)
        self.asked |= {digest} if found is not None else set()
        return found

    def remember(self, digest: str, data: bytes, /) -> None:
        assert b"\n" not in data
        self.known[digest] = data


@pytest.fixture(scope="module")
def example(root: Path) -> Files:
    files = {
        f"evidence/{path}": data
        for path, data in read_folder(root / "evidence").items()
        if path.endswith(".yml")
    }
    return files | {
        f"docs/{path}": data for path, data in read_folder(root / "docs").items() if path.endswith(".md")
    }


def in_processes(
    function: Callable[[str, bytes], Outcome], files: Mapping[str, bytes], paths: Sequence[str]
) -> Iterable[Outcome]:
    return parallel._in_pool(function, [(path, files[path]) for path in paths], 2)


@pytest.fixture(scope="module")
def cold(example: Files) -> list[str]:
    """What the example says to a run without memory."""
    return portrait(assess_files(example))


@pytest.fixture(scope="module")
def filled(example: Files) -> Remembering:
    """A memory that has seen the example."""
    memory = Remembering()
    assess_files(example, memory=memory)
    return memory


def test_the_same_arguments_give_the_same_assessment(example: Files, cold: list[str]) -> None:
    assert portrait(assess_files(example)) == cold


def test_the_order_of_the_files_does_not_matter(example: Files, cold: list[str]) -> None:
    assert portrait(assess_files(dict(reversed(example.items())))) == cold


def test_several_processes_read_what_one_reads(example: Files, cold: list[str]) -> None:
    assert portrait(assess_files(example, runner=in_processes)) == cold


T = TypeVar("T")


def as_bytes(there: Callable[[], bytes], here: Callable[[], T]) -> tuple[bytes | None, T]:
    """Two processes in one: nothing but bytes comes from there."""
    done = here()
    return there(), done


def fails(_there: Callable[[], bytes], here: Callable[[], T]) -> tuple[bytes | None, T]:
    return None, here()


@pytest.mark.parametrize("beside", [as_bytes, fails, parallel.work_beside])
def test_two_processes_ask_what_one_asks(beside: Beside, example: Files, cold: list[str]) -> None:
    """Of the example and of a dossier in which both halves find a good deal."""
    poor = {path: data for path, data in base().items() if "claims" not in path and "device" not in path}
    alone = portrait(assess_files(poor, mode=Mode.RELEASE))
    assert portrait(assess_files(poor, beside=beside, mode=Mode.RELEASE)) == alone
    memory = Remembering()
    assert portrait(assess_files(example, beside=beside, memory=memory)) == cold
    assert portrait(assess_files(example, beside=beside, memory=memory)) == cold
    assert memory.asked == set(memory.known), "what only the other process opened is kept as well"


@pytest.mark.parametrize("answers", [True, False])
def test_another_process_pools_what_this_one_pools(answers: bool, example: Files, cold: list[str]) -> None:
    """Or nothing comes of it there, and this one pools after all."""
    memory = Remembering()
    later = assess_files(
        example, memory=memory, begin=lambda order: lambda: answer(order) if answers else None
    )
    assert portrait(later) == cold
    alone = Remembering()
    assert dict(later.trace.results) == dict(assess_files(example, memory=alone).trace.results)
    assert later.trace.results
    assert memory.known == alone.known


def test_what_is_remembered_is_what_was_read(example: Files, cold: list[str]) -> None:
    memory = Remembering()
    assert portrait(assess_files(example, memory=memory)) == cold
    assert (memory.asked, len(memory.known) > 100) == (set(), True)
    assert portrait(assess_files(example, memory=memory)) == cold
    assert memory.asked == set(memory.known)


@pytest.mark.parametrize(("name", "folder"), BAD, ids=[name for name, _ in BAD])
def test_mistakes_are_found_again_in_every_run(name: str, folder: Path) -> None:
    files, outside = base() | read_folder(folder), outside_paths(folder)
    memory = Remembering()
    assess_files(base(), memory=memory)
    cold = portrait(assess_files(files, outside=outside))
    assert set(codes_of(assess_files(files, outside=outside))) == {name}
    for _ in range(2):
        assert portrait(assess_files(files, outside=outside, memory=memory)) == cold
    assert portrait(assess_files(base(), memory=memory)) == portrait(assess_files(base()))


def test_several_processes_find_the_same_mistakes() -> None:
    files = base() | {
        path: data for name, folder in BAD if name < "CER3" for path, data in read_folder(folder).items()
    }
    found = assess_files(files)
    assert len(found.diagnostics) > 30
    assert portrait(assess_files(files, runner=in_processes)) == portrait(found)


def changed(files: Files, path: str, old: str, new: str) -> Files:
    text = files[path].decode()
    assert old in text
    return files | {path: text.replace(old, new).encode()}


def moved(files: Files, path: str, to: str) -> Files:
    return {to if name == path else name: data for name, data in files.items()}


def without(files: Files, path: str) -> Files:
    return {name: data for name, data in files.items() if name != path}


EDITS: dict[str, Callable[[Files], Files]] = {
    "a value that a criterion depends on": lambda files: changed(
        files, "evidence/sources/SRC-ci-003.yml", "91.3", "84.9"
    ),
    "a unit": lambda files: changed(files, "evidence/sources/SRC-ci-003.yml", 'unit: "%"', "unit: share"),
    "the unit of an endpoint": lambda files: changed(
        files, "evidence/endpoints.yml", 'unit: "%"', "unit: share"
    ),
    "a source is read as an abstract only": lambda files: changed(
        files, "evidence/sources/SRC-ci-003.yml", "read: report", "read: abstract"
    ),
    "a claim is renamed": lambda files: changed(files, "evidence/claims.yml", "id: CLM-1\n", "id: CLM-91\n"),
    "a finding is renamed": lambda files: changed(
        files, "evidence/sources/SRC-ci-003.yml", "id: sensitivity\n", "id: sensitivities\n"
    ),
    "a file is renamed": lambda files: moved(
        files, "evidence/sources/SRC-rs-002.yml", "evidence/sources/SRC-rs-003.yml"
    ),
    "a file is deleted": lambda files: without(files, "evidence/benchmarks.yml"),
    "the requirements are deleted": lambda files: without(files, "evidence/requirements.yml"),
    "a file breaks off": lambda files: (
        files | {"evidence/criteria.yml": files["evidence/criteria.yml"][:500]}
    ),
    "a blank is added": lambda files: changed(files, "evidence/claims.yml", "claims:\n", "claims:\n\n"),
    "a digit is added": lambda files: changed(files, "evidence/criteria.yml", "value: 85.0", "value: 85.00"),
    "a source stands twice": lambda files: (
        files | {"evidence/sources/SRC-zz.yml": files["evidence/sources/SRC-rs-002.yml"]}
    ),
    "line ends": lambda files: (
        files | {"evidence/claims.yml": files["evidence/claims.yml"].replace(b"\n", b"\r\n")}
    ),
    "an own catalogue": lambda files: (
        files | {"evidence/catalogues/uk-mdr-2002-er.yml": b"kind: requirements\n"}
    ),
}


HARMLESS = {"a blank is added", "line ends"}


@pytest.mark.parametrize("name", EDITS)
def test_after_a_change_the_memory_tells_nothing_old(
    name: str, example: Files, cold: list[str], filled: Remembering
) -> None:
    """Always what a run without memory says, and every edit but the harmless ones shows."""
    edited = EDITS[name](example)
    now = portrait(assess_files(edited))
    assert (now == cold) is (name in HARMLESS)
    assert portrait(assess_files(edited, memory=filled)) == now


def test_a_changed_file_is_the_only_one_read_again(example: Files, cold: list[str]) -> None:
    memory = Remembering()
    assess_files(example, memory=memory)
    known = set(memory.known)
    assess_files(EDITS["a digit is added"](example), memory=memory)
    fresh = [kept for digest, kept in memory.known.items() if digest not in known]
    answers = [kept for kept in fresh if kept.startswith(b"[[")]
    assert (len(fresh) - len(answers), len(answers)) == (1, len(Looks))
    assert portrait(assess_files(example, memory=memory)) == cold


def test_files_that_are_no_records_are_left_alone() -> None:
    found = assess_files(
        with_changes({"mkdocs.yml": "a: [", "README.md": "[CLM-99][]", "docs/x.txt": "[CLM-99][]"})
    )
    assert codes_of(found) == []


def test_nothing_at_all_is_a_dossier_too() -> None:
    found = assess_files({})
    assert (codes_of(found), found.has_errors, found.file_count, found.on) == ([], False, 0, DAY)
    assert found.dossier.device is None
    assert list(found.dossier.claims) == []


def test_a_reading_with_mistakes_is_never_kept() -> None:
    memory = Remembering()
    assess_files({"evidence/claims.yml": b"claims:\n  - id: CLM-1\n"}, memory=memory)
    assert not any(b"CLM-1" in kept for kept in memory.known.values())
    assert Reading("x", None).entries == ()
