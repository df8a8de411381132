"""The flow of records for programs: JSON, and the CSV that the R package PRISMA2020 reads."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cerkit.model.flow import IDENTITIES, number
from cerkit.model.flow_counts import Told
from cerkit.model.records.review import DeclaredFlow

_KEYS: Final = {
    "previous_studies": (
        "previous_studies",
        "node5",
        "box1",
        "Studies included in previous version of review",
    ),
    "previous_reports": (
        "previous_reports",
        "NA",
        "box1",
        "Reports of studies included in previous version of review",
    ),
    "database_results": ("databases", "node7", "box2", "Databases"),
    "database_specific_results": ("databases", "NA", "box2", "Specific Databases"),
    "register_results": ("registers", "NA", "box2", "Registers"),
    "register_specific_results": ("registers", "NA", "box2", "Specific Registers"),
    "website_results": ("websites", "node17", "box11", "Websites"),
    "organisation_results": ("organisations", "NA", "box11", "Organisations"),
    "citations_results": ("citation_searching", "NA", "box11", "Citation searching"),
    "duplicates": ("duplicates_removed", "node8", "box3", "Duplicate records"),
    "excluded_automatic": (
        "automation_removed",
        "NA",
        "box3",
        "Records marked as ineligible by automation tools",
    ),
    "excluded_other": ("other_removed", "NA", "box3", "Records removed for other reasons"),
    "records_screened": ("records_screened", "node9", "box4", "Records screened"),
    "records_excluded": ("records_excluded", "node10", "box5", "Records excluded"),
    "dbr_sought_reports": ("reports_sought", "node11", "box6", "Reports sought for retrieval"),
    "dbr_notretrieved_reports": ("reports_not_retrieved", "node12", "box7", "Reports not retrieved"),
    "other_sought_reports": ("other_sought", "node18", "box12", "Reports sought for retrieval"),
    "other_notretrieved_reports": ("other_not_retrieved", "node19", "box13", "Reports not retrieved"),
    "dbr_assessed": ("reports_assessed", "node13", "box8", "Reports assessed for eligibility"),
    "dbr_excluded": ("reports_excluded", "node14", "box9", "Reports excluded"),
    "other_assessed": ("other_assessed", "node20", "box14", "Reports assessed for eligibility"),
    "other_excluded": ("other_excluded", "node21", "box15", "Reports excluded"),
    "new_studies": ("new_studies", "node15", "box10", "New studies included in review"),
    "new_reports": ("new_reports", "NA", "box10", "Reports of new included studies"),
    "total_studies": ("total_studies", "node22", "box16", "Total studies included in review"),
    "total_reports": ("total_reports", "NA", "box16", "Reports of total included studies"),
}
"""Key of the package -> our count, node and box of its diagram, and the words in the box."""
_SUMMED: Final = frozenset({"database_results", "register_results"})
_HEADS: Final = (
    ("NA", "node4", "prevstud", "Previous studies"),
    ("NA", "node6", "newstud", "Identification of new studies via databases and registers"),
    ("NA", "node16", "othstud", "Identification of new studies via other methods"),
    ("identification", "node1", "identification", "Identification"),
    ("screening", "node2", "screening", "Screening"),
    ("included", "node3", "included", "Included"),
)
_COLUMNS: Final = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")


def prisma2020(
    flow: DeclaredFlow, names: Mapping[str, str], reasons: Mapping[str, str]
) -> dict[str, int | str]:
    """The counts under the keys of the R package; lists as `name, count; name, count`."""
    return {key: _value(key, getattr(flow, field), names, reasons) for key, (field, *_) in _KEYS.items()}


def _value(
    key: str, count: int | Mapping[str, int], names: Mapping[str, str], reasons: Mapping[str, str]
) -> int | str:
    if isinstance(count, int):
        return count
    if key in _SUMMED:
        return sum(count.values())
    return _listed(count, names if key.endswith("_specific_results") else reasons)


def flow_csv(flow: DeclaredFlow, names: Mapping[str, str], reasons: Mapping[str, str]) -> str:
    """A file for `PRISMA_data(read.csv(...))` of the R package PRISMA2020."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for data, node, box, words in _HEADS:
        writer.writerow((data, node, box, words, words, words, "NA", 0))
    for key, count in prisma2020(flow, names, reasons).items():
        _, node, box, words = _KEYS[key]
        writer.writerow((key, node, box, words, words, words, "NA", count))
    return stream.getvalue()


def _listed(parts: Mapping[str, int], names: Mapping[str, str]) -> str:
    """Commas and semicolons divide there, so a name has none."""
    together: dict[str, int] = {}
    for key, count in parts.items():
        name = " ".join(re.sub(r"[,;]", " ", names.get(key, key)).split())
        together[name] = together.get(name, 0) + count
    return "; ".join(f"{name}, {count}" for name, count in together.items())


def flow_json(
    told: Sequence[Told],
    chosen: Told,
    cumulative: DeclaredFlow | None,
    names: Mapping[str, str],
    reasons: Mapping[str, str],
) -> dict[str, Any]:
    """The chosen round at the top, then every round, and all of them as one review."""
    whole = None
    if cumulative is not None:
        whole = {
            "round": cumulative.round,
            "counts": _counts(cumulative),
            "prisma2020": prisma2020(cumulative, names, reasons),
            "identities": _identities(cumulative),
        }
    return {
        **_round(chosen, names, reasons),
        "rounds": [_round(item, names, reasons) for item in told],
        "cumulative": whole,
    }


def _round(told: Told, names: Mapping[str, str], reasons: Mapping[str, str]) -> dict[str, Any]:
    count = told.count
    return {
        "round": told.round,
        "from": "files" if told.is_counted else "declared",
        "is_final": count.is_final if told.is_counted and count is not None else True,
        "counts": _counts(told.flow),
        "prisma2020": prisma2020(told.flow, names, reasons),
        "identities": _identities(told.flow),
        "known_before": count.known_before if count and told.is_counted else None,
        "undecided": dict(count.open) if count and told.is_counted else {},
        "searches_without_records": list(count.missing) if count else [],
        "searches_left_out": list(count.left_out) if count else [],
        "included_without_source": list(count.without_source) if count and told.is_counted else [],
    }


def _counts(flow: DeclaredFlow) -> dict[str, Any]:
    return {
        name: getattr(flow, name) for name in type(flow).model_fields if name not in ("round", "fictional")
    }


def _identities(flow: DeclaredFlow) -> list[dict[str, Any]]:
    """Each sum that the diagram implies, and whether it holds."""
    return [
        {
            "id": item.id,
            "field": item.field,
            "value": number(flow, item.field),
            "expected": item.total(flow),
            "relation": "at most" if item.at_most else "equal",
            "holds": item.holds(flow),
        }
        for item in IDENTITIES
    ]
