"""From the answers to what the templates hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from cerkit import __version__
from cerkit.load import read_yaml
from cerkit.model.days import NOT_YET, later_by
from cerkit.scaffold.answers import Answers, Person
from cerkit.scaffold.yaml_text import Value

Catalogues = Mapping[str, bytes]
_CATALOGUES: Final = {"GB": ("uk-mdr-2002-er", "UK-ER-1"), "EU": ("eu-mdr-gspr", "GSPR-1")}
"""Catalogue of requirements of each jurisdiction, and its first entry."""
_AND: Final = re.compile(r"&(?=#?\w)")
"""MkDocs prints the name of a site as HTML: what would be read as a sign of it is written as one."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_MOST_SCREENING: Final = 2
"""Records are screened by two people; the others evaluate all the same."""
_INTERESTS: Final = ("Employment by the manufacturer", "Work on the device", "Shares, grants, travel")
_GITHUB: Final = """\
| `.github/` | workflows, who looks at what, the template of pull requests |

## Before the first push

The workflows call those of the toolkit's repository at one commit.
Put its owner and the commit in place of `YOUR_ORGANISATION/cerkit` and `COMMIT` in `.github/workflows/*.yml`.
Put the names of your teams into `.github/CODEOWNERS`."""
_GITHUB_DONE: Final = """\
| `.github/` | workflows, who looks at what, the template of pull requests |

Put the names of your teams into `.github/CODEOWNERS`."""


def values_of(answers: Answers, on: date, catalogues: Catalogues) -> Mapping[str, Value]:
    """Name of a mark in the templates -> what stands there."""
    people = answers.evaluators or (Person(name="TODO: name of the evaluator"),)
    return {
        **_device(answers),
        **_intended_use(answers),
        **_people(people),
        "samd": _samd(answers, catalogues),
        "plan_elements": [
            {"element": entry["id"], "answer": f"TODO: {_lower_first(entry['title'])}"}
            for entry in _entries(catalogues, "cep-elements")
        ],
        "catalogues": [_CATALOGUES[name][0] for name in answers.places],
        "first_requirement": _CATALOGUES[answers.places[0]][1],
        "update_interval_months": answers.update_interval_months,
        "next_evaluation": later_by(on, answers.update_interval_months),
        "today": on,
        "number": answers.number,
        "author": people[0].name,
        "cerkit_version": __version__,
        "workflows": answers.workflows.partition("@")[0],
        "workflows_ref": answers.workflows.partition("@")[2],
        "readme_github": _readme(answers),
    }


def guides_of(catalogues: Catalogues) -> Mapping[str, str]:
    """Section of MEDDEV A9 -> a comment that says what the section carries."""
    return {entry["number"]: _guide(entry) for entry in _entries(catalogues, "meddev-a9")}


def _guide(entry: Mapping[str, Any]) -> str:
    wanted = [item["text"] for item in entry.get("contents", ())]
    if not wanted:
        return f"<!-- MEDDEV 2.7/1 revision 4, A9 section {entry['number']}. -->"
    lines = "\n".join(f"- {text}" for text in wanted)
    return f"<!-- What MEDDEV 2.7/1 revision 4, A9 section {entry['number']}, wants here:\n{lines}\n-->"


def _entries(catalogues: Catalogues, name: str) -> Sequence[Mapping[str, Any]]:
    entries: Sequence[Mapping[str, Any]] = read_yaml(name, catalogues[f"{name}.yml"]).value["entries"]
    return entries


def _device(answers: Answers) -> dict[str, Value]:
    has_gb = "GB" in answers.places
    stated = answers.device_class or "TODO: class with its rule"
    none = "Not classified under the UK MDR 2002: the device is not meant for Great Britain"
    return {
        "device_id": f"DEV-{_slug(answers.short_name or answers.name)}",
        "name": answers.name,
        "site_name": _AND.sub("&amp;", answers.name).replace("<", "&lt;"),
        "short_name": answers.short_name or answers.name,
        "manufacturer": answers.manufacturer or "TODO: name of the manufacturer",
        "address": answers.address or "TODO: address of the manufacturer",
        "version": answers.version or "TODO",
        "classification_gb": stated if has_gb else none,
        "classification_eu": {"classification_eu": stated} if "EU" in answers.places else {},
        "description": answers.description or "TODO: what the device is, in a few sentences",
        "materials": (
            "None. The device is software and touches nobody."
            if answers.software
            else "TODO: materials and special substances, or why there are none"
        ),
    }


def _slug(name: str) -> str:
    """Letters and digits of a name as an identifier has them; `device` where none is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:30].strip("-") or "device"


def _intended_use(answers: Answers) -> dict[str, Value]:
    parts = {
        "indications": ("IND", answers.indications),
        "populations": ("POP", answers.populations),
        "users": ("USR", answers.users),
        "settings": ("SET", answers.settings),
    }
    made: dict[str, Value] = {
        name: {name: [{"id": f"{prefix}-{i}", "text": text} for i, text in enumerate(texts, start=1)]}
        for name, (prefix, texts) in parts.items()
    }
    contraindications = [
        {
            "id": f"CON-{i}",
            "text": text,
            "reason": "TODO: why the device must not be used",
            "ifu_sections": ["IFU-3"],
        }
        for i, text in enumerate(answers.contraindications, start=1)
    ]
    return {
        **made,
        "purpose": answers.purpose
        or "TODO: the intended purpose, word for word as in the instructions for use",
        "contraindications": {"contraindications": contraindications},
        "ifu_indications": _section("IFU-2", "Indications", answers.indications),
        "ifu_contraindications": _section("IFU-3", "Contraindications", answers.contraindications),
    }


def _section(identifier: str, title: str, items: Sequence[str]) -> Value:
    if not items:
        return []
    return [{"id": identifier, "title": title, "kind": title.lower(), "items": list(items)}]


def _samd(answers: Answers, catalogues: Catalogues) -> Value:
    """The definition statement, where the answers give both of its parts; the category follows from them."""
    if not answers.software or answers.situation is None or answers.significance is None:
        return {}
    cell = (answers.situation.replace("-", "_"), answers.significance.replace(" ", "_"))
    category = next(
        entry["category"]
        for entry in _entries(catalogues, "samd-categories")
        if (entry["situation"], entry["significance"]) == cell
    )
    return {
        "samd": {
            "situation": answers.situation,
            "situation_reason": "TODO: why the situation is of this kind",
            "significance": answers.significance,
            "significance_reason": "TODO: why the information has this significance",
            "core_functionality": "TODO: what the software does, in a sentence",
            "category": category,
        }
    }


def _people(people: Sequence[Person]) -> dict[str, Value]:
    names = [(f"EVR-{i}", person) for i, person in enumerate(people, start=1)]
    reviewers: list[Value] = [
        {"name": _LETTERS[2 * i : 2 * i + 2], "evaluator": identifier}
        for i, (identifier, _) in enumerate(names[:_MOST_SCREENING])
    ]
    return {
        "evaluators": {"evaluators": [_evaluator(identifier, person) for identifier, person in names]},
        "evaluator_ids": [identifier for identifier, _ in names],
        "evaluator_documents": [
            document for identifier, person in names for document in _papers(identifier, person)
        ],
        "reviewers": {"reviewers": reviewers},
        "reviewers_count": len(reviewers),
        "signatures": {"signatures": list(_signatures(names))},
    }


def _evaluator(identifier: str, person: Person) -> Value:
    number = identifier.removeprefix("EVR-")
    return {
        "id": identifier,
        "name": person.name,
        "role": person.role,
        "degree": "TODO: highest degree, or none",
        "experience_years": 0,
        "experience": "TODO: documented experience in the field",
        "knowledge": [],
        "cv_dated": NOT_YET,
        "cv": f"DOC-cv-{number}",
        "declaration": {
            "on": NOT_YET,
            "period_months": 36,
            "family_included": True,
            "interests": [{"topic": topic, "statement": "TODO: none, or which"} for topic in _INTERESTS],
            "signed_by_evaluator": NOT_YET,
            "signed_by_manufacturer": NOT_YET,
            "document": f"DOC-doi-{number}",
        },
    }


def _papers(identifier: str, person: Person) -> Iterator[Value]:
    number = identifier.removeprefix("EVR-")
    for name, title in (("cv", "Curriculum vitae"), ("doi", "Declaration of interests")):
        yield {
            "id": f"DOC-{name}-{number}",
            "title": f"{title} of {person.name}",
            "number": "TODO",
            "version": "TODO",
            "date": NOT_YET,
            "status": "draft",
            "location": "TODO: where it is kept",
        }


def _signatures(people: Sequence[tuple[str, Person]]) -> Iterator[Value]:
    for identifier, person in people:
        meaning = "Agrees with the content and the conclusions of this report"
        yield {"evaluator": identifier, "name": person.name, "role": person.role, "meaning": meaning}
    yield {
        "name": "TODO: who releases the report",
        "role": "Person responsible for release",
        "meaning": "Releases this report for the technical documentation",
    }


def _readme(answers: Answers) -> str:
    if answers.host == "none":
        return ""
    return _GITHUB if answers.workflows.startswith("YOUR_") else _GITHUB_DONE


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
