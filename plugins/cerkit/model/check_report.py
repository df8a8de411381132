"""What a check gave, as the report prints it: the rule set, the day, what is open and what was accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from cerkit.model.diagnostics import Diagnostic, Mode, Rule
from cerkit.model.records.control import Waiver

CHECK_TITLE: Final = "Check of the report"
"""Heading of the page that prints it. What stands there are the check's words, and quotations."""


@dataclass(frozen=True, slots=True)
class Waived:
    """An accepted diagnostic with the waiver that accepts it."""

    diagnostic: Diagnostic
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The rules that were asked, and what they found. It never says that a report complies with anything."""

    version: str
    """Version of the rule set: the program's."""
    rules: tuple[Rule, ...]
    on: date
    mode: Mode
    found: tuple[Diagnostic, ...]
    waived: tuple[Waived, ...]
