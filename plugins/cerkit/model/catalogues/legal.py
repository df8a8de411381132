"""Catalogues of law and guidance: requirements, crosswalk, expectations, pillars, categories, equivalence."""

from typing import Literal

from cerkit.model.catalogues.base import CatalogueBase, CatalogueId, Entry, Statement
from cerkit.model.fields import Seq, Strictly, Text
from cerkit.model.identifiers import RequirementId


class Requirement(Entry):
    """One clause of the essential requirements or of the general safety and performance requirements."""

    id: RequirementId
    clause: Text
    """Clause number as a reader cites it, quoted: "10.1", "6a", "13.6(b)", "1, first indent"."""
    chapter: Text | None = None
    """Chapter of the annex (I, II, III), on the clauses of the top level."""
    heading: bool = False
    """True for a clause that only gathers others and asks nothing by itself."""
    parent: RequirementId | None = None
    """The clause it stands under."""
    title: Text
    text: Text | None = None
    """What it asks, where the title does not say it all."""
    clinical: Literal["yes", "cond", "no"]
    """Whether a clinical evaluation answers it.

    yes: always (MEDDEV 2.7/1 or Article 61(1) names it); cond: clinical data for some devices; no: normally
    shown by other means. `cond` and `no` are cerkit's judgement.
    """
    software_default: Literal["applicable", "check", "not_applicable"]
    """cerkit's suggestion for stand-alone software; not_applicable still needs the maker's reason."""
    software_reason: Text | None = None
    """Why, for stand-alone software."""


class Modification(Statement):
    """How national law reads the annex."""

    clauses: Seq[Text] = ()
    """Clause numbers it touches; empty for the whole annex."""


class RequirementCatalogue(CatalogueBase):
    """The requirements a device must meet under one law."""

    kind: Literal["requirements"]
    modifications: Seq[Modification] = ()
    entries: Seq[Requirement]


class Counterpart(Entry):
    """Where one requirement stands in the other law."""

    requirement: RequirementId
    """Entry of the catalogue `maps_from`."""
    counterparts: Seq[RequirementId] = ()
    """Entries of the catalogue `maps_to`; empty when it moved elsewhere."""
    elsewhere: Text | None = None
    """Where it stands outside the other catalogue."""
    fit: Literal["same", "wider", "partial"]
    """cerkit's judgement. same: nearly the same duty; wider: the other asks more; partial: part of it."""
    basis: Literal["source", "text", "judgement"]
    """Who says so: a published comparison, a reading of both clauses, or cerkit."""


class WithoutCounterpart(Entry):
    """Requirements of the other law that nothing in the first one answers."""

    requirements: Seq[RequirementId]
    """Entries of the catalogue `maps_to`."""
    why: Text
    basis: Literal["source", "text", "judgement"]
    """As for a counterpart."""


class Crosswalk(CatalogueBase):
    """Which requirement of one law stands where in another; it never proves conformity."""

    kind: Literal["crosswalk"]
    maps_from: CatalogueId
    maps_to: CatalogueId
    entries: Seq[Counterpart]
    without_counterpart: Seq[WithoutCounterpart] = ()


class Expectation(Entry):
    """One thing an authority's page asks for."""

    title: Text
    strength: Literal["must", "should", "means", "benefit"]
    """must: stated as needed; should: as helpful; means: one of several ways; benefit: as an advantage."""
    pillar: Text | None = None
    """The pillar of N41 it names, for example N41-AV."""
    check: Text
    """What a tool can look for; cerkit's suggestion, not part of the page."""


class CitedDocument(Entry):
    """A document that the page points to."""

    document: Text


class ExpectationCatalogue(CatalogueBase):
    """What an authority's guidance expects of a report."""

    kind: Literal["expectations"]
    entries: Seq[Expectation]
    points_to: Seq[CitedDocument] = ()


class OtherName(Strictly):
    """The name another document gives to the same thing."""

    source: Text
    """Key of the document among the catalogue's sources."""
    name: Text


class Pillar(Entry):
    """One part of a software clinical evaluation."""

    title: Text
    other_names: Seq[OtherName] = ()
    question: Text
    scope: Text
    """What software it is asked of."""
    existing_evidence: Seq[Text]
    """Kinds of evidence that may already exist."""
    new_evidence: Seq[Text]
    """Kinds of evidence to generate where it does not."""
    measures: Seq[Text] = ()
    """Measures that the document names."""
    states: Seq[Statement] = ()
    """How far the matter stands already, for example well-established or novel."""


class PillarCatalogue(CatalogueBase):
    """The parts that evidence for software must cover."""

    kind: Literal["pillars"]
    entries: Seq[Pillar]
    if_evidence_missing: Seq[Statement] = ()
    """What is left to do."""
    evidence_depends_on: Seq[Statement] = ()
    """What decides how much evidence is needed."""


class SamdTerm(Statement):
    """A situation, or the significance of the information; `title` is the word a device record uses."""

    title: Text


class SamdImpact(Strictly):
    """How strong a category's impact on patients and public health is."""

    category: Literal["I", "II", "III", "IV"]
    impact: Text


class SamdCell(Entry):
    """The category of one situation and one significance."""

    situation: Text
    """Identifier of a situation."""
    significance: Text
    """Identifier of a significance."""
    category: Literal["I", "II", "III", "IV"]
    independent_review: Literal["more_important", "less_important"]
    """How much an independent review of the evidence matters (N41 section 8)."""


class SamdCategories(CatalogueBase):
    """Categories of software as a medical device. Not a legal classification."""

    kind: Literal["samd_categories"]
    situations: Seq[SamdTerm]
    significances: Seq[SamdTerm]
    categories: Seq[SamdImpact]
    entries: Seq[SamdCell]
    rules: Seq[Statement] = ()
    definition_statement: Seq[Statement] = ()
    """What the definition statement says."""
    review: Seq[Statement] = ()
    """What an independent review is."""

    def cell(self, *, situation: str, significance: str) -> SamdCell | None:
        """The cell of the matrix; both may be named by identifier or by title."""
        names = {term.title: term.id for term in (*self.situations, *self.significances)}
        wanted = (names.get(situation, situation), names.get(significance, significance))
        return next((cell for cell in self.entries if (cell.situation, cell.significance) == wanted), None)


class Characteristic(Entry):
    """One row of the comparison with an equivalent device."""

    group: Literal["clinical", "technical", "biological"]
    gb: Text | None = None
    """What MEDDEV A1 asks; none where it asks nothing of the kind."""
    eu: Text | None = None
    """What the MDR and MDCG 2020-5 ask."""


class EquivalenceRule(Statement):
    """A condition on the demonstration as a whole."""

    jurisdictions: Seq[Text]
    """Where it counts."""


class EquivalenceCatalogue(CatalogueBase):
    """What a demonstration of equivalence compares."""

    kind: Literal["equivalence"]
    entries: Seq[Characteristic]
    rules: Seq[EquivalenceRule] = ()
