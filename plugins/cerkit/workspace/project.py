"""A device's repository on disk: where it is, how it is set up, and its assessment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cerkit.model.diagnostics import Mode
from cerkit.model.errors import CerkitError
from cerkit.workspace.answers import Answer, LastAnswer
from cerkit.workspace.cache import RecordCache
from cerkit.workspace.collection import without_collection
from cerkit.workspace.folders import Tree, read_tree
from cerkit.workspace.package_data import ShippedCatalogues
from cerkit.workspace.settings import CONFIGURATION, Settings, read_settings

if TYPE_CHECKING:
    from cerkit.assess import Assessment
    from cerkit.model.history import History, Past
    from cerkit.model.trace import Trace
    from cerkit.workspace.revisions import Side


_SYNTHESES: Final = "evidence/synthesis/"


@dataclass(frozen=True, slots=True)
class Origin:
    """A commit of a repository, whose files lie somewhere else."""

    root: Path
    commit: str


@dataclass(frozen=True, slots=True)
class Project:
    """A repository with `mkdocs.yml`, `docs/` and `evidence/`."""

    root: Path
    settings: Settings
    origin: Origin | None = None
    """Of the files of a revision, written out: where they come from."""

    @property
    def git_root(self) -> Path:
        """Where git is asked."""
        return self.origin.root if self.origin else self.root

    @property
    def revision(self) -> str:
        """The revision whose history counts."""
        return self.origin.commit if self.origin else "HEAD"

    def path_inside(self, name: str | None) -> Path | None:
        """A file that the settings name. It lies in the repository, and nowhere else."""
        if name is None:
            return None
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root) or not path.is_file():
            raise CerkitError(
                f"{CONFIGURATION} names {name}, which is no file of the repository", "correct the path"
            )
        return path

    def check(self, *, on: date, mode: Mode = Mode.DRAFT, since: str | None = None) -> Answer:
        """What the assessment of the working tree finds. While nothing has changed, the last answer is given again.

        `since`: a revision; then only what it did not have already.
        """
        with without_collection(freeze=True):
            if since is not None:
                from cerkit.workspace.revisions import new_since

                assessment = self.assess(on=on, mode=mode)
                return replace(_answer(assessment), found=new_since(self, assessment, since))
            if mode is not Mode.DRAFT:
                return _answer(self.assess(on=on, mode=mode))
            tree = self._tree()
            last = LastAnswer(self.root, tree, on)
            answer = last.recall()
            if answer is None:
                assessment = self._assess(tree, on, mode)
                answer = _answer(assessment)
                if not assessment.lacks_library:
                    last.remember(answer)
            return answer

    def assess(self, *, on: date, mode: Mode = Mode.DRAFT) -> Assessment:
        """The assessment of the working tree for a day. Unchanged files are recalled from the cache.

        A draft is checked without git, so that an editor has its answer at once.
        """
        return self._assess(self._tree(), on, mode)

    def link(self) -> Trace:
        """The trace of the working tree, without what is wrong."""
        from cerkit.assess import link_files
        from cerkit.workspace.parallel import read_in_processes

        tree = self._tree()
        cache = RecordCache(self.git_root)
        if self.origin is None:
            cache.stamps = tree.stamps
        with without_collection():
            trace = link_files(
                tree.files,
                shipped=ShippedCatalogues(),
                memory=cache,
                runner=read_in_processes,
                report=self.settings.report_folder,
            )
        if self.origin is None:
            cache.save()
        return trace

    def _tree(self) -> Tree:
        return read_tree(self.root, self.settings.docs_dir)

    def _assess(self, tree: Tree, on: date, mode: Mode) -> Assessment:
        # Imported here: an answer that is given again needs none of it, and a hook is to end in a moment.
        from cerkit.workspace.parallel import Assistant, read_in_processes, work_beside

        # A revision that was written out asks by content, and leaves the cache to the working tree.
        cache = RecordCache(self.git_root)
        if self.origin is None:
            cache.stamps = tree.stamps
        with without_collection(), Assistant(_load_pooling) as pooling:
            if cache.is_empty and any(path.startswith(_SYNTHESES) for path in tree.files):
                pooling.begin()  # numpy and scipy load while the rest is imported and read
            history = self._begin_history() if mode is not Mode.DRAFT else None
            from cerkit.assess import assess

            side, past = self._before(tree, on, mode, cache) if mode is not Mode.DRAFT else (None, None)
            assessment = assess(
                tree.files,
                on=on,
                shipped=ShippedCatalogues(),
                outside=tree.outside,
                memory=cache,
                runner=read_in_processes,
                beside=work_beside,
                begin=pooling,
                mode=mode,
                report=self.settings.report_folder,
                history=history() if history else None,
                previous=side.trace if side else None,
                previous_content=side.content if side else None,
                past=past,
            )
        if self.origin is None:
            cache.save()
        return replace(assessment, previous=side.version) if side else assessment

    def _begin_history(self) -> Callable[[], History]:
        """Git works while the rest is imported."""
        from cerkit.workspace.history import begin_history

        return begin_history(self.git_root, self.revision)

    def _before(
        self, tree: Tree, on: date, mode: Mode, cache: RecordCache
    ) -> tuple[Side | None, Past | None]:
        """The previous release, and the commits since then."""
        from cerkit.workspace.past import commits_since
        from cerkit.workspace.revisions import baseline

        side = baseline(self, tree.files, mode=mode, on=on, memory=cache)
        return side, commits_since(self.git_root, side.commit, self.revision) if side else None


def _load_pooling() -> Callable[[bytes], bytes]:
    from cerkit.synthesis.orders import answer

    return answer


def _answer(assessment: Assessment) -> Answer:
    return Answer(
        found=assessment.diagnostics,
        codes=tuple(rule.code for rule in assessment.report.rules),
        waived=len(assessment.waived),
        file_count=assessment.file_count,
        assessment=assessment,
    )


def open_project(start: Path | None = None) -> Project:
    """The repository that holds a folder: the nearest one upwards with `mkdocs.yml`."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIGURATION).is_file():
            return Project(folder, read_settings(folder))
    raise CerkitError(
        f"no {CONFIGURATION} in {here} or above it",
        "change into the folder of a device's repository, or name it",
    )
