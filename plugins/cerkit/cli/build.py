"""`cerkit build`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cerkit.cli.common import (
    Exit,
    fail_code,
    find_project,
    leave,
    on_option,
    paint,
    project_option,
    say,
    shown_path,
    today,
)
from cerkit.cli.outputs import Document, Job, make_site, make_tables, make_word
from cerkit.model.diagnostics import Diagnostic, Mode, Severity
from cerkit.reporters import report_text
from cerkit.workspace.collection import rare_collection
from cerkit.workspace.git import commit_date

if TYPE_CHECKING:
    from cerkit.assess import Assessment
    from cerkit.model.bundle import Bundle

PARTS: Final = ("site", "docx", "tables")


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
    "--only", type=Parts(), default=PARTS, help=f"Parts to build: {','.join(PARTS)} (default: all)."
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to (default: build)."
)
@click.option(
    "--mode",
    type=click.Choice([str(mode) for mode in Mode]),
    default=str(Mode.DRAFT),
    show_default=True,
    help="What may stand in the way: mistakes only, or also what a release, or an update of one, must have.",
)
@click.option(
    "--page-numbers",
    type=click.Choice(["fields", "libreoffice"]),
    default="fields",
    show_default=True,
    help="Page numbers in Word's contents: filled by Word on opening, or now by LibreOffice.",
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
    reference_doc: Path | None,
    on: date | None,
    start: Path | None,
) -> None:
    """Build the website, the Word document and the tables.

    Nothing is written while the check finds errors. Each output is replaced whole, or left as it was.

    \b
    cerkit build
    cerkit build --only docx --out review
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
    if "site" in only or "docx" in only:
        bundle = _build_site(job, target / "site" if "site" in only else None)
        if "docx" in only:
            say("writing the Word document")
            _write_word(
                make_word(job, bundle, target, page_numbers=page_numbers, reference_doc=reference_doc)
            )
    if "tables" in only:
        _write_tables(assessment, target / "tables")


def _build_site(job: Job, folder: Path | None) -> Bundle | None:
    say("building the site" if folder else "rendering the pages")
    result = make_site(job, folder)
    _stop_on_errors(result.diagnostics)
    if folder is not None:
        _wrote(folder / "index.html", f"{result.pages} pages")
    return result.bundle


def _write_word(document: Document) -> None:
    _stop_on_errors(document.diagnostics)
    result = document.result
    if result is not None and result.path is not None:
        counts = f"{result.headings} headings, {result.tables} tables, {result.figures} figures"
        _wrote(result.path, f"{counts}, sha256 {result.sha256[:12]}")


def _write_tables(assessment: Assessment, folder: Path) -> None:
    from cerkit.workspace.writing import write_atomically

    folder.mkdir(parents=True, exist_ok=True)
    for name, data in make_tables(assessment).items():
        write_atomically(folder / name, data)
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
