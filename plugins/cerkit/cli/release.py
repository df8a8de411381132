"""`cerkit release`."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import click

from cerkit.cli.common import Exit, find_project, leave, paint, project_option, say, shown_path
from cerkit.cli.releasing import OUT, Refused, Release, make_release
from cerkit.reporters import report_text
from cerkit.workspace.bundles import SUMS
from cerkit.workspace.change_lists import CHANGES, keep_change_list, path_for
from cerkit.workspace.collection import rare_collection
from cerkit.workspace.project import Project


@click.command("release")
@click.argument("tag")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Folder in which the bundle is to lie (default: {OUT}).",
)
@click.option(
    "--dry-run", is_flag=True, help="Make everything and say what stands in the way; write nothing."
)
@click.option(
    "--record",
    is_flag=True,
    help="Write tag, commit and digest into evidence/releases.yml, and keep the list of changes.",
)
@project_option
@rare_collection()
def command(tag: str, out: Path | None, dry_run: bool, record: bool, start: Path | None) -> None:  # noqa: FBT001  # click's
    """Make the signed-off bundle of TAG: site, Word, PDF, redline, annexes, records, check, changes and sums.

    Everything is made from what the tag holds, never from the working tree, and is dated by the tag's commit. The
    bundle appears whole or not at all. A leading `v` of the tag may be left out.

    \b
    cerkit release v1.1.0 --dry-run
    cerkit release v1.1.0
    cerkit release v1.1.0 --record
    """
    project = find_project(start)
    target = None if dry_run else out or project.root / OUT
    began = monotonic()
    try:
        made = make_release(project, tag, target, say)
    except Refused as refused:
        click.echo(report_text(refused.told, paint), nl=False)
        say("nothing was written: mend the errors above, commit, and tag again")
        leave(Exit.FINDINGS)
    say(f"made in {monotonic() - began:.0f} s")
    click.echo(report_text(made.told, paint), nl=False)
    _tell(made)
    if record and not dry_run:
        _record(project, made)


def _tell(made: Release) -> None:
    if made.folder is None:
        click.echo("nothing stands in the way; nothing was written")
    else:
        click.echo(f"wrote {shown_path(made.folder)}")
        for name, size in sorted({**made.files, SUMS: made.sums_size}.items()):
            click.echo(f"  {size:>10,}  {name}")
    click.echo(f"{SUMS}: sha256 {made.entry.digest}")
    if made.is_known:
        click.echo(f"evidence/releases.yml knows {made.entry.tag}: the same content was released before")
    else:
        click.echo("add to evidence/releases.yml, under `releases:`, and commit (`--record` does it):")
        click.echo(made.entry.as_yaml(), nl=False)
        click.echo(f"commit {CHANGES} beside it as {path_for(made.changes)}")


def _record(project: Project, made: Release) -> None:
    """The entry, and the list of changes beside it: also where the entry is known and the list was not kept."""
    from cerkit.workspace.released import record as write

    click.echo(f"wrote {shown_path(keep_change_list(project.root, made.changes))}; commit it")
    if not made.is_known:
        click.echo(f"wrote {shown_path(write(project, made.entry))}; commit it")
