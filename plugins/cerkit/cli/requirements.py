"""`cerkit requirements`."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from cerkit.cli.common import Exit, find_project, format_option, leave, on_option, project_option, say, today


@click.command("requirements")
@format_option("text", "json", help="Form of the output.")
@on_option
@project_option
def command(form: str, on: date | None, start: Path | None) -> None:
    """Show what the intended use asks for: what, why, what answers it, and what is missing.

    Category of the software, the three parts of its evaluation, claims, each indication, population, variant, user
    group and setting, requirements, updates, and the rules of the policies. JSON is a list of objects with `asked`,
    `why`, `answers` and `missing`. Ends with 1 when something is missing.

    \b
    cerkit requirements
    cerkit requirements --format json
    """
    from cerkit.checks import policies_of
    from cerkit.checks.coverage.expectations import expectations, missing_of
    from cerkit.checks.texts import listed
    from cerkit.model.examination import Examination
    from cerkit.reporters.columns import columns_text
    from cerkit.reporters.text import printable

    assessment = find_project(start).assess(on=on or today())
    policies = policies_of(assessment.dossier)
    found = expectations(Examination(assessment.trace, assessment.on, assessment.mode, policies))
    if form == "json":
        click.echo(json.dumps([asdict(item) for item in found], ensure_ascii=False, indent=2))
    else:
        rows = [
            (
                printable(item.asked),
                printable(item.why),
                printable(listed(item.answers)),
                printable(listed(item.missing)),
            )
            for item in found
        ]
        width = shutil.get_terminal_size((120, 24)).columns
        click.echo(columns_text(("asked", "why", "answers", "missing"), rows, width=width), nl=False)
    missing = missing_of(found)
    if missing:
        say(f"{missing} of {len(found)} are not answered in full")
        leave(Exit.FINDINGS)
