"""How many reworded purposes, strange names and outdated facts are found, and how much sound text is taken for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from cases.dossiers import DAY, assess_files, read_folder
from cerkit.assess import Assessment
from cerkit.checks.device import on_all, on_findings, on_pages, on_records
from cerkit.checks.policies import policies_of
from cerkit.load.chapters import read_chapter
from cerkit.model.diagnostics import Mode
from cerkit.model.examination import Examination

ROOT = Path(__file__).resolve().parents[2]
CHECKS = (*on_records.CHECKS, *on_pages.CHECKS, *on_findings.CHECKS, *on_all.CHECKS)
RULES = {"D10": "CER422", "D12": "CER425", "D64": "CER439"}
LEAST_RECALL, LEAST_PRECISION = 0.8, 0.9

SOUND = [
    "The plan, version 1.0, was approved on 20 January 2025.",
    "Report of the clinical investigation, version 1.0 of 16 May 2025, was read in full.",
    "EyeArt version 2.1.0 was used in this study [@SRC-ipp-2021].",
    "The software ran on version 22.04 of the operating system.",
    "The indicators are reviewed every month, and the report is updated every year.",
    "PMCF-2 reports every 12 months, and the surveillance report is written every 6 months.",
    "The next evaluation of indicators takes place on 31 July 2026.",
    "A first version of the protocol was drafted in 2024.",
    "In routine use 41,300 episodes were analysed, 33,700 of them with a negative mark.",
    "In one programme 14,300 episodes were read [@SRC-heydon-2021].",
    "The Demonstrator Retina Triage Instructions for Use were compared.",
    "The International Journal of Retina and Vitreous published it.",
    "Demonstrator Retina\nTriage (DRT) is software.",
    "DRT Training is required before first use.",
    "The device is intended to be used by trained graders.",
    "The intended purpose is the basis of every claim.",
    "**Intended purpose.** The text is quoted from IFU-1.",
    "MEDLINE was searched on 30 April 2025 and again on 29 May 2026.",
    "The last search was run in May 2026.",
    "A review that was last searched in March 2021 agrees [@SRC-zhelev-2023].",
    "The plan ([DOC-cep][], version 1.0 of 20 January 2025) fixed the scheme.",
    "[DOC-ifu-1-0][], version 1.0, was replaced by [DOC-ifu][], version 1.1.",
    "It was a prospective investigation of diagnostic accuracy at four sites.",
    "In the investigation, two sites reported an interrupted transfer.",
    "DRT is intended for use by trained graders and by the clinicians responsible for a programme.",
    "DRT must not be used in people who are pregnant.",
    "The output must not be used for billing, and it is not intended for use by patients.",
]
WRONG = [
    "This is version 1.2 of the report.",
    "The plan approved on 2025-01-21 fixed the criteria.",
    "DRT 2.4.0 is evaluated in this report.",
    "CER-DRT-003, the present report, supersedes nothing.",
    "The report is reviewed and updated every 6 months.",
    "In routine use 43,100 episodes were analysed ([SRC-pms-004][]).",
    "Demonstrater Retina Triage is used by three services.",
    "The Demonstrator-Retina-Triage software is used.",
    "DRT Lite was not evaluated.",
    "The intended purpose of the device is the automated diagnosis of eye disease in all people.",
    "The device is intended to diagnose diabetic retinopathy in adults and children and to refer them to hospital.",
    "MEDLINE was last searched in April 2025.",
    "The search was repeated on 12 January 2026.",
    "The plan ([DOC-cep][], version 1.2) fixed the scheme.",
    "Version 1.0 of 2 June 2025 ([DOC-ifu][]) is the one in force.",
    "The investigation at five sites is pivotal.",
    "DRT is intended for use by opticians in their shops.",
    "DRT must not be used in people with nystagmus.",
    "People with a corneal graft must not be screened with the device.",
]


@cache
def example() -> Assessment:
    files = {f"evidence/{name}": data for name, data in read_folder(ROOT / "evidence").items()}
    return assess_files(files, mode=Mode.RELEASE)


def flagged(text: str) -> Iterator[str]:
    """Codes of the rules that find something on a page with only this text."""
    page = read_chapter("docs/report/99-page.md", f"# Page\n\n{text}\n".encode(), is_report=True)
    dossier = replace(example().dossier, chapters=(page,))
    examination = Examination(
        replace(example().trace, dossier=dossier), DAY, Mode.RELEASE, policies_of(dossier)
    )
    for check in CHECKS:
        yield from (item.rule.code for item in check(examination) if item.place.path == page.path)


@pytest.mark.parametrize("row", RULES)
def test_recall_and_precision(row: str, capsys: pytest.CaptureFixture[str]) -> None:
    block = yaml.safe_load((ROOT / "tests/wording/sentences.yml").read_text(encoding="utf-8"))[row]
    missed = [text for text in block["positive"] if RULES[row] not in flagged(text)]
    false = [text for text in block["negative"] if RULES[row] in flagged(text)]
    found = len(block["positive"]) - len(missed)
    recall, precision = found / len(block["positive"]), found / max(1, found + len(false))
    with capsys.disabled():
        print(f"\n{row} {RULES[row]} recall {recall:.2f}, precision {precision:.2f}", end="")  # noqa: T201  # measured
    assert recall >= LEAST_RECALL, missed
    assert precision >= LEAST_PRECISION, false


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_raises_nothing(text: str) -> None:
    assert list(flagged(text)) == []


@pytest.mark.parametrize("text", WRONG)
def test_wrong_text_is_found(text: str) -> None:
    assert len(set(flagged(text))) == 1
