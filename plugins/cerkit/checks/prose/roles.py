"""What the prose calls main evidence against the role that the appraisal gave the source (D38)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.prose import rules
from cerkit.checks.prose.phrases import Match, PhraseList
from cerkit.checks.prose.words import BREAK, Passage, Said
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination

_TURNS: Final = frozenset((BREAK, "but", "while", "whereas", "although", "unlike", "than"))
_DENIALS: Final = frozenset(("not", "no", "never", "neither", "nor", "hardly", "cannot"))

_RELATIVE: Final = frozenset(("that", "which", "what"))
"""Words after which something is told of the word before them and not of the subject."""


class Roles:
    """Finds sources on the device that are called pivotal and are not."""

    def __init__(self, examination: Examination) -> None:
        facts = examination.trace.source_facts.values()
        # Literature on other devices has its own pivotal trials, which are none of this evaluation.
        self._roles = {item.id: item.role for item in facts if item.relation == "under evaluation"}
        self._called = PhraseList(examination.policies, "called-pivotal")

    def check(self, chapter: Chapter, passage: Passage) -> Iterator[Diagnostic]:
        topic: str | None = None
        for said in passage.said:
            named = [(at, source) for at, name in said.identifiers if (source := _source(name)) is not None]
            if named:
                topic = named[0][1] if len({name for _, name in named}) == 1 else None
            about = self._about(said, named, topic)
            if about is not None:
                match, source = about
                message = (
                    f'"{match.text}" is said of {source}, whose appraisal gives it the role {self._roles[source]}; '
                    "only a reader can tell whether another source is meant"
                )
                yield rules.ROLE_OVERSTATED.at(chapter.at(said.sentence.start), message, subject=source)

    def _about(self, said: Said, named: list[tuple[int, str]], topic: str | None) -> tuple[Match, str] | None:
        match = self._called.first(said)
        if match is None or not _DENIALS.isdisjoint(said.words[: match.end]):
            return None
        if match.start and said.words[match.start - 1] in _RELATIVE and not named:
            return None
        begin = max((at for at in range(match.start) if said.words[at] in _TURNS), default=-1)
        before = [source for at, source in named if begin < at < match.start]
        source = before[0] if before else (None if named else topic)
        # More than one source before the words: which of them is meant is for a reader.
        if source is None or len(set(before)) > 1:
            return None
        return (match, source) if self._roles.get(source) in ("supportive", "background") else None


def _source(name: str) -> str | None:
    return name.partition(".")[0] if name.startswith("SRC-") else None
