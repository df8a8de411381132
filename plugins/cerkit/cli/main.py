"""The command `cerkit`. Each command lives in a module of its own, imported only when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Final, NoReturn

import click

from cerkit import __version__
from cerkit.cli.common import Exit, say_error
from cerkit.model.errors import CerkitError

_COMMANDS: Final = {
    "new": "Set up the repository of a new device.",
    "status": "Show what is done and what comes next, stage by stage.",
    "due": "List what is overdue, and what soon will be.",
    "check": "Check records, links and prose.",
    "build": "Build the website and the Word document.",
    "update": "Report what changed since a version, and what follows from it.",
    "template": "Write a Word template to begin with, or look at yours.",
    "redline": "Write what changed since a version as tracked changes in Word.",
    "comment": "Say what a change means, for a pull request.",
    "release": "Make the signed-off bundle of a tag.",
    "verify": "Check a released bundle, and name what was altered.",
    "serve": "Preview the website while writing.",
    "format": "Format record files; comments and meaning stay.",
    "show": "Show one record and everything that leads to and from it.",
    "requirements": "Show what the intended use asks for, what answers it, and what is missing.",
    "trace": "Write the traceability matrix as CSV, XLSX or JSON.",
    "checklist": "Fill in the release checklist or the reviewer's index from the records.",
    "versions": "Put the sites of released versions beside each other.",
    "review": "List what is to be looked at again after a change, and confirm it.",
    "import": "Import the exports of a search; no hit is lost without saying so.",
    "search": "Ask literature and safety databases, and lint search strings.",
    "screen": "Screen records on the terminal; tell progress and agreement.",
    "prisma": "Count the flow of records, as JSON, as PRISMA2020 CSV or as a drawing.",
    "source": "Begin the record of an included source.",
    "dedupe": "Link records of the same work, with the rule that says so.",
    "pool": "Pool the studies of a table: effects, or sensitivity and specificity.",
    "schema": "Write JSON Schemas with which an editor completes and explains fields.",
    "explain": "Explain a diagnostic's code.",
}


_MODULES: Final = {"import": "import_"}
"""Where a command's name is a word of the language."""


class _Lazy(click.Group):
    """Knows the commands' names and summaries without importing them: `check` must start in a moment."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"cerkit.cli.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="cerkit")
def _cerkit() -> None:
    """Keep a medical device's Clinical Evaluation Report as code.

    \b
    cerkit check                what is wrong, with place and remedy
    cerkit build                website and Word document into build/
    cerkit show CLM-1           one record and what hangs on it

    Exit codes: 0 clean, 1 findings, 2 usage, 3 environment.
    Shell completion: see `handbook/how-to/shell-completion`.
    """


def main() -> None:
    """Entry point. Only an environment that is broken, or a bug, leaves a command by an exception."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    stdout = sys.stdout
    try:
        _cerkit(prog_name="cerkit")
    except CerkitError as error:
        say_error(error.message, error.hint)
        sys.exit(Exit.ENVIRONMENT)
    except OSError as error:
        # A folder that cannot be written, a full disk: nothing that a traceback would explain better.
        named = f"{error.filename}: " if error.filename else ""
        say_error(f"{named}{error.strerror or error}", None)
        sys.exit(Exit.ENVIRONMENT)
    except SystemExit as done:
        # The reader of a pipe (head, less) went away: no finding of ours. Click then puts something in the place of
        # stdout, and ends with 1.
        if sys.stdout is not stdout:
            sys.exit(Exit.CLEAN)
        _end(done.code)


def _end(code: object) -> NoReturn:
    """Leave without taking a large dossier apart piece by piece: the system takes the memory back at once."""
    if not isinstance(code, int):
        sys.exit(code if isinstance(code, str) else Exit.CLEAN)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # The reader of a pipe went away between the last word and here.
            code = Exit.CLEAN if stream is sys.stdout else code
    os._exit(int(code))


__all__ = ["main"]
