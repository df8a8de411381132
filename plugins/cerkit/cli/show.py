"""`cerkit show`."""

from __future__ import annotations

import difflib
import json
from datetime import date
from pathlib import Path

import click

from cerkit.cli.common import (
    complete_identifier,
    find_project,
    format_option,
    on_option,
    project_option,
    today,
)
from cerkit.render.record_view import record_json, record_text


@click.command("show")
@click.argument("identifier", metavar="ID", shell_complete=complete_identifier)
@format_option("text", "json", help="Form of the output.")
@on_option
@project_option
def command(identifier: str, form: str, on: date | None, start: Path | None) -> None:
    """Show the record ID: its fields, its verdicts, what it rests on and what rests on it.

    \b
    cerkit show CLM-1
    cerkit show SRC-heydon-2021.sensitivity-rdr --format json
    """
    trace = find_project(start).assess(on=on or today()).trace
    if identifier not in trace.nodes:
        folded = {known.lower(): known for known in trace.nodes}
        near = difflib.get_close_matches(identifier.lower(), folded, n=3, cutoff=0.5)
        hint = f" Identifiers close to it: {', '.join(folded[item] for item in near)}." if near else ""
        raise click.UsageError(f"There is no record {identifier}.{hint}")
    if form == "json":
        click.echo(json.dumps(record_json(trace, identifier), ensure_ascii=False, indent=2))
    else:
        click.echo(record_text(trace, identifier, bold=lambda text: click.style(text, bold=True)), nl=False)
