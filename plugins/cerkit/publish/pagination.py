"""Page numbers as LibreOffice lays the document out, for contents that are complete before Word opens them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from cerkit.model.errors import CerkitError

_SECONDS = 300
_INSTALL = (
    "install LibreOffice Writer, or do without it: --page-numbers fields leaves page numbers to Word, "
    "--pdf-engine typst sets the PDF"
)
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


def lay_out(document: bytes) -> Layout:
    """Convert to PDF and read its outline, which LibreOffice makes of the headings."""
    pdf, program = convert_to_pdf(document, {"ExportBookmarks": ("boolean", "true")})
    pages, outline = _outline(pdf)
    return Layout(program, pages, tuple(outline))


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


def _outline(pdf: bytes) -> tuple[int, list[int]]:
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

    return len(reader.pages), pages(reader.outline)
