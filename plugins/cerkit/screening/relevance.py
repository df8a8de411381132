"""An order by likely relevance, learned from the decisions so far. It never leaves a record out.

Words of title and abstract (TF-IDF) and logistic regression, without chance: the same decisions give the same order.
scikit-learn comes with the extra `screening`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cerkit.model.works import Work


@dataclass(frozen=True, slots=True)
class WorkSaved:
    """What an order by relevance would have saved on records that were all decided."""

    records: int
    relevant: int
    screened_at_95: int
    """Records that had to be looked at until 95 per cent of the relevant ones were found."""

    @property
    def wss_95(self) -> float:
        """Work saved over sampling at 95 per cent recall (Cohen and others 2006)."""
        return (self.records - self.screened_at_95) / self.records - 0.05


class Relevance:
    """The texts of some works, read once, and what is learned from decisions on them."""

    def __init__(self, works: Sequence[Work]) -> None:
        self._keys = [work.key for work in works]
        self._texts = [_text(work) for work in works]
        self._table: Any = None

    def __call__(self, labels: Mapping[str, bool]) -> list[str] | None:
        """All keys, the likeliest first, equals by key; None before there is one inclusion and one exclusion."""
        known = [at for at, key in enumerate(self._keys) if key in labels]
        answers = [labels[self._keys[at]] for at in known]
        if len(set(answers)) < 2:
            return None
        scores = self._scores(known, answers)
        # Rounded, so that another machine's last digit does not change the order.
        return [
            key
            for _, key in sorted(
                (-round(score, 9), key) for score, key in zip(scores, self._keys, strict=True)
            )
        ]

    def saved(self, labels: Mapping[str, bool]) -> WorkSaved | None:
        """What would have been saved, learning step by step from the first inclusion and exclusion on.

        None where fewer than two are relevant, or none is irrelevant: there is nothing to learn from.
        """
        places = [at for at, key in enumerate(self._keys) if key in labels]
        answers = {at: labels[self._keys[at]] for at in places}
        relevant = [at for at in places if answers[at]]
        others = [at for at in places if not answers[at]]
        if len(relevant) < 2 or not others:
            return None
        wanted = math.ceil(0.95 * len(relevant))
        looked = [relevant[0], others[0]]
        found, step = 1, max(1, len(places) // 100)
        rest = set(places) - set(looked)
        while found < wanted:
            scores = self._scores(looked, [answers[at] for at in looked])
            best = sorted(rest, key=lambda at: (-round(scores[at], 9), self._keys[at]))[:step]
            for at in best:
                looked.append(at)
                rest.discard(at)
                found += answers[at]
                if found >= wanted:
                    break
        return WorkSaved(len(places), len(relevant), len(looked))

    def _scores(self, known: Sequence[int], answers: Sequence[bool]) -> list[float]:
        from sklearn.linear_model import LogisticRegression

        table = self._vectors()
        model = LogisticRegression(class_weight="balanced", solver="liblinear", tol=1e-3)
        model.fit(table[list(known)], list(answers))
        scores: list[float] = model.decision_function(table).tolist()
        return scores

    def _vectors(self) -> Any:
        if self._table is None:
            from sklearn.feature_extraction.text import TfidfVectorizer

            reader = TfidfVectorizer(sublinear_tf=True, stop_words="english", max_features=50_000)
            self._table = reader.fit_transform(self._texts)
        return self._table


def _text(work: Work) -> str:
    record = work.record
    return f"{record.title} {record.title} {record.abstract or ''} {record.journal or ''}"
