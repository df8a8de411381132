"""`cerkit screen`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cerkit.cli.common import (
    Exit,
    find_project,
    format_option,
    leave,
    on_option,
    project_option,
    say,
    say_error,
    today,
)
from cerkit.model.errors import CerkitError

if TYPE_CHECKING:
    from cerkit.literature.returned import Incoming
    from cerkit.model.dossier import Dossier
    from cerkit.model.records.review import Decision, Protocol
    from cerkit.model.works import Work
    from cerkit.screening.session import Session, Task
    from cerkit.screening.terminal import Ranking
    from cerkit.workspace.project import Project

_STAGES = ("title-abstract", "full-text")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for on the command line."""

    stage: str
    person: str | None
    round_name: str | None
    resolve: bool
    order: str
    is_status: bool
    work_saved: bool
    target: Path | None
    tool: str
    source: Path | None
    foreign: str | None
    all_are: str | None
    replace: bool
    dry_run: bool
    form: str
    on: date | None
    start: Path | None


@click.command("screen")
@click.option(
    "--stage",
    type=click.Choice(_STAGES),
    default=_STAGES[0],
    show_default=True,
    help="Stage of the screening.",
)
@click.option(
    "--as", "person", metavar="NAME", help="Reviewer's short name; with --resolve an evaluator, EVR-3."
)
@click.option(
    "--round", "round_name", metavar="ROUND", help="Only records first found in this round, such as 2026."
)
@click.option("--resolve", is_flag=True, help="Decide where two reviewers disagree, as a third person.")
@click.option(
    "--order",
    type=click.Choice(["key", "relevance"]),
    default="key",
    show_default=True,
    help="Order of the records; relevance learns from your decisions and leaves no record out.",
)
@click.option(
    "--status", "is_status", is_flag=True, help="Say how far the screening is, and how far reviewers agree."
)
@click.option(
    "--work-saved", is_flag=True, help="With --status: what an order by relevance would have saved."
)
@click.option(
    "--export",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the records with the decisions to FILE (.csv or .ris).",
)
@click.option(
    "--for",
    "tool",
    type=click.Choice(["rayyan", "covidence", "asreview"]),
    default="rayyan",
    show_default=True,
    help="With --export: whose columns and tags.",
)
@click.option(
    "--import",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take decisions from FILE, as Rayyan, Covidence or ASReview export it (CSV or RIS).",
)
@click.option(
    "--person", "foreign", metavar="NAME", help="With --import: the person's name in the other tool."
)
@click.option(
    "--all-are",
    type=click.Choice(["include", "exclude", "maybe"]),
    help="With --import: the decision on every record of a list without decisions (Covidence has a file for each).",
)
@click.option("--replace", is_flag=True, help="With --import: also change decisions that are there already.")
@click.option("--dry-run", is_flag=True, help="With --import: write nothing.")
@format_option("text", "json", help="Form of --status.")
@on_option
@project_option
def command(**options: Any) -> None:
    """Screen records on the terminal, one key a decision.

    Each decision is written at once, as one line of evidence/screening/STAGE/NAME.yml; the next start goes on where the
    last one ended. Title and abstract are shown with the protocol's words marked. ? shows the keys.

    \b
    cerkit screen --as ab
    cerkit screen --as cd --stage full-text
    cerkit screen --resolve --as EVR-3
    cerkit screen --status --format json
    cerkit screen --export rayyan.csv --for rayyan
    cerkit screen --import articles.csv --as ab --person "Ann Berg"
    """
    asked = _Asked(**options)
    if sum((asked.is_status, asked.target is not None, asked.source is not None, asked.resolve)) > 1:
        raise click.UsageError("--status, --resolve, --export and --import are four different things to do")
    project = find_project(asked.start)
    dossier = project.link().dossier
    _know_round(dossier, asked.round_name)
    if asked.is_status:
        _status(dossier, asked)
    elif asked.target is not None:
        _export(dossier, asked, asked.target)
    elif asked.source is not None:
        _import(project, dossier, asked, asked.source)
    else:
        _screen(project, dossier, asked)


def _know_round(dossier: Dossier, name: str | None) -> None:
    """UsageError for a round without records: nothing left to screen would look like all done."""
    from cerkit.model.works import round_of

    known = sorted({round_of(batch.search) for batch in dossier.record_batches})
    if name is not None and name not in known:
        raise click.UsageError(f"there is no round {name}; rounds: {', '.join(known) or 'none'}")


def _protocol(dossier: Dossier) -> Protocol:
    if dossier.protocol is None:
        raise CerkitError("there is no protocol that can be read", "`cerkit check` tells what is wrong in it")
    return dossier.protocol


def _reviewer(protocol: Protocol, person: str | None) -> str:
    """The reviewer who is named; without a name the only one there is."""
    names = [reviewer.name for reviewer in protocol.reviewers]
    if person is None and len(names) == 1:
        return names[0]
    if person not in names:
        told = f"{person} is no reviewer of the protocol" if person else "say who screens: --as NAME"
        raise click.UsageError(f"{told}; reviewers: {', '.join(names) or 'none'}")
    return person


def _screen(project: Project, dossier: Dossier, asked: _Asked) -> None:
    from cerkit.model.screening import RESOLVED
    from cerkit.screening.session import Session
    from cerkit.screening.tasks import decisions_of
    from cerkit.workspace.collection import without_collection
    from cerkit.workspace.decisions import DecisionFile

    protocol = _protocol(dossier)
    # Ten thousand records are made here, and none of them is rubbish.
    with without_collection(freeze=True):
        task = _task(dossier, protocol, asked)
    if not task.works:
        say(_nothing(dossier, asked))
        return
    name = RESOLVED if asked.resolve else task.reviewer
    file = DecisionFile(project.root, asked.stage, name)
    path = project.root / file.name
    if file.name in dossier.broken:
        raise CerkitError(
            f"{file.name} has mistakes", "mend them first: `cerkit check` names each with its place"
        )
    file.check()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        hint = "run it on a terminal, or edit the file of decisions"
        raise CerkitError("screening needs a terminal", hint)
    decided = decisions_of(dossier, asked.stage, name)
    session = Session(task, decided, save=file.save, today=lambda: asked.on or today(), clock=time.monotonic)
    from cerkit.screening.terminal import run

    before = session.decided_count
    # The line broke, or ^C: what was decided is saved.
    with suppress(EOFError, KeyboardInterrupt):
        run(session, ranking=_ranking(session) if asked.order == "relevance" else None)
    _tell(session, before, file.name, is_written=path.is_file())


def _task(dossier: Dossier, protocol: Protocol, asked: _Asked) -> Task:
    from cerkit.screening.tasks import resolution_of, task_of

    if not asked.resolve:
        reviewer = _reviewer(protocol, asked.person)
        return task_of(dossier, protocol, asked.stage, reviewer, round_name=asked.round_name)
    names = [item.id for item in dossier.evaluators]
    if asked.person not in names:
        raise click.UsageError(f"say who resolves: --as EVALUATOR; evaluators: {', '.join(names) or 'none'}")
    return resolution_of(dossier, protocol, asked.stage, asked.person, round_name=asked.round_name)


def _nothing(dossier: Dossier, asked: _Asked) -> str:
    if asked.resolve:
        return f"{asked.stage}: no disagreement that {asked.person} could resolve as a third person"
    if not dossier.record_batches:
        return "there are no records yet: `cerkit import` brings them in"
    return f"{asked.stage}: no record waits here"


def _ranking(session: Session) -> Ranking:
    _needs_sklearn()
    from cerkit.screening.relevance import Relevance

    return Relevance(session.task.works)


def _needs_sklearn() -> None:
    import importlib.util

    if importlib.util.find_spec("sklearn") is None:
        hint = "install it with: pip install 'cerkit[screening]', or screen in the order of the keys"
        raise CerkitError("the order by relevance needs scikit-learn, which is not installed", hint)


def _tell(session: Session, before: int, name: str, *, is_written: bool) -> None:
    left = len(session.task.works) - session.decided_count
    change = session.decided_count - before
    if is_written and change:
        say(f"{change} more decided; {left} left; written to {name}")
    else:
        say(f"{session.decided_count} decided, {left} left")


def _status(dossier: Dossier, asked: _Asked) -> None:
    from cerkit.screening.status import status_json, status_text
    from cerkit.screening.tasks import status_of

    found = status_of(dossier, round_name=asked.round_name)
    saved = _saved(dossier, asked.round_name) if asked.work_saved else None
    if asked.form == "json":
        click.echo(json.dumps(status_json(found, saved), ensure_ascii=False, indent=2))
    else:
        click.echo(status_text(found, saved), nl=False)


def _saved(dossier: Dossier, round_name: str | None) -> Any:
    """What relevance would have saved at title and abstract, on the works that are finished."""
    _needs_sklearn()
    from cerkit.model.screening import stages, works_at
    from cerkit.screening.relevance import Relevance

    found = works_at(dossier, _STAGES[0], round_name=round_name)
    stage = stages(dossier).get(_STAGES[0])
    results = {work.key: stage.result(work.keys) for work in found} if stage else {}
    labels = {key: result.decision != "exclude" for key, result in results.items() if result is not None}
    return Relevance(found).saved(labels)


def _export(dossier: Dossier, asked: _Asked, target: Path) -> None:
    from cerkit.literature.exchange import Row, export_csv, export_ris
    from cerkit.model.screening import stages, works_at
    from cerkit.workspace.writing import write_atomically

    if target.suffix not in (".csv", ".ris"):
        raise click.UsageError(f"{target.name}: the name says the form, .csv or .ris")
    protocol = _protocol(dossier)
    screened = stages(dossier).get(asked.stage)
    rows = []
    for work in works_at(dossier, asked.stage, round_name=asked.round_name):
        given: Mapping[str, Decision] = screened.given(work.keys) if screened else {}
        rows.append(Row(work, {name: item for name, item in given.items() if asked.person in (None, name)}))
    write = export_csv if target.suffix == ".csv" else export_ris
    write_atomically(target, write(rows, asked.tool, protocol.exclusion))
    say(f"{len(rows)} records written to {target}")


def _import(project: Project, dossier: Dossier, asked: _Asked, source: Path) -> None:
    from cerkit.model.screening import works_at
    from cerkit.screening.tasks import decisions_of
    from cerkit.workspace.decisions import DecisionFile

    reviewer = _reviewer(_protocol(dossier), asked.person)
    found = works_at(dossier, asked.stage)
    incoming = _read(dossier, asked, source, found)
    known = decisions_of(dossier, asked.stage, reviewer)
    # A work that has several keys keeps the one under which it was decided.
    named = {work.key: next((key for key in work.keys if key in known), work.key) for work in found}
    told = {named[key]: item for key, item in incoming.decisions.items()}
    new = {
        key: item
        for key, item in told.items()
        if key not in known or (asked.replace and not _is_same(known[key], item))
    }
    file = DecisionFile(project.root, asked.stage, reviewer)
    if new and not asked.dry_run:
        file.save(dict(new))
    done = "would be written" if asked.dry_run else "written"
    say(f"{incoming.tool}: {len(incoming.decisions)} decisions read, {len(new)} {done} to {file.name}")
    for line in incoming.unknown:
        say(f"{source}: no record of this review: {line}")
    if incoming.unknown:
        leave(Exit.FINDINGS)


def _read(dossier: Dossier, asked: _Asked, source: Path, works: tuple[Work, ...]) -> Incoming:
    """The decisions in a file; findings where none can be taken from it, or one lacks its reason."""
    from cerkit.literature.returned import ExchangeError, read_decisions

    reasons, day = _protocol(dossier).exclusion, asked.on or today()
    data = source.read_bytes()
    try:
        read = read_decisions(data, works, reasons, person=asked.foreign, all_are=asked.all_are, on=day)
    except ExchangeError as error:
        say_error(f"{source}: {error.message}", error.hint)
        leave(Exit.FINDINGS)
    lacking = [key for key, item in read.decisions.items() if item.decision == "exclude" and not item.reason]
    if asked.stage == "full-text" and lacking:
        say(f"{source}: {len(lacking)} exclusions without a reason of the protocol ({lacking[0]}, ...)")
        say("  hint: at full text each needs one; give the reasons the protocol's names or numbers there")
        leave(Exit.FINDINGS)
    return read


def _is_same(one: Decision, other: Decision) -> bool:
    """Whether two decisions differ in their day at most."""
    return (one.decision, one.reason, one.note) == (other.decision, other.reason, other.note)
