"""`cerkit schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import click

from cerkit.cli.common import find_project, project_option, shown_path, write_output
from cerkit.render.schemas import FOLDER as SCHEMAS
from cerkit.render.schemas import editor_settings, schemas

FOLDER: Final = Path(SCHEMAS)


@click.command("schema")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Folder to write to (default: {FOLDER.as_posix()} in the repository).",
)
@project_option
def command(out: Path | None, start: Path | None) -> None:
    """Write JSON Schemas of every record file, with which an editor completes and explains fields.

    Without --out they go where the repository's editor settings look for them, and the settings are written if there
    are none. Any editor with a language server for YAML can use them.

    \b
    cerkit schema
    cerkit schema --out schemas
    """
    root = find_project(start).root if out is None else None
    folder = out or (root or Path()) / FOLDER
    made = schemas()
    for name, schema in made.items():
        text = json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        write_output(folder / f"{name}.json", text.encode())
    click.echo(f"wrote {shown_path(folder)}  ({len(made)} schemas)")
    settings = root / ".vscode" / "settings.json" if root else None
    if settings is not None and not settings.exists():
        write_output(settings, editor_settings().encode())
        click.echo(f"wrote {shown_path(settings)}")
