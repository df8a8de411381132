"""Diagnostics as annotations of a pull request: GitHub's workflow commands, one a line.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterable

from cerkit.model.diagnostics import Diagnostic, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def report_github(diagnostics: Iterable[Diagnostic]) -> str:
    """One command a diagnostic; empty for none."""
    return "".join(_command(item) for item in diagnostics)


def _command(item: Diagnostic) -> str:
    place, rule = item.place, item.rule
    properties = {
        "file": place.path,
        "line": str(max(place.line, 1)),
        "col": str(max(place.column, 1)),
        "title": f"{rule.code} {rule.name}",
    }
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = _data(item.message + "\nhint: " + item.hint)
    return f"::{_COMMANDS[item.severity]} {named}::{message}\n"


def _data(text: str) -> str:
    """A record's text must not begin a command of its own."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
