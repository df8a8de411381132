"""Whether the findings of a source may decide an acceptance criterion.

Only data of the device under evaluation, or of an accepted equivalent, prove; and an abstract is enough to screen, not
to appraise (MEDDEV 2.7/1 8.2, 9.3.2; MDCG 2020-5).
"""

from __future__ import annotations

from typing import Final

from cerkit.model.records.source import Source

FULLY_READ: Final = frozenset({"full text", "report"})
"""What must have been read of a source before it may decide."""


def bar_to_deciding(source: Source) -> str | None:
    """Why the source's findings may not decide, as the end of a sentence; None when nothing stands in the way.

    Data of another device still need their comparison to be accepted; that is for the whole dossier to say.
    """
    if source.relation not in ("under evaluation", "equivalent"):
        return (
            f"holds data of a {source.relation} device"
            if source.relation != "none"
            else "holds data of no device"
        )
    if source.relation == "equivalent" and source.equivalence is None:
        return "names no comparison that shows its device to be equivalent"
    if source.retracted:
        return "is retracted"
    if source.appraisal is not None and source.appraisal.role == "rejected":
        return "was rejected by the appraisal"
    if source.read not in FULLY_READ:
        return f"was read as {source.read} only"
    return None


def needed_equivalence(source: Source) -> str | None:
    """The comparison that must be accepted before data of an equivalent device count."""
    return source.equivalence if source.relation == "equivalent" else None
