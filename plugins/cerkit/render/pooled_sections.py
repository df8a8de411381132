"""The register of syntheses: the results at a glance, then a section for each with its studies, choices and plots."""

from __future__ import annotations

from collections.abc import Iterator

from cerkit.model.records.review import Synthesis
from cerkit.model.synthesis import Pooled, PooledAccuracy
from cerkit.model.tables import Table, Words
from cerkit.model.trace import Trace, natural_key
from cerkit.render.figures import figure_html
from cerkit.render.kinds import Subject
from cerkit.render.pages import Section
from cerkit.render.pooled import why_not
from cerkit.render.pooled_forest import pooled_forest_svg
from cerkit.render.pooled_plots import funnel_svg, sroc_svg
from cerkit.render.pooled_tables import choices_table, leave_one_out, results_table, studies_table
from cerkit.render.records import home_table, sheet

_FIELDS = ("endpoint", "findings", "measure", "method", "interval", "reason", "narrative", "used_by")
_FEWEST_DRAWN = 3
"""Studies from which a funnel shows anything at all."""


def syntheses(trace: Trace) -> tuple[Section, ...]:
    """An overview that is the home of each, the results, and a section for each."""
    columns = ("id", "title", "endpoint", "measure", "method", "used_by")
    overview = home_table(trace, "syntheses", "Register of syntheses", columns)
    results = results_table(trace).named("tbl-register-results", "Results of the syntheses")
    sections = [Section(None, tables=(overview, results) if results.rows else (overview,))]
    ordered = sorted(trace.dossier.syntheses, key=lambda item: natural_key(item.id))
    for number, item in enumerate(ordered, start=1):
        sections.append(_section(trace, item, number))
    return tuple(sections)


def _section(trace: Trace, item: Synthesis, number: int) -> Section:
    name = f"synthesis-{number}"
    record = sheet(trace, "syntheses", Subject(item.id, item), _FIELDS).named(
        f"tbl-register-{name}", f"{item.id}: what is pooled, and why it may be"
    )
    result = trace.results.get(item.id)
    title = f"{item.id}: {item.title}"
    if result is None or result.pooled is None:
        text = (Words(f"There is no result: {why_not(result)}."),)
        return Section(title, name, text=text, tables=(record,))
    tables = tuple(_tables(trace, item, number))
    figures = tuple(_figures(trace, item, number, result.pooled))
    return Section(title, name, tables=(record, *tables), figures=figures)


def _tables(trace: Trace, item: Synthesis, number: int) -> Iterator[Table]:
    named = f"tbl-register-synthesis-{number}"
    yield choices_table(trace, item.id).named(f"{named}-choices", f"{item.id}: result and choices")
    yield studies_table(trace, item.id).named(f"{named}-studies", f"{item.id}: studies")
    if trace.results[item.id].without:
        caption = f"{item.id}: the result without each study in turn"
        yield leave_one_out(trace, item.id).named(f"{named}-without", caption)


def _figures(trace: Trace, item: Synthesis, number: int, made: Pooled | PooledAccuracy) -> Iterator[str]:
    named = f"fig-register-synthesis-{number}"
    yield figure_html(
        pooled_forest_svg(trace, item.id), caption=f"{item.id}: forest plot", name=f"{named}-forest"
    )
    if isinstance(made, PooledAccuracy):
        caption = f"{item.id}: sensitivity against specificity, with summary point, regions and curve"
        yield figure_html(sroc_svg(trace, item.id), caption=caption, name=f"{named}-sroc")
    elif made.k >= _FEWEST_DRAWN:
        drawn = funnel_svg(trace, item.id)
        yield figure_html(drawn, caption=f"{item.id}: funnel plot", name=f"{named}-funnel")
