"""What is screened by whom, without a terminal: the queue, its filter, the decisions and the way back."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from cerkit.model.records.review import Decision, Protocol, Resolution
from cerkit.model.works import Work
from cerkit.screening.filters import Filter

Said = Literal["include", "exclude", "maybe", "not retrieved"]
Save = Callable[[Mapping[str, Decision | None]], None]
_LONGEST_PAUSE: Final = 300.0
"""Seconds; who takes longer was away."""


@dataclass(frozen=True, slots=True)
class Task:
    """What one person is to decide on."""

    stage: str
    reviewer: str
    """Short name of the reviewer; of a resolution the evaluator's identifier."""
    works: tuple[Work, ...]
    protocol: Protocol
    others: Mapping[str, Mapping[str, Decision]] = field(default_factory=dict)
    """Reviewer -> key of a work -> decision. Shown only where disagreements are resolved: the others stay blind."""
    is_resolution: bool = False

    @property
    def wants_reason(self) -> bool:
        """Whether an exclusion needs its reason."""
        return self.stage == "full-text"


class Session:
    """The works of a task one after the other. Every decision is saved before the next work is shown."""

    def __init__(
        self,
        task: Task,
        decided: Mapping[str, Decision],
        *,
        save: Save,
        today: Callable[[], date],
        clock: Callable[[], float],
    ) -> None:
        self.task = task
        self.message = ""
        self.filter = Filter()
        self._decided = {
            work.key: (key, decided[key])
            for work in task.works
            if (key := next((key for key in work.keys if key in decided), None)) is not None
        }
        self._save, self._today, self._clock = save, today, clock
        self._undo: list[tuple[str, str, Decision | None]] = []
        self._notes: dict[str, str] = {}
        self._times: list[float] = []
        self._last = clock()
        self._order: tuple[Work, ...] = task.works
        self.shown: tuple[Work, ...] = task.works
        self.place = 0
        self.to_undecided()

    @property
    def work(self) -> Work | None:
        """The work that is looked at; None where the filter leaves none."""
        return self.shown[self.place] if self.shown else None

    def decision(self, work: Work) -> Decision | None:
        """What this person decided on a work."""
        found = self._decided.get(work.key)
        return found[1] if found else None

    def note(self, work: Work) -> str | None:
        """The note on a work: what stands in the file, or waits for the decision."""
        decision = self.decision(work)
        return self._notes.get(work.key) or (decision.note if decision else None)

    @property
    def decided_count(self) -> int:
        return len(self._decided)

    @property
    def labels(self) -> dict[str, bool]:
        """Key of a work -> whether it is to go on, for the order by relevance."""
        return {key: item.decision != "exclude" for key, (_, item) in self._decided.items()}

    def seconds_left(self) -> float | None:
        """How long the rest will take at the pace of the last decisions; None before there is a pace."""
        if len(self._times) < 3:
            return None
        return statistics.median(self._times[-30:]) * (len(self.task.works) - len(self._decided))

    def decide(self, said: Said, reason: str | None = None) -> None:
        """Decide on the work shown, save, and go on."""
        work = self.work
        if work is None:
            return
        if said == "exclude" and reason is None and self.task.wants_reason:
            self.message = "an exclusion at full text needs its reason"
            return
        note = self.note(work)
        if self.task.is_resolution and not note:
            self.message = "a resolution says why: write a note (n) first"
            return
        self._set(work, self._made(said, reason, note))
        self._keep_pace()
        self.message = f"{work.key}: {said}{f' ({reason})' if reason else ''}"
        self._go_on()

    def write_note(self, text: str) -> None:
        """Keep a note for the decision to come; add it to the one that is made."""
        work = self.work
        words = " ".join(text.split())
        if work is None:
            return
        self._notes[work.key] = words
        decision = self.decision(work)
        if decision is None:
            self.message = "the note is saved with the decision" if words else "no note"
            return
        self._notes.pop(work.key)
        self._set(work, decision.model_copy(update={"note": words or None}))
        self.message = "note saved" if words else "note taken out"

    def undo(self) -> None:
        """Take back the last change, and show its work again."""
        if not self._undo:
            self.message = "nothing to undo"
            return
        name, key, before = self._undo[-1]
        self._save({key: before})
        self._undo.pop()
        if before is None:
            self._decided.pop(name, None)
        else:
            self._decided[name] = (key, before)
        if self._times:
            self._times.pop()
        self.message = f"{name}: undone"
        self._show(name)

    def step(self, by: int) -> None:
        """Go to the next or the previous work without a decision."""
        self.message = ""
        if self.shown:
            self.place = min(max(self.place + by, 0), len(self.shown) - 1)

    def to_undecided(self) -> None:
        """Go to the first work without a decision."""
        place = next((at for at, work in enumerate(self.shown) if work.key not in self._decided), None)
        self.place = place if place is not None else max(len(self.shown) - 1, 0)

    def apply(self, chosen: Filter) -> None:
        """Show only what the filter lets through; the decisions and the count of all stay."""
        self.filter = chosen
        self._select()
        self.to_undecided()
        self.message = f"{len(self.shown)} of {len(self._order)} shown" if chosen.words else ""

    def reorder(self, keys: Sequence[str]) -> None:
        """Another order of the same works. A work that it does not name stands at the end: none is ever hidden."""
        ranks = {key: rank for rank, key in enumerate(keys)}
        current = self.work
        self._order = tuple(sorted(self.task.works, key=lambda work: ranks.get(work.key, len(ranks))))
        self._select()
        if current is not None:
            self._show(current.key)

    def disagrees(self, work: Work) -> bool:
        """Whether others decided differently on a work on which this person has decided."""
        decision = self.decision(work)
        given = [found[work.key] for found in self.task.others.values() if work.key in found]
        if decision is None:
            return False
        own = _goes_on(decision)
        return any(_goes_on(other) != own for other in given)

    def _made(self, said: Said, reason: str | None, note: str | None) -> Decision:
        if self.task.is_resolution:
            return Resolution(
                decision=said, reason=reason, note=note, on=self._today(), by=self.task.reviewer
            )
        return Decision(decision=said, reason=reason, note=note, on=self._today())

    def _set(self, work: Work, decision: Decision) -> None:
        key, before = self._decided.get(work.key, (work.key, None))
        self._save({key: decision})
        self._undo.append((work.key, key, before))
        self._decided[work.key] = (key, decision)
        self._notes.pop(work.key, None)

    def _keep_pace(self) -> None:
        now = self._clock()
        self._times.append(min(now - self._last, _LONGEST_PAUSE))
        self._last = now

    def _go_on(self) -> None:
        """To the next work without a decision after this one, else to the first of all."""
        rest = range(self.place + 1, len(self.shown))
        place = next((at for at in rest if self.shown[at].key not in self._decided), None)
        if place is None:
            self.to_undecided()
        else:
            self.place = place

    def _select(self) -> None:
        self.shown = tuple(work for work in self._order if self.filter.lets(work, self))
        self.place = min(self.place, max(len(self.shown) - 1, 0))

    def _show(self, key: str) -> None:
        place = next((at for at, work in enumerate(self.shown) if work.key == key), None)
        if place is None:
            self.filter = Filter()
            self._select()
            place = next(at for at, work in enumerate(self.shown) if work.key == key)
        self.place = place


def _goes_on(decision: Decision) -> str:
    return "include" if decision.decision == "maybe" else decision.decision
