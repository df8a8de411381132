"""Adds a literature review of any size to a copy of a dossier: searches, records with abstracts, decisions."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

_TEXT = (
    "retinopathy screening sensitivity specificity fundus photograph automated grading diabetes cohort reference "
    "standard reader image quality referral programme accuracy deep learning validation prospective consecutive "
    "patients eyes macular oedema threshold agreement workload ungradable camera handheld interval confidence"
)
_WORDS = _TEXT.split()
_PLACES = ("pubmed", "embase", "central")


def add_review(project: Path, count: int, *, year: str = "2026", decided: float = 0.0) -> int:
    """Put so many records into three searches of a round, a share of them decided by two reviewers.

    Gives the size of the record files in bytes. The same call writes the same bytes.
    """
    evidence, draw = project / "evidence", random.Random(count)  # noqa: S311  # the same records every time
    keys: list[str] = []
    size = 0
    for place, share in zip(_PLACES, _shares(count), strict=True):
        name = f"SRH-{year}-{place}"
        records = "".join(_record(f"{place}{number}", draw, keys) for number in range(share))
        body = f"search: {name}\nrecords:\n{records}" if share else f"search: {name}\nrecords: []\n"
        (evidence / "records").mkdir(parents=True, exist_ok=True)
        (evidence / "records" / f"{name}.yml").write_text(body, encoding="utf-8")
        size += len(body.encode())
        _set_hits(evidence / "searches" / f"{name}.yml", share)
    _decide(evidence, sorted(keys)[: int(count * decided)], draw)
    return size


def _shares(count: int) -> tuple[int, int, int]:
    return count * 4 // 10, count * 5 // 10, count - count * 4 // 10 - count * 5 // 10


def _record(name: str, draw: random.Random, keys: list[str]) -> str:
    key = f"pmid-{40_000_000 + len(keys)}"
    keys.append(key)
    fields = {
        "key": key,
        "accession": name,
        "type": "journal article",
        "title": f"FICTIONAL RECORD {len(keys)}: {' '.join(draw.choices(_WORDS, k=9))}",
        "authors": [f"Author{draw.randrange(900)} {letter}" for letter in "ABCD"],
        "year": 2010 + draw.randrange(16),
        "journal": f"Journal of {draw.choice(_WORDS)}",
        "pmid": key.removeprefix("pmid-"),
        "abstract": " ".join(draw.choices(_WORDS, k=190)),
    }
    lines = [f"{field}: {json.dumps(value, ensure_ascii=False)}" for field, value in fields.items()]
    return "  - " + "\n    ".join(lines) + "\n"


def _set_hits(path: Path, count: int) -> None:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^(hits_(?:reported|received)): .*$", rf"\1: {count}", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def _decide(evidence: Path, keys: list[str], draw: random.Random) -> None:
    folder = evidence / "screening" / "title-abstract"
    for file in (evidence / "screening").glob("*/*.yml"):
        file.unlink()
    if not keys:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for reviewer in ("ab", "cd"):
        (folder / f"{reviewer}.yml").write_text("".join(_decisions(keys, draw)), encoding="utf-8")


def _decisions(keys: list[str], draw: random.Random) -> Iterator[str]:
    for number, key in enumerate(keys):
        is_odd = draw.random() < 0.03
        wanted = number % 9 == 0
        said = "include" if wanted != is_odd else "exclude, reason: X2"
        yield f"{key}: {{decision: {said}, on: 2026-06-02}}\n"
