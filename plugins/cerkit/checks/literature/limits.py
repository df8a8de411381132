"""Limits of searches and their reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cerkit.checks.literature import search_rules as rules
from cerkit.checks.literature.searches import PROTOCOL
from cerkit.checks.literature.words import says_nothing
from cerkit.checks.texts import shortened
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.records.review import Limit, Search
from cerkit.model.wording import sentences_of_report

_HIDDEN: Final = (
    (
        "language",
        re.compile(r"\w+\"?\s*\[(?:la|lang|language)\]|/la\b|:la\b|\[english\]/lim", re.IGNORECASE),
        re.compile(r"languag|english|german|french|spanish", re.IGNORECASE),
    ),
    (
        "type of publication",
        re.compile(r"\w+\"?\s*\[(?:pt|ptyp|publication type)\]|:it\b", re.IGNORECASE),
        re.compile(r"type|trial|stud|design|review|publication|article", re.IGNORECASE),
    ),
    (
        "date",
        re.compile(r"\[(?:dp|pdat|edat|crdt|dcom|publication date)\]|/py\b|:py\b", re.IGNORECASE),
        re.compile(r"dat|year|since|from|publish|[12][0-9]{3}", re.IGNORECASE),
    ),
)
"""Kind of limit, how a string holds it, and the words of a declared limit that answers it."""
_NO_LIMIT: Final = re.compile(r"\s*no\b", re.IGNORECASE)
_SEE_PROTOCOL: Final = re.compile(r"\bprotocol\b", re.IGNORECASE)

# What pages say of limits. Texts and not compiled patterns: few sentences hold a mark.
_MARKS: Final = ("english", "language", "published", "years", "randomi", "prospective")
_LIMITING: Final = (
    "only",
    "limited",
    "restricted",
    "confined",
    " other ",
    "not written",
    "not published",
    "before",
    "older",
)
_LIMITED_BY: Final = (
    *(
        "in english",
        "english language",
        "english-language",
        "only english",
        "to english",
        "languages",
        "since 19",
        "since 20",
        "older",
    ),
    *(
        "published s",
        "published a",
        "published b",
        "published f",
        "published w",
        "last ",
        "past ",
        "before 19",
        "before 20",
        "randomi",
        "only prospective",
        "to prospective",
    ),
)
_WORKS: Final = r"(?:articles|publications|papers|studies|reports|records|works?|literature|trials|sources)"
_KIND: Final = (
    r"(?:(?:in |the )*english\b|english[- ]language|randomi[sz]ed|prospective|of the (?:last|past) \w+ years"
    r"|(?:published )?(?:since|after|from|between|within) (?:19|20)\d\d)"
)
_TOLD: Final = (
    rf"\bonly (?:\w+ ){{0,2}}?(?:{_WORKS}\b[^.;]{{0,30}}? )?{_KIND}|\b{_WORKS} [^.;]{{0,20}}{_KIND} only\b"
    rf"|\b(?:limited|restricted|confined)(?: \w+){{0,2}} to (?:\w+ ){{0,4}}?{_KIND}"
    rf"|\b{_WORKS} (?:\w+ ){{0,3}}?(?:in (?:other|foreign) languages|in languages other than english|not in english|"
    r"not (?:written|published) in english|older than \w+ years|(?:published )?before (?:19|20)\d\d)\b"
    r"[^.;]{0,60}\b(?:excluded|(?:left|set|put) (?:out|aside)|not \w+|ignored|omitted|disregarded)"
)
_OF_SEARCH: Final = r"\b(?:search|consider|includ|select|sought|review|exclud|ignor|omit|left|aside|not read)"
_NOT_TOLD: Final = r"@|\bsrc-|\bclm-|\b(?:no|none|never|neither|nor|would|could|if)\b"
_KEY: Final = r"english|languages|(?:19|20)\d\d|years|randomi|prospective"


def check_limits(examination: Examination) -> Iterator[Diagnostic]:
    """Limits without a reason that says something, and limits that stand in a string alone."""
    trace = examination.trace
    protocol = trace.dossier.protocol
    planned = protocol.limits if protocol else ()
    yield from _unexplained(planned, Place(PROTOCOL, ("limits",)), PROTOCOL, refers=False)
    for search in trace.dossier.searches:
        place = trace.place_of(search.id, "limits")
        yield from _unexplained(search.limits, place, search.id, refers=bool(planned))
        yield from _undeclared(search, planned, trace.place_of(search.id))


def check_limits_in_words(examination: Examination) -> Iterator[Diagnostic]:
    """Limits that a page tells of, and that neither the protocol nor a search declares with its reason."""
    dossier = examination.dossier
    if dossier.protocol is None:
        return
    for chapter, sentence, text in sentences_of_report(dossier.chapters, _MARKS):
        is_worth = any(word in text for word in _LIMITING) and any(word in text for word in _LIMITED_BY)
        told = re.search(_TOLD, text) if is_worth else None
        if told is None or not re.search(_OF_SEARCH, text) or re.search(_NOT_TOLD, text):
            continue
        key = re.search(_KEY, told[0])
        if key is not None and not any(key[0][:7] in limit for limit in _declared(dossier)):
            message = (
                f"a limit is told here that no record declares with its reason: “{shortened(sentence.text)}”"
            )
            place = chapter.at(sentence.start)
            yield rules.LIMIT_UNEXPLAINED.at(place, message, subject=chapter.path, severity=Severity.WARNING)


def _declared(dossier: Dossier) -> Iterator[str]:
    """Limits and criteria of the review, in small letters."""
    protocol = dossier.protocol
    planned = protocol.limits if protocol else ()
    for item in (*planned, *(limit for search in dossier.searches for limit in search.limits)):
        if not _NO_LIMIT.match(item.limit):
            yield item.limit.casefold()
    if protocol is not None:
        yield from map(str.casefold, (*protocol.inclusion.values(), *protocol.exclusion.values()))


def _unexplained(
    limits: Sequence[Limit], place: Place, subject: str, *, refers: bool
) -> Iterator[Diagnostic]:
    """`refers`: whether "see protocol" leads to a reason."""
    for position, limit in enumerate(limits):
        if refers and _SEE_PROTOCOL.search(limit.reason):
            continue
        if says_nothing(limit.reason, beside=(limit.limit,)):
            message = f"the reason for the limit “{limit.limit}” says nothing: “{limit.reason}”"
            yield rules.LIMIT_UNEXPLAINED.at(place.within(position, "reason"), message, subject=subject)


def _undeclared(search: Search, planned: Sequence[Limit], place: Place) -> Iterator[Diagnostic]:
    """Limits that stand in the string, or in the period, and are declared neither here nor in the protocol."""
    declared = [item.limit for item in (*search.limits, *planned) if not _NO_LIMIT.match(item.limit)]
    hidden = [
        f"{kind} (“{found.group(0).strip()}”)"
        for kind, pattern, answer in _HIDDEN
        if (found := pattern.search(search.string)) and not any(map(answer.search, declared))
    ]
    if hidden:
        message = (
            f"{search.id}: the string is limited by {' and '.join(hidden)}, and no limit gives the reason"
        )
        yield rules.LIMIT_UNEXPLAINED.at(place.within("string"), message, subject=search.id)
    elif search.period_from is not None and search.updates is None and not declared:
        message = f"{search.id} begins with {search.period_from}, and no limit gives the reason"
        yield rules.LIMIT_UNEXPLAINED.at(place.within("period_from"), message, subject=search.id)
