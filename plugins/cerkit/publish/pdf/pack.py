"""A PDF made smaller: Typst writes each cell of a table as an object in plain text, which packs to a tenth.

Streams are copied byte for byte; all other objects go into compressed streams of objects, as PDF 1.5 has them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence

_XREF = re.compile(rb"startxref\s+([0-9]{1,12})\s+%%EOF\s*$")
_ENTRY = re.compile(rb"([0-9]{10}) ([0-9]{5}) ([nf])")
_OBJECT = re.compile(rb"([0-9]{1,8}) 0 obj\s")
_TOGETHER = 200
"""Objects in a stream: a reader unpacks the whole to see one of them."""


def packed(content: bytes) -> bytes:
    """The same document in fewer bytes; the very same bytes if it is not written as Typst writes."""
    offsets = _offsets(content)
    found = _XREF.search(content[-100:])
    if not offsets or found is None:
        return content
    trailer = content[content.rindex(b"trailer") + len(b"trailer") : content.rindex(b"startxref")]
    objects = dict(_objects(content, offsets))
    if len(objects) != len(offsets) or b"/Encrypt" in trailer or b"/Prev" in trailer:
        return content
    made = _written(content[: min(offsets)], objects, trailer.strip())
    return made if len(made) < len(content) else content


def _offsets(content: bytes) -> list[int]:
    """Where objects begin, from the table at the end of the file."""
    found = _XREF.search(content[-100:])
    start = int(found[1]) if found else len(content)
    if content[start : start + 4] != b"xref" or b"trailer" not in content[start:]:
        return []
    table = content[start : content.rindex(b"trailer")]
    return sorted(int(entry[1]) for entry in _ENTRY.finditer(table) if entry[3] == b"n")


def _objects(content: bytes, offsets: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """Number and body of each object."""
    ends = [*offsets[1:], content.rindex(b"xref", 0, content.rindex(b"trailer"))]
    for start, end in zip(offsets, ends, strict=True):
        head = _OBJECT.match(content, start)
        stop = content.rfind(b"endobj", start, end)
        if head is not None and stop > 0:
            yield int(head[1]), content[head.end() : stop].strip(b"\r\n ")


def _written(header: bytes, objects: Mapping[int, bytes], trailer: bytes) -> bytes:
    parts, position = [header], len(header)
    places: dict[int, tuple[int, int, int]] = {}
    plain = [number for number, body in objects.items() if not body.endswith(b"endstream")]
    streams = {number: body for number, body in objects.items() if body.endswith(b"endstream")}
    following = max(objects) + 1
    for start in range(0, len(plain), _TOGETHER):
        group = plain[start : start + _TOGETHER]
        streams[following] = _object_stream([(number, objects[number]) for number in group])
        places.update((number, (2, following, index)) for index, number in enumerate(group))
        following += 1
    for number, body in streams.items():
        written = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        places[number] = (1, position, 0)
        parts.append(written)
        position += len(written)
    places[following] = (1, position, 0)
    parts.append(b"%d 0 obj\n%b\nendobj\n" % (following, _table(places, trailer)))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % position)
    return b"".join(parts)


def _object_stream(group: Sequence[tuple[int, bytes]]) -> bytes:
    heads, bodies, position = [], [], 0
    for number, body in group:
        heads.append(b"%d %d" % (number, position))
        bodies.append(body)
        position += len(body) + 1
    head = b" ".join(heads) + b"\n"
    return _stream(b"/Type /ObjStm /N %d /First %d" % (len(group), len(head)), head + b"\n".join(bodies))


def _table(places: Mapping[int, tuple[int, int, int]], trailer: bytes) -> bytes:
    """Where each object is: at a place of the file, or the n-th of a stream."""
    size = max(places) + 1
    rows = [places.get(number, (0, 0, 65535)) for number in range(size)]
    data = b"".join(kind.to_bytes(1) + place.to_bytes(4) + last.to_bytes(2) for kind, place, last in rows)
    inside = re.sub(rb"/Size\s+[0-9]+", b"", trailer.removeprefix(b"<<").removesuffix(b">>"))
    return _stream(b"/Type /XRef /Size %d /W [1 4 2] %b" % (size, inside.strip()), data)


def _stream(entries: bytes, data: bytes) -> bytes:
    packed_data = zlib.compress(data, 9)
    head = b"<< %b /Filter /FlateDecode /Length %d >>" % (entries, len(packed_data))
    return head + b"\nstream\n" + packed_data + b"\nendstream"
