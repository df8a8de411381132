"""Bytes to text: compression, byte order marks, UTF-8, UTF-16, Windows and Latin code pages, line ends.

Most exports are UTF-8 and say nothing. Web of Science, EndNote and Embase put a mark before the first record; older
programs write the code page of their machine. A byte that UTF-8 does not know is not a reason to lose a hit.
"""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass
from typing import Final

LARGEST_EXPORT: Final = 256 * 1024 * 1024
"""Bytes, uncompressed. 10,000 articles of PubMed XML take about 150 million."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_GZIP: Final = b"\x1f\x8b"
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding=["']([A-Za-z0-9_-]{3,20})["']""")
_CODE_PAGES: Final = frozenset(
    {"iso-8859-1", "iso-8859-15", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii", "ascii"}
)


class UndecodableError(Exception):
    """The bytes are no text, or too many."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text with LF as line end, and the encoding it had."""

    text: str
    encoding: str
    mended_line: int = 0
    """Line of the first byte that is not UTF-8 in a file that otherwise is; 0 where there is none."""


def unpacked(data: bytes, limit: int = LARGEST_EXPORT) -> bytes:
    """The bytes without gzip, which may be several streams one after the other."""
    if len(data) > limit:
        raise UndecodableError(f"the file is larger than {limit >> 20} MB", _DIVIDE)
    if not data.startswith(_GZIP):
        return _unpadded(data)
    parts: list[bytes] = []
    size = 0
    while data.startswith(_GZIP):
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            part = stream.decompress(data, limit - size + 1)
        except zlib.error as error:
            raise UndecodableError("the compressed file is damaged", _AGAIN) from error
        size += len(part)
        if size > limit:
            raise UndecodableError(f"unpacked, the file is larger than {limit >> 20} MB", _DIVIDE)
        if not stream.eof:
            raise UndecodableError("the compressed file ends too early", _AGAIN)
        parts.append(part)
        data = stream.unused_data.lstrip(b"\0")
    return _unpadded(b"".join(parts))


def _unpadded(data: bytes) -> bytes:
    """Without the zeros to which some programs fill up the last block of a file; UTF-16 has zeros everywhere."""
    bare = data.rstrip(b"\0")
    return bare if len(data) - len(bare) > 1 and b"\0" not in bare[:4096] else data


def decoded(data: bytes) -> Decoded:
    """The text of an export. Raises UndecodableError for what is no text."""
    text, encoding, mended = _text(data)
    if "\r" in text:
        text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    if "\ufeff" in text:
        # Files that were joined have a mark in the middle.
        text = text.replace("\ufeff", "")
    line = text.count("\n", 0, mended) + 1 if mended >= 0 else 0
    return Decoded(text, encoding, line)


def _text(data: bytes) -> tuple[str, str, int]:
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            return (*_utf8(body, name),) if codec == "utf-8" else (_strict(body, codec), name, -1)
    wide = _without_mark(data[:4096])
    if wide:
        return _strict(data, wide), wide, -1
    declared = _DECLARED.match(data[:200])
    if declared and (name := declared.group(1).decode().lower()) in _CODE_PAGES:
        return _code_page(data, "cp1252" if "1252" in name else name)
    return _utf8(data, "utf-8")


def _utf8(data: bytes, name: str) -> tuple[str, str, int]:
    try:
        return data.decode(), name, -1
    except UnicodeDecodeError as error:
        first = error.start
    lenient = data.decode(errors="surrogateescape")
    strange = sum("\udc80" <= sign <= "\udcff" for sign in lenient)
    wide = sum(sign > "\x7f" for sign in lenient) - strange
    if wide <= strange * 4:
        return _code_page(data, "cp1252")
    # A file that is UTF-8 but for single bytes, often pasted into an abstract.
    mended = re.sub("[\udc80-\udcff]", lambda found: _single(found[0]), lenient)
    return mended, f"{name} with other bytes", len(data[:first].decode())


def _single(sign: str) -> str:
    return bytes([ord(sign) - 0xDC00]).decode("cp1252", errors="replace")


def _code_page(data: bytes, name: str) -> tuple[str, str, int]:
    try:
        return data.decode(name), name, -1
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1", -1


def _strict(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"the file is not the {codec.upper()} that it begins as", _AGAIN) from error


def _without_mark(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of western text is zero."""
    if len(head) < 4 or b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 and even < len(head) * 0.05:
        return "utf-16-le"
    if even > len(head) * 0.3 and odd < len(head) * 0.05:
        return "utf-16-be"
    return None


_AGAIN: Final = "get the export again"
_DIVIDE: Final = "export the hits in several files, for example by year, and name them all"
