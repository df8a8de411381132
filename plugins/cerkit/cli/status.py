"""`cerkit status`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cerkit.cli.common import find_project, format_option, on_option, paint, project_option, say, today
from cerkit.model.diagnostics import Mode
from cerkit.model.stages import STAGES


@click.command("status")
@format_option("text", "json", help="Form of the output.")
@click.option(
    "--stage", type=click.IntRange(0, max(STAGES)), help="One stage in full, with everything that is open."
)
@on_option
@project_option
def command(form: str, stage: int | None, on: date | None, start: Path | None) -> None:
    """Show what is done and what comes next, by the stages of MEDDEV 2.7/1.

    The findings of the check for a release are the list of what is left to do: here they stand in the order of the
    work, by step and by chapter.

    \b
    cerkit status
    cerkit status --stage 1
    cerkit status --format json | jq '.stages[].next[0]'
    """
    from cerkit.assess.status import status_of
    from cerkit.reporters.status import stage_text, status_json, status_text

    project = find_project(start)
    mode = Mode.UPDATE if project.settings.previous_release else Mode.RELEASE
    day = on or today()
    assessment = project.assess(on=day, mode=mode)
    status = status_of(assessment)
    if form == "json":
        click.echo(status_json(status), nl=False)
    elif stage is not None:
        click.echo(stage_text(status, stage, paint=paint), nl=False)
    else:
        device = assessment.dossier.device
        name = device.name if device else project.root.name
        click.echo(status_text(status, name=name, paint=paint), nl=False)
        say(f"mode {mode}, on {day}; `cerkit status --stage N` tells everything that is open in a stage")
