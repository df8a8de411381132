"""When Python looks for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_RARELY: Final = (50_000, 20, 50)
"""New values that set off a look, and how many looks at the young set off one at the older (Python: 700, 10, 10)."""


@contextmanager
def rare_collection() -> Iterator[None]:
    """Garbage is looked for a tenth as often while a dossier is held.

    Each look passes over every record, which all stay until the end. It is not left out: a page leaves its parser
    behind, which refers to itself, and a site may have thousands of pages.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def without_collection(*, freeze: bool = False) -> Iterator[None]:
    """No garbage collection while millions of small values are made that all stay.

    `freeze`: never look through them afterwards either; only for what a process does once, before it ends.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if freeze:
                gc.freeze()
            gc.enable()
