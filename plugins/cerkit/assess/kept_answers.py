"""What the checks found, remembered by what they looked at, so that a question is asked again when that has changed.

After a change of a page, the questions on the records are not asked again; check, site and documents of one commit ask
nothing twice. Beside its group's part of the files an answer depends on the day, the mode, what git says of them and
the previous release.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from cerkit import checks
from cerkit.assess.asking import Beside, ask
from cerkit.assess.catalogue_shelf import CatalogueShelf
from cerkit.assess.memory import Memory
from cerkit.assess.readings import EVIDENCE, ReadFiles
from cerkit.assess.rows import diagnostic_of, row_of
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.digests import digest_of
from cerkit.model.examination import Examination, Looks
from cerkit.model.history import History
from cerkit.model.trace import Trace

_NAME: Final = "answer"


def answers(
    examination: Examination,
    names: Mapping[Looks, str],
    shelf: CatalogueShelf,
    memory: Memory,
    beside: Beside | None,
) -> Iterator[Diagnostic]:
    """What the checks find: remembered under the names that the groups of questions have, or asked now."""
    recalled = ((looks, _recalled(name, shelf, memory)) for looks, name in names.items())
    kept = {looks: answer for looks, answer in recalled if answer is not None}
    asked = [looks for looks in Looks if looks not in kept]
    fresh = ask(examination, asked, shelf, beside) if asked else {}
    if names and not lacks_library(examination.trace):
        for looks, answer in fresh.items():
            rows = list(map(row_of, answer))
            memory.remember(names[looks], json.dumps((rows, list(shelf.opened))).encode())
    return checks.without_repeats(chain.from_iterable((kept | dict(fresh)).values()))


def _recalled(name: str, shelf: CatalogueShelf, memory: Memory) -> tuple[Diagnostic, ...] | None:
    kept = memory.recall(name)
    if kept is None:
        return None
    rows, opened = json.loads(kept)
    shelf.note_opened(dict.fromkeys(opened))
    return tuple(map(diagnostic_of, rows))


def lacks_library(trace: Trace) -> bool:
    """Whether a result is missing only because a library is: it may be installed tomorrow, and no file says so."""
    return any(result.missing_library for result in trace.results.values())


def names_of(
    examination: Examination,
    files: Mapping[str, bytes],
    read: ReadFiles,
    *,
    report: str,
    released: tuple[str | None, ...],
) -> Mapping[Looks, str]:
    """The names under which the answers are remembered: digests of all that they depend on.

    `report`: where the chapters of the report lie. `released`: what the previous release holds, its commit and the last
    one since. Nothing is remembered of a comparison with a release of which nobody says what it holds.
    """
    if examination.previous is not None and released[0] is None:
        return {}
    history = list(_named(examination.history)) if examination.history else None
    common = (examination.on.isoformat(), examination.mode, report, history, released)
    pages = _digests(files, (path for path in files if not path.startswith(EVIDENCE)))
    others = _digests(files, (path for path in files if path not in read.digests and path not in pages))
    parts: dict[Looks, tuple[Mapping[str, str], ...]] = {
        Looks.RECORDS: (read.outer_digests, others),
        Looks.PAGES: (read.outer_digests, others, pages),
        Looks.FINDINGS: (read.digests, others),
        Looks.ALL: (read.digests, others, pages),
    }
    if examination.previous is not None:
        parts = dict.fromkeys(
            Looks, parts[Looks.ALL]
        )  # what has changed since a release is asked of all files
    return {
        looks: digest_of(f"{_NAME}/{looks}", json.dumps((common, list(map(_whole, part)))).encode())
        for looks, part in parts.items()
    }


def _whole(digests: Mapping[str, str]) -> str:
    """A digest of all of them; each is of a path and what stands there."""
    return digest_of("", "".join(sorted(digests.values())).encode())


def _digests(files: Mapping[str, bytes], paths: Iterable[str]) -> Mapping[str, str]:
    return {path: digest_of(path, files[path]) for path in paths}


def _named(history: History) -> Iterator[tuple[str, ...]]:
    """The commits by name, which tells what is in them."""
    yield ("missing", history.missing or "")
    for path, revisions in history.revisions.items():
        yield (path, *(f"{item.commit}:{item.path}" for item in revisions))
