"""What one build of the site knows: the assessment, where records live, and the pages as they are being made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mkdocs.utils import get_relative_url

from cerkit.assess import Assessment
from cerkit.assess.updating import update_since
from cerkit.model.bundle import PageRole
from cerkit.model.change_list import ChangeList
from cerkit.model.diagnostics import Diagnostic, Place, Rule, Severity
from cerkit.model.identifiers import Kind
from cerkit.model.update import Update
from cerkit.render.links import GENERATED, PROSE, Target, targets
from cerkit.website.annexes import Annexes
from cerkit.website.markup import line_of
from cerkit.website.rules import MACRO_FAILED, UNREADABLE_CHANGES
from cerkit.website.slots import Slots
from cerkit.workspace.change_lists import KeptList

if TYPE_CHECKING:
    from mkdocs.structure.files import File

    from cerkit.website.generated import AnyPage


@dataclass(slots=True)
class Draft:
    """A page on its way to HTML."""

    src: str
    """Path below the docs folder."""
    url: str = ""
    role: PageRole = PageRole.SITE
    read: Callable[[], str] = str
    """Reads the file as it is; lines of messages count in it."""
    markdown: str = ""
    """What MkDocs leaves of the file: the text after the front matter."""
    expanded: str = ""
    """Markdown after the macros, still with marks."""
    slots: Slots = field(default_factory=Slots)

    def line(self, line: int) -> int:
        """The file's line of a line of its Markdown. The front matter stands before and is gone by now."""
        raw = self.read()
        return raw[: max(len(raw) - len(self.markdown), 0)].count("\n") + line


class Session:
    """The state of one build. Hooks write to it in MkDocs' order; nothing outlives the build."""

    def __init__(
        self, assessment: Assessment, *, report: str = "report", kept: tuple[KeptList, ...] = ()
    ) -> None:
        self.assessment = assessment
        self.trace = assessment.trace
        self.dossier = assessment.dossier
        self.targets: Mapping[str, Target] = targets(assessment.trace)
        self.generated: tuple[AnyPage, ...] = ()
        self.annexes = Annexes()
        self.printed = ""
        """What the report says, as text; known when every page has its content."""
        self.drafts: dict[str, Draft] = {}
        self.urls: dict[str, str] = {}
        """Path below the docs folder -> address below the site."""
        self.current: Draft | None = None
        self.configuration = ""
        """Text of `mkdocs.yml`, for the lines of messages."""
        self.keeps_expanded = False
        """True when the pages are wanted as plain Markdown, too."""
        self.diagnostics: list[Diagnostic] = []
        self.kept: Mapping[str, ChangeList] = {
            item.page: item.changes for item in kept if item.changes is not None
        }
        """The lists of changes of earlier releases, by the name of their page."""
        self._known: set[Diagnostic] = set()
        self._update: Update | None = None
        self._report = f"{report.strip('/')}/"
        for item in kept:
            if item.changes is None:
                self._keep(
                    UNREADABLE_CHANGES.at(Place(item.path, line=1, column=1), f"{item.path} {item.problem}")
                )

    @property
    def has_errors(self) -> bool:
        return any(item.severity is Severity.ERROR for item in self.diagnostics)

    @property
    def update(self) -> Update | None:
        """What happened since the previous release; compared when a page first asks."""
        if self._update is None:
            self._update = update_since(self.assessment)
        return self._update

    def draft(self, src: str) -> Draft:
        """The page's draft, made when first asked for."""
        found = self.drafts.get(src)
        if found is None:
            found = self.drafts[src] = Draft(src, url=self.urls.get(src, ""))
        return found

    def begin(self, file: File, markdown: str, meta: MutableMapping[str, Any]) -> None:
        """A page's turn has come: `markdown` is its text without the front matter `meta`."""
        draft = self.draft(file.src_uri)
        draft.read = lambda: file.content_string
        draft.markdown = markdown
        draft.role = self._role(file.src_uri, meta)
        # The report is always expanded, whatever the macros plugin does by default on other pages.
        if "{" not in markdown:
            meta["render_macros"] = False
        elif draft.role is not PageRole.SITE:
            meta.setdefault("render_macros", True)
        self.current = draft

    def writing(self) -> tuple[Slots, Callable[[str], str | None]] | None:
        """Where the page that is being made keeps its marks, and how its links to records resolve."""
        draft = self.current
        return (draft.slots, self.path_resolver(draft.src)) if draft else None

    def _role(self, src: str, meta: Mapping[str, object]) -> PageRole:
        if self.annexes.place(src) is not None:
            return PageRole.ANNEX
        named = str(meta.get("role", ""))
        if named in set(PageRole):
            return PageRole(named)
        return PageRole.CHAPTER if src.startswith(self._report) else PageRole.SITE

    def resolver(self, url: str) -> Callable[[str], str | None]:
        """Identifier -> address of the record as seen from the page at `url`, or None for no record.

        A chapter may be named with a section of it: `docs/report/04.md#sec-safety`.
        """

        def resolve(identifier: str) -> str | None:
            return self._towards(identifier, url, self.urls)

        return resolve

    def path_resolver(self, src: str) -> Callable[[str], str | None]:
        """The same as a path between source files, which MkDocs itself turns into an address and checks."""

        def resolve(identifier: str) -> str | None:
            return self._towards(identifier, src, None)

        return resolve

    def address(self, src: str, url: str) -> str:
        """Address of a page as seen from the one at `url`."""
        return get_relative_url(self.urls[src], url)

    def _towards(self, identifier: str, place: str, urls: Mapping[str, str] | None) -> str | None:
        page, _, section = identifier.partition("#")
        target = self.targets.get(page) or _generated(page)
        if target is None or target.page_src not in self.urls:
            return None
        there = target.page_src if urls is None else urls[target.page_src]
        path, anchor = get_relative_url(there, place), section or target.anchor
        return f"{path}#{anchor}" if anchor else path

    def report(self, rule: Rule, src: str, message: str, *, hint: str | None = None, line: int = 0) -> None:
        """Keep a diagnostic about a page; `line` counts in the file."""
        self._keep(rule.at(Place(f"docs/{src}", line=max(line, 1), column=1), message, hint=hint))

    def report_setting(self, rule: Rule, setting: str, name: str, message: str, *, hint: str) -> None:
        """A diagnostic about a name in a setting of the configuration."""
        before, option, text = self.configuration.partition(f"{setting}:")
        start = before.count("\n") + 1
        lines = enumerate(f"{option}{text}".splitlines(), start)
        line = next((number for number, line in lines if name in line), start)
        self._keep(rule.at(Place("mkdocs.yml", line=line, column=1), message, hint=hint))

    def report_record(self, rule: Rule, path: str, message: str) -> None:
        """A diagnostic about a file of records as a whole."""
        self._keep(rule.at(Place(path, line=1, column=1), message))

    def report_name(self, rule: Rule, src: str, name: str, message: str, *, hint: str | None = None) -> None:
        """The same at the place where a page first names something in brackets."""
        line, column = line_of(self.draft(src).read(), name)
        place = Place(f"docs/{src}", line=max(line, 1), column=max(column, 1))
        self._keep(rule.at(place, message, hint=hint, subject=name))

    def report_macro(self, message: str, hint: str | None, line: int) -> None:
        """A macro of the current page failed; `line` counts in its Markdown."""
        draft = self.current
        if draft is not None:
            self.report(MACRO_FAILED, draft.src, message, hint=hint, line=draft.line(line))

    def _keep(self, found: Diagnostic) -> None:
        if found not in self._known:
            self._known.add(found)
            self.diagnostics.append(found)


def _generated(src: str) -> Target | None:
    """A page that is made from records, named by its path: no record lives there, but a table may lead to it."""
    page = src.removeprefix(PROSE)
    return Target(page, None, "", Kind.CHAPTER) if page != src and page.startswith(GENERATED) else None
