"""Asks the checks' questions: half of them in another process, where there is much to ask and one can be had."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from cerkit import checks
from cerkit.assess.catalogue_shelf import CatalogueShelf
from cerkit.assess.rows import diagnostic_of, row_of
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination

T = TypeVar("T")


class Beside(Protocol):
    """Does one piece of work here and another one in a second process that knows all that this one knows.

    None for what came to nothing there.
    """

    def __call__(self, there: Callable[[], bytes], here: Callable[[], T], /) -> tuple[bytes | None, T]: ...


def ask(examination: Examination, shelf: CatalogueShelf, beside: Beside | None) -> Iterable[Diagnostic]:
    """What the checks find, in the same order whoever asked."""
    if beside is None:
        return checks.check(examination)
    sent, second = beside(
        lambda: _sent(examination, shelf), lambda: tuple(checks.check_evidence(examination))
    )
    first = tuple(checks.check_argument(examination)) if sent is None else _received(sent, shelf)
    return checks.without_repeats((*first, *second))


def _sent(examination: Examination, shelf: CatalogueShelf) -> bytes:
    """What the first half finds, and which catalogues it opened on the way."""
    rows = [row_of(item) for item in checks.check_argument(examination)]
    opened = {digest: kept.decode() if kept else None for digest, kept in shelf.opened.items()}
    return json.dumps((rows, opened)).encode()


def _received(sent: bytes, shelf: CatalogueShelf) -> Iterable[Diagnostic]:
    rows, opened = json.loads(sent)
    shelf.note_opened({digest: kept.encode() if kept else None for digest, kept in opened.items()})
    return map(diagnostic_of, rows)
