"""How far the screening is, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cerkit.model.agreement import Agreement
from cerkit.screening.tasks import StageStatus

if TYPE_CHECKING:
    from cerkit.screening.relevance import WorkSaved

_HONEST = "counted on records that were decided; it says nothing of those that nobody has looked at"


def status_json(found: Sequence[StageStatus], saved: WorkSaved | None) -> dict[str, Any]:
    """For programs. Kappa is that of the reviewers' own files, before anything was resolved."""
    made: dict[str, Any] = {"stages": {item.stage: _stage(item) for item in found}}
    if saved is not None:
        made["work_saved"] = {
            "stage": "title-abstract",
            "records": saved.records,
            "relevant": saved.relevant,
            "screened_at_95_per_cent_recall": saved.screened_at_95,
            "wss_95": round(saved.wss_95, 4),
            "note": _HONEST,
        }
    return made


def _stage(item: StageStatus) -> dict[str, Any]:
    return {
        "records": item.works,
        "reviewers_per_record": item.needed,
        "decided": dict(item.decided),
        "finished": item.finished,
        "undecided": item.works - item.finished,
        "results": dict(item.results),
        "resolved": item.resolved,
        "disagreements": [
            {
                "key": key,
                "decisions": {
                    name: {"decision": decision.decision, "reason": decision.reason, "note": decision.note}
                    for name, decision in given.items()
                },
            }
            for key, given in item.disagreements
        ],
        "agreement": [
            {"reviewers": [one, other], **_figures(value)} for one, other, value in item.agreements
        ],
    }


def _figures(value: Agreement) -> dict[str, Any]:
    return {
        "records": value.records,
        "agreed": value.agreed,
        "per_cent": _rounded(value.per_cent),
        "kappa": _rounded(value.kappa),
        "kappa_ci": [_rounded(end) for end in value.interval] if value.interval else None,
        "pabak": _rounded(value.pabak),
        "table": [
            {"first": first, "second": second, "records": count}
            for (first, second), count in value.table.items()
        ],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def status_text(found: Sequence[StageStatus], saved: WorkSaved | None) -> str:
    """For people."""
    lines = [line for item in found for line in _lines(item)]
    if saved is not None:
        share = f"{round(100 * saved.wss_95)} %"
        lines.append(
            f"order by relevance: {saved.screened_at_95} of {saved.records} records to find 95 % of the "
            f"{saved.relevant} relevant ones (WSS@95 {share}), {_HONEST}"
        )
    return "".join(f"{line}\n" for line in lines)


def _lines(item: StageStatus) -> Iterator[str]:
    yield f"{item.stage}: {item.works} records, {item.finished} finished, {item.works - item.finished} open"
    for name, count in item.decided.items():
        yield f"  {name}: {count} decided, {item.works - count} left"
    if item.results:
        yield "  results: " + ", ".join(f"{name} {count}" for name, count in item.results.items())
    if item.disagreements:
        keys = ", ".join(key for key, _ in item.disagreements[:5])
        more = ", ..." if len(item.disagreements) > 5 else ""
        yield f"  disagreements: {len(item.disagreements)} ({keys}{more})"
    for one, other, value in item.agreements:
        yield f"  {one} and {other}: {_told(value)}"


def _told(value: Agreement) -> str:
    parts = [f"{value.agreed} of {value.records} agreed ({value.per_cent:.1f} %)"]
    if value.kappa is not None and value.interval is not None:
        low, high = value.interval
        parts.append(f"kappa {value.kappa:.2f} (95 % {low:.2f} to {high:.2f})")
    else:
        parts.append("no kappa: both gave one and the same answer")
    if value.pabak is not None:
        parts.append(f"PABAK {value.pabak:.2f}")
    return ", ".join(parts)
