"""Builds and serves the site without MkDocs' own command: one assessment, diagnostics as values, all or nothing."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from cerkit.assess import Assessment
from cerkit.assess.outputs import diagnosed, proofreader_of
from cerkit.model.bundle import Bundle, PageRole
from cerkit.model.diagnostics import Diagnostic, Mode, Place, Severity
from cerkit.model.errors import CerkitError
from cerkit.reporters import report_text
from cerkit.website.expansion import write_expanded
from cerkit.website.generated import SOURCES
from cerkit.website.lazily import put_off_unused
from cerkit.website.plugin import CerkitPlugin
from cerkit.website.readback import ReportPage, read_back
from cerkit.website.rules import SITE_WARNING
from cerkit.website.session import Session
from cerkit.workspace.writing import replaced_folder

_EPOCH: Final = "SOURCE_DATE_EPOCH"
_ABOUT_FILE: Final = re.compile(r"Doc file '(?P<src>[^']+)' contains an? [a-z ]*link '(?P<link>[^']+)'")


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What a build gave."""

    is_written: bool
    """False when a diagnostic stood in the way: then the old site is still in place."""
    bundle: Bundle | None
    """The report as the site shows it; None where it has no number and version yet, or nothing was written."""
    pages: int
    diagnostics: tuple[Diagnostic, ...]


class _Refused(Exception):  # noqa: N818  # leaves the block that would put the new site in place
    """The site is not to be published."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__()
        self.diagnostics = diagnostics


def build_site(
    config_file: Path,
    site_dir: Path,
    *,
    assessment: Assessment,
    expanded: Path | None = None,
    mode: Mode = Mode.DRAFT,
) -> SiteResult:
    """Build the site into `site_dir`, which is replaced whole or left as it was.

    `assessment` must be free of errors. The finished pages are read back, and an error in them, as it weighs in `mode`,
    stands in the way as well. `expanded` names a folder that gets a project of plain Markdown: all pages as they are
    after the macros, and an `mkdocs.yml` without cerkit, so that any other generator can go on from there.
    """
    with _kept_environment(), _captured() as messages:
        try:
            with replaced_folder(site_dir) as fresh:
                # MkDocs would read a relative path as seen from the configuration.
                config = _load(config_file, messages, site_dir=str(fresh.absolute()))
                plugin = _plugin(config)
                plugin.assessment, plugin.keeps_expanded = assessment, expanded is not None
                _run(config, plugin, messages)
                found = _diagnostics(plugin.current, messages)
                if any(item.severity is Severity.ERROR for item in found):
                    raise _Refused(found)
                printed = _read_back(config_file.parent, fresh, plugin.current, mode)
                if any(item.severity is Severity.ERROR for item in printed):
                    raise _Refused(list(printed))
                if expanded is not None:
                    write_expanded(plugin.current, config, expanded)
        except _Refused as refused:
            return SiteResult(
                is_written=False,
                bundle=None,
                pages=0,
                diagnostics=tuple(sorted(refused.diagnostics, key=Diagnostic.sort_key)),
            )
    return SiteResult(
        is_written=True,
        bundle=plugin.bundle,
        pages=len(plugin.current.urls),
        diagnostics=(*found, *printed),
    )


def serve_site(config_file: Path, *, address: str | None = None, open_in_browser: bool = False) -> None:
    """Preview the site until interrupted; it is built anew when prose, records or settings change.

    `address` is `host:port`; without it the one in `mkdocs.yml`, or 127.0.0.1:8000.
    """
    # A server and a watcher of files, which a build has no use for.
    from mkdocs.commands import serve as mkdocs_serve

    options: dict[str, Any] = {"dev_addr": address} if address else {}
    try:
        with _kept_environment(), _shown():
            mkdocs_serve.serve(str(config_file), open_in_browser=open_in_browser, **options)
    except Abort as error:
        raise CerkitError("the preview could not be started", "mend what is reported above") from error
    except MkDocsException as error:
        raise CerkitError(str(error)) from error
    except OSError as error:
        hint = "another program may use the port: choose another one with --port"
        raise CerkitError(f"the preview could not be started: {error.strerror}", hint) from error


def _load(config_file: Path, messages: list[str], **options: str) -> MkDocsConfig:
    """`messages` are what MkDocs says meanwhile, which nobody has seen yet."""
    put_off_unused()
    try:
        return load_config(str(config_file), **options)
    except Abort as error:
        reasons = "\n".join(messages) or str(error)
        raise CerkitError(f"{config_file.name} cannot be used: {reasons}", "mend it there") from error
    except MkDocsException as error:
        raise CerkitError(f"{config_file.name}: {error}") from error


def _plugin(config: MkDocsConfig) -> CerkitPlugin:
    plugin = config.plugins.get("cerkit")
    if not isinstance(plugin, CerkitPlugin):
        raise CerkitError("the plugin cerkit is not in mkdocs.yml", "name it under plugins:, after macros")
    return plugin


def _run(config: MkDocsConfig, plugin: CerkitPlugin, messages: list[str]) -> None:
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build.build(config)
    except (Abort, MkDocsException) as error:
        if plugin.session is None or not plugin.session.has_errors:
            raise CerkitError(messages[-1] if messages else str(error)) from error
    finally:
        config.plugins.on_shutdown()


def _diagnostics(session: Session, messages: list[str]) -> list[Diagnostic]:
    """What the pages reported, and every warning of MkDocs: a site with a dead link is not published."""
    said_already = report_text(session.diagnostics)
    warnings = (message for message in dict.fromkeys(messages) if message.strip() != said_already.strip())
    return [*session.diagnostics, *(_diagnosed(message, session) for message in warnings)]


def _read_back(root: Path, site: Path, session: Session, mode: Mode) -> tuple[Diagnostic, ...]:
    """What is wrong in the finished pages of the report."""
    pages = (
        ReportPage(unquote(url if url.endswith(".html") else f"{url}index.html"), src)
        for src, url in session.urls.items()
        if session.draft(src).role is not PageRole.SITE or src.startswith(SOURCES)
    )
    misprints = read_back(site, pages, proofreader_of(session.assessment))
    return diagnosed(misprints, session.assessment, mode, lambda path: _bytes_of(root / path))


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _diagnosed(message: str, session: Session) -> Diagnostic:
    about = _ABOUT_FILE.match(message)
    if about is None:
        hint = "MkDocs says so while it builds; its documentation explains the message"
        return SITE_WARNING.at(Place("mkdocs.yml", line=1, column=1), message, hint=hint)
    before, found, _ = session.draft(about["src"]).read().partition(about["link"])
    line = before.count("\n") + 1 if found else 1
    column = len(before) - before.rfind("\n") if found else 1
    place = Place(f"docs/{about['src']}", line=line, column=column)
    return SITE_WARNING.at(place, f"the page contains {message.partition(' contains ')[2].rstrip('.')}")


class _Messages(logging.Handler):
    def __init__(self, kept: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.append(record.getMessage())


@contextmanager
def _captured() -> Iterator[list[str]]:
    """Warnings and errors of MkDocs and its plugins, which then do not reach the terminal."""
    kept: list[str] = []
    log = logging.getLogger("mkdocs")
    handler, propagate = _Messages(kept), log.propagate
    log.addHandler(handler)
    log.propagate = False
    try:
        yield kept
    finally:
        log.removeHandler(handler)
        log.propagate = propagate


@contextmanager
def _shown() -> Iterator[None]:
    """What MkDocs says goes to the terminal, as its own command would show it."""
    log = logging.getLogger("mkdocs")
    handler, level = logging.StreamHandler(), log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


@contextmanager
def _kept_environment() -> Iterator[None]:
    """The build fixes the day of the sitemap in the environment, as MkDocs wants it; afterwards it is as before."""
    before = os.environ.get(_EPOCH)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(_EPOCH, None)
        else:
            os.environ[_EPOCH] = before
