"""What every catalogue has in common: where it comes from, how it was read, and which entries are confirmed.

Titles and texts are in cerkit's own words; numbers and facts come from the documents named under `sources`.
Always a judgement, never covered by `confirmed`: what a tool could check, what software may skip, where an
answer stands in the report.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from cerkit.model.fields import Seq, Strictly, Text

CatalogueId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
"""Name of a catalogue, for example uk-mdr-2002-er. Your file of that name takes its place."""

EntryId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=40)]
"""Name of an entry, once in its catalogue: GSPR-14.2.d, A9-4.6.1, M13-C8; in a scheme D1 or 2.1."""

Issued = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""Date as exactly as it is known, ISO 8601, quoted: "2017", "2016-06" or "2017-09-21"."""

Route = tuple[str | int, ...]
"""Way to a value in the file: ("entries", 3, "prompts", 0)."""


class CatalogueSource(Strictly):
    """A document that the catalogue rests on, and how much of it was read."""

    key: Text
    """Short name that entries cite, for example MED."""
    document: Text
    """Title with section or annex."""
    edition: Text | None = None
    """Revision or date; none where no document was read."""
    how_read: Text
    """In full, in part, through reprints, or not at all."""


class Note(Strictly):
    """A remark on the whole catalogue, or on one of its fields (then `topic` is the field's name)."""

    topic: Text
    text: Text


class Meaning(Strictly):
    """What one value of a coded field means."""

    field: Text
    value: Text
    text: Text


class Entry(Strictly):
    """One item of a catalogue."""

    id: EntryId
    sources: Seq[Text] = ()
    """Keys of the catalogue's sources that this entry rests on; empty for all of them."""
    note: Text | None = None
    """What was read, or what differs, for this entry alone."""
    confirmed: bool = False
    """True when number and content were read in a source named above.

    False (from memory, secondary, or a judgement) is shown with that mark and not cited.
    """


class Statement(Entry):
    """An entry that is one sentence."""

    text: Text


class CatalogueBase(Strictly):
    """The head of a catalogue file. Files of any kind begin with it."""

    id: CatalogueId
    title: Text
    jurisdictions: Seq[Text]
    """Where it counts: GB, EU, international, or a word of your own."""
    edition: Text
    """Edition as a reader should cite it, for example "revision 4, June 2016"."""
    issued: Issued | None = None
    """Date of that edition, or of the download for a page without one."""
    confirmed_by: Literal["official_text", "reprints", "mixed", "own"]
    """By what: a copy of the official text, agreeing transcriptions of it, both, or your own authority."""
    id_prefix: Text | None = None
    """Beginning of its identifiers, for example GSPR."""
    sources: Annotated[Seq[CatalogueSource], Field(min_length=1)]
    notes: Seq[Note] = ()
    legend: Seq[Meaning] = ()
    """Meaning of the coded values that its entries use."""

    def walk(self) -> Iterator[tuple[Route, Entry]]:
        """Every entry, nested ones after their parent, with the way to it in the file."""
        return _walk(self, ())

    def entry(self, identifier: str) -> Entry | None:
        """The entry of that name, wherever it stands in the catalogue."""
        return next((entry for _, entry in self.walk() if entry.id == identifier), None)


@dataclass(frozen=True, slots=True)
class Slip:
    """A place where a catalogue contradicts itself, in words for its author."""

    route: Route
    message: str


def slips(catalogue: CatalogueBase) -> tuple[Slip, ...]:
    """Names used twice, and names that the catalogue itself does not hold. In the order of the file."""
    entries = tuple(catalogue.walk())
    uses = Counter(entry.id for _, entry in entries)
    keys = {source.key for source in catalogue.sources}
    found: list[Slip] = []
    for route, entry in entries:
        if uses[entry.id] > 1:
            found.append(Slip((*route, "id"), f"{entry.id} stands {uses[entry.id]} times in {catalogue.id}"))
        for position, key in enumerate(entry.sources):
            if key not in keys:
                found.append(
                    Slip((*route, "sources", position), f"{entry.id} cites {key}, which is no source here")
                )
        parent = getattr(entry, "parent", None)
        if parent is not None and parent not in uses:
            found.append(Slip((*route, "parent"), f"{entry.id} belongs to {parent}, which does not exist"))
    return tuple(found)


def _walk(value: Strictly, route: Route) -> Iterator[tuple[Route, Entry]]:
    for name in type(value).model_fields:
        held = getattr(value, name)
        items = enumerate(held) if isinstance(held, tuple) else [(None, held)]
        for position, item in items:
            if not isinstance(item, Strictly):
                continue
            here = (*route, name) if position is None else (*route, name, position)
            if isinstance(item, Entry):
                yield here, item
            yield from _walk(item, here)
