"""What the prose concludes on a requirement against the conclusion that an evaluator recorded (D48)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cerkit.checks.prose import rules
from cerkit.checks.prose.phrases import Match, PhraseList, word_set
from cerkit.checks.prose.words import Passage, Said
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination

_GAPS: Final = frozenset(("gap", "gaps"))
_LIMITS: Final = word_set(
    """
    except far apart partly limit limits not only condition conditions reservation within whether if when
    until would could
    """
)
"""Words by which a sentence limits what it concludes."""
_ALL: Final = frozenset(("all", "each", "every", "both"))
_NEAR: Final = 5
"""Words within which "all" is said of the requirements: "all general safety and performance requirements"."""
_DENIED: Final = "does not conform"
_PARTLY: Final = frozenset(("fully", "completely", "entirely", "wholly", "full", "every", "altogether"))
"""What is not met so may have a gap and no more."""
_PREFIXES: Final = ("UK-ER-", "GSPR-")
_CATALOGUES: Final = (("essential", ("UK-ER-",)), ("general", ("GSPR-",)), ("gsprs", ("GSPR-",)))
"""Words that say of which law the requirements are, with how their names begin."""


class Conclusions:
    """Finds requirements that are said to be met without a gap where the record has one, or not met where they are."""

    def __init__(self, examination: Examination) -> None:
        requirements = examination.dossier.requirements
        self._concluded = {
            item.id: item.conclusion.statement
            for item in (requirements.requirements if requirements else ())
            if item.conclusion is not None
        }
        self._recorded = {name: said for name, said in self._concluded.items() if said != "conforms"}
        self._whole = PhraseList(examination.policies, "met-in-full")
        self._met = PhraseList(examination.policies, "met")
        self._not_met = PhraseList(examination.policies, "not-met")

    def check(self, chapter: Chapter, passages: Sequence[Passage]) -> Iterator[Diagnostic]:
        if not self._concluded:
            return
        lead: frozenset[str] = frozenset()
        for passage in passages:
            block = passage.paragraph
            named = _requirements(passage)
            if block.text.lstrip().startswith(":"):
                # The explanation of a definition list speaks of its term.
                named = named or lead
            else:
                lead = named
            for said in passage.said:
                yield from self._check(chapter, passage, said, named)

    def _check(
        self, chapter: Chapter, passage: Passage, said: Said, named: frozenset[str]
    ) -> Iterator[Diagnostic]:
        spoken = frozenset(name for _, name in said.identifiers if _is_requirement(name)) or named
        is_of_all = not spoken and _speaks_of_all(said)
        if is_of_all:
            spoken = self._meant(said)
        found = self._denied(said, spoken) or self._overstated(passage, said, spoken, is_of_all=is_of_all)
        if found is not None:
            match, name = found
            message = (
                f'"{match.text}" is said of {name}, whose recorded conclusion is "{self._concluded[name]}"; only a '
                "reader can tell whether something else is meant"
            )
            yield rules.CONCLUSION_OVERSTATED.at(chapter.at(said.sentence.start), message, subject=name)

    def _denied(self, said: Said, spoken: frozenset[str]) -> tuple[Match, str] | None:
        """A requirement said not to be met, which was concluded to conform."""
        name = next(iter(spoken)) if len(spoken) == 1 else ""
        if self._concluded.get(name, _DENIED) == _DENIED:
            return None
        if name in self._recorded and not _PARTLY.isdisjoint(said.words):
            return None
        match = self._not_met.first(said)
        return None if match is None else (match, name)

    def _overstated(
        self, passage: Passage, said: Said, spoken: frozenset[str], *, is_of_all: bool
    ) -> tuple[Match, str] | None:
        # Of several requirements some may be met and some not; which one is meant is for a reader, unless it is all.
        if len(spoken) != 1 and _ALL.isdisjoint(said.words) and not spoken <= self._recorded.keys():
            return None
        name = next((item for item in sorted(spoken) if item in self._recorded), None)
        if name is None:
            return None
        match = self._whole.first(said)
        is_plain = (said.identifiers or is_of_all) and _LIMITS.isdisjoint(said.words)
        if match is None and is_plain and not _names_gap(passage):
            match = self._met.first(said)
        return None if match is None else (match, name)

    def _meant(self, said: Said) -> frozenset[str]:
        """The requirements with a gap of the catalogue that a sentence on all requirements speaks of."""
        prefix = next((names for word, names in _CATALOGUES if word in said.present), _PREFIXES)
        return frozenset(name for name in self._recorded if name.startswith(prefix))


def _speaks_of_all(said: Said) -> bool:
    """Whether "all" or "every" stands shortly before "requirements"."""
    return any(
        word in ("requirement", "requirements") and not _ALL.isdisjoint(said.words[max(0, at - _NEAR) : at])
        for at, word in enumerate(said.words)
    )


def _requirements(passage: Passage) -> frozenset[str]:
    return frozenset(name for said in passage.said for _, name in said.identifiers if _is_requirement(name))


def _is_requirement(name: str) -> bool:
    return name.startswith(_PREFIXES)


def _names_gap(passage: Passage) -> bool:
    return any(
        not _GAPS.isdisjoint(said.words) or any(name.startswith("GAP-") for _, name in said.identifiers)
        for said in passage.said
    )
