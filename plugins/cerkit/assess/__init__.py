"""Assess: composes load, validate, link and checks. The only way to a linked dossier."""

from __future__ import annotations

from cerkit.assess.asking import Beside
from cerkit.assess.memory import Memory
from cerkit.assess.pipeline import RULES, Assessment, assess, link_files
from cerkit.assess.pooling import Begin
from cerkit.assess.readings import Outcome, Runner, read_file
from cerkit.model.digests import digest_of

__all__ = [
    "RULES",
    "Assessment",
    "Begin",
    "Beside",
    "Memory",
    "Outcome",
    "Runner",
    "assess",
    "digest_of",
    "link_files",
    "read_file",
]
