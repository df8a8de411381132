"""Numbers that stand in a sentence, what kind of number each is, and the records that are named beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

Form = Literal["share", "lower", "upper", "bounds", "pair", "all", "size"]

_NUMBER: Final = r"\d{1,3}(?:\.\d{1,8})?"
_WHOLE: Final = r"\d{1,3}(?:,\d{3}){1,4}|\d{1,9}"
_PERCENT: Final = r" ?(?:%|per ?cent\b|percent\b)"
_REFERENCE: Final = re.compile(
    r"\[([^\[\]\n]{0,200})\]\[([A-Za-z0-9.-]{0,101})\]|\[[^\[\]@]{0,200}@[^\[\]]{1,600}\]|\{\{[^{}]{0,600}\}\}"
)
_CITED: Final = re.compile(r"@(SRC-[A-Za-z0-9-]+)")
_IN_MACRO: Final = re.compile(r"[\"']((?:SRC|SYN)-[A-Za-z0-9.-]+)[\"']")
_HIDDEN: Final = re.compile(r"\]\([^()\n]{0,400}\)|\{:[^{}\n]{0,200}\}|\[\^[^\[\]\n]{1,60}\]")
_IDENTIFIER: Final = re.compile(r"\b(?:SRC|AC|BM|CLM|DOC|RSK|GAP|PMCF|EP|IFU|SYN)-[A-Za-z0-9.-]+")
_LEVEL: Final = re.compile(
    r"\b(?:80|90|95|97\.5|98|99|99\.9)"
    + _PERCENT
    + r"[ -]*(?:(?:two-sided|one-sided|exact|score|wilson(?:'s)?|wald|"
    r"clopper-pearson|adjusted)[ -]+){0,3}(?:ci\b|confidence|interval|credib|lower|upper)"
    r"|(?:two|one)-sided (?:level of )?\d\d(?:\.\d)?" + _PERCENT,
    re.IGNORECASE,
)
_BOUNDS: Final = re.compile(
    rf"(?<![\w.,])({_NUMBER})(?:{_PERCENT})?(?: ?(?:to|through|and|until) ?| ?(?:[-;]|,(?!\d{{3}}\b)) ?)"
    rf"({_NUMBER})(?![\d.]*\d)(?:{_PERCENT})?",
    re.IGNORECASE,
)
_INTERVAL_BEFORE: Final = re.compile(
    r"(?:(?:\bci\b|confidence|interval|credib|limits)[^.;]{0,40}|(?:%|per ?cent) ?\( ?)$", re.IGNORECASE
)
_SHARE: Final = re.compile(rf"(?<![\w.,/-])({_NUMBER}){_PERCENT}", re.IGNORECASE)
_PART: Final = re.compile(r"(?<![\w.,/-])(0\.\d{2,6})(?![\d.]*\d|" + _PERCENT + ")")
_PAIR: Final = re.compile(
    rf"(?<![\w.,/-])({_WHOLE}) ?(?:of|out of|/) ?(?:the |all |all the |a total of )?({_WHOLE})"
    rf"(?![\w/]|[.,]\d|{_PERCENT})",
    re.IGNORECASE,
)
_EVENTS: Final = re.compile(
    r"\b(no|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) ((?:[a-z-]+ ){1,6})(?:in|among) (?:the |all )?"
    rf"({_WHOLE})(?![\w/]|[.,]\d|{_PERCENT})",
    re.IGNORECASE,
)
_ALL: Final = re.compile(rf"\ball (?:of )?(?:the )?({_WHOLE})(?![\w/]|[.,]\d|{_PERCENT})", re.IGNORECASE)
_SIZE: Final = re.compile(
    rf"(?<![\w.,/-])(?P<large>\d{{1,3}}(?:,\d{{3}}){{1,3}}|(?!(?:19|20)\d\d\b)\d{{3,7}})(?![\w/]|[.,-]\d|{_PERCENT})"
    r"|(?<![\w.,/-])(?P<small>[1-9]\d)(?= (?:[a-z-]+ ){0,2}(?:cases|episodes|people|patients|persons|adults|eyes|images"
    r"|recordings|records|events|complaints|users|participants|clinicians|graders|readers|studies|sites)\b)"
)
"""How many there were: a number of three digits or more, or one of two digits before what is counted."""
_SIDE: Final = re.compile(
    r"\b(lower|upper)\b(?: [\w-]+){0,3}? (?:limits?|bounds?|ends?)\b[^;]{0,80}$", re.IGNORECASE
)
_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SAME_LENGTH: Final = str.maketrans(
    {**dict.fromkeys("\u00a0\u202f\u2009\n\t\r", " "), **dict.fromkeys("‐‑‒–—−", "-"), "’": "'"}
)
_DIGIT: Final = re.compile(r"\d")
_LONGEST: Final = 4000
"""Letters; what is longer is no sentence."""


@dataclass(frozen=True, slots=True)
class Named:
    """A record named in a sentence, where its name stands."""

    id: str
    start: int
    end: int
    is_macro: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """A number, or two that belong together, typed in a sentence."""

    form: Form
    numbers: tuple[Decimal, ...]
    start: int
    end: int
    text: str
    """As typed."""
    noun: str = ""
    """What was counted, where words stand between the two numbers."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says with numbers."""

    plain: str
    """The sentence at its length, with names, citations and macros blanked out."""
    named: tuple[Named, ...]
    typed: tuple[Typed, ...]


def read(sentence: str) -> Reading | None:
    """The numbers and records of a sentence; None where there are not both."""
    if len(sentence) > _LONGEST:
        return None
    plain = _REFERENCE.sub(_blanked, sentence)
    plain = _IDENTIFIER.sub(_blank, _HIDDEN.sub(_blank, plain)).translate(_SAME_LENGTH).replace("*", " ")
    if not _DIGIT.search(plain):
        return None
    named, typed = tuple(_named(sentence)), tuple(_typed(plain))
    return Reading(plain, named, typed) if named and typed else None


def read_beside(text: str, names: Iterable[str]) -> Reading | None:
    """The numbers of a record's text that names nothing itself; the records that the record names stand behind it."""
    end = len(text)
    plain = text.translate(_SAME_LENGTH)
    if end > _LONGEST or not _DIGIT.search(plain):
        return None
    typed = tuple(_typed(_IDENTIFIER.sub(_blank, plain)))
    return Reading(plain, tuple(Named(name, end, end) for name in names), typed) if typed else None


def _named(sentence: str) -> Iterator[Named]:
    for match in _REFERENCE.finditer(sentence):
        text = match.group(0)
        if text.startswith("{{"):
            for inside in _IN_MACRO.finditer(text):
                yield Named(inside.group(1), match.start(), match.end(), is_macro=True)
        elif match.group(2) is not None:
            yield Named(match.group(2) or match.group(1), match.start(), match.end())
        else:
            for cited in _CITED.finditer(text):
                yield Named(cited.group(1), match.start(), match.end())


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group(0))


def _blanked(match: re.Match[str]) -> str:
    """The text of a link stays, because a number may be what is linked."""
    if match.group(2):
        return f" {match.group(1)} ".ljust(len(match.group(0)))
    return _blank(match)


def _typed(plain: str) -> Iterator[Typed]:
    """Each number once: what is read as a level or as part of a pair is nothing else."""
    plain = _LEVEL.sub(_blank_level, plain)
    for reader in (_bounds, _pairs, _shares, _sizes):
        found = tuple(reader(plain))
        yield from found
        for item in found:
            plain = plain[: item.start] + " " * (item.end - item.start) + plain[item.end :]


def _blank_level(match: re.Match[str]) -> str:
    """Of `95 % confidence interval` only the number goes: the words are needed to know what follows."""
    text = match.group(0)
    digits = re.match(r"(?:\w+-sided (?:level of )?)?[\d.]+ ?(?:%|per ?cent|percent)?", text, re.IGNORECASE)
    length = digits.end() if digits else 0
    return " " * length + text[length:]


def _bounds(plain: str) -> Iterator[Typed]:
    for match in _BOUNDS.finditer(plain):
        lower, upper = _percent(match.group(1)), _percent(match.group(2))
        before = plain[max(0, match.start() - 60) : match.start()]
        if lower < upper and _INTERVAL_BEFORE.search(before):
            yield Typed("bounds", (lower, upper), *match.span(), match.group(0).strip())


def _pairs(plain: str) -> Iterator[Typed]:
    ends: list[tuple[int, int]] = []
    for match in _PAIR.finditer(plain):
        ends.append(match.span())
        yield Typed("pair", (_whole(match.group(1)), _whole(match.group(2))), *match.span(), match.group(0))
    for match in _EVENTS.finditer(plain):
        if not _overlaps(match.span(), ends):
            ends.append(match.span())
            numbers = _whole(match.group(1)), _whole(match.group(3))
            yield Typed("pair", numbers, *match.span(), match.group(0), noun=match.group(2))
    for match in _ALL.finditer(plain):
        if not _overlaps(match.span(), ends):
            yield Typed("all", (_whole(match.group(1)),), *match.span(), match.group(0))


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others[-20:])


def _shares(plain: str) -> Iterator[Typed]:
    found = [(match, Decimal(match.group(1))) for match in _SHARE.finditer(plain)]
    found += [(match, _percent(match.group(1))) for match in _PART.finditer(plain)]
    last = 0
    for match, number in sorted(found, key=lambda item: item[0].start()):
        side = _SIDE.search(plain[max(last, match.start() - 160) : match.start()])
        form: Form = "share" if side is None else "lower" if side.group(1).lower() == "lower" else "upper"
        last = match.end()
        yield Typed(form, (number,), *match.span(), match.group(0).strip())


def sizes_in(text: str) -> Iterator[tuple[int, str]]:
    """How many there were of what, with each as typed."""
    for match in _SIZE.finditer(text):
        yield int(_whole(match[0])), match[0]


def _sizes(plain: str) -> Iterator[Typed]:
    for match in _SIZE.finditer(plain):
        yield Typed("size", (_whole(match[0]),), *match.span(), match[0])


def _percent(text: str) -> Decimal:
    """0.898 is a share of one; any other number is already in per cent."""
    number = Decimal(text)
    return number.scaleb(2) if re.fullmatch(r"0\.\d{2,6}", text) else number


def _whole(text: str) -> Decimal:
    lowered = text.lower()
    return Decimal(_WORDS.index(lowered)) if lowered in _WORDS else Decimal(text.replace(",", ""))
