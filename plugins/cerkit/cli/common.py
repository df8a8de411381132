"""What the commands share: exit codes, options, colour, and where text goes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from cerkit.model.diagnostics import Diagnostic, Mode, Severity
from cerkit.model.errors import CerkitError
from cerkit.workspace.project import Project, open_project
from cerkit.workspace.writing import write_atomically

F = TypeVar("F", bound=Callable[..., Any])


class Exit(IntEnum):
    """Exit codes of every command."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    ENVIRONMENT = 3


class Day(click.ParamType[date]):
    """A day on the command line, ISO 8601."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2026-05-29", param, ctx)


def project_option(function: F) -> F:
    """`--project DIR`: a repository other than the one that holds the current folder."""
    return click.option(
        "-C",
        "--project",
        "start",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of the device's repository (default: the one that holds this folder).",
    )(function)


def on_option(function: F) -> F:
    """`--on DATE`: the day that counts as today."""
    return click.option("--on", type=Day(), help="Day that counts as today, for example 2026-06-30.")(
        function
    )


def format_option(*forms: str, help: str = "Form of the result.") -> Callable[[F], F]:  # noqa: A002  # click's word
    """`--format FORM`: the first form is the default."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help=help
    )


def mode_option(help: str) -> Callable[[F], F]:  # noqa: A002  # click's word
    """`--mode MODE`: a draft, unless it is said."""
    modes = [str(mode) for mode in Mode]
    return click.option(
        "--mode", type=click.Choice(modes), default=str(Mode.DRAFT), show_default=True, help=help
    )


def fail_on_option(function: F) -> F:
    """`--fail-on SEVERITY`."""
    return click.option(
        "--fail-on",
        type=click.Choice([str(severity) for severity in Severity]),
        default=str(Severity.ERROR),
        show_default=True,
        help="Least severity that makes the exit code 1.",
    )(function)


def complete_identifier(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Identifiers of the repository's records that begin so; none where there is no repository."""
    try:
        trace = open_project(None).assess(on=today()).trace
    except CerkitError:
        return []
    return [identifier for identifier in trace.nodes if identifier.lower().startswith(begun.lower())]


def find_project(start: Path | None) -> Project:
    return open_project(start)


def paint(text: str, colour: str) -> str:
    """Coloured on a terminal; click strips the colour when the output is piped."""
    return click.style(text, fg=colour, bold=True)


def fail_code(diagnostics: tuple[Diagnostic, ...], threshold: Severity) -> Exit:
    """FINDINGS when a diagnostic is at or above the threshold."""
    grave = any(item.severity.weight >= threshold.weight for item in diagnostics)
    return Exit.FINDINGS if grave else Exit.CLEAN


def today() -> date:
    """The system's day, for commands that look at the working tree."""
    return datetime.now().astimezone().date()


def say(message: str) -> None:
    """Progress and summaries go to stderr, so that results can be piped."""
    click.echo(message, err=True)


def shown_path(path: Path) -> Path:
    """A path as short as it can be told from here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def say_error(message: str, hint: str | None) -> None:
    """What is wrong, and what to do."""
    say(f"{paint('error', 'red')}: {message}")
    if hint:
        say(f"  hint: {hint}")


def write_output(path: Path, data: bytes) -> None:
    """A file that was asked for, in a folder that need not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, data)


def export_bytes(path: Path) -> bytes:
    """The export of a database, unless it is larger than any is."""
    from cerkit.literature.readers.decoding import LARGEST_EXPORT

    if path.stat().st_size > LARGEST_EXPORT:
        hint = "export the hits in several files, for example by year"
        raise CerkitError(f"{path} is larger than {LARGEST_EXPORT >> 20} MB", hint)
    return path.read_bytes()


def leave(code: Exit) -> NoReturn:
    sys.exit(int(code))
