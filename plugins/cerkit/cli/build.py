"""`cerkit build`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
from cerkit.model.diagnostics import Diagnostic, Mode, Severity
from cerkit.model.errors import CerkitError
from cerkit.reporters import report_text
from cerkit.workspace.collection import rare_collection
from cerkit.workspace.git import commit_date

if TYPE_CHECKING:
    from cerkit.assess import Assessment
    from cerkit.model.bundle import Bundle
    from cerkit.workspace.project import Project

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
    type=click.Choice([str(Mode.DRAFT), str(Mode.RELEASE)]),
    default=str(Mode.DRAFT),
    show_default=True,
    help="What may stand in the way: mistakes only, or also what a release must have.",
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
    assessment = project.assess(on=on or commit_date(project.root) or today(), mode=Mode.RELEASE)
    _stop_on_errors(assessment.diagnostics if mode == Mode.RELEASE else assessment.as_draft())
    target = out or project.root / "build"
    if "site" in only or "docx" in only:
        bundle = _build_site(project, assessment, target, Mode(mode), keep="site" in only)
        if "docx" in only:
            proof = _Proof(project, assessment, Mode(mode))
            _write_word(project, bundle, target, page_numbers, reference_doc, proof)
    if "tables" in only:
        _write_tables(assessment, target / "tables")


def _build_site(
    project: Project, assessment: Assessment, target: Path, mode: Mode, *, keep: bool
) -> Bundle | None:
    """The site, and with it the bundle from which Word is made. Without `keep` the site itself is thrown away."""
    from cerkit.website.building import build_site

    say("building the site" if keep else "rendering the pages")
    with _site_folder(target, keep=keep) as folder:
        result = build_site(project.root / "mkdocs.yml", folder, assessment=assessment, mode=mode)
        _stop_on_errors(result.diagnostics)
        if keep:
            _wrote(folder / "index.html", f"{result.pages} pages")
    return result.bundle


@contextmanager
def _site_folder(target: Path, *, keep: bool) -> Iterator[Path]:
    if keep:
        yield target / "site"
        return
    with tempfile.TemporaryDirectory(prefix="cerkit-") as folder:
        yield Path(folder) / "site"


class _Proof:
    """Reads a finished document back and keeps what is wrong in it."""

    def __init__(self, project: Project, assessment: Assessment, mode: Mode) -> None:
        self._project = project
        self._assessment = assessment
        self._mode = mode
        self.diagnostics: tuple[Diagnostic, ...] = ()

    def is_fit(self, document: bytes, name: str) -> bool:
        from cerkit.assess.outputs import diagnosed, proofreader_of
        from cerkit.publish.readback import read_back

        misprints = read_back(document, name, proofreader_of(self._assessment))
        self.diagnostics = diagnosed(misprints, self._assessment, self._mode, self._read)
        return not any(item.severity is Severity.ERROR for item in self.diagnostics)

    def _read(self, path: str) -> bytes | None:
        file = self._project.root / path
        return file.read_bytes() if file.is_file() else None


def _write_word(
    project: Project,
    bundle: Bundle | None,
    target: Path,
    page_numbers: str,
    reference_doc: Path | None,
    proof: _Proof,
) -> None:
    from cerkit.publish.rules import diagnosed
    from cerkit.publish.word import PageNumbers, WordOptions, write_document
    from cerkit.workspace.writing import file_name

    if bundle is None:
        raise CerkitError("the report has no number and version yet", "fill in evidence/releases.yml")
    say("writing the Word document")
    path = target / f"{file_name(f'{bundle.document.number}_{bundle.document.version}')}.docx"
    template = reference_doc or project.path_inside(project.settings.reference_doc)
    options = WordOptions(
        reference_doc=template.read_bytes() if template else None, page_numbers=PageNumbers(page_numbers)
    )
    result = write_document(
        bundle, path, options=options, is_fit=lambda document: proof.is_fit(document, path.name)
    )
    _stop_on_errors((*map(diagnosed, result.problems), *proof.diagnostics))
    counts = f"{result.headings} headings, {result.tables} tables, {result.figures} figures"
    _wrote(path, f"{counts}, sha256 {result.sha256[:12]}")


def _write_tables(assessment: Assessment, folder: Path) -> None:
    from cerkit.render.claims_sheet import claims_sheet
    from cerkit.render.exports import table_csv, workbook
    from cerkit.render.matrix import chains, matrices
    from cerkit.workspace.writing import write_atomically

    folder.mkdir(parents=True, exist_ok=True)
    trace, on = assessment.trace, assessment.on
    way = chains(trace, caption="From requirement to finding")
    claims = claims_sheet(trace)
    sheets = {
        "matrix.xlsx": workbook((*matrices(trace), way), title="Traceability matrix", on=on),
        "matrix.csv": table_csv(way).encode("utf-8-sig"),
        "claims.xlsx": workbook((claims.approved, claims.not_to_be_used), title="Claims sheet", on=on),
    }
    for name, data in sheets.items():
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
