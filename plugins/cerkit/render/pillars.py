"""Coverage of the three parts of a software evaluation (IMDRF N41) for each claim."""

from __future__ import annotations

from cerkit.model.identifiers import Kind
from cerkit.model.records.evaluation import Claim
from cerkit.model.tables import Badge, Break, Cell, Column, Piece, RecordRef, Row, State, Table, Words, cell
from cerkit.model.trace import Trace
from cerkit.render import argument
from cerkit.render.words import sentence_case

_ON_DEVICE = "on the device"
_BACKGROUND = "state of the art"


def pillar_coverage(
    trace: Trace,
    *,
    caption: str | None = None,
    id: str | None = None,  # noqa: A002 - the name that writers use
) -> Table:
    """Claims down, pillars across: the sources under the claim's criteria and benchmarks that support the pillar."""
    pillars = trace.of_kind(Kind.PILLAR)
    columns = (
        Column("claim", "Claim", header=True, weight=10),
        Column("wording", "Wording", weight=24),
        *(Column(node.id, sentence_case(node.title), weight=22, record=node.id) for node in pillars),
    )
    rows = tuple(
        Row(
            (
                cell(RecordRef(claim.id)),
                cell(claim.wording),
                *_cells(trace, claim, tuple(node.id for node in pillars)),
            )
        )
        for claim in trace.dossier.claims
        if claim.status != "withdrawn"
    )
    note = cell(
        f"Sources {_ON_DEVICE} are those whose findings decide the claim's criteria, ",
        f"sources of the {_BACKGROUND} those behind the benchmarks that justify the criteria.",
    )
    return Table(id, caption, columns, rows, ("grid", "wide"), (note,))


def _cells(trace: Trace, claim: Claim, pillars: tuple[str, ...]) -> tuple[Cell, ...]:
    deciding = argument.deciding_sources(trace, claim)
    own = {source.id for source in deciding}
    others = tuple(source for source in argument.justifying_sources(trace, claim) if source.id not in own)
    cells = []
    for pillar in pillars:
        groups = (
            (_ON_DEVICE, tuple(source.id for source in deciding if pillar in source.pillars)),
            (_BACKGROUND, tuple(source.id for source in others if pillar in source.pillars)),
        )
        cells.append(_cell(groups))
    return tuple(cells)


def _cell(groups: tuple[tuple[str, tuple[str, ...]], ...]) -> Cell:
    if not any(names for _, names in groups):
        return cell(Badge(State.GAP, "no source"))
    pieces: list[Piece] = [Badge(State.MET, "covered")]
    for label, names in groups:
        if names:
            pieces += (Break(), Words(f"{label}: "))
            for place, name in enumerate(names):
                pieces += (*((Words(", "),) if place else ()), RecordRef(name))
    return cell(*pieces)
