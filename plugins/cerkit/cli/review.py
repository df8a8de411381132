"""`cerkit review`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cerkit.cli.common import (
    Exit,
    complete_identifier,
    find_project,
    format_option,
    leave,
    on_option,
    paint,
    project_option,
    say,
    today,
    write_output,
)
from cerkit.formatting.confirmations import with_confirmation
from cerkit.formatting.refusal import RefusalError
from cerkit.model.diagnostics import Mode
from cerkit.model.errors import CerkitError
from cerkit.model.identifiers import near_identifiers
from cerkit.model.meaning import Cause, Meanings, Suspect, named_by, pairs_in, root_of
from cerkit.model.records.control import ReviewEntry
from cerkit.model.suspicions import who_looks

if TYPE_CHECKING:
    from cerkit.assess import Assessment
    from cerkit.workspace.project import Project

_FOLDER: Final = "evidence/reviews/"
_BESIDE: Final = 4
"""Words that are shown before and after those in which two texts differ."""


@click.command("review")
@click.argument("records", nargs=-1, metavar="[ID]...", shell_complete=complete_identifier)
@click.option("--by", metavar="EVALUATOR", help="Who looked: an identifier of evidence/evaluators.yml.")
@click.option("--reason", help="Why the records stand as they are, in a sentence.")
@format_option("text", "json", help="Form of the list: for people or programs.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the lines that would be written.")
@on_option
@project_option
def command(
    records: tuple[str, ...],
    by: str | None,
    reason: str | None,
    form: str,
    dry_run: bool,  # noqa: FBT001  # click's
    on: date | None,
    start: Path | None,
) -> None:
    """List what is to be looked at again after a change, or confirm that it was.

    Without ID: the records that rest on something which changed since the previous release, and that nobody has
    changed or confirmed since; the exit code is 1 where there are any. With ID: one line for each record in the file of
    the person below evidence/reviews/, which holds for exactly what the record and all that it names say now.

    \b
    cerkit review
    cerkit review --format json | jq '.[].record'
    cerkit review AC-1 --by EVR-1 --reason "The range still lies below the bound; the margin holds."
    """
    project = find_project(start)
    day = on or today()
    assessment = project.assess(on=day, mode=Mode.RELEASE)
    if not records:
        if by or reason:
            raise click.UsageError("Name the records that are confirmed; without them the command lists.")
        _list(assessment, form)
        return
    if by is None or reason is None or not reason.strip():
        raise click.UsageError(
            "A confirmation needs --by and --reason: who looked, and why the record stands."
        )
    wanted = tuple(dict.fromkeys(_known(assessment, name) for name in records))
    _check_evaluator(assessment, by)
    _confirm(project, assessment, wanted, by=by, reason=reason, day=day, dry_run=dry_run)


def _list(assessment: Assessment, form: str) -> None:
    found = assessment.suspects or ()
    if form == "json":
        rows = [_row(assessment, suspect) for suspect in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for suspect in found:
            click.echo("\n".join(_told(assessment, suspect)))
    if assessment.suspects is None:
        say("there is no previous release with which to compare; `previous_release` in mkdocs.yml names one")
    else:
        number = len(found) or "no"
        say(f"{number} record{'' if len(found) == 1 else 's'} to be looked at again")
    leave(Exit.FINDINGS if found else Exit.CLEAN)


def _told(assessment: Assessment, suspect: Suspect) -> Iterator[str]:
    node, place = assessment.trace.nodes[suspect.record], suspect.place
    who = ", ".join(_who(assessment, suspect))
    yield f"{paint(suspect.record, 'yellow')} {node.title}"
    yield f"  {place.path}:{place.line}:{place.column}: to be looked at by {who or 'an evaluator'}"
    for cause in suspect.causes:
        yield f"  {cause.named} ({', '.join(cause.relations)})"
        for change in cause.changes:
            name = "" if change.id == cause.named else f"{change.id} "
            if change.how != "changed":
                yield f"    {name}{change.how}"
            for field in change.fields:
                yield from (f"    {line}" for line in _differing(f"{name}{field.name}", field.old, field.new))


def _differing(name: str, old: str | None, new: str | None) -> Iterator[str]:
    """Both values; of lists, and of texts of several parts, the parts that differ; of others the words that do."""
    if old is None or new is None:
        yield f"{name}: {old or 'nothing'} -> {new or 'nothing'}"
    elif "; " in old + new:
        before, after = old.split("; "), new.split("; ")
        yield f"{name}:"
        yield from (f"  - {item}" for item in before if item not in after)
        yield from (f"  + {item}" for item in after if item not in before)
    else:
        yield f"{name}: {_around(old, new)} -> {_around(new, old)}"


def _around(text: str, other: str) -> str:
    """The words of a text from the first that differs to the last, with a few beside them."""
    words, others = text.split(), other.split()
    same = zip(words, others, strict=False)
    first = next((at for at, pair in enumerate(same) if pair[0] != pair[1]), min(len(words), len(others)))
    back = zip(reversed(words), reversed(others), strict=False)
    last = next((at for at, pair in enumerate(back) if pair[0] != pair[1]), 0)
    start, end = max(0, first - _BESIDE), max(first, len(words) - last) + _BESIDE
    return ("... " if start else "") + " ".join(words[start:end]) + (" ..." if end < len(words) else "")


def _row(assessment: Assessment, suspect: Suspect) -> dict[str, object]:
    node, place = assessment.trace.nodes[suspect.record], suspect.place
    return {
        "record": suspect.record,
        "kind": str(node.kind),
        "title": node.title,
        "path": place.path,
        "line": place.line,
        "who": list(_who(assessment, suspect)),
        "digest": suspect.digest,
        "causes": [_cause_row(cause) for cause in suspect.causes],
    }


def _cause_row(cause: Cause) -> dict[str, object]:
    """Changes in the form of `cerkit update`: kind, subject, field, old, new."""
    rows: list[dict[str, object]] = []
    for change in cause.changes:
        fields = change.fields or (None,)
        rows += [
            {
                "kind": change.how,
                "subject": change.id,
                "field": field.name if field else None,
                "old": field.old if field else None,
                "new": field.new if field else None,
            }
            for field in fields
        ]
    return {"named": cause.named, "fields": list(cause.relations), "changes": rows}


def _who(assessment: Assessment, suspect: Suspect) -> tuple[str, ...]:
    return who_looks(assessment.dossier, assessment.trace.nodes[suspect.record].kind)


def _known(assessment: Assessment, name: str) -> str:
    """The identifier of a record; UsageError for what is none, and for a part of one."""
    trace = assessment.trace
    if name not in trace.nodes or not trace.nodes[name].is_written:
        records = (node.id for node in trace.nodes.values() if node.is_written)
        hint = near_identifiers(name, records)
        raise click.UsageError(f"There is no record {name}." + (f" ({hint})" if hint else ""))
    root = root_of(trace, name)
    if root != name:
        raise click.UsageError(f"{name} is a part of {root}; confirm {root}.")
    return name


def _check_evaluator(assessment: Assessment, by: str) -> None:
    known = [evaluator.id for evaluator in assessment.dossier.evaluators]
    if by not in known:
        told = f"known: {', '.join(known)}" if known else "the file names nobody who could be read"
        raise click.UsageError(f"{by} is no evaluator of evidence/evaluators.yml; {told}.")


def _confirm(
    project: Project,
    assessment: Assessment,
    records: tuple[str, ...],
    *,
    by: str,
    reason: str,
    day: date,
    dry_run: bool,
) -> None:
    """All lines or none: the file is written once, when every record has its line."""
    path = _path_of(project, assessment, by)
    file = project.root / path
    data = file.read_bytes() if file.is_file() else None
    confirmed = _confirmed(assessment, by)
    open_now = {suspect.record: suspect.digest for suspect in assessment.suspects or ()}
    added: list[str] = []
    for record in records:
        digest = open_now.get(record) or _digest(assessment, record)
        if record not in open_now and not confirmed.isdisjoint(pairs_in(digest)):
            say(f"{record} is confirmed by {by} as it stands already")
            continue
        if record not in open_now:
            say(f"{record} rests on nothing that changed and was not looked at; confirmed all the same")
        data = _with_line(path, data, by, ReviewEntry(record=record, on=day, digest=digest, reason=reason))
        added.append(record)
    if not added or data is None:
        return
    if dry_run:
        say(f"would write {path}: {', '.join(added)}")
        click.echo(data.decode(), nl=False)
        return
    write_output(file, data)
    click.echo(f"wrote {path}: {', '.join(added)}")


def _confirmed(assessment: Assessment, by: str) -> frozenset[str]:
    own = (reviews for reviews in assessment.dossier.reviews if reviews.evaluator == by)
    digests = (entry.digest for reviews in own for entry in reviews.confirmations)
    return frozenset(pair for digest in digests for pair in pairs_in(digest))


def _digest(assessment: Assessment, record: str) -> str:
    """Of a record that nothing calls into question, against all that it names."""
    named = named_by(assessment.trace, record, assessment.bearings)
    return Meanings(assessment.trace, assessment.bearings).confirmation(record, tuple(named))


def _with_line(path: str, data: bytes | None, by: str, entry: ReviewEntry) -> bytes:
    try:
        return with_confirmation(data, by, entry)
    except RefusalError as refusal:
        raise CerkitError(f"{path}:{refusal.line + 1}: {refusal.message}", refusal.hint) from refusal


def _path_of(project: Project, assessment: Assessment, by: str) -> str:
    """The file that holds a person's confirmations, or the one that is to hold them."""
    dossier = assessment.dossier
    for own, placed in zip(dossier.reviews, dossier.placed.get("reviews", ()), strict=True):
        if own.evaluator == by:
            return placed.place.path
    path = f"{_FOLDER}{by}.yml"
    if (project.root / path).exists():
        raise CerkitError(
            f"{path} is there, but cannot be read as the file of {by}", "`cerkit check` says why"
        )
    return path
