"""Diagnostics for people: `path:line:column: severity[CODE]: message`, with a way out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from cerkit.model.diagnostics import Diagnostic, Severity

Paint = Callable[[str, str], str]
"""Paints a text in a named colour, or returns it as it is."""


def plain(text: str, _colour: str) -> str:
    """No colour, for pipes and files."""
    return text


def report_text(diagnostics: Iterable[Diagnostic], paint: Paint = plain) -> str:
    """One block a diagnostic; empty for none."""
    return "".join(_block(item, paint) for item in diagnostics)


def summary(diagnostics: Iterable[Diagnostic], *, files: int, on: str) -> str:
    """The closing sentence. It counts; it never says that a report is compliant."""
    counts = Counter(item.severity for item in diagnostics)
    if not counts:
        return f"no finding in {files} files on {on}"
    parts = (_counted(counts[severity], severity) for severity in Severity if counts[severity])
    return f"{', '.join(parts)} in {files} files on {on}"


def _counted(number: int, severity: Severity) -> str:
    return f"{number} {severity}{'s' if number != 1 else ''}"


def printable(text: str) -> str:
    """One line without control characters: a record's text must not move the cursor of whoever checks it."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def _block(item: Diagnostic, paint: Paint) -> str:
    place, rule = item.place, item.rule
    head = paint(f"{item.severity}[{rule.code}]", _COLOURS[item.severity])
    lines = [
        f"{printable(place.path)}:{place.line}:{place.column}: {head}: {printable(item.message)}",
        f"  hint: {printable(item.hint)}",
        f"  see:  cerkit explain {rule.code}",
    ]
    return "\n".join(lines) + "\n"
