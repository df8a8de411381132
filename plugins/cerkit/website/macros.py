"""The macros that a writer may call. Each one is a thin wrapper over a function of `render`.

The module is a pluglet of mkdocs-macros (`modules: [cerkit.website.macros]`): the names here are the writer's interface
and are documented in the handbook.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from mkdocs.exceptions import PluginError

from cerkit.model.tables import Table
from cerkit.render import blocks, inline
from cerkit.render.agreement_table import agreement_table
from cerkit.render.appraisal_tables import (
    appraisal_grid,
    appraisal_summary,
    evidence_summary,
)
from cerkit.render.benefit_risk import benefit_risk
from cerkit.render.claims_sheet import claims_sheet
from cerkit.render.figures import figure_html, forest_svg
from cerkit.render.flow import flow_table
from cerkit.render.flow_diagram import flow_svg
from cerkit.render.glossary import glossary_table, used_terms
from cerkit.render.html import markdown_text, table_html
from cerkit.render.matrix import matrix
from cerkit.render.pillars import pillar_coverage
from cerkit.render.pooled import pooled_text
from cerkit.render.pooled_forest import pooled_forest_svg
from cerkit.render.pooled_plots import funnel_svg, sroc_svg
from cerkit.render.pooled_tables import leave_one_out, results_table, studies_table
from cerkit.render.problems import RenderProblem
from cerkit.render.protocol_tables import protocol_table
from cerkit.render.records import count, record_table
from cerkit.render.screened import screened
from cerkit.render.signing import declarations_table, signatures_table
from cerkit.render.update_report import changes_table
from cerkit.website.key_figures import key_figures_html
from cerkit.website.sandbox import MacroEnvironment
from cerkit.website.session import Draft, Session
from cerkit.website.slots import Block, Late

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_PLUGIN: Final = "macros"
_FOREIGN: Final = frozenset({"context", "macros_info", "now", "fix_url"})
"""Macros of the plugin itself: they show the machine, or the time, or what MkDocs holds."""


def define_env(env: Any) -> None:
    """Called by mkdocs-macros."""
    plugin = env.conf["plugins"].get("cerkit")
    if plugin is None or plugin.session is None:
        raise PluginError("the macros of cerkit need the plugin cerkit: name it under plugins: in mkdocs.yml")
    for name, macro in writer_macros(plugin.session).items():
        env.macro(macro, name)


_SUPPLIED: Final = frozenset({"trace", "anchors"})
"""Arguments that no writer gives."""
_FIRST: Final = "This is the first version of the report: there is none before it to compare it with."


def demand(config: MkDocsConfig) -> None:
    """Settings without which a page could be published with the text of a failed macro in it."""
    plugin = config.plugins.get(_PLUGIN)
    if plugin is None:
        raise PluginError(
            "cerkit needs the plugin macros: name it under plugins: in mkdocs.yml, before cerkit"
        )
    plugin.config["on_error_fail"] = True
    plugin.config["on_undefined"] = "strict"


def guard(config: MkDocsConfig, session: Session) -> None:
    """Put the sandbox in place of the environment that the macros plugin has built."""
    plugin: Any = config.plugins[_PLUGIN]
    macros = {name: macro for name, macro in plugin.macros.items() if name not in _FOREIGN}
    # The plugin offers no way to choose the class of its environment; this is the one place that reaches into it.
    plugin._env = MacroEnvironment(plugin.env, macros, session.report_macro)  # noqa: SLF001  # the macros plugin has no other door


def writer_macros(session: Session) -> Mapping[str, Callable[..., str]]:
    """Name -> macro, for one build."""
    return {
        **_inline_macros(session),
        **_table_macros(session),
        **_other_blocks(session),
        **_late_blocks(session),
    }


def _inline_macros(session: Session) -> dict[str, Callable[..., str]]:
    trace = session.trace

    def finding(id: str, *, interval: bool = True, counts: bool = True) -> str:  # noqa: A002  # the writer's word
        return markdown_text(inline.finding_text(trace, id, interval=interval, counts=counts))

    def field(id: str, path: str) -> str:  # noqa: A002  # the name that writers use
        return markdown_text(inline.field_text(trace, id, path))

    def criterion(id: str) -> str:  # noqa: A002  # the name that writers use
        return markdown_text(inline.criterion_text(trace, id))

    def verdict(criterion: str, finding: str | None = None) -> str:
        return markdown_text(inline.verdict_text(trace, criterion, finding))

    def benchmark(id: str) -> str:  # noqa: A002  # the name that writers use
        return markdown_text(inline.benchmark_text(trace, id))

    def pooled(
        id: str,  # noqa: A002  # the name that writers use
        value: str | None = None,
        *,
        interval: bool = True,
        studies: bool = True,
        prediction: bool = False,
    ) -> str:
        told = pooled_text(trace, id, value, interval=interval, studies=studies, prediction=prediction)
        return markdown_text(told)

    def number(kind: str, **where: object) -> str:
        return markdown_text(str(count(trace, kind, where)))

    def exact(events: int, total: int, *, level: int = 95, places: int = 2) -> str:
        return markdown_text(inline.exact_text(events, total, level=level, places=places))

    number.__name__ = "count"
    return {
        "finding": finding,
        "field": field,
        "criterion": criterion,
        "verdict": verdict,
        "benchmark": benchmark,
        "pooled": pooled,
        "count": number,
        "exact": exact,
    }


def _announced(macro: Callable[..., str], name: str, make: Callable[..., object]) -> Callable[..., str]:
    """The macro under its name, with the arguments of what it calls: messages and the reference tell both."""
    told = (item for item in inspect.signature(make).parameters.values() if item.name not in _SUPPLIED)
    placed = (
        inspect.Parameter(word, inspect.Parameter.KEYWORD_ONLY, default=None) for word in ("caption", "id")
    )
    vars(macro).update(__signature__=inspect.Signature((*told, *placed)))
    macro.__name__ = name
    return macro


def _table_macros(session: Session) -> dict[str, Callable[..., str]]:
    trace = session.trace

    def named(name: str, make: Callable[..., Table]) -> Callable[..., str]:
        def macro(
            *args: Any,
            caption: str | None = None,
            id: str | None = None,  # noqa: A002  # the name that writers use
            wide: bool | None = None,
            **options: Any,
        ) -> str:
            return place_table(session, make(trace, *args, **options).named(id, caption), wide=wide)

        return _announced(macro, name, make)

    return {
        "table": named("table", record_table),
        "verdicts": named("verdicts", blocks.verdicts),
        "matrix": named("matrix", matrix),
        "pillars": named("pillars", pillar_coverage),
        "benefit_risk": named("benefit_risk", benefit_risk),
        "flow": named("flow", flow_table),
        "predictive_values": named("predictive_values", blocks.predictive_values_table),
        "protocol": named("protocol", protocol_table),
        "screened": named("screened", screened),
        "agreement": named("agreement", agreement_table),
        "appraisals": named("appraisals", appraisal_grid),
        "appraisal_summary": named("appraisal_summary", appraisal_summary),
        "evidence": named("evidence", evidence_summary),
        "signatures": named("signatures", signatures_table),
        "declarations": named("declarations", declarations_table),
        "syntheses": named("syntheses", results_table),
        "pooled_studies": named("pooled_studies", studies_table),
        "leave_one_out": named("leave_one_out", leave_one_out),
    }


def _other_blocks(session: Session) -> dict[str, Callable[..., str]]:
    trace = session.trace

    def intended_use() -> str:
        return place(session, blocks.intended_use_html(trace))

    def listing(kind: str) -> str:
        return place(session, blocks.listing_html(trace, kind, _resolver(session)))

    def sheet(*, caption: str | None = None, id: str | None = None) -> str:  # noqa: A002  # the writer's word
        made = claims_sheet(trace, caption=caption, id=id)
        return "\n\n".join(place_table(session, table) for table in (made.approved, made.not_to_be_used))

    def drawn(name: str, draw: Callable[..., str]) -> Callable[..., str]:
        def macro(
            *args: Any,
            caption: str | None = None,
            id: str | None = None,  # noqa: A002  # the name that writers use
            **options: Any,
        ) -> str:
            return place(session, figure_html(draw(trace, *args, **options), caption=caption, name=id))

        return _announced(macro, name, draw)

    def key_figures() -> str:
        return place(session, key_figures_html(trace))

    sheet.__name__ = "claims_sheet"
    return {
        "intended_use": intended_use,
        "listing": listing,
        "claims_sheet": sheet,
        "forest": drawn("forest", forest_svg),
        "flow_diagram": drawn("flow_diagram", flow_svg),
        "pooled_forest": drawn("pooled_forest", pooled_forest_svg),
        "sroc": drawn("sroc", sroc_svg),
        "funnel": drawn("funnel", funnel_svg),
        "key_figures": key_figures,
        "changes": _changes(session),
    }


def _changes(session: Session) -> Callable[..., str]:
    def changes(
        *,
        caption: str | None = None,
        id: str | None = None,  # noqa: A002  # the name that writers use
        wide: bool | None = None,
    ) -> str:
        releases = session.dossier.releases
        if session.update is None and releases is not None and len(releases.revisions) <= 1:
            return markdown_text(_FIRST)
        if session.update is None:
            hint = "name it as previous_release under cerkit: in mkdocs.yml"
            raise RenderProblem("there is no previous release to compare with", hint)
        made = changes_table(session.update).named(id, caption)
        return place_table(session, made, wide=wide)

    return changes


def _late_blocks(session: Session) -> dict[str, Callable[..., str]]:
    """What depends on the text of the whole report."""

    def glossary(*, caption: str | None = None, id: str | None = None) -> str:  # noqa: A002  # the writer's word
        return place_glossary(session, session.current, caption=caption, id=id)

    return {"glossary": glossary}


def place(session: Session, html: str) -> str:
    """A mark for a block on the current page."""
    if session.current is None:
        raise RuntimeError("a macro ran outside a page")
    return session.current.slots.mark(Block(html))


def place_table(session: Session, table: Table, *, wide: bool | None = None) -> str:
    """A mark for a table; `wide` overrules the table's own choice of a landscape page in Word."""
    if wide is not None:
        classes = tuple(name for name in table.classes if name != "wide")
        table = replace(table, classes=(*classes, "wide") if wide else classes)
    return place(session, scrolling(table_html(table, _resolver(session))))


def place_glossary(
    session: Session,
    draft: Draft | None,
    *,
    caption: str | None,
    id: str | None,  # noqa: A002  # the writer's word
) -> str:
    """A mark for the terms that the report uses, which are known when all of it is there."""
    if draft is None:
        raise RuntimeError("a macro ran outside a page")
    resolve = session.resolver(draft.url)

    def made() -> str:
        used = used_terms(session.printed, session.dossier.glossary)
        return scrolling(table_html(glossary_table(used).named(id, caption), resolve))

    return draft.slots.mark(Late(made))


def scrolling(html: str) -> str:
    """The table in a frame of its own, so that a wide one scrolls and the page does not."""
    return html.replace("<table", '<div class="table-scroll"><table', 1).replace(
        "</table>", "</table></div>", 1
    )


def _resolver(session: Session) -> Callable[[str], str | None]:
    return session.resolver(session.current.url if session.current else "")
