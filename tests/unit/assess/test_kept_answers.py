"""What the checks found for a release is given again while everything is the same that they can see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NoReturn

import pytest

from cases.dossiers import DAY, assess_files, base, complete, shipped
from cerkit.assess import Assessment, assess, link_files, pooling
from cerkit.model.diagnostics import Mode
from cerkit.model.history import CRITERIA, History, Revision
from cerkit.model.trace import Trace
from unit.assess.portrait import portrait
from unit.assess.test_assess import Remembering

CONTENT = base()[CRITERIA]


@dataclass(frozen=True)
class Commits:
    """Commits since a release, of which none changed anything."""

    released: str = "a" * 40
    tip: str = "b" * 40

    def edits(self, _path: str) -> Sequence[tuple[str, str]]:
        return ()

    def contents(self, places: Sequence[tuple[str, str]]) -> Sequence[bytes | None]:
        return [None for _ in places]


def history(commit: str = "c", *, missing: str | None = None) -> History:
    changed = Revision(commit * 40, date(2026, 1, 5), "criteria", CRITERIA, CONTENT)
    return History({CRITERIA: (changed,)}, missing)


@dataclass(frozen=True)
class Asked:
    """All that an assessment of the complete dossier is made of, but its memory."""

    files: dict[str, bytes]
    previous: Trace
    on: date = DAY
    mode: Mode = Mode.RELEASE
    history: History | None = None
    previous_content: str | None = "released"
    past: Commits | None = None

    def assess(
        self, memory: Remembering | None, *, beside: Callable[..., NoReturn] | None = None
    ) -> Assessment:
        return assess(
            self.files,
            on=self.on,
            shipped=shipped(),
            memory=memory,
            beside=beside,
            mode=self.mode,
            history=self.history,
            previous=self.previous,
            previous_content=self.previous_content,
            past=self.past,
        )


@pytest.fixture(scope="module")
def asked() -> Asked:
    """A dossier with something to find: a claim that is new since the release, and criteria that came late."""
    files = {path: data for path, data in base().items() if "device" not in path}
    return Asked(files, link_files(base(), shipped=shipped()), history=history(), past=Commits())


@pytest.fixture(scope="module")
def memory(asked: Asked) -> Remembering:
    """One that has seen the answer."""
    kept = Remembering()
    asked.assess(kept)
    return kept


def nobody(*_: object) -> NoReturn:
    raise AssertionError("the checks were asked again")


def test_the_same_question_has_the_same_answer_without_the_checks(asked: Asked, memory: Remembering) -> None:
    alone = asked.assess(None)
    assert alone.diagnostics
    again = asked.assess(memory, beside=nobody)
    assert portrait(again) == portrait(alone)
    assert again.suspects == alone.suspects


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda it: replace(it, on=it.on + timedelta(days=1)), id="another day"),
        pytest.param(lambda it: replace(it, mode=Mode.UPDATE), id="another mode"),
        pytest.param(lambda it: replace(it, mode=Mode.DRAFT), id="a draft"),
        pytest.param(lambda it: replace(it, past=Commits(tip="d" * 40)), id="a commit more"),
        pytest.param(lambda it: replace(it, past=Commits(released="d" * 40)), id="another release"),
        pytest.param(lambda it: replace(it, past=None), id="a release that is no commit"),
        pytest.param(lambda it: replace(it, previous_content="other"), id="another release of other content"),
        pytest.param(
            lambda it: replace(it, previous_content=None), id="a release of which nobody says what it holds"
        ),
        pytest.param(lambda it: replace(it, history=history("d")), id="another history"),
        pytest.param(lambda it: replace(it, history=history(missing="shallow")), id="less of the history"),
        pytest.param(
            lambda it: replace(it, files=it.files | {"docs/report/09.md": b"# 9\n\nNew.\n"}), id="a page more"
        ),
        pytest.param(
            lambda it: replace(it, files=it.files | {CRITERIA: CONTENT + b"\n# later\n"}), id="a record file"
        ),
        pytest.param(
            lambda it: replace(it, files=it.files | {"evidence/catalogues/own.yml": b"id: own\n"}),
            id="a catalogue of the team",
        ),
    ],
)
def test_another_question_is_asked(
    asked: Asked, memory: Remembering, change: Callable[[Asked], Asked]
) -> None:
    with pytest.raises(AssertionError, match="asked again"):
        change(asked).assess(memory, beside=nobody)


def test_an_answer_without_a_library_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be installed tomorrow, and no file says so."""
    monkeypatch.setattr(pooling, "_computed", without_numpy)
    memory = Remembering()
    poor = assess_files(complete(), mode=Mode.RELEASE, memory=memory)
    assert "CER643" in {item.rule.code for item in poor.diagnostics}
    monkeypatch.undo()
    again = assess_files(complete(), mode=Mode.RELEASE, memory=memory)
    assert portrait(again) == portrait(assess_files(complete(), mode=Mode.RELEASE))


def without_numpy(_order: object) -> NoReturn:
    raise ModuleNotFoundError(name="numpy")
