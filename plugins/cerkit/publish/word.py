"""The Word document: a bundle in, a finished file out.

Normalise the pages, let Pandoc write the text, then finish what Pandoc cannot: fields, sections, cover,
contents, properties. The same bundle gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cerkit.model.bundle import Bundle
from cerkit.model.errors import CerkitError
from cerkit.publish.archive import read_parts, replace_file
from cerkit.publish.assemble import Draft, assemble, missing_pictures
from cerkit.publish.normalise import Normalised, normalise
from cerkit.publish.pagination import Layout, lay_out
from cerkit.publish.pandoc import run_pandoc
from cerkit.publish.problems import Problem, ProblemKind
from cerkit.publish.properties import epoch_of
from cerkit.publish.reference import adopted_reference, own_reference

READER = "html-auto_identifiers"
"""Ids are ours: Pandoc would add some of its own to headings."""

FEW_CAPTIONS = 3
_HEADER_OR_FOOTER = re.compile(r"word/(header|footer)[^/]*\.xml")
_MARKUP = re.compile(r"<[^>]*>")


class PageNumbers(StrEnum):
    """Who says on which page a heading stands. Nobody invents it."""

    FIELDS = "fields"
    """Word, when it opens the document."""
    LIBREOFFICE = "libreoffice"
    """LibreOffice, now."""


@dataclass(frozen=True, slots=True)
class WordOptions:
    """`reference_doc` is a company's .docx whose styles, header, footer and page are taken in place of ours."""

    reference_doc: bytes | None = None
    page_numbers: PageNumbers = PageNumbers.FIELDS
    caption_lists: bool | None = None
    """Whether tables and figures are listed after the contents; None for where there are more than three."""


@dataclass(frozen=True, slots=True)
class WordResult:
    """What was written. With a fatal problem, or where the document was found unfit, nothing is, and `path` is None."""

    path: Path | None
    problems: tuple[Problem, ...]
    sha256: str = ""
    size: int = 0
    """Bytes."""
    headings: int = 0
    tables: int = 0
    figures: int = 0
    paginated_by: str | None = None
    """Program and version that gave the page numbers in the contents; None if Word is to fill them."""
    fonts: tuple[str, ...] = ()
    """Fonts with which that program laid the pages out."""


def write_document(
    bundle: Bundle,
    destination: Path,
    *,
    options: WordOptions | None = None,
    is_fit: Callable[[bytes], bool] | None = None,
) -> WordResult:
    """Write the bundle as a Word document, whole or not at all.

    `is_fit` is shown the finished bytes, and the document is written if it says so.
    """
    options = options or WordOptions()
    prepared = normalise(bundle)
    if any(problem.kind.is_fatal for problem in prepared.problems):
        return WordResult(None, prepared.problems)
    draft = _draft(bundle, prepared, options)
    problems = [*prepared.problems, *_lost_pictures(draft)]
    if any(problem.kind.is_fatal for problem in problems):
        return WordResult(None, tuple(problems))
    document, layout = assemble(draft), None
    if options.page_numbers is PageNumbers.LIBREOFFICE:
        layout = lay_out(document)
        document = assemble(draft, _pages(draft, layout))
    problems.extend(_unprinted_notice(draft, document))
    if is_fit is not None and not is_fit(document):
        return WordResult(None, tuple(problems))
    replace_file(destination, document)
    return WordResult(
        destination,
        tuple(problems),
        sha256=hashlib.sha256(document).hexdigest(),
        size=len(document),
        headings=len(prepared.headings),
        tables=prepared.tables,
        figures=prepared.figures,
        paginated_by=None if layout is None else layout.program,
        fonts=() if layout is None else layout.fonts,
    )


def _draft(bundle: Bundle, prepared: Normalised, options: WordOptions) -> Draft:
    reference_doc, has_lists = options.reference_doc, options.caption_lists
    if has_lists is None:
        has_lists = len(prepared.captions) > FEW_CAPTIONS
    reference = own_reference() if reference_doc is None else adopted_reference(reference_doc)
    output = run_pandoc(
        [f"--from={READER}", "--to=docx", "--reference-doc=reference.docx", "--output=-"],
        files={"reference.docx": reference},
        stdin=prepared.html,
        epoch=epoch_of(bundle.document.date),
    )
    is_own = reference_doc is None
    return Draft(output.content, bundle, prepared, reference, is_own_reference=is_own, has_lists=has_lists)


def _lost_pictures(draft: Draft) -> Iterator[Problem]:
    for name in missing_pictures(draft):
        message = f"the picture {name} did not arrive in the document"
        yield Problem("", ProblemKind.LOST_PICTURE, name, message, "save it as a plain PNG and try again")


def _pages(draft: Draft, layout: Layout) -> dict[str, int]:
    """Page numbers by bookmark; the outline has one entry for each heading, in the same order."""
    headings = draft.prepared.headings
    if len(layout.heading_pages) != len(headings):
        found = len(layout.heading_pages)
        raise CerkitError(
            f"{layout.program} shows {found} headings, the document has {len(headings)}",
            "leave page numbers to Word with --page-numbers fields",
        )
    pages = {heading.bookmark: page for heading, page in zip(headings, layout.heading_pages, strict=True)}
    for caption in draft.prepared.captions:
        page = layout.page_of(caption.bookmark)
        if page is not None:
            pages[caption.bookmark] = page
    return pages


def _unprinted_notice(draft: Draft, document: bytes) -> Iterator[Problem]:
    """A company's header that says nothing of the notice: it would stand on the cover only."""
    notice = draft.bundle.document.notice
    if not notice or draft.is_own_reference:
        return
    parts = read_parts(document, name="the document")
    for name, content in parts.items():
        text = content.decode("utf-8", "replace")
        if _HEADER_OR_FOOTER.fullmatch(name) and (notice in _MARKUP.sub("", text) or "Notice" in text):
            return
    message = "the reference document's header and footer do not print the notice"
    hint = 'put the field { DOCPROPERTY "Notice" } into its header'
    yield Problem("", ProblemKind.NOTICE_NOT_PRINTED, "reference_doc", message, hint)
