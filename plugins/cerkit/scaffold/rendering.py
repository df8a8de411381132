"""Fills templates: `@@name@@` in a YAML file is a value, `@@text:name@@` the text itself, `@@markdown:name@@` prose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from cerkit.scaffold.yaml_text import Value, block, flow, scalar

_OWN_LINE: Final = re.compile(r"^( *)@@([a-z_]+)@@\n", re.MULTILINE)
_IN_LINE: Final = re.compile(r"@@(?:(text|markdown|a9):)?([a-z0-9_.]+)@@")
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]()#+.!|<>&~^$:-])")


def filled(template: str, values: Mapping[str, Value], guides: Mapping[str, str]) -> str:
    """A template with its values. A mark on a line of its own becomes lines of YAML, or none where there is no value.

    Each template is gone through once, so that a mark inside a value stays as it is.
    """

    def lines(match: re.Match[str]) -> str:
        return "".join(f"{match[1]}{line}\n" for line in block(values[match[2]]))

    def value(match: re.Match[str]) -> str:
        kind, name = match.groups()
        if kind == "a9":
            return guides[name]
        found = values[name]
        if kind == "text":
            return str(found)
        if kind == "markdown":
            return _MARKUP.sub(r"\\\1", " ".join(str(found).split()))
        if isinstance(found, str):
            return scalar(found)
        return flow([str(item) for item in found]) if isinstance(found, list | tuple) else str(found)

    pieces: list[str] = []
    end = 0
    for match in _OWN_LINE.finditer(template):
        pieces += [_IN_LINE.sub(value, template[end : match.start()]), lines(match)]
        end = match.end()
    return "".join((*pieces, _IN_LINE.sub(value, template[end:])))
