"""`cerkit redline`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cerkit.cli.common import find_project, on_option, project_option, say, shown_path, today
from cerkit.workspace.collection import rare_collection

ENGINES = ("cerkit", "docxodus")


@click.command("redline")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write (default: build/<number>_<old>_to_<new>_redline.docx).",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="docxodus compares the report with a Word file that somebody edited by hand: OLD is that file.",
)
@on_option
@project_option
@rare_collection()
def command(
    old: str, new: str | None, output: Path | None, engine: str, on: date | None, start: Path | None
) -> None:
    """Write a Word file with what changed from one version to another as tracked changes.

    OLD and NEW are git revisions, folders or released bundles; without NEW it is the working tree. Each change has the
    author and the date of its commit. Only what people changed is marked; numbers, citations and contents follow.

    \b
    cerkit redline v1.0.0
    cerkit redline v1.0.0 v1.1.0 -o redline.docx
    cerkit redline CER-001_1.0.0_commented.docx --engine docxodus
    """
    from cerkit.workspace.git import commit_date

    project = find_project(start)
    day = on or commit_date(project.root) or today()
    say("building both reports")
    if engine == "docxodus":
        from cerkit.cli.redlining import compare_documents

        name, content = compare_documents(project, Path(old), new, on=day)
        _write(output or project.root / "build" / name, content, "compared by docxodus")
        return
    from cerkit.cli.redlining import make_redline

    name, redline = make_redline(project, old, new, on=day)
    for problem in redline.problems:
        if problem.kind.is_fatal:
            say(f"warning: {problem.message}")
    counts = redline.counts
    told = f"{counts.texts} texts, {counts.paragraphs} paragraphs, {counts.rows} rows, {counts.moved} moved"
    _write(output or project.root / "build" / name, redline.content, told)


def _write(path: Path, content: bytes, told: str) -> None:
    from cerkit.publish.archive import replace_file

    replace_file(path, content)
    click.echo(f"wrote {shown_path(path)}  ({told})")
