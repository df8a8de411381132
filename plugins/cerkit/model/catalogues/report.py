"""Catalogues of the report's making: plan, contents, checklist, prompts, flaws, evaluators, updates, flow."""

from typing import Literal

from cerkit.model.catalogues.base import CatalogueBase, Entry, EntryId, Statement
from cerkit.model.fields import Count, Seq, Strictly, Text
from cerkit.model.identifiers import RequirementId

Need = Literal["always", "recommended", "if present", "if claimed", "legacy devices"]
"""When an element belongs into the plan; cerkit's reading of what each text asks."""


class PlanElementEntry(Entry):
    """One element of a clinical evaluation plan."""

    title: Text
    mdr: Text | None = None
    """Place in the MDR, for example "XIV A 1(a) indent 2"."""
    meddev: Text | None = None
    """Place in MEDDEV 2.7/1, for example "7, A3"."""
    stages: Seq[Literal["before", "after"]]
    """Before the first marking, or for devices already marked."""
    required_gb: Need | None = None
    """Need in Great Britain; none where the law does not ask."""
    required_eu: Need | None = None
    """Need in the European Union; none where the law does not ask."""


class PlanElements(CatalogueBase):
    """What a clinical evaluation plan contains."""

    kind: Literal["plan_elements"]
    entries: Seq[PlanElementEntry]


class ReportSection(Entry):
    """One section of the report."""

    number: Text
    """Section number, for example "4.6.1". Quoted."""
    heading: bool = False
    """True for a section that only holds others."""
    parent: EntryId | None = None
    title: Text
    only_if: Text | None = None
    """Condition under which the section stands."""
    requirement: RequirementId | None = None
    """The essential requirement it answers."""
    see: Seq[Text] = ()
    """Places in MEDDEV 2.7/1 that say more."""
    groups: Seq[Text] = ()
    """Order in which data are presented."""
    contents: Seq[Statement] = ()
    """What the section carries: examples by the source's own words, not a closed list."""


class ReportContents(CatalogueBase):
    """The table of contents of a clinical evaluation report."""

    kind: Literal["report_contents"]
    entries: Seq[ReportSection]


class ChecklistItem(Entry):
    """A question that is answered before release."""

    question: Text
    only_if: Text | None = None
    """Condition under which it is asked: equivalence (claimed), on_market (marketed anywhere)."""
    auto: Literal["full", "partial", "human"]
    """full: a tool can decide; partial: a tool finds likely failures; human: a judgement. cerkit's view."""
    a9: Seq[Text] = ()
    """Numbers of the report's sections that it concerns."""
    deficiencies: Seq[Text] = ()
    """What a tool looks for under it: D01 to D70 of the handbook's list. cerkit's view."""


class Checklist(CatalogueBase):
    """A release checklist."""

    kind: Literal["checklist"]
    entries: Seq[ChecklistItem]


class ReviewerPrompt(Entry):
    """A question that a reviewer answers in the assessment report."""

    part: Text | None = None
    """Part of the section, for example equivalence."""
    answered_by: Literal["manufacturer", "reviewer"]
    """Whose file must answer it; what only the reviewer fills in needs nothing in the report."""
    question: Text
    a9: Seq[Text] = ()
    """Sections where the answer normally stands, by cerkit's judgement; empty: outside the report."""
    document: Text | None = None
    """The other document that carries the answer."""


class ReviewerSection(Entry):
    """A section of the reviewer's template."""

    letter: Text | None = None
    """Letter in the template; none for the overall conclusions."""
    title: Text
    only_if: Text | None = None
    """Condition under which it is filled in."""
    prompts: Seq[ReviewerPrompt]


class ReviewerPrompts(CatalogueBase):
    """A reviewer's template as prompts: a mirror of what will be asked."""

    kind: Literal["reviewer_prompts"]
    entries: Seq[ReviewerSection]


class Flaw(Entry):
    """A reason why a study cannot prove performance or safety."""

    parent: EntryId | None = None
    """The group of flaws it belongs to."""
    title: Text
    text: Text | None = None


class Flaws(CatalogueBase):
    """Flaws that make a study unfit as proof; it may still point to risks or describe background."""

    kind: Literal["flaws"]
    entries: Seq[Flaw]


class EvaluatorRequirement(Entry):
    """What is asked of those who evaluate."""

    aspect: Literal["knowledge", "experience", "rule"]
    scope: Literal["general", "device"] | None = None
    """Knowledge of methods, or of the device and its field."""
    alternative: Literal["degree", "no_degree"] | None = None
    """Experience: with a degree, or where none is a prerequisite; one of the two is enough."""
    text: Text
    years: Count | None = None
    """Years of documented experience."""
    team_may_share: bool = False
    """True when the evaluators cover it together."""


class InterestItem(Statement):
    """A point of the declaration of interests."""

    topic: bool = False
    """True for something to declare; false for a rule on the declaration."""


class EvaluatorRequirements(CatalogueBase):
    """Who may evaluate, and what an evaluator declares."""

    kind: Literal["evaluator_requirements"]
    entries: Seq[EvaluatorRequirement]
    declaration_of_interests: Seq[InterestItem] = ()


class Months(Strictly):
    """Bounds of an interval in months; 0 means at once, a missing bound is not set."""

    min: Count | None = None
    max: Count | None = None


class UpdateRule(Entry):
    """When the evaluation is updated."""

    when: Text
    then: Text
    interval_months: Months | None = None
    justification_required: bool = False


class UpdateRules(CatalogueBase):
    """When and how a clinical evaluation is updated."""

    kind: Literal["update_rules"]
    entries: Seq[UpdateRule]
    factors: Seq[Statement] = ()
    """What the manufacturer weighs in fixing the interval."""
    verify_on_update: Seq[Statement] = ()
    """What is verified at each update."""
    feeds_back_into: Seq[Text] = ()


class FlowBox(Entry):
    """One box of the flow diagram."""

    column: Literal["previous", "databases_registers", "other_methods", "included"]
    phase: Literal["identification", "screening", "included"]
    unit: Literal["records", "reports", "studies"]
    """What is counted."""
    text: Text
    only_if: Text | None = None
    """Condition under which the box is drawn: update (of an earlier review)."""
    itemised: bool = False
    """True when counts stand by name, for example by database or by reason."""


class FlowIdentity(Entry):
    """Arithmetic between boxes. The template implies it and prints no formula."""

    formula: Text
    """In words of the boxes' identifiers."""
    severity: Literal["error", "warning", "note"]


class FlowPart(Strictly):
    """One named share of a box's count."""

    name: Text
    count: Count


class FlowCount(Strictly):
    """A count of the example: one number, or its parts."""

    box: EntryId
    count: Count | None = None
    parts: Seq[FlowPart] = ()


class FlowDiagram(CatalogueBase):
    """The flow diagram of a literature review as data."""

    kind: Literal["flow_diagram"]
    unit: Text
    """What one diagram describes."""
    applies_to: Seq[Text]
    entries: Seq[FlowBox]
    identities: Seq[FlowIdentity] = ()
    example: Seq[FlowCount] = ()
    """Numbers that satisfy the identities, for tests and for the handbook."""


class Deficiency(Entry):
    """Something that reviewers raise about clinical evaluation reports."""

    part: Text
    """Part of the list."""
    title: Text
    raised_in: Text
    """The guidance it rests on, or where it was raised."""


class Deficiencies(CatalogueBase):
    """What reviewers raise; each rule says which of them it finds."""

    kind: Literal["deficiencies"]
    entries: Seq[Deficiency]
