"""The file of one person's decisions at one stage, on disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cerkit.literature.decision_files import UnsafeFileError, with_decisions
from cerkit.model.errors import CerkitError
from cerkit.model.records.review import Decision
from cerkit.workspace.writing import write_atomically


class DecisionFile:
    """`evidence/screening/<stage>/<name>.yml`. Read anew for each change: an editor may have saved it meanwhile."""

    def __init__(self, root: Path, stage: str, name: str) -> None:
        self.name = f"evidence/screening/{stage}/{name}.yml"
        self._path = root / "evidence" / "screening" / stage / f"{name}.yml"

    def check(self) -> None:
        """CerkitError where the file is not in the form in which decisions can be added."""
        self.changed({"a-a": None})

    def save(self, changes: Mapping[str, Decision | None]) -> None:
        """Write the changes; either all of them or none. None as a decision takes it out."""
        made = self.changed(changes)
        if made:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, made)
        else:
            self._path.unlink(missing_ok=True)

    def changed(self, changes: Mapping[str, Decision | None]) -> bytes:
        """What the file would be."""
        data = self._path.read_bytes() if self._path.is_file() else b""
        try:
            return with_decisions(data, changes)
        except (UnsafeFileError, UnicodeDecodeError) as error:
            line = error.line if isinstance(error, UnsafeFileError) else 1
            reason = error.reason if isinstance(error, UnsafeFileError) else "this is no text in UTF-8"
            hint = "give each decision one line, as in `pmid-1: {decision: include, on: 2026-03-02}`"
            raise CerkitError(f"{self.name}:{line}: {reason}", hint) from error
