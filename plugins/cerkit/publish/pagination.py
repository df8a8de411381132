"""Page numbers as LibreOffice lays the document out, for contents that are complete before Word opens them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from cerkit.model.errors import CerkitError

_SECONDS = 300
_INSTALL = (
    "install LibreOffice Writer, or do without it: --page-numbers fields leaves page numbers to Word, "
    "--pdf-engine typst sets the PDF"
)
_EXPORTED = ("ExportBookmarks", "ExportBookmarksToPDFDestination")
_OTHER = re.compile(r"[^0-9A-Za-z]")
"""What LibreOffice writes as its code in the name of a place."""
_FONT = re.compile(rb"/BaseFont/(?:[A-Z]{6}\+)?([0-9A-Za-z,.-]+)")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where headings fell. `program` names and versions what laid the pages out."""

    program: str
    pages: int
    heading_pages: tuple[int, ...]
    """Page of each heading, in the order of the document, counted from 1 as "page x of y" does."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Page of each bookmark, by its name as LibreOffice writes it."""

    fonts: tuple[str, ...] = ()
    """Names of the fonts that were there: with others, lines and pages break elsewhere."""

    def page_of(self, bookmark: str) -> int | None:
        """Page on which a bookmark fell; None where LibreOffice does not say."""
        return self.places.get(_OTHER.sub(lambda found: f"{ord(found[0]):02X}", bookmark))


def lay_out(document: bytes) -> Layout:
    """Convert to PDF and read its outline, which LibreOffice makes of the headings."""
    pdf, program = convert_to_pdf(document, dict.fromkeys(_EXPORTED, ("boolean", "true")))
    pages, outline, places = _places(pdf)
    return Layout(program, pages, tuple(outline), places, _fonts(pdf))


def convert_to_pdf(document: bytes, options: Mapping[str, tuple[str, str]]) -> tuple[bytes, str]:
    """A Word file as PDF, and the program with its version. `options` are LibreOffice's: name -> type and value."""
    program = _find_program()
    told = {name: {"type": kind, "value": value} for name, (kind, value) in options.items()}
    export = f"pdf:writer_pdf_Export:{json.dumps(told, separators=(',', ':'))}"
    with tempfile.TemporaryDirectory(prefix="cerkit-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "document.docx").write_bytes(document)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        arguments = [profile, "--headless", "--norestore", "--convert-to", export, "--outdir", str(folder)]
        said = _execute([program, *arguments, str(folder / "document.docx")])
        pdf = folder / "document.pdf"
        if not pdf.exists():
            raise CerkitError(f"LibreOffice did not convert the document: {said.strip()}", _INSTALL)
        return pdf.read_bytes(), _execute([program, profile, "--version"]).strip()


def _find_program() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        found = next((place for place in _USUAL_PLACES if Path(place).is_file()), None)
    if found is None:
        raise CerkitError("LibreOffice was asked for, and is not installed", _INSTALL)
    return found


def _execute(command: Sequence[str]) -> str:
    # Without a display a graphical session's variables only get in the way.
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    try:
        completed = subprocess.run(
            command,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CerkitError(f"LibreOffice cannot be run: {error}", _INSTALL) from error
    output = completed.stdout or completed.stderr
    return output.decode("utf-8" if sys.platform != "win32" else "mbcs", "replace")


def _places(pdf: bytes) -> tuple[int, list[int], dict[str, int]]:
    """Number of pages, page of each entry of the outline, page of each named place."""
    import pypdf

    reader = pypdf.PdfReader(BytesIO(pdf))

    def pages(entries: Iterable[object]) -> list[int]:
        found: list[int] = []
        for entry in entries:
            if isinstance(entry, list):
                found.extend(pages(entry))
            elif isinstance(entry, pypdf.generic.Destination):
                found.append((reader.get_destination_page_number(entry) or 0) + 1)
        return found

    named = {
        name.removeprefix("/"): (reader.get_destination_page_number(place) or 0) + 1
        for name, place in reader.named_destinations.items()
    }
    return len(reader.pages), pages(reader.outline), named


def _fonts(pdf: bytes) -> tuple[str, ...]:
    """Names of the fonts in a PDF, without the letters that mark a part of a font."""
    return tuple(sorted({found.decode() for found in _FONT.findall(pdf)}))
