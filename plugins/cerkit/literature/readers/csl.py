"""CSL-JSON: a list of items, one item, or `items` in an object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from cerkit.literature.readers.values import Parsed, RawRecord

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]')
_DEEPEST: Final = 100
_CSL_NAMES: Final = {"title", "type", "author", "DOI", "container-title", "issued", "itemType"}
Fields = Iterator[tuple[str, str]]


def read_csl(text: str) -> Parsed:
    """CSL-JSON: a list of items, one item, or `items` in an object. An item without `id` is one all the same."""
    parsed = Parsed()
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        parsed.refuse(error.lineno, f"the file is no JSON: {error.msg}", "get the export again")
        return parsed
    except (RecursionError, ValueError):
        parsed.refuse(1, "the file is no JSON that can be read", "get the export again")
        return parsed
    # Only now: in a text that is no JSON a string without an end would be sought from each of its signs.
    starts, deepest = _objects(text)
    parsed.counted = len(starts)
    if deepest > _DEEPEST:
        parsed.refuse(1, f"the file is nested deeper than {_DEEPEST} levels", "get the export again")
        return parsed
    items = _items(content)
    if items and not any(isinstance(item, dict) and _CSL_NAMES & item.keys() for item in items):
        parsed.refuse(1, "the JSON holds no items of CSL", "export as CSL-JSON, or as RIS")
        return parsed
    if isinstance(content, dict) and items == [content] and any(map(_holds_items, content.values())):
        parsed.refuse(
            1, "the JSON holds lists of records inside of a record", "export as CSL-JSON, or as RIS"
        )
        return parsed
    lines = [1]
    position = 0
    for start in starts:
        lines.append(lines[-1] + text.count("\n", position, start))
        position = start
    for index, item in enumerate(items):
        line = lines[index + 1] if index + 1 < len(lines) else 0
        if isinstance(item, dict) and item:
            parsed.records.append(RawRecord(line, tuple(_csl_fields(item))))
        else:
            parsed.lose(line, "the item is empty, or no object")
    return parsed


def _items(content: Any) -> list[Any]:
    if isinstance(content, dict):
        inner = content.get("items")
        return inner if isinstance(inner, list) else [content]
    return content if isinstance(content, list) else [content]


def _holds_items(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(part, dict) and "title" in part for part in value)


def _objects(text: str) -> tuple[list[int], int]:
    """Where the items begin, found by brackets alone, and how deep the brackets go."""
    opened: list[str] = []
    starts: list[int] = []
    deepest = 0
    wrapped: int | None = None
    level = None
    for found in _TOKEN.finditer(text):
        sign = found[0]
        if sign in "{[":
            if level is None:
                # The list of items stands alone, or as `items` in an object.
                if sign == "[" and (not opened or _is_items(text, found.start())):
                    level = len(opened) + 1
                    starts = []
                elif not opened:
                    wrapped = found.start()
            elif sign == "{" and len(opened) == level:
                starts.append(found.start())
            opened.append(sign)
            deepest = max(deepest, len(opened))
        elif sign in "}]" and opened:
            opened.pop()
            if level is not None and len(opened) < level:
                break
    return ([wrapped] if level is None and wrapped is not None else starts), deepest


def _is_items(text: str, position: int) -> bool:
    return re.search(r'"items"\s*:\s*$', text[max(0, position - 40) : position]) is not None


def _csl_fields(item: dict[str, Any]) -> Fields:
    for name, value in item.items():
        if isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
            for part in value:
                person = _person(part)
                yield name, person or json.dumps(part, ensure_ascii=False)
        elif isinstance(value, dict) and (date := _csl_date(value)):
            yield name, date
        elif isinstance(value, (dict, list)):
            if value:
                joined = (
                    ", ".join(map(str, value)) if all(isinstance(part, (str, int)) for part in value) else ""
                )
                yield name, joined or json.dumps(value, ensure_ascii=False)
        elif value is not None:
            yield name, str(value)


def _person(part: dict[str, Any]) -> str:
    if isinstance(part.get("literal"), str):
        return str(part["literal"])
    family = " ".join(
        str(part[key]) for key in ("non-dropping-particle", "family", "lastName") if part.get(key)
    )
    given = " ".join(
        str(part[key]) for key in ("given", "firstName", "dropping-particle", "suffix") if part.get(key)
    )
    return ", ".join(name for name in (family, given) if name)


def _csl_date(value: dict[str, Any]) -> str:
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return "-".join(str(part) for part in parts[0] if part is not None)
    return next((str(value[key]) for key in ("raw", "literal") if value.get(key)), "")
