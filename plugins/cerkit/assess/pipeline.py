"""The only way to a linked dossier: load, validate, link, check, over bytes.

Reads no file, no clock and no environment, so that the same code serves the editor's hook, the build and both sides of
an update.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Final

from cerkit import __version__, checks, link, load, validate
from cerkit.assess.asking import Beside
from cerkit.assess.catalogue_shelf import CatalogueShelf
from cerkit.assess.kept_answers import answers, lacks_library, names_of
from cerkit.assess.memory import Forgetful, Memory
from cerkit.assess.pooling import Begin, with_results
from cerkit.assess.readings import OWN_CATALOGUES, ReadFiles, Runner, read_all
from cerkit.assess.waivers import Sifted, sift
from cerkit.model.chapters import Chapter
from cerkit.model.check_report import CheckReport, Waived
from cerkit.model.diagnostics import Diagnostic, Mode, Place, Rule, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.history import History, Past
from cerkit.model.meaning import Bearings, Suspect
from cerkit.model.trace import Trace

if TYPE_CHECKING:
    from cerkit.model.update import Version

PROSE: Final = "docs/"
RULES: Final[tuple[Rule, ...]] = (*load.RULES, *validate.RULES, *link.RULES, *checks.RULES)
"""Every rule of the core, by family. Site and document have rules of their own."""
_BY_CODE: Final = {rule.code: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What cerkit knows of one revision: the records, how they hang together, and what is wrong."""

    dossier: Dossier
    trace: Trace
    diagnostics: tuple[Diagnostic, ...]
    """Sorted by file and line."""
    waived: tuple[Waived, ...]
    """What was found and accepted, in the same order."""
    on: date
    """The day for which it was made."""
    mode: Mode
    file_count: int
    """How many files were read."""
    suspects: tuple[Suspect, ...] | None = None
    """Records to be looked at again, waived or not; None where there was no previous release."""
    previous: Version | None = None
    """The previous release, where the assessment was made with one."""

    @property
    def bearings(self) -> Bearings:
        """Which fields of which kind of record bear meaning."""
        return checks.bearings_of(self.dossier)

    @property
    def report(self) -> CheckReport:
        """The same as the report prints it."""
        return CheckReport(__version__, RULES, self.on, self.mode, self.diagnostics, self.waived)

    @property
    def has_errors(self) -> bool:
        return any(item.severity is Severity.ERROR for item in self.diagnostics)

    @property
    def is_sound(self) -> bool:
        """Whether site and document can be made of it: no error that is one in a draft, too."""
        return not any(item.severity is Severity.ERROR for item in self.as_draft())

    @property
    def lacks_library(self) -> bool:
        """Whether a result is missing only because a library is: it may be installed tomorrow, and no file says so."""
        return lacks_library(self.trace)

    def as_draft(self) -> tuple[Diagnostic, ...]:
        """The diagnostics as they weigh while the report is a draft."""
        return tuple(item.in_mode(Mode.DRAFT) for item in self.diagnostics)


def assess(
    files: Mapping[str, bytes],
    *,
    on: date,
    shipped: Mapping[str, bytes],
    outside: Iterable[str] = (),
    memory: Memory | None = None,
    runner: Runner | None = None,
    beside: Beside | None = None,
    begin: Begin | None = None,
    mode: Mode = Mode.DRAFT,
    report: str = "docs/report/",
    history: History | None = None,
    previous: Trace | None = None,
    previous_content: str | None = None,
    past: Past | None = None,
) -> Assessment:
    """Assess one revision of a device file.

    `files`: path from the top of the repository (with `/`) -> bytes, of everything below `evidence/` and the pages
    below `docs/`. `shipped`: path -> bytes of the catalogues that come with the package. `outside`: paths that lead
    out of the repository and were therefore not read. `memory`, `runner`, `beside` and `begin` make it faster and
    change no result.
    `report`: where the chapters of the report lie. `history`: what git knows of some files. `previous`: the trace of
    the previous release, with which a release or an update is compared; `previous_content`: a digest of what it holds,
    without which nothing is remembered of the comparison. `past`: the commits since then.
    """
    memory = memory or Forgetful()
    parts = _linked(files, shipped, memory, runner, report, begin)
    read, shelf, trace, dossier = parts.read, parts.shelf, parts.trace, parts.trace.dossier
    examination = Examination(trace, on, mode, checks.policies_of(dossier))
    if history:
        examination = _with_history(examination, history, files)
    if previous:
        examination = _with_previous(examination, previous, past)
    released = (previous_content, *((past.released, past.tip) if past else ()))
    names = names_of(examination, files, read, report=report, released=released)
    answer = answers(examination, names, shelf, memory, beside)
    found = chain(
        _leading_outside(outside),
        read.diagnostics,
        _too_large_pages(files),
        parts.diagnostics,
        link.check_criteria(trace),
        answer,
        shelf.diagnostics(),
    )
    sifted = sift((item.in_mode(mode) for item in found), dossier.waivers, _BY_CODE, on)
    diagnostics, waived = _located(sifted, files)
    places = load.SourceMap(files)
    suspects = examination.suspects if previous else None
    placed = suspects and tuple(replace(item, place=places.locate(item.place)) for item in suspects)
    return Assessment(dossier, trace, diagnostics, waived, on, mode, len(files), placed)


def _with_history(examination: Examination, history: History, files: Mapping[str, bytes]) -> Examination:
    from cerkit.assess.predefinition import with_states  # not imported for a draft

    return replace(examination, history=with_states(history, files, examination.on))


def _with_previous(examination: Examination, previous: Trace, past: Past | None) -> Examination:
    """With what has changed since the previous release, and what is suspect because of it."""
    # Not imported for a draft.
    from cerkit.assess.suspects import kinds_of, suspects_of
    from cerkit.compare import REPORTED, compare

    trace = examination.trace
    bearings = checks.bearings_of(trace.dossier)
    changes = compare(previous, trace, kinds=REPORTED | kinds_of(bearings))
    return replace(
        examination,
        previous=previous,
        changes=tuple(change for change in changes if change.kind in REPORTED),
        bearings=bearings,
        suspects=suspects_of(trace, previous, bearings, changes=changes, past=past),
    )


def link_files(
    files: Mapping[str, bytes],
    *,
    shipped: Mapping[str, bytes],
    memory: Memory | None = None,
    runner: Runner | None = None,
    report: str = "docs/report/",
) -> Trace:
    """The trace of one revision, without asking what is wrong: all that a comparison needs, and a third of the time."""
    return _linked(files, shipped, memory or Forgetful(), runner, report).trace


@dataclass(frozen=True, slots=True)
class _Linked:
    """What a revision holds, and what was found wrong on the way."""

    read: ReadFiles
    shelf: CatalogueShelf
    trace: Trace
    diagnostics: tuple[Diagnostic, ...]
    """On identifiers that stand twice, and on links."""


def _linked(
    files: Mapping[str, bytes],
    shipped: Mapping[str, bytes],
    memory: Memory,
    runner: Runner | None,
    report: str,
    begin: Begin | None = None,
) -> _Linked:
    read = read_all(files, memory, runner)
    chapters = tuple(_chapters(files, report))
    shelf = _shelf(files, shipped, memory)
    dossier, duplicates = link.assemble(
        read.files, chapters, shelf, duplicate=validate.DUPLICATE_IDENTIFIER, broken=shelf.broken()
    )
    trace, broken_links = link.build_trace(dossier)
    trace = with_results(trace, memory, begin)
    return _Linked(read, shelf, trace, (*duplicates, *broken_links))


def _shelf(files: Mapping[str, bytes], shipped: Mapping[str, bytes], memory: Memory) -> CatalogueShelf:
    prefix = OWN_CATALOGUES
    own = {path.removeprefix(prefix): files[path] for path in files if path.startswith(prefix)}
    return CatalogueShelf(shipped, own, own_folder=prefix, memory=memory)


def _leading_outside(paths: Iterable[str]) -> Iterator[Diagnostic]:
    for path in paths:
        place = Place(path, line=1, column=1)
        yield load.OUTSIDE_REPOSITORY.at(place, f"{path} leads out of the repository")


def _located(sifted: Sifted, files: Mapping[str, bytes]) -> tuple[tuple[Diagnostic, ...], tuple[Waived, ...]]:
    """What counts and what is waived with their lines, sorted by them."""
    places = load.SourceMap(files)
    waived = (Waived(places.located(item.diagnostic), item.waiver) for item in sifted.waived)
    return places.resolve(sifted.open), tuple(sorted(waived, key=lambda item: item.diagnostic.sort_key()))


def _chapters(files: Mapping[str, bytes], report: str) -> Iterator[Chapter]:
    for path in _pages(files):
        yield load.read_chapter(path, files[path], is_report=path.startswith(report))


def _too_large_pages(files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    found = (load.page_too_large(path, files[path]) for path in _pages(files))
    return (item for item in found if item is not None)


def _pages(files: Mapping[str, bytes]) -> Iterator[str]:
    return (path for path in files if path.startswith(PROSE) and path.endswith(".md"))
