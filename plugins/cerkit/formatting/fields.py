"""Sets fields of a file that holds one record; every other line, and every comment, stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import yaml

from cerkit.formatting.order import rank, shape_of_file
from cerkit.formatting.refusal import RefusalError

Value = str | int | date
"""What a field can be set to."""

_HINT: Final = "write each field on a line of its own, as `name: value`"


def with_fields(path: str, data: bytes, fields: Mapping[str, Value]) -> bytes:
    """The file with the fields set: where one stands, its value is replaced; else it comes where its model has it.

    `path`: below the repository; tells the model. RefusalError where the file cannot be read or cannot take the fields.
    """
    text = data.decode("utf-8-sig")
    end = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    text = text if text.endswith("\n") else text + "\n"
    _pairs(text)
    before, made = _read(text), text
    for name, value in fields.items():
        made = _with_field(path, made, name, value)
    if _read(made) != {**before, **{name: str(value) for name, value in fields.items()}}:
        raise RefusalError("the file would not say the same with the fields set", _HINT)
    return made.replace("\n", end).encode()


def _with_field(path: str, text: str, name: str, value: Value) -> str:
    pairs = _pairs(text)
    written = _written(value)
    for key, held in pairs:
        if key.value == name:
            if isinstance(held, yaml.ScalarNode) and held.style in {"|", ">"}:
                # The mark of such a text stands where the next field begins; blank lines and comments between stay.
                start, last = held.start_mark.index, _end_of_block(text, held)
                return f"{text[:start]}{written}\n{text[last:]}"
            return f"{text[: key.end_mark.index]}: {written}{text[held.end_mark.index :]}"
    shape = shape_of_file(path)
    place = rank(shape, name)
    above = [held for key, held in pairs if rank(shape, str(key.value)) < place]
    lines = text.splitlines(keepends=True)
    at = max((_line_after(lines, held) for held in above), default=_first_line(pairs, lines))
    return "".join((*lines[:at], f"{name}: {written}\n", *lines[at:]))


def _written(value: Value) -> str:
    """The value on one line; a text is quoted where YAML or a reader could take it for something else."""
    if not isinstance(value, str):
        return str(value)
    listed = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=2**31)
    return listed.strip()[1:-1]


def _pairs(text: str) -> list[tuple[yaml.Node, yaml.Node]]:
    top = _composed(text)
    if not isinstance(top, yaml.MappingNode) or top.flow_style:
        raise RefusalError("the file is no list of fields", _HINT)
    return list(top.value)


def _composed(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise RefusalError("the file is not YAML", "mend it first", mark.line if mark else 0) from error


def _end_of_block(text: str, held: yaml.Node) -> int:
    lines = text[held.start_mark.index : held.end_mark.index].split("\n")
    size = 0
    for number, line in enumerate(lines):
        if number and line.strip() and not line.startswith(" "):
            break
        if number and not line.strip():
            break
        size += len(line) + 1
    return min(int(held.start_mark.index) + size, len(text))


def _line_after(lines: list[str], held: yaml.Node) -> int:
    """The line after a value; in a block its mark stands where the next thing begins."""
    at = int(held.end_mark.line) + (1 if held.end_mark.column else 0)
    while at > int(held.start_mark.line) + 1 and (not lines[at - 1].strip() or lines[at - 1].startswith("#")):
        at -= 1
    return min(at, len(lines))


def _first_line(pairs: list[tuple[yaml.Node, yaml.Node]], lines: list[str]) -> int:
    return int(pairs[0][0].start_mark.line) if pairs else len(lines)


def _read(text: str) -> dict[str, object]:
    held = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  # reads texts only
    return held if isinstance(held, dict) else {}
