"""`cerkit check`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cerkit import __version__
from cerkit.cli.common import (
    fail_code,
    fail_on_option,
    find_project,
    format_option,
    leave,
    mode_option,
    on_option,
    paint,
    project_option,
    say,
    today,
)
from cerkit.model.diagnostics import Diagnostic, Mode, Severity
from cerkit.reporters import report_github, report_json, report_text, summary

if TYPE_CHECKING:
    from cerkit.assess import Assessment


@click.command("check")
@format_option(
    "text",
    "json",
    "sarif",
    "github",
    help="Form of the findings: for people, programs, code scanning, or the lines of a pull request.",
)
@mode_option("What the check is for; a draft turns what only a release must have into notes.")
@click.option("--select", help="Codes to report, separated by commas; CER3 means all that begin so.")
@fail_on_option
@click.option(
    "--since",
    metavar="REVISION",
    help="Report only what is new since a revision, for example origin/main: what a pull request brings.",
)
@click.option(
    "--notes", is_flag=True, help="Print notes as well; in a draft they name what is still missing."
)
@on_option
@project_option
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def command(
    form: str,
    mode: str,
    select: str | None,
    fail_on: str,
    since: str | None,
    notes: bool,  # noqa: FBT001  # click's
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
    cerkit check --since origin/main --format github
    cerkit check --format json | jq '.[].message'
    cerkit check --select CER3 evidence/claims.yml
    """
    if len(paths) == 1 and paths[0].is_dir() and (paths[0] / "mkdocs.yml").is_file():
        start, paths = paths[0], ()
    project = find_project(start)
    wanted = _relative(paths, project.root)
    day = on or today()
    answer = project.check(on=day, mode=Mode(mode), since=since)
    codes = _codes(select, answer.codes) if select else ("CER",)
    found = tuple(
        item
        for item in answer.found
        if item.rule.code.startswith(codes) and (not wanted or _is_below(item.place.path, wanted))
    )
    told = found if notes or fail_on == Severity.NOTE else _above_notes(found)
    click.echo(
        _reported(form, found, told, lambda: answer.assessment or project.assess(on=day, mode=Mode(mode))),
        nl=False,
    )
    if form == "text":
        say(summary(found, files=answer.file_count, on=day.isoformat()))
        if len(told) < len(found):
            say("notes are not shown: `cerkit check --notes` prints them")
        accepted = f"; {answer.waived} more waived, see evidence/waivers.yml" if answer.waived else ""
        say(f"mode {mode}, {len(answer.codes)} rules of version {__version__}{accepted}")
        say(_not_run())
    leave(fail_code(found, Severity(fail_on)))


def _above_notes(found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    return tuple(item for item in found if item.severity is not Severity.NOTE)


def _reported(
    form: str, found: Sequence[Diagnostic], told: Sequence[Diagnostic], assess: Callable[[], Assessment]
) -> str:
    """For people what is to be told; for programs everything."""
    if form == "text":
        return report_text(told, paint)
    if form == "github":
        return report_github(told)
    if form == "json":
        return report_json(found)
    from cerkit.reporters.sarif import report_sarif

    # Code scanning wants the rules in full and what was accepted, which an answer does not hold.
    assessment = assess()
    accepted = ((item.diagnostic, item.waiver.reason) for item in assessment.waived)
    return report_sarif(found, version=__version__, rules=assessment.report.rules, accepted=accepted)


def _not_run() -> str:
    """Rules that need finished pages and documents are named, so that nobody takes them for clean."""
    from cerkit.publish.rules import RULES as DOCUMENT_RULES
    from cerkit.website.rules import RULES as SITE_RULES

    codes = sorted(rule.code for rule in (*SITE_RULES, *DOCUMENT_RULES))
    return (
        f"not run: {len(codes)} rules on finished pages ({codes[0]} to {codes[-1]}); `cerkit build` runs them"
    )


def _codes(select: str, known: Sequence[str]) -> tuple[str, ...]:
    """What the codes begin with. A code that no rule has would make every report clean."""
    codes = tuple(code.strip().upper() for code in select.split(",") if code.strip())
    for code in codes or (select,):
        if not any(rule.startswith(code) for rule in known):
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
