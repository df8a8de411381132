"""`cerkit serve`."""

from __future__ import annotations

from pathlib import Path

import click

from cerkit.cli.common import find_project, project_option


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port of the preview."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--open", "open_in_browser", is_flag=True, help="Open the preview in a browser.")
@project_option
def command(port: int, host: str, open_in_browser: bool, start: Path | None) -> None:  # noqa: FBT001  # click's call
    """Preview the site while writing; it is built anew when prose or records change. Ctrl-C ends it.

    \b
    cerkit serve
    cerkit serve --port 8001 --open
    """
    from cerkit.website.building import serve_site

    project = find_project(start)
    serve_site(project.root / "mkdocs.yml", address=f"{host}:{port}", open_in_browser=open_in_browser)
