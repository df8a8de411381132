"""What a reader hands over: records as the export has them, and how many there should be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from cerkit.model.records.review import BibliographicRecord

Format = Literal[
    "ris",
    "medline",
    "wos",
    "wos-tab",
    "refer",
    "bibtex",
    "csl-json",
    "endnote-xml",
    "pubmed-xml",
    "csv",
    "tsv",
    "cochrane",
    "embase",
]
"""How an export is written."""

LONGEST_FIELD: Final = 4 * 1024 * 1024
"""Characters of one field. A paper of 5,000 authors has 200,000; what is longer is no field but a broken file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about an export that whoever made it has to know."""

    line: int
    """From 1; 0 where the whole file is meant."""
    message: str
    hint: str
    kind: Literal["refusal", "loss", "note"]
    """The file cannot be imported; one record cannot be read; nothing is lost, but it is worth a look."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record with its fields under the export's own names, in its order."""

    line: int
    fields: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Parsed:
    """The records of a text, the problems met, and the markers counted by other means."""

    counted: int = 0
    records: list[RawRecord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def lose(self, line: int, message: str, hint: str = "get the export again, or mend the record") -> None:
        """A record that cannot be read."""
        self.problems.append(Problem(line, message, hint, "loss"))

    def note(self, line: int, message: str, hint: str = "look whether the export is whole") -> None:
        """Something that loses nothing."""
        self.problems.append(Problem(line, message, hint, "note"))

    def refuse(self, line: int, message: str, hint: str) -> None:
        """The file as a whole cannot be read."""
        self.problems.append(Problem(line, message, hint, "refusal"))


@dataclass(frozen=True, slots=True)
class Export:
    """A file of search results, read."""

    file: str
    format: Format | None
    """None where no format was recognised."""
    encoding: str | None
    counted: int
    """Record markers, counted by other means than the reader's."""
    records: tuple[BibliographicRecord, ...]
    problems: tuple[Problem, ...]
    accepted_losses: int = 0

    @property
    def losses(self) -> tuple[Problem, ...]:
        """The records that could not be read."""
        return tuple(problem for problem in self.problems if problem.kind == "loss")

    @property
    def is_refused(self) -> bool:
        """Whether importing the file could lose a hit: without a word accepted, every marker must be a record."""
        if any(problem.kind == "refusal" for problem in self.problems):
            return True
        missing = self.counted - len(self.records)
        return missing != len(self.losses) or missing != self.accepted_losses
