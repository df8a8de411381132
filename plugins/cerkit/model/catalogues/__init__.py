"""Regulatory lists as data: requirements, checklists, report contents, appraisal schemes.

One file is one catalogue; `kind` says of which sort. Files ship with the package (`cerkit/catalogues`).
A file in `evidence/catalogues/` with the same `id` takes the shipped one's place; with another it adds one.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

from cerkit.model.catalogues.base import CatalogueBase

KIND_HOMES: Final[dict[str, tuple[str, str]]] = {
    "requirements": ("legal", "RequirementCatalogue"),
    "crosswalk": ("legal", "Crosswalk"),
    "expectations": ("legal", "ExpectationCatalogue"),
    "pillars": ("legal", "PillarCatalogue"),
    "samd_categories": ("legal", "SamdCategories"),
    "equivalence": ("legal", "EquivalenceCatalogue"),
    "plan_elements": ("report", "PlanElements"),
    "report_contents": ("report", "ReportContents"),
    "checklist": ("report", "Checklist"),
    "reviewer_prompts": ("report", "ReviewerPrompts"),
    "flaws": ("report", "Flaws"),
    "evaluator_requirements": ("report", "EvaluatorRequirements"),
    "update_rules": ("report", "UpdateRules"),
    "flow_diagram": ("report", "FlowDiagram"),
    "deficiencies": ("report", "Deficiencies"),
    "appraisal_scheme": ("appraisal", "AppraisalScheme"),
    "policy": ("policy", "PolicyCatalogue"),
    "phrases": ("policy", "PhraseCatalogue"),
    "meaning": ("policy", "MeaningCatalogue"),
}
"""`kind` -> module and name of its model. Named and not imported: a check reads two catalogues of fifteen kinds."""


def catalogue_model(kind: str) -> type[CatalogueBase]:
    """The model of a kind of catalogue. KeyError for a word that is none."""
    module, name = KIND_HOMES[kind]
    model: type[CatalogueBase] = getattr(_HOMES[module](), name)
    return model


def _appraisal() -> ModuleType:
    from cerkit.model.catalogues import appraisal

    return appraisal


def _legal() -> ModuleType:
    from cerkit.model.catalogues import legal

    return legal


def _report() -> ModuleType:
    from cerkit.model.catalogues import report

    return report


def _policy() -> ModuleType:
    from cerkit.model.catalogues import policy

    return policy


_HOMES: Final = {"appraisal": _appraisal, "legal": _legal, "report": _report, "policy": _policy}

__all__ = ["KIND_HOMES", "CatalogueBase", "catalogue_model"]
