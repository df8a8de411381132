"""`cerkit update`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cerkit.cli.common import (
    find_project,
    format_option,
    on_option,
    project_option,
    say,
    shown_path,
    today,
    write_output,
)
from cerkit.model.errors import CerkitError

if TYPE_CHECKING:
    from cerkit.model.update import Update
    from cerkit.workspace.project import Project


@click.command("update")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@format_option(
    "md", "json", "docx", help="A report to read, every change for programs, or a Word document to sign."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write (default: the terminal; Word: build/<number>_<version>.docx).",
)
@on_option
@project_option
def command(
    old: str, new: str | None, form: str, output: Path | None, on: date | None, start: Path | None
) -> None:
    """Report what changed from one version to another, and what follows from it.

    OLD and NEW are git revisions, folders or released bundles; without NEW it is the working tree. The report tells the
    period, what was searched and found, the state of the art, claims, benefit and risk and requirements then and now,
    what people reaffirmed and decided, what is open, and the next date. It draws no conclusion.

    \b
    cerkit update v1.0.0
    cerkit update v1.0.0 v1.1.0 --format docx -o update.docx
    cerkit update build/release/CER-001_1.0.0 --format json | jq '.[].kind'
    """
    from cerkit.workspace.updates import update_between

    project = find_project(start)
    update = update_between(project, old, new, on=on or today())
    if form == "docx":
        _write_word(project, update, output)
        return
    text = _json(update) if form == "json" else _markdown(update)
    if output is None:
        click.echo(text, nl=False)
        return
    write_output(output, text.encode())
    say(f"wrote {shown_path(output)}")


def _json(update: Update) -> str:
    changes = [item.as_json() for item in update.differences]
    return json.dumps(changes, ensure_ascii=False, indent=2) + "\n"


def _markdown(update: Update) -> str:
    from cerkit.render.update_report import update_markdown

    return update_markdown(update)


def _write_word(project: Project, update: Update, output: Path | None) -> None:
    from cerkit.cli.outputs import make_update, update_name

    path = output or project.root / "build" / f"{update_name(update)}.docx"
    result = make_update(project, update, path)
    for problem in result.problems:
        say(f"warning: {problem.message}")
    if result.path is None:
        raise CerkitError("the Word document could not be made", "mend what is told above")
    say(f"wrote {shown_path(result.path)}  ({result.tables} tables, sha256 {result.sha256[:12]})")
