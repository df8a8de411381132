"""How many typed numbers that differ from the record are found, and how many right ones are taken for wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from cases.dossiers import DAY, assess_files, read_folder
from cerkit.checks.numbers.typed import check_typed_numbers
from cerkit.model.diagnostics import Mode
from cerkit.model.examination import Examination, Policies

LEAST_RECALL, LEAST_PRECISION = 0.8, 0.9

RIGHT = [
    "Nine in ten, 94.4 % overall and 93.1 % in women, were marked ([SRC-ci-003.sensitivity][]).",
    "The lower bound of 91.3 % lies well above the 85.0 % of [AC-1][] ([SRC-ci-003.sensitivity][]).",
    "At a prevalence of 5 % predictive values follow from [SRC-ci-003.sensitivity][].",
    "[AC-1][] requires a lower bound of at least 85.0 %, following [BM-1][].",
    "Seven systems lay between 51.0 and 85.9 % [@SRC-lee-2021], the device at 94.4 % ([SRC-ci-003.sensitivity][]).",
    "A sensitivity of 95.7 % was reported in England [@SRC-heydon-2021, table 3].",
    'The device found {{ finding("SRC-ci-003.sensitivity") }}, and 5 % of negatives are re-read.',
    "Sensitivity exceeded the limit by 6.3 % ([SRC-ci-003.sensitivity][], [AC-1][]).",
    "| [SRC-ci-003.sensitivity][] | 94.4 % | 91.3 to 96.5 % | 85.0 % |",
    "About 0.03 % of episodes, 12 of 41,300, led to a complaint ([SRC-pms-004.complaints][]).",
]
WRONG = [
    "| [SRC-ci-003.sensitivity][] | 94.9 % | 91.3 to 96.5 % | 85.0 % |",
    "[CLM-1][] rests on a sensitivity of 95.4 %.",
    "[AC-1][] requires a lower bound of at least 80.0 %.",
    "The benchmark of 82.0 % ([BM-1][]) was kept.",
    "The sensitivity of the device was [94.9 %][SRC-ci-003.sensitivity].",
    "The first test gave 94.4 % ([SRC-rs-002.sensitivity][]), the second 94.5 % ([SRC-ci-003.sensitivity][]).",
    "The device marked 289 of 360 ([SRC-ci-003.sensitivity][]).",
    "Specificity reached 89.9 per cent in the investigation [@SRC-ci-003].",
]


def flagged(root: Path, sentences: list[str]) -> set[int]:
    """Positions of the sentences that are reported; each is a paragraph of one chapter over the example's records."""
    page = "\n\n".join(" ".join(sentence.split()) for sentence in sentences) + "\n"
    records = {f"evidence/{name}": data for name, data in read_folder(root / "evidence").items()}
    trace = assess_files(records | {"docs/report/99-typed.md": page.encode()}).trace
    examination = Examination(trace, DAY, Mode.RELEASE, Policies())
    return {(item.place.line - 1) // 2 for item in check_typed_numbers(examination)}


def test_recall_and_precision(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "tests" / "wording" / "sentences.yml"
    block = yaml.safe_load(path.read_text(encoding="utf-8"))["D41"]
    wrong, right = block["positive"], block["negative"]
    found = flagged(root, wrong + right)
    hits = sum(position < len(wrong) for position in found)
    recall, precision = hits / len(wrong), hits / len(found)
    with capsys.disabled():
        shown = f"recall {recall:.2f} of {len(wrong)}, precision {precision:.2f} of {len(found)} flagged"
        print(f"\nD41: {shown}")  # noqa: T201  # the figures are to be read
    assert recall >= LEAST_RECALL
    assert precision >= LEAST_PRECISION


def test_numbers_of_other_things_are_left_alone(root: Path) -> None:
    assert [RIGHT[position] for position in sorted(flagged(root, RIGHT))] == []


def test_criteria_benchmarks_claims_and_tables_are_compared_too(root: Path) -> None:
    found = flagged(root, WRONG)
    assert [item for position, item in enumerate(WRONG) if position not in found] == []
