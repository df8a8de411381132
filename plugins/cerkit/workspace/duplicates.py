"""Duplicate links of a repository: what would be written, and the writing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from cerkit.formatting.duplicate_links import with_answer, with_links
from cerkit.formatting.refusal import RefusalError
from cerkit.literature.linker import Known, Link, Linked, link
from cerkit.model.dossier import Dossier
from cerkit.model.errors import CerkitError
from cerkit.model.records.review import BibliographicRecord, DuplicateLink, DuplicateLinks
from cerkit.model.works import linked
from cerkit.workspace.project import Project
from cerkit.workspace.writing import write_atomically

_ROUND: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")
_FOLDERS: Final = ("evidence/records/", "evidence/links/")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round of linking writes, and what it rests on."""

    path: str
    """Of the round's file, below the repository."""
    data: bytes | None
    """None where nothing is to be written."""
    records: Mapping[str, BibliographicRecord]
    linked: Linked
    links: tuple[Link, ...]
    """The new ones that are written: those that join works, and one question for each two works."""
    open_before: int
    """Questions of earlier rounds that nobody has answered."""


def plan_links(project: Project, round_name: str, on: date) -> Plan:
    """Link the records of all searches. What an earlier round or a person decided stands."""
    if not _ROUND.fullmatch(round_name):
        raise CerkitError(
            f"{round_name!r} is no name for a round", "use letters, digits, dots and hyphens, as in 2026-03"
        )
    dossier = project.link().dossier
    _refuse_broken(dossier)
    records = works_of_batches(dossier)
    known = [Known(*item.same, item.verdict) for links in dossier.duplicate_links for item in links.links]
    linked = link(records, known)
    made = _worth_writing(linked, known)
    path = f"evidence/links/{round_name}.yml"
    entries = [
        DuplicateLink(same=(item.a, item.b), verdict=item.kind, rule=item.rule, on=on) for item in made
    ]
    data = _with(project, path, entries) if entries else None
    return Plan(path, data, records, linked, made, _open(linked, known))


def write_links(project: Project, plan: Plan) -> None:
    if plan.data is not None:
        target = project.root / plan.path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, plan.data)


@dataclass(frozen=True, slots=True)
class Question:
    """Two records of which nobody has decided whether they are one work."""

    path: str
    """Of the file that asks, below the repository."""
    link: DuplicateLink
    one: BibliographicRecord | None
    other: BibliographicRecord | None
    """None where no batch holds the record any more."""


def open_questions(project: Project) -> tuple[Question, ...]:
    """What the links still ask, in the order of the files; not what other links have answered meanwhile."""
    dossier = project.link().dossier
    _refuse_broken(dossier)
    records, groups = works_of_batches(dossier), linked(dossier)
    return tuple(
        Question(placed.place.path, item, records.get(item.same[0]), records.get(item.same[1]))
        for placed in dossier.placed.get("duplicate_links", ())
        if isinstance(placed.record, DuplicateLinks)
        for item in placed.record.links
        if item.verdict == "maybe" and groups[item.same[0]] != groups[item.same[1]]
    )


def answer(
    project: Project, question: Question, verdict: Literal["same", "different"], rule: str, on: date
) -> None:
    """Write a person's answer into the file that asks, as it stands now; at once, so that nothing is lost."""
    path = project.root / question.path
    link = DuplicateLink(same=question.link.same, verdict=verdict, rule=rule, on=on)
    try:
        data = with_answer(path.read_bytes(), link)
    except RefusalError as refusal:
        raise CerkitError(f"{question.path}:{refusal.line + 1}: {refusal.message}", refusal.hint) from refusal
    write_atomically(path, data)


def works_of_batches(dossier: Dossier) -> dict[str, BibliographicRecord]:
    """Every record by its key. A key in several batches is one work: what the first lacks is filled in."""
    found: dict[str, BibliographicRecord] = {}
    for batch in dossier.record_batches:
        for record in batch.records:
            first = found.setdefault(record.key, record)
            if first is not record:
                found[record.key] = _completed(first, record)
    return found


def _completed(first: BibliographicRecord, later: BibliographicRecord) -> BibliographicRecord:
    names = ("doi", "pmid", "year", "journal", "volume", "pages", "abstract")
    missing = {name: getattr(later, name) for name in names if getattr(first, name) is None}
    return first.model_copy(update=missing) if any(missing.values()) else first


def _refuse_broken(dossier: Dossier) -> None:
    """Half the records would give half the links, and the missing ones could not be told from works of their own."""
    broken = sorted(path for path in dossier.broken if path.startswith(_FOLDERS))
    if broken:
        raise CerkitError(f"{broken[0]} cannot be read", "see what is wrong with: cerkit check")


def _worth_writing(linked: Linked, known: Sequence[Known]) -> tuple[Link, ...]:
    """A link that only confirms others, and a second question about the same two works, would be lines without use."""
    work = {member: members[0] for members in linked.works for member in members}
    asked = {_works(item, work) for item in known if item.verdict == "maybe"}
    made: list[Link] = []
    for item in linked.links:
        if item.kind == "maybe":
            pair = _works(item, work)
            if pair in asked:
                continue
            asked.add(pair)
        elif not item.joins:
            continue
        made.append(item)
    return tuple(made)


def _works(item: Link | Known, work: Mapping[str, str]) -> frozenset[str]:
    return frozenset((work.get(item.a, item.a), work.get(item.b, item.b)))


def _open(linked: Linked, known: Sequence[Known]) -> int:
    work = {member: members[0] for members in linked.works for member in members}
    return sum(item.verdict == "maybe" and len(_works(item, work)) > 1 for item in known)


def _with(project: Project, path: str, entries: Sequence[DuplicateLink]) -> bytes:
    target = project.root / path
    try:
        return with_links(target.read_bytes() if target.exists() else None, entries)
    except RefusalError as refusal:
        raise CerkitError(f"{path}:{refusal.line + 1}: {refusal.message}", refusal.hint) from refusal
