"""Catalogues by identifier, read when first asked for: a check needs two of them, not all twenty-six."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cerkit import load, validate
from cerkit.assess.memory import Memory
from cerkit.model.catalogues import catalogue_model
from cerkit.model.catalogues.base import CatalogueBase
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.digests import digest_of


class CatalogueShelf(Mapping[str, CatalogueBase]):
    """Shipped catalogues, and the user's own in place of or beside them. A file's name is its identifier."""

    def __init__(
        self, shipped: Mapping[str, bytes], own: Mapping[str, bytes], *, own_folder: str, memory: Memory
    ) -> None:
        self._shipped = shipped
        self._memory = memory
        self._paths = {_identifier(path): path for path in shipped}
        self._own = {path: data for path, data in own.items() if is_catalogue_file(path)}
        self._own_folder = own_folder
        self._read: dict[str, CatalogueBase] = {}
        self.opened: dict[str, bytes | None] = {}
        """Digests of the shipped catalogues that were read, with what is to be remembered of those not yet known."""

    def __getitem__(self, identifier: str) -> CatalogueBase:
        own = self._own_catalogues.sound.get(identifier)
        if own is not None:
            return own
        if identifier not in self._read:
            path = self._paths[identifier]
            self._read[identifier] = self._open(path, self._shipped[path])
        return self._read[identifier]

    def _open(self, path: str, data: bytes) -> CatalogueBase:
        """A catalogue that ships, recalled where it is known. A mistake in one is our bug, found by its test."""
        digest = digest_of(path, data)
        kept = self._memory.recall(digest)
        self.opened[digest] = None
        if kept is not None:
            kind, _, content = kept.partition(b"\t")
            return catalogue_model(kind.decode()).model_validate_json(content)
        value: Any = load.read_yaml(path, data).value
        catalogue = catalogue_model(value["kind"]).model_validate(value)
        kept = value["kind"].encode() + b"\t" + catalogue.model_dump_json(exclude_unset=True).encode()
        self.opened[digest] = kept
        self._memory.remember(digest, kept)
        return catalogue

    def note_opened(self, opened: Mapping[str, bytes | None]) -> None:
        """Remember what another process opened: catalogues that are not in use would be forgotten."""
        for digest, kept in opened.items():
            self.opened.setdefault(digest, None)
            if kept is None:
                self._memory.recall(digest)
            else:
                self._memory.remember(digest, kept)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._paths or identifier in self._own_catalogues.sound

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._paths, *self._own_catalogues.sound}))

    def __len__(self) -> int:
        return len({*self._paths, *self._own_catalogues.sound})

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the user's own files; they are all read, because a mistake in one must not stay hidden."""
        return self._own_catalogues.diagnostics

    def broken(self) -> frozenset[str]:
        """Names and entries of the user's own files that could not be read."""
        return self._own_catalogues.broken

    @cached_property
    def _own_catalogues(self) -> _OwnCatalogues:
        sound: dict[str, CatalogueBase] = {}
        broken: set[str] = set()
        found: list[Diagnostic] = []
        for name, data in sorted(self._own.items()):
            path = self._own_folder + name
            parsed = load.read_yaml(path, data)
            catalogue, diagnostics = validate.validate_catalogue(path, parsed.value, _identifier(path))
            found += (*parsed.diagnostics, *diagnostics)
            if catalogue is not None:
                sound[_identifier(path)] = catalogue
            else:
                broken.update(load.identifiers_in(path, data))
        return _OwnCatalogues(sound, frozenset(broken), tuple(found))


@dataclass(frozen=True, slots=True)
class _OwnCatalogues:
    """The user's own files by name, what stands in those that could not be read, and what is wrong."""

    sound: Mapping[str, CatalogueBase]
    broken: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]


def is_catalogue_file(path: str) -> bool:
    """Whether a path below the folder of the user's own catalogues can hold one."""
    return "/" not in path and path.endswith(".yml")


def _identifier(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".yml")
