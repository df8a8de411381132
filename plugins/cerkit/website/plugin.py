"""The MkDocs plugin: hooks hand over between MkDocs and the rest of the website."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from cerkit.assess import Assessment
from cerkit.model.bundle import Bundle
from cerkit.model.diagnostics import Mode, Severity
from cerkit.model.errors import CerkitError
from cerkit.reporters import report_text
from cerkit.website import diagrams, finishing, generated, macros, navigation, theme
from cerkit.website.markup import WriterSyntax
from cerkit.website.rules import UNLINKED_PAGE
from cerkit.website.session import Session
from cerkit.workspace.change_lists import kept_change_lists
from cerkit.workspace.git import commit_date
from cerkit.workspace.project import Project, open_project

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


_log = get_plugin_logger("cerkit")


class CerkitConfig(Config):  # type: ignore[no-untyped-call] # MkDocs' own
    """Options in `mkdocs.yml`; `cerkit.workspace.settings` reads the same ones for the command line."""

    report = option.Type(str, default="report")
    reference_doc = option.Optional(option.Type(str))
    pdf_fonts = option.Optional(option.Type(str))
    caption_lists = option.Optional(option.Type(bool))
    citation_style = option.Optional(option.Type(str))
    previous_release = option.Optional(option.Type(str))
    contact = option.Optional(option.Type(str))
    annexes = option.Optional(option.Type(list))


class CerkitPlugin(BasePlugin[CerkitConfig]):  # type: ignore[no-untyped-call] # MkDocs' own
    """Turns records and prose into the pages of a clinical evaluation report."""

    def __init__(self) -> None:
        self.assessment: Assessment | None = None
        """Set by the command line, which has already assessed; otherwise made when the build begins."""
        self.keeps_expanded = False
        self.session: Session | None = None
        self.bundle: Bundle | None = None
        self._project: Project | None = None
        self._nav: Navigation | None = None
        self._is_preview = False
        self._last_good: Assessment | None = None
        self._mistakes = ""
        """What is wrong in a preview, as text; a build does not go on with mistakes."""

    @property
    def current(self) -> Session:
        """The session of the running build."""
        if self.session is None:
            raise PluginError("the plugin cerkit was asked for its records before the build began")
        return self.session

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Because of this hook, MkDocs keeps the plugin from one build of a preview to the next."""
        del dirty
        self._is_preview = command == "serve"

    def _assessed(self, root: Path) -> Assessment:
        """The assessment to build from. A preview goes on with the last one that was free of errors."""
        self._mistakes = ""
        try:
            self._project = open_project(root)
            found = self.assessment or self._project.assess(on=_today(self._project), mode=Mode.RELEASE)
        except CerkitError as error:
            raise _stopped(error) from error
        if found.is_sound:
            self._last_good = found
            return found
        mistakes = report_text(item for item in found.as_draft() if item.severity is not Severity.NOTE)
        if self._last_good is None or not self._is_preview:
            raise PluginError(mistakes)
        self._tell(mistakes)
        return self._last_good

    def _tell(self, mistakes: str) -> None:
        """In a preview: on the terminal, and that there is something on every page."""
        self._mistakes += mistakes
        _log.error("%s", mistakes)

    @event_priority(100)
    def _open(self, config: MkDocsConfig) -> MkDocsConfig:
        """Before the macros plugin, whose macros need the session."""
        assessment = self._assessed(Path(config.config_file_path).parent)
        kept = kept_change_lists(self._project.root) if self._project else ()
        self.session = session = Session(assessment, report=self.config.report, kept=kept)
        session.keeps_expanded = self.keeps_expanded
        session.configuration = Path(config.config_file_path).read_text(encoding="utf-8")
        written = _pages_on_disk(Path(config.docs_dir))
        generated.plan(session, annexes=self.config.annexes, written=written)
        if config.nav is not None:
            known = [*written, *(page.src for page in session.generated if page.in_nav)]
            config.nav = navigation.expanded(config.nav, known, session.annexes.as_nav())
        config.markdown_extensions.append(WriterSyntax(session.writing))  # type: ignore[arg-type] # Markdown takes both
        diagrams.install(config, session)
        theme.install(config, session)
        macros.demand(config)
        return config

    @event_priority(-100)
    def _guard(self, config: MkDocsConfig) -> MkDocsConfig:
        """After the macros plugin has built its environment."""
        macros.guard(config, self.current)
        return config

    on_config = CombinedEvent(_open, _guard)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        session = self.current
        for page in session.generated:
            level = InclusionLevel.UNDEFINED if page.in_nav else InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, page.src, content="", inclusion=level))
        session.urls = {file.src_uri: file.url for file in files.documentation_pages()}
        for page in session.generated:
            file = files.get_file_from_path(page.src)
            if file is not None:
                file.content_string = page.markdown(session.draft(page.src))
        for path, data in generated.downloads(session):
            files.append(File.generated(config, path, content=data))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        del config
        self._nav = nav
        named = {page.file.src_uri for page in nav.pages}
        for file in files.documentation_pages(inclusion=InclusionLevel.is_in_nav):
            if file.src_uri not in named:
                self.current.report(UNLINKED_PAGE, file.src_uri, f"{file.src_uri} is not in the navigation")
        return nav

    @event_priority(100)
    def _begin(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        del config, files
        self.current.begin(page.file, markdown, page.meta)
        return markdown

    @event_priority(-100)
    def _macros_done(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        del config, files
        self.current.draft(page.file.src_uri).expanded = markdown
        return markdown

    on_page_markdown = CombinedEvent(_begin, _macros_done)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        del config, files
        return finishing.with_blocks(html, page, self.current.draft(page.file.src_uri))

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        session = self.current
        if self._nav is None or self._project is None:
            return env
        try:
            style = finishing.citation_style(self._project.root, self.config.citation_style)
            self.bundle = finishing.finish(session, self._nav, files, style=style)
        except CerkitError as error:
            raise _stopped(error) from error
        files.append(File.generated(config, theme.RECORDS, content=theme.records_script(session)))
        if session.has_errors:
            if not self._is_preview:
                raise PluginError(report_text(session.diagnostics))
            self._tell(report_text(session.diagnostics))
        config.extra["cerkit"]["has_mistakes"] = bool(self._mistakes)
        # No template changes during a build; each of thousands of inclusions would look at the file's time.
        env.auto_reload = False
        return env

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """After the search plugin has written its index."""
        if not config.use_directory_urls:
            theme.write_offline_index(Path(config.site_dir))

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        del builder
        server.watch(str(Path(config.config_file_path).parent / "evidence"))
        return server


def _stopped(error: CerkitError) -> PluginError:
    """The error as MkDocs prints it; anything else it would show with a traceback."""
    return PluginError("\n".join(filter(None, [error.message, error.hint])))


def _today(project: Project) -> date:
    """The day of the last commit, so that the same commit gives the same site; outside git the day itself."""
    return commit_date(project.root) or datetime.now(tz=UTC).date()


def _pages_on_disk(docs: Path) -> list[str]:
    """Paths of the pages. MkDocs leaves out what is hidden, also what lies in a hidden folder."""
    pages = (path.relative_to(docs) for path in docs.rglob("*.md"))
    return sorted(page.as_posix() for page in pages if not any(part.startswith(".") for part in page.parts))
