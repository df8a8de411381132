"""Whether the rule on the sufficiency of follow-up flags what a reader would stop at, and leaves the rest alone."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest
import yaml

from cases.dossiers import DAY, assess_files, complete
from cerkit.checks.control.rules import SUFFICIENCY_NOT_ARGUED
from cerkit.checks.control.sufficiency import check_sufficiency
from cerkit.load import read_chapter
from cerkit.model.diagnostics import Mode
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination, Policies
from cerkit.model.trace import Nodes, Trace

SENTENCES: Final = Path(__file__).with_name("sentences.yml")
CHAPTER: Final = "docs/report/05-conclusions.md"
LEAST_RECALL: Final = 0.75
LEAST_PRECISION: Final = 0.85


@cache
def _dossier() -> Dossier:
    return assess_files(complete(), mode=Mode.RELEASE).dossier


def is_flagged(text: str) -> bool:
    """Put the text in place of what the complete dossier says on its follow-up, and ask the check."""
    lines = complete()[CHAPTER].decode().splitlines()
    (begin,) = (number for number, line in enumerate(lines) if line.startswith("Post-market clinical follow"))
    changed = "\n".join([*lines[:begin], text, *lines[begin + 2 :]])
    chapter = read_chapter(CHAPTER, changed.encode(), is_report=True)
    others = (item for item in _dossier().chapters if item.path != CHAPTER)
    dossier = replace(_dossier(), chapters=(*others, chapter))
    examination = Examination(Trace(dossier, Nodes({}), ()), DAY, Mode.RELEASE, Policies())
    return any(found.rule is SUFFICIENCY_NOT_ARGUED for found in check_sufficiency(examination))


def test_precision_and_recall(capsys: pytest.CaptureFixture[str]) -> None:
    block = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))["D57"]
    missed = [text for text in block["positive"] if not is_flagged(text)]
    false = [text for text in block["negative"] if is_flagged(text)]
    caught = len(block["positive"]) - len(missed)
    recall, precision = caught / len(block["positive"]), caught / (caught + len(false))
    with capsys.disabled():
        print(  # noqa: T201  # the figures are what the issue asks for
            f"\nD57 {SUFFICIENCY_NOT_ARGUED.code}: precision {precision:.2f}, recall {recall:.2f}"
        )
    assert recall >= LEAST_RECALL, missed
    assert precision >= LEAST_PRECISION, false


def test_the_argument_of_the_complete_dossier_is_its_own() -> None:
    assert not is_flagged("[PMCF-1][] and the re-read sample together suffice for every open question.")
    assert is_flagged("[PMCF-1][] runs until the end of 2027.")
