"""The lists of changes of earlier releases, kept in the repository as their bundles hold them.

Every later version shows them. None of it depends on which tags, bundles or commits a clone has.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cerkit.model.change_list import ChangeList, read_change_list
from cerkit.workspace.writing import write_atomically

CHANGES: Final = "changes.json"
"""The list in a bundle."""
FOLDER: Final = "evidence/releases"
LARGEST: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeptList:
    """One file of the folder: the list, or what is wrong with it."""

    path: str
    """Below the repository."""
    changes: ChangeList | None
    problem: str = ""

    @property
    def page(self) -> str:
        """Name of the page that shows it."""
        return Path(self.path).stem


def change_list_path(version: str) -> str:
    """Where the list of a version is kept: `evidence/releases/1.1.0.json`."""
    # The name is also part of an address, so it keeps to what needs no escape there.
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", version).strip("-.") or "unnamed"
    return f"{FOLDER}/{name}.json"


def path_for(data: bytes) -> str:
    """Where a list that a release wrote belongs."""
    return change_list_path(read_change_list(json.loads(data)).version)


def keep_change_list(root: Path, data: bytes) -> Path:
    """Write the list of a released version, byte by byte as its bundle has it."""
    path = root / path_for(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, data)
    return path


def kept_change_lists(root: Path) -> tuple[KeptList, ...]:
    """Every list that is kept, by name of its file. A link that leads out of the repository is not followed."""
    folder = root / FOLDER
    if not folder.is_dir():
        return ()
    found = sorted(path for path in folder.glob("*.json") if not path.name.startswith("."))
    return tuple(_kept(path, root) for path in found)


def _kept(path: Path, root: Path) -> KeptList:
    name = f"{FOLDER}/{path.name}"
    try:
        if not path.resolve().is_relative_to(root.resolve()) or path.stat().st_size > LARGEST:
            return KeptList(name, None, "lies outside the repository, or is larger than any list of changes")
        changes = read_change_list(json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError) as error:
        return KeptList(name, None, f"cannot be read: {' '.join(str(error).split())[:200]}")
    if change_list_path(changes.version) != name:
        return KeptList(name, None, f"is the list of version {changes.version[:40]}")
    return KeptList(name, changes)
