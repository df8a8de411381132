"""What a comparison means, as one value. `compare.summary` makes it; report, comment and list of changes print it."""

from __future__ import annotations

from dataclasses import dataclass

from cerkit.model.changes import Difference
from cerkit.model.identifiers import Kind


@dataclass(frozen=True, slots=True)
class TouchedChapter:
    """A chapter of the report in which a text differs."""

    path: str
    title: str
    sections: tuple[str, ...]
    """Sections of MEDDEV A9 that were touched, by number."""
    added: int
    """Sentences, rows and headings that are new; the others alike."""
    removed: int
    changed: int
    moved: int
    """Blocks of text that stand elsewhere."""


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many records of a kind came, went, or say something else."""

    kind: Kind | None
    """None for records without identifiers, which are counted by file."""
    added: int
    removed: int
    changed: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a comparison means.

    Lists of differences are in the order of the comparison, wherever they stand in its trees; each keeps what follows
    from it in turn. `subject` is the claim, criterion, requirement, risk, source, finding or search.
    """

    verdicts_flipped: tuple[Difference, ...]
    """Criterion (`subject`) on finding (`field`), from one outcome to the other."""
    benchmarks_moved: tuple[Difference, ...]
    """Criterion (`subject`) whose benchmark (`field`) has another value or is another one."""
    support_lost: tuple[Difference, ...]
    support_weakened: tuple[Difference, ...]
    support_strengthened: tuple[Difference, ...]
    support_gained: tuple[Difference, ...]
    requirements_uncovered: tuple[Difference, ...]
    requirements_covered: tuple[Difference, ...]
    risks_without_data: tuple[Difference, ...]
    risks_with_data: tuple[Difference, ...]
    unfavourable: tuple[Difference, ...]
    """Sources, and findings by criterion (`field`), that speak against the device now."""
    no_longer_unfavourable: tuple[Difference, ...]
    searches_run: tuple[Difference, ...]
    """Searches that were added; `new` tells source, day and numbers."""
    chapters: tuple[TouchedChapter, ...]
    """By path."""
    records: tuple[KindCount, ...]
    """In the order of `Kind`, records without identifiers last; kinds without a difference are left out."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs at all."""
        return not (self.records or self.chapters)

    @property
    def has_consequences(self) -> bool:
        """Whether anything follows from the edits for verdicts, claims, requirements or risks."""
        return any(
            (
                *(self.verdicts_flipped, self.benchmarks_moved, self.support_lost, self.support_weakened),
                *(self.support_strengthened, self.support_gained, self.requirements_uncovered),
                *(self.requirements_covered, self.risks_without_data, self.risks_with_data),
                *(self.unfavourable, self.no_longer_unfavourable),
            )
        )
