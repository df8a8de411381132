"""Values as YAML text that the strict reader gives back as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import yaml

from cerkit.load import read_yaml

Value = str | int | date | Mapping[str, "Value"] | Sequence["Value"]
"""What a template may hold: texts, numbers, days, and mappings and lists of them."""


def scalar(text: str) -> str:
    """A text on one line: bare where it is then read as the same text, in double quotes else."""
    bare = _dumped(text, style=None)
    # Of a question mark in a list on one line the readers of YAML think differently.
    if text.isprintable() and "?" not in text and _is_read_as(bare, text):
        return bare
    return _dumped(text, style='"')


def flow(values: Sequence[str]) -> str:
    """A list of short texts on one line."""
    return f"[{', '.join(scalar(value) for value in values)}]"


def block(value: Value) -> Iterator[str]:
    """The lines of a mapping or list, two blanks deeper at each level."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _entry(f"{key}:", item)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            first, *rest = block(item)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        yield _plain(value)


def _entry(key: str, value: Value) -> Iterator[str]:
    if isinstance(value, Mapping | Sequence) and not isinstance(value, str):
        if not value:
            yield f"{key} {'{}' if isinstance(value, Mapping) else '[]'}"
            return
        yield key
        yield from (f"  {line}" for line in block(value))
    else:
        yield f"{key} {_plain(value)}"


def _plain(value: str | int | date) -> str:
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _dumped(text: str, *, style: str | None) -> str:
    made: str = yaml.dump(text, Dumper=yaml.CSafeDumper, allow_unicode=True, width=2**30, default_style=style)
    return made.removesuffix("\n").removesuffix("\n...")


def _is_read_as(bare: str, text: str) -> bool:
    """Whether a bare text stands for itself, in a mapping, in a list on one line, and to other readers of YAML."""
    parsed = read_yaml("answer.yml", f"a: {bare}\nb: [{bare}, {bare}]\n".encode())
    return parsed.value == {"a": text, "b": [text, text]} and not parsed.diagnostics
