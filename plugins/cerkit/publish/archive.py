"""An OOXML package as a mapping of part names to bytes, and back to the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from cerkit.model.errors import CerkitError
from cerkit.publish.ooxml import parse, serialise
from cerkit.workspace.writing import write_atomically

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Earliest time a ZIP can hold. The document's own date stands in its properties."""
_FIRST = ("[Content_Types].xml", "_rels/.rels")
_UNIX = 3
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def read_parts(package: bytes, *, name: str) -> dict[str, bytes]:
    """The parts of a package; `name` is what a message calls it."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise CerkitError(f"{name} is not a Word document: {error}", "save it from Word as .docx") from error
    if "word/document.xml" not in parts or "word/styles.xml" not in parts:
        raise CerkitError(f"{name} is not a Word document: it has no text part", "save it from Word as .docx")
    return parts


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """The package: content types first, as readers expect, then by name, with fixed stamps and attributes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda name: (name not in _FIRST, name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = _UNIX
            archive.writestr(info, parts[name])
    return buffer.getvalue()


def register_part(parts: dict[str, bytes], file: str, kind: str) -> str:
    """Make a new part known as `word/<file>`, of a kind such as `header`; gives the id of the relation to it."""
    identifier = f"rIdCerkit_{file.removesuffix('.xml')}"
    relation = {"Id": identifier, "Type": f"{_RELATION}{kind}", "Target": file}
    _add_entry(parts, "word/_rels/document.xml.rels", "Relationship", relation)
    override = {"PartName": f"/word/{file}", "ContentType": f"{_CONTENT}{kind}+xml"}
    _add_entry(parts, "[Content_Types].xml", "Override", override)
    return identifier


def register_drawing(parts: dict[str, bytes], drawing: bytes) -> str:
    """Put an SVG beside the pictures, once however often it is shown; gives the id of the relation to it."""
    name = f"drawing_{hashlib.sha256(drawing).hexdigest()[:16]}"
    identifier, path = f"rIdCerkit_{name}", f"word/media/{name}.svg"
    if path not in parts:
        relation = {"Id": identifier, "Type": f"{_RELATION}image", "Target": f"media/{name}.svg"}
        _add_entry(parts, "word/_rels/document.xml.rels", "Relationship", relation)
        if b'Extension="svg"' not in parts["[Content_Types].xml"]:
            entry = {"Extension": "svg", "ContentType": "image/svg+xml"}
            _add_entry(parts, "[Content_Types].xml", "Default", entry)
        parts[path] = drawing
    return identifier


def _add_entry(parts: dict[str, bytes], name: str, tag: str, attributes: Mapping[str, str]) -> None:
    if name not in parts:
        raise CerkitError(f"the Word document has no part {name}", "save it from Word as .docx")
    root = parse(parts[name])
    etree.SubElement(root, etree.QName(etree.QName(root).namespace, tag), attributes)
    parts[name] = serialise(root)


def replace_file(destination: Path, content: bytes) -> None:
    """Put `content` at `destination` whole or not at all: written beside it, then renamed."""
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(destination, content)
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "close the document if it is open in Word, or choose another folder with --out"
        raise CerkitError(f"{destination.name} cannot be written: {reason}", hint) from error
