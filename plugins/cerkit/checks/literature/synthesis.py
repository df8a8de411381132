"""Whether what is judged was brought together from several sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from cerkit.checks.literature import source_rules as rules
from cerkit.checks.texts import shortened
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.facts import FindingFacts, number_of
from cerkit.model.identifiers import Kind, kind_of
from cerkit.model.records.evaluation import Benchmark
from cerkit.model.records.review import Synthesis
from cerkit.model.statistics import wilson

_LONGEST_HOLLOW: Final = 400
_POINTER: Final = re.compile(
    r"\b(?:tables?|figures?|fig\.?|sections?|sec\.?|chapters?|appendix|annex) [0-9A-Z][0-9.]*\b",
    re.IGNORECASE,
)
_COMPARES: Final = (
    r"\b(?:agree|disagree|differ|contradict|consisten|inconsisten|heterogen|homogen|similar|dissimilar|compar|vary|"
    r"vari(?:es|ed|ation|ab)|discrepan|dispar|unexplain|"
    r"stands? out|twice|double|half|gap|trend|concord|discord|corrobor|reproduc|replicat|higher|lower|larger|smaller|"
    r"greater|better|worse|worst|best|less|more|fewer|spread|rang(?:e|ing)|from [0-9]|between [0-9]|explain|because|"
    r"due to|outli|conflict|conver|diver|same|opposite|overlap|alike|unlike|coheren|favour|whereas|while|although|"
    r"though|however|but|yet|than|both (?:of them )?(?:find|found|show|report|reach|point)|"
    r"all (?:find|found|show|reach|point)|"
    r"taken (?:together|as a whole)|on the whole|in line|in keeping|direction|likely|uncertain|mislead|robust|stable|"
    r"suggest|conclud|strengthen|weaken|confirm|support|only one|none of|exceed|surpass|outperform|"
    r"fall (?:short|below)|falls (?:short|below)|(?:above|below) (?:the|[0-9])|pull|driv(?:e|es|en)|dominat|outweigh|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,2}) of (?:the )?"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,2})\b|I²|I2)"
)
"""Words without which results stand side by side: a text may have names and numbers and still compare nothing."""


_AGREES: Final = re.compile(
    r"\b(?:agree\w*|agreement|consisten\w*|homogene\w*|concord\w*|unanim\w*|"
    r"uniform\w*|coheren\w*|in line|alike|similar|"
    r"same|comparable|confirm\w*|no (?:\w+ ){0,2}(?:conflict\w*|contradict\w*|heterogene\w*|discrepanc\w*|"
    r"disagreements?|differences?)|(?:without|free of) (?:\w+ )?(?:conflict\w*|contradict\w*|heterogene\w*))",
    re.IGNORECASE,
)
_NO_CONFLICT: Final = re.compile(
    r"\b(?:no|not|none|without|neither|never|nor|free of|nothing)\b[^.;,]{0,40}?\b(?:conflict\w*|contradict\w*|"
    r"heterogene\w*|discrepan\w*|disagree\w*|differ\w*|inconsisten\w*|outli\w*|deviat\w*|vary|varied|unfavourable)",
    re.IGNORECASE,
)
_DIFFERS: Final = re.compile(
    r"\b(?:differ\w*|disagree\w*|contradict\w*|conflict\w*|inconsisten\w*|heterogen\w*|vary|vari(?:es|ed|ation|ab\w*)|"
    r"spread|rang(?:e|es|ed|ing)|outli\w*|lower|higher|worse|better|less|more|fewer|larger|smaller|except\w*|"
    r"however|but|although|though|whereas|while|apart from|only|"
    r"not all|most|mostly|largely|broadly|discrepan\w*|explain\w*|because|I²|I2|from \d[\d.]* ?%? to)",
    re.IGNORECASE,
)
"""Words with which a synthesis sees a difference, or qualifies an agreement."""


def check_synthesis(examination: Examination) -> Iterator[Diagnostic]:
    """Narratives that bring nothing together, and endpoints on which nothing brings two sources together."""
    trace = examination.trace
    for synthesis in trace.dossier.syntheses:
        problem = _unsaid(examination, synthesis)
        if problem is not None:
            message, hint = problem
            place = trace.place_of(synthesis.id, *(("narrative",) if synthesis.narrative else ()))
            yield rules.NO_SYNTHESIS.at(place, message, hint=hint, subject=synthesis.id)
    yield from _on_endpoints(examination)


def _unsaid(examination: Examination, synthesis: Synthesis) -> tuple[str, str] | None:
    """What a narrative does not say, and what it should."""
    narrative, said = synthesis.narrative, shortened(synthesis.narrative)
    if not narrative:
        message = (
            f"{synthesis.id} pools {len(synthesis.findings)} findings, and says nothing on how they agree"
        )
        return (
            message,
            "say in `narrative` where the sources agree, where they contradict each other, and why",
        )
    if is_hollow(narrative):
        message = f"the narrative of {synthesis.id} does not say how the sources agree: “{said}”"
        return message, "say where the sources agree, where they contradict each other, and why"
    apart = _apart(examination, synthesis) if denies_conflict(narrative) else None
    if apart is None:
        return None
    message = (
        f"the narrative of {synthesis.id} sees no conflict (“{said}”), but the intervals of {apart} are apart"
    )
    return message, "say which sources differ, and why"


def _on_endpoints(examination: Examination) -> Iterator[Diagnostic]:
    """Endpoints of criteria on which neither a synthesis nor benchmarks bring two sources together."""
    trace = examination.trace
    benchmarks = {item.id: item for item in trace.dossier.benchmarks}
    told = {item.endpoint for item in trace.dossier.syntheses}
    for criterion in trace.dossier.criteria:
        named = [name for name in criterion.justified_by if name in benchmarks and benchmarks[name].rests_on]
        if criterion.endpoint in told or not named:
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
    """Whether a short synthesis in words compares nothing: it points to a table, or lists what each source found."""
    return (
        len(narrative) <= _LONGEST_HOLLOW
        and re.search(_COMPARES, _POINTER.sub(" ", narrative), re.IGNORECASE) is None
    )


def denies_conflict(narrative: str) -> bool:
    """Whether a synthesis says that its sources agree, and names nothing in which they do not."""
    return bool(_AGREES.search(narrative)) and not _DIFFERS.search(_NO_CONFLICT.sub(" ", narrative))


def _apart(examination: Examination, synthesis: Synthesis) -> str | None:
    """Two findings whose intervals do not touch: the one that ends lowest and the one that begins highest."""
    rows = (examination.trace.finding_facts.get(name) for name in synthesis.findings)
    known = [
        (*bounds, facts.id)
        for _, facts in (row for row in rows if row is not None)
        if (bounds := _bounds(facts)) is not None
    ]
    if len(known) < 2:
        return None
    low, high = min(known, key=lambda item: item[1]), max(known, key=lambda item: item[0])
    return f"{low[2]} and {high[2]}" if low[1] < high[0] else None


def _bounds(facts: FindingFacts) -> tuple[float, float] | None:
    """The interval of a finding; where none was printed, that of its counts, if those are a percentage."""
    if facts.lower is not None and facts.upper is not None:
        return float(number_of(facts.lower)), float(number_of(facts.upper))
    if facts.unit != "%" or not facts.size or facts.events is None or facts.events > facts.size:
        return None
    found = wilson(facts.events, facts.size)
    return found.lower, found.upper


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
