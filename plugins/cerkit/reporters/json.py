"""Diagnostics for programs: an array of objects with fixed names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from cerkit.model.diagnostics import Diagnostic


def report_json(diagnostics: Iterable[Diagnostic]) -> str:
    """An array of `{code, rule, severity, path, line, column, message, hint, subject}`."""
    return json.dumps([as_object(item) for item in diagnostics], ensure_ascii=False, indent=2) + "\n"


def as_object(item: Diagnostic) -> dict[str, Any]:
    """One diagnostic as plain values."""
    return {
        "code": item.rule.code,
        "rule": item.rule.name,
        "severity": str(item.severity),
        "path": item.place.path,
        "line": item.place.line,
        "column": item.place.column,
        "message": item.message,
        "hint": item.hint,
        "subject": item.subject,
    }
