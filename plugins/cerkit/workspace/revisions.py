"""Other revisions of a repository: the previous release, and what a pull request starts from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cerkit.assess import Assessment, Memory, assess, digest_of, link_files, read_file
from cerkit.model.diagnostics import Diagnostic, Mode
from cerkit.model.errors import CerkitError
from cerkit.model.records.control import ReleasedTag, Releases
from cerkit.model.trace import Trace, natural_key
from cerkit.model.update import Version
from cerkit.workspace.bundles import is_bundle, open_bundle, read_snapshot
from cerkit.workspace.cache import RecordCache
from cerkit.workspace.collection import without_collection
from cerkit.workspace.folders import LARGEST_READ, Tree, is_hidden, is_read, read_tree
from cerkit.workspace.git import read_blobs, resolve, run_git, top_of
from cerkit.workspace.history import read_history
from cerkit.workspace.package_data import ShippedCatalogues
from cerkit.workspace.parallel import read_in_processes
from cerkit.workspace.past import commits_since
from cerkit.workspace.settings import CONFIGURATION, Settings, parse_settings, read_settings

if TYPE_CHECKING:
    from cerkit.workspace.project import Project

RELEASES: Final = "evidence/releases.yml"
_REGULAR: Final = ("100644", "100755")
"""Modes of files. Links and other repositories inside are not followed."""


class _ByContent:
    """A memory of the working tree, asked about other files of the same names: only what they hold counts."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def digest(self, path: str, files: Mapping[str, bytes], /) -> str:
        return digest_of(path, files[path])

    def note(self, _path: str, _digest: str, /) -> None:
        return None

    def recall(self, digest: str, /) -> bytes | None:
        return self._memory.recall(digest)

    def remember(self, digest: str, data: bytes, /) -> None:
        self._memory.remember(digest, data)


@dataclass(frozen=True)
class Side:
    """One of the two dossiers of a comparison. It is read when its trace or its assessment is asked for."""

    name: str
    """As it was named; of the working tree, what it is."""
    settings: Settings
    link: Callable[[], Trace] = field(repr=False)
    assess: Callable[[], Assessment] = field(repr=False)
    commit: str | None = None
    """Of a revision its commit."""
    tree: Tree | None = field(default=None, repr=False)
    """Its files. The working tree has none here, since they change."""

    @property
    def content(self) -> str | None:
        """A digest of what it holds; None of the working tree."""
        if self.tree is None:
            return None
        files = [digest_of(path, data) for path, data in sorted(self.tree.files.items())]
        held = files if self.commit is None else [self.commit]
        return digest_of(self.settings.report_folder, "".join(held).encode())

    @cached_property
    def trace(self) -> Trace:
        """What it holds. Most comparisons need no more, and the checks are most of the work of an assessment."""
        return self.assessment.trace if "assessment" in vars(self) else self.link()

    @property
    def version(self) -> Version:
        """The same as a comparison takes it."""
        return Version(self.name, self.trace, self.commit)

    @cached_property
    def assessment(self) -> Assessment:
        """The same with what is wrong."""
        return self.assess()


def open_side(project: Project, named: str | None, *, on: date, memory: Memory | None = None) -> Side:
    """What a comparison names: a git revision, a folder, a released bundle; with None the working tree.

    A path counts from the current folder, or from the top of the repository.
    """
    if named is None:
        return Side("the working tree", project.settings, project.link, partial(project.assess, on=on))
    place = next((path for path in (Path(named), project.root / named) if path.exists()), None)
    return _side(project, named, place, on, memory)


def _side(project: Project, named: str, place: Path | None, on: date, memory: Memory | None) -> Side:
    commit = None
    if place is None:
        commit = resolve(project.git_root, named)
        tree, settings = read_revision(project, commit)
    elif is_bundle(place):
        tree, settings = _unpacked(read_snapshot(open_bundle(place)), project.settings)
    elif place.is_dir():
        tree, settings = _read_folder(project, place, named)
    else:
        hint = "name a tag, a folder that holds evidence/ and docs/, or a released bundle"
        raise CerkitError(f"{named} is a file, and no released bundle", hint)
    link = partial(_linked, tree, settings, memory=memory)
    assess_it = partial(_assessed, tree, settings, on=on, memory=memory)
    return Side(named, settings, link, assess_it, commit, tree)


def previous_trace(project: Project, *, on: date, memory: Memory | None = None) -> Trace | None:
    """The previous release that `mkdocs.yml` names; None where it names none."""
    side = previous_side(project, on=on, memory=memory)
    return side.trace if side else None


def previous_side(project: Project, *, on: date, memory: Memory | None = None) -> Side | None:
    """The previous release that `mkdocs.yml` names, with its assessment."""
    named = project.settings.previous_release
    if named is None:
        return None
    try:
        place = project.root / named
        if project.origin is not None and not place.exists() and is_bundle(project.git_root / named):
            place = project.git_root / named  # a bundle is kept beside the repository's files, and not in git
        return _side(project, named, place if place.exists() else None, on, memory)
    except CerkitError as error:
        raise CerkitError(f"previous_release in {CONFIGURATION}: {error.message}", error.hint) from error


def baseline(
    project: Project, files: Mapping[str, bytes], *, mode: Mode, on: date, memory: Memory | None = None
) -> Side | None:
    """What was last signed, as far as a check in a mode needs it: a draft is checked without.

    Where `mkdocs.yml` names no previous release, the newest tag in `evidence/releases.yml` counts.
    """
    if mode is Mode.DRAFT:
        return None
    side = previous_side(project, on=on, memory=memory)
    tag = newest_release(files) if side is None else None
    if tag is None:
        return side
    try:
        return _side(project, tag.commit, None, on, memory)
    except CerkitError:
        return None  # a clone without the tags; nobody said that there must be a comparison


def newest_release(files: Mapping[str, bytes]) -> ReleasedTag | None:
    """The released tag with the highest version; None before the first."""
    if RELEASES not in files:
        return None
    found = [entry.record for entry in read_file(RELEASES, files[RELEASES]).entries]
    tags = [tag for record in found if isinstance(record, Releases) for tag in record.releases]
    return max(tags, key=lambda tag: natural_key(tag.tag.lstrip("vV")), default=None)


def _read_folder(project: Project, place: Path, named: str) -> tuple[Tree, Settings]:
    place = place.resolve()
    settings = read_settings(place) if (place / CONFIGURATION).is_file() else project.settings
    tree = read_tree(place, settings.docs_dir)
    if not any(path.startswith("evidence/") for path in tree.files):
        raise CerkitError(
            f"the folder {named} holds no evidence/",
            "name the folder in which evidence/ and docs/ of a release lie",
        )
    return tree, settings


def _unpacked(files: Mapping[str, bytes], default: Settings) -> tuple[Tree, Settings]:
    """The files of a snapshot as `read_tree` gives those of a folder."""
    written = files.get(CONFIGURATION)
    settings = parse_settings(written) if written is not None else default
    named = ((_core_name(path, settings.docs_dir), files[path]) for path in sorted(files))
    return Tree({name: data[:LARGEST_READ] for name, data in named if name is not None}, (), {}), settings


def _core_name(path: str, docs_dir: str) -> str | None:
    """Path as the core knows it, of a file that a check reads; None of every other."""
    is_prose = path.startswith(f"{docs_dir}/")
    if not (is_prose or path.startswith("evidence/")) or any(map(is_hidden, path.split("/"))):
        return None
    name = f"docs/{path[len(docs_dir) + 1 :]}" if is_prose else path
    return name if is_read(name) else None


def read_revision(project: Project, revision: str) -> tuple[Tree, Settings]:
    """The files of a revision as `read_tree` gives those of a folder, with the settings that it had itself."""
    root = project.git_root
    commit, top = resolve(root, revision), top_of(root) or ""
    written = next(read_blobs(root, [f"{commit}:{top}{CONFIGURATION}"]))
    settings = parse_settings(written) if written is not None else project.settings
    listed = dict(_listed(root, commit, top, settings.docs_dir))
    contents = read_blobs(root, listed.values())
    found = zip(listed, contents, strict=True)
    files = {path: data[:LARGEST_READ] for path, data in found if data is not None}
    return Tree(files, (), {}), settings


def new_since(project: Project, assessment: Assessment, revision: str) -> tuple[Diagnostic, ...]:
    """The diagnostics of an assessment that a revision did not have, in their order: what a pull request brings in.

    Lines move, so two are the same when rule, record and message are.
    """
    tree, settings = read_revision(project, revision)
    is_strict = assessment.mode is not Mode.DRAFT
    memory = RecordCache(project.root)
    side = baseline(project, tree.files, mode=assessment.mode, on=assessment.on, memory=memory)
    before = assess(
        tree.files,
        on=assessment.on,
        shipped=ShippedCatalogues(),
        memory=_ByContent(memory),
        runner=read_in_processes,
        mode=assessment.mode,
        report=settings.report_folder,
        history=read_history(project.root, revision) if is_strict else None,
        previous=side.trace if side else None,
        previous_content=side.content if side else None,
        past=commits_since(project.root, side.commit, revision) if side else None,
    )
    return tuple(appeared(assessment.diagnostics, before.diagnostics))


def appeared(now: Iterable[Diagnostic], before: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What was not found before. Each old one takes a new one away; in the same file first: a record may have moved."""
    left = Counter((_key(item), item.place.path) for item in before)
    still: list[Diagnostic] = []
    for item in now:
        if left[_key(item), item.place.path]:
            left[_key(item), item.place.path] -= 1
        else:
            still.append(item)
    elsewhere: Counter[tuple[str, str | None, str]] = Counter()
    for (key, _), number in left.items():
        elsewhere[key] += number
    for item in still:
        if elsewhere[_key(item)]:
            elsewhere[_key(item)] -= 1
        else:
            yield item


def _key(item: Diagnostic) -> tuple[str, str | None, str]:
    return (item.rule.code, item.subject, item.message)


def _listed(root: Path, commit: str, top: str, docs_dir: str) -> list[tuple[str, str]]:
    """Path as the core knows it, and hash, of the files of a commit that a check reads; records first."""
    folders = (f"{top}evidence/", f"{top}{docs_dir}/")
    shown = run_git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *folders)
    found: list[tuple[str, str]] = []
    for line in (shown or b"").decode("utf-8", errors="surrogateescape").split("\0"):
        told, _, whole = line.partition("\t")
        mode, _, named = told.partition(" ")
        name = _core_name(whole.removeprefix(top), docs_dir)
        if mode in _REGULAR and name is not None:
            found.append((name, named.rpartition(" ")[2]))
    return sorted(found, key=lambda item: (not item[0].startswith("evidence/"), item[0]))


def _assessed(tree: Tree, settings: Settings, *, on: date, memory: Memory | None) -> Assessment:
    with without_collection():
        return assess(
            tree.files,
            on=on,
            shipped=ShippedCatalogues(),
            memory=_ByContent(memory) if memory else None,
            runner=read_in_processes,
            report=settings.report_folder,
        )


def _linked(tree: Tree, settings: Settings, *, memory: Memory | None) -> Trace:
    with without_collection():
        return link_files(
            tree.files,
            shipped=ShippedCatalogues(),
            memory=_ByContent(memory) if memory else None,
            runner=read_in_processes,
            report=settings.report_folder,
        )
