"""`cerkit search`: the only command that goes out to a network, and only when it is asked to."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cerkit.cli.common import (
    Exit,
    find_project,
    format_option,
    leave,
    paint,
    project_option,
    say,
    say_error,
    today,
)

if TYPE_CHECKING:
    from cerkit.services import Harvest
    from cerkit.services.runs import PassedOver, Result, Task
    from cerkit.services.values import Access, Transport
    from cerkit.workspace.project import Project

_FORMAT = format_option("text", "json")
_DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Ask nobody and write nothing; say what would be asked."
)
_ACCEPT = click.option(
    "--accept-missing",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Keep a search although N of its hits, each named, did not come.",
)


@click.group("search")
def command() -> None:
    """Ask PubMed, Europe PMC, ClinicalTrials.gov and openFDA, and lint search strings.

    \b
    cerkit search run                what has not run yet
    cerkit search update             every search again, for the time since
    cerkit search lint               mistakes in search strings
    """


@command.command("run")
@click.argument("names", nargs=-1, metavar="[ID]...")
@_ACCEPT
@_DRY_RUN
@_FORMAT
@project_option
def run_command(
    *, names: tuple[str, ...], accept_missing: int, dry_run: bool, form: str, start: Path | None
) -> None:
    """Run searches that have not run: those named, or all whose files tell no day.

    A search names its service in `platform`: PubMed, Europe PMC, ClinicalTrials.gov or openFDA. The raw answers are
    kept beside it, the records in evidence/records/, and day, time, expression and counts in its file. When fewer hits
    come than the service counts, or the line breaks, nothing is written.

    \b
    cerkit search run --dry-run
    cerkit search run SRH-2026-pubmed
    """
    from cerkit.services.runs import waiting

    project = find_project(start)
    tasks, passed = waiting(project, names)
    _go(project, tasks, passed, accept_missing=accept_missing, dry_run=dry_run, form=form, named=bool(names))


@command.command("update")
@click.argument("names", nargs=-1, metavar="[ID]...")
@click.option("--by", metavar="EVALUATOR", help="Who runs it, where it is not the person of the last run.")
@_ACCEPT
@_DRY_RUN
@_FORMAT
@project_option
def update_command(
    *,
    names: tuple[str, ...],
    by: str | None,
    accept_missing: int,
    dry_run: bool,
    form: str,
    start: Path | None,
) -> None:
    """Run every search again for the time since its last run, and keep what is new.

    Each gets a new file that names the old one in `updates`. Works that an earlier batch holds are listed there as
    known, and are not screened again. Searches by hand and fictional ones are named and passed over.

    \b
    cerkit search update
    cerkit search update SRH-2025-pubmed --by EVR-2 --dry-run
    """
    from cerkit.services.runs import updates

    project = find_project(start)
    tasks, passed = updates(project, today(), names, by=by)
    _go(project, tasks, passed, accept_missing=accept_missing, dry_run=dry_run, form=form, named=bool(names))


def _go(
    project: Project,
    tasks: Sequence[Task],
    passed: Sequence[PassedOver],
    *,
    accept_missing: int,
    dry_run: bool,
    form: str,
    named: bool,
) -> None:
    for item in passed:
        say(f"{item.id} is passed over: {item.reason}")
    access = _access(project)
    if dry_run:
        _tell_requests(tasks, access, form)
        leave(Exit.USAGE if named and passed else Exit.CLEAN)
    if not tasks:
        say("no search waits to be run")
    for task in tasks:
        if not task.is_update and "period_from" in task.fields:
            say(f"{task.id}: the string is sent as it stands; `period_from` adds nothing to it")
    if tasks and access.contact is None:
        say("nobody is named to the services: `contact` in mkdocs.yml should be an e-mail address")
    transport = _transport(access)
    codes = [_one(project, task, access, transport, accept_missing, form) for task in tasks]
    if named and passed:
        codes.append(Exit.USAGE)
    leave(max(codes, default=Exit.CLEAN))


def _one(
    project: Project, task: Task, access: Access, transport: Transport, accept_missing: int, form: str
) -> Exit:
    """Run one search to its end; what goes wrong with it does not stop the next."""
    from cerkit.services import QueryRefusedError, ServiceError
    from cerkit.services.runs import IncompleteError, run, write

    try:
        with_progress = _harvester(access, transport)
        result = run(project, task, with_progress, today(), accept_missing=accept_missing)
        write(project, result)
    except QueryRefusedError as error:
        hint = "correct `string`, and try it on the service's own page"
        return _failed(
            task, f"{task.service.title} refuses the search: {error.message}", hint, form, Exit.FINDINGS
        )
    except IncompleteError as error:
        hint = f"run it again; if they do not come, keep the rest with --accept-missing {error.count}"
        return _failed(task, error.message, hint, form, Exit.FINDINGS)
    except ServiceError as error:
        return _failed(task, error.message, error.hint, form, Exit.ENVIRONMENT)
    _tell(result, form)
    return Exit.CLEAN


def _harvester(access: Access, transport: Transport) -> Callable[[Task], Harvest]:
    from cerkit.services import Caller

    def harvest(task: Task) -> Harvest:
        service = task.service
        pause = service.pause_with_key if service.name in access.keys else service.pause
        caller = Caller(
            name=service.title,
            transport=transport,
            pause=pause,
            clock=time.monotonic,
            sleep=time.sleep,
            now=lambda: datetime.now(UTC),
            progress=lambda text: _show_progress(f"{task.id}: {text}"),
        )
        try:
            return service.run(task.query, access, caller)
        finally:
            _show_progress("")

    return harvest


def _show_progress(text: str) -> None:
    """One line that changes, on a terminal; in a log it would be hundreds."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)


def _access(project: Project) -> Access:
    from cerkit.services import SERVICES
    from cerkit.services.values import Access

    named = ((service.name, os.environ.get(service.key_variable or "", "")) for service in SERVICES)
    keys = {name: key.strip() for name, key in named if key.strip()}
    return Access(project.settings.contact, keys)


def _transport(access: Access) -> Transport:
    from cerkit.services.http import BASE_VARIABLE, http_transport

    return http_transport(access.contact, os.environ.get(BASE_VARIABLE))


def _tell_requests(tasks: Iterable[Task], access: Access, form: str) -> None:
    for task in tasks:
        request = task.service.first(task.query, access)
        sent = task.service.expression(task.query)
        if form == "json":
            row = {"search": task.id, "service": task.service.title, "sent": sent, "request": request.shown}
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        click.echo(f"{paint(task.id, 'green')} would ask {task.service.title}:")
        click.echo(f"  {sent}")
        click.echo(f"  {request.shown}")


def _tell(result: Result, form: str) -> None:
    harvest, task = result.harvest, result.task
    if form == "json":
        click.echo(json.dumps(_row(result), ensure_ascii=False))
        return
    new = f", {len(result.records)} new, {len(result.known)} known" if task.is_update else ""
    click.echo(
        f"{paint(task.id, 'green')}: {harvest.reported} hits reported, {len(harvest.records)} received{new}"
    )
    for remark in harvest.remarks:
        click.echo(f"  {paint('note', 'cyan')}: {remark}")
    for path, _ in result.files:
        say(f"wrote {path}")
    if any(path.startswith("build/") for path, _ in result.files):
        say("the protocol drops abstracts: the answers are kept out of git; put them into your own archive")


def _row(result: Result) -> dict[str, Any]:
    return {
        "search": result.task.id,
        "state": "ran",
        "sent": result.harvest.sent,
        "hits_reported": result.harvest.reported,
        "hits_received": len(result.harvest.records),
        "records": len(result.records),
        "known": len(result.known),
        "missing": list(result.harvest.missing),
        "remarks": list(result.harvest.remarks),
        "files": [path for path, _ in result.files],
    }


def _failed(task: Task, message: str, hint: str | None, form: str, code: Exit) -> Exit:
    if form == "json":
        row = {"search": task.id, "state": "failed", "message": message, "hint": hint}
        click.echo(json.dumps(row, ensure_ascii=False))
    say_error(f"{task.id}: {message}; nothing was written", hint)
    return code


@command.command("lint")
@click.argument("names", nargs=-1, metavar="[ID]...")
@format_option("text", "json", "github")
@project_option
def lint_command(*, names: tuple[str, ...], form: str, start: Path | None) -> None:
    """Look for mistakes in the strings of searches in PubMed, EBSCO and Web of Science.

    Uses the package search-query, which comes with cerkit[search]. Unbalanced brackets and quotation marks, unknown
    fields, operators in a row, wildcards that do nothing, and an order of operators that depends on the database.

    \b
    cerkit search lint
    cerkit search lint SRH-2026-pubmed --format json
    """
    from cerkit.literature.strings import LintUnavailableError, lint_strings
    from cerkit.load import SourceMap
    from cerkit.reporters import report_github, report_json, report_text
    from cerkit.services.runs import worded

    project = find_project(start)
    wanted = worded(project, names)
    try:
        found, linted = lint_strings(wanted)
    except LintUnavailableError:
        say("search strings were not linted: search-query is not installed (pip install 'cerkit[search]')")
        leave(Exit.CLEAN)
    paths = {item.place.path for item in found}
    places = SourceMap({path: (project.root / path).read_bytes() for path in paths})
    found = tuple(places.located(item) for item in found)
    if form == "text":
        click.echo(report_text(found, paint), nl=False)
    else:
        click.echo((report_json if form == "json" else report_github)(found), nl=False)
    why = "; search-query knows no language of the others, or they are too long"
    say(f"{linted} of {len(wanted)} search strings linted{why if linted < len(wanted) else ''}")
    leave(Exit.FINDINGS if found else Exit.CLEAN)
