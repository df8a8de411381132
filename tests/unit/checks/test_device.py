"""What cases cannot show: sentences and their places, evidence carried over between versions, large pages."""

from __future__ import annotations

import time

import pytest

from cases.dossiers import assess_files, complete
from cerkit.load.chapters import read_chapter
from cerkit.model.diagnostics import Mode
from cerkit.model.wording import normalised, paragraphs, sentences

LATER = """  - version: "1.3.0"
    released: 2026-05-04
    change: The installer was replaced.
    clinical_impact: {}
variants:
  - {{id"""


def messages(files: dict[str, bytes], code: str) -> list[str]:
    found = assess_files(files, mode=Mode.RELEASE).diagnostics
    return [item.message for item in found if item.rule.code == code]


def test_sentences_stand_where_they_say() -> None:
    page = read_chapter(
        "docs/report/x.md",
        b"# Title. One\n\nDr. Example saw 1.5 % of cases, e.g. Two. It was enough.\nThe rest\nfollowed.\n\n"
        b"> Quoted\n> twice. Yes.\n\n- An item.\n- Another one.\n\n| A | B. C |\n",
    )
    found = list(sentences(page))
    assert [item.text for item in found] == [
        "Dr. Example saw 1.5 % of cases, e.g. Two.",
        "It was enough.",
        "The rest\nfollowed.",
        "> Quoted\n> twice.",
        "Yes.",
        "- An item.",
        "- Another one.",
    ]
    assert all(page.prose.startswith(item.text, item.start) for item in found)
    assert [item.kind for item in paragraphs(page)] == ["heading", "text", "quote", "list", "list", "table"]


def test_texts_that_look_alike_are_alike() -> None:
    assert normalised("> A  “quoted” *two‑field*\n> image") == normalised("a 'quoted' two-field image")


@pytest.mark.parametrize(
    ("reason", "is_found"),
    [
        ("To be assessed.", True),
        ("No impact.", True),
        ("Only the installer changed; classifier and threshold are those that were tested.", False),
    ],
)
def test_evidence_on_an_earlier_version_needs_a_reason(reason: str, is_found: bool) -> None:
    files = complete()
    device = files["evidence/device.yml"].decode()
    device = device.replace("variants:\n  - {id", LATER.format(reason))
    files["evidence/device.yml"] = device.replace(
        'version: "1.2.0"\nversions', 'version: "1.3.0"\nversions'
    ).encode()
    assert bool(messages(files, "CER427")) is is_found


def test_a_rate_on_safety_needs_its_denominator() -> None:
    files = complete()
    path = "evidence/sources/SRC-pms-1.yml"
    before, _, after = files[path].decode().partition("counts: {")
    files[path] = (before + after.partition("},")[2]).encode()
    assert messages(files, "CER430") == [
        "SRC-pms-1.unreadable gives a rate on safety without the number of observations"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "intended purpose of DRF is to " * 4000,
        "> " * 30000,
        "Demonstrator Rhythm " * 5000,
        "version 1." * 9000,
    ],
)
def test_a_hostile_page_takes_no_time(text: str) -> None:
    files = complete() | {"docs/report/99-long.md": f"# Long\n\n{text}\n".encode()}
    begin = time.process_time()
    assess_files(files)
    assert time.process_time() - begin < 5
