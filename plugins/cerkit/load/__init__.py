"""Load: bytes to plain values, with places for what is wrong. Knows YAML and Markdown, and nothing of records."""

from __future__ import annotations

from cerkit.load.chapters import page_too_large, read_chapter
from cerkit.load.decision_lines import read_decisions
from cerkit.load.places import SourceMap
from cerkit.load.rules import OUTSIDE_REPOSITORY, RULES, UNKNOWN_FILE
from cerkit.load.strict_yaml import Parsed, identifiers_in, read_yaml

__all__ = [
    "OUTSIDE_REPOSITORY",
    "RULES",
    "UNKNOWN_FILE",
    "Parsed",
    "SourceMap",
    "identifiers_in",
    "page_too_large",
    "read_chapter",
    "read_decisions",
    "read_yaml",
]
