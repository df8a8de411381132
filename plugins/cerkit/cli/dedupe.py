"""`cerkit dedupe`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cerkit.cli.common import (
    Exit,
    export_bytes,
    find_project,
    format_option,
    leave,
    on_option,
    paint,
    project_option,
    say,
    today,
)
from cerkit.literature.linker import Link, Linked, link
from cerkit.literature.readers import Export, read_export
from cerkit.model.records.review import BibliographicRecord

if TYPE_CHECKING:
    from cerkit.workspace.duplicates import Question

_OWN_ID: Final = ("record_id", "ID")
_MOST_PAIRED: Final = 40
"""Records of one work of which all pairs are told; of more, each is told with the first."""
_MOST_TOLD: Final = 20
_SHORT: Final = 90


@click.command("dedupe")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--round", "round_name", metavar="NAME", help="The round's name (default: year and month, as in 2026-03)."
)
@click.option("--resolve", is_flag=True, help="Answer what the links ask, one question after the other.")
@click.option("--as", "person", metavar="EVALUATOR", help="With --resolve: who answers, such as EVR-2.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be written.")
@format_option("text", "json")
@on_option
@project_option
def command(
    *,
    files: tuple[Path, ...],
    round_name: str | None,
    resolve: bool,
    person: str | None,
    dry_run: bool,
    form: str,
    on: date | None,
    start: Path | None,
) -> None:
    """Link records of the same work, with the rule that says so; nothing is deleted.

    Without FILES: the records of all searches in the repository. New links go to evidence/links/ROUND.yml, a line each.
    `same` was decided by a rule, `maybe` waits for a person, who writes `same` or `different` in its place. What was
    decided before is neither asked again nor overruled. With FILES: exports in any form that `cerkit import` reads,
    without a repository; records go by the record_id or ID of their file, their accession number or their key, and a
    second one of the same name by `name#2`. With --resolve: every `maybe` is shown with both records, and each answer
    is in its file before the next question.

    \b
    cerkit dedupe
    cerkit dedupe --round 2026-03 --dry-run
    cerkit dedupe --resolve --as EVR-2
    cerkit dedupe --format json pubmed.nbib embase.ris
    """
    if person is not None and not resolve:
        raise click.UsageError("--as says who answers: use it with --resolve")
    if resolve:
        if files or round_name or dry_run or form != "text":
            raise click.UsageError(
                "--resolve asks about the links of the repository; only --as and --on go with it"
            )
        _resolve(start, person, on or today())
    elif files:
        if round_name:
            raise click.UsageError("--round belongs to a repository; with FILES nothing is written")
        _dedupe_files(files, form)
    else:
        day = on or today()
        _dedupe_repository(start, round_name or f"{day:%Y-%m}", day, form, dry_run=dry_run)


def _resolve(start: Path | None, person: str | None, day: date) -> None:
    from cerkit.workspace.duplicates import answer, open_questions

    project = find_project(start)
    known = [item.id for item in project.link().dossier.evaluators]
    if person not in known:
        raise click.UsageError(f"say who answers: --as EVALUATOR; evaluators: {', '.join(known) or 'none'}")
    questions = open_questions(project)
    answered = 0
    # The line broke, or ^C: what was answered is saved.
    with suppress(click.Abort):
        for number, question in enumerate(questions, start=1):
            click.echo(f"\n{number} of {len(questions)}: {question.link.rule}")
            for line in _side_by_side(question):
                click.echo(line)
            said = click.prompt("same, different, later or quit", type=_ANSWERS, prompt_suffix="? ")
            if said[0] == "q":
                break
            if said[0] == "l":
                continue
            why = " ".join(click.prompt("why", prompt_suffix="? ").split())
            answer(project, question, "same" if said[0] == "s" else "different", f"{person}: {why}", day)
            answered += 1
    say(f"{answered} answered; {len(questions) - answered} left")


_ANSWERS: Final = click.Choice(
    ["same", "different", "later", "quit", "s", "d", "l", "q"], case_sensitive=False
)
_SHOWN: Final = ("type", "title", "authors", "year", "journal", "volume", "pages", "doi", "pmid", "accession")


def _side_by_side(question: Question) -> Iterator[str]:
    """Both records field by field; what differs is marked."""
    one, other = question.link.same
    yield f"  {one}\n  {other}"
    for name in _SHOWN:
        here, there = (_shown(record, name) for record in (question.one, question.other))
        if here == there:
            yield from [f"    {name:9}  {here}"] if here else []
        else:
            yield paint(f"  * {name:9}", "yellow") + f" {here or '–'}\n{'':14} {there or '–'}"


def _shown(record: BibliographicRecord | None, name: str) -> str:
    value = getattr(record, name, None) if record is not None else "no batch holds it"
    text = "; ".join(value) if isinstance(value, tuple) else str(value or "")
    return _cut(text)


def _dedupe_files(files: Iterable[Path], form: str) -> None:
    exports = [read_export(str(path), export_bytes(path)) for path in files]
    losses = [line for export in exports for line in _problems(export)]
    for line in losses:
        say(line)
    if any(export.format is None for export in exports):
        leave(Exit.FINDINGS)
    records = _named(record for export in exports for record in export.records)
    linked = link(records)
    links = _all_pairs(linked)
    if form == "json":
        click.echo(_json(records, links))
    else:
        _tell(links, records)
        say(_summary(len(records), linked))
    leave(Exit.FINDINGS if losses else Exit.CLEAN)


def _dedupe_repository(start: Path | None, round_name: str, day: date, form: str, *, dry_run: bool) -> None:
    from cerkit.workspace.duplicates import plan_links, write_links

    project = find_project(start)
    plan = plan_links(project, round_name, day)
    if not dry_run:
        write_links(project, plan)
    if form == "json":
        click.echo(_json(plan.records, plan.links))
    else:
        _tell((item for item in plan.links if item.kind == "maybe"), plan.records)
    for clash in plan.linked.clashes:
        say(
            f"{paint('error', 'red')}: {clash.a} and {clash.b} are told apart, and are the same by other links\n"
            "  hint: change the verdict of one of these links in evidence/links/"
        )
    say(_summary(len(plan.records), plan.linked))
    if plan.data is None:
        say("nothing new; no file was changed")
    else:
        same = sum(item.kind == "same" for item in plan.links)
        written = f"{same} links, {len(plan.links) - same} questions"
        say(f"{'would write' if dry_run else 'wrote'} {plan.path}: {written}")
    if plan.open_before:
        say(f"{plan.open_before} questions of earlier rounds wait for an answer in evidence/links/")
    leave(Exit.FINDINGS if plan.linked.clashes else Exit.CLEAN)


def _problems(export: Export) -> Iterator[str]:
    """Losses and refusals, which leave records out; notes lose nothing."""
    grave = [problem for problem in export.problems if problem.kind != "note"]
    for problem in grave[:_MOST_TOLD]:
        place = f"{export.file}:{problem.line}" if problem.line else export.file
        yield f"{place}: {paint('error', 'red')}: {problem.message}\n  hint: {problem.hint}"
    if len(grave) > _MOST_TOLD:
        yield f"{export.file}: and {len(grave) - _MOST_TOLD} more"


def _named(records: Iterable[BibliographicRecord]) -> dict[str, BibliographicRecord]:
    found: dict[str, BibliographicRecord] = {}
    seen: dict[str, int] = {}
    for record in records:
        name = _own_id(record)
        seen[name] = seen.get(name, 0) + 1
        while (told := name if seen[name] == 1 else f"{name}#{seen[name]}") in found:
            seen[name] += 1
        found[told] = record
    return found


def _own_id(record: BibliographicRecord) -> str:
    for tag in _OWN_ID:
        if record.other.get(tag):
            return record.other[tag][0]
    return record.accession or record.key


def _all_pairs(linked: Linked) -> list[Link]:
    """Every pair of a work, so that whoever reads them need not follow chains."""
    direct = {(item.a, item.b): item for item in linked.links}
    for members in linked.works:
        for index, one in enumerate(members if len(members) <= _MOST_PAIRED else members[:1]):
            for other in members[index + 1 :]:
                direct.setdefault(
                    (one, other), Link(one, other, "same", "both are the same as a third record")
                )
    return [direct[pair] for pair in sorted(direct)]


def _json(records: Mapping[str, BibliographicRecord], links: Iterable[Link]) -> str:
    content: dict[str, Any] = {
        "records": [
            {"id": name, "key": record.key, "title": record.title} for name, record in records.items()
        ],
        "links": [{"a": item.a, "b": item.b, "class": item.kind, "rule": item.rule} for item in links],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _tell(links: Iterable[Link], records: Mapping[str, BibliographicRecord]) -> None:
    for item in links:
        colour = "green" if item.kind == "same" else "yellow"
        click.echo(f"{paint(item.kind, colour)}: {item.a} and {item.b}: {item.rule}")
        for name in (item.a, item.b):
            record = records[name]
            place = ", ".join(
                filter(None, (str(record.year or ""), record.journal, record.volume, record.pages))
            )
            click.echo(f"  {name}: {_cut(record.title)} ({_cut(place)})")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


def _summary(count: int, linked: Linked) -> str:
    surplus = sum(len(members) - 1 for members in linked.works)
    return f"{count} records, {count - surplus} works; {surplus} records are duplicates"
