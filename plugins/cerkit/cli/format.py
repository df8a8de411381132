"""`cerkit format`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import click

from cerkit.cli.common import Exit, find_project, leave, paint, project_option, say
from cerkit.formatting import Formatted, Refused, format_file
from cerkit.model.diagnostics import Place
from cerkit.workspace.folders import read_tree
from cerkit.workspace.project import Project
from cerkit.workspace.writing import write_atomically


@click.command("format")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; list the files that would change.")
@project_option
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def command(*, only_check: bool, start: Path | None, paths: tuple[Path, ...]) -> None:
    """Put record files into one order and style; comments and meaning stay.

    Fields stand in the order of the reference, two blanks deeper at each level. Quotes and line breaks in texts stay as
    they are written. A file that cannot be read, or would say something else afterwards, is left alone and named.
    PATHS narrow the work to some files or folders below evidence/.

    \b
    cerkit format
    cerkit format --check
    cerkit format evidence/claims.yml
    """
    project = find_project(start)
    wanted = _relative(paths, project.root)
    changed = refused = count = 0
    for path, data, answer in _answers(project, wanted):
        count += 1
        if isinstance(answer, Refused):
            refused += 1
            click.echo(_refusal(answer))
        elif answer.data != data:
            changed += 1
            if not only_check:
                write_atomically(project.root / path, answer.data)
            click.echo(f"{'would format' if only_check else 'formatted'} {path}")
    say(_summary(count, changed, refused, only_check=only_check))
    leave(Exit.FINDINGS if refused or (changed and only_check) else Exit.CLEAN)


def _answers(project: Project, wanted: frozenset[str]) -> Iterator[tuple[str, bytes, Formatted | Refused]]:
    """Path and bytes of each record file, and what formatting it gives. Files are read one after the other."""
    tree = read_tree(project.root, project.settings.docs_dir)
    for path in tree.outside:
        if _is_record_file(path, wanted):
            message = "the file is a link that leads out of the repository"
            yield (
                path,
                b"",
                Refused(Place(path, line=1, column=1), message, "copy the file into the repository"),
            )
    for path in tree.files:
        if not _is_record_file(path, wanted):
            continue
        place = (project.root / path).resolve()
        if place == project.root / path:
            yield path, tree.files[path], format_file(path, tree.files[path])
        elif not place.is_relative_to(project.root / "evidence"):
            # What lies below evidence/ is formatted in its own place.
            message = "the file is a link to one outside evidence/"
            yield path, b"", Refused(Place(path, line=1, column=1), message, "copy the file into evidence/")


def _is_record_file(path: str, wanted: frozenset[str]) -> bool:
    if not path.startswith("evidence/") or not path.endswith((".yml", ".yaml")):
        return False
    return (
        not wanted or path in wanted or any(str(folder) in wanted for folder in PurePosixPath(path).parents)
    )


def _relative(paths: tuple[Path, ...], root: Path) -> frozenset[str]:
    """Paths from the top of the repository. A link is meant itself, not the file to which it leads."""
    named = tuple(
        path.parent.resolve() / path.name if path.is_symlink() else path.resolve() for path in paths
    )
    for path in named:
        if not path.is_relative_to(root):
            raise click.UsageError(f"{path} lies outside the repository {root}.")
    return frozenset(path.relative_to(root).as_posix() for path in named)


def _refusal(refused: Refused) -> str:
    place = f"{refused.place.path}:{refused.place.line}:{refused.place.column}"
    return f"{place}: {paint('not formatted', 'red')}: {refused.message}\n  hint: {refused.hint}"


def _summary(count: int, changed: int, refused: int, *, only_check: bool) -> str:
    verb = "would be formatted" if only_check else "formatted"
    left = f", {refused} left alone" if refused else ""
    return f"{changed} of {count} record files {verb}{left}"
