"""From two sides of a comparison to a redline: both reports as this cerkit makes them. Nothing is printed here."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cerkit.cli.outputs import Job, make_site
from cerkit.model.diagnostics import Diagnostic, Mode, Severity
from cerkit.model.errors import CerkitError
from cerkit.workspace.authorship import passages_between
from cerkit.workspace.bundles import is_bundle, open_bundle
from cerkit.workspace.git import commit_date, resolve
from cerkit.workspace.project import Project
from cerkit.workspace.revisions import previous_side
from cerkit.workspace.settings import CONFIGURATION, read_settings
from cerkit.workspace.tags import Tag, write_out
from cerkit.workspace.updates import update_between

if TYPE_CHECKING:
    from cerkit.assess import Assessment
    from cerkit.model.authorship import Passage
    from cerkit.model.bundle import Bundle
    from cerkit.model.update import Update
    from cerkit.publish.redline.redline import Redline
    from cerkit.publish.word import WordOptions


def make_redline(project: Project, old: str, new: str | None, *, on: date) -> tuple[str, Redline]:
    """Name and content of the redline between two sides, each as `open_side` takes it."""
    from cerkit.publish.redline.redline import redline_name

    before, after = bundle_of(project, old, on=on), bundle_of(project, new, on=on)
    update = update_between(project, old, new, on=on)
    passages = _passages(project, old, update, is_tree=new is None)
    return redline_name(before, after), redline_of(project, before, after, update, passages)


def redline_of(
    project: Project, old: Bundle, new: Bundle, update: Update | None, passages: tuple[Passage, ...] = ()
) -> Redline:
    """The redline between two bundles, in the company's template if the project has one."""
    from cerkit.publish.redline.redline import write_redline

    return write_redline(old, new, update=update, passages=passages, options=_options(project))


def _options(project: Project) -> WordOptions:
    """As for the Word document of the same project."""
    from cerkit.publish.word import WordOptions

    template = project.path_inside(project.settings.reference_doc)
    reference = template.read_bytes() if template else None
    return WordOptions(reference_doc=reference, caption_lists=project.settings.caption_lists)


def _passages(project: Project, old: str, update: Update, *, is_tree: bool) -> tuple[Passage, ...]:
    before, after = update.old.commit or released_commit(project, old), update.new.commit
    if before is None or not (is_tree or after):
        return ()
    return passages_between(project.git_root, before, after or "HEAD", project.settings.docs_dir)


def released_commit(project: Project, named: str) -> str | None:
    """The commit from which a bundle was released, if this repository has it."""
    from cerkit.publish.provenance import PROVENANCE, check_provenance

    place = _place(project, named)
    if place is None or not is_bundle(place):
        return None
    files = open_bundle(place)
    if PROVENANCE not in files:
        return None
    try:
        check_provenance(files[PROVENANCE])
        return resolve(project.git_root, str(json.loads(files[PROVENANCE])["release"]["commit"]))
    except CerkitError:
        return None


def bundle_of(project: Project, named: str | None, *, on: date) -> Bundle:
    """The report of one side: a released one as it was rendered, any other one built by this cerkit."""
    from cerkit.publish.stored import STORED_BUNDLE, read_bundle

    if named is None:
        return _built(project, on)
    place = _place(project, named)
    if place is None:
        with _written_out(project, named) as (source, day):
            return _built(source, day, is_past=True)
    if is_bundle(place):
        files = open_bundle(place)
        if STORED_BUNDLE not in files:
            raise CerkitError(f"{named} holds no {STORED_BUNDLE}", "name the tag from which it was released")
        return read_bundle(files[STORED_BUNDLE])
    if not (place / CONFIGURATION).is_file():
        raise CerkitError(
            f"{named} holds no {CONFIGURATION}",
            "name a revision, a whole folder of a report, or a released bundle",
        )
    return _built(Project(place.resolve(), read_settings(place)), on, is_past=True)


def _place(project: Project, named: str) -> Path | None:
    return next((path for path in (Path(named), project.root / named) if path.exists()), None)


@contextmanager
def _written_out(project: Project, named: str) -> Iterator[tuple[Project, date]]:
    """The files of a revision in a folder of their own, and its day."""
    commit = resolve(project.git_root, named)
    day = commit_date(project.git_root, commit)
    if day is None:
        raise CerkitError(f"git does not tell the day of {commit}", "clone the repository again, whole")
    with tempfile.TemporaryDirectory(prefix="cerkit-") as folder:
        yield write_out(project, Tag(named, commit, day), Path(folder)), day


def _built(project: Project, on: date, *, is_past: bool = False) -> Bundle:
    """`is_past`: for a report of another time, which nobody can mend any more."""
    assessment = _assessed(project, on)
    if is_past and not assessment.is_sound:
        # It was right by the rules of its day, and is shown as it was; what cannot be rendered still stops it.
        assessment = replace(assessment, diagnostics=tuple(map(_as_warning, assessment.diagnostics)))
    result = make_site(Job(project, assessment, Mode.DRAFT), None)
    if result.bundle is None:
        told = next((item.message for item in result.diagnostics), "")
        hint = f"mend this first: {told}" if told else "fill in evidence/releases.yml"
        raise CerkitError("the report cannot be built", hint)
    return result.bundle


def _as_warning(found: Diagnostic) -> Diagnostic:
    return replace(found, severity=Severity.WARNING) if found.severity is Severity.ERROR else found


def _assessed(project: Project, on: date) -> Assessment:
    """As `cerkit build` does it. Files without their history are taken for a draft."""
    assessment = project.assess(on=on, mode=Mode.RELEASE)
    if assessment.is_sound:
        return assessment
    assessment = project.assess(on=on)
    side = previous_side(project, on=on)
    return replace(assessment, previous=side.version) if side else assessment


def compare_documents(project: Project, old: Path, new: str | None, *, on: date) -> tuple[str, bytes]:
    """A Word file that somebody edited by hand, and the report as it is: name and content of the comparison."""
    from cerkit.publish.redline.authorship import who_signed
    from cerkit.publish.redline.docxodus import compare
    from cerkit.publish.word import write_document
    from cerkit.workspace.writing import file_name

    if not old.is_file():
        raise CerkitError(f"{old} is no file", "with --engine docxodus, OLD is a Word file")
    bundle = bundle_of(project, new, on=on)
    with tempfile.TemporaryDirectory(prefix="cerkit-") as folder:
        result = write_document(bundle, Path(folder) / "new.docx", options=_options(project))
        if result.path is None:
            told = next((problem.message for problem in result.problems if problem.kind.is_fatal), "")
            raise CerkitError(
                f"the Word document could not be made: {told}", "`cerkit build --only docx` tells more"
            )
        content = compare(old.read_bytes(), result.path.read_bytes(), who_signed(bundle))
    document = bundle.document
    return f"{file_name(f'{old.stem}_to_{document.number}_{document.version}_redline')}.docx", content
