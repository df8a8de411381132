"""Link: records to one dossier and its trace. Decides which references hold."""

from __future__ import annotations

from cerkit.link.assemble import assemble
from cerkit.link.criteria import check_criteria
from cerkit.link.graph import build_trace
from cerkit.link.outline import outline_of
from cerkit.link.rules import RULES

__all__ = ["RULES", "assemble", "build_trace", "check_criteria", "outline_of"]
