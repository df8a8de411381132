"""A record as named lines of text: what two revisions of it are compared by, and what a confirmation is a digest of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from pydantic import BaseModel

_LOOSE: Final = re.compile(r" (?=[.,;:!?)\]}%])|(?<=[(\[{]) ")
"""Blanks that no reader sees: before a full stop, inside brackets."""
_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\u00ad": "",
        "\u200b": "",
    }
)


def flat_fields(record: BaseModel, prefix: str = "") -> Iterator[tuple[str, str | None]]:
    """Fields by name, those of a part without an identifier among them as `conclusion.statement`; None for nothing.

    Parts that have an identifier are records of their own, and left out.
    """
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name == "id" or _is_identified(value):
            continue
        if isinstance(value, BaseModel):
            yield from flat_fields(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", one_line(value)


def one_line(value: object) -> str | None:
    """A value as one line of text. The order of a list says nothing, and neither does a zero at the end of a number."""
    if value is None or value == () or value == {}:
        return None
    if isinstance(value, tuple | Mapping | BaseModel):
        return _joined(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return _number(Decimal(value))
    return " ".join(str(value).split())


def alike(text: str | None) -> str | None:
    """Equal for two lines that say the same: blanks before signs, forms of quotation marks and dashes are no matter."""
    if text is None or (text.isascii() and not _LOOSE.search(text)):
        return text
    plain = unicodedata.normalize("NFC", text).translate(_ALIKE)
    return _LOOSE.sub("", " ".join(plain.split()))


def _is_identified(value: object) -> bool:
    if isinstance(value, tuple):
        return bool(value) and _is_identified(value[0])
    return isinstance(value, BaseModel) and "id" in type(value).model_fields


def _joined(value: tuple[object, ...] | Mapping[str, object] | BaseModel) -> str:
    """The texts of several values; their order is no difference."""
    if isinstance(value, tuple):
        return "; ".join(sorted(one_line(item) or "" for item in value))
    if isinstance(value, Mapping):
        return "; ".join(sorted(f"{key}: {one_line(item) or ''}" for key, item in value.items()))
    return ", ".join(f"{name}: {text}" for name, text in flat_fields(value) if text is not None)


def _number(value: Decimal) -> str:
    """Without zeros at the end that say nothing."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
