"""`cerkit due`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cerkit.cli.common import (
    Exit,
    find_project,
    format_option,
    leave,
    on_option,
    paint,
    project_option,
    say,
    today,
)


@click.command("due")
@format_option(
    "text", "json", "ics", help="Form of the list: for people, for programs, or as a calendar file."
)
@click.option(
    "--within",
    type=click.IntRange(0, 3650),
    default=90,
    show_default=True,
    help="Days ahead that count as near.",
)
@click.option(
    "--all", "everything", is_flag=True, help="List what is due later, too; JSON and calendar always do."
)
@on_option
@project_option
def command(form: str, within: int, everything: bool, on: date | None, start: Path | None) -> None:  # noqa: FBT001  # click's
    """List what is overdue, and what soon will be.

    The next evaluation, the age of searches, surveillance data, curricula vitae, declarations and standards, looks at
    retractions, follow-up activities and waivers, by the limits of the policy. The same days are behind the rules of
    the check. Ends with 1 when something is overdue.

    \b
    cerkit due
    cerkit due --within 365 --on 2027-01-01
    cerkit due --format json | jq '.[] | select(.state == "overdue")'
    cerkit due --format ics > due.ics
    """
    from cerkit.assess.due import due_of
    from cerkit.model.deadlines import Nearness
    from cerkit.workspace.folders import read_tree

    project = find_project(start)
    day = on or today()
    assessment = project.assess(on=day)
    files = read_tree(project.root, project.settings.docs_dir).files
    due = due_of(assessment, on=day, within=within, files=files)
    if form == "json":
        from cerkit.reporters.due import due_json

        click.echo(due_json(due), nl=False)
    elif form == "ics":
        from cerkit.reporters.calendar import due_calendar

        device = assessment.dossier.device
        click.echo(
            due_calendar(due, on=day, name=device.short_name if device else project.root.name), nl=False
        )
    else:
        from cerkit.reporters.due import due_summary, due_text

        told = [item for item in due if everything or item.state is not Nearness.LATER]
        click.echo(due_text(told, on=day, paint=paint), nl=False)
        say(due_summary(due, on=day, within=within))
    if any(item.state is Nearness.OVERDUE for item in due):
        leave(Exit.FINDINGS)
