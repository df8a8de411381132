"""Catalogues by identifier, read when first asked for: a check needs two of them, not all twenty-six."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from cerkit import load, validate
from cerkit.model.catalogues import catalogue_model
from cerkit.model.catalogues.base import CatalogueBase
from cerkit.model.diagnostics import Diagnostic


class CatalogueShelf(Mapping[str, CatalogueBase]):
    """Shipped catalogues, and the user's own in place of or beside them. A file's name is its identifier."""

    def __init__(self, shipped: Mapping[str, bytes], own: Mapping[str, bytes], *, own_folder: str) -> None:
        self._shipped = shipped
        self._paths = {_identifier(path): path for path in shipped}
        self._own = {_identifier(path): (own_folder + path, data) for path, data in own.items()}
        self._read: dict[str, CatalogueBase] = {}

    def __getitem__(self, identifier: str) -> CatalogueBase:
        if identifier in self._own:
            catalogue = self._own_catalogues[0].get(identifier)
            if catalogue is not None:
                return catalogue
        if identifier not in self._read:
            path = self._paths[identifier]
            self._read[identifier] = _parse(path, self._shipped[path])
        return self._read[identifier]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._paths, *self._own}))

    def __len__(self) -> int:
        return len({*self._paths, *self._own})

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the user's own files; they are all read, because a mistake in one must not stay hidden."""
        return self._own_catalogues[1]

    @cached_property
    def _own_catalogues(self) -> tuple[Mapping[str, CatalogueBase], tuple[Diagnostic, ...]]:
        good: dict[str, CatalogueBase] = {}
        found: list[Diagnostic] = []
        for identifier, (path, data) in self._own.items():
            parsed = load.read_yaml(path, data)
            catalogue, diagnostics = validate.validate_catalogue(path, parsed.value, identifier)
            found += (*parsed.diagnostics, *diagnostics)
            if catalogue is not None:
                good[identifier] = catalogue
        return good, tuple(found)


def _parse(path: str, data: bytes) -> CatalogueBase:
    """A catalogue that ships; a mistake in one is our bug, found by its test."""
    value: Any = load.read_yaml(path, data).value
    return catalogue_model(value["kind"]).model_validate(value)


def _identifier(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".yml")
