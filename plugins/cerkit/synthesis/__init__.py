"""Synthesis: pooled effects and pooled accuracy, with every published choice named in the result.

Estimators, intervals and defaults for empty cells are those of metafor (Viechtbauer 2010) and, for accuracy, of mada
(Doebler and Holling 2015). Needs numpy and scipy, the extra `synthesis`.
"""

from __future__ import annotations

from cerkit.synthesis.accuracy import pool_accuracy
from cerkit.synthesis.effects import COLUMNS, Columns, DataError, Effects, effects
from cerkit.synthesis.models import pool
from cerkit.synthesis.sensitivity import accuracy_without, eggers_test, leave_one_out

__all__ = [
    "COLUMNS",
    "Columns",
    "DataError",
    "Effects",
    "accuracy_without",
    "effects",
    "eggers_test",
    "leave_one_out",
    "pool",
    "pool_accuracy",
]
