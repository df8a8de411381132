"""Digests of contents, by which is known what was read before."""

from __future__ import annotations

import hashlib


def digest_of(path: str, data: bytes) -> str:
    """Of name and content: a record is sound only in the file that is called like it."""
    digest = hashlib.blake2b(path.encode(errors="surrogateescape"), digest_size=16)
    digest.update(b"\0")
    digest.update(data)
    return digest.hexdigest()
