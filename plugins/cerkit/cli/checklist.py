"""`cerkit checklist`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from cerkit.cli.common import find_project, format_option, on_option, project_option, say, today
from cerkit.model.diagnostics import Mode
from cerkit.render.checklist_tables import index_table, release_table
from cerkit.render.checklists import checklist_json, index_json, release_checklist, reviewer_index
from cerkit.render.markdown_tables import table_markdown


@click.command("checklist")
@click.argument("name", type=click.Choice(["a10", "mdcg-2020-13"]))
@format_option("md", "json", help="Form of the output.")
@on_option
@project_option
def command(name: str, form: str, on: date | None, start: Path | None) -> None:
    """Fill in a checklist from the records.

    a10 is the release checklist of MEDDEV 2.7/1: each item with its state, the paragraphs and records that answer it,
    and who judged what only a person can. mdcg-2020-13 leads a reviewer from each prompt of the template to paragraph
    and evidence. Items are signed off in evidence/checklists/.

    \b
    cerkit checklist a10
    cerkit checklist a10 --format json | jq '.[] | select(.state == "not judged") | .id'
    cerkit checklist mdcg-2020-13 > index.md
    """
    assessment = find_project(start).assess(on=on or today(), mode=Mode.RELEASE)
    trace, report = assessment.trace, assessment.report
    is_release = name == "a10"
    if form == "json":
        made = (
            checklist_json(release_checklist(trace, report))
            if is_release
            else index_json(reviewer_index(trace))
        )
        click.echo(json.dumps(made, ensure_ascii=False, indent=2))
        return
    table = release_table(trace, report) if is_release else index_table(trace)
    click.echo(table_markdown(table, _address), nl=False)
    unjudged = [answer.id for answer in release_checklist(trace, report) if answer.state == "not judged"]
    if is_release and unjudged:
        say(f"not judged: {', '.join(unjudged)}; sign them off in evidence/checklists/meddev-a10.yml")


def _address(identifier: str) -> str | None:
    """Sections are files of the repository; records are named by their identifiers."""
    return identifier if identifier.startswith("docs/") else None
