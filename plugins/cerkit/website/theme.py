"""What the site adds to the theme: style, scripts, the notice of an example, and the data behind record cards."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mkdocs.config.config_options import ExtraScriptValue

import cerkit
from cerkit.model.bundle import VERSIONS_SCRIPT
from cerkit.model.identifiers import Kind
from cerkit.model.records.evaluation import Claim, Criterion
from cerkit.model.trace import Node, Trace
from cerkit.render.argument import OUTCOME_STATES, SUPPORT_STATES
from cerkit.render.inline import outcome_of
from cerkit.render.words import result_text
from cerkit.website.bundling import document_identity, notice
from cerkit.website.session import Session

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

FOLDER: Final = Path(cerkit.__file__).parent / "assets" / "site"
STYLE: Final = "assets/cerkit/site.css"
SCRIPT: Final = "assets/cerkit/site.js"
OFFLINE: Final = "assets/cerkit/offline.js"
RECORDS: Final = "assets/cerkit/records.js"
"""A script and not JSON: a page opened from a folder may load scripts beside it, but no data."""

_TITLE: Final = 220


def install(config: MkDocsConfig, session: Session) -> None:
    """Put our files into the theme, and what its templates print into `extra`."""
    # After a team's own folder of templates, which may overrule ours.
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(FOLDER))
    config.extra_css.insert(0, STYLE)
    for path in (VERSIONS_SCRIPT, SCRIPT):
        script = ExtraScriptValue(path)
        script.defer = True
        config.extra_javascript.append(script)
    if not config.use_directory_urls:
        # Before the theme's own scripts, which start the search.
        config.extra["polyfills"] = [*config.extra.get("polyfills", ()), OFFLINE]
    identity = document_identity(session.dossier)
    config.extra["cerkit"] = {"notice": notice(session.dossier), "document": identity}
    if identity is not None:
        said = f"{identity.number} · version {identity.version} · {identity.status} · {identity.date}"
        config.copyright = config.copyright or said
        # Only the sitemap carries a day; the report's own makes two builds equal.
        day = datetime.fromisoformat(identity.date).replace(tzinfo=UTC)
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(day.timestamp())))


def write_offline_index(site: Path) -> None:
    """The search's index as a script beside it: the theme asks for that on a page opened from a folder."""
    index = site / "search" / "search_index.json"
    if index.is_file():
        index.with_suffix(".js").write_bytes(b"var __index = " + index.read_bytes() + b";\n")


def records_script(session: Session) -> str:
    """One card for each record that a page can link to: `[kind, title, state, words of the state]`."""
    cards = {
        name: _card(session.trace, session.trace.nodes[name])
        for name, target in session.targets.items()
        if target.kind is not Kind.CHAPTER
    }
    data = json.dumps(cards, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"window.cerkitRecords={data};\n"


def _card(trace: Trace, node: Node) -> list[str]:
    title = " ".join(node.title.split())
    found = trace.finding(node.id)
    if found is not None:
        title = f"{title}: {result_text(found[1])}"
    short = title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rstrip()}…"
    kind = str(node.kind)
    card = [kind[:1].upper() + kind[1:], short]
    if isinstance(node.record, Claim):
        support = trace.support_of(node.record)
        return [*card, SUPPORT_STATES[support], str(support)]
    if isinstance(node.record, Criterion):
        outcome = outcome_of(trace, node.id)
        return [*card, OUTCOME_STATES[outcome], str(outcome)] if outcome else card
    return card
