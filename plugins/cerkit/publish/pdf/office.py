"""The PDF that LibreOffice makes of the Word file: the same pages, and other bytes each time."""

from __future__ import annotations

import re
from pathlib import Path

from cerkit.publish.pagination import convert_to_pdf
from cerkit.publish.pdf.document import PdfResult, written
from cerkit.publish.pdf.setting import Typeset

_OPTIONS = {
    "SelectPdfVersion": ("long", "2"),
    "UseTaggedPDF": ("boolean", "true"),
    "ExportBookmarks": ("boolean", "true"),
}
_STANDARD = "PDF/A-2b"
_CLAIM = re.compile(rb"<pdfaid:part>2</pdfaid:part>")


def convert(document: bytes, destination: Path) -> PdfResult:
    """Convert a Word file. It says of the PDF what the PDF says of itself."""
    pdf, program = convert_to_pdf(document, _OPTIONS)
    standards = (_STANDARD,) if _CLAIM.search(pdf) else ()
    return written(Typeset(pdf, standards), destination, (), program, is_repeatable=False)
