"""How phrases are written and found, and what the cases over the complete dossier cannot show."""

from __future__ import annotations

import time

import pytest

from cases.dossiers import assess_files, complete
from cerkit.checks.prose.phrases import PhraseList
from cerkit.checks.prose.words import Said, words_of
from cerkit.model.diagnostics import Mode
from cerkit.model.examination import PhraseRule, Policies
from cerkit.model.wording import Sentence


def found(phrase: str, text: str, *, unless: tuple[str, ...] = (), only_with: tuple[str, ...] = ()) -> bool:
    policies = Policies(phrases={"list": (PhraseRule(phrase, unless, only_with),)})
    return PhraseList(policies, "list").first(Said(Sentence(text, 0), words_of(text))) is not None


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("no risks", "There are NO\nrisks.", True),
        ("no risks", "There are no small risks.", False),
        ("no ... risks", "There are no very small and remote risks.", True),
        ("no ... risks", "There are no such very small and remote risks.", False),
        ("no ... risks", "There are no data; risks are low.", False),
        ("risk-free", "The use is risk free.", True),
        ("risk free", "The use is risk-free.", True),
        ("can not fail", "It cannot fail.", True),
        ("is not safe", "It isn't safe.", True),
        ("prove/proves safe*", "It proves safety.", True),
        ("prove/proves safe*", "It proves the safety.", False),
        ("will be *ed", "It will be enrolled.", True),
        ("will be *ed", "It will be red-hot.", True),
        ("will be *ed", "It will be seen.", False),
        ("<device> ... sold", "The software was sold.", True),
        ("in <number>", "in 1,842 episodes", True),
        ("in <number>", "in {{ field('a', 'b') }} episodes", True),
        ("the device name", "the device's name", True),
        ("100 % safe", "It is 100% safe.", True),
    ],
)
def test_phrases_are_found_as_the_catalogue_says(phrase: str, text: str, *, expected: bool) -> None:
    assert found(phrase, text) is expected


def test_context_takes_the_weight_from_a_phrase_or_gives_it() -> None:
    assert not found("risk free", "a risk-free rate", unless=("risk free rate",))
    assert not found("before launch", "done before launch", only_with=("will",))
    assert found("before launch", "will be done before launch", only_with=("will",))


@pytest.mark.parametrize(
    ("state", "sentence", "expected"),
    [
        ("withdrawn from the market", "The device remains on the market in Great Britain.", 1),
        ("withdrawn from the market", "The device was on the market until 2026.", 0),
        ("on the market", "The device has not been placed on the market in Canada.", 0),
        ("on the market", "The device has not been placed on the market in England.", 1),
    ],
)
def test_the_state_of_the_market_decides_what_contradicts_it(
    state: str, sentence: str, expected: int
) -> None:
    files = complete()
    files["evidence/device.yml"] = files["evidence/device.yml"].replace(
        b"state: on the market", f"state: {state}".encode()
    )
    files["docs/report/10-more.md"] = f"# More\n\n{sentence}\n".encode()
    found_in_page = [
        item
        for item in assess_files(files, mode=Mode.RELEASE).diagnostics
        if item.rule.code == "CER721" and item.place.path.endswith("10-more.md")
    ]
    assert len(found_in_page) == expected


def test_a_report_without_chapters_is_one_finding() -> None:
    files = {path: data for path, data in complete().items() if not path.startswith("docs/")}
    codes = [item.rule.code for item in assess_files(files, mode=Mode.RELEASE).diagnostics]
    assert codes.count("CER724") == 1


def test_a_chapter_for_each_subsection_answers_a9_as_well() -> None:
    files = complete()
    path = "docs/report/04-device-under-evaluation.md"
    whole = files[path].decode()
    begin, end = whole.index("## Data from literature"), whole.index("## Summary and appraisal")
    files[path] = (whole[:begin] + whole[end:]).encode()
    page = f'---\ntitle: Publications\na9: "4.4"\n---\n\n# Publications {whole[begin + 23 : end]}'
    files["docs/report/04b-publications.md"] = page.encode()
    assert "CER724" not in [item.rule.code for item in assess_files(files, mode=Mode.RELEASE).diagnostics]


@pytest.mark.parametrize(
    "unit",
    [
        "no risk ",
        '"a ',
        "{{ ",
        "[SRC-ci-1][] will be conducted ",
        "has not been placed on the ",
        "[@ ",
        "<a ",
    ],
)
def test_hostile_pages_take_no_time(unit: str) -> None:
    files = complete()
    path = "docs/report/04-device-under-evaluation.md"
    files[path] += ("\n\n" + unit * (400_000 // len(unit))).encode()
    started = time.process_time()
    assess_files(files, mode=Mode.RELEASE)
    assert time.process_time() - started < 5
