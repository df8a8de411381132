"""A repository with a literature review of a few records, and what an update of it adds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

PROTOCOL: Final = """\
title: Review of grading
version: "1"
approved_on: 2026-01-01
approved_by: [EVR-1]
background: A fictional review.
questions:
  - id: Q1
    population: Adults with diabetes
    intervention: Automated grading of photographs
    comparator: Human grading
    outcome: Sensitivity
    serves: [CLM-1]
inclusion: {I1: Automated grading}
exclusion: {X1: Animals, X2: No reference standard}
sources:
  - {name: PubMed, kind: database, reason: Broad}
  - {name: ClinicalTrials.gov, kind: register, reason: Unpublished}
  - {name: Websites, kind: internet, reason: Guidelines}
period_end: 2026-01-31
reviewers:
  - {name: ab, evaluator: EVR-1}
  - {name: cd, evaluator: EVR-2}
reviewers_per_record: {title-abstract: 2, full-text: 2}
appraisal_schemes: [meddev-a6]
outcomes: [EP-sens]
abstracts: keep
quality_control: Two people, kappa before resolution.
update_rule: Every year.
"""
_EXAMPLE: Final = Path(__file__).parents[2] / "evidence" / "evaluators.yml"
"""The example's three evaluators, EVR-1 to EVR-3."""


def record(number: int, **fields: Any) -> dict[str, Any]:
    """One record; its key is pmid- and the number."""
    return {
        "key": f"pmid-{number}",
        "accession": str(number),
        "type": "journal article",
        "title": f"FICTIONAL RECORD {number} of automated grading",
        "authors": [f"Author{number} A", "Other B"],
        "year": 2020 + number % 5,
        "journal": "Fictional Journal",
        "pmid": str(number),
        "abstract": f"Sensitivity of photographs in animals, number {number}.",
        **fields,
    }


def make_review(folder: Path, numbers: Sequence[int]) -> Path:
    """A repository whose one search found records of these numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    evidence = folder / "evidence"
    for name in ("searches", "records", "links", "screening", "sources"):
        (evidence / name).mkdir(parents=True, exist_ok=True)
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "mkdocs.yml").write_text("site_name: Small\nplugins:\n  - cerkit\n", encoding="utf-8")
    (evidence / "protocol.yml").write_text(PROTOCOL, encoding="utf-8")
    (evidence / "evaluators.yml").write_bytes(_EXAMPLE.read_bytes())
    add_search(folder, "SRH-2026-pubmed", [record(number) for number in numbers])
    return folder


def add_search(
    folder: Path,
    name: str,
    records: Sequence[Mapping[str, Any]],
    *,
    source: str = "PubMed",
    on: str = "2026-02-01",
    hits: int | None = None,
) -> None:
    """Add a search and its records; JSON is YAML."""
    search = {
        "id": name,
        "purpose": "state of the art",
        "source": source,
        "platform": source,
        "ran_on": on,
        "string": "grading",
        "by": "EVR-1",
        "fictional": True,
        "hits_reported": hits or len(records),
        "hits_received": hits or len(records),
    }
    evidence = folder / "evidence"
    (evidence / "searches" / f"{name}.yml").write_text(json.dumps(search), encoding="utf-8")
    batch = {"search": name, "records": list(records)}
    (evidence / "records" / f"{name}.yml").write_text(json.dumps(batch, indent=1), encoding="utf-8")


def decide(folder: Path, stage: str, name: str, decisions: Mapping[int, str]) -> None:
    """Write the decisions of a person: number of a record -> `include`, or `exclude, reason: X1`."""
    path = folder / "evidence" / "screening" / stage / f"{name}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    by = ", by: EVR-3, note: read again" if name == "resolved" else ""
    lines = {f"pmid-{key}": f"{{decision: {said}, on: 2026-03-01{by}}}" for key, said in decisions.items()}
    path.write_text("".join(f"{key}: {lines[key]}\n" for key in sorted(lines)), encoding="utf-8")


def link_same(folder: Path, one: str, other: str) -> None:
    """Say that two records are the same work."""
    links = {"links": [{"same": [one, other], "verdict": "same", "rule": "same DOI", "on": "2026-02-02"}]}
    (folder / "evidence" / "links" / "2026.yml").write_text(json.dumps(links), encoding="utf-8")
