"""Paragraphs that state facts without a source and are not marked as opinion (D17)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cerkit.checks.prose import rules
from cerkit.checks.prose.phrases import PhraseList, word_set
from cerkit.checks.prose.words import Passage, Said, is_identifier
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.wording import Paragraph

_SECTIONS: Final = ("3", "4", "5")
"""State of the art, data on the device, conclusions: where data and judgement stand side by side."""
_STATE_OF_THE_ART: Final = "3"
"""Where facts come from the literature alone; elsewhere the device's own data are told without a new citation."""
_SUPPORTED: Final = re.compile(r"\{\{|\[[^\[\]\n]*@|\]\(|\[\^|<(?:figure|img|div)\b")
"""A macro, a citation, a link, a footnote, or a figure."""
_OPINION_MARK: Final = re.compile(r"\{:[^{}\n]*\.opinion\b")
_TYPED: Final = re.compile(
    r"\b\d{1,3}(?:\.\d{1,4})?\s?%|\b0\.\d{1,4}\b|\b\d{1,3}(?:\.\d{1,4})? (?:per cent|thousand|million|billion)\b"
)
_LEVEL: Final = re.compile(
    r"\b(?:interval|confidence|limit|bound|chance|opinion|evaluators)|\bwe\b|\bwould\b|\[\^"
)
"""Words of a method or a judgement, and footnotes."""
_CITED_BELOW: Final = re.compile(r"[.!?]\s*\[@[^\[\]]*\]\s*$")
"""A citation after the last full stop stands for the whole paragraph."""
_LARGE: Final = re.compile(r"\d{2,9}|\d{1,3}(?:,\d{3})+|\d{1,6}\.\d{1,6}")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NUMBERED: Final = word_set(
    """
    section sections chapter annex appendix article clause rule table figure version versions revision rev
    edition issue iso iec en meddev imdrf mdcg regulation directive list class part item page to and january
    february march april may june july august september october november december
    """
)
"""Words after which a number is a name."""
_ADMONITION: Final = re.compile(r"(?P<indent>\s*)(?:!!!|\?\?\?\+?)[ \t]+(?P<rest>.*)", re.DOTALL)


class Support:
    """Finds paragraphs with facts that come from nowhere."""

    def __init__(self, examination: Examination) -> None:
        self._facts = PhraseList(examination.policies, "fact")
        self._opinion = PhraseList(examination.policies, "opinion")
        self._new = PhraseList(examination.policies, "new-statement", harmless=("fact",))
        self._trend = PhraseList(examination.policies, "trend", harmless=("fact",))

    def check(self, chapter: Chapter, passages: Sequence[Passage]) -> Iterator[Diagnostic]:
        if (chapter.section or "").partition(".")[0] not in _SECTIONS:
            return
        in_opinion, lead = False, ""
        for passage in passages:
            block = passage.paragraph
            if block.kind == "heading":
                opened = _ADMONITION.match(block.text)
                in_opinion = bool(opened and "opinion" in opened.group("rest").lower())
                lead = ""
                continue
            in_opinion = in_opinion and chapter.prose[block.start] in " \t"
            supported = in_opinion or self._is_supported(passage)
            if block.kind == "text":
                lead = block.text if supported else ""
            if supported:
                found = list(_typed_results(chapter, passage, in_opinion=in_opinion))
                yield from found or self._hung_on(chapter, passage, in_opinion=in_opinion)
            elif not (block.kind == "list" and _leads(lead, block)):
                yield from self._facts_in(chapter, passage)

    def _is_supported(self, passage: Passage) -> bool:
        text = passage.paragraph.text
        if _SUPPORTED.search(text) or _OPINION_MARK.search(text):
            return True
        said = passage.said
        return any(is_identifier(word) for item in said for word in item.words) or any(
            self._opinion.first(item) for item in said
        )

    def _hung_on(self, chapter: Chapter, passage: Passage, *, in_opinion: bool) -> Iterator[Diagnostic]:
        """Facts of the state of the art after the last citation that do not go on with what it is cited for."""
        is_elsewhere = (chapter.section or "").partition(".")[0] != _STATE_OF_THE_ART
        if is_elsewhere or in_opinion or _is_judged_or_cited(passage.paragraph.text):
            return
        after: list[Said] = []
        for said in passage.said:
            is_cited = bool(said.identifiers or _SUPPORTED.search(said.sentence.text))
            after = [] if is_cited else [*after, said]
        for said in after:
            match = None if self._opinion.first(said) else self._own_fact(said)
            if match is not None:
                message = (
                    f'"{match}" looks like a fact of its own, and stands after the last citation of the paragraph; '
                    "only a reader can tell whether the source cited before says it"
                )
                yield _diagnostic(chapter, said, message)
                return

    def _own_fact(self, said: Said) -> str | None:
        """A trend in the world; or a fact or a number in a sentence that turns to another time or place."""
        trend = self._trend.first(said)
        if trend is not None:
            return trend.text
        if _LEVEL.search(said.sentence.text) or self._new.first(said) is None:
            return None
        fact = self._facts.first(said)
        return fact.text if fact else self._number(said)

    def _facts_in(self, chapter: Chapter, passage: Passage) -> Iterator[Diagnostic]:
        for said in passage.said:
            match = self._facts.first(said)
            shown = match.text if match else self._number(said)
            if shown is not None:
                message = (
                    f'"{shown}" looks like a fact, and the paragraph names no source, record or macro and is not '
                    "marked as opinion; only a reader can tell data from judgement"
                )
                yield _diagnostic(chapter, said, message)
                return

    def _number(self, said: Said) -> str | None:
        """A number that is a result or a size, and not that of a section, a version, a year or a method."""
        if self._facts.is_harmless(said):
            return None
        words = said.words
        for at, word in enumerate(words):
            following = words[at + 1] if at + 1 < len(words) else ""
            before = words[at - 1] if at else ""
            is_count = bool(_LARGE.fullmatch(word)) and not _YEAR.fullmatch(word)
            # A share is a phrase of its own, which knows the level of an interval.
            if is_count and before not in _NUMBERED and following != "%":
                return f"{word} {following}".strip()
        return None


def _typed_results(chapter: Chapter, passage: Passage, *, in_opinion: bool) -> Iterator[Diagnostic]:
    """Numbers typed beside the citations of other sentences: a source does not reach over a sentence's end."""
    if in_opinion or _is_judged_or_cited(passage.paragraph.text):
        return
    for said in passage.said:
        shown = _TYPED.search(said.sentence.text)
        if shown and not said.identifiers and not _LEVEL.search(said.sentence.text):
            message = (
                f'"{shown.group(0)}" is typed here, and the sentence names no source or record; only a reader can '
                "tell where the number comes from"
            )
            yield _diagnostic(chapter, said, message)
            return


def _diagnostic(chapter: Chapter, said: Said, message: str) -> Diagnostic:
    return rules.FACT_WITHOUT_SOURCE.at(chapter.at(said.sentence.start), message, subject=chapter.path)


def _is_judged_or_cited(text: str) -> bool:
    """Whether a paragraph as a whole is marked as opinion, or cites a source for all of it."""
    return bool(_OPINION_MARK.search(text) or _CITED_BELOW.search(text))


def _leads(lead: str, item: Paragraph) -> bool:
    """Whether a supported paragraph introduces an item: it ends with a colon, or is the term of a definition."""
    return bool(lead) and (lead.endswith(":") or item.text.lstrip().startswith(":"))
