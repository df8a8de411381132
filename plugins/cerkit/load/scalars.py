"""What an unquoted word of YAML means."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WORDS: Final[dict[str, bool | None]] = {"null": None, "true": True, "false": False}
_NUMERIC_START: Final = frozenset("-0123456789")


def resolve_scalar(text: str) -> str | int | Decimal | bool | date | None:
    """The value of an unquoted scalar. `no`, `1e3`, `0x1F`, `012` and `~` are text, as they look."""
    if text[0] in _NUMERIC_START:
        match = _NUMBER.fullmatch(text)
        if match is not None:
            return Decimal(text) if match.group(1) else int(text) if len(text) < 19 else text
        if _DATE.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                return text
        return text
    return _WORDS.get(text, text) if len(text) < 6 else text
