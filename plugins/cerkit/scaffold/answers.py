"""What is asked about a new device, and the file in which the answers may stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import Field, StringConstraints, ValidationError

from cerkit.load import SourceMap, read_yaml
from cerkit.model.days import NOT_YET
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.fields import EMPTY, Count, Seq, Strictly, Text
from cerkit.model.records.device import Significance, Situation
from cerkit.render.attribute_texts import attribute_texts
from cerkit.scaffold.yaml_text import scalar
from cerkit.validate.errors import diagnose

Jurisdiction = Literal["GB", "EU"]
Interval = Annotated[Count, Field(ge=1, le=60)]
Workflows = Annotated[str, StringConstraints(pattern=r"^[\w.-]+/[\w.-]+@[\w./-]+$", max_length=200)]


class Person(Strictly):
    """Somebody who evaluates."""

    name: Text
    role: Text = "TODO: role in the evaluation"


class Answers(Strictly):
    """All answers. Only the name of the device is needed; what is not given is left to be filled in."""

    name: Text
    """Name of the device, as on its label."""
    short_name: Text | None = None
    """Short name that the report uses; the name where there is none."""
    manufacturer: Text | None = None
    """Name of the manufacturer."""
    address: Text | None = None
    """Address of the manufacturer."""
    number: Text = "CER-001"
    """Document number of the report."""
    description: Text | None = None
    """What the device is, in a sentence."""
    version: Text | None = None
    """Version of the device that the report evaluates."""
    jurisdictions: Seq[Jurisdiction] = ("GB",)
    """Where the device is to be placed on the market: GB, EU, or both."""
    device_class: Text | None = None
    """Class of the device with its rule."""
    software: bool = False
    """Whether the device is software."""
    situation: Situation | None = None
    """For software, the state of the healthcare situation (IMDRF N12)."""
    significance: Significance | None = None
    """For software, the significance of its information (IMDRF N12)."""
    purpose: Text | None = None
    """Intended purpose, word for word as in the instructions for use."""
    indications: Seq[Text] = ()
    """Indications, each as in the instructions for use."""
    contraindications: Seq[Text] = ()
    """Contraindications, each as in the instructions for use."""
    populations: Seq[Text] = ()
    """Patient groups."""
    users: Seq[Text] = ()
    """Groups of users."""
    settings: Seq[Text] = ()
    """Places and ways of use."""
    evaluators: Seq[Person] = ()
    """Who evaluates, each with name and role."""
    update_interval_months: Interval = 12
    """Months between two evaluations (MEDDEV 6.2.3)."""
    host: Literal["github", "none"] = "github"
    """Where the repository is kept: github writes workflows, CODEOWNERS and a template of pull requests."""
    workflows: Workflows = "YOUR_ORGANISATION/cerkit@COMMIT"
    """Repository of the toolkit and the commit whose workflows are called."""

    @property
    def places(self) -> tuple[Jurisdiction, ...]:
        """The jurisdictions; an empty list says no more than none."""
        return self.jurisdictions or ("GB",)


NEEDED: Final = "name"
"""The one answer without which there is no repository."""


def read_answers(path: str, data: bytes) -> tuple[dict[str, Any], tuple[Diagnostic, ...]]:
    """The answers that a file gives, and what is wrong with it. The name may come from elsewhere."""
    parsed = read_yaml(path, data)
    given = parsed.value if isinstance(parsed.value, dict) else {}
    found = list(parsed.diagnostics)
    if parsed.value is not EMPTY and not isinstance(parsed.value, dict):
        found += mistakes_in(parsed.value, Place(path))
    elif not found:
        found += mistakes_in({NEEDED: "-", **given}, Place(path))
    return given, SourceMap({path: data}).resolve(found)


def mistakes_in(given: Any, place: Place) -> Iterator[Diagnostic]:
    """What is wrong with answers, each with its place in the file they came from."""
    try:
        Answers.model_validate(given)
    except ValidationError as error:
        yield from diagnose(error, given, Answers, place)


def answers_template() -> str:
    """A file of answers to be filled in: every question with what it means, and what holds without an answer."""
    lines = ["# Answers for `cerkit new DIR --answers THIS-FILE`. Only the name is needed.", ""]
    texts = attribute_texts(Answers)
    for name, field in Answers.model_fields.items():
        lines.append(f"# {texts[name]}")
        lines += _choices(name)
        if name == NEEDED:
            lines.append('name: "My device"')
        elif isinstance(field.default, tuple):
            lines.append(f"# {name}: {_EXAMPLES.get(name, '[one, another]')}")
        elif field.default is None:
            lines.append(f"# {name}: {_EXAMPLES.get(name, '...')}")
        else:
            lines.append(f"# {name}: {_shown(field.default)}")
    return "\n".join(lines) + "\n"


_EXAMPLES: Final = {
    "jurisdictions": "[GB, EU]",
    "device_class": "Class IIa, rule 10",
    "evaluators": "[{name: A. Example, role: Clinical evaluator}]",
    "situation": "serious",
    "significance": "drive clinical management",
    "version": '"1.0.0"',
}
CHOICES: Final = {
    "situation": ("critical", "serious", "non-serious"),
    "significance": ("treat or diagnose", "drive clinical management", "inform clinical management"),
    "host": ("github", "none"),
}


def _choices(name: str) -> list[str]:
    return [f"# One of: {', '.join(CHOICES[name])}."] if name in CHOICES else []


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return scalar(value) if isinstance(value, str) else str(value)


__all__ = [
    "CHOICES",
    "NEEDED",
    "NOT_YET",
    "Answers",
    "Person",
    "answers_template",
    "mistakes_in",
    "read_answers",
]
