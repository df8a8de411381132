"""`cerkit check`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import click

from cerkit import __version__
from cerkit.assess import RULES, Assessment
from cerkit.cli.common import fail_code, find_project, leave, on_option, paint, project_option, say, today
from cerkit.model.diagnostics import Diagnostic, Mode, Severity
from cerkit.reporters import report_github, report_json, report_sarif, report_text, summary


@click.command("check")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="Form of the findings: for people, programs, code scanning, or the lines of a pull request.",
)
@click.option(
    "--mode",
    type=click.Choice([str(mode) for mode in Mode]),
    default=str(Mode.DRAFT),
    show_default=True,
    help="What the check is for; a draft turns what only a release must have into notes.",
)
@click.option("--select", help="Codes to report, separated by commas; CER3 means all that begin so.")
@click.option(
    "--fail-on",
    type=click.Choice([str(severity) for severity in Severity]),
    default=str(Severity.ERROR),
    show_default=True,
    help="Least severity that makes the exit code 1.",
)
@on_option
@project_option
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def command(
    form: str,
    mode: str,
    select: str | None,
    fail_on: str,
    on: date | None,
    start: Path | None,
    paths: tuple[Path, ...],
) -> None:
    """Check records, links and prose of a device's repository.

    PATHS narrow the report to some files; the whole repository is read all the same, because a link may break
    anywhere. One folder that is a repository of its own is checked instead of the current one.

    \b
    cerkit check
    cerkit check --mode release
    cerkit check --format json | jq '.[].message'
    cerkit check --select CER3 evidence/claims.yml
    """
    if len(paths) == 1 and paths[0].is_dir() and (paths[0] / "mkdocs.yml").is_file():
        start, paths = paths[0], ()
    project = find_project(start)
    codes = _codes(select) if select else ("CER",)
    wanted = _relative(paths, project.root)
    assessment = project.assess(on=on or today(), mode=Mode(mode))
    found = tuple(
        item
        for item in assessment.diagnostics
        if item.rule.code.startswith(codes) and (not wanted or _is_below(item.place.path, wanted))
    )
    click.echo(_REPORTS[form](assessment, found), nl=False)
    if form == "text":
        say(summary(found, files=assessment.file_count, on=assessment.on.isoformat()))
        say(_mode_and_waivers(assessment))
        say(_not_run())
    leave(fail_code(found, Severity(fail_on)))


def _sarif(assessment: Assessment, found: Sequence[Diagnostic]) -> str:
    accepted = ((item.diagnostic, item.waiver.reason) for item in assessment.waived)
    return report_sarif(found, version=__version__, rules=RULES, accepted=accepted)


_REPORTS: Final[dict[str, Callable[[Assessment, Sequence[Diagnostic]], str]]] = {
    "text": lambda _assessment, found: report_text(found, paint),
    "json": lambda _assessment, found: report_json(found),
    "sarif": _sarif,
    "github": lambda _assessment, found: report_github(found),
}


def _mode_and_waivers(assessment: Assessment) -> str:
    waived = len(assessment.waived)
    accepted = f"; {waived} more waived, see evidence/waivers.yml" if waived else ""
    return f"mode {assessment.mode}, {len(RULES)} rules of version {__version__}{accepted}"


def _not_run() -> str:
    """Rules that need finished pages and documents are named, so that nobody takes them for clean."""
    from cerkit.publish.rules import RULES as DOCUMENT_RULES
    from cerkit.website.rules import RULES as SITE_RULES

    codes = sorted(rule.code for rule in (*SITE_RULES, *DOCUMENT_RULES))
    return (
        f"not run: {len(codes)} rules on finished pages ({codes[0]} to {codes[-1]}); `cerkit build` runs them"
    )


def _codes(select: str) -> tuple[str, ...]:
    """What the codes begin with. A code that no rule has would make every report clean."""
    codes = tuple(code.strip().upper() for code in select.split(",") if code.strip())
    for code in codes or (select,):
        if not any(rule.code.startswith(code) for rule in RULES):
            hint = "`cerkit explain` lists all codes; those of site and document are found by `cerkit build`."
            raise click.UsageError(f"No rule of the check begins with {code}. {hint}")
    return codes


def _relative(paths: tuple[Path, ...], root: Path) -> tuple[str, ...]:
    """Paths from the top of the repository, as diagnostics print them."""
    resolved = tuple(path.resolve() for path in paths)
    for path in resolved:
        if not path.is_relative_to(root):
            raise click.UsageError(f"{path} lies outside the repository {root}.")
    return tuple(path.relative_to(root).as_posix() for path in resolved)


def _is_below(path: str, wanted: tuple[str, ...]) -> bool:
    return any(prefix == "." or path == prefix or path.startswith(f"{prefix}/") for prefix in wanted)
