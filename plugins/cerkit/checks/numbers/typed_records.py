"""Numbers typed in the texts of records, compared with the findings on which the record rests.

A benefit or risk names its evidence, and a line of the instructions for use repeats the wording of a claim or tells of
a risk: so it is known of which results they speak, though no result is named in the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from cerkit.checks.numbers import rules
from cerkit.checks.numbers.slips import is_cut, is_misread
from cerkit.checks.numbers.typed_match import Beside, Judge
from cerkit.checks.numbers.typed_pairs import is_of_counts_beside, miscounted
from cerkit.checks.numbers.typed_text import Reading, Typed, read_beside
from cerkit.checks.numbers.typed_verdict import wrong_verdict
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.records.control import IfuSection
from cerkit.model.records.evaluation import Alternative, Benchmark, Benefit, Claim, Gap, Risk
from cerkit.model.trace import Trace
from cerkit.model.wording import Paragraph, normalised, sentences_of

_MOST_NAMED: Final = 40
"""Results behind one text; with more, only counts can be told apart, and only those of the device are compared."""
_FEW: Final = 5
_IFU: Final = "evidence/ifu.yml"
_Text = tuple[str, Place, str, tuple[str, ...]]
"""A text, its place, the record that holds it, and the evidence behind it."""
_Deciding = Mapping[str, tuple[str, ...]]
"""Criterion or claim -> the findings that decide it."""
_Record = Alternative | Benchmark | Benefit | Claim | Gap | Risk


def check_typed_in_records(examination: Examination) -> Iterator[Diagnostic]:
    """Of each text the first number that differs."""
    trace = examination.trace
    judge = Judge(trace)
    for text, place, subject, evidence in _texts(trace):
        if not any(map(str.isdigit, text)) or any(map(trace.dossier.may_hold, evidence)):
            continue  # nothing to compare, or a part of the evidence could not be read
        verdict = _wrong_verdict(trace, text) if "AC-" in text else None
        if verdict is not None:
            yield rules.TYPED_NUMBER.at(place, f"{subject}: {verdict}", subject=subject)
            continue
        every = _findings(trace, evidence)
        is_many = len(every) > _MOST_NAMED
        names = _on_device(trace, every) if is_many else every
        reading = read_beside(text, names) if 0 < len(names) <= _MOST_NAMED else None
        if reading is None:
            continue
        wrong = miscounted(reading)
        if wrong is not None:
            yield rules.TYPED_NUMBER.at(place, f"{subject}: {wrong}", subject=subject)
            continue
        beside = Beside(judge, reading)
        for typed in reading.typed:
            if is_many and typed.form != "pair":
                continue
            told = _differs(judge, beside, reading, typed, names)
            told = None if told is None or _is_mentioned(judge, typed, _sources(trace, evidence)) else told
            if told is not None and not (is_many and _is_of_any(judge, typed, every)):
                message = f"`{typed.text}` is said in {subject}, which rests on {told}"
                yield rules.TYPED_NUMBER.at(place, message, subject=subject)
                break


def _wrong_verdict(trace: Trace, text: str) -> str | None:
    """The first verdict that is typed in a text and was computed otherwise."""
    sentences = sentences_of(Paragraph(text, 0, "text"))
    found = (wrong_verdict(trace, sentence.text) for sentence in sentences)
    return next((told for _, told in filter(None, found)), None)


def _differs(
    judge: Judge, beside: Beside, reading: Reading, typed: Typed, names: Sequence[str]
) -> str | None:
    """The result that is another, with what it says; what is compared with fewer of the records comes first."""
    if not _is_near(judge, typed, names, reading.plain) or _is_of_own_counts(judge, typed, reading, names):
        return None
    return beside.differs(typed)


def _texts(trace: Trace) -> Iterator[_Text]:
    dossier = trace.dossier
    criteria = {item.id: item.decided_by for item in dossier.criteria}
    deciding = {claim.id: _each_of(criteria, claim.decided_by) for claim in dossier.claims}
    for record, fields, evidence in _resting(dossier, criteria, deciding):
        for field in fields:
            text, place = getattr(record, field), trace.place_of(record.id, field)
            if isinstance(text, tuple):
                yield from ((line, place.within(step), record.id, evidence) for step, line in enumerate(text))
            elif text:
                yield text, place, record.id, evidence
    wordings = [(normalised(claim.wording).rstrip(". "), claim) for claim in dossier.claims if dossier.ifu]
    for position, section in enumerate(dossier.ifu.sections if dossier.ifu else ()):
        yield from _of_section(dossier, deciding, wordings, section, Place(_IFU, ("sections", position)))


def _resting(
    dossier: Dossier, criteria: _Deciding, deciding: _Deciding
) -> Iterator[tuple[_Record, tuple[str, ...], tuple[str, ...]]]:
    """Records with the fields that tell of results, and the evidence behind them."""
    for benefit in dossier.benefits:
        evidence = (*benefit.evidence, *_each_of(deciding, benefit.claims))
        yield benefit, ("magnitude", "probability"), evidence
    for risk in dossier.risks:
        yield risk, ("probability_basis",), risk.sources
    for alternative in dossier.alternatives:
        yield alternative, ("advantages", "disadvantages"), alternative.sources
    for benchmark in dossier.benchmarks:
        yield benchmark, ("statement", "derivation"), benchmark.rests_on
    for claim in dossier.claims:
        yield claim, ("limits",), deciding[claim.id]
    for gap in dossier.gaps:
        yield gap, ("description",), _each_of(criteria, gap.concerns)


def _of_section(
    dossier: Dossier,
    deciding: _Deciding,
    claims: Iterable[tuple[str, Claim]],
    section: IfuSection,
    place: Place,
) -> Iterator[_Text]:
    """A line that holds the wording of a claim speaks of its results; any other of those behind the section's risks."""
    behind = tuple(name for risk in dossier.risks if risk.id in section.risks for name in risk.sources)
    lines: list[tuple[str | None, Place]] = [(section.text, place.within("text"))]
    lines += [(item, place.within("items", step)) for step, item in enumerate(section.items)]
    for text, at in lines:
        if not text or not any(map(str.isdigit, text)):
            continue
        plain = normalised(text)
        said = [claim.id for wording, claim in claims if wording and wording in plain]
        evidence = _each_of(deciding, said) if said else behind
        if evidence:
            yield text, at, section.id, evidence


def _each_of(deciding: _Deciding, names: Iterable[str]) -> tuple[str, ...]:
    """The findings that decide several criteria or claims; a name that is neither stays, because it may be broken."""
    return tuple(dict.fromkeys(chain.from_iterable(deciding.get(name, (name,)) for name in names)))


def _findings(trace: Trace, evidence: Iterable[str]) -> Sequence[str]:
    """The findings that are named, and all of a source that is named as a whole."""
    found: dict[str, None] = {}
    for name in evidence:
        source = trace.source_facts.get(name)
        if source is not None:
            found.update(dict.fromkeys(item.id for item in source.findings))
        elif name in trace.finding_facts:
            found[name] = None
    return tuple(found)


def _on_device(trace: Trace, names: Iterable[str]) -> tuple[str, ...]:
    """The findings on the device itself."""
    return tuple(name for name in names if trace.finding_facts[name][0].relation == "under evaluation")


def _is_of_any(judge: Judge, typed: Typed, names: Iterable[str]) -> bool:
    """Whether counts are those of a result, as they are or as the rest, or stand in the texts of one."""
    found = (judge.known(name) for name in names)
    return any(known is not None and known.has_counts(typed) for known in found)


def _is_of_own_counts(judge: Judge, typed: Typed, reading: Reading, names: Sequence[str]) -> bool:
    """Whether a share is that of counts which stand beside it and are no finding's: another result of the source."""
    return typed.form == "share" and any(
        pair.form == "pair"
        and is_of_counts_beside(typed, pair)
        and not _is_near(judge, pair, names, reading.plain)
        for pair in reading.typed
    )


def _is_near(judge: Judge, typed: Typed, names: Iterable[str], text: str) -> bool:
    """Whether counts could be a slip: other events of the same people are counted, too, and are mostly far off.

    Where a digit is missing the right number must not stand elsewhere in the text.
    """
    if typed.form != "pair":
        return True
    first, second = (int(number) for number in typed.numbers)
    found = (known.counts for name in names if (known := judge.known(name)) is not None)
    counts = [(item.numerator, item.denominator) for item in found if item is not None]
    both = counts + [(size - events, size) for events, size in counts]
    return any(
        (abs(first - events) <= max(_FEW, events // 4) and abs(second - size) <= size // 4)
        or (
            second == size
            and (is_misread(first, events) or (is_cut(first, events) and str(events) not in text))
        )
        for events, size in both
    )


def _sources(trace: Trace, evidence: Iterable[str]) -> frozenset[str]:
    """The sources behind a text: those that a synthesis pools stand behind what rests on the synthesis."""
    pooled = {item.id: item.findings for item in trace.dossier.syntheses}
    return frozenset(name.partition(".")[0] for name in _each_of(pooled, evidence))


def _is_mentioned(judge: Judge, typed: Typed, sources: Iterable[str]) -> bool:
    """Whether a source behind the text says the number, as a finding that is not named or in its texts."""
    if typed.form == "size":
        return False  # compared with all that the sources say already
    known = (judge.known(name) for name in sorted(sources))
    return any(item is not None and all(map(item.mentions, typed.numbers)) for item in known)
