"""Compare: what differs between two traces, as a sorted list of changes. The ground of every update."""

from __future__ import annotations

from cerkit.compare.records import EVERY_KIND, REPORTED, compare

__all__ = ["EVERY_KIND", "REPORTED", "compare"]
