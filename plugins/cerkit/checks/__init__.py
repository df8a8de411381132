"""Checks: rules over a linked dossier. Each is a function from the trace to diagnostics."""

from __future__ import annotations

from collections.abc import Iterator

from cerkit.checks.prose import check_prose
from cerkit.checks.rules import RULES
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.trace import Trace


def check(trace: Trace) -> Iterator[Diagnostic]:
    """All diagnostics of all checks."""
    yield from check_prose(trace)


__all__ = ["RULES", "check"]
