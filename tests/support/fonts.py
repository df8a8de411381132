"""A font made for a test, from the one that cerkit ships."""

from __future__ import annotations

import struct
from importlib import resources

_GLYPH = 36
"""The shape of the capital A, which stands for the first of the characters asked for; the next have the next."""


def font_with(characters: str) -> bytes:
    """A font of the family Fictitious Sans that has these characters and no other."""
    shipped = resources.files("cerkit") / "assets" / "fonts" / "LiberationSans-Regular.ttf"
    tables = _tables(shipped.read_bytes())
    tables[b"cmap"] = _character_map(characters)
    for encoding in ("latin-1", "utf-16-be"):
        tables[b"name"] = tables[b"name"].replace(
            "Liberation".encode(encoding), "Fictitious".encode(encoding)
        )
    return _font(tables)


def _tables(font: bytes) -> dict[bytes, bytes]:
    count = struct.unpack_from(">H", font, 4)[0]
    entries = [struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(count)]
    return {name: font[start : start + length] for name, _, start, length in entries}


def _character_map(characters: str) -> bytes:
    places = enumerate(map(ord, sorted(characters)), _GLYPH)
    groups = b"".join(struct.pack(">III", code, code, glyph) for glyph, code in places)
    head = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(characters))
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + head + groups


def _font(tables: dict[bytes, bytes]) -> bytes:
    head, body = struct.pack(">IHHHH", 0x00010000, len(tables), 0, 0, 0), b""
    start = 12 + 16 * len(tables)
    for name, content in sorted(tables.items()):
        head += struct.pack(">4sIII", name, 0, start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    return head + body
