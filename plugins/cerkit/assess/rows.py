"""Diagnostics as plain rows, in which they are kept and sent: JSON, never objects."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from cerkit import checks
from cerkit.model.diagnostics import Diagnostic, Place, Rule, Severity


def row_of(item: Diagnostic) -> tuple[Any, ...]:
    """A diagnostic of the checks as plain values."""
    place, code = item.place, item.rule.code
    if _rules().get(code) is not item.rule:
        raise ValueError(f"{code} is no rule of the checks")
    where = place.path, place.route, place.on_key, place.line, place.column
    return code, where, item.message, item.hint, item.subject, item.severity, item.in_draft


def diagnostic_of(row: Sequence[Any]) -> Diagnostic:
    """The diagnostic back from its row, where tuples have become lists."""
    code, (path, route, on_key, line, column), message, hint, subject, severity, in_draft = row
    place = Place(path, tuple(route), on_key, line, column)
    lower = None if in_draft is None else Severity(in_draft)
    return Diagnostic(_rules()[code], place, message, hint, subject, Severity(severity), lower)


@cache
def _rules() -> dict[str, Rule]:
    return {rule.code: rule for rule in checks.RULES}
