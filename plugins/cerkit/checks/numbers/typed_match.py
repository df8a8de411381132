"""Which record a typed number is said of, and whether it is what the record says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Final

from cerkit.checks.numbers.known import Known, known_numbers, miscopied_size, pooled_numbers
from cerkit.checks.numbers.metrics import METRIC, same_metric
from cerkit.checks.numbers.slips import is_reordered, is_slip
from cerkit.checks.numbers.typed_text import Named, Reading, Typed
from cerkit.model.facts import FindingFacts
from cerkit.model.identifiers import Kind
from cerkit.model.trace import Trace

_SUPPOSED: Final = re.compile(
    r"\b(?:if|assum\w*|true|suppos\w*|hypothe\w*|expect\w*|planned|power|would|prevalence|probability|even with"
    r"|were to)\b[^;]{0,60}$",
    re.IGNORECASE,
)
_COMPARED: Final = re.compile(
    r"\b(?:by|difference of|differ\w* by|gain of|margin of) (?:\w+ )?$", re.IGNORECASE
)
_ASKED_BEFORE: Final = re.compile(
    r"(?:\b(?:limits?|thresholds?|criteri\w+|goals?|targets?|requir\w*|demand\w*|ask\w*|must|at least|at most|"
    r"minimum|maximum|benchmarks?|accept\w*|margins?|should|fixed|set|reach\w*|no (?:less|more) than)\b"
    r"|[≥≤<>])[^;%]{0,45}$",
    re.IGNORECASE,
)
_ASKED_AFTER: Final = re.compile(
    r"^[ ,)]*(?:(?:that|which|as)? ?(?:is|was|are|were)? ?(?:required|demanded|asked|needed|fixed|set)\b"
    r"|(?:limit|threshold|criterion|goal|target|benchmark|margin)\b)",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"(?:\b(?:about|around|roughly|some|approximately|approx\.?|circa|ca\.?|nearly|almost|close to"
    r"|(?:just|slightly) (?:under|over|below|above|more than|less than))|~|≈) ?$",
    re.IGNORECASE,
)
_ABOVE: Final = re.compile(
    r"\b(?:over|above|more than|greater than|exceed\w*|at least|beyond) ?$", re.IGNORECASE
)
_BELOW: Final = re.compile(r"\b(?:under|below|less than|fewer than|up to|at most|within) ?$", re.IGNORECASE)
_EXTREME: Final = re.compile(
    r"\b(?:limits?|bounds?|interval|ci|as (?:low|high) as|up to|down to|at (?:best|worst|least|most)|between|range\w*|"
    r"worst|exclude\w*)\b",
    re.IGNORECASE,
)
_OTHER_AFTER: Final = re.compile(
    r"^ ?(?:points|female|male|women|men|sample|significance|power|prevalence|(?:of|in) (?:the )?(?:sample|source data|"
    r"sites|women|men|people|participants|patients|users|graders|readers|services|centres|which))\b",
    re.IGNORECASE,
)
_HALF: Final = Decimal("0.5")
_FEW_SOURCES: Final = 3
"""Sources in one sentence; of more one has some number that looks like any other."""
_NEAR: Final = 60
"""Letters between a metric's name and its number."""
Gap = Callable[[Named, Named], tuple[int, int]]
"""From two names to what stands between them."""


def _with_rest(facts: FindingFacts) -> tuple[int, ...]:
    """The people of a finding, and those without the event."""
    size = facts.size or 0
    return size, size - (facts.events or 0)


class Judge:
    """What the records say with numbers, each read once."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._known: dict[str, Known] = {}

    def may_be_miscopied(self, number: int, source: str) -> bool:
        """Whether a number looks like one of a source's sizes, by its facts: it is not read for that."""
        facts = self._trace.source_facts.get(source)
        if facts is None:
            return False
        counted = (size for item in facts.findings if item.size is not None for size in _with_rest(item))
        return any(is_slip(number, size) for size in (*facts.sizes, *counted))

    def known(self, identifier: str) -> Known | None:
        """The numbers of a record that a sentence may name; None for any other."""
        if identifier not in self._known:
            node = self._trace.nodes.get(identifier)
            found = known_numbers(self._trace, node) if node else pooled_numbers(self._trace, identifier)
            if found is None:
                return None
            self._known[identifier] = found
        return self._known[identifier]

    def findings_of(self, known: Known) -> Iterator[Known]:
        """The findings of a source, or of the claim's criteria."""
        for identifier in known.findings:
            found = self.known(identifier)
            if found is not None:
                yield found


class Beside:
    """The numbers of one sentence against the records that it names."""

    def __init__(self, judge: Judge, reading: Reading) -> None:
        self._judge = judge
        self._plain = reading.plain
        self._typed = reading.typed
        self._names = reading.named

    @cached_property
    def _named(self) -> list[tuple[Named, Known]]:
        """The records as read, which takes long where many are named and none is asked."""
        return [(named, known) for named in self._names if (known := self._judge.known(named.id)) is not None]

    @cached_property
    def _written(self) -> list[tuple[Named, Known]]:
        return [pair for pair in self._named if not pair[0].is_macro]

    def differs(self, typed: Typed) -> str | None:
        """The record that says otherwise, with what it says; None where the number is right or nobody can say."""
        told = self._against_sizes(typed) if typed.form == "size" else self._told(typed)
        return None if told is None or self._is_supposed(typed) else told

    def _told(self, typed: Typed) -> str | None:
        if not self._written:
            return None
        group = self._group(typed)
        for known in group:
            if known.kind is Kind.FINDING:
                return self._against_findings(typed, [item for item in group if item.kind is Kind.FINDING])
        if any(known.kind is Kind.CRITERION for known in group):
            return self._against_asked(typed, [item for item in group if item.kind is Kind.CRITERION])
        if any(known.kind is Kind.BENCHMARK for known in group):
            return self._against_asked(typed, [item for item in group if item.kind is Kind.BENCHMARK])
        return self._against_holders(typed, group)

    def _is_supposed(self, typed: Typed) -> bool:
        """Whether it is a number of a thought, of a criterion in passing, or of something else than the result."""
        before = self._before(typed)
        return bool(
            _SUPPOSED.search(before) or _COMPARED.search(before) or _OTHER_AFTER.match(self._after(typed))
        )

    def _before(self, typed: Typed, length: int = 80) -> str:
        return self._plain[max(0, typed.start - length) : typed.start]

    def _after(self, typed: Typed, length: int = 40) -> str:
        return self._plain[typed.end : typed.end + length]

    def _group(self, typed: Typed) -> list[Known]:
        """The records named next after the number, as far as they stand together; else those named last before it.

        A macro prints its own numbers: what is typed beside one is of something else.
        """
        after = [pair for pair in self._written if pair[0].start >= typed.start]
        before = [pair for pair in self._written if pair[0].start < typed.start]
        if after:
            return [known for _, known in self._together(after, lambda left, right: (left.end, right.start))]
        return [
            known for _, known in self._together(before[::-1], lambda left, right: (right.end, left.start))
        ]

    def _together(self, pairs: list[tuple[Named, Known]], gap: Gap) -> Iterator[tuple[Named, Known]]:
        last: Named | None = None
        for named, known in pairs:
            if last is not None:
                start, end = gap(last, named)
                if start < end and re.search(r"\w", self._plain[start:end].replace(" and ", " ")):
                    return
            yield named, known
            last = named

    def _against_findings(self, typed: Typed, group: list[Known]) -> str | None:
        if typed.form in ("pair", "all"):
            return self._against_counts(typed, group)
        metric = self._metric(typed)
        meant = [known for known in group if metric is not None and metric in known.metrics]
        if metric is not None and not meant:
            meant = [item for known in group for item in self._siblings(known) if metric in item.metrics]
            if not meant:
                return None
        candidates = meant or group
        if self._is_any(typed, candidates) or self._is_asked_number(typed, candidates):
            return None
        if not meant and not self._is_next(typed, group) and not self._is_alone(typed, group):
            return None
        return candidates[0].told

    def _siblings(self, known: Known) -> Iterator[Known]:
        source = self._judge.known(known.id.partition(".")[0])
        return self._judge.findings_of(source) if source is not None else iter(())

    def _against_counts(self, typed: Typed, group: list[Known]) -> str | None:
        told = next((known.told for known in group if known.contradicts(typed)), None)
        # The texts of the records are read last: few counts contradict anything.
        return None if told and any(known.has_counts(typed) for known in self._all_known) else told

    def _against_asked(self, typed: Typed, group: list[Known]) -> str | None:
        """A criterion's or benchmark's value, where the words say that this is what is asked for."""
        if typed.form in ("pair", "all", "bounds"):
            return None
        is_asked = _ASKED_BEFORE.search(self._before(typed)) or _ASKED_AFTER.match(self._after(typed))
        if not is_asked or self._is_any(typed, self._all_known):
            return None
        related = [item for known in group for item in self._judge.findings_of(known)]
        return None if self._is_any(typed, related) else group[0].told

    def _against_holders(self, typed: Typed, group: list[Known]) -> str | None:
        """A source or claim that has several results: only a number whose metric is named can be compared."""
        if typed.form == "pair":
            return self._miscopied(typed, group)
        metric = self._metric(typed)
        if metric is None or typed.form in ("all", "bounds"):
            return None
        meant = [item for known in group for item in self._judge.findings_of(known) if metric in item.metrics]
        if (
            not meant
            or self._is_any(typed, [*meant, *self._all_known])
            or self._is_asked_number(typed, meant)
        ):
            return None
        if any(item.mentions(typed.numbers[0]) for item in (*meant, *group)):
            return None
        if group[0].kind is Kind.SYNTHESIS:
            return group[0].told
        return f"{group[0].id}, where no such result is {typed.text}"

    def _against_sizes(self, typed: Typed) -> str | None:
        """A number of people or things that no source says, and that is one of theirs miscopied."""
        names = dict.fromkeys(named.id.partition(".")[0] for named in self._names if not named.is_macro)
        number = int(typed.numbers[0])
        if len(names) > _FEW_SOURCES or not any(self._judge.may_be_miscopied(number, name) for name in names):
            return None
        sources = [item for name in names if (item := self._judge.known(name)) and item.kind is Kind.SOURCE]
        if any(number in item.sizes for item in sources):
            return None
        told = next(filter(None, (miscopied_size(number, source) for source in sources)), None)
        # The texts of the records are read last: few numbers look like another.
        said = () if told is None else (*sources, *self._all_known)
        return None if any(number in item.counted for item in said) else told

    def _miscopied(self, typed: Typed, group: list[Known]) -> str | None:
        """Counts of which one is that of a result, and the other has the digits of its partner in another order."""
        findings = [item for known in group for item in self._judge.findings_of(known)]
        if any(known.has_counts(typed) for known in (*findings, *self._all_known)):
            return None
        numerator, denominator = (int(number) for number in typed.numbers)
        for known in findings:
            if known.counts is None:
                continue
            bottom = known.counts.denominator
            for top in (known.counts.numerator, bottom - known.counts.numerator):
                if (top == numerator and is_reordered(denominator, bottom)) or (
                    bottom == denominator and is_reordered(numerator, top)
                ):
                    return known.told
        return None

    def _metric(self, typed: Typed) -> str | None:
        """The metric that the sentence gives this number, with no other number between."""
        following = METRIC.match(self._after(typed).lstrip())
        if following:
            return same_metric(following.group(1))
        starts = [other.end for other in self._typed if other.end <= typed.start]
        begin = max([typed.start - _NEAR, *starts[-1:]])
        found = list(METRIC.finditer(self._plain, max(0, begin), typed.start))
        return same_metric(found[-1].group(1)) if found else None

    @cached_property
    def _all_known(self) -> list[Known]:
        return [known for _, known in self._named]

    def _is_next(self, typed: Typed, group: list[Known]) -> bool:
        """Whether the one result is named directly behind the number, as in 94.4 % ([SRC-x.y][])."""
        start = next((named.start for named, _ in self._written if named.start >= typed.start), None)
        return len(group) == 1 and start is not None and not re.search(r"\w", self._plain[typed.end : start])

    def _is_alone(self, typed: Typed, group: list[Known]) -> bool:
        """Whether no record says it, and no other number is the result: a second one may be of anything."""
        if self._is_any(typed, self._all_known):
            return False
        others = (item for item in self._typed if item is not typed and item.form == typed.form)
        return not any(self._is_any(item, group) for item in others)

    def _is_asked_number(self, typed: Typed, known: Iterable[Known]) -> bool:
        """Whether it is the value of a criterion or benchmark of these findings, and the sentence speaks of one."""
        if not _ASKED_BEFORE.search(self._before(typed)) and not _ASKED_AFTER.match(self._after(typed)):
            return False
        return any(_is_close(number, typed.numbers[0]) for item in known for number in item.asked)

    @cached_property
    def _is_on_bounds(self) -> bool:
        return _EXTREME.search(self._plain) is not None

    def _is_any(self, typed: Typed, known: Iterable[Known]) -> bool:
        """Whether one of the records says this number, in the form in which it is typed."""
        if typed.form == "bounds":
            lower, upper = typed.numbers
            pairs = (pair for item in known for pair in item.bounds)
            return any(_is_close(pair[0], lower) and _is_close(pair[1], upper) for pair in pairs)
        number, before, known = typed.numbers[0], self._before(typed, 30), tuple(known)
        most = _half_unit(number) + (1 if number == int(number) and _ABOUT.search(before) else 0)
        for item in known:
            for value in item.of_form(typed.form, with_bounds=self._is_on_bounds):
                if abs(value - number) <= most:
                    return True
        if typed.form != "share":
            return False
        shares = [value for item in known for value in item.shares]
        if shares and max(shares) >= number and _ABOVE.search(before):
            return True
        return bool(shares) and min(shares) <= number and _BELOW.search(before) is not None


def _is_close(value: Decimal, number: Decimal) -> bool:
    """Whether the value, rounded as the number is typed, is the number."""
    return abs(value - number) <= _half_unit(number)


def _half_unit(number: Decimal) -> Decimal:
    return _HALF.scaleb(min(int(number.as_tuple().exponent), 0))
