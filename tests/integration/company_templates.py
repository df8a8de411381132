"""Templates as companies have them: foreign style names, a logo with other headers for some pages, no numbers."""

# ruff: noqa: E501  # markup as Word writes it

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from cerkit.publish.archive import read_parts, write_parts
from cerkit.publish.template import starting_template
from integration import company_document
from integration.word_sample import png

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DRAWING = (
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" '
    'distB="0" distL="0" distR="0"><wp:extent cx="900000" cy="500000"/><wp:docPr id="1" name="Logo" descr="Logo"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name="logo"/>'
    '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch>'
    '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="500000"/></a:xfrm><a:prstGeom '
    'prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def without_numbers() -> bytes:
    """German style names and no list of numbers."""
    return company_document.build()


def french_with_numbers() -> bytes:
    """Style ids of a French Word; its own list numbers the headings as articles."""
    parts = read_parts(starting_template(), name="template")
    for name in ("word/styles.xml", "word/numbering.xml", "word/document.xml"):
        text = parts[name].decode()
        for level in range(1, 7):
            text = text.replace(f'"Heading{level}"', f'"Titre{level}"')
        parts[name] = text.replace('"BodyText"', '"Corpsdetexte"').encode()
    numbering = parts["word/numbering.xml"].decode().replace('w:val="%1.%2"', 'w:val="%1-%2"')
    numbering = numbering.replace('"901"', '"7"').replace('"902"', '"8"')
    parts["word/numbering.xml"] = numbering.encode()
    styles = parts["word/styles.xml"].decode().replace('"901"', '"7"').replace('"902"', '"8"')
    parts["word/styles.xml"] = styles.encode()
    return write_parts(parts)


def with_logo() -> bytes:
    """A logo on the first page, other headers on even pages, fields in the others, and saved as a template."""
    parts = read_parts(starting_template(), name="template")
    field = '<w:p><w:fldSimple w:instr=" DOCPROPERTY &quot;Version&quot; "><w:r><w:t>old</w:t></w:r></w:fldSimple></w:p>'
    for number, kind, content in ((2, "first", f"<w:p><w:r>{_DRAWING}</w:r></w:p>"), (3, "even", field)):
        parts[f"word/header{number}.xml"] = (
            f'{_HEAD}<w:hdr {_W} xmlns:r="{_RELATION}">{content}</w:hdr>'.encode()
        )
        _add(parts, "[Content_Types].xml", f'<Override PartName="/word/header{number}.xml" ContentType="application/'
             'vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/></Types>')  # fmt: skip  # markup as Word writes it
        _add(parts, "word/_rels/document.xml.rels", f'<Relationship Id="rIdH{number}" Type="{_RELATION}/header" '
             f'Target="header{number}.xml"/></Relationships>')  # fmt: skip  # markup as Word writes it
        reference = f'<w:headerReference xmlns:r="{_RELATION}" w:type="{kind}" r:id="rIdH{number}"/><w:headerReference'
        parts["word/document.xml"] = parts["word/document.xml"].replace(
            b"<w:headerReference", reference.encode(), 1
        )
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"</w:sectPr>", b"<w:titlePg/></w:sectPr>"
    )
    parts["word/_rels/header2.xml.rels"] = (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        f'Id="rId1" Type="{_RELATION}/image" Target="media/logo.png"/></Relationships>'
    ).encode()
    parts["word/media/logo.png"] = png(90, 50)
    if b'Extension="png"' not in parts["[Content_Types].xml"]:
        _add(parts, "[Content_Types].xml", '<Default Extension="png" ContentType="image/png"/></Types>')
    types = parts["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    parts["[Content_Types].xml"] = types
    settings = parts["word/settings.xml"]
    start = settings.index(b">", settings.index(b"<w:settings")) + 1
    even = settings[:start] + b"<w:evenAndOddHeaders/>" + settings[start:]
    parts["word/settings.xml"] = even if b"<w:zoom" not in settings else _after_zoom(settings)
    return write_parts(parts)


def from_libreoffice(folder: Path) -> bytes:
    """Our own template, as LibreOffice writes it after reading it."""
    return rewritten(starting_template(), folder)


def rewritten(document: bytes, folder: Path) -> bytes:
    """A Word file as LibreOffice writes it after reading it, when it has computed all fields anew."""
    source = folder / "given.docx"
    source.write_bytes(document)
    program = shutil.which("soffice") or "soffice"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    target = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "made")]
    subprocess.run(
        [program, profile, "--headless", *target, str(source)], check=True, capture_output=True, timeout=300
    )
    return (folder / "made/given.docx").read_bytes()


def _add(parts: dict[str, bytes], name: str, ending: str) -> None:
    closing = "</" + ending.rpartition("</")[2]
    parts[name] = parts[name].replace(closing.encode(), ending.encode())


def _after_zoom(settings: bytes) -> bytes:
    """The order of settings is fixed; even and odd pages come long after the zoom."""
    for name in (b"<w:defaultTabStop", b"<w:characterSpacingControl", b"<w:footnotePr", b"</w:settings>"):
        if name in settings:
            return settings.replace(name, b"<w:evenAndOddHeaders/>" + name, 1)
    raise AssertionError("settings have an end")
