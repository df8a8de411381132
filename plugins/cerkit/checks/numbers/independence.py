"""Whether software was tested on data that it had not learned from, and whether that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.numbers import rules
from cerkit.checks.texts import shortened
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.records.source import Source

_WORD: Final = re.compile(r"[^\W\d_]+")
_FILLERS: Final = """a all also an and any are as at be been by case cases complete completely confirmed data dataset
    datasets described developer developers development different document documented ensured entirely ensure exists
    evaluation
    fully from fulfilled given guaranteed has have images in independence independent independently is it kept
    manufacturer n na never no none not of on only other overlap plan protocol recordings records report samples section
    see separate separated separately separation set sets shown software strictly such team test tested testing that the
    there these they this to training train trained unseen used using validation verification verified was were with
    without yes apart applicable tbd"""
"""Words with which a text on independence can say that there is some, and not how."""
_SAYS_NOTHING: Final = frozenset(_FILLERS.split())
_FEWEST_WORDS: Final = 2
_SENTENCE: Final = re.compile(r"[^.;!?]+")
_NEGATED: Final = re.compile(
    r"\b(?:no|not|none|nobody|never|neither|nor|another|without|exclud\w*|remov\w*|discard\w*|disjoint|"
    r"other than|differ\w*|left out|taken out|deleted|dropped|before|compared)\b",
    re.IGNORECASE,
)
_LEARNING: Final = (
    r"(?:(?:re-?)?train\w*|learning|tun(?:e|ed|ing)|calibrat\w+|model selection|model building"
    r"|to (?:build|fit|develop|create|derive) the (?:model|algorithm|software|network)"
    r"|development\b(?! (?:plan|process|team|file|report|of the (?:test|set|protocol)|phase)))"
)
"""What the software learned from; people who developed it are not meant."""
_SHARED: Final = (
    r"(?:also|part|partly|partially|some|share[sd]?|same|overlap\w*|commonalit\w+|duplicat\w*|subset|portion|fraction"
    r"|tenth|quarter|half|third|drawn|taken|sampled|split|held out|hold-?out|reused?|again|contained in"
    r"|one (?:archive|pool|data ?base|registry|source)|(?:earlier|previously|already) (?:been )?(?:used|seen|served"
    r"|contributed|included|part)|(?:used|seen|served|included) (?:earlier|previously|already))"
)
"""Words of data that were split off from others, or used before."""
_ONE_POOL: Final = (
    r"(?:one|same|common|single|shared) (?:\w+ )?"
    r"(?:archive|pool|data ?base|registry|source|collection|cohort)"
)
_THE_TEST: Final = r"(?:this|these|the same|the test|the validation) "
_SETTING: Final = r"\b(?:threshold|operating point|cut-?off|weights|parameters)"
_SET: Final = r"(?:set|chosen|fixed|selected|optimi[sz]ed|adjusted)"
_OVERLAPS: Final = (
    r"\bcross-?validat\w+",
    rf"\b{_SHARED}\b.{{0,80}}\b{_LEARNING}",
    rf"\b{_LEARNING}\b.{{0,60}}\b(?:also|as well|too|reused?|again|overlap\w*|in common|{_ONE_POOL})",
    r"\bin both (?:data ?)?(?:sets|samples|parts|groups)\b",
    r"\b(?:occur|appear|are|were|is|was|found|present|included|contained)\w* in both\b(?! (?:eyes|services|arms))",
    rf"{_SETTING}\b.{{0,40}}\b{_SET} (?:on|with|from|using)\b.{{0,40}}\b{_THE_TEST}",
    rf"\b(?:re-?)?(?:trained|tuned|calibrated) (?:\w+ ){{0,2}}(?:on|with|from|using) (?:\w+ ){{0,4}}{_THE_TEST}",
)
_DUPLICATES: Final = r"(?:overlap|duplicat\w*|independence|separation|reuse|leakage)"
_ASSURED: Final = (
    r"(?:ruled out|excluded|shown|verified|confirmed|guaranteed|assured|checked|assessed|examined|investigated"
    r"|determined)"
)
_NOT: Final = r"(?:could|can|was|were|has been|is)(?: ?not|n't| never)"
_NO_CHECK: Final = r"(?:no|without(?: an?)?) (?:\w+ ){0,2}(?:check|search|comparison|verification|assessment)"
_ABOUT: Final = r"(?:for|of|against|whether|was|were|has)"
_UNSHOWN: Final = (
    rf"\b{_DUPLICATES}\b.{{0,60}}\b{_NOT} (?:be )?(?:\w+ )?{_ASSURED}\b",
    r"\bnot (?:\w+ )?(?:de-?duplicated|cross-?checked)\b",
    rf"\b{_NO_CHECK}\b(?: {_ABOUT}\b.{{0,60}})?\b(?:overlap|duplicat\w*|train\w*|development)\b",
)
"""Nobody looked, or nobody can say: an overlap is as good as told."""


def check_independence(examination: Examination) -> Iterator[Diagnostic]:
    """Tests of the device, or of its equivalent, that were not independent, or do not say how they were done."""
    trace = examination.trace
    decided = {identifier: item.id for item in trace.dossier.criteria for identifier in item.decided_by}
    for source in trace.source_facts.values():
        if source.bar is not None or (
            source.kind != "test report" and source.independent_of_training is None
        ):
            continue
        criteria = [decided[finding.id] for finding in source.findings if finding.id in decided]
        if source.independent_of_training is None and criteria:
            message = f"{source.id} decides {criteria[0]}, but has no block `test:` that says how it was done"
            yield rules.NO_TEST_RECORD.at(trace.place_of(source.id, "kind"), message, subject=source.id)
        elif source.independent_of_training is False:
            place = trace.place_of(source.id, "test", "independent_of_training")
            message = f"{source.id} was tested on data that are not independent of the training data"
            message += f", and decides {criteria[0]}" if criteria else ""
            severity = None if criteria else Severity.WARNING
            yield rules.TRAINED_ON_TEST_DATA.at(place, message, subject=source.id, severity=severity)


def check_shown(source: Source, place: Place) -> Iterator[Diagnostic]:
    """What the test says of its independence, in its own words."""
    test = source.test
    if test is None or not test.independent_of_training:
        return
    if says_nothing(test.independence):
        said = shortened(test.independence)
        message = f"{source.id}: `{said}` does not say how test and training data were kept apart"
        yield rules.INDEPENDENCE_SAYS_NOTHING.at(
            place.within("test", "independence"), message, subject=source.id
        )
        return
    for field, text in (("independence", test.independence), ("data_set", test.data_set)):
        told = overlap_told(text)
        if told is not None:
            message = f"{source.id} calls its data independent of training, but says: `{shortened(told)}`"
            yield rules.OVERLAP_TOLD.at(place.within("test", field), message, subject=source.id)
            return


def says_nothing(text: str) -> bool:
    """Whether the text only repeats that the data are independent, or points elsewhere."""
    words = {word.casefold() for word in _WORD.findall(text)}
    return len(words - _SAYS_NOTHING) < _FEWEST_WORDS


def overlap_told(text: str) -> str | None:
    """The first sentence that tells of an overlap and does not deny it."""
    for match in _SENTENCE.finditer(text[:4000]):
        sentence = match.group(0).strip()
        if _tells(sentence, _UNSHOWN) or (_tells(sentence, _OVERLAPS) and not _NEGATED.search(sentence)):
            return sentence
    return None


def _tells(sentence: str, patterns: tuple[str, ...]) -> bool:
    return any(re.search(pattern, sentence, re.IGNORECASE | re.DOTALL) for pattern in patterns)
