"""`cerkit verify`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cerkit.cli.common import Exit, format_option, leave, paint, say
from cerkit.publish.verification import verify
from cerkit.workspace.bundles import SUMS, digest_of_sums, open_bundle


@click.command("verify")
@click.argument("bundle", type=click.Path(exists=True, path_type=Path))
@click.option("--digest", metavar="SHA256", help=f"Digest that {SUMS} must have, from evidence/releases.yml.")
@format_option("text", "json", help="Form of the findings.")
def command(bundle: Path, digest: str | None, form: str) -> None:
    """Check a released BUNDLE, a folder or a ZIP archive of one, without repository or network.

    Every file is compared with SHA256SUMS, and whatever was altered, is missing or was put in is named. The sums
    themselves are believed, unless --digest says what theirs was.

    \b
    cerkit verify build/release/CER-DRT-001_1.1.0
    cerkit verify CER-DRT-001_1.1.0.zip --format json
    """
    files = open_bundle(bundle)
    found = verify(files, digest=digest)
    if form == "json":
        told = [{"kind": str(item.kind), "file": item.file, "message": item.message} for item in found]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for item in found:
            click.echo(f"{paint(str(item.kind), 'red')}: {_line(item.file)}: {_line(item.message)}")
    say(f"{len(files)} files, {len(found) or 'none'} not as released; {SUMS}: sha256 {digest_of_sums(files)}")
    leave(Exit.FINDINGS if found else Exit.CLEAN)


def _line(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode() if text.isprintable() else ascii(text)[1:-1]
