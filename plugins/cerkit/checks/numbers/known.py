"""The numbers that a record says, as sentences may repeat them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Final

from cerkit.checks.numbers.metrics import metrics_in
from cerkit.checks.numbers.proportions import are_counts_possible, scale_of
from cerkit.checks.numbers.slips import is_slip
from cerkit.checks.numbers.typed_text import Form, Typed
from cerkit.checks.texts import beginnings
from cerkit.model.fields import Number, Strictly
from cerkit.model.identifiers import Kind
from cerkit.model.records.evaluation import Benchmark, Claim, Criterion
from cerkit.model.records.review import Synthesis
from cerkit.model.records.source import Counts, Finding, Interval, Source
from cerkit.model.synthesis import Bounds, PooledValue, values_of
from cerkit.model.trace import Node, Trace

_TEXT_NUMBER: Final = re.compile(
    r"(?<![\w.,-])\d{1,3}(?:,\d{3}){1,4}(?![\d.])|(?<![\w.,-])\d{1,9}(?:\.\d{1,6})?"
)
_WHOLE_NUMBER: Final = re.compile(r"(?<![\w.,-])(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,9})(?![\d.]*\d| ?%)")
_LONGEST: Final = 60_000
_FEWEST: Final = 10
_STEM: Final = 5


@dataclass(frozen=True)
class Known:
    """What one record says with numbers. Shares and bounds are in per cent."""

    id: str
    kind: Kind
    said: str = ""
    """What it says, as the end of a sentence that begins with its name; of a finding it follows from the record."""
    named: str = ""
    """The words that tell of which metric it is."""
    shares: tuple[Decimal, ...] = ()
    """The value, its rest to the whole, and both from the counts."""
    bounds: tuple[tuple[Decimal, Decimal], ...] = ()
    counts: Counts | None = None
    asked: tuple[Decimal, ...] = ()
    """Values of the criteria that it decides, and of their benchmarks."""
    findings: tuple[str, ...] = ()
    record: object = field(default=None, repr=False)
    """What its texts are read from, when they are asked for."""
    source: Source | None = field(default=None, repr=False)

    # Few of the many that are known are ever asked for these.
    @cached_property
    def told(self) -> str:
        """The record and what it says, as the end of a sentence."""
        if isinstance(self.record, Finding):
            return _told(self.id, self.record)
        return f"{self.id.partition('#')[0]}{self.said}"

    @cached_property
    def metrics(self) -> frozenset[str]:
        return metrics_in(self.named)

    @cached_property
    def sizes(self) -> frozenset[int]:
        """How many there were of what, in the source."""
        return _sizes(self.source) if self.source is not None else frozenset()

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """Every number in its texts: what an author may repeat in words."""
        joined = " ".join(_texts(self.record))[:_LONGEST]
        return frozenset(Decimal(item.replace(",", "")) for item in _TEXT_NUMBER.findall(joined))

    def mentions(self, number: Decimal) -> bool:
        return number in self.numbers

    @cached_property
    def counted(self) -> Counter[int]:
        """How often each whole number stands in its texts that is no share."""
        joined = " ".join(_texts(self.record))[:_LONGEST]
        return Counter(int(item.replace(",", "")) for item in _WHOLE_NUMBER.findall(joined))

    def of_form(self, form: Form, *, with_bounds: bool) -> tuple[Decimal, ...]:
        """The numbers that may stand in this form; a share may be a bound where the sentence speaks of one."""
        if form == "share":
            return (*self.shares, *chain.from_iterable(self.bounds)) if with_bounds else self.shares
        return (*(pair[form == "upper"] for pair in self.bounds), *self.asked)

    def has_counts(self, typed: Typed) -> bool:
        """Whether it says these counts, as they are or as the rest, or its texts hold both numbers."""
        numbers = tuple(int(number) for number in typed.numbers)
        if self.counts is not None:
            n, d = self.counts.numerator, self.counts.denominator
            if typed.form == "all" and numbers[0] in (n, d, d - n):
                return True
            if numbers in ((n, d), (d - n, d)):
                return True
        if typed.form == "all":
            return numbers[0] in self.sizes
        return numbers[0] != numbers[1] and all(
            number in self.sizes or Decimal(number) in self.numbers for number in numbers
        )

    def contradicts(self, typed: Typed) -> bool:
        """Whether counts typed beside it are meant to be its own, and are not."""
        if self.counts is None:
            return False
        n, d = self.counts.numerator, self.counts.denominator
        if typed.form == "all":
            return n == d
        first, second = (int(number) for number in typed.numbers)
        if typed.noun and not self._is_noun(typed.noun):
            return False
        if second == d:
            return first not in (n, d - n)
        return first == n and n > 0 and second not in self.sizes

    def _is_noun(self, words: str) -> bool:
        """Whether what was counted is what the label says, by the beginnings of words."""
        label, said = (beginnings(text, _STEM, shortest=_STEM) for text in (self.named, words))
        return not label.isdisjoint(said)


def known_numbers(trace: Trace, node: Node) -> Known | None:
    """The numbers of a finding, criterion, benchmark, claim, source or synthesis."""
    if node.kind is Kind.FINDING:
        found = trace.finding(node.id)
        return None if found is None else _of_finding(trace, node.id, *found)
    record = node.record
    if isinstance(record, Criterion):
        return _of_criterion(trace, record)
    if isinstance(record, Benchmark):
        return _of_benchmark(record)
    if isinstance(record, Claim):
        return _of_claim(trace, record)
    if isinstance(record, Synthesis):
        return _of_synthesis(trace, record)
    return known_source(record) if isinstance(record, Source) else None


def pooled_numbers(trace: Trace, identifier: str) -> Known | None:
    """The numbers of one result of a synthesis of accuracy, `SYN-x#sensitivity`; None for any other name."""
    name, mark, result = identifier.partition("#")
    made = trace.results[name].pooled if mark and name in trace.results else None
    values = values_of(made) if made is not None else ()
    found = (_of_pooled(identifier, item, item.name) for item in values if item.name == result)
    return next(found, None)


def _of_synthesis(trace: Trace, synthesis: Synthesis) -> Known | None:
    """One number is a result like a finding's; sensitivity and specificity are told apart by the words beside them."""
    result = trace.results.get(synthesis.id)
    values = values_of(result.pooled) if result is not None and result.pooled is not None else ()
    if len(values) == 1:
        endpoint = trace.endpoint(synthesis.endpoint)
        named = f"{values[0].name} {synthesis.title} {endpoint.name if endpoint else ''}"
        return _of_pooled(synthesis.id, values[0], named)
    if not values:
        return None
    found = tuple(f"{synthesis.id}#{item.name}" for item in values)
    told = " and ".join(_pooled_text(item) for item in values)
    return Known(synthesis.id, Kind.SYNTHESIS, f", which gives {told}", findings=found)


def _of_pooled(identifier: str, value: PooledValue, named: str) -> Known:
    factor = 1 if value.is_percent else 100
    number = Decimal(value.estimate) * factor
    bounds = [value.ci] + ([value.pi] if value.pi else [])
    ends = [
        (Decimal(pair.lower) * factor, Decimal(pair.upper) * factor) for pair in bounds if _is_finite(pair)
    ]
    return Known(
        id=identifier,
        kind=Kind.FINDING,
        said=f", which gives {_pooled_text(value)}",
        named=named,
        shares=(number, 100 - number) if value.is_percent else (number,),
        bounds=tuple(ends),
    )


def _is_finite(pair: Bounds) -> bool:
    return all(math.isfinite(number) for number in pair)


def _pooled_text(value: PooledValue) -> str:
    unit = " %" if value.is_percent else ""
    ends = " to ".join(value.printed(number) for number in value.ci)
    return f"a {value.name} of {value.printed(value.estimate)}{unit} ({ends})"


def _of_finding(trace: Trace, identifier: str, source: Source, finding: Finding) -> Known:
    scale = scale_of(finding.unit)
    criteria = trace.decided_by(identifier)
    return Known(
        id=identifier,
        kind=Kind.FINDING,
        named=f"{finding.label} {finding.id}",
        shares=tuple(_shares(finding, scale)),
        bounds=_bounds(finding.interval, scale),
        counts=finding.counts,
        asked=tuple(number for item in criteria for number in _asked(trace, item)),
        record=finding,
        source=source,
    )


def _shares(finding: Finding, scale: int | None) -> Iterator[Decimal]:
    factor = Decimal(100) / (scale or 1)
    for number in (finding.value, finding.low, finding.high):
        if number is not None:
            share = number * factor
            yield share
            if scale:
                yield 100 - share
    if finding.counts is not None and are_counts_possible(finding.counts):
        share = Decimal(100 * finding.counts.numerator) / finding.counts.denominator
        yield share
        yield 100 - share


def _bounds(interval: Interval | None, scale: int | None) -> tuple[tuple[Decimal, Decimal], ...]:
    if interval is None:
        return ()
    factor = Decimal(100) / (scale or 1)
    lower, upper = interval.lower * factor, interval.upper * factor
    return ((lower, upper), (100 - upper, 100 - lower)) if scale else ((lower, upper),)


def _sizes(source: Source) -> frozenset[int]:
    """How many there were of what: a pair of these is no result. A rest of a few could be anything."""
    sizes = set(source.sizes.values())
    for finding in source.findings:
        if finding.counts is not None:
            rest = finding.counts.denominator - finding.counts.numerator
            sizes |= {finding.counts.denominator, rest} if rest >= _FEWEST else {finding.counts.denominator}
    return frozenset(sizes)


def _asked(trace: Trace, criterion: Criterion) -> Iterator[Decimal]:
    yield Decimal(criterion.value)
    for benchmark in trace.dossier.benchmarks:
        if benchmark.id in criterion.justified_by:
            yield from _range(benchmark)


def _range(benchmark: Benchmark) -> Iterator[Decimal]:
    for number in (benchmark.value, benchmark.lower, benchmark.upper):
        if number is not None:
            yield Decimal(number)


def _of_criterion(trace: Trace, criterion: Criterion) -> Known:
    return Known(
        id=criterion.id,
        kind=Kind.CRITERION,
        said=f", which asks for {criterion.operator} {criterion.value}",
        shares=tuple(_asked(trace, criterion)),
        asked=tuple(_asked(trace, criterion)),
        findings=criterion.decided_by,
        record=criterion,
    )


def _of_benchmark(benchmark: Benchmark) -> Known:
    values = tuple(_range(benchmark))
    shown = ", ".join(
        str(item) for item in (benchmark.value, benchmark.lower, benchmark.upper) if item is not None
    )
    numbers = Known(benchmark.id, Kind.BENCHMARK, record=benchmark).numbers
    return Known(
        id=benchmark.id,
        kind=Kind.BENCHMARK,
        said=f", which says {shown or 'another'}",
        shares=(*values, *numbers),
        asked=values,
        findings=tuple(item for item in benchmark.rests_on if "." in item),
        record=benchmark,
    )


def _of_claim(trace: Trace, claim: Claim) -> Known:
    criteria = [item for item in trace.dossier.criteria if item.id in claim.decided_by]
    return Known(
        id=claim.id,
        kind=Kind.CLAIM,
        asked=tuple(number for item in criteria for number in _asked(trace, item)),
        findings=tuple(identifier for item in criteria for identifier in item.decided_by),
        record=claim,
    )


def known_source(source: Source) -> Known:
    """What a source says with numbers, its findings apart."""
    return Known(
        id=source.id,
        kind=Kind.SOURCE,
        findings=tuple(f"{source.id}.{finding.id}" for finding in source.findings),
        record=source,
        source=source,
    )


def _texts(value: object) -> Iterator[str]:
    """Every text and number of a record, as written."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, Strictly):
        for name in type(value).model_fields:
            if name != "where_read":  # the number of a table is no number of the record
                yield from _texts(getattr(value, name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)


def miscopied_size(number: int, source: Known) -> str | None:
    """The source and how many it counts of something, if the number is that miscopied."""
    if number in source.sizes:
        return None
    size = next((item for item in sorted(source.sizes) if is_slip(number, item)), None)
    return f"{source.id}, which counts {size}" if size is not None else None


def _told(identifier: str, finding: Finding) -> str:
    """SRC-ci-003.sensitivity, which is 94.4 % (91.3 to 96.5; 289 of 306)."""
    interval, counts = finding.interval, finding.counts
    inside = [f"{interval.lower} to {interval.upper}"] if interval else []
    inside += [f"{counts.numerator} of {counts.denominator}"] if counts else []
    value = _value(finding)
    return f"{identifier}, which is {value}" + (f" ({'; '.join(inside)})" if inside else "")


def _value(finding: Finding) -> str:
    number: Number | None = finding.value
    if number is None and finding.low is not None and finding.high is not None:
        return f"{finding.low} to {finding.high} {finding.unit}"
    return f"{number} {finding.unit}" if number is not None else finding.result or "no number"
