"""What the answers of several services have in common: JSON that is whole, and pages that add up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from cerkit.services.asking import BadAnswerError, QueryRefusedError
from cerkit.services.values import Response

_SHOWN: Final = 200


def as_json(response: Response) -> Mapping[str, Any]:
    """The object that an answer holds. BadAnswerError for a page for people, and for what is cut off."""
    if is_page(response.body):
        raise BadAnswerError(f"it answered with a web page in place of data (HTTP {response.status})")
    try:
        content = json.loads(response.body)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise BadAnswerError("its answer is no whole JSON object")
    return content


def is_page(body: bytes) -> bool:
    """Whether an answer is HTML: a proxy's log-in, a notice of maintenance."""
    start = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))


def refuse_status(response: Response, told: str) -> None:
    """Raise for a status that says the request itself is wrong. A page for people comes from something in between."""
    if response.status >= 300 and is_page(response.body):
        raise BadAnswerError(f"it answered with a web page in place of data (HTTP {response.status})")
    if response.status in {401, 403}:
        raise QueryRefusedError(
            f"access was refused (HTTP {response.status}); look at the key: {brief(told)}"
        )
    if 400 <= response.status < 500:
        raise QueryRefusedError(f"HTTP {response.status}: {brief(told)}")
    if response.status >= 300:
        raise BadAnswerError(f"it answered with HTTP {response.status}")


def brief(text: str) -> str:
    """A service's words on one line, without control characters."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 3]}..."


def count_in(value: object) -> int:
    """A number of hits; BadAnswerError for what is none."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise BadAnswerError("its answer does not say how many hits there are")


def objects_in(value: object) -> list[Mapping[str, Any]]:
    """A list of objects; BadAnswerError where it is none."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise BadAnswerError("its answer holds no list of hits")
    return value


def text_at(value: object, *route: str | int) -> str:
    """The text at a place inside an object, on one line; empty where nothing stands there."""
    for step in route:
        if isinstance(step, str) and isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and len(value) > step:
            value = value[step]
        else:
            return ""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split())
    return ""


def texts_at(value: object, *route: str | int) -> tuple[str, ...]:
    """The texts of a list inside an object; a text that stands alone is a list of one."""
    for step in route:
        if isinstance(step, str) and isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and len(value) > step:
            value = value[step]
        else:
            return ()
    items = value if isinstance(value, list) else [value]
    return kept(text_at([item], 0) for item in items)


def kept(texts: Iterable[str]) -> tuple[str, ...]:
    """Without what is empty, each once, in order."""
    return tuple(dict.fromkeys(text for text in texts if text))


def short_of(reported: int, received: int) -> tuple[str, ...]:
    """What is missing where the service gives numbers and no identifiers."""
    return tuple(f"hit {number} of {reported}" for number in range(received + 1, reported + 1))
