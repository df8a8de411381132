"""The rules that only flag, measured on sentences that were not written from their phrases.

Each sentence becomes a page of the example, which holds the records that the sentences name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from cases.dossiers import DAY, assess_files, lines_of
from cerkit.assess import Assessment
from cerkit.checks.policies import policies_of
from cerkit.checks.prose.sentences import check_sentences
from cerkit.load.chapters import read_chapter
from cerkit.model.diagnostics import Mode
from cerkit.model.examination import Examination

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
RULES: Final = {
    "D14": "CER721",
    "D14-premarket": "CER721",
    "D15": "CER722",
    "D16": "CER723",
    "D17": "CER725",
    "D34": "CER726",
    "D50": "CER727",
}
"""Row of the list of deficiencies, with its setting -> the rule that looks for it."""
PAGE: Final = '---\ntitle: Page\na9: "3"\n---\n\n# Page\n\n## Section\n\n{}\n'
LEAST_RECALL: Final = 0.75
LEAST_PRECISION: Final = 0.85


@dataclass(frozen=True)
class Measured:
    """What a rule did with the sentences of a row."""

    row: str
    missed: tuple[str, ...]
    false: tuple[str, ...]
    positives: int
    negatives: int

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.positives

    @property
    def precision(self) -> float:
        found = self.positives - len(self.missed)
        return found / (found + len(self.false)) if found else 0.0

    def __str__(self) -> str:
        return (
            f"{self.row:<14} {RULES[self.row]} recall {self.recall:.2f} ({self.positives} positive), "
            f"precision {self.precision:.2f} ({self.negatives} negative)"
        )


@cache
def sentences() -> Mapping[str, Any]:
    return yaml.safe_load((HERE / "sentences.yml").read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # a mapping of lists, as the file has it


def example(row: str = "") -> dict[str, bytes]:
    """The example, with the records that the setting of a row asks for."""
    paths = (*(ROOT / "docs").rglob("*.md"), *(ROOT / "evidence").rglob("*.yml"))
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}
    if row == "D14-premarket":
        put(files, "evidence/device.yml", "state: on the market", "state: not yet placed on the market")
        # A record that holds its use as well contradicts itself, and of that another rule tells.
        put(files, "evidence/device.yml", "  since: 2025-07-01\n", "")
        del files["evidence/surveillance.yml"]
    if row == "D15":
        activities = files["evidence/pmcf.yml"].decode()
        begin, end = activities.index("  - id: PMCF-1"), activities.index("  - id: PMCF-2")
        planned = activities[begin:end].replace("PMCF-1", "PMCF-9", 1).replace("running", "planned", 1)
        files["evidence/pmcf.yml"] = (activities + planned).encode()
    return files


def put(files: dict[str, bytes], path: str, old: str, new: str) -> None:
    text = files[path].decode()
    assert text.count(old) == 1
    files[path] = text.replace(old, new).encode()


@cache
def assessed(row: str) -> Assessment:
    return assess_files(example(row if row in ("D14-premarket", "D15") else ""), mode=Mode.RELEASE)


def is_flagged(row: str, text: str) -> bool:
    """Whether the rule of a row finds something on a page that holds only this text."""
    assessment = assessed(row)
    page = read_chapter("docs/report/99-page.md", PAGE.format(text).encode(), is_report=True)
    dossier = replace(assessment.dossier, chapters=(page,))
    trace = replace(assessment.trace, dossier=dossier)
    found = check_sentences(Examination(trace, DAY, Mode.RELEASE, policies_of(dossier)))
    return any(item.rule.code == RULES[row] for item in found)


@cache
def measured(row: str) -> Measured:
    block = sentences()[row]
    return Measured(
        row,
        missed=tuple(text for text in block["positive"] if not is_flagged(row, text)),
        false=tuple(text for text in block["negative"] if is_flagged(row, text)),
        positives=len(block["positive"]),
        negatives=len(block["negative"]),
    )


def details(result: Measured) -> Iterator[str]:
    yield str(result)
    yield from (f"  missed: {text}" for text in result.missed)
    yield from (f"  false alarm: {text}" for text in result.false)


@pytest.mark.parametrize("row", RULES)
def test_recall_and_precision(row: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = measured(row)
    with capsys.disabled():
        print(f"\n{result}", end="")  # noqa: T201  # the figures belong into the output of every run
    assert result.recall >= LEAST_RECALL, "\n".join(details(result))
    assert result.precision >= LEAST_PRECISION, "\n".join(details(result))


@pytest.mark.parametrize("row", RULES)
def test_each_row_is_tried_on_ten_sentences_of_either_kind(row: str) -> None:
    block = sentences()[row]
    assert min(len(block["positive"]), len(block["negative"])) >= 10


def test_the_report_of_the_example_gives_none() -> None:
    found = [line for line in lines_of(assessed("")) if line.split(" ")[1] in {*RULES.values(), "CER724"}]
    assert found == []
