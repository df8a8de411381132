"""Page numbers as LibreOffice lays the document out, for contents that are complete before Word opens them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from cerkit.model.errors import CerkitError

_SECONDS = 300
_INSTALL = "install LibreOffice Writer, or leave page numbers to Word with --page-numbers fields"
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_FILTER = 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}'


@dataclass(frozen=True, slots=True)
class Layout:
    """Where headings fell. `program` names and versions what laid the pages out."""

    program: str
    pages: int
    heading_pages: tuple[int, ...]
    """Page of each heading, in the order of the document, counted from 1 as "page x of y" does."""


def lay_out(document: bytes) -> Layout:
    """Convert to PDF and read its outline, which LibreOffice makes of the headings."""
    program = _find_program()
    with tempfile.TemporaryDirectory(prefix="cerkit-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "document.docx").write_bytes(document)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        arguments = [profile, "--headless", "--norestore", "--convert-to", _FILTER, "--outdir", str(folder)]
        said = _execute([program, *arguments, str(folder / "document.docx")])
        pdf = folder / "document.pdf"
        if not pdf.exists():
            raise CerkitError(f"LibreOffice did not convert the document: {said.strip()}", _INSTALL)
        pages, outline = _outline(pdf.read_bytes())
        version = _execute([program, profile, "--version"]).strip()
    return Layout(version, pages, tuple(outline))


def _find_program() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        found = next((place for place in _USUAL_PLACES if Path(place).is_file()), None)
    if found is None:
        raise CerkitError("page numbers were asked for, and LibreOffice is not installed", _INSTALL)
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
