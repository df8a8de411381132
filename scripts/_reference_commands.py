"""The reference's page of commands, from the texts that `--help` prints, and of scripts, from their docstrings."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from _reference_markdown import page

_WIDTH: Final = 88
_INTRODUCTION: Final = """\
# Commands

`cerkit` is installed in `.venv` by `python scripts/build.py`.
Without activating the environment it is called as `python scripts/run.py cerkit`, or as `.venv/bin/cerkit`
(`.venv\\Scripts\\cerkit` on Windows).

This page is made from the texts that `cerkit --help` prints.
"""
_EXIT_CODES: Final = """\
## Exit codes {: #exit-codes }

| Code | Meaning |
|---|---|
| 0 | clean: no finding at or above the threshold |
| 1 | findings: mistakes in the records or the prose |
| 2 | usage: the command was called wrongly, or names a record or rule that does not exist |
| 3 | environment: something that the command needs is missing or broken, for example Pandoc |

Findings go to standard output, progress and summaries to standard error, so that findings can be piped.
"""
_SCRIPTS: Final = ("build.py", "test.py", "run.py", "bench.py", "lock.py", "reference.py")
_SCRIPTS_INTRODUCTION: Final = """\
## Scripts of this repository {: #scripts }

Scripts need Python 3.11 or newer and nothing else; they run the programs of `.venv`.
"""


def commands_page(root: Path) -> str:
    """Every command with its options, then the scripts below `root`."""
    group = command_group()
    context = click.Context(group, info_name="cerkit", terminal_width=_WIDTH, **group.context_settings)
    parts = [_INTRODUCTION]
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            parts += _section(command, context)
    parts += [_EXIT_CODES, _SCRIPTS_INTRODUCTION, *_scripts(root / "scripts")]
    return page(parts)


def command_group() -> click.Group:
    """The command `cerkit` itself. Its module is found by name: the package shows a function of the same name."""
    module = importlib.import_module("cerkit.cli.main")
    return next(value for value in vars(module).values() if isinstance(value, click.Group))


def _section(command: click.Command, parent: click.Context, above: str = "") -> Iterator[str]:
    """A command, and below it those that it is made of."""
    name = command.name or ""
    command._help_option = None  # noqa: SLF001  # click keeps that of the first call, which may not know the group's `-h`
    context = click.Context(command, info_name=name, parent=parent, terminal_width=_WIDTH)
    full = f"{above} {name}".strip()
    yield f"{'###' if above else '##'} {full} {{: #{full.replace(' ', '-')} }}"
    text, examples = _help_parts(command)
    yield text
    yield f"```text\n{command.get_usage(context)}\n```"
    options = [record for option in command.get_params(context) if (record := _record(option, context))]
    rows = (f"| `{_cell(left)}` | {_cell(right)} |" for left, right in options)
    yield "\n".join(("| Option | Meaning |", "|---|---|", *rows))
    if examples:
        yield f"```text\n{examples}\n```"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None:
                yield from _section(found, context, full)


def _record(parameter: click.Parameter, context: click.Context) -> tuple[str, str] | None:
    return parameter.get_help_record(context) if isinstance(parameter, click.Option) else None


def _help_parts(command: click.Command) -> tuple[str, str]:
    r"""The sentences of a help text, and the examples, which stand after a `\b`."""
    blocks = (command.help or "").split("\n\n")
    sentences = (" ".join(block.split()) for block in blocks if not block.lstrip().startswith("\b"))
    examples = (inspect.cleandoc(block.replace("\b", "")) for block in blocks if "\b" in block)
    return "\n\n".join(sentences), "\n".join(examples)


def _scripts(folder: Path) -> Iterator[str]:
    for name in _SCRIPTS:
        path = folder / name
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        first, _, rest = said.partition("\n\n")
        yield f"### `{name}` {{: #script-{path.stem} }}"
        yield " ".join(first.split())
        for block in filter(None, rest.split("\n\n")):
            is_call = block.lstrip().startswith("python ")
            yield f"```text\n{inspect.cleandoc(block)}\n```" if is_call else " ".join(block.split())


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|")
