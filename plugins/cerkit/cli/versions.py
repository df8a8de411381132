"""`cerkit versions`."""

from __future__ import annotations

from pathlib import Path

import click

from cerkit.cli.common import say, shown_path


@click.command("versions")
@click.argument("bundles", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/versions"),
    show_default=True,
    help="Folder to write to; it is replaced whole.",
)
def command(bundles: tuple[Path, ...], out: Path) -> None:
    """Put the sites of released versions beside each other.

    BUNDLES are what `cerkit release` wrote, as folders or ZIP archives, in any order. Each is verified first. Every
    page then offers the other versions, and one of an older version says so. The first page leads to the newest.

    \b
    cerkit versions build/release/*/ --out build/versions
    cerkit versions CER-DRT-001_1.0.0.zip CER-DRT-001_1.1.0.zip
    """
    from cerkit.publish.versions import publish_versions

    versions = publish_versions(bundles, out)
    newest = versions[0].document
    say(f"newest: {newest.number} version {newest.version} of {newest.date}")
    click.echo(f"wrote {shown_path(out / 'index.html')}  ({len(versions)} versions)")
