"""The short text that tells a reader what a record is."""

from __future__ import annotations

from typing import Final

_TITLE_FIELDS: Final = (
    "title",
    "name",
    "wording",
    "hazard",
    "designation",
    "text",
    "label",
    "device_name",
    "source",
)


def title_of(record: object) -> str:
    """The first field that names the record; empty where none does."""
    known = vars(record) if hasattr(record, "__dict__") else {}
    return next((known[field] for field in _TITLE_FIELDS if isinstance(known.get(field), str)), "")
