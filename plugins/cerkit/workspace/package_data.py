"""The catalogues that ship with the package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable


class ShippedCatalogues(Mapping[str, bytes]):
    """Path -> bytes of the shipped catalogues, each read when first asked for."""

    def __init__(self) -> None:
        self._files = dict(_walk(files("cerkit") / "catalogues", ""))

    def __getitem__(self, path: str) -> bytes:
        return self._files[path].read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".yml"):
            yield prefix + entry.name, entry
