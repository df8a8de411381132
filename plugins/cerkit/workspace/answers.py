"""The last answer of a check, given again while nothing has changed: a hook before a commit asks often.

Drafts only: the answer for a release also depends on git.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cerkit.model.diagnostics import Diagnostic, Place, Rule, Severity
from cerkit.workspace.cache import SAFE_AGE, cache_file, changed_at, read_checked, write_checked
from cerkit.workspace.folders import Tree
from cerkit.workspace.settings import CONFIGURATION

if TYPE_CHECKING:
    from cerkit.assess import Assessment


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check gave, as far as it is printed. Of its rules only code, name and severity are known."""

    found: tuple[Diagnostic, ...]
    codes: tuple[str, ...]
    """Every rule that was asked."""
    waived: int
    file_count: int
    assessment: Assessment | None = field(default=None, repr=False, compare=False)
    """What it was made from; None where the last answer is given again."""


class LastAnswer:
    """The answer that was given last for a repository, if it is still the right one."""

    def __init__(self, root: Path, tree: Tree, on: date) -> None:
        self._path = cache_file(root, "answer")
        self._tree = tree
        digest = hashlib.blake2b(f"{root}\n{on.isoformat()}\n".encode(errors="surrogateescape"))
        digest.update((root / CONFIGURATION).read_bytes())
        for part in (*(f"{path} {stamp}" for path, stamp in tree.stamps.items()), *tree.outside):
            digest.update(f"\n{part}".encode(errors="surrogateescape"))
        self._key = digest.hexdigest()

    def recall(self) -> Answer | None:
        """The answer, if no file has another size, time or number than it had then."""
        content = read_checked(self._path)
        kept = json.loads(content) if content else {}
        if kept.get("key") != self._key:
            return None
        found = tuple(_diagnostic(row) for row in kept["found"])
        return Answer(found, tuple(kept["codes"]), kept["waived"], kept["file_count"])

    def remember(self, answer: Answer) -> None:
        """Keep it, unless a file was changed so lately that it could change again within the same tick."""
        safe = time.time_ns() - SAFE_AGE
        if any(changed_at(stamp) >= safe for stamp in self._tree.stamps.values()):
            return
        kept = {
            "key": self._key,
            "found": [_row(item) for item in answer.found],
            "codes": answer.codes,
            "waived": answer.waived,
            "file_count": answer.file_count,
        }
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_checked(self._path, json.dumps(kept).encode())
        except OSError:
            return  # a cache that cannot be written is not worth an error


def _row(item: Diagnostic) -> tuple[Any, ...]:
    place, rule = item.place, item.rule
    where = place.path, place.line, place.column
    return rule.code, rule.name, item.severity, *where, item.message, item.hint, item.subject


def _diagnostic(row: Iterable[Any]) -> Diagnostic:
    code, name, severity, path, line, column, message, hint, subject = row
    weight = Severity(severity)
    rule = Rule(code, name, weight, summary="", why="", remedy="")
    return Diagnostic(rule, Place(path, line=line, column=column), message, hint, subject, weight)
