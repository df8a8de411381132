"""Where each record is at home: exactly one page and anchor, for links from every other page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cerkit.model.identifiers import Kind
from cerkit.model.trace import Node, Trace

GENERATED: Final = "registers/"
"""Folder of the pages that are made from records, but for those of single sources."""
PROSE: Final = "docs/"
"""Folder that chapters' paths begin with; pages are named below it."""

REGISTERS: Final[Mapping[Kind, str]] = {
    Kind.DEVICE: "device",
    Kind.VARIANT: "device",
    Kind.INTENDED_USE: "device",
    Kind.INDICATION: "device",
    Kind.CONTRAINDICATION: "device",
    Kind.POPULATION: "device",
    Kind.USER: "device",
    Kind.SETTING: "device",
    Kind.PLAN: "plan",
    Kind.REQUIREMENT: "requirements",
    Kind.PILLAR: "pillars",
    Kind.CLAIM: "claims",
    Kind.ENDPOINT: "endpoints",
    Kind.CRITERION: "criteria",
    Kind.BENCHMARK: "benchmarks",
    Kind.RISK: "risks",
    Kind.BENEFIT: "benefits",
    Kind.EQUIVALENCE: "equivalence",
    Kind.IFU_SECTION: "ifu",
    Kind.ALTERNATIVE: "alternatives",
    Kind.STANDARD: "standards",
    Kind.INDICATOR: "surveillance",
    Kind.SYNTHESIS: "syntheses",
    Kind.GAP: "gaps",
    Kind.PMCF: "pmcf",
    Kind.SEARCH: "searches",
    Kind.EVALUATOR: "evaluators",
    Kind.DOCUMENT: "documents",
}
"""The register on whose page records of a kind stand; sources and findings have pages of their own."""


@dataclass(frozen=True, slots=True)
class Target:
    """The home of a record: page below the folder of prose, anchor on it, and what a reader is told of it."""

    page_src: str
    anchor: str | None
    """None where the whole page is about the record."""
    title: str
    kind: Kind


def targets(trace: Trace) -> Mapping[str, Target]:
    """The home of every identified thing, in the order of the trace."""
    return {node.id: _home(node) for node in trace.nodes.values()}


def register_src(slug: str) -> str:
    """Page of a register."""
    return f"{GENERATED}{slug}.md"


def page_name(slug: str) -> str:
    """What a link calls a page made from records: a page below the folder of prose, as chapters are called."""
    return f"{PROSE}{register_src(slug)}"


def source_src(identifier: str) -> str:
    """Page of a source."""
    return f"sources/{identifier}.md"


def _home(node: Node) -> Target:
    if node.kind is Kind.CHAPTER:
        return Target(node.id.removeprefix(PROSE), None, node.title, node.kind)
    if node.kind is Kind.SOURCE:
        return Target(source_src(node.id), None, node.title, node.kind)
    if node.kind is Kind.FINDING:
        return Target(source_src(node.parent or node.id.partition(".")[0]), node.id, node.title, node.kind)
    return Target(register_src(REGISTERS[node.kind]), node.id, node.title, node.kind)
