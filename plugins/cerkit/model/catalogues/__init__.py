"""Regulatory lists as data: requirements, checklists, report contents, appraisal schemes.

One file is one catalogue; `kind` says of which sort. Files ship with the package (`cerkit/catalogues`).
A file in `evidence/catalogues/` with the same `id` takes the shipped one's place; with another it adds one.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from cerkit.model.catalogues.appraisal import AppraisalScheme
from cerkit.model.catalogues.base import CatalogueBase, Entry, Slip, Statement, slips
from cerkit.model.catalogues.legal import (
    Crosswalk,
    EquivalenceCatalogue,
    ExpectationCatalogue,
    PillarCatalogue,
    RequirementCatalogue,
    SamdCategories,
)
from cerkit.model.catalogues.report import (
    Checklist,
    EvaluatorRequirements,
    Flaws,
    FlowDiagram,
    PlanElements,
    ReportContents,
    ReviewerPrompts,
    UpdateRules,
)

Catalogue = Annotated[
    RequirementCatalogue
    | Crosswalk
    | ExpectationCatalogue
    | PillarCatalogue
    | SamdCategories
    | EquivalenceCatalogue
    | PlanElements
    | ReportContents
    | Checklist
    | ReviewerPrompts
    | Flaws
    | EvaluatorRequirements
    | UpdateRules
    | FlowDiagram
    | AppraisalScheme,
    Field(discriminator="kind"),
]
"""Any catalogue, told apart by `kind`."""

CATALOGUE_KINDS: Final[dict[str, type[CatalogueBase]]] = {
    "requirements": RequirementCatalogue,
    "crosswalk": Crosswalk,
    "expectations": ExpectationCatalogue,
    "pillars": PillarCatalogue,
    "samd_categories": SamdCategories,
    "equivalence": EquivalenceCatalogue,
    "plan_elements": PlanElements,
    "report_contents": ReportContents,
    "checklist": Checklist,
    "reviewer_prompts": ReviewerPrompts,
    "flaws": Flaws,
    "evaluator_requirements": EvaluatorRequirements,
    "update_rules": UpdateRules,
    "flow_diagram": FlowDiagram,
    "appraisal_scheme": AppraisalScheme,
}
"""`kind` -> model. A reader that needs one catalogue builds one model by it; the union builds them all."""

__all__ = [
    "CATALOGUE_KINDS",
    "AppraisalScheme",
    "Catalogue",
    "CatalogueBase",
    "Checklist",
    "Crosswalk",
    "Entry",
    "EquivalenceCatalogue",
    "EvaluatorRequirements",
    "ExpectationCatalogue",
    "Flaws",
    "FlowDiagram",
    "PillarCatalogue",
    "PlanElements",
    "ReportContents",
    "RequirementCatalogue",
    "ReviewerPrompts",
    "SamdCategories",
    "Slip",
    "Statement",
    "UpdateRules",
    "slips",
]
