"""`cerkit source`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cerkit.cli.common import find_project, project_option, say, shown_path, write_output
from cerkit.model.errors import CerkitError

if TYPE_CHECKING:
    from cerkit.model.catalogues.appraisal import AppraisalScheme
    from cerkit.model.trace import Trace
    from cerkit.model.works import Work
    from cerkit.workspace.project import Project


@click.group("source")
def command() -> None:
    """Records of the included sources."""


@command.command("new")
@click.argument("keys", metavar="KEY...", nargs=-1, required=True)
@click.option("--scheme", metavar="ID", help="Appraisal scheme (default: the first one of the protocol).")
@click.option("--dry-run", is_flag=True, help="Print the record instead of writing it.")
@project_option
def new(keys: tuple[str, ...], scheme: str | None, dry_run: bool, start: Path | None) -> None:  # noqa: FBT001  # click's
    """Begin the record of a source from its bibliographic record.

    KEY is the record's, as `cerkit screen` shows it. The file evidence/sources/SRC-AUTHOR-YEAR.yml gets what the record
    knows, the domains of the appraisal scheme, and an empty finding; `cerkit check` then lists what is to be filled in.

    \b
    cerkit source new pmid-38912345
    cerkit source new pmid-38912345 doi-45c76627f1 --scheme quadas-2
    """
    from cerkit.literature.source_template import source_name, source_text

    project = find_project(start)
    trace = project.link()
    chosen = _scheme(trace, scheme)
    protocol = trace.dossier.protocol
    folder = project.root / "evidence" / "sources"
    # Names on the disk count, too: a record that cannot be read is none that may be overwritten.
    taken = {path.stem for path in folder.glob("*.yml")} | set(trace.source_facts)
    made: list[tuple[Path, str]] = []
    for work in _works(trace, keys):
        _refuse_begun(project, trace, work)
        name = source_name(work.record, taken)
        taken.add(name)
        text = source_text(name, work, chosen, protocol.outcomes if protocol else ())
        made.append((folder / f"{name}.yml", text))
    for path, text in made:
        if dry_run:
            click.echo(text, nl=False)
            continue
        write_output(path, text.encode())
        say(f"wrote {shown_path(path)}")
    others = [name for name in (protocol.appraisal_schemes if protocol else ()) if name != scheme]
    if scheme is None and len(others) > 1:
        say(f"appraised under {others[0]}; the protocol also names {', '.join(others[1:])}: --scheme chooses")


def _refuse_begun(project: Project, trace: Trace, work: Work) -> None:
    """CerkitError where a source that cannot be read yet, as one just begun, names a key of the work."""
    for path in sorted(trace.dossier.broken):
        if not path.startswith("evidence/sources/"):
            continue
        words = re.findall(rb"[A-Za-z0-9.-]+", (project.root / path).read_bytes())
        if any(key.encode() in words for key in work.keys):
            raise CerkitError(f"{path} was begun for {work.key}", "fill in what `cerkit check` lists there")


def _works(trace: Trace, keys: tuple[str, ...]) -> tuple[Work, ...]:
    """The works of the keys, each once. CerkitError for a key that there is not, or that a source reports already."""
    from cerkit.model.source_reports import reports_of
    from cerkit.model.works import works

    by_key = {key: work for work in works(trace.dossier) for key in work.keys}
    reports = reports_of(trace.source_facts)
    found: dict[str, Work] = {}
    for key in dict.fromkeys(keys):
        work = by_key.get(key)
        if work is None:
            raise CerkitError(
                f"there is no record {key}", "`cerkit screen` shows the keys; they stand in evidence/records/"
            )
        source = reports.of(work)
        if source is not None:
            raise CerkitError(f"{source.id} reports {key} already", f"open evidence/sources/{source.id}.yml")
        found[work.key] = work
    return tuple(found.values())


def _scheme(trace: Trace, name: str | None) -> AppraisalScheme | None:
    from cerkit.model.catalogues.appraisal import AppraisalScheme

    protocol = trace.dossier.protocol
    name = name or next(iter(protocol.appraisal_schemes if protocol else ()), None)
    found = trace.dossier.catalogues.get(name) if name else None
    if isinstance(found, AppraisalScheme):
        return found
    if name is None:
        return None
    known = sorted(key for key, item in trace.dossier.catalogues.items() if isinstance(item, AppraisalScheme))
    raise CerkitError(f"there is no appraisal scheme {name}", f"schemes: {', '.join(known)}")
