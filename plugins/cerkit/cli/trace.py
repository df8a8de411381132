"""`cerkit trace`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from cerkit.cli.common import (
    Exit,
    find_project,
    leave,
    on_option,
    project_option,
    say,
    shown_path,
    today,
)


@click.command("trace")
@click.option(
    "--format", "form", type=click.Choice(["csv", "xlsx", "json"]), required=True, help="Form of the matrix."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write (default: standard output).",
)
@on_option
@project_option
def command(form: str, output: Path | None, on: date | None, start: Path | None) -> None:
    """Write the way from every requirement to its evidence: requirement, claim, criterion, finding, result, verdict.

    \b
    cerkit trace --format csv > matrix.csv
    cerkit trace --format xlsx -o matrix.xlsx
    """
    from cerkit.render.exports import table_csv, table_json, workbook
    from cerkit.render.matrix import chains, matrices
    from cerkit.workspace.writing import write_atomically

    assessment = find_project(start).assess(on=on or today())
    way = chains(assessment.trace).named(None, "From requirement to finding")
    if form == "xlsx":
        data = workbook((*matrices(assessment.trace), way), title="Traceability matrix", on=assessment.on)
    else:
        data = (table_csv(way) if form == "csv" else table_json(way)).encode()
    if output is not None:
        write_atomically(output, data)
        say(f"wrote {shown_path(output)}")
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    if assessment.has_errors:
        say("the check finds errors, so rows may be missing: run `cerkit check`")
        leave(Exit.FINDINGS)
