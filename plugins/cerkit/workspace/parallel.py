"""Reads many files in several processes, where the work pays for starting them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cerkit.assess import Outcome


_WORTH_FORKING: Final = 1_000_000
_WORTH_SPAWNING: Final = 8_000_000
"""Bytes of YAML from which a second process is faster; a fresh interpreter (macOS, Windows) costs half a second."""


def read_in_processes(
    function: Callable[[str, bytes], Outcome], items: list[tuple[str, bytes]]
) -> Iterable[Outcome]:
    """Apply `function` to every file. The result is the same as in one process; only the order of work differs."""
    size = sum(len(data) for _, data in items)
    workers = os.cpu_count() or 1
    threshold = _WORTH_FORKING if _can_fork() else _WORTH_SPAWNING
    if workers < 2 or size < threshold:
        return [function(*item) for item in items]
    return _in_pool(function, items, min(workers, 8))


def _in_pool(
    function: Callable[[str, bytes], Outcome], items: list[tuple[str, bytes]], workers: int
) -> Iterator[Outcome]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("fork" if _can_fork() else "spawn")
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


def _can_fork() -> bool:
    return sys.platform == "linux"
