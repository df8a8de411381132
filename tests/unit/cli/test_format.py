"""`format`: what it writes, what it leaves alone, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from unit.cli.terminal import Terminal

UNTIDY = "gaps:\n- title: One  # keep\n  id: GAP-1\n"
TIDY = "gaps:\n  - id: GAP-1\n    title: One  # keep\n"
GAPS = "evidence/gaps.yml"


@pytest.fixture
def tidy(own: Terminal) -> Terminal:
    """A repository in which nothing is left to do."""
    assert own.run("format").code == 0
    return own


def test_a_file_is_written_and_named_and_then_left_alone(tidy: Terminal) -> None:
    tidy.write({GAPS: UNTIDY})
    first = tidy.run("format")
    assert (first.code, first.out) == (0, f"formatted {GAPS}\n")
    assert first.err.startswith("1 of ")
    assert (tidy.folder / GAPS).read_text() == TIDY
    before = (tidy.folder / GAPS).stat().st_mtime_ns
    assert tidy.run("format").out == ""
    assert (tidy.folder / GAPS).stat().st_mtime_ns == before


def test_check_writes_nothing_and_ends_with_findings(tidy: Terminal) -> None:
    tidy.write({GAPS: UNTIDY})
    answer = tidy.run("format", "--check")
    assert (answer.code, answer.out) == (1, f"would format {GAPS}\n")
    assert (tidy.folder / GAPS).read_text() == UNTIDY


def test_paths_narrow_the_work(tidy: Terminal) -> None:
    tidy.write({GAPS: UNTIDY, "evidence/sources/SRC-new.yml": "kind: other\nid: SRC-new\n"})
    answer = tidy.run("format", "--check", "evidence/sources", "docs")
    assert answer.out == "would format evidence/sources/SRC-new.yml\n"
    assert tidy.run("format", "--check", "gaps.yml", below="evidence").out == f"would format {GAPS}\n"
    assert tidy.run("format", "--check", "docs").code == 0


def test_what_cannot_be_formatted_is_told_and_left_alone_and_the_rest_is_done(tidy: Terminal) -> None:
    broken = "claims:\n  - id: CLM-1\n    id: CLM-2\n"
    tidy.write({GAPS: UNTIDY, "evidence/claims.yml": broken})
    answer = tidy.run("format")
    assert answer.code == 1
    assert "evidence/claims.yml:3:5: not formatted: the key `id` stands twice here\n  hint: " in answer.out
    assert f"formatted {GAPS}" in answer.out
    assert "1 left alone" in answer.err
    assert (tidy.folder / "evidence/claims.yml").read_text() == broken


def test_a_path_outside_the_repository_is_a_mistake_of_the_call(tidy: Terminal, tmp_path: Path) -> None:
    (tmp_path / "other.yml").write_text("b: 1\n")
    assert tidy.run("format", str(tmp_path / "other.yml")).code == 2
    assert tidy.run("format", "evidence/absent.yml").code == 2


def test_without_a_repository_the_environment_is_wrong(tidy: Terminal, tmp_path: Path) -> None:
    assert tidy.run("format", "--project", str(tmp_path)).code == 3


@pytest.mark.parametrize("target", ["../outside.yml", "docs/data.yml"])
def test_a_link_out_of_the_evidence_is_not_followed(tidy: Terminal, target: str) -> None:
    place = tidy.folder / target
    place.write_text(UNTIDY)
    (tidy.folder / GAPS).unlink(missing_ok=True)
    try:
        (tidy.folder / GAPS).symlink_to(place)
    except OSError as error:
        # Windows lets only some people make links; what they would show is shown on the other systems.
        pytest.skip(f"no symbolic links here: {error}")
    answer = tidy.run("format", GAPS)
    assert answer.code == 1
    assert f"{GAPS}:1:1: not formatted: the file is a link" in answer.out
    assert place.read_text() == UNTIDY
    assert (tidy.folder / GAPS).is_symlink()
