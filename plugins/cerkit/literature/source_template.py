"""The beginning of a source: what the bibliographic record knows, and an empty place for all that a person adds.

Everything that is left empty is a diagnostic with its place (`nothing stands after ...`): the list of what is to do.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from typing import Final

from cerkit.model.catalogues.appraisal import AppraisalScheme, Domain
from cerkit.model.records.review import BibliographicRecord
from cerkit.model.works import Work

_INITIALS: Final = re.compile(r"(?:[A-ZÀ-Þ]\.?[- ]?){1,4}")
_TYPES: Final = (
    ("thesis", "thesis"),
    ("dissertation", "thesis"),
    ("conference", "paper-conference"),
    ("proceeding", "paper-conference"),
    ("chapter", "chapter"),
    ("book", "book"),
    ("dataset", "dataset"),
    ("registration", "webpage"),
    ("report", "report"),
)
_LETTERS: Final = "bcdefghijklmnopqrstuvwxyz"


def source_name(record: BibliographicRecord, taken: Container[str]) -> str:
    """`SRC-` with first author and year; a letter where that is taken already."""
    family = _parts(record.authors[0])[0] if record.authors else record.title.split()[0]
    plain = unicodedata.normalize("NFKD", family).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9-]+", "", plain).strip("-") or "unnamed"
    name = f"SRC-{word[:24]}-{record.year or 'undated'}"
    return next(item for item in (name, *(f"{name}{letter}" for letter in _LETTERS)) if item not in taken)


def source_text(name: str, work: Work, scheme: AppraisalScheme | None, endpoints: Sequence[str] = ()) -> str:
    """The YAML of a new source."""
    lines = [
        "# Begun from the bibliographic record. What is empty is to be filled in; `cerkit check` lists it.",
        f"id: {name}",
        "kind: publication  # or guideline, registry, ...",
        f"title: {_quoted(work.record.title)}",
        *_publication(work.record),
        "relation:  # under evaluation | equivalent | benchmark | similar | other | none",
        "design:",
        "setting:",
        "countries: []",
        "population:",
        "read:  # full text | abstract | abstract and tables | tables | record | report",
        f"searches: [{', '.join(dict.fromkeys(work.searches))}]",
        f"records: [{', '.join(work.keys)}]",
        f"round: {_quoted(work.round)}",
        "retraction_checked_on:",
        "outcome:  # favourable | unfavourable | mixed | neutral",
        "role:  # what it is used for in the report, in a sentence",
        "limitations:",
        *_appraisal(scheme),
        *_findings(endpoints),
    ]
    return "".join(f"{line}\n" for line in lines)


def _publication(record: BibliographicRecord) -> Iterator[str]:
    kind = next((name for word, name in _TYPES if word in record.type.casefold()), "article-journal")
    yield "publication:"
    yield f"  type: {kind}"
    yield f"  title: {_quoted(record.title)}"
    if record.authors:
        yield "  authors:"
        yield from (f"    - {_name(author)}" for author in record.authors)
    else:
        yield "  authors:"
    if record.journal:
        yield f"  journal: {_quoted(record.journal)}"
    yield f"  issued: {_quoted(str(record.year))}" if record.year else "  issued:"
    for field in ("volume", "pages", "doi", "pmid"):
        value = getattr(record, field)
        if value:
            yield f"  {field}: {_quoted(value)}"


def _name(author: str) -> str:
    family, given = _parts(author)
    if not given:
        return f"{{literal: {_quoted(family)}}}"
    return f"{{family: {_quoted(family)}, given: {_quoted(given)}}}"


def _parts(author: str) -> tuple[str, str]:
    """Family and given name of `Heydon, Peter`, `Heydon P` and `van der Heijden AA`; else all of it as the family."""
    family, comma, given = author.partition(",")
    if comma:
        return family.strip(), given.strip()
    words = author.split()
    if len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        return " ".join(words[:-1]), words[-1]
    return author.strip(), ""


def _appraisal(scheme: AppraisalScheme | None) -> Iterator[str]:
    yield "appraisal:"
    yield f"  scheme: {scheme.id}" if scheme else "  scheme:  # one of the protocol"
    yield "  scores:"
    for domain in scheme.entries if scheme else ():
        yield from _domain(domain)
    yield "  flaws: []  # identifiers of MEDDEV A6 where one excludes use as proof"
    yield "  validity:  # high | medium | low"
    yield "  relevance:  # high | medium | low"
    yield "  role:  # pivotal | supportive | background | rejected"
    yield "  used_for:  # [performance, safety, state of the art, claims, benefit-risk]"
    yield "  reason:"
    yield "  by:"
    yield "  on:"


def _domain(domain: Domain) -> Iterator[str]:
    levels = " | ".join(level.code for level in domain.levels)
    told = levels or ("in your own words, such as high, medium or low" if domain.own_scale else "")
    yield f"    {domain.id}:{f'  # {told}' if told else ''}"
    if domain.applicability is not None:
        codes = " | ".join(level.code for level in domain.applicability.levels)
        yield f"    {domain.id}.applicability:{f'  # {codes}' if codes else ''}"


def _findings(endpoints: Sequence[str]) -> Iterator[str]:
    """One empty finding, to be copied as often as there are results."""
    yield "findings:"
    yield "  - id:  # a short name, such as sensitivity"
    yield f"    endpoint:  # {' | '.join(endpoints)}" if endpoints else "    endpoint:"
    yield "    label:  # the result's name as the source has it"
    yield "    value:"
    yield "    unit:"
    yield "    # Where the source gives them; a percentage is then recomputed from its counts:"
    yield "    # interval: {level: 95, lower: 91.3, upper: 96.5, method: not stated}"
    yield "    # counts: {numerator: 289, denominator: 306, origin: printed}"
    yield "    where_read:  # page and table"
    yield "    extracted_by:"
    yield "    checked_by:"


def _quoted(text: str) -> str:
    """Text of a stranger in double quotes on one line."""
    made = json.dumps(" ".join(text.split()), ensure_ascii=False)
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in made)
