"""The answers of a search as one file: a line of JSON for each, in order, and compressed where it is large."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from typing import Final

from cerkit.services.values import Exchange

_LARGE: Final = 1024 * 1024
"""Bytes from which on the file is compressed; git keeps every version."""


def archived(search: str, exchanges: Iterable[Exchange]) -> tuple[str, bytes]:
    """Name and bytes of the file. The same answers give the same bytes."""
    lines = [
        json.dumps(
            {
                "at": exchange.at,
                "method": exchange.method,
                "request": exchange.request,
                "status": exchange.status,
                "body": exchange.body,
            },
            ensure_ascii=not exchange.body.isprintable() and _has_surrogates(exchange.body),
        )
        for exchange in exchanges
    ]
    data = "".join(f"{line}\n" for line in lines).encode()
    if len(data) <= _LARGE:
        return f"{search}.jsonl", data
    return f"{search}.jsonl.gz", gzip.compress(data, mtime=0)


def _has_surrogates(text: str) -> bool:
    """Whether bytes that were not UTF-8 are in a text; they are kept as JSON's escapes."""
    return any("\ud800" <= sign <= "\udfff" for sign in text)
