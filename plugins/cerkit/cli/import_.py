"""`cerkit import`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cerkit.cli.common import (
    Exit,
    export_bytes,
    find_project,
    format_option,
    leave,
    paint,
    project_option,
    say,
    say_error,
)
from cerkit.literature.readers import Export, KeyRing
from cerkit.workspace.imports import Plan, Received, carry_out, plan_import, read_all

_MOST_TOLD = 20
_TOLD = ("key", "type", "title", "authors", "year", "journal", "doi", "pmid", "accession")
_KINDS = {"refusal": ("error", "red"), "loss": ("not readable", "red"), "note": ("note", "cyan")}


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--search",
    "search_id",
    metavar="ID",
    help="The search whose hits these are, for example SRH-2026-pubmed.",
)
@click.option(
    "--accept-losses",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Import although N records, each named, cannot be read.",
)
@click.option("--abstracts", type=click.Choice(["keep", "drop"]), help="In place of what the protocol says.")
@click.option("--dry-run", is_flag=True, help="Write nothing; without --search it needs no repository.")
@format_option("text", "json")
@project_option
def command(
    *,
    files: tuple[Path, ...],
    search_id: str | None,
    accept_losses: int,
    abstracts: str | None,
    dry_run: bool,
    form: str,
    start: Path | None,
) -> None:
    """Import the exports of a search; no hit is lost without saying so.

    FILES are what the database handed over: RIS, MEDLINE (.nbib), Web of Science, BibTeX, CSL-JSON, EndNote (XML and
    .enw), PubMed XML, the plain text of the Cochrane Library, or the CSV of the usual databases, also with gzip. The
    format is found by content. Records are counted by other means than reading; a file whose figures differ is refused
    with the line.

    \b
    cerkit import pubmed.nbib --search SRH-2026-pubmed
    cerkit import savedrecs.txt savedrecs-2.txt --search SRH-2026-wos
    cerkit import --dry-run --format json *.ris
    """
    received = tuple(Received(path, export_bytes(path)) for path in files)
    if search_id is None:
        if not dry_run:
            raise click.UsageError("name the search with --search ID, or only look with --dry-run")
        # Each file for itself: nothing says that they belong together.
        refused = False
        for file in received:
            (export,) = read_all([file], KeyRing(), accept_losses)
            refused = _tell(export, form) or refused
        leave(Exit.FINDINGS if refused else Exit.CLEAN)
    project = find_project(start)
    plan = plan_import(project, search_id, received, accept_losses=accept_losses, abstracts=abstracts)
    told = [_tell(export, form) for export in plan.exports]
    refused = any(told)
    for message, hint in plan.objections:
        say_error(message, hint)
    if refused or plan.objections:
        say("nothing was written")
        leave(Exit.FINDINGS)
    if not dry_run:
        carry_out(project, plan)
    _tell_plan(plan, search_id, dry_run=dry_run)


def _tell(export: Export, form: str) -> bool:
    """Print one file's result; whether it is refused."""
    if form == "json":
        click.echo(json.dumps(as_json(export), ensure_ascii=False))
        return export.is_refused
    for line in _lines(export):
        click.echo(line)
    return export.is_refused


def _lines(export: Export) -> Iterator[str]:
    for problem in export.problems[:_MOST_TOLD]:
        word, colour = _KINDS[problem.kind]
        place = f"{export.file}:{problem.line}" if problem.line else export.file
        yield f"{place}: {paint(word, colour)}: {problem.message}\n  hint: {problem.hint}"
    if len(export.problems) > _MOST_TOLD:
        yield f"{export.file}: and {len(export.problems) - _MOST_TOLD} more"
    if export.format is None:
        return
    verdict = (
        paint("refused", "red")
        if export.is_refused
        else "whole"
        if not export.losses
        else "accepted with losses"
    )
    figures = f"{len(export.records)} of {export.counted} records read"
    yield f"{export.file}: {export.format}, {export.encoding}, {figures}, {verdict}"
    if export.is_refused and export.losses:
        yield f"  hint: if these records may be missing, say so with --accept-losses {len(export.losses)}"


def _tell_plan(plan: Plan, search_id: str, *, dry_run: bool) -> None:
    for note in plan.notes:
        say(f"{paint('note', 'cyan')}: {note}")
    if not plan.files:
        say(f"{search_id} holds these files already; nothing changed")
        return
    for path, _ in plan.files:
        say(f"{'would write' if dry_run else 'wrote'} {path}")
    count = sum(len(export.records) for export in plan.exports)
    say(f"{search_id}: {count} records, {plan.known} of works that other searches have found")


def as_json(export: Export) -> dict[str, Any]:
    """One file's result as others read it."""
    return {
        "file": export.file,
        "format": export.format,
        "encoding": export.encoding,
        "counted": export.counted,
        "parsed": len(export.records),
        "refused": export.is_refused,
        "records": [
            {name: list(record.authors) if name == "authors" else getattr(record, name) for name in _TOLD}
            for record in export.records
        ],
        "diagnostics": [
            {"line": problem.line, "kind": problem.kind, "message": problem.message, "hint": problem.hint}
            for problem in export.problems
        ],
    }
