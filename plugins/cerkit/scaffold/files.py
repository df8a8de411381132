"""All files of a new repository, as path and bytes. Nothing is written here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from cerkit.formatting import Formatted, format_file
from cerkit.render.schemas import editor_settings, schemas
from cerkit.scaffold.answers import Answers
from cerkit.scaffold.rendering import filled
from cerkit.scaffold.values import Catalogues, guides_of, values_of
from cerkit.scaffold.yaml_text import Value

_DOTTED: Final = {
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
}
"""Names with a dot in front: a package does not carry hidden files reliably."""
_GITHUB: Final = "github/"
_TABLES: Final = {
    "signature_table": '{{ signatures(caption="Signatures", id="tbl-signatures") }}',
    "evaluator_table": '{{ table("evaluators", columns=["id", "name", "role", "degree", "experience_years", '
    '"experience"], caption="Evaluators and their qualification", id="tbl-evaluators") }}\n\n'
    '{{ declarations(caption="Declarations of interests", id="tbl-declarations") }}',
}


def files_of(answers: Answers, *, on: date, catalogues: Catalogues) -> dict[str, bytes]:
    """Path with `/` -> bytes, sorted by path. `catalogues` are those that ship; `on` is the day of the report."""
    values = {**values_of(answers, on, catalogues), **_TABLES}
    guides = guides_of(catalogues)
    made = {**dict(_from_templates(answers, values, guides)), **_for_editors()}
    return dict(sorted(made.items()))


def _from_templates(
    answers: Answers, values: Mapping[str, Value], guides: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    for name, template in _templates(files("cerkit") / "scaffold" / "templates", ""):
        if name.startswith(_GITHUB) and answers.host != "github":
            continue
        path = f".{name}" if name.startswith(_GITHUB) else _DOTTED.get(name, name)
        data = filled(template.read_text(encoding="utf-8"), values, guides).encode()
        yield path, _in_our_style(path, data) if path.startswith("evidence/") else data


def _in_our_style(path: str, data: bytes) -> bytes:
    made = format_file(path, data)
    assert isinstance(made, Formatted), f"{path}: {made}"  # noqa: S101  # the templates are ours, and tested
    return made.data


@cache
def _for_editors() -> Mapping[str, bytes]:
    """The same for every device."""
    made = {".vscode/settings.json": editor_settings().encode()}
    for name, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        made[f".vscode/schemas/{name}.json"] = text.encode()
    return made


def _templates(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _templates(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry
