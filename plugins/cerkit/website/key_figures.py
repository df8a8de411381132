"""The state of the report in a few figures, for the first page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cerkit.model.tables import State
from cerkit.model.trace import Trace
from cerkit.model.verdicts import Outcome, Support
from cerkit.render.html import escaped
from cerkit.render.words import date_text, number_text


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what is counted, how many, and what must not be overlooked beside it."""

    label: str
    value: str
    note: str
    state: State | None = None


def key_figures_html(trace: Trace) -> str:
    """The figures as a list of terms and values."""
    return f'<dl class="key-figures">{"".join(map(_figure_html, key_figures(trace)))}</dl>'


def key_figures(trace: Trace) -> Iterator[Figure]:
    """Claims, verdicts, sources, gaps and the next evaluation; each only where there are such records."""
    dossier = trace.dossier
    if dossier.claims:
        yield _claims(trace)
    if dossier.criteria:
        yield _verdicts(trace)
    if dossier.sources:
        outcomes = Counter(source.outcome for source in dossier.sources)
        note = f"{outcomes['unfavourable']} unfavourable, {outcomes['mixed']} mixed"
        yield Figure("Sources appraised", number_text(len(dossier.sources)), note)
    if dossier.gaps:
        open_gaps = sum(gap.status == "open" for gap in dossier.gaps)
        followed = sum(bool(gap.followed_by) for gap in dossier.gaps if gap.status == "open")
        note = f"{followed} of them followed up" if open_gaps else "all closed"
        yield Figure("Gaps open", str(open_gaps), note, State.LIMITS if open_gaps else State.MET)
    if dossier.plan is not None:
        months = dossier.plan.update_interval_months
        yield Figure("Next evaluation", date_text(dossier.plan.next_evaluation), f"every {months} months")


def _claims(trace: Trace) -> Figure:
    active = [claim for claim in trace.dossier.claims if claim.status == "active"]
    counts = Counter(trace.support_of(claim) for claim in active)
    held = counts[Support.SUPPORTED] + counts[Support.WITH_LIMITS]
    rest = len(active) - held
    parts = [f"{counts[Support.WITH_LIMITS]} with limits"] if counts[Support.WITH_LIMITS] else []
    parts += [f"{rest} not supported"] if rest else []
    state = State.NOT_MET if rest else State.LIMITS if parts else State.MET
    return Figure(
        "Claims supported", f"{held} of {len(active)}", ", ".join(parts) or "none with limits", state
    )


def _verdicts(trace: Trace) -> Figure:
    counts = Counter(
        verdict.outcome for criterion in trace.dossier.criteria for verdict in trace.verdicts_of(criterion)
    )
    unmet, open_ones = counts[Outcome.NOT_MET], counts[Outcome.NOT_DECIDABLE]
    note = ", ".join(
        f"{count} {word}" for count, word in ((unmet, "not met"), (open_ones, "not decidable")) if count
    )
    state = State.NOT_MET if unmet else State.NOT_DECIDABLE if open_ones else State.MET
    total = sum(counts.values())
    return Figure("Verdicts met", f"{counts[Outcome.MET]} of {total}", note or "none failed", state)


def _figure_html(figure: Figure) -> str:
    state = f" state-{figure.state}" if figure.state else ""
    return (
        f'<div class="key-figure{state}"><dt>{escaped(figure.label)}</dt>'
        f'<dd class="value">{escaped(figure.value)}</dd><dd class="note">{escaped(figure.note)}</dd></div>'
    )
