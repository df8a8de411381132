"""How many pairs of sources on the same people are found, and how many that only look alike are taken for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cases.dossiers import assess_files, complete
from cerkit.model.diagnostics import Mode

LEAST_RECALL, LEAST_PRECISION = 0.8, 0.9
SENTENCES = Path(__file__).with_name("sentences.yml")


def test_pairs_on_the_same_people(capsys: pytest.CaptureFixture[str]) -> None:
    block = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))["D29"]
    missed = [pair["b"]["title"] for pair in block["positive"] if not is_found(pair)]
    wrong = [pair["b"]["title"] for pair in block["negative"] if is_found(pair)]
    hits = len(block["positive"]) - len(missed)
    recall, precision = hits / len(block["positive"]), hits / (hits + len(wrong))
    with capsys.disabled():
        print(f"\nD29 same people: recall {recall:.2f}, precision {precision:.2f}")  # noqa: T201  # the figures are the point of the test
    assert recall >= LEAST_RECALL, missed
    assert precision >= LEAST_PRECISION, wrong


def is_found(pair: dict[str, Any]) -> bool:
    added = {f"evidence/sources/SRC-{name}.yml": source(name, pair[name]) for name in ("a", "b")}
    found = assess_files(complete() | added, mode=Mode.RELEASE).diagnostics
    return any(item.rule.code == "CER515" for item in found)


def source(name: str, said: dict[str, Any]) -> bytes:
    """A source as little as it may be, with what the pair says of it."""
    publication = {
        "type": "article-journal",
        "title": said["title"],
        "authors": [{"family": author} for author in said["authors"]],
        "journal": "Fictional Journal",
        "issued": "2024",
    }
    record = {
        "id": f"SRC-{name}",
        "kind": "publication",
        "title": said["title"],
        "fictional": True,
        "publication": publication,
        "relation": "similar",
        "design": "Study",
        "setting": said["setting"],
        "countries": said["countries"],
        "period": said["period"],
        "population": "People",
        "sizes": said["sizes"],
        "read": "full text",
        "outcome": "neutral",
        "role": "Background",
        "limitations": "Unknown",
    }
    return yaml.safe_dump(record, allow_unicode=True).encode()
