"""Typst, run on a program in an empty folder: no network, no packages, no fonts and no clock of the machine."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from types import ModuleType

from cerkit.model.errors import CerkitError
from cerkit.publish.pdf.pack import packed
from cerkit.publish.pdf.source import Source

ARCHIVE, ARCHIVE_WITHOUT_TEXTS, ACCESSIBLE = "a-2a", "a-2u", "ua-1"
_NAMES = {ARCHIVE: "PDF/A-2a", ARCHIVE_WITHOUT_TEXTS: "PDF/A-2u", ACCESSIBLE: "PDF/UA-1"}
_REMEDY = (
    "install it with pip install 'cerkit[pdf]', or convert the Word document with --pdf-engine libreoffice"
)
_REPORT = "this is a fault of cerkit: please report the message"
_UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ERROR = re.compile(r"^error: (.*)$", re.MULTILINE)
_ONLY_ACCESSIBLE = "PDF/UA-1 error:"


class UndrawnCharactersError(Exception):
    """Characters that none of the fonts has."""

    def __init__(self, characters: Sequence[str]) -> None:
        super().__init__(", ".join(characters))
        self.characters = tuple(characters)


@dataclass(frozen=True, slots=True)
class Typeset:
    """The finished PDF, and the standards that it says it keeps ("PDF/A-2a")."""

    content: bytes
    standards: tuple[str, ...]


def engine_version() -> str:
    """Name and version of the engine; CerkitError where it is not installed."""
    _typst()
    return f"Typst {metadata.version('typst')}"


def typeset(source: Source, *, standards: Sequence[str], epoch: int, fonts: Path | None = None) -> Typeset:
    """Set the program. Where only the demands of accessibility are not met, the PDF does not claim to meet them.

    `fonts` is a folder of fonts for what ours lack.
    """
    engine = _typst()
    with tempfile.TemporaryDirectory(prefix="cerkit-", ignore_cleanup_errors=True) as name:
        root = Path(name) / "root"
        root.mkdir()
        for file, content in source.files.items():
            (root / file).write_bytes(content)
        with resources.as_file(resources.files("cerkit") / "assets" / "fonts") as folder:
            compiler = engine.Compiler(
                source.main,
                root=str(root),
                font_paths=[str(folder), *([str(fonts)] if fonts else [])],
                ignore_system_fonts=True,
                package_path=str(Path(name) / "none"),
                package_cache_path=str(Path(name) / "none"),
            )
            return _compile(engine, compiler, tuple(standards), epoch)


def _compile(engine: ModuleType, compiler: object, standards: tuple[str, ...], epoch: int) -> Typeset:
    try:
        content = compiler.compile(  # type: ignore[attr-defined]  # typst is imported late, so its types are not known
            format="pdf", pdf_standards=list(standards), timestamp=epoch
        )
    except engine.TypstError as error:
        said = _ERROR.findall(error.diagnostic) or [error.message]
        undrawn = _UNDRAWN.findall(error.diagnostic)
        if undrawn:
            raise UndrawnCharactersError(sorted(set("".join(undrawn)))) from error
        if ACCESSIBLE in standards and all(message.startswith(_ONLY_ACCESSIBLE) for message in said):
            rest = tuple(standard for standard in standards if standard != ACCESSIBLE)
            return _compile(engine, compiler, rest, epoch)
        raise CerkitError(f"Typst failed: {said[0]}", _REPORT) from error
    return Typeset(packed(bytes(content)), tuple(_NAMES[standard] for standard in standards))


def _typst() -> ModuleType:
    try:
        import typst
    except ImportError as error:
        raise CerkitError("the PDF was asked for, and Typst is not installed", _REMEDY) from error
    return typst
