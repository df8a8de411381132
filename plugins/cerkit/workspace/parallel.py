"""Work in several processes, where it pays for starting them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NoReturn, Self, TypeVar

from cerkit.workspace.folders import Files

if TYPE_CHECKING:
    from cerkit.assess import Outcome

T = TypeVar("T")
_MOST_WORKERS: Final = 8
_WORTH_FORKING: Final = 1_000_000
_WORTH_SPAWNING: Final = 8_000_000
"""Bytes of YAML from which a second process is faster; a fresh interpreter (macOS, Windows) costs half a second."""
_PARCEL: Final = 50_000
"""Bytes of YAML that are taken at once; they are read in some milliseconds."""
_MOST_PARCELS: Final = 1_000
_TICKET: Final = 4
"""Bytes of a parcel's number. All of them must go into a pipe, which holds 4,096 where it holds least."""


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
        return _in_copies(function, files, paths, _parcels(sizes), workers - 1)
    return _in_pool(function, [(path, files[path]) for path in paths], workers)


def _size(files: Mapping[str, bytes], path: str) -> int:
    """In bytes; of a file on the disk without reading it."""
    return files.size(path) if isinstance(files, Files) else len(files[path])


def _in_copies(
    function: Callable[[str, bytes], Outcome],
    files: Mapping[str, bytes],
    paths: Sequence[str],
    parcels: Sequence[list[int]],
    copies: int,
) -> Iterator[Outcome]:
    """This process and its copies take parcel after parcel until none is left, so that all end together.

    What this one has read is used at once; the copies send what they have read at the end.
    """
    import pickle

    queue, filling = os.pipe()
    os.write(filling, b"".join(number.to_bytes(_TICKET, "big") for number in range(len(parcels))))
    os.close(filling)

    def taken() -> Iterator[int]:
        # The system gives every reader of a pipe other bytes.
        while ticket := os.read(queue, _TICKET):
            yield int.from_bytes(ticket, "big")

    def read(number: int) -> list[Outcome]:
        return [function(paths[position], files[paths[position]]) for position in parcels[number]]

    def work() -> bytes:
        return pickle.dumps([(number, read(number)) for number in taken()])

    begun = [copy for _ in range(copies) if (copy := _copied(work)) is not None]
    missing = set(range(len(parcels)))
    try:
        for number in taken():
            missing.remove(number)
            yield from read(number)
        while begun:
            sent = begun[0].sent()
            begun.pop(0)
            for number, outcomes in pickle.loads(sent) if sent is not None else ():  # noqa: S301  # of our own copy
                missing.remove(number)
                yield from outcomes
    finally:
        os.close(queue)
        for copy in begun:
            copy.stop()
    for number in sorted(missing):  # what a copy took and did not send
        yield from read(number)


def _parcels(sizes: Sequence[int]) -> list[list[int]]:
    """Positions in parcels of about the same size, the largest files first."""
    full = max(_PARCEL, sum(sizes) // _MOST_PARCELS)
    parcels: list[list[int]] = []
    held = full
    for position in sorted(range(len(sizes)), key=sizes.__getitem__, reverse=True):
        if held >= full:
            parcels.append([])
            held = 0
        parcels[-1].append(position)
        held += sizes[position]
    return parcels


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
