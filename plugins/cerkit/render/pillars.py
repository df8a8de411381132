"""Coverage of the three parts of a software evaluation (IMDRF N41) for each claim."""

from __future__ import annotations

from cerkit.model.catalogues.legal import PillarCatalogue
from cerkit.model.identifiers import Kind
from cerkit.model.records.evaluation import Claim
from cerkit.model.records.source import Source
from cerkit.model.tables import Badge, Break, Cell, Column, Piece, RecordRef, State, Table, Words, cell
from cerkit.model.trace import Node, Trace
from cerkit.render import argument
from cerkit.render.values import lacking, record_refs, row_of
from cerkit.render.words import sentence_case

_ON_DEVICE = "on the device"
_BACKGROUND = "state of the art"


def pillar_coverage(trace: Trace) -> Table:
    """Claims down, pillars across: the sources under the claim's criteria and benchmarks that support the pillar."""
    pillars = pillar_nodes(trace)
    whole = tuple(source for source in trace.dossier.sources if source.relation == "under evaluation")
    columns = (
        Column("claim", "Claim", header=True, weight=10),
        Column("wording", "Wording", weight=24),
        *(Column(node.id, sentence_case(node.title), weight=22, record=node.id) for node in pillars),
    )
    rows = tuple(
        row_of(
            RecordRef(claim.id),
            claim.wording,
            *_cells(trace, claim, tuple(node.id for node in pillars), whole),
        )
        for claim in trace.dossier.claims
        if claim.status != "withdrawn"
    )
    note = cell(
        f"Sources {_ON_DEVICE} are those whose findings decide the claim's criteria, ",
        f"sources of the {_BACKGROUND} those behind the benchmarks that justify the criteria.",
    )
    return Table(columns, rows, ("grid", "wide"), (note,))


def pillar_nodes(trace: Trace) -> tuple[Node, ...]:
    """The pillars in the order of their catalogue."""
    nodes = trace.of_kind(Kind.PILLAR)
    # Only the catalogues that they come from are opened: each one is read when it is asked for.
    held = (trace.dossier.catalogues.get(name) for name in dict.fromkeys(node.place.path for node in nodes))
    order = {
        entry.id: place
        for catalogue in held
        if isinstance(catalogue, PillarCatalogue)
        for place, entry in enumerate(catalogue.entries)
    }
    return tuple(sorted(nodes, key=lambda node: order.get(node.id, len(order))))


def _cells(
    trace: Trace, claim: Claim, pillars: tuple[str, ...], whole: tuple[Source, ...]
) -> tuple[Cell, ...]:
    deciding = argument.deciding_sources(trace, claim)
    own = {source.id for source in deciding}
    others = tuple(source for source in argument.justifying_sources(trace, claim) if source.id not in own)
    cells = []
    for pillar in pillars:
        tied = (
            (_ON_DEVICE, tuple(source.id for source in deciding if pillar in source.pillars)),
            (_BACKGROUND, tuple(source.id for source in others if pillar in source.pillars)),
        )
        untied = tuple(source.id for source in whole if pillar in source.pillars)
        cells.append(_cell(tied, untied))
    return tuple(cells)


def _cell(tied: tuple[tuple[str, tuple[str, ...]], ...], untied: tuple[str, ...]) -> Cell:
    """Covered by the claim's own evidence, else shown for the device and not tied to the claim, else a gap."""
    if any(names for _, names in tied):
        pieces: list[Piece] = [Badge(State.MET, "covered")]
        for label, names in tied:
            if names:
                pieces += (Break(), Words(f"{label}: "), *record_refs(names))
        return cell(*pieces)
    if untied:
        badge = Badge(State.LIMITS, "not tied to this claim")
        return cell(badge, Break(), "the device as a whole: ", *record_refs(untied))
    return cell(lacking("no source"))
