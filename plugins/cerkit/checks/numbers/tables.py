"""Two-by-two tables of diagnostic accuracy against the findings of their source and against their own sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from cerkit.checks.numbers import rules
from cerkit.checks.numbers.proportions import exact, half_unit, is_share, printed, scale_of, share_of
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.identifiers import finding_id
from cerkit.model.records.source import AccuracyTable, Counts, Finding, Source

_METRICS: Final = {
    "sensitivity": re.compile(r"\b(?:sensitivity|recall|true[ -]positive rate)\b", re.IGNORECASE),
    "specificity": re.compile(r"\b(?:specificity|true[ -]negative rate)\b", re.IGNORECASE),
    "positive predictive value": re.compile(
        r"\b(?:positive predictive value|ppv|precision)\b", re.IGNORECASE
    ),
    "negative predictive value": re.compile(r"\b(?:negative predictive value|npv)\b", re.IGNORECASE),
}
_WORD: Final = re.compile(r"[a-z0-9]+")
_EMPTY_WORDS: Final = re.compile(
    r"a|an|and|by|for|from|in|non?|not|of|on|or|overall|the|to|value|with(?:out)?"
)
_SUM: Final = re.compile(
    r"(?<![\d.,/+])(?<!\+ )([\d,]{1,12}(?: ?\+ ?[\d,]{1,12}){1,6}) ?= ?([\d,]{1,12})(?![\d.]|,\d| ?[+/%*-])"
)


class Quotient(NamedTuple):
    """What a metric is in a table."""

    numerator: int
    denominator: int


def check_tables(source: Source, place: Place) -> Iterator[Diagnostic]:
    """Each table at most once: its own sums first, then the findings that it must reproduce."""
    for position, table in enumerate(source.accuracy):
        where = place.within("accuracy", position)
        found = next(_unknown_findings(source, table, where), None)
        found = found or next(_sums(source, table, where), None)
        found = found or next(_against_findings(source, table, where), None)
        if found is not None:
            yield found


def quotient(table: AccuracyTable, metric: str) -> Quotient | None:
    """A metric from the four counts, or None where one of them is missing or the denominator is 0."""
    tp, fn, fp, tn = table.true_positive, table.false_negative, table.false_positive, table.true_negative
    parts: tuple[int | None, int | None] = {
        "sensitivity": (tp, fn),
        "specificity": (tn, fp),
        "positive predictive value": (tp, fp),
        "negative predictive value": (tn, fn),
    }[metric]
    hits, misses = parts
    if hits is None or misses is None or hits + misses == 0:
        return None
    return Quotient(hits, hits + misses)


def metric_of(text: str) -> str | None:
    """The metric that a label names; None for none and for several."""
    named = [name for name, pattern in _METRICS.items() if pattern.search(text)]
    return named[0] if len(named) == 1 else None


def differs_from_table(source: Source, finding: Finding) -> bool:
    """Whether a table that names the finding gives another value: a discrepancy that has to be declared."""
    metric = metric_of(finding.label)
    for table in source.accuracy:
        expected = quotient(table, metric) if metric and finding.id in table.findings else None
        if expected is not None and any(
            _compared(source, table, finding, metric or "", expected, Place(source.id))
        ):
            return True
    return False


def _unknown_findings(source: Source, table: AccuracyTable, place: Place) -> Iterator[Diagnostic]:
    known = {finding.id for finding in source.findings}
    for position, name in enumerate(table.findings):
        if name not in known:
            message = f"it gives `{name}`, which is no finding of {source.id}"
            yield _diagnostic(source, table, place.within("findings", position), message)


def _sums(source: Source, table: AccuracyTable, place: Place) -> Iterator[Diagnostic]:
    """`289 + 17 = 306` in the note of the check: the sum must be right, and its parts those of the table."""
    for match in _SUM.finditer((table.check or "")[:2000]):
        addends = [_whole(part) for part in match.group(1).split("+")]
        total = _whole(match.group(2))
        if sum(addends) != total:
            message = f"`{match.group(0)}` is not so: the sum is {sum(addends)}"
            yield _diagnostic(source, table, place.within("check"), message)
        elif len(addends) == 2:
            for pair in _pairs(table):
                if len(set(pair) & set(addends)) == 1 and sum(pair) != total:
                    message = f"the counts are {pair[0]} and {pair[1]}, but its check adds {match.group(1)}"
                    yield _diagnostic(source, table, place, message)


def _whole(text: str) -> int:
    return int(text.replace(",", "").strip() or 0)


def _pairs(table: AccuracyTable) -> Iterator[tuple[int, int]]:
    yield table.true_positive, table.false_negative
    if table.false_positive is not None and table.true_negative is not None:
        yield table.false_positive, table.true_negative


def _against_findings(source: Source, table: AccuracyTable, place: Place) -> Iterator[Diagnostic]:
    if table.tolerance is not None:
        return
    for finding in source.findings:
        metric = metric_of(finding.label)
        if metric is None or finding.discrepancy is not None or not _is_of(source, finding, table):
            continue
        expected = quotient(table, metric)
        if expected is not None:
            yield from _compared(source, table, finding, metric, expected, place)


def _compared(
    source: Source, table: AccuracyTable, finding: Finding, metric: str, expected: Quotient, place: Place
) -> Iterator[Diagnostic]:
    name = finding_id(source.id, finding.id)
    counts, scale = finding.counts, scale_of(finding.unit)
    if counts is not None:
        if (counts.numerator, counts.denominator) != expected and _is_consistent(finding):
            message = (
                f"the {metric} is {expected.numerator} of {expected.denominator}, but {name} has"
                f" {counts.numerator} of {counts.denominator}"
            )
            yield _diagnostic(source, table, place, message)
    elif finding.value is not None and scale is not None:
        share = share_of(Counts(numerator=expected.numerator, denominator=expected.denominator), scale)
        if abs(share - exact(finding.value)) > half_unit(finding.value):
            message = (
                f"the {metric} is {expected.numerator} of {expected.denominator}, {printed(share, 2)} {finding.unit},"
                f" but {name} has {finding.value}"
            )
            yield _diagnostic(source, table, place, message)


def _is_consistent(finding: Finding) -> bool:
    """Whether the counts give the finding's own value; if not, that is reported, and the table says no more."""
    if finding.value is None or finding.counts is None or not is_share(finding):
        return True
    expected = share_of(finding.counts, scale_of(finding.unit) or 1)
    return abs(expected - exact(finding.value)) <= half_unit(finding.value)


def _is_of(source: Source, finding: Finding, table: AccuracyTable) -> bool:
    """Whether the finding is a result of the table: where a table names it, by that; else by its group or its words."""
    if any(finding.id in other.findings for other in source.accuracy):
        return finding.id in table.findings
    if finding.group is not None and finding.group == table.data_set:
        return sum(other.data_set == table.data_set for other in source.accuracy) == 1
    if finding.group is not None or finding.subgroup:
        return False
    fitting = [other for other in source.accuracy if _has_its_words(finding, other)]
    return fitting == [table]


def _has_its_words(finding: Finding, table: AccuracyTable) -> bool:
    """Whether every word of the label beside the metric stands in the table's target or data set."""
    metric = metric_of(finding.label) or ""
    label = _METRICS[metric].sub(" ", finding.label) if metric else finding.label
    wanted = {word for word in _WORD.findall(label.casefold()) if not _EMPTY_WORDS.fullmatch(word)}
    if not wanted:
        return True
    return wanted <= set(_WORD.findall(f"{table.endpoint} {table.data_set}".casefold()))


def _diagnostic(source: Source, table: AccuracyTable, place: Place, message: str) -> Diagnostic:
    text = f"{source.id}: two-by-two table `{table.data_set}`: {message}"
    return rules.TABLE_DISAGREES.at(place, text, subject=source.id)
