"""A record in one line, for the lists of what came and went."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sized
from typing import Any, Final, cast

from pydantic import BaseModel

from cerkit.compare.fields import fields_of, number_text
from cerkit.model.fields import Number
from cerkit.model.layout import Screening
from cerkit.model.records import control, review, source
from cerkit.model.records.evaluation import Benchmark
from cerkit.model.synthesis import Pooled, PooledAccuracy, values_of
from cerkit.model.titles import title_of


def described(record: BaseModel | Screening) -> str:
    """What a reader has to know of a record to see which one it is; of a search and of a result also its numbers."""
    known = _BY_TYPE.get(type(record))
    if known is not None:
        return known(record)
    return " ".join(title_of(record).split()) or _fields(cast(BaseModel, record))


def counted(items: Sized, one: str) -> str:
    """How many there are: 1 record, 9 records."""
    return f"{len(items)} {one}{'' if len(items) == 1 else 's'}"


def _fields(record: BaseModel) -> str:
    return ", ".join(f"{field.name}: {field.value.text}" for field in fields_of(record))


def result_text(finding: source.Finding) -> str:
    """94.4 % (95 % CI 91.3 to 96.5): a value with its interval, a range, or a result in words."""
    if finding.value is None and finding.low is None:
        return " ".join((finding.result or "").split())
    main = range_text(finding.value, finding.low, finding.high)
    held = finding.interval
    bounds = f"{number_text(held.lower)} to {number_text(held.upper)}" if held else ""
    interval = f" ({number_text(held.level)} % CI {bounds})" if held else ""
    return f"{main} {finding.unit}{interval}"


def benchmark_text(benchmark: Benchmark) -> str:
    """91 (83.7 to 98.7): value and range; a benchmark in words has none."""
    return range_text(benchmark.value, benchmark.lower, benchmark.upper) or "in words only"


def pooled_text(made: Pooled | PooledAccuracy) -> str:
    """sensitivity 93.0 % (88.9 to 95.7), specificity 90.3 % (81.2 to 95.3); 13 studies."""
    parts: list[str] = []
    for item in values_of(made):
        unit = " %" if item.is_percent else ""
        ends = " to ".join(map(item.printed, item.ci))
        parts.append(f"{item.name} {item.printed(item.estimate)}{unit} ({ends})")
    return f"{', '.join(parts)}; {made.k} {'study' if made.k == 1 else 'studies'}"


def range_text(value: Number | None, lower: Number | None, upper: Number | None) -> str:
    ends = [number_text(end) for end in (lower, upper) if end is not None]
    one = f"{'from' if upper is None else 'up to'} {ends[0]}" if ends else ""
    span = " to ".join(ends) if len(ends) == 2 else one
    if value is None:
        return span
    return f"{number_text(value)} ({span})" if span else number_text(value)


_BY_TYPE: Final[Mapping[type, Callable[[Any], str]]] = {
    Screening: lambda item: f"{counted(item.decisions, 'decision')} of {item.reviewer}, {item.stage}",
    review.Search: lambda item: (
        f"{item.source}, run on {item.ran_on}: {item.hits_received} records received of {item.hits_reported} reported"
    ),
    review.RecordBatch: lambda item: f"{counted(item.records, 'record')} of {item.search}",
    review.DuplicateLinks: lambda item: f"{counted(item.links, 'link')} between records",
    control.Reviews: lambda item: f"{counted(item.confirmations, 'confirmation')} of {item.evaluator}",
    source.Finding: lambda item: f"{item.label}: {result_text(item)}",
    control.Document: lambda item: f"{item.title}, version {item.version}",
}
