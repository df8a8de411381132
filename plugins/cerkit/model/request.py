"""What a reader of a pull request is told: two revisions compared, with what the check finds in each."""

from __future__ import annotations

from dataclasses import dataclass

from cerkit.model.deadlines import Due
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.update import Update


@dataclass(frozen=True, slots=True)
class Request:
    """A proposed change, and what it means."""

    update: Update
    appeared: tuple[Diagnostic, ...]
    """What the check finds now and did not find before."""
    resolved: tuple[Diagnostic, ...]
    overdue: tuple[Due, ...]
    """What is overdue and was not before."""
    overdue_before: int
    """How much was overdue before and still is."""
