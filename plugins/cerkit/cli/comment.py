"""`cerkit comment`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cerkit.cli.common import find_project, on_option, project_option, today


@click.command("comment")
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format", "form", type=click.Choice(["md"]), default="md", show_default=True, help="Form of the text."
)
@on_option
@project_option
def command(base: str, head: str | None, form: str, on: date | None, start: Path | None) -> None:
    """Say what a change means, for a pull request.

    BASE is what the change starts from, HEAD where it ends: revisions, folders or bundles; without HEAD it is the
    working tree. The text tells what follows from the change, coverage and verdicts before and after, what the check
    finds now and before, which records are to be looked at again, what is newly overdue, and who should look by the
    policy. The first line is a mark by which a workflow finds the comment that it keeps up to date.

    \b
    cerkit comment main HEAD
    cerkit comment HEAD
    """
    del form  # there is one; the option is what other forms will be asked by
    from cerkit.render.comment import comment_markdown
    from cerkit.workspace.updates import request_between

    project = find_project(start)
    request = request_between(project, base, head, on=on or today())
    click.echo(comment_markdown(request), nl=False)
