"""From a tag to a released bundle: what `cerkit release` does, in order."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cerkit.cli.outputs import Job, document_name, make_pdf, make_site, make_tables, make_word
from cerkit.cli.release_files import annex_files, redline_file
from cerkit.model.change_list import ChangeList
from cerkit.model.diagnostics import Diagnostic, Mode, Severity
from cerkit.model.errors import CerkitError
from cerkit.workspace.bundles import SNAPSHOT, sums_of
from cerkit.workspace.change_lists import CHANGES
from cerkit.workspace.handover import Bench, bench
from cerkit.workspace.project import Project
from cerkit.workspace.released import (
    RELEASES,
    Released,
    check_previous,
    known_releases,
    read_releases,
)
from cerkit.workspace.revisions import Side, baseline
from cerkit.workspace.tags import Tag, check_complete, find_tag, snapshot_of, write_out

if TYPE_CHECKING:
    from cerkit.model.bundle import Bundle
    from cerkit.publish.provenance import Made

OUT: Final = "build/release"
Say = Callable[[str], None]


class Refused(Exception):  # noqa: N818  # leaves the bench, where nothing is kept
    """The report is not to be released: what forbids it."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__()
        self.told = _told(diagnostics)


@dataclass(frozen=True, slots=True)
class Release:
    """What was made."""

    entry: Released
    """What `evidence/releases.yml` is to hold."""
    is_known: bool
    """Whether it holds it already."""
    files: Mapping[str, int]
    """Name -> bytes."""
    changes: bytes
    """The list of changes, which later versions are to show."""
    sums_size: int
    folder: Path | None
    """Where it lies; None when nothing was to be written."""
    told: tuple[Diagnostic, ...]
    """What was found and does not forbid it, without the notes."""


def make_release(project: Project, named: str, out: Path | None, say: Say) -> Release:
    """The bundle of a tag in a folder of `out`; without `out` everything is made, and nothing kept.

    Refused where the report has errors; CerkitError where the tag is unknown, or was released as something else.
    """
    tag = find_tag(project.root, named)
    check_complete(project.root)
    known = known_releases(project)
    _check_known(known, tag, None)
    with _bench(out) as place:
        tree = place.work / "tree"
        tree.mkdir()
        source = write_out(project, tag, tree)
        check_previous(source)
        files, name, found = _made(source, tag, place.work, say)
        sums = sums_of(files)
        entry = Released(tag.name, tag.commit, hashlib.sha256(sums).hexdigest())
        _check_known(known, tag, entry.digest)
        folder = place.hand_over(name, files) if out is not None else None
    sizes = {name: len(data) for name, data in files.items()}
    return Release(entry, entry in known, sizes, files[CHANGES], len(sums), folder, _told(found))


def _told(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(item for item in found if item.severity is not Severity.NOTE)


@contextmanager
def _bench(out: Path | None) -> Iterator[Bench]:
    if out is not None:
        with bench(out) as place:
            yield place
        return
    with tempfile.TemporaryDirectory(prefix="cerkit-") as name:
        yield Bench(Path(name), Path(name))


def _check_known(known: tuple[Released, ...], tag: Tag, digest: str | None) -> None:
    """A tag is released once. Whoever holds the first bundle would else hold another report of the same version."""
    for entry in known:
        if entry.tag != tag.name:
            continue
        hint = "what was released stays as it is: give the next version a tag of its own"
        if entry.commit != tag.commit:
            message = f"{tag.name} was released from commit {entry.commit}, and names {tag.commit} now"
            raise CerkitError(message, hint)
        if digest is not None and entry.digest != digest:
            message = (
                f"{tag.name} was released with other content: its digest is {entry.digest}, now {digest}"
            )
            hint = "another cerkit or another package makes other bytes: provenance.json of the bundle names them"
            raise CerkitError(message, hint)


def _made(
    source: Project, tag: Tag, work: Path, say: Say
) -> tuple[dict[str, bytes], str, tuple[Diagnostic, ...]]:
    """The files of the bundle, its name, and what was found and does not forbid it."""
    say(f"checking {tag.name} as it stands in commit {tag.commit[:12]}")
    previous = baseline(source, {RELEASES: read_releases(source)}, mode=Mode.UPDATE, on=tag.day)
    mode = Mode.UPDATE if previous else Mode.RELEASE
    assessment = source.assess(on=tag.day, mode=mode)
    _stop_on_errors(assessment.diagnostics)
    releases = assessment.dossier.releases
    if releases is None:
        raise CerkitError("the report has no number and version yet", "fill in evidence/releases.yml")
    version = releases.report.version
    if version.removeprefix("v") != tag.version:
        hint = "tag the commit that has the version, or correct report.version and tag again"
        raise CerkitError(
            f"{tag.name} names version {tag.version}, and the report is version {version}", hint
        )
    job = Job(source, assessment, mode)
    say("building the site")
    os.environ.pop("SOURCE_DATE_EPOCH", None)  # only the report's own day counts
    site = make_site(job, work / "site")
    _stop_on_errors(site.diagnostics)
    if site.bundle is None:
        raise CerkitError("the report has no device yet", "fill in evidence/device.yml")
    documents, found = _documents(job, site.bundle, work, say)
    documents |= _redline(job, site.bundle, previous, tag, say)
    beside = (*site.diagnostics, *found)
    content = _Content(job, tag, site.bundle, previous, beside)
    say("putting the bundle together")
    from cerkit.publish.versions import SITE

    files = {**documents, SITE: _zipped(work / "site"), **content.files()}
    return files, document_name(site.bundle), (*assessment.diagnostics, *beside)


def _documents(
    job: Job, bundle: Bundle, work: Path, say: Say
) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """The report as Word document and as PDF, and what was found in them. Refused where one is not to be sent."""
    files: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for name, make in (("Word document", make_word), ("PDF", make_pdf)):
        say(f"writing the {name}")
        document = make(job, bundle, work)
        _stop_on_errors(document.diagnostics)
        if document.result is None or document.result.path is None:
            raise Refused(document.diagnostics)
        files[document.result.path.name] = document.result.path.read_bytes()
        found += document.diagnostics
    return files, tuple(found)


def _redline(job: Job, bundle: Bundle, previous: Side | None, tag: Tag, say: Say) -> Mapping[str, bytes]:
    """The redline, if there is something to compare with. An old report that no cerkit can build stops no release."""
    if previous is None:
        return {}
    say("writing the redline")
    try:
        return redline_file(job, bundle, previous, tag)
    except CerkitError as error:
        lines = error.message.splitlines()
        why = next((line for line in lines if " error[" in line), lines[0])
        say(f"no redline, since the previous release cannot be built: {why}")
        return {}


def _stop_on_errors(found: tuple[Diagnostic, ...]) -> None:
    if any(item.severity is Severity.ERROR for item in found):
        raise Refused(found)


def _zipped(folder: Path) -> bytes:
    from cerkit.publish.archive import write_parts

    files = (path for path in folder.rglob("*") if path.is_file())
    return write_parts({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})


@dataclass(frozen=True, slots=True)
class _Content:
    """Everything in the bundle but site and document."""

    job: Job
    tag: Tag
    bundle: Bundle
    previous: Side | None
    found: tuple[Diagnostic, ...]
    """In the finished outputs."""

    def files(self) -> dict[str, bytes]:
        """One line for each file that a release holds."""
        from cerkit.publish.archive import write_parts
        from cerkit.publish.change_list import changes_json, changes_markdown
        from cerkit.publish.provenance import PROVENANCE, provenance_json
        from cerkit.publish.rules import RULES as DOCUMENT_RULES
        from cerkit.publish.stored import STORED_BUNDLE, bundle_json, read_bundle
        from cerkit.render.check_pages import check_markdown
        from cerkit.reporters.check_record import check_json
        from cerkit.website.rules import RULES as SITE_RULES

        report = self.job.assessment.report
        rules = (*report.rules, *SITE_RULES, *DOCUMENT_RULES)
        report = replace(report, rules=rules, found=(*report.found, *self.found))
        since = self._since()
        stored = bundle_json(self.bundle)
        read_bundle(stored)  # what could not be read again is not released
        return {
            **make_tables(self.job.assessment),
            **annex_files(self.job.assessment),
            "check.json": check_json(report, self._catalogues()).encode(),
            "check.md": check_markdown(report).encode(),
            CHANGES: changes_json(since),
            "changes.md": changes_markdown(since),
            STORED_BUNDLE: stored,
            PROVENANCE: provenance_json(self._made()),
            SNAPSHOT: write_parts(snapshot_of(self.job.project)),
        }

    def _since(self) -> ChangeList:
        """What differs from the previous release."""
        from cerkit.compare import differences

        version = self.bundle.document.version
        if self.previous is None:
            return ChangeList(None, version, ())
        changes = differences(self.previous.trace, self.job.assessment.trace)
        return ChangeList(_named(self.previous), version, changes)

    def _catalogues(self) -> dict[str, str]:
        found = self.job.assessment.dossier.catalogues
        return {name: found[name].edition for name in sorted(found)}

    def _made(self) -> Made:
        from cerkit.publish.provenance import Made

        document, tag = self.bundle.document, self.tag
        return Made(
            tag=tag.name,
            commit=tag.commit,
            committed_on=tag.day.isoformat(),
            document=document.number,
            version=document.version,
            report_date=document.date,
            previous_release=self.job.project.settings.previous_release,
            previous_commit=self.previous.commit if self.previous else None,
            catalogues=self._catalogues(),
        )


def _named(side: Side) -> str:
    """A previous release by its version, or as `mkdocs.yml` names it."""
    releases = side.trace.dossier.releases
    return f"version {releases.report.version}" if releases else side.name
