"""What the prose calls main evidence against the role that the appraisal gave the source (D38)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.prose import rules
from cerkit.checks.prose.phrases import Match, PhraseList, word_set
from cerkit.checks.prose.words import BREAK, Passage, Said
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination

_TURNS: Final = frozenset((BREAK, "but", "while", "whereas", "although", "unlike", "than"))
_DENIALS: Final = frozenset(("not", "no", "never", "neither", "nor", "hardly", "cannot"))

_RELATIVE: Final = frozenset(("that", "which", "what"))
"""Words after which something is told of the word before them and not of the subject."""
_JOINS: Final = frozenset((*_TURNS, "and", "with", "beside", "besides", "alongside", "together", "whose"))
"""Words after which a source that is named later is another one than the one spoken of."""
_HELPED: Final = (
    word_set("with beside besides alongside whose supported confirmed complemented agrees") | _TURNS
)
"""Words that end the list of sources after "the pivotal evidence comes from"."""
_ENOUGH: Final = 20
"""Phrases of one sentence that are looked at: a page that is nothing but phrases takes no longer."""


class Roles:
    """Finds sources on the device that are called pivotal and are not."""

    def __init__(self, examination: Examination) -> None:
        facts = examination.trace.source_facts.values()
        # Literature on other devices has its own pivotal trials, which are none of this evaluation.
        self._roles = {item.id: item.role for item in facts if item.relation == "under evaluation"}
        self._called = PhraseList(examination.policies, "called-pivotal")
        self._ahead = PhraseList(examination.policies, "pivotal-ahead", harmless=("called-pivotal",))

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
        return self._told_after(said, named, topic) or self._told_ahead(said, named)

    def _told_after(
        self, said: Said, named: list[tuple[int, str]], topic: str | None
    ) -> tuple[Match, str] | None:
        """The source comes first, and the words on it follow: "SRC-1 is pivotal"; or it is cited at the end."""
        match = self._called.first(said)
        if match is None or not _DENIALS.isdisjoint(said.words[: match.end]):
            return None
        if match.start and said.words[match.start - 1] in _RELATIVE and not named:
            return None
        begin = max((at for at in range(match.start) if said.words[at] in _TURNS), default=-1)
        before = {source for at, source in named if begin < at < match.start}
        if before:
            spoken = before
        elif named:
            spoken = {source for at, source in named if _JOINS.isdisjoint(said.words[match.end : at])}
        else:
            spoken = {topic} if topic else set()
        # More than one source beside the words: which of them is meant is for a reader.
        source = next(iter(spoken)) if len(spoken) == 1 else None
        return (match, source) if source is not None and self._is_less(source) else None

    def _told_ahead(self, said: Said, named: list[tuple[int, str]]) -> tuple[Match, str] | None:
        """The words come first, and the sources they are said of follow: "key evidence comes from SRC-1"."""
        for match in sorted(self._ahead.all(said), key=lambda item: item.start)[:_ENOUGH]:
            if not _DENIALS.isdisjoint(said.words[: match.end]):
                return None
            after = [(at, source) for at, source in named if at >= match.end]
            spoken = [source for at, source in after if _HELPED.isdisjoint(said.words[match.end : at])]
            if any(self._roles.get(source) == "pivotal" for source in spoken):
                return None
            source = next(filter(self._is_less, spoken), None)
            if source is not None:
                return match, source
        return None

    def _is_less(self, source: str) -> bool:
        return self._roles.get(source) in ("supportive", "background")


def _source(name: str) -> str | None:
    return name.partition(".")[0] if name.startswith("SRC-") else None
