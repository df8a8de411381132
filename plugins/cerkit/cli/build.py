"""`cerkit build`."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cerkit.cli.common import (
    Exit,
    fail_code,
    find_project,
    leave,
    mode_option,
    on_option,
    paint,
    project_option,
    say,
    shown_path,
    today,
    write_output,
)
from cerkit.cli.outputs import Job, convert_word, make_pdf, make_site, make_tables, make_word
from cerkit.model.diagnostics import Diagnostic, Mode, Severity
from cerkit.reporters import report_text
from cerkit.workspace.collection import rare_collection
from cerkit.workspace.git import commit_date

if TYPE_CHECKING:
    from cerkit.assess import Assessment
    from cerkit.model.bundle import Bundle
    from cerkit.publish.pdf.document import PdfResult

PARTS: Final = ("site", "docx", "pdf", "tables")
DEFAULT_PARTS: Final = ("site", "docx", "tables")
"""What every build makes. The PDF takes as long as the rest of the documents together, and is asked for."""


class Parts(click.ParamType[tuple[str, ...]]):
    """Parts to build, separated by commas."""

    name = "parts"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        chosen = tuple(part.strip() for part in value.split(",") if part.strip())
        unknown = [part for part in chosen if part not in PARTS]
        if unknown or not chosen:
            self.fail(f"{value!r}: choose from {', '.join(PARTS)}", param, ctx)
        return chosen


@click.command("build")
@click.option(
    "--only",
    type=Parts(),
    default=DEFAULT_PARTS,
    help=f"Parts to build: {','.join(PARTS)} (default: {','.join(DEFAULT_PARTS)}).",
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to (default: build)."
)
@mode_option(
    "What may stand in the way: mistakes only, or also what a release, or an update of one, must have."
)
@click.option(
    "--page-numbers",
    type=click.Choice(["fields", "libreoffice"]),
    default="fields",
    show_default=True,
    help="Page numbers in Word's contents: filled by Word on opening, or now by LibreOffice.",
)
@click.option(
    "--pdf-engine",
    type=click.Choice(["typst", "libreoffice"]),
    default="typst",
    show_default=True,
    help="What sets the PDF: Typst, or LibreOffice from the Word document, with the same pages as that.",
)
@click.option(
    "--reference-doc",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your company's Word template (default: `reference_doc` in mkdocs.yml, else cerkit's own).",
)
@on_option
@project_option
@rare_collection()
def command(
    only: tuple[str, ...],
    out: Path | None,
    mode: str,
    page_numbers: str,
    pdf_engine: str,
    reference_doc: Path | None,
    on: date | None,
    start: Path | None,
) -> None:
    """Build the website, the Word document, the PDF and the tables.

    Nothing is written while the check finds errors. Each output is replaced whole, or left as it was.

    \b
    cerkit build
    cerkit build --only docx,pdf --out review
    cerkit build --only docx --page-numbers libreoffice
    """
    project = find_project(start)
    say("checking records and prose")
    # A draft is assessed as a release, since the report prints what it lacks; what stops the build is a draft's.
    asked = Mode.UPDATE if mode == Mode.UPDATE else Mode.RELEASE
    assessment = project.assess(on=on or commit_date(project.root) or today(), mode=asked)
    _stop_on_errors(assessment.as_draft() if mode == Mode.DRAFT else assessment.diagnostics)
    target = out or project.root / "build"
    job = Job(project, assessment, Mode(mode))
    if set(only) - {"tables"}:
        bundle = _build_site(job, target / "site" if "site" in only else None)
        wanted = _Documents(only, page_numbers, pdf_engine, reference_doc)
        _build_documents(job, bundle, target, wanted)
    if "tables" in only:
        _write_tables(assessment, target / "tables")


def _build_site(job: Job, folder: Path | None) -> Bundle | None:
    say("building the site" if folder else "rendering the pages")
    result = make_site(job, folder)
    _stop_on_errors(result.diagnostics)
    if folder is not None:
        _wrote(folder / "index.html", f"{result.pages} pages")
    return result.bundle


@dataclass(frozen=True, slots=True)
class _Documents:
    """Which documents are asked for, and how they are made."""

    only: tuple[str, ...]
    page_numbers: str
    pdf_engine: str
    reference_doc: Path | None


def _build_documents(job: Job, bundle: Bundle | None, target: Path, wanted: _Documents) -> None:
    is_converted = "pdf" in wanted.only and wanted.pdf_engine == "libreoffice"
    if "docx" in wanted.only:
        path = _build_word(job, bundle, target, wanted)
        if is_converted:
            _convert(path)
    elif is_converted:
        with tempfile.TemporaryDirectory(prefix="cerkit-") as name:
            path = _build_word(job, bundle, Path(name), wanted, is_kept=False)
            _convert(path, target)
    if "pdf" in wanted.only and not is_converted:
        say("setting the PDF")
        made = make_pdf(job, bundle, target)
        _stop_on_errors(made.diagnostics)
        if made.result is not None:
            _wrote_pdf(made.result)


def _build_word(
    job: Job, bundle: Bundle | None, folder: Path, wanted: _Documents, *, is_kept: bool = True
) -> Path | None:
    say("writing the Word document")
    document = make_word(
        job, bundle, folder, page_numbers=wanted.page_numbers, reference_doc=wanted.reference_doc
    )
    _stop_on_errors(document.diagnostics)
    result = document.result
    if result is None or result.path is None:
        return None
    if is_kept:
        counts = f"{result.headings} headings, {result.tables} tables, {result.figures} figures"
        _wrote(result.path, f"{counts}, sha256 {result.sha256[:12]}")
    return result.path


def _convert(word: Path | None, folder: Path | None = None) -> None:
    """The PDF beside the Word document, or in another folder."""
    if word is None:
        return
    say("converting it with LibreOffice")
    _wrote_pdf(convert_word(word, (folder or word.parent) / f"{word.stem}.pdf"))


def _wrote_pdf(result: PdfResult) -> None:
    if result.path is None:
        return
    standards = " and ".join(result.standards) or "no standard"
    sum_ = f"sha256 {result.sha256[:12]}" if result.is_repeatable else "its bytes differ each time"
    _wrote(result.path, f"{result.pages} pages, {standards}, {result.engine}, {sum_}")


def _write_tables(assessment: Assessment, folder: Path) -> None:
    for name, data in make_tables(assessment).items():
        write_output(folder / name, data)
        _wrote(folder / name)


def _stop_on_errors(diagnostics: tuple[Diagnostic, ...]) -> None:
    """Print what was found, without the notes; leave when it forbids the output."""
    told = (item for item in diagnostics if item.severity is not Severity.NOTE)
    click.echo(report_text(told, paint), nl=False)
    if fail_code(diagnostics, Severity.ERROR) is not Exit.CLEAN:
        say("nothing was written: mend the errors above, then build again")
        leave(Exit.FINDINGS)


def _wrote(path: Path, note: str = "") -> None:
    click.echo(f"wrote {shown_path(path)}{f'  ({note})' if note else ''}")
