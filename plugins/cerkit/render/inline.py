"""Short texts for prose: a result, a criterion, a verdict, a field, a number. Plain text, nothing escaped."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from cerkit.model.fields import Strictly
from cerkit.model.identifiers import Kind
from cerkit.model.statistics import exact_upper_bound
from cerkit.model.tables import plain
from cerkit.model.trace import Trace
from cerkit.model.verdicts import Outcome
from cerkit.render.argument import benchmark_value_text, rule_text, verdict_words, worst
from cerkit.render.columns import plan_column
from cerkit.render.kinds import KINDS, Subject
from cerkit.render.lookup import benchmark_named, criterion_named, finding_named
from cerkit.render.problems import RenderProblem, unknown
from cerkit.render.values import cell_of, shape_of, value_at
from cerkit.render.words import plain_decimal, result_text

_SINGLES: Final = ("device", "plan", "requirements", "ifu", "surveillance", "protocol", "policy", "releases")
"""Records that need no identifier, because there is one of each."""
_MOST_PLACES: Final = 10


def finding_text(trace: Trace, identifier: str, *, interval: bool = True, counts: bool = True) -> str:
    """94.4 % (95 % CI 91.3 to 96.5; 289/306)."""
    return result_text(finding_named(trace, identifier)[1], interval=interval, counts=counts)


def criterion_text(trace: Trace, identifier: str) -> str:
    """the lower bound of the 95 % confidence interval is at least 85.0 %."""
    return rule_text(trace, criterion_named(trace, identifier))


def verdict_text(trace: Trace, identifier: str, finding: str | None = None) -> str:
    """met (91.3 ≥ 85.0). Without a finding, one that holds for every finding: several are told apart."""
    criterion = criterion_named(trace, identifier)
    verdicts = trace.verdicts_of(criterion)
    if finding is not None:
        chosen = next((verdict for verdict in verdicts if verdict.finding == finding), None)
        if chosen is None:
            raise unknown(f"the finding that decides {identifier}", finding, (v.finding for v in verdicts))
        return verdict_words(chosen)
    if not verdicts:
        raise RenderProblem(f"no finding decides {identifier}", "name findings in its `decided_by`")
    if len(verdicts) == 1:
        return verdict_words(verdicts[0])
    if all(verdict.outcome is Outcome.MET for verdict in verdicts):
        return f"met ({'; '.join(verdict.comparison for verdict in verdicts)})"
    parts = (f"{verdict_words(verdict)} on {verdict.group or verdict.finding}" for verdict in verdicts)
    return "; ".join(parts)


def outcome_of(trace: Trace, identifier: str) -> Outcome | None:
    """The outcome that must not be hidden over all findings of a criterion; None without a finding."""
    return worst(verdict.outcome for verdict in trace.verdicts_of(criterion_named(trace, identifier)))


def benchmark_text(trace: Trace, identifier: str) -> str:
    """The benchmark's value or range with its unit."""
    text = benchmark_value_text(trace, benchmark_named(trace, identifier))
    if not text:
        raise RenderProblem(
            f"{identifier} has no value and no range", f"quote its words: {_quoted(identifier)}"
        )
    return text


def field_text(trace: Trace, identifier: str, path: str) -> str:
    """The text of one field of a record: numbers as written, dates as 29 May 2026, lists with commas."""
    record, kind, owner = _record(trace, identifier)
    named = _named_entry(record, identifier, path)
    if named is not None:
        return named
    shape = shape_of(type(record), path)
    if kind is not None:
        derived = plan_column(KINDS[kind], path).make(trace, Subject(identifier, record, owner))
        text = plain(derived)
    elif shape is None:
        raise unknown(f"the field of {identifier}", path, type(record).model_fields)
    else:
        text = plain(cell_of(value_at(record, path)))
    if shape is not None and value_at(record, path) in (None, (), ""):
        raise RenderProblem(f"{identifier} says nothing in `{path}`", "fill it in, or leave the sentence out")
    return ", ".join(text.split("\n"))


def _named_entry(record: Strictly, identifier: str, path: str) -> str | None:
    """An entry of a field that maps names to values, for example `sizes.enrolled`; None for any other field."""
    head, _, name = path.rpartition(".")
    holder = value_at(record, head) if head and shape_of(type(record), head) else None
    if not isinstance(holder, Mapping):
        return None
    if name not in holder:
        raise unknown(f"the entry of {identifier} in `{head}`", name, holder)
    return plain(cell_of(holder[name]))


def exact_text(events: int, total: int, *, level: int = 95, places: int = 2) -> str:
    """0.16 %: the exact one-sided upper bound of a proportion."""
    if not 0 <= events <= total or total == 0:
        raise RenderProblem(
            f"{events} of {total} is no proportion", "give events and total, as in exact(0, 1842)"
        )
    if not 0 < level < 100:
        raise RenderProblem(f"there is no bound at a level of {level} %", "give per cent, as in level=95")
    if not 0 <= places <= _MOST_PLACES:
        raise RenderProblem(f"{places} decimal places cannot be printed", f"give 0 to {_MOST_PLACES}")
    bound = Decimal(repr(exact_upper_bound(events, total, level=level)))
    return f"{plain_decimal(bound, places)} %"


def _quoted(identifier: str) -> str:
    return f'field("{identifier}", "statement")'


_KIND_NAMES: Final = {
    Kind.CLAIM: "claims",
    Kind.ENDPOINT: "endpoints",
    Kind.CRITERION: "criteria",
    Kind.BENCHMARK: "benchmarks",
    Kind.RISK: "risks",
    Kind.BENEFIT: "benefits",
    Kind.SOURCE: "sources",
    Kind.FINDING: "findings",
    Kind.GAP: "gaps",
    Kind.PMCF: "pmcf",
    Kind.ALTERNATIVE: "alternatives",
    Kind.STANDARD: "standards",
    Kind.SEARCH: "searches",
    Kind.EVALUATOR: "evaluators",
    Kind.DOCUMENT: "documents",
    Kind.INDICATOR: "indicators",
    Kind.SYNTHESIS: "syntheses",
    Kind.IFU_SECTION: "ifu",
}


def _record(trace: Trace, identifier: str) -> tuple[Strictly, str | None, Strictly | None]:
    """A record by its identifier or by the word for the only one, its kind of table, and its owner."""
    record: object
    if identifier == "report":
        record = trace.dossier.releases.report if trace.dossier.releases else None
    elif identifier in _SINGLES:
        record = getattr(trace.dossier, identifier)
    else:
        node = trace.nodes.get(identifier)
        found = trace.finding(identifier)
        if node is not None and isinstance(node.record, Strictly):
            return node.record, _KIND_NAMES.get(node.kind), found[0] if found else None
        raise unknown("the record", identifier, (*_SINGLES, "report", *trace.nodes))
    if not isinstance(record, Strictly):
        raise RenderProblem(f"there is no record of the {identifier}", f"write evidence/{identifier}.yml")
    return record, None, None
