"""Appraisal schemes as data: standard tools and a manufacturer's own ("house scheme") in one form.

A scheme has domains. A domain is judged on its levels, or through its questions, or both. cerkit holds short
words of its own only; who fills in a tool works with the tool's own form and guidance.
"""

from typing import Literal

from cerkit.model.catalogues.base import CatalogueBase, CatalogueId, Entry, EntryId, Statement
from cerkit.model.fields import Number, Seq, Strictly, Text


class Answer(Strictly):
    """One answer to a question."""

    code: Text
    """As it is recorded, for example PY. Codes that look like a number or a truth value are quoted."""
    text: Text | None = None
    score: Number | None = None
    """Points or stars it gives, where the scheme counts them."""


class Level(Strictly):
    """One judgement on a domain, or overall; levels stand from best to worst where they have an order."""

    code: Text
    """As it is recorded, for example some_concerns, D1 or "2"."""
    text: Text | None = None
    """What it stands for, or the condition under which it holds."""
    adjustable: bool = False
    """True when the level may go up or down for quality, directness or size of effect (Oxford 2011)."""
    clinical_data: bool | None = None
    """Whether such evidence counts as clinical data, only where the source says so."""
    score: Number | None = None
    """Points it gives in a scheme of your own."""
    from_score: Number | None = None
    """Overall levels of a scheme of your own: the least total that reaches it."""
    note: Text | None = None
    confirmed: bool = False
    """As for an entry."""


class Question(Entry):
    """A signalling question or item."""

    question: Text
    for_effect: Text | None = None
    """Asked only when this effect is of interest: assignment or adherence."""
    ask_if: Text | None = None
    """Condition on earlier answers, in words."""
    options: Seq[Answer] = ()
    """Its own answers; without them the scheme's count."""
    choose: Literal["one", "many"] = "one"
    """Whether several answers may hold together."""


class Applicability(Strictly):
    """How far the study fits the review question, apart from bias."""

    question: Text
    levels: Seq[Level]


class Domain(Entry):
    """What is judged."""

    form: Text | None = None
    """The form it stands on, in a scheme with several."""
    group: Text | None = None
    """Part of the scheme, for example suitability or contribution."""
    stage: Text | None = None
    """Time at which such bias arises, for example before intervention."""
    direction: Literal["down", "up"] | None = None
    """Whether it lowers or raises the certainty (GRADE)."""
    question: Text
    critical: bool = False
    """True when a weakness here is a critical flaw (AMSTAR 2)."""
    for_effect: Text | None = None
    """Judged only when this effect is of interest."""
    repeat_per: Text | None = None
    """Judged once for each of these, for example index test."""
    catalogue: CatalogueId | None = None
    """Catalogue whose entries are ticked here, for example meddev-a6-flaws."""
    own_scale: bool = False
    """True when the source leaves the scale to the evaluators."""
    levels: Seq[Level] = ()
    questions: Seq[Question] = ()
    algorithm: Text | None = None
    """From answers to level, where the tool prints such a way."""
    applicability: Applicability | None = None
    max_score: Number | None = None
    weight: Number | None = None
    """Factor of its score in the total, in a scheme of your own."""


class Form(Strictly):
    """One of several forms of a scheme, each for its own designs."""

    id: EntryId
    applies_to: Seq[Text]
    max_score: Number | None = None


class Start(Strictly):
    """Where the judgement begins for a design (GRADE)."""

    design: Text
    level: Text
    """Code of an overall level."""
    confirmed: bool = False
    """As for an entry."""


class Overall(Strictly):
    """How the judgements are put together."""

    result: Literal["none", "level", "score"]
    """What an overall judgement is, by cerkit's reading of `rule`.

    none: the scheme forbids or lacks one; level: one of `levels`; score: a total without a verdict.
    """
    rule: Text
    levels: Seq[Level] = ()
    """Each with the condition under which it holds."""
    facts: Seq[Statement] = ()
    """What the source says besides."""
    note: Text | None = None
    confirmed: bool = False
    """As for an entry."""


class AppraisalScheme(CatalogueBase):
    """A scheme for judging sources, fixed before appraisal begins (MEDDEV 9.2)."""

    kind: Literal["appraisal_scheme"]
    unit: Text
    """What one appraisal is about: one study, one result, one outcome across studies."""
    applies_to: Seq[Text]
    """Study designs it is made for; any for all."""
    effects: Seq[Text] = ()
    """Effects of which one is chosen beforehand (RoB 2)."""
    score_unit: Literal["point", "star"] | None = None
    """What is counted, where the scheme counts."""
    phases: Seq[Statement] = ()
    """Order of work."""
    starts: Seq[Start] = ()
    answers: Seq[Answer] = ()
    """Answers to questions that have no options of their own."""
    forms: Seq[Form] = ()
    judge: Literal["all", "one"] = "all"
    """Whether every domain is judged, or only the one that fits the question (Oxford 2011)."""
    entries: Seq[Domain]
    overall: Overall

    def choices(self) -> dict[str, tuple[str, ...]]:
        """What may be recorded -> the codes allowed there; no codes mean a scale of the evaluators' own.

        The names are those of domains and questions; concerns about applicability are `D1.applicability`.
        """
        found: dict[str, tuple[str, ...]] = {}
        for domain in self.entries:
            if domain.levels or domain.own_scale:
                found[domain.id] = _codes(domain.levels)
            if domain.applicability:
                found[f"{domain.id}.applicability"] = _codes(domain.applicability.levels)
            for question in domain.questions:
                codes = _codes(question.options or self.answers)
                if codes:
                    found[question.id] = codes
        return found


def _codes(choices: tuple[Level, ...] | tuple[Answer, ...]) -> tuple[str, ...]:
    return tuple(choice.code for choice in choices)
