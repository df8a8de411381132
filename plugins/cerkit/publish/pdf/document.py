"""The PDF: a bundle in, a finished file out. The same bundle gives the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from cerkit.model.bundle import Bundle
from cerkit.publish.archive import replace_file
from cerkit.publish.normalise import Heading, Normalised, normalise
from cerkit.publish.pdf.setting import (
    ACCESSIBLE,
    ARCHIVE,
    ARCHIVE_WITHOUT_TEXTS,
    Typeset,
    UndrawnCharactersError,
    engine_version,
    typeset,
)
from cerkit.publish.pdf.source import typst_source
from cerkit.publish.problems import Problem, ProblemKind
from cerkit.publish.properties import epoch_of
from cerkit.publish.word import FEW_CAPTIONS

_NAMED: Final = 5
"""Characters that a message shows."""


@dataclass(frozen=True, slots=True)
class PdfResult:
    """What was written. With a fatal problem, or where the PDF was found unfit, nothing is, and `path` is None."""

    path: Path | None
    problems: tuple[Problem, ...]
    engine: str = ""
    """Program and version that laid out the pages."""
    standards: tuple[str, ...] = ()
    pages: int = 0
    sha256: str = ""
    size: int = 0
    """Bytes."""
    is_repeatable: bool = True
    """Whether the same report gives the same bytes."""


def write_pdf(
    bundle: Bundle,
    destination: Path,
    *,
    caption_lists: bool | None = None,
    fonts: Path | None = None,
    is_fit: Callable[[bytes, Normalised], bool] | None = None,
) -> PdfResult:
    """Write the bundle as a PDF, whole or not at all.

    `caption_lists` asks for lists of tables and figures; None is for those of a report that has more than a few.
    `fonts` is a folder of fonts for letters that ours lack.

    `is_fit` is shown the finished bytes and what was set, and the PDF is written if it says so.
    """
    engine = engine_version()
    prepared = normalise(bundle)
    if any(problem.kind.is_fatal for problem in prepared.problems):
        return PdfResult(None, prepared.problems, engine)
    if caption_lists is None:
        caption_lists = prepared.tables + prepared.figures > FEW_CAPTIONS
    source = typst_source(bundle, prepared, has_lists=caption_lists)
    problems = (*prepared.problems, *source.problems)
    try:
        made = typeset(
            source, standards=_standards(prepared), epoch=epoch_of(bundle.document.date), fonts=fonts
        )
    except UndrawnCharactersError as error:
        return PdfResult(None, (*problems, *_undrawn(bundle, error.characters)), engine)
    if is_fit is not None and not is_fit(made.content, prepared):
        return PdfResult(None, problems, engine)
    return written(made, destination, problems, engine)


def written(
    made: Typeset,
    destination: Path,
    problems: tuple[Problem, ...],
    engine: str,
    *,
    is_repeatable: bool = True,
) -> PdfResult:
    """Put a finished PDF in its place."""
    replace_file(destination, made.content)
    return PdfResult(
        destination,
        problems,
        engine,
        made.standards,
        pages=page_count(made.content),
        sha256=hashlib.sha256(made.content).hexdigest(),
        size=len(made.content),
        is_repeatable=is_repeatable,
    )


def page_count(pdf: bytes) -> int:
    """Pages of a PDF."""
    import pypdf

    return len(pypdf.PdfReader(BytesIO(pdf)).pages)


def _standards(prepared: Normalised) -> list[str]:
    """What the content allows the PDF to say of itself: nobody is told that a picture has words when it has none."""
    if any(problem.kind is ProblemKind.MISSING_ALTERNATIVE_TEXT for problem in prepared.problems):
        return [ARCHIVE_WITHOUT_TEXTS]
    return [ARCHIVE, ACCESSIBLE] if _in_order(prepared.headings) else [ARCHIVE]


def _in_order(headings: Sequence[Heading]) -> bool:
    """Whether no level of headings is skipped on the way down."""
    above = 0
    for heading in headings:
        if heading.level > above + 1:
            return False
        above = heading.level
    return True


def _undrawn(bundle: Bundle, characters: Sequence[str]) -> Iterator[Problem]:
    """The characters by the first page that holds each; those of the document's identity have no page."""
    pages: dict[str, list[str]] = {}
    for character in characters:
        page = next((page.src for page in bundle.pages if character in page.html), "")
        pages.setdefault(page, []).append(character)
    hint = "name a folder with a font that has it under `pdf_fonts` in mkdocs.yml, or show it as a picture"
    for page, found in pages.items():
        named = ", ".join(f"{item!r} (U+{ord(item):04X})" for item in found[:_NAMED])
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        what = "the character" if len(found) == 1 else "the characters"
        message = f"no font of the PDF has {what} {named}{more}"
        yield Problem(page, ProblemKind.UNDRAWN_CHARACTER, "".join(found), message, hint)
