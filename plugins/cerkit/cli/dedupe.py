"""`cerkit dedupe`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from cerkit.cli.common import Exit, find_project, leave, on_option, paint, project_option, say, today
from cerkit.literature.linker import Link, Linked, link
from cerkit.literature.readers import Export, read_export
from cerkit.literature.readers.decoding import LARGEST_EXPORT
from cerkit.model.errors import CerkitError
from cerkit.model.records.review import BibliographicRecord

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
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be written.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the result.",
)
@on_option
@project_option
def command(
    *,
    files: tuple[Path, ...],
    round_name: str | None,
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
    second one of the same name by `name#2`.

    \b
    cerkit dedupe
    cerkit dedupe --round 2026-03 --dry-run
    cerkit dedupe --format json pubmed.nbib embase.ris
    """
    if files:
        if round_name:
            raise click.UsageError("--round belongs to a repository; with FILES nothing is written")
        _dedupe_files(files, form)
    else:
        day = on or today()
        _dedupe_repository(start, round_name or f"{day:%Y-%m}", day, form, dry_run=dry_run)


def _dedupe_files(files: Iterable[Path], form: str) -> None:
    exports = [read_export(str(path), _data(path)) for path in files]
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


def _data(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_EXPORT:
        hint = "export the hits in several files, for example by year"
        raise CerkitError(f"{path} is larger than {LARGEST_EXPORT >> 20} MB", hint)
    return path.read_bytes()


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
