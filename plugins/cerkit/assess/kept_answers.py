"""What the checks found for a release, remembered: check, site and documents of one commit ask the same questions.

Nothing is asked again while everything is the same that a check can see: every file, what git says of them, the
previous release, the day and the mode. A draft is not kept here: while nothing changes it is answered from the outside.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from cerkit.assess.catalogue_shelf import CatalogueShelf
from cerkit.assess.memory import Memory
from cerkit.assess.rows import diagnostic_of, row_of
from cerkit.model.diagnostics import Diagnostic, Mode
from cerkit.model.digests import digest_of
from cerkit.model.examination import Examination
from cerkit.model.history import History, Past
from cerkit.model.trace import Trace

_NAME: Final = "answer"


def question_of(
    examination: Examination,
    files: Mapping[str, bytes],
    *,
    known: Mapping[str, str],
    report: str,
    past: Past | None,
) -> str | None:
    """A digest of all that an answer depends on; None where it is not to be kept.

    `known`: path -> digest of files that were read already. `report`: where the chapters of the report lie.
    """
    if examination.mode is Mode.DRAFT or (examination.previous is not None and past is None):
        return None  # a previous release that is no commit has no name
    release = (past.released, past.tip) if past else ()
    contents = [(path, known.get(path) or digest_of(path, data)) for path, data in sorted(files.items())]
    history = list(_named(examination.history)) if examination.history else None
    asked = (examination.on.isoformat(), examination.mode, report, release, history, contents)
    return digest_of(_NAME, json.dumps(asked).encode())


def lacks_library(trace: Trace) -> bool:
    """Whether a result is missing only because a library is."""
    return any(result.missing_library for result in trace.results.values())


def _named(history: History) -> Iterator[tuple[str, ...]]:
    """The commits by name, which tells what is in them."""
    yield ("missing", history.missing or "")
    for path, revisions in history.revisions.items():
        yield (path, *(f"{item.commit}:{item.path}" for item in revisions))


def kept_or(
    ask: Callable[[], Iterable[Diagnostic]],
    question: str | None,
    trace: Trace,
    shelf: CatalogueShelf,
    memory: Memory,
) -> Iterable[Diagnostic]:
    """The answer that is remembered, else the one that `ask` gives, which is remembered then."""
    if question is None:
        return ask()
    kept = memory.recall(question)
    if kept is not None:
        rows, opened = json.loads(kept)
        shelf.note_opened(dict.fromkeys(opened))
        return map(diagnostic_of, rows)
    answer = tuple(ask())
    if not lacks_library(trace):
        memory.remember(question, json.dumps((list(map(row_of, answer)), list(shelf.opened))).encode())
    return answer
