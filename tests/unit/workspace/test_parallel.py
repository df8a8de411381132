"""A second process helps where there can be one, and is never missed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

import pytest

from cerkit.assess import Outcome
from cerkit.workspace import parallel
from cerkit.workspace.parallel import Assistant, read_in_processes, work_beside


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cerkit.workspace.parallel.os.cpu_count", lambda: 2)
    # The runner of the tests has threads of its own.
    monkeypatch.setattr("cerkit.workspace.parallel.threading.active_count", lambda: 1)


def other() -> bytes:
    """More than a pipe holds, with the process that wrote it."""
    return str(os.getpid()).encode() + b" " + bytes(200_000)


def test_both_are_done_at_once() -> None:
    sent, here = work_beside(other, os.getpid)
    assert here == os.getpid()
    if sys.platform != "linux":
        assert sent is None
    else:
        assert sent is not None
        process, zeros = sent.split(b" ")
        assert int(process) != here
        assert len(zeros) == 200_000


def fails() -> bytes:
    raise ValueError("a mistake of ours")


def dies() -> bytes:
    os.kill(os.getpid(), signal.SIGTERM)
    return b"too late"


@pytest.mark.parametrize("there", [fails, *([dies] if sys.platform == "linux" else [])])
def test_what_fails_there_gives_nothing(there: Callable[[], bytes]) -> None:
    assert work_beside(there, lambda: 1) == (None, 1)


def test_what_fails_here_is_told_here() -> None:
    with pytest.raises(ZeroDivisionError):
        work_beside(other, lambda: 1 // 0)


def test_no_copy_is_made_of_a_process_with_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that another thread holds would be held for ever in the copy."""
    monkeypatch.setattr("cerkit.workspace.parallel.threading.active_count", lambda: 2)
    assert work_beside(other, lambda: 1) == (None, 1)


def test_no_second_process_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr("cerkit.workspace.parallel.os.fork", refuse, raising=False)
    assert work_beside(other, lambda: 1) == (None, 1)


linux = pytest.mark.skipif(sys.platform != "linux", reason="a copy of a process is made on Linux only")


def echoing() -> Callable[[bytes], bytes]:
    return lambda order: str(os.getpid()).encode() + b" " + order + bytes(200_000)


@linux
@pytest.mark.parametrize("is_begun_early", [True, False])
def test_an_order_is_answered_once_and_to_whom_gave_it(*, is_begun_early: bool) -> None:
    with Assistant(echoing) as assistant:
        if is_begun_early:
            assistant.begin()
        fetch = assistant(b"order")
        assert fetch is not None
        begun = fetch
        asked_elsewhere, _ = work_beside(
            lambda: b"nothing" if begun() is None else b"something", lambda: None
        )
        assert asked_elsewhere == b"nothing"
        sent = fetch()
        assert sent is not None
        process, answer = sent.split(b" ", 1)
        assert int(process) != os.getpid()
        assert answer == b"order" + bytes(200_000)


@linux
def test_an_assistant_without_an_order_is_ended() -> None:
    with Assistant(echoing) as assistant:
        assistant.begin()
        copy = assistant._copy
    assert copy is not None
    with pytest.raises(ProcessLookupError):
        os.kill(copy._child, 0)


def cannot_load() -> Callable[[bytes], bytes]:
    raise ModuleNotFoundError(name="numpy")


def test_an_assistant_that_cannot_load_gives_nothing() -> None:
    with Assistant(cannot_load) as assistant:
        assistant.begin()
        fetch = assistant(b"order" * 100_000)
        assert fetch is None or fetch() is None


def test_there_is_no_assistant_without_a_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cerkit.workspace.parallel.threading.active_count", lambda: 2)
    with Assistant(echoing) as assistant:
        assistant.begin()
        assert assistant(b"order") is None


FILES = {f"evidence/sources/SRC-{number}.yml": b"x" * (number * 900) for number in range(60)}


def measured(path: str, data: bytes) -> Outcome:
    return path, str(len(data)), data[:3]


def measured_here_only(path: str, data: bytes) -> Outcome:
    if os.getpid() != HERE:
        raise MemoryError
    return measured(path, data)


HERE = os.getpid()


@pytest.mark.parametrize("function", [measured, measured_here_only])
def test_every_file_is_read_once_whoever_reads_it(function: Callable[[str, bytes], Outcome]) -> None:
    """Or a copy fails with what it has taken, and this process reads it after all."""
    found = list(read_in_processes(function, FILES, list(FILES)))
    assert sorted(found) == sorted(measured(*item) for item in FILES.items())


@linux
def test_whoever_stops_asking_ends_the_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    copied = parallel._copied

    def noted(there: Callable[[], bytes]) -> parallel._Copy | None:
        copy = copied(there)
        made.append(copy._child if copy else 0)
        return copy

    monkeypatch.setattr(parallel, "_copied", noted)
    outcomes = iter(read_in_processes(measured, FILES, list(FILES)))
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]  # what reads in copies can be closed
    (child,) = made
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
