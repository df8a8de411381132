"""The tense of a sentence against the state of the study, activity or gap that it names (D15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cerkit.checks.prose import rules
from cerkit.checks.prose.phrases import Match, PhraseList, word_set
from cerkit.checks.prose.record_texts import RecordText
from cerkit.checks.prose.words import BREAK, Passage, Said, words_of
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.facts import SourceFacts
from cerkit.model.wording import Paragraph, sentences_of

_PARTS: Final = frozenset((BREAK, "while", "whereas", "although", "but"))
"""Words at which a sentence turns to something else."""
_LISTS: Final = {
    "finished": ("finished-as-future",),
    "gap closed": ("finished-as-future", "closed-as-open"),
    "activity completed": ("finished-as-future",),
    "activity planned": ("planned-as-past",),
    "activity running": ("running-as-finished", "running-as-planned"),
    "activity running without result": ("running-as-finished", "running-as-planned", "without-result"),
    "gap open": ("open-as-closed",),
}
"""State of a record -> lists of phrases that contradict it."""
_SAID: Final = {
    "finished": "finished",
    "gap closed": "closed",
    "activity completed": "completed",
    "activity planned": "planned and not begun",
    "activity running": "still running",
    "activity running without result": "still running",
    "gap open": "open",
}
_ENOUGH: Final = 20
"""Phrases of one sentence that are looked at: a page that is nothing but phrases takes no longer."""
_CONDUCTED: Final = word_set("conducted performed carried enrolled recruited executed upcoming forthcoming")
"""What is said of a study and of little else, so that a sentence without the identifier is understood too."""

_RUNNING: Final = ("activity running", "activity running without result")
_STUDIES: Final = word_set(
    """
    study activity investigation survey registry register project trial it recruitment enrolment enrollment
    inclusion
    """
)
_THIS: Final = frozenset(("the", "this", "that"))
_OWNED: Final = 3
"""Words that must stand before a phrase for its subject to belong to something else: "the analysis of the study"."""


class Tense:
    """Finds sentences that tell as future what is finished, or as past what is not."""

    def __init__(self, examination: Examination) -> None:
        self._states = dict(_states(examination))
        self._lists = {
            state: PhraseList(examination.policies, *names, harmless=("tense",))
            for state, names in _LISTS.items()
        }

        self._running = PhraseList(examination.policies, "running-as-planned", harmless=("tense",))

    def check(self, chapter: Chapter, passage: Passage) -> Iterator[Diagnostic]:
        named = {name for said in passage.said for _, name in said.identifiers if self._state(name)}
        topic = self._topic(named)
        for said in passage.said:
            found = self._found(said, topic)
            if found:
                yield self._diagnostic(chapter.at(said.sentence.start), *found)

    def check_text(self, told: RecordText, sentences: Iterable[Said]) -> Iterator[Diagnostic]:
        """The same of a text in a record; of each text once."""
        found = next(filter(None, (self._found(said, None) for said in sentences)), None)
        if found:
            yield self._diagnostic(told.place, *found, subject=told.subject)

    def _found(self, said: Said, topic: str | None) -> tuple[Match, str] | None:
        spoken = {name for _, name in said.identifiers if self._state(name)}
        return self._named(said, spoken) if spoken else self._by_topic(said, topic)

    def _topic(self, named: set[str]) -> str | None:
        """The one study that a paragraph is on. Gaps and earlier data are named beside an activity that runs."""
        running = [name for name in named if self._state(name) in _RUNNING]
        if len(running) == 1 and not any(self._state(name) == "finished" for name in named):
            return running[0]
        topic = next(iter(named)) if len(named) == 1 else None
        return topic if topic and self._state(topic) == "finished" else None

    def _state(self, identifier: str) -> str | None:
        return self._states.get(identifier) or self._states.get(identifier.partition(".")[0])

    def _named(self, said: Said, spoken: set[str]) -> tuple[Match, str] | None:
        for state in dict.fromkeys(filter(None, map(self._state, sorted(spoken)))):
            for match in sorted(self._lists[state].all(said), key=lambda item: item.start)[:_ENOUGH]:
                about = _about(match, [at for at in said.identifiers if at[1] in spoken])
                if about is not None and self._state(about) == state:
                    return match, about
        return None

    def _by_topic(self, said: Said, topic: str | None) -> tuple[Match, str] | None:
        """A sentence without identifier, in a paragraph on one finished study or one running activity."""
        if topic is None or said.identifiers:
            return None
        if self._state(topic) in _RUNNING:
            match = self._running.first(said)
            return (match, topic) if match and _is_on_the_study(match) else None
        match = self._lists["finished"].first(said)
        if match is None or _CONDUCTED.isdisjoint(said.words[match.start : match.end]):
            return None
        return match, topic

    def _diagnostic(self, place: Place, match: Match, about: str, subject: str | None = None) -> Diagnostic:
        state = _SAID[self._state(about) or ""]
        message = (
            f'"{match.text}" is said of {about}, which is {state} by its record; only a reader can tell whether '
            "something else is meant"
        )
        return rules.TENSE_CONTRADICTS_STATUS.at(place, message, subject=subject or about.partition(".")[0])


def _is_on_the_study(match: Match) -> bool:
    """Whether the study itself, or its recruitment, is what the phrase is said of: not its analysis, not its end."""
    words = match.said.words
    before = words[max(0, match.start - 3) : match.start]
    if not before or before[-1] not in _STUDIES:
        return False
    return (
        len(before) < _OWNED
        or before[-2] not in _THIS
        or before[0] not in ("of", "in", "for", "to", "from", "with")
    )


def check_plan(examination: Examination) -> Iterator[Diagnostic]:
    """Results told in the plan, which is written before them."""
    plan = examination.dossier.plan
    if plan is None:
        return
    results = PhraseList(examination.policies, "plan-as-report")
    for position, element in enumerate(plan.elements):
        for sentence in sentences_of(Paragraph(element.answer or "", 0, "text")):
            match = results.first(Said(sentence, words_of(sentence.text)))
            if match is not None:
                message = (
                    f'"{match.text}" tells a result, and the plan is written before the results; only a reader can '
                    "tell whether an earlier study is meant"
                )
                place = Place("evidence/plan.yml", ("elements", position, "answer"))
                yield rules.TENSE_CONTRADICTS_STATUS.at(place, message, subject=plan.id)


def _about(match: Match, identifiers: Sequence[tuple[int, str]]) -> str | None:
    """The record that a phrase is about: the last one before it in its part of the sentence, else the next one."""
    words = match.said.words
    begin = max((at for at in range(match.start) if words[at] in _PARTS), default=-1)
    end = next((at for at in range(match.end, len(words)) if words[at] in _PARTS), len(words))
    inside = [(at, name) for at, name in identifiers if begin < at < end]
    before = [name for at, name in inside if at < match.start]
    after = [name for at, name in inside if at >= match.start]
    return before[-1] if before else next(iter(after), None)


def _states(examination: Examination) -> Iterator[tuple[str, str]]:
    dossier = examination.dossier
    today = examination.on.isoformat()
    for facts in examination.trace.source_facts.values():
        if _is_finished(facts, today):
            yield facts.id, "finished"
    for gap in dossier.gaps:
        yield gap.id, f"gap {gap.status}"
    for activity in dossier.pmcf:
        if activity.status == "running" and not activity.result_sources:
            yield activity.id, "activity running without result"
        elif activity.status in ("planned", "running", "completed"):
            yield activity.id, f"activity {activity.status}"


def _is_finished(facts: SourceFacts, today: str) -> bool:
    """Whether it is a study on the device that has ended. A running one is not final, or its data are yet to come."""
    if facts.relation != "under evaluation" or facts.is_final is False:
        return False
    return facts.data_known_on is None or facts.data_known_on <= today
