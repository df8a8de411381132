"""The claims sheet: which wording may be used where, and which must not. Marketing and sales work from it."""

from __future__ import annotations

from dataclasses import dataclass

from cerkit.model.identifiers import Kind
from cerkit.model.records.evaluation import Claim
from cerkit.model.tables import (
    EMPTY,
    Badge,
    Break,
    Cell,
    Column,
    Items,
    Piece,
    RecordRef,
    Row,
    State,
    Table,
    Words,
    cell,
)
from cerkit.model.trace import Trace
from cerkit.model.verdicts import Support
from cerkit.render import argument
from cerkit.render.derived import citing
from cerkit.render.values import cell_of, joined, pieces_of, row_of
from cerkit.render.words import result_text, sentence_case

USABLE = frozenset({Support.SUPPORTED, Support.WITH_LIMITS})
"""Support that lets a wording be used, within its limits."""


@dataclass(frozen=True, slots=True)
class ClaimsSheet:
    """Both halves of the sheet."""

    approved: Table
    not_to_be_used: Table


def claims_sheet(
    trace: Trace,
    *,
    caption: str | None = None,
    id: str | None = None,  # noqa: A002  # the name that writers use
) -> ClaimsSheet:
    """Active claims that the evidence supports, with their limits; and all others, each with the reason."""
    usable = tuple(claim for claim in trace.dossier.claims if is_usable(trace, claim))
    names = {claim.id for claim in usable}
    others = tuple(claim for claim in trace.dossier.claims if claim.id not in names)
    return ClaimsSheet(
        approved=Table(
            _APPROVED, tuple(Row(_approved_cells(trace, claim)) for claim in usable), ("wide",)
        ).named(id, caption or "Approved wording"),
        not_to_be_used=Table(
            _REFUSED, tuple(Row(_refused_cells(trace, claim)) for claim in others) or (_NOTHING_REFUSED,)
        ).named(f"{id}-not-to-be-used" if id else None, "Not to be used"),
    )


def is_usable(trace: Trace, claim: Claim) -> bool:
    """Whether a wording may be used: the claim is active and its criteria are met."""
    return claim.status == "active" and trace.support_of(claim) in USABLE


_APPROVED = (
    Column("claim", "Claim", header=True, weight=7),
    Column("wording", "Approved wording", weight=19),
    Column("used", "Where used", weight=16),
    Column("result", "Result with interval", weight=18),
    Column("population", "Measured in", weight=14),
    Column("citation", "Source", weight=7),
    Column("verdict", "Verdict", weight=9),
    Column("limits", "Must stand beside it", weight=14),
)
_REFUSED = (
    Column("claim", "Claim", header=True, weight=10),
    Column("wording", "Wording", weight=36),
    Column("why", "Why not", weight=34),
    Column("used", "Where it stands now", weight=20),
)

_NOTHING_REFUSED = row_of(EMPTY, "No wording", "Every claim on record is in force and supported.", EMPTY)


def _approved_cells(trace: Trace, claim: Claim) -> tuple[Cell, ...]:
    names = tuple(name for item in argument.criteria_of(trace, claim) for name in item.decided_by)
    return (
        cell(RecordRef(claim.id)),
        cell(Words(claim.wording, strong=True)),
        _used(trace, claim),
        cell(*argument.result_lines(trace, names)),
        _populations(trace, names),
        citing(*argument.deciding_sources(trace, claim)),
        cell(argument.support_badge(trace.support_of(claim))),
        _limits(trace, claim),
    )


def _refused_cells(trace: Trace, claim: Claim) -> tuple[Cell, ...]:
    support = trace.support_of(claim)
    pieces: list[Piece] = []
    if claim.status != "active":
        pieces.append(Badge(State.NOT_DECIDABLE, f"{claim.status}, not in force"))
        pieces += (Break(), Words(claim.reason)) if claim.reason else ()
    else:
        pieces.append(argument.support_badge(support))
        for verdict in trace.verdicts_on_claim(claim):
            pieces += (Break(), RecordRef(verdict.criterion), Words(f" {argument.verdict_words(verdict)}"))
    return (cell(RecordRef(claim.id)), cell(claim.wording), cell(*pieces), cell_of(claim.appears_in))


def _used(trace: Trace, claim: Claim) -> Cell:
    """Places, then those parts of the intended use to which the claim is narrower than the device."""
    lines: list[tuple[Piece, ...]] = [pieces_of(place) for place in claim.appears_in]
    if not lines:
        lines.append((Words("not used anywhere yet"),))
    bound = (
        ("Indications", claim.indications, Kind.INDICATION),
        ("Populations", claim.populations, Kind.POPULATION),
        ("Users", claim.users, Kind.USER),
        ("Settings", claim.settings, Kind.SETTING),
        ("Variants", claim.variants, Kind.VARIANT),
    )
    for label, names, kind in bound:
        # A claim that names every indication is bound to none of them in particular.
        if names and {*names} != {node.id for node in trace.of_kind(kind)}:
            refs = joined(tuple((RecordRef(name, _titled(trace, name)),) for name in names), Words("; "))
            lines.append((Words(f"{label}: "), *refs))
    return cell(*joined(tuple(lines), Break()))


def _titled(trace: Trace, name: str) -> str:
    node = trace.nodes.get(name)
    return (node.title if node else "") or name


def _populations(trace: Trace, findings: tuple[str, ...]) -> Cell:
    """Who was measured: the finding's group, and the population of its source."""
    texts: dict[str, None] = {}
    for name in findings:
        found = trace.finding(name)
        if found is not None:
            source, finding = found
            texts[sentence_case(finding.group or source.population)] = None
    if not texts:
        return EMPTY
    return cell(*joined(tuple((Words(text),) for text in texts), Break()))


def _limits(trace: Trace, claim: Claim) -> Cell:
    """What must stand beside the claim: its limits, and every subgroup that does not meet the criterion."""
    items: list[tuple[Piece, ...]] = [(Words(claim.limits),)] if claim.limits else []
    for verdict in trace.verdicts_on_claim(claim):
        found = trace.finding(verdict.finding)
        if verdict.subgroup and found is not None and verdict.outcome != "met":
            group = verdict.group or found[1].label
            items.append((Words(f"not shown for {group}: {result_text(found[1])}"),))
    if len(items) > 1:
        return cell(Items(tuple(items)))
    return cell(*items[0]) if items else EMPTY
