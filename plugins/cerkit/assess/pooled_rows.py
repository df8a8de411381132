"""Pooled results as plain rows, in which they are remembered: JSON, never objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from cerkit.model.records.review import Synthesis
from cerkit.model.synthesis import (
    AccuracyOmission,
    Asymmetry,
    BackTransformed,
    Bounds,
    Omission,
    Pooled,
    PooledAccuracy,
    Proportion,
    StudyAccuracy,
    StudyEffect,
    SynthesisResult,
    Unpoolable,
)


def result_of(row: Mapping[str, Any], known: SynthesisResult, synthesis: Synthesis) -> SynthesisResult:
    """The result back from its row, beside what the records say."""
    pooled, asymmetry = row["pooled"], row["asymmetry"]
    is_accuracy = pooled is not None and "sensitivity" in pooled
    return replace(
        known,
        pooled=None if pooled is None else _accuracy(pooled) if is_accuracy else _pooled(pooled),
        without=cast(Any, tuple(map(_without_accuracy if is_accuracy else _without, row["without"]))),
        asymmetry=None if asymmetry is None else Asymmetry(**asymmetry),
        unpoolable=tuple(_unpoolable(item, known, synthesis) for item in row["unpoolable"]),
    )


def _unpoolable(row: Mapping[str, Any], known: SynthesisResult, synthesis: Synthesis) -> Unpoolable:
    """The row counts the studies that were pooled, the result what the synthesis names."""
    study = row["position"]
    at = None if study is None else synthesis.findings.index(known.findings[study])
    return Unpoolable(at, row["message"], row["hint"])


def _pooled(row: Mapping[str, Any]) -> Pooled:
    return Pooled(
        **{
            **row,
            "ci": Bounds(*row["ci"]),
            "pi": _bounds(row["pi"]),
            "tau2_ci": _bounds(row["tau2_ci"]),
            "studies": tuple(StudyEffect(**{**item, "ci": Bounds(*item["ci"])}) for item in row["studies"]),
            "back_transformed": _turned_back(row["back_transformed"]),
        }
    )


def _accuracy(row: Mapping[str, Any]) -> PooledAccuracy:
    first, second = row["covariance"]
    return PooledAccuracy(
        **{
            **row,
            "sensitivity": _proportion(row["sensitivity"]),
            "specificity": _proportion(row["specificity"]),
            "estimate": tuple(row["estimate"]),
            "covariance": (tuple(first), tuple(second)),
            "tau2": tuple(row["tau2"]),
            "curve": tuple((x, y) for x, y in row["curve"]),
            "studies": tuple(StudyAccuracy(**item) for item in row["studies"]),
        }
    )


def _without(row: Mapping[str, Any]) -> Omission:
    back = _turned_back(row["back_transformed"])
    return Omission(row["label"], row["estimate"], Bounds(*row["ci"]), row["tau2"], back)


def _turned_back(row: Mapping[str, Any] | None) -> BackTransformed | None:
    if row is None:
        return None
    return BackTransformed(row["scale"], row["estimate"], Bounds(*row["ci"]), _bounds(row["pi"]))


def _without_accuracy(row: Mapping[str, Any]) -> AccuracyOmission:
    return AccuracyOmission(row["label"], _proportion(row["sensitivity"]), _proportion(row["specificity"]))


def _proportion(row: Mapping[str, Any]) -> Proportion:
    return Proportion(row["estimate"], Bounds(*row["ci"]))


def _bounds(row: list[float] | None) -> Bounds | None:
    return None if row is None else Bounds(*row)
