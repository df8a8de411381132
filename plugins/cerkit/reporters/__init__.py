"""Reporters: diagnostics and rules as text or data. The clinical evaluation report itself is made elsewhere."""

from __future__ import annotations

from cerkit.reporters.explain import explain, explain_markdown
from cerkit.reporters.github import report_github
from cerkit.reporters.json import report_json
from cerkit.reporters.sarif import report_sarif
from cerkit.reporters.text import Paint, plain, report_text, summary

__all__ = [
    "Paint",
    "explain",
    "explain_markdown",
    "plain",
    "report_github",
    "report_json",
    "report_sarif",
    "report_text",
    "summary",
]
