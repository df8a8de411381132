"""Whether what is judged was brought together from several sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from cerkit.checks.literature import source_rules as rules
from cerkit.checks.literature.words import content_words
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.identifiers import Kind, kind_of
from cerkit.model.records.evaluation import Benchmark

_LONGEST_HOLLOW: Final = 400
_FEWEST_WORDS: Final = 4
_POINTER: Final = re.compile(
    r"\b(?:tables?|figures?|fig\.?|sections?|sec\.?|chapters?|appendix|annex) [0-9A-Z][0-9.]*\b",
    re.IGNORECASE,
)
_COMPARES: Final = re.compile(
    r"[0-9]|\bSRC-|\b(?:agree|disagree|differ|contradict|consist|inconsist|heterogen|homogen|similar|compar|vary|vari|"
    r"higher|lower|larger|smaller|better|worse|less|more|fewer|spread|range|explain|because|outli|conflict|conver|diver|"
    r"same|opposite|overlap|alike|unlike|coheren|favour|against)",
    re.IGNORECASE,
)
_POINTING_WORDS: Final = """
above analyses analysis appendix article articles below brought chapter combined computed data described detail
details discussed each every evidence figure figures findings finding following forest found given individual
included listed literature meta-analysis narrative one overview per plot plots pooled pooling presented printed
publication publications reported reader referred refer report result results see seen shown show shows single
source sources stand stands studies study summarised summarized summary synthesis synthesised table tables taken
text together value values various well all are can
"""
_POINTING: Final = frozenset(_POINTING_WORDS.split())
"""Words that only say that there are sources and where their results stand."""


def check_synthesis(examination: Examination) -> Iterator[Diagnostic]:
    """Endpoints of criteria on which neither a synthesis nor benchmarks bring two sources together."""
    trace = examination.trace
    benchmarks = {item.id: item for item in trace.dossier.benchmarks}
    pooled = {item.endpoint for item in trace.dossier.syntheses}
    for synthesis in trace.dossier.syntheses:
        if not synthesis.narrative:
            message = (
                f"{synthesis.id} pools {len(synthesis.findings)} findings, and says nothing on how they agree"
            )
            hint = "say in `narrative` where the sources agree, where they contradict each other, and why"
            yield rules.NO_SYNTHESIS.at(
                trace.place_of(synthesis.id), message, hint=hint, subject=synthesis.id
            )
        elif is_hollow(synthesis.narrative):
            said = _short(synthesis.narrative)
            message = f"the narrative of {synthesis.id} does not say how the sources agree: “{said}”"
            hint = "say where the sources agree, where they contradict each other, and why"
            place = trace.place_of(synthesis.id, "narrative")
            yield rules.NO_SYNTHESIS.at(place, message, hint=hint, subject=synthesis.id)
    told: set[str] = set()
    for criterion in trace.dossier.criteria:
        if criterion.endpoint in pooled or criterion.endpoint in told or not criterion.justified_by:
            continue
        named = [name for name in criterion.justified_by if name in benchmarks and benchmarks[name].rests_on]
        if not named:
            continue
        sources = {source for name in named for source in _sources(examination, benchmarks[name])}
        sources |= _on_endpoint(criterion.endpoint, benchmarks)
        if len(sources) < 2:
            told.add(criterion.endpoint)
            message = (
                f"{criterion.endpoint}, by which {criterion.id} judges, has no synthesis, and its benchmarks rest on "
                f"one source ({', '.join(named)})"
            )
            place = trace.place_of(named[0], "rests_on")
            yield rules.NO_SYNTHESIS.at(place, message, subject=named[0])


def is_hollow(narrative: str) -> bool:
    """Whether a synthesis in words only points to a table or says that there is one: no comparison, name or number."""
    if len(narrative) > _LONGEST_HOLLOW or _COMPARES.search(_POINTER.sub(" ", narrative)):
        return False
    return len(content_words(_POINTER.sub(" ", narrative)) - _POINTING) < _FEWEST_WORDS


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:77]}..."


def _sources(examination: Examination, benchmark: Benchmark) -> Iterator[str]:
    """The sources on which a benchmark rests; a synthesis counts for those that it pools."""
    syntheses = {item.id: item for item in examination.dossier.syntheses}
    for name in benchmark.rests_on:
        if kind_of(name) is Kind.SYNTHESIS:
            for finding in syntheses[name].findings if name in syntheses else ():
                yield finding.partition(".")[0]
        else:
            yield name.partition(".")[0]


def _on_endpoint(endpoint: str, benchmarks: Mapping[str, Benchmark]) -> set[str]:
    """Sources of the other benchmarks on the same endpoint."""
    return {
        name.partition(".")[0]
        for benchmark in benchmarks.values()
        if benchmark.endpoint == endpoint
        for name in benchmark.rests_on
        if kind_of(name) is not Kind.SYNTHESIS
    }
