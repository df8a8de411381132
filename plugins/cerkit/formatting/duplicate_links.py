"""Adds links to the file of a round: a line each, in order, and every other line stays as it is.

A line each, and none rewritten, so that git can put two branches together, and what a person decided stays decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import yaml

from cerkit.formatting.refusal import RefusalError
from cerkit.model.records.review import DuplicateLink

_FIELD: Final = "links"
_HEAD: Final = (
    "# Written by cerkit dedupe. Decide a `maybe`: write `same` or `different`, and your id into the rule.\n"
)
_HINT: Final = "write one link a line, each after `- `"


def with_links(data: bytes | None, links: Sequence[DuplicateLink]) -> bytes:
    """The file with more links, sorted by their keys among those that stand there.

    `data`: the file as it is; None where there is none yet. RefusalError where it cannot be read or cannot take a line.
    """
    added = sorted((link.same, _line(link)) for link in links)
    if data is None:
        return (f"{_HEAD}{_FIELD}:\n" + "".join(f"  - {line}\n" for _, line in added)).encode()
    if not added:
        return data
    text = data.decode("utf-8-sig")
    end = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    text = text if text.endswith("\n") else text + "\n"
    made = _merged(text, added)
    if _entries(made) != sorted([*_entries(text), *(repr(_read(line)) for _, line in added)]):
        raise RefusalError("the file would not say the same with more lines", _HINT)
    return made.replace("\n", end).encode()


def with_answer(data: bytes, link: DuplicateLink) -> bytes:
    """The file with an answer in the place of the question about the same two records; nothing else changes.

    RefusalError where the file cannot be read, or asks no such question.
    """
    text = data.decode("utf-8-sig")
    end = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    made = _answered(text, link)
    before, after = _entries(text), _entries(made)
    if (
        len(before) != len(after)
        or len(set(before) - set(after)) > 1
        or repr(_read(_line(link))) not in after
    ):
        raise RefusalError("the file would say something else with this answer", _HINT)
    return made.replace("\n", end).encode()


def _answered(text: str, link: DuplicateLink) -> str:
    found = _sequence(text)
    items = found[1].value if found is not None and isinstance(found[1], yaml.SequenceNode) else []
    wanted = tuple(sorted(link.same))
    for item in items:
        if _keys(item) != wanted or _scalar(item, "verdict") != "maybe":
            continue
        if item.flow_style:
            return f"{text[: item.start_mark.index]}{_line(link)}{text[item.end_mark.index :]}"
        lines = text.splitlines(keepends=True)
        # The end of a block is where the next thing begins; that of its last value is its own.
        first, end = int(item.start_mark.line), item.value[-1][1].end_mark
        last = int(end.line) + (1 if end.column else 0)
        head = lines[first][: item.start_mark.column]
        return "".join((*lines[:first], f"{head}{_line(link)}\n", *lines[last:]))
    raise RefusalError(f"no question about {wanted[0]} and {wanted[1]} stands here", "read the file again")


def _scalar(item: yaml.Node, field: str) -> str:
    pairs = item.value if isinstance(item, yaml.MappingNode) else []
    return next((str(value.value) for key, value in pairs if key.value == field), "")


def _line(link: DuplicateLink) -> str:
    """The link as a mapping on one line, in the order of the model's fields."""
    one, other = sorted(link.same)
    return f"{{same: [{one}, {other}], verdict: {link.verdict}, rule: {_quoted(link.rule)}, on: {link.on}}}"


def _quoted(text: str) -> str:
    told = yaml.safe_dump(
        " ".join(text.split()), default_style='"', allow_unicode=True, width=2**31, explicit_end=False
    )
    return str(told).strip()


def _merged(text: str, added: Sequence[tuple[tuple[str, str], str]]) -> str:
    found = _sequence(text)
    if found is None:
        return f"{text}{_FIELD}:\n" + "".join(f"  - {line}\n" for _, line in added)
    key, value = found
    if not isinstance(value, yaml.SequenceNode) or value.flow_style or not value.value:
        return _begun(text, key, value, added)
    indent = " " * value.start_mark.column
    lines = text.splitlines(keepends=True)
    starts = [(_keys(item), _first_line(lines, item)) for item in value.value]
    after = _last_line(lines, value.value[-1])
    made: list[str] = []
    position = waiting = 0
    for keys, line in added:
        while waiting < len(starts) and starts[waiting][0] <= keys:
            waiting += 1
        at = starts[waiting][1] if waiting < len(starts) else after
        made += lines[position:at]
        position = max(position, at)
        made.append(f"{indent}- {line}\n")
    return "".join((*made, *lines[position:]))


def _begun(text: str, key: yaml.Node, value: yaml.Node, added: Sequence[tuple[tuple[str, str], str]]) -> str:
    """The first lines of a list that is empty."""
    source = text[value.start_mark.index : value.end_mark.index]
    if source not in ("", "[]", "null", "~"):
        raise RefusalError(f"`{_FIELD}` is not a list of one link a line", _HINT, value.start_mark.line)
    rest = text[value.end_mark.index :] if source else text[key.end_mark.index + 1 :]
    return f"{text[: key.end_mark.index]}:" + "".join(f"\n  - {line}" for _, line in added) + rest


def _sequence(text: str) -> tuple[yaml.Node, yaml.Node] | None:
    """Key and value of the list; None where the file has none yet."""
    try:
        top = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise RefusalError("the file is not YAML", "mend it first", mark.line if mark else 0) from error
    if top is None:
        return None
    if not isinstance(top, yaml.MappingNode):
        raise RefusalError("the file holds no fields", "mend it first")
    return next(((key, value) for key, value in top.value if key.value == _FIELD), None)


def _keys(item: yaml.Node) -> tuple[str, str]:
    pairs = item.value if isinstance(item, yaml.MappingNode) else []
    same = next((value for key, value in pairs if key.value == "same"), None)
    names = [str(node.value) for node in same.value] if isinstance(same, yaml.SequenceNode) else []
    one, other = sorted((*names, "", ""), reverse=True)[:2]
    return other, one


def _first_line(lines: list[str], item: yaml.Node) -> int:
    """Where an item begins, with the comments above it."""
    at = int(item.start_mark.line)
    while at and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    return at


def _last_line(lines: list[str], item: yaml.Node) -> int:
    """The line after an item. In a block its mark stands where the next thing begins."""
    at = int(item.end_mark.line) + (1 if item.end_mark.column else 0)
    while at > int(item.start_mark.line) + 1 and not lines[at - 1].strip():
        at -= 1
    return at


def _read(text: str) -> object:
    return yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  # reads texts only


def _entries(text: str) -> list[str]:
    """What the file says, as sorted texts: the order of links means nothing."""
    held = _read(text)
    fields = held if isinstance(held, dict) else {}
    rest = {key: item for key, item in fields.items() if key != _FIELD}
    return sorted(map(repr, (*(fields.get(_FIELD) or []), *([rest] if rest else []))))
