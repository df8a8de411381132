"""What is remembered between two assessments: what a file holds, by a digest of its name and content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cerkit.model.digests import digest_of


class Memory(Protocol):
    """Remembers what files hold by a digest of their content. Data only; may forget at any time."""

    def digest(self, path: str, files: Mapping[str, bytes], /) -> str:
        """`digest_of` a file; known without reading it where nothing has changed."""
        ...

    def recall(self, digest: str, /) -> bytes | None: ...

    def remember(self, digest: str, data: bytes, /) -> None: ...


class Forgetful:
    """The memory that remembers nothing."""

    def digest(self, path: str, files: Mapping[str, bytes], /) -> str:
        return digest_of(path, files[path])

    def recall(self, _digest: str, /) -> bytes | None:
        return None

    def remember(self, _digest: str, _data: bytes, /) -> None:
        return None
