"""Link: records to one dossier and its trace. Decides which references hold."""

from __future__ import annotations

from cerkit.link.assemble import assemble
from cerkit.link.graph import build_trace, near_identifiers
from cerkit.link.rules import RULES

__all__ = ["RULES", "assemble", "build_trace", "near_identifiers"]
