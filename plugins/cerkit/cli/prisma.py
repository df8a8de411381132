"""`cerkit prisma`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cerkit.cli.common import Exit, find_project, format_option, leave, project_option, say
from cerkit.model.errors import CerkitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cerkit.model.flow_counts import RoundCount, Told
    from cerkit.model.records.review import DeclaredFlow


@click.command("prisma")
@click.option(
    "--round",
    "round_name",
    metavar="ROUND",
    help="Round of the review, such as 2026 (default: the last one).",
)
@click.option("--cumulative", "is_cumulative", is_flag=True, help="All rounds as one review.")
@click.option(
    "--declared", "is_declared", is_flag=True, help="As flows.yml declares it, also where it can be counted."
)
@format_option(
    "json",
    "csv",
    "svg",
    help="JSON; CSV with the keys of the R package PRISMA2020; or the diagram, drawn for print.",
)
@project_option
def command(
    *, round_name: str | None, is_cumulative: bool, is_declared: bool, form: str, start: Path | None
) -> None:
    """Count the flow of records as PRISMA 2020 has it, from searches, records, links, decisions and sources.

    A round whose records are not all kept here is told as flows.yml declares it. An update begins with the studies of
    the previous version. What still waits for a decision, and any sum that does not hold, is told on stderr.

    \b
    cerkit prisma
    cerkit prisma --format svg > flow.svg
    cerkit prisma --cumulative --format csv > PRISMA.csv
    """
    from cerkit.model.flow_counts import cumulative, told_rounds
    from cerkit.render.flow_diagram import flow_diagram
    from cerkit.render.flow_exports import flow_csv, flow_json

    trace = find_project(start).link()
    told = told_rounds(trace.dossier, trace.source_facts, declared_first=is_declared)
    chosen = _chosen(told, round_name)
    # All rounds up to the one that is named; the later ones were not known then.
    until = told[: told.index(chosen) + 1]
    whole = cumulative([item.flow for item in until])
    names = {search.id: search.source for search in trace.dossier.searches}
    protocol = trace.dossier.protocol
    reasons = protocol.exclusion if protocol else {}
    flow = whole if is_cumulative else chosen.flow
    if form == "svg":
        click.echo(flow_diagram(flow, names=names, reasons=reasons))
    elif form == "csv":
        click.echo(flow_csv(flow, names, reasons), nl=False)
    else:
        click.echo(json.dumps(flow_json(told, chosen, whole, names, reasons), ensure_ascii=False, indent=2))
    _remark(chosen, flow)


def _chosen(told: tuple[Told, ...], name: str | None) -> Told:
    if not told:
        raise CerkitError(
            "there are no searches and no declared flow", "add evidence/searches/SRH-....yml first"
        )
    chosen = next((item for item in told if item.round == name), told[-1] if name is None else None)
    if chosen is None:
        raise click.UsageError(f"there is no round {name}; rounds: {', '.join(item.round for item in told)}")
    return chosen


def _remark(chosen: Told, flow: DeclaredFlow) -> None:
    """What a reader of the numbers must know; findings where a sum does not hold, or something is open."""
    from cerkit.model.flow import failing

    count = chosen.count
    if count is not None and not chosen.is_counted and count.missing:
        missing = ", ".join(count.missing)
        say(f"round {chosen.round} stands as flows.yml declares it: not all records of {missing} are kept")
    is_open = count is not None and chosen.is_counted and not count.is_final
    if count is not None and chosen.is_counted:
        for remark in _open(count):
            say(f"round {chosen.round}: {remark}")
    # While something is open, sums that do not hold are no news.
    broken = () if is_open else failing(flow)
    for item in broken:
        say(f"{item.id}: {item.said(flow)}")
    if is_open or broken:
        leave(Exit.FINDINGS)


def _open(count: RoundCount) -> Iterator[str]:
    if count.missing:
        yield f"not all records of {', '.join(count.missing)} are kept; the counts are not final"
    for stage, number in count.open.items():
        if number:
            yield f"{number} of {stage} wait for a decision; the counts are not final"
    if count.without_source:
        waiting = len(count.without_source)
        yield f"{waiting} included, without a source ({count.without_source[0]}); `cerkit source new` begins one"
