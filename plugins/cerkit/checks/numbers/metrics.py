"""Names of metrics, as labels and sentences have them."""

from __future__ import annotations

import re
from typing import Final

METRIC: Final = re.compile(
    r"\b(sensitivit|specificit|positive predictive|ppv|negative predictive|npv|accurac|auc\b|auroc|kappa|recall|"
    r"precision|repeatab|agreement|uptake|prevalence)[a-z]*",
    re.IGNORECASE,
)
_SAME: Final = {
    "ppv": "positive predictive",
    "npv": "negative predictive",
    "recall": "sensitivit",
    "auroc": "auc",
}


def same_metric(metric: str) -> str:
    """One name for a metric that has several."""
    lowered = metric.lower()
    return _SAME.get(lowered, lowered)


def metrics_in(text: str) -> frozenset[str]:
    """The metrics that a label names."""
    return frozenset(same_metric(match.group(1)) for match in METRIC.finditer(text))
