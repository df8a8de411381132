"""The verdict on two records: what speaks against them first, then the rules in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cerkit.literature.linker.evidence import Evidence
from cerkit.literature.linker.questions import MAYBE, is_open
from cerkit.literature.linker.rules import LONE, SAME

Class = Literal["same", "maybe"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of a pair."""

    kind: Class
    rule: str
    rank: int
    """Place of the rule in its list: links of stronger rules are made first."""
    lone: str = ""
    """The rule by which the two are the same, unless one of them is contested."""


def judge(e: Evidence, against: tuple[str, ...]) -> Verdict | None:
    """None: the two have nothing to do with each other, as far as anyone can tell.

    `against`: what `contradictions` says of the pair.
    """
    lone = ""
    if not against:
        for rank, rule in enumerate(SAME):
            if rule.holds(e):
                return Verdict("same", rule.name, rank)
        lone = next((rule.name for rule in LONE if rule.holds(e)), "")
    elif not is_open(e, against):
        return None
    for rank, rule in enumerate(MAYBE):
        if rule.holds(e):
            return Verdict("maybe", "; ".join((rule.name, *against)), rank, lone)
    return None
