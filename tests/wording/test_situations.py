"""The rules that only flag and look at records or at a whole report, measured on texts not written from their phrases.

Each text is laid into the complete dossier, at the place that its row names, and the whole of it is assessed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from cases.dossiers import assess_files, codes_of, complete, edited
from cerkit.assess import RULES
from cerkit.model.diagnostics import Mode
from cerkit.model.trace import Trace
from wording import test_device, test_sentences

ROWS: Final[Mapping[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("situations.yml").read_text(encoding="utf-8")
)
"""Code -> what is changed in the complete dossier, and the texts."""
ELSEWHERE: Final = {*test_sentences.RULES.values(), *test_device.RULES.values(), "CER452", "CER515", "CER616"}
"""Codes measured by the other modules of this folder; the three single ones by a module of their own."""
LEAST_RECALL: Final = 0.75
LEAST_PRECISION: Final = 0.85


@dataclass(frozen=True)
class Measured:
    """What a rule did with the texts of its row."""

    code: str
    missed: tuple[str, ...]
    false: tuple[str, ...]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / len(ROWS[self.code]["positive"])

    @property
    def precision(self) -> float:
        found = len(ROWS[self.code]["positive"]) - len(self.missed)
        return found / (found + len(self.false)) if found else 0.0

    def __str__(self) -> str:
        counts = len(ROWS[self.code]["positive"]), len(ROWS[self.code]["negative"])
        return (
            f"{self.code} recall {self.recall:.2f} ({counts[0]} positive), "
            f"precision {self.precision:.2f} ({counts[1]} negative)"
        )


@cache
def measured(code: str) -> Measured:
    missed = tuple(str(text) for text in ROWS[code]["positive"] if not is_flagged(code, text))
    false = tuple(str(text) for text in ROWS[code]["negative"] if is_flagged(code, text))
    return Measured(code, missed, false)


def is_flagged(code: str, text: Any) -> bool:
    """Whether the rule finds something in the complete dossier with this text; a text may be several words, by name."""
    row = ROWS[code]
    words = text if isinstance(text, dict) else {"text": text}
    files = edited(complete(), [filled(edit, words) for edit in row["edits"]])
    mode = Mode(row.get("mode", "release"))
    return code in codes_of(assess_files(files, mode=mode, previous=previous(code)))


@cache
def previous(code: str) -> Trace | None:
    edits = ROWS[code].get("previous")
    return None if edits is None else assess_files(edited(complete(), edits)).trace


def filled(edit: Mapping[str, Any], words: Mapping[str, Any]) -> Mapping[str, Any]:
    """The edit with the words in it: as they are in a page, and as values of YAML in a record."""
    key = "write" if "write" in edit else "new"
    result = edit[key]
    for name, word in words.items():
        result = result.replace(f"%{name}%", word if edit["file"].endswith(".md") else json.dumps(word))
    return {**edit, key: result}


def details(result: Measured) -> Iterator[str]:
    yield str(result)
    yield from (f"  missed: {text}" for text in result.missed)
    yield from (f"  false alarm: {text}" for text in result.false)


@pytest.mark.parametrize("code", ROWS)
def test_recall_and_precision(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = measured(code)
    with capsys.disabled():
        print(f"\n{result}", end="")  # noqa: T201  # the figures belong into the output of every run
    assert result.recall >= LEAST_RECALL, "\n".join(details(result))
    assert result.precision >= LEAST_PRECISION, "\n".join(details(result))


@pytest.mark.parametrize("code", ROWS)
def test_each_rule_is_tried_on_ten_texts_of_either_kind(code: str) -> None:
    texts = ROWS[code]["positive"], ROWS[code]["negative"]
    assert min(len({str(text) for text in kind}) for kind in texts) >= 10


def test_every_rule_that_only_flags_is_measured() -> None:
    flagging = {rule.code for rule in RULES if rule.grade == "B"}
    assert flagging - {*ROWS, *ELSEWHERE} == set()
