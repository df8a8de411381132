"""Work in several processes, where it pays for starting them."""

from __future__ import annotations

import heapq
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NoReturn, Self, TypeVar

from cerkit.workspace.folders import Files

if TYPE_CHECKING:
    from cerkit.assess import Outcome

T = TypeVar("T")
_MOST_WORKERS: Final = 8
_WORTH_FORKING: Final = 1_000_000
_WORTH_SPAWNING: Final = 8_000_000
"""Bytes of YAML from which a second process is faster; a fresh interpreter (macOS, Windows) costs half a second."""


def read_in_processes(
    function: Callable[[str, bytes], Outcome], files: Mapping[str, bytes], paths: Sequence[str]
) -> Iterable[Outcome]:
    """Apply `function` to every file. The result is the same as in one process; only the order of work differs."""
    sizes = [_size(files, path) for path in paths]
    workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    threshold = _WORTH_FORKING if _can_fork() else _WORTH_SPAWNING
    if workers < 2 or sum(sizes) < threshold:
        return [function(path, files[path]) for path in paths]
    if _can_fork():
        return _in_copies(function, files, paths, _shares(sizes, workers))
    return _in_pool(function, [(path, files[path]) for path in paths], workers)


def _size(files: Mapping[str, bytes], path: str) -> int:
    """In bytes; of a file on the disk without reading it."""
    return files.size(path) if isinstance(files, Files) else len(files[path])


def _in_copies(
    function: Callable[[str, bytes], Outcome],
    files: Mapping[str, bytes],
    paths: Sequence[str],
    shares: list[list[int]],
) -> Iterable[Outcome]:
    """Each copy of this process reads a share of the files and sends what is in it; this one reads a share, too."""
    import pickle

    def read(share: list[int]) -> list[tuple[int, Outcome]]:
        return [(position, function(paths[position], files[paths[position]])) for position in share]

    def read_all(shares: list[list[int]]) -> list[tuple[int, Outcome]]:
        share, *others = shares
        if not others:
            return read(share)
        sent, done = work_beside(lambda: pickle.dumps(read(share)), lambda: read_all(others))
        return done + (read(share) if sent is None else pickle.loads(sent))  # noqa: S301  # of our own copy

    return [outcome for _, outcome in sorted(read_all(shares), key=itemgetter(0))]


def _shares(sizes: list[int], count: int) -> list[list[int]]:
    """Positions in shares of about the same size: the largest files first, each to whoever has least."""
    shares: list[list[int]] = [[] for _ in range(count)]
    least = [(0, number) for number in range(count)]
    for position in sorted(range(len(sizes)), key=sizes.__getitem__, reverse=True):
        held, number = least[0]
        shares[number].append(position)
        heapq.heapreplace(least, (held + sizes[position], number))
    return shares


def _in_pool(
    function: Callable[[str, bytes], Outcome], items: list[tuple[str, bytes]], workers: int
) -> Iterator[Outcome]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    size = max(1, len(items) // (workers * 8))
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        for outcomes in pool.map(_Chunk(function), chunks):
            yield from outcomes


class _Chunk:
    """The function over a list of files; a class, because another process must be able to import it."""

    def __init__(self, function: Callable[[str, bytes], Outcome]) -> None:
        self.function = function

    def __call__(self, items: list[tuple[str, bytes]]) -> list[Outcome]:
        return [self.function(*item) for item in items]


def work_beside(there: Callable[[], bytes], here: Callable[[], T]) -> tuple[bytes | None, T]:
    """Do `here` in this process while a copy of it does `there`. None where there is no copy, or it failed.

    The copy shares nothing but what was known before; only bytes come back.
    """
    copy = _copied(there)
    if copy is None:
        return None, here()
    try:
        done = here()
    except BaseException:
        copy.stop()
        raise
    return copy.sent(), done


class Assistant:
    """A copy of this process that answers one order: begun before the order is known, if there is much to load first.

    `load` gives what answers; it is called in the copy. To be left when there will be no order any more.
    """

    def __init__(self, load: Callable[[], Callable[[bytes], bytes]]) -> None:
        self._load = load
        self._copy: _Copy | None = None
        self._orders: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._orders is not None:
            os.close(self._orders)
            self._orders = None
            if self._copy is not None:
                self._copy.stop()

    def begin(self) -> None:
        """Make the copy, where one can be had."""
        read_end, write_end = os.pipe()

        def work() -> bytes:
            os.close(write_end)
            answer = self._load()
            with os.fdopen(read_end, "rb") as pipe:
                return answer(pipe.read())

        self._copy = _copied(work)
        os.close(read_end)
        self._orders = write_end

    def __call__(self, order: bytes) -> Callable[[], bytes | None] | None:
        """Give the order. What is given back waits for the answer; None where there is no copy."""
        if self._orders is None:
            self.begin()
        orders, self._orders = self._orders, None
        assert orders is not None  # noqa: S101  # it was just begun
        try:
            with os.fdopen(orders, "wb") as pipe:
                pipe.write(order)
        except BrokenPipeError:
            pass  # the copy has failed; whoever fetches its answer will see
        return None if self._copy is None else self._copy.sent


def _copied(there: Callable[[], bytes]) -> _Copy | None:
    if not _can_fork() or (os.cpu_count() or 1) < 2 or threading.active_count() > 1:
        return None
    read_end, write_end = os.pipe()
    try:
        child = os.fork()
    except OSError:  # no memory, or no process, for a second one
        os.close(read_end)
        os.close(write_end)
        return None
    if child == 0:
        os.close(read_end)
        _answer(there, write_end)
    os.close(write_end)
    return _Copy(child, read_end)


class _Copy:
    """A copy of this process that works, and the pipe through which it answers."""

    def __init__(self, child: int, pipe: int) -> None:
        self._parent = os.getpid()
        self._child = child
        self._pipe = pipe

    def sent(self) -> bytes | None:
        """What it sends; None where it failed, or where another copy of this process asks."""
        if os.getpid() != self._parent:
            return None
        is_read = False
        try:
            with os.fdopen(self._pipe, "rb") as pipe:
                sent = pipe.read()
            is_read = True
        finally:
            status = self._ended(kill=not is_read)
        return sent if status == 0 else None

    def stop(self) -> None:
        os.close(self._pipe)
        self._ended(kill=True)

    def _ended(self, *, kill: bool) -> int:
        if kill:
            os.kill(self._child, signal.SIGKILL)
        return os.waitpid(self._child, 0)[1]


def _answer(work: Callable[[], bytes], pipe: int) -> NoReturn:
    """Send what the work gives, and end without anything that the other process would do a second time."""
    status = 1
    try:
        with os.fdopen(pipe, "wb") as stream:
            stream.write(work())
        status = 0
    finally:
        # Whatever went wrong goes wrong again where the work is then done, and is told there.
        os._exit(status)


def _can_fork() -> bool:
    return sys.platform == "linux"
