"""`cerkit template`."""

from __future__ import annotations

from pathlib import Path

import click

from cerkit.cli.common import fail_code, fail_on_option, format_option, leave, paint, say, shown_path
from cerkit.model.diagnostics import Severity
from cerkit.model.errors import CerkitError

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("template")
@click.option(
    "--check",
    "checked",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write nothing; say what a report will lack with this template.",
)
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
@format_option("text", "json", help="Form of what --check finds.")
@fail_on_option
@click.argument("file", type=_FILE, required=False)
def command(*, checked: Path | None, force: bool, form: str, fail_on: str, file: Path | None) -> None:
    """Write a Word template to begin with to FILE (default: template.docx), or look at yours.

    Every style of a report has a sample that says what it is for; header and footer hold fields for the number, the
    version and the notice.

    \b
    cerkit template company.docx
    cerkit template --check company.docx
    """
    if checked is not None:
        if file is not None:
            raise click.UsageError("Name a file to write, or one to look at with --check, not both.")
        _check(checked, form, Severity(fail_on))
    target = file or Path("template.docx")
    if target.exists() and not force:
        raise CerkitError(f"{target.name} is there already", "choose another name, or say --force")
    from cerkit.publish.archive import replace_file
    from cerkit.publish.template import starting_template

    replace_file(target, starting_template())
    click.echo(f"wrote {shown_path(target)}")


def _check(path: Path, form: str, threshold: Severity) -> None:
    from cerkit.publish.template_check import check_template
    from cerkit.reporters import report_json, report_text

    found = check_template(path.read_bytes(), path.as_posix())
    click.echo(report_json(found) if form == "json" else report_text(found, paint), nl=False)
    say(
        "the template lacks nothing"
        if not found
        else f"{len(found)} found; a report can be written with all but errors"
    )
    leave(fail_code(found, threshold))
