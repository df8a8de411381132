"""What `build` and `release` make of an assessed project. Nothing is printed here."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cerkit.model.diagnostics import Diagnostic, Mode, Severity
from cerkit.model.errors import CerkitError

if TYPE_CHECKING:
    from cerkit.assess import Assessment
    from cerkit.checks.outputs import Misprint
    from cerkit.model.bundle import Bundle
    from cerkit.model.update import Update
    from cerkit.publish.normalise import Normalised
    from cerkit.publish.pdf.document import PdfResult
    from cerkit.publish.word import WordResult
    from cerkit.website.building import SiteResult
    from cerkit.workspace.project import Project

_FONT_FILES = (".otf", ".ttc", ".ttf")


@dataclass(frozen=True, slots=True)
class Job:
    """A project with its assessment, and how strictly its outputs are read."""

    project: Project
    assessment: Assessment
    mode: Mode


@dataclass(frozen=True, slots=True)
class Document:
    """The Word document that was written, and what was found in it. Without a result nothing was written."""

    result: WordResult | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """The PDF that was written, and what was found in it. Without a result nothing was written."""

    result: PdfResult | None
    diagnostics: tuple[Diagnostic, ...]


def make_site(job: Job, folder: Path | None) -> SiteResult:
    """The site in a folder, and the bundle from which Word is made. Without a folder the site is thrown away."""
    with _site_folder(folder) as site:
        from cerkit.website.building import build_site

        return build_site(job.project.root / "mkdocs.yml", site, assessment=job.assessment, mode=job.mode)


@contextmanager
def _site_folder(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="cerkit-") as name:
        yield Path(name) / "site"


def document_name(bundle: Bundle) -> str:
    """Number and version, as the name of a file or folder."""
    from cerkit.workspace.writing import file_name

    return file_name(f"{bundle.document.number}_{bundle.document.version}")


def make_word(
    job: Job,
    bundle: Bundle | None,
    folder: Path,
    *,
    page_numbers: str = "fields",
    reference_doc: Path | None = None,
) -> Document:
    """The Word document in a folder, unless something that is found in it forbids it."""
    from cerkit.publish.rules import diagnosed
    from cerkit.publish.word import PageNumbers, WordOptions, write_document

    if bundle is None:
        raise CerkitError("the report has no number and version yet", "fill in evidence/releases.yml")
    path = folder / f"{document_name(bundle)}.docx"
    template = reference_doc or job.project.path_inside(job.project.settings.reference_doc)
    options = WordOptions(
        reference_doc=template.read_bytes() if template else None,
        page_numbers=PageNumbers(page_numbers),
        caption_lists=job.project.settings.caption_lists,
    )
    proof = _Proof(job)
    result = write_document(
        bundle, path, options=options, is_fit=lambda document: proof.is_fit(document, path.name)
    )
    found = (*map(diagnosed, result.problems), *proof.diagnostics)
    return Document(result if result.path else None, found)


def make_pdf(job: Job, bundle: Bundle | None, folder: Path) -> PdfDocument:
    """The PDF set by Typst in a folder, unless something that is found in it forbids it."""
    from cerkit.publish.pdf.document import write_pdf
    from cerkit.publish.rules import diagnosed

    if bundle is None:
        raise CerkitError("the report has no number and version yet", "fill in evidence/releases.yml")
    path, proof = folder / f"{document_name(bundle)}.pdf", _Proof(job)
    result = write_pdf(
        bundle,
        path,
        caption_lists=job.project.settings.caption_lists,
        fonts=fonts_of(job.project),
        is_fit=lambda pdf, prepared: proof.is_fit_pdf(pdf, prepared, bundle, path.name),
    )
    found = (*map(diagnosed, result.problems), *proof.diagnostics)
    return PdfDocument(result if result.path else None, found)


def fonts_of(project: Project) -> Path | None:
    """The folder of fonts that the settings name. It lies in the repository, and nowhere else."""
    name = project.settings.pdf_fonts
    if name is None:
        return None
    folder = (project.root / name).resolve()
    is_inside = folder.is_relative_to(project.root) and folder.is_dir()
    if not is_inside or not any(path.suffix.casefold() in _FONT_FILES for path in folder.iterdir()):
        message = f"mkdocs.yml names {name} under `pdf_fonts`, which is no folder of the repository with a font in it"
        raise CerkitError(message, "put a .ttf, .otf or .ttc file into a folder and name that folder")
    return folder


def convert_word(word: Path, path: Path) -> PdfResult:
    """The PDF that LibreOffice makes of the Word document."""
    from cerkit.publish.pdf.office import convert

    return convert(word.read_bytes(), path)


class _Proof:
    """Reads a finished document back and keeps what is wrong in it."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.diagnostics: tuple[Diagnostic, ...] = ()

    def is_fit(self, document: bytes, name: str) -> bool:
        from cerkit.assess.outputs import proofreader_of
        from cerkit.publish.readback import read_back

        return self._is_fit(read_back(document, name, proofreader_of(self._job.assessment)))

    def is_fit_pdf(self, pdf: bytes, prepared: Normalised, bundle: Bundle, name: str) -> bool:
        from cerkit.assess.outputs import proofreader_of
        from cerkit.publish.pdf.readback import read_back

        return self._is_fit(read_back(pdf, prepared, bundle, name, proofreader_of(self._job.assessment)))

    def _is_fit(self, misprints: Iterator[Misprint]) -> bool:
        from cerkit.assess.outputs import diagnosed

        job = self._job
        self.diagnostics = diagnosed(misprints, job.assessment, job.mode, self._read)
        return not any(item.severity is Severity.ERROR for item in self.diagnostics)

    def _read(self, path: str) -> bytes | None:
        file = self._job.project.root / path
        return file.read_bytes() if file.is_file() else None


def update_name(update: Update) -> str:
    """Number and version of the report on an update, as the name of a file."""
    from cerkit.publish.update_document import SUFFIX
    from cerkit.workspace.writing import file_name

    report = update.new.report
    return file_name(f"{report.number}{SUFFIX}_{report.version}" if report else "update")


def make_update(project: Project, update: Update, path: Path) -> WordResult:
    """The report on an update as a Word document."""
    from cerkit.publish.update_document import update_bundle
    from cerkit.publish.word import WordOptions, write_document
    from cerkit.render.update_report import update_page
    from cerkit.website.bundling import document_identity

    identity = document_identity(update.new.trace.dossier)
    if identity is None:
        raise CerkitError("the report has no number and version yet", "fill in evidence/releases.yml")
    template = project.path_inside(project.settings.reference_doc)
    options = WordOptions(reference_doc=template.read_bytes() if template else None)
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_document(
        update_bundle(update_page(update, is_to_sign=True), identity), path, options=options
    )


def make_tables(assessment: Assessment) -> Mapping[str, bytes]:
    """Name of a file and its content: the matrix and the claims sheet."""
    from cerkit.render.claims_sheet import claims_sheet
    from cerkit.render.exports import table_csv, workbook
    from cerkit.render.matrix import chains, matrices

    trace, on = assessment.trace, assessment.on
    way = chains(trace).named(None, "From requirement to finding")
    claims = claims_sheet(trace)
    return {
        "matrix.xlsx": workbook((*matrices(trace), way), title="Traceability matrix", on=on),
        "matrix.csv": table_csv(way).encode("utf-8-sig"),
        "claims.xlsx": workbook((claims.approved, claims.not_to_be_used), title="Claims sheet", on=on),
    }
