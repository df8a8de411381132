"""The stages of a clinical evaluation, the steps of each, and which step a finding of the check belongs to.

The open diagnostics are the list of what is left to do; here is the order in which people do it (MEDDEV 2.7/1 revision
4, sections 6.3 and 7 to 11). The stages are iterative: a step that was done may open again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final

from cerkit.model.diagnostics import Diagnostic, Rule

STAGES: Final[Mapping[int, str]] = {
    0: "Scope and plan",
    1: "Identification of data",
    2: "Appraisal",
    3: "Analysis",
    4: "Report and release",
}
BY_FILE: Final = ""
"""Step of a rule on form: it belongs to whatever the file is about."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done, as a team divides the work."""

    key: str
    stage: int
    title: str
    section: str | None
    """Section of MEDDEV A9 for which it is done; None where that is the whole report."""
    files: tuple[str, ...] = ()
    """Files that it fills; `*` stands for one name."""
    needs: tuple[str, ...] = ()
    """Fields of the dossier without whose records it cannot have begun."""


STEPS: Final[tuple[Step, ...]] = (
    Step("device", 0, "Describe the device", "2", ("evidence/device.yml", "mkdocs.yml")),
    Step("purpose", 0, "Take over the instructions for use", "2", ("evidence/ifu.yml",)),
    Step(
        "scope",
        0,
        "Say which requirements apply",
        "5",
        ("evidence/requirements.yml", "evidence/catalogues/*"),
    ),
    Step("people", 0, "Name the evaluators, with their papers", "8", ("evidence/evaluators.yml",)),
    Step("documents", 0, "Record the documents that are cited", "2", ("evidence/documents.yml",)),
    Step("risks", 0, "List the residual risks", "4.6.1", ("evidence/risks.yml",), ("risks",)),
    Step("claims", 0, "List the claims", "2", ("evidence/claims.yml",), ("claims",)),
    Step(
        "criteria",
        0,
        "Define endpoints and fix acceptance criteria",
        "3",
        ("evidence/endpoints.yml", "evidence/criteria.yml"),
        ("endpoints", "criteria"),
    ),
    Step(
        "plan", 0, "Write the plan and have it approved", "4.1", ("evidence/plan.yml", "evidence/policy.yml")
    ),
    Step("protocol", 1, "Write the review protocol and have it approved", "3", ("evidence/protocol.yml",)),
    Step(
        "searches",
        1,
        "Search the literature",
        "3",
        ("evidence/searches/*", "evidence/records/*", "evidence/links/*", "evidence/flows.yml"),
        ("searches",),
    ),
    Step("screening", 1, "Select the records found", "3", ("evidence/screening/*",), ("searches",)),
    Step("sources", 1, "Enter the sources", "4.5", ("evidence/sources/*",), ("sources",)),
    Step("held", 1, "Report what surveillance has shown", "4.3", ("evidence/surveillance.yml",)),
    Step(
        "state-of-the-art",
        1,
        "Describe the state of the art",
        "3",
        ("evidence/alternatives.yml", "evidence/standards.yml", "evidence/benchmarks.yml"),
        ("alternatives", "benchmarks"),
    ),
    Step("appraisal", 2, "Appraise each source", "4.5", needs=("sources",)),
    Step("extraction", 2, "Extract the results and check them", "4.5", needs=("sources",)),
    Step("verdicts", 3, "Compare results with criteria and claims", "4.6.3", needs=("criteria", "sources")),
    Step("coverage", 3, "Cover every part of the intended use", "4.1", needs=("claims", "sources")),
    Step("equivalence", 3, "Show equivalence, where it is claimed", "4.2", ("evidence/equivalence/*",)),
    Step("synthesis", 3, "Bring the sources together", "4.6", ("evidence/synthesis/*",), ("sources",)),
    Step(
        "benefit-risk",
        3,
        "Weigh benefits against risks",
        "4.6.2",
        ("evidence/benefits.yml",),
        ("benefits", "risks"),
    ),
    Step("conclusions", 3, "Conclude on each requirement", "5", needs=("requirements", "sources")),
    Step("follow-up", 3, "Name the gaps and follow them up", "5", ("evidence/gaps.yml", "evidence/pmcf.yml")),
    Step("chapters", 4, "Write the chapters", None, ("docs/*", "evidence/glossary.yml")),
    Step(
        "review",
        4,
        "Have it reviewed, and look again at what changed",
        None,
        ("evidence/reviews/*",),
        ("sources",),
    ),
    Step("checklist", 4, "Judge the items of the release checklist", None, ("evidence/checklists/*",)),
    Step("control", 4, "Keep dates, versions and waivers in order", "6", ("evidence/waivers.yml",)),
    Step("release", 4, "Approve and sign", "7", ("evidence/releases.yml",)),
)
"""Every step, in the order of the work."""
_BY_KEY: Final = {step.key: step for step in STEPS}

_RULES: Final[Mapping[str, str]] = {
    BY_FILE: "CER1 CER2 CER301 CER302 CER303 CER470 CER494 CER741 CER742 CER743",
    "device": "CER411 CER412 CER425 CER427 CER428 CER438 CER439",
    "purpose": "CER416 CER421 CER422 CER423 CER424 CER440",
    "scope": "CER406",
    "people": "CER459 CER460 CER461",
    "documents": "CER465",
    "risks": "CER431 CER434",
    "claims": "CER407 CER415",
    "criteria": "CER402 CER404 CER436 CER610 CER901 CER902 CER903",
    "plan": "CER401 CER414 CER458 CER904 CER905 CER906 CER907 CER908",
    "protocol": "CER508 CER535",
    "searches": "CER501 CER502 CER503 CER504 CER505 CER506 CER507 CER509 CER510 CER534 CER542 CER543",
    "screening": "CER511 CER512 CER536 CER540",
    "sources": "CER513 CER514 CER515 CER518 CER519 CER520 CER533 CER538 CER541",
    "held": "CER453 CER454 CER455 CER456 CER471",
    "state-of-the-art": "CER403 CER435 CER466 CER537",
    "appraisal": "CER517 CER521 CER522 CER524 CER525 CER526 CER527 CER528 CER529 CER530 CER531 CER532 CER539",
    "extraction": "CER601 CER602 CER603 CER604 CER605 CER606 CER612 CER613 CER614 CER615",
    "verdicts": "CER304 CER305 CER607 CER608 CER609 CER611",
    "coverage": "CER405 CER408 CER413 CER437",
    "equivalence": "CER441 CER442 CER443 CER444 CER445 CER446",
    "synthesis": "CER516 CER523 CER640 CER641 CER642 CER643",
    "benefit-risk": "CER429 CER430 CER432 CER433",
    "conclusions": "CER409",
    "follow-up": "CER447 CER448 CER449 CER450 CER451 CER452",
    "chapters": "CER426 CER616 CER7 CER8",
    "review": "CER410 CER93",
    "checklist": "CER467 CER468 CER469",
    "control": "CER457 CER464 CER491 CER492 CER493 CER91 CER92",
    "release": "CER462 CER463",
}
"""Step -> the codes, or beginnings of codes, of the rules that belong to it. The longest beginning counts."""
_OF_CODE: Final = {code: key for key, codes in _RULES.items() for code in codes.split()} | {
    "CER940": BY_FILE,
    "CER941": BY_FILE,
}


def step_key(rule: Rule) -> str | None:
    """The step of a rule, BY_FILE where the file decides; None for a rule that nobody has given one."""
    return next((_OF_CODE[rule.code[:end]] for end in (6, 5, 4) if rule.code[:end] in _OF_CODE), None)


def step_of(diagnostic: Diagnostic) -> Step:
    """The step in which a finding is mended."""
    key = step_key(diagnostic.rule) or step_of_file(diagnostic.place.path)
    return _BY_KEY[key]


@lru_cache(maxsize=4096)
def step_of_file(path: str) -> str:
    """The step that fills a file; what no step fills belongs to the device, with which everything begins."""
    found = (step.key for step in STEPS if any(fnmatchcase(path, pattern) for pattern in step.files))
    return next(found, STEPS[0].key)


class StepState(StrEnum):
    """How far a step is."""

    DONE = "done"
    OPEN = "open"
    NOT_BEGUN = "not begun"
    """Nothing is wrong with it yet, because nothing that it works on is there."""


@dataclass(frozen=True, slots=True)
class StepStatus:
    """A step with what is open in it, the first to be mended first."""

    step: Step
    state: StepState
    open: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class ChapterStatus:
    """A chapter of the report: how much is written, and what is open in it and in the records it tells of."""

    path: str
    title: str
    section: str | None
    words: int
    open: int
    open_in_records: int


@dataclass(frozen=True, slots=True)
class Status:
    """What is done and what comes next."""

    steps: tuple[StepStatus, ...]
    chapters: tuple[ChapterStatus, ...]
    hindering: tuple[Diagnostic, ...]
    """What has to be mended before site and document can be built; it comes before everything else."""

    def of_stage(self, stage: int) -> tuple[StepStatus, ...]:
        return tuple(item for item in self.steps if item.step.stage == stage)
