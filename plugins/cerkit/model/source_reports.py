"""Which source reports a work of the review, and to which study it belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from cerkit.model.facts import SourceFacts
from cerkit.model.works import Work

_LETTERS: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Reports:
    """Which source reports a work, and to which study it belongs."""

    by_locator: Mapping[str, SourceFacts]
    sources: Mapping[str, SourceFacts]
    has_titles: bool
    """Whether any source goes by its title."""

    def of(self, work: Work) -> SourceFacts | None:
        """The source of a work: by a key that it names, its PubMed number or its DOI; of one without any, by title."""
        names = chain(_names(work), _titles(work) if self.has_titles else ())
        return next((self.by_locator[name] for name in names if name in self.by_locator), None)

    def study(self, source: SourceFacts) -> str:
        """The source that stands for its study; a circle of references ends where it began."""
        seen = {source.id}
        while (other := self.sources.get(source.same_study_as or "")) is not None and other.id not in seen:
            source = other
            seen.add(source.id)
        return source.id


def _names(work: Work) -> Iterator[str]:
    yield from work.keys
    for record in work.records:
        if record.pmid:
            yield f"pmid {record.pmid}"
        if record.doi:
            yield f"doi {record.doi.casefold()}"


def _titles(work: Work) -> Iterator[str]:
    return (f"title {letters(record.title)}" for record in work.records)


def reports_of(facts: Mapping[str, SourceFacts]) -> Reports:
    """The sources by what a record may share with them."""
    found: dict[str, SourceFacts] = {}
    for row in facts.values():
        for name in (
            *row.records,
            *([f"pmid {row.pmid}"] if row.pmid else []),
            *([f"doi {row.doi.casefold()}"] if row.doi else []),
            *([] if row.records or row.pmid or row.doi else [f"title {letters(row.title)}"]),
        ):
            found.setdefault(name, row)
    return Reports(found, facts, has_titles=any(name.startswith("title ") for name in found))


@lru_cache(maxsize=20_000)
def letters(title: str) -> str:
    """A title as two are compared: letters and digits alone."""
    return "".join(_LETTERS.findall(title.casefold()))
