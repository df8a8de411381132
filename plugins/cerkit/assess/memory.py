"""What is remembered between two assessments: what a file holds, by a digest of its name and content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Memory(Protocol):
    """Remembers what files hold by a digest of their content. Data only; may forget at any time."""

    def digest(self, path: str, files: Mapping[str, bytes], /) -> str | None:
        """`digest_of` a file; known without reading it where nothing has changed.

        None where nothing is remembered: then nobody need read the file to ask for it.
        """
        ...

    def note(self, path: str, digest: str, /) -> None:
        """Take the digest of a file from whoever has read it."""
        ...

    def recall(self, digest: str, /) -> bytes | None: ...

    def remember(self, digest: str, data: bytes, /) -> None: ...


class Forgetful:
    """The memory that remembers nothing."""

    def digest(self, _path: str, _files: Mapping[str, bytes], /) -> None:
        return None

    def note(self, _path: str, _digest: str, /) -> None:
        return None

    def recall(self, _digest: str, /) -> bytes | None:
        return None

    def remember(self, _digest: str, _data: bytes, /) -> None:
        return None
