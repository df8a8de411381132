"""Asks the checks' questions: half of them in another process, where there is much to ask and one can be had."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from cerkit import checks
from cerkit.assess.catalogue_shelf import CatalogueShelf
from cerkit.assess.rows import diagnostic_of, row_of
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination, Looks

T = TypeVar("T")


class Beside(Protocol):
    """Does one piece of work here and another one in a second process that knows all that this one knows.

    None for what came to nothing there.
    """

    def __call__(self, there: Callable[[], bytes], here: Callable[[], T], /) -> tuple[bytes | None, T]: ...


Answers = Mapping[Looks, tuple[Diagnostic, ...]]
"""What the questions find, by what they look at."""


def ask(
    examination: Examination, asked: Sequence[Looks], shelf: CatalogueShelf, beside: Beside | None
) -> Answers:
    """What the checks find, in the same order whoever asked."""
    if beside is None:
        first, second = _argument(examination, asked), _evidence(examination, asked)
    else:
        sent, second = beside(lambda: _sent(examination, asked, shelf), lambda: _evidence(examination, asked))
        first = _argument(examination, asked) if sent is None else _received(sent, asked, shelf)
    return {looks: (*first[looks], *second[looks]) for looks in asked}


def _argument(examination: Examination, asked: Iterable[Looks]) -> Answers:
    return {looks: tuple(checks.check_argument(examination, looks)) for looks in asked}


def _evidence(examination: Examination, asked: Iterable[Looks]) -> Answers:
    return {looks: tuple(checks.check_evidence(examination, looks)) for looks in asked}


def _sent(examination: Examination, asked: Iterable[Looks], shelf: CatalogueShelf) -> bytes:
    """What the first half finds, and which catalogues it opened on the way."""
    found = _argument(examination, asked)
    rows = {looks: [row_of(item) for item in answer] for looks, answer in found.items()}
    opened = {digest: kept.decode() if kept else None for digest, kept in shelf.opened.items()}
    return json.dumps((rows, opened)).encode()


def _received(sent: bytes, asked: Iterable[Looks], shelf: CatalogueShelf) -> Answers:
    rows, opened = json.loads(sent)
    shelf.note_opened({digest: kept.encode() if kept else None for digest, kept in opened.items()})
    return {looks: tuple(map(diagnostic_of, rows[looks])) for looks in asked}
