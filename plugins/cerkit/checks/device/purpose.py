"""The intended purpose: one canonical text, the same in the instructions for use and wherever it is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cerkit.checks.device import rules
from cerkit.checks.device.record_texts import record_texts
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.records.device import Device
from cerkit.model.wording import Paragraph, normalised, paragraphs, sentences_of

IFU: Final = "evidence/ifu.yml"

_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_MACRO: Final = re.compile(r"\{\{[^{}]*\}\}")
_NAMED: Final = re.compile(r"intended (?:purpose|use)\b")
_PRESENTED: Final = re.compile(r"intended\s+(?:purpose|use|to|for)\b")
_OTHERS: Final = re.compile(
    r"\b(?:until|former|formerly|earlier|previous|previously|comparator|draft|old(?:er)?|superseded|equivalent|"
    r"other (?:device|system|software)s?|version 1\.0|first (?:issue|report|version))\b"
)
"""Words that say that a text is about the past or about somebody else's device."""
_COPY: Final = 0.5
"""Share of a canonical sentence, in runs of three words, from which on a sentence counts as a copy of it."""
_LONG: Final = 14
"""Words from which on a sentence is unlike any other by chance."""
_SAYS: Final = 6
"""Words from which on a text can be a purpose."""
_NAMED_SAYS: Final = 4
"""Words that are enough after "the intended purpose is"."""
_MARKS: Final = 6
_FEWEST: Final = 3
_SHOWN: Final = 7
_FIELDS: Final = {"ifu": ("text",), "claims": ("wording",), "risks": ("situation",), "plan": ("answer",)}
"""Records that may state the purpose beside the canonical text."""
_KIND: Final = r"an? (?:[\w-]+ ){0,2}(?:software|device|system|application|app|medical)"


def check_purpose_in_instructions(examination: Examination) -> Iterator[Diagnostic]:
    """The section of kind "purpose" is the canonical text."""
    device, ifu = examination.dossier.device, examination.dossier.ifu
    if device is None or ifu is None:
        return
    found = [(at, section) for at, section in enumerate(ifu.sections) if section.kind == "purpose"]
    if not found:
        yield rules.PURPOSE_DIFFERS.at(
            Place(IFU, ("sections",)),
            "the instructions for use have no section of kind purpose",
            subject=device.id,
            in_draft=Severity.NOTE,
        )
        return
    canonical = device.intended_use.text
    texts = [(at, section, " ".join((section.text or "", *section.items))) for at, section in found]
    if any(_words(text) == _words(canonical) for _, _, text in texts):
        texts = [item for item in texts if _statement(device).copied_badly(item[2])]
    for at, section, text in texts[:1]:
        step = "text" if section.text else "items"
        yield rules.PURPOSE_DIFFERS.at(
            Place(IFU, ("sections", at, step)),
            f"{section.id} differs from the intended purpose of {device.id}: {difference(text, canonical)}",
            subject=section.id,
        )


def check_purpose_elsewhere(examination: Examination) -> Iterator[Diagnostic]:
    """Pages and records that state the purpose do so in its own words."""
    dossier = examination.dossier
    if dossier.device is None:
        return
    statement = _statement(dossier.device)
    for chapter in dossier.chapters:
        if chapter.is_report:
            yield from _in_chapter(chapter, statement)
    purposes = (
        {section.id for section in dossier.ifu.sections if section.kind == "purpose"} if dossier.ifu else ()
    )
    for name, place, text in record_texts(dossier, _FIELDS):
        if name in purposes or not statement.may_be_in(text):
            continue
        if (copied := statement.copied_badly(text)) is not None:
            message = f"{name} states the intended purpose in other words: {copied}"
            yield rules.PURPOSE_REWORDED.at(place, message, subject=name)


def difference(text: str, canonical: str) -> str:
    """The first words at which two texts part, as the end of a sentence."""
    left, right = _words(text), _words(canonical)
    at = next((i for i, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(left), len(right)) if at is None else at
    first = max(0, at - 2)
    return f'"{_cut(left, first)}" instead of "{_cut(right, first)}"'


@dataclass(frozen=True)
class Statement:
    """The canonical text, cut into sentences that a copy is looked for by."""

    text: str
    names: tuple[str, ...]

    @cached_property
    def words(self) -> str:
        return _joined(_words(self.text))

    @cached_property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        block = Paragraph(self.text, 0, "text")
        return tuple(words for item in sentences_of(block) if len(words := _words(item.text)) > 3)

    @cached_property
    def _runs(self) -> tuple[tuple[tuple[str, ...], frozenset[tuple[str, ...]]], ...]:
        return tuple((part, frozenset(_triples(part))) for part in self.parts)

    @cached_property
    def _marks(self) -> tuple[tuple[str, ...], ...]:
        """The longest words of each sentence, of which a copy has several."""
        return tuple(
            tuple(sorted(set(part), key=lambda word: (-len(word), word))[:_MARKS]) for part in self.parts
        )

    def may_be_in(self, text: str) -> bool:
        """Whether a text is worth a closer look: most paragraphs are not, and are many."""
        plain = text.casefold()
        if "intended" in plain and _PRESENTED.search(plain):
            return True
        return any(sum(word in plain for word in marks) >= _FEWEST for marks in self._marks)

    @cached_property
    def roots(self) -> frozenset[str]:
        """Beginnings of the words that carry the meaning."""
        own = {word for name in self.names for word in _words(name)}
        return frozenset(root for word in _words(self.text) if word not in own and (root := _root(word)))

    @cached_property
    def device(self) -> str:
        """Pattern of what the device is called in normalised text."""
        return (
            "(?:" + "|".join(("the device", "the software", *(re.escape(name) for name in self.names))) + ")"
        )

    @cached_property
    def label(self) -> re.Pattern[str]:
        """A paragraph that begins with the words "intended purpose" as its title; the group is what follows."""
        title = rf"(?:the )?intended (?:purpose|use)(?: of {self.device}| \([^()]*\))?"
        return re.compile(rf"\W*{title}\W?[:.]\W* ?(?P<said>(?:{self.device}|it|{_KIND})\b.+)")

    @cached_property
    def introduction(self) -> re.Pattern[str]:
        """A sentence that presents the purpose; the group is what it says the purpose is."""
        own = self.device
        purpose = rf"to (?!be\b)\w+ .*|for (?:the )?(?:{_NOUNS})\b.*|the (?:\w+ ){{0,2}}(?:{_NOUNS})\b.*"
        return re.compile(
            rf"\bintended (?:purpose|use)[^:]{{0,80}}:\W*(?P<colon>(?:{own}|it|{_KIND})\b.+)"
            rf"|\bintended (?:purpose|use)(?: of {own})? is (?P<is>{purpose})"
            rf"|\b{own} is intended (?P<intended>{purpose})"
        )

    def copied_badly(self, text: str, *, is_statement: bool = False) -> str | None:
        """How a copy of a sentence of the purpose differs from it; None when there is none or it is exact."""
        for item in sentences_of(Paragraph(text, 0, "text")):
            words = _words(_MACRO.sub(" ", item.text))
            runs = set(_triples(words))
            if not runs or _joined(words) in self.words:
                continue
            for part, own in self._runs:
                share = len(runs & own) / max(1, len(own))
                if share < _COPY or _joined(part) in _joined(words):
                    continue
                if is_statement or len(part) >= _LONG:
                    return difference(_aligned(words, part), " ".join(part))
        return None

    def leaves_out(self, text: str) -> str | None:
        """The sentence of the purpose that a quotation lacks although it begins with the first."""
        words = _joined(_words(text))
        if not self.parts or _joined(self.parts[0]) not in words or "…" in text or "..." in text:
            return None
        return next((" ".join(part) for part in self.parts if _joined(part) not in words), None)

    def shares(self, text: str) -> int:
        """How many words of meaning a text has in common with the purpose."""
        return len({_root(word) for word in _words(text)} & self.roots)


_NOUNS: Final = (
    "detection|diagnosis|triage|screening|analysis|monitoring|treatment|prevention|assessment|identification|"
    "measurement|prediction|support|estimation|classification|grading|interpretation|management|evaluation|"
    "referral|recognition|exclusion|selection|staging|follow-up|recommendation|replacement"
)


def _in_chapter(chapter: Chapter, statement: Statement) -> Iterator[Diagnostic]:
    before = ""
    for block in paragraphs(chapter):
        if block.kind in ("heading", "table"):
            continue
        if not statement.may_be_in(block.text):
            before = ""
            continue
        text = normalised(block.text)
        found = _stated(block, text, before, statement)
        if found is not None and (
            not _is_of_another(block, text, before, statement) or _named_apart(block, statement)
        ):
            yield rules.PURPOSE_REWORDED.at(
                chapter.at(block.start),
                f"the intended purpose is stated in other words here: {found}",
                subject=chapter.path,
            )
        before = text


def _stated(block: Paragraph, text: str, before: str, statement: Statement) -> str | None:
    """How a block that states the purpose differs from it."""
    if statement.words in _joined(_words(text)):
        return None
    presents = block.kind == "quote" or (bool(_NAMED.search(text)) and ":" in text)
    follows = block.kind == "quote" and bool(_NAMED.search(before[-200:])) and before.endswith(":")
    copied = statement.copied_badly(
        normalised(block.text), is_statement=presents or _holds_one(text, statement)
    )
    if copied is not None:
        return copied
    if block.kind == "quote":
        left_out = statement.leaves_out(text)
        if left_out is not None:
            return f'"{_cut(left_out.split(), 0)}" is left out'
        is_part = _joined(_words(text)) in statement.words
        return None if is_part or not follows else difference(text, statement.text)
    return _introduced(block, text, statement)


def _introduced(block: Paragraph, text: str, statement: Statement) -> str | None:
    """How the words after an introduction differ from the purpose."""
    found = statement.label.match(text)
    matches = (
        [found]
        if found
        else [
            match
            for item in sentences_of(block)
            if (match := statement.introduction.search(normalised(item.text))) is not None
        ]
    )
    for match in matches:
        kind = match.lastgroup or ""
        said = match[kind].strip('" .')
        words = _words(said)
        needed = {"intended": 2, "is": 0}.get(kind, 3)
        is_same = _joined(words) in statement.words or _joined(statement.parts[0]) in _joined(words)
        if (
            len(words) >= (_NAMED_SAYS if kind == "is" else _SAYS)
            and not is_same
            and statement.shares(said) >= needed
        ):
            return difference(said, statement.text)
    return None


def _holds_one(text: str, statement: Statement) -> bool:
    """Whether a text holds a whole sentence of the purpose."""
    words = _joined(_words(text))
    return any(_joined(part) in words for part in statement.parts)


def _is_of_another(block: Paragraph, text: str, before: str, statement: Statement) -> bool:
    """Whether the purpose is a former one, or another device's, by the words around it.

    The purpose's own words are left out, some of which would look like talk of the past.
    """
    own = {word for part in statement.parts for word in part}
    around = f"{before} {text}" if block.kind == "quote" else text
    return bool(_OTHERS.search(" ".join(word for word in around.split() if word.strip('.,;:"') not in own)))


def _named_apart(block: Paragraph, statement: Statement) -> bool:
    """Whether a sentence names the purpose and states it badly, and what is told of others stands further off."""
    if block.kind == "quote":
        return False
    before = ""
    for item in sentences_of(block):
        text = normalised(item.text)
        alone = Paragraph(item.text, item.start, "text")
        if (
            _NAMED.search(text)
            and not _is_of_another(alone, f"{before} {text}", "", statement)
            and _stated(alone, text, "", statement) is not None
        ):
            return True
        before = text
    return False


def _statement(device: Device) -> Statement:
    names = (device.name, device.short_name, *device.allowed_names)
    return Statement(device.intended_use.text, tuple(normalised(name) for name in names))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(normalised(text)))


def _joined(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _triples(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(words, words[1:], words[2:], strict=False)


def _aligned(words: Sequence[str], part: Sequence[str]) -> str:
    """The words from where the copy begins, so that an introduction before it does not count as a difference."""
    start = next((i for i in range(len(words) - 1) if tuple(words[i : i + 2]) == tuple(part[:2])), 0)
    return " ".join(words[start:])


def _cut(words: Sequence[str], first: int) -> str:
    return " ".join(words[first : first + _SHOWN]) + (" ..." if len(words) > first + _SHOWN else "")


def _root(word: str) -> str:
    """The first five letters of a word of some length: photograph and photographs mean the same here."""
    return word[:5] if len(word) > 4 else ""
