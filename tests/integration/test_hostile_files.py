"""The real command over files that were made to exhaust it: with a gigabyte it ends soon, with findings, as always."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cases.dossiers import complete
from support.hostile import FRAGMENTS
from unit.cli.terminal import MKDOCS, Terminal

PAGE = "docs/report/05-conclusions.md"
GIGABYTE = 1 << 30
LIMITED = (
    f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({GIGABYTE}, {GIGABYTE})); "
    if sys.platform == "linux"
    else ""
)
"""Only Linux holds a process to its address space; elsewhere the time alone is held."""
MOST_SECONDS = 30


def alias_bomb() -> bytes:
    names = range(ord("b"), ord("z"))
    return b"a: &a [x, x]\n" + b"".join(
        b"%c: &%c [%b]\n" % (name, name, b", ".join([b"*%c" % (name - 1)] * 9)) for name in names
    )


def claims(number: int) -> bytes:
    """Claims of which each names two others as what decides it."""
    row = b"  - {id: CLM-%d, wording: It works, decided_by: [CLM-%d, CLM-%d]}\n"
    return b"claims:\n" + b"".join(row % (at, (at + 1) % number, (at + 7) % number) for at in range(number))


def every_opening() -> bytes:
    """16 MB: each fragment of prose many times, the whole of it once more and more."""
    part = "".join(f"{fragment * (4000 // len(fragment) + 1)}\n\n" for fragment in FRAGMENTS).encode()
    return part * (16 * 1024 * 1024 // len(part))


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "alias bomb": ("evidence/gaps.yml", alias_bomb, "CER105"),
    "a text of 100 MB": ("evidence/gaps.yml", lambda: b"gaps: '" + b"x" * 100_000_000 + b"'", "CER102"),
    "100 MB of brackets": ("evidence/gaps.yml", lambda: b"[" * 100_000_000, "CER102"),
    "16 MB of brackets": ("evidence/gaps.yml", lambda: b"[" * 16_000_000, "CER109"),
    "16 MB of lists": ("evidence/gaps.yml", lambda: b"gaps: [" + b"[]," * 5_000_000 + b"]", "CER102"),
    "16 MB of values": ("evidence/gaps.yml", lambda: b"gaps: [" + b"a," * 8_000_000 + b"]", "CER102"),
    "16 MB of dashes": ("evidence/gaps.yml", lambda: b"gaps:\n" + b"-\n" * 8_000_000, "CER107"),
    "16 MB of one key": ("evidence/gaps.yml", lambda: b"a:\n" * 5_000_000, "CER104"),
    "980,000 wrong records": ("evidence/gaps.yml", lambda: b"gaps: [" + b"a," * 980_000 + b"]", "CER209"),
    "100,000 keys": (
        "evidence/device.yml",
        lambda: b"".join(b"k%d: 1\n" % at for at in range(100_000)),
        "CER2",
    ),
    "50,000 claims that name each other": ("evidence/claims.yml", lambda: claims(50_000), "CER2"),
    "zeros": ("evidence/gaps.yml", lambda: bytes(16_000_000), "CER101"),
    "no UTF-8": ("evidence/gaps.yml", lambda: b"\xff" * 16_000_000, "CER101"),
    "16 MB of openings": (PAGE, every_opening, "CER102"),
}


def ended_well(terminal: Terminal) -> list[str]:
    """The lines that the command prints; it ends in time, with exit code 1 and no traceback."""
    begun = time.monotonic()
    answer = subprocess.run(
        [sys.executable, "-c", f"{LIMITED}from cerkit.cli import main; main()", "check", "--mode", "release"],
        cwd=terminal.folder,
        env=terminal.environment(),
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=4 * MOST_SECONDS,
    )
    assert "Traceback" not in answer.stderr, answer.stderr[-2000:]
    assert answer.returncode == 1, answer.stderr[-2000:]
    assert time.monotonic() - begun < MOST_SECONDS
    return answer.stdout.splitlines()


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    terminal = Terminal(tmp_path / "repository", tmp_path / "cache")
    terminal.write({**complete(), "mkdocs.yml": MKDOCS})
    return terminal


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_soon_within_a_gigabyte(terminal: Terminal, name: str) -> None:
    path, make, code = HOSTILE[name]
    terminal.write({path: make()})
    told = ended_well(terminal)
    assert any(line.startswith(f"{path}:") and f"[{code}" in line for line in told)
    assert len(told) < 20_000


def test_links_out_of_the_tree_are_named_and_not_followed(terminal: Terminal, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yml"
    secret.write_text("gaps: [the-secret]\n", encoding="utf-8")
    evidence, report = terminal.folder / "evidence", terminal.folder / "docs" / "report"
    (evidence / "gaps.yml").unlink()
    (evidence / "gaps.yml").symlink_to(secret)
    (evidence / "sources" / "SRC-x.yml").symlink_to("../../../secret.yml")
    (evidence / "synthesis" / "more").symlink_to(tmp_path, target_is_directory=True)
    (report / "10-device.md").symlink_to("/dev/zero")
    (report / "11-loop.md").symlink_to("11-loop.md")
    (report / "again").symlink_to(report, target_is_directory=True)
    circle = [terminal.folder / "circle" / str(number) for number in range(12)]
    for folder in circle:
        folder.mkdir(parents=True)
        for number, other in enumerate(circle):
            (folder / f"to-{number}").symlink_to(other, target_is_directory=True)
    (report / "circle").symlink_to(circle[0], target_is_directory=True)
    told = ended_well(terminal)
    outside = {line.partition(":")[0] for line in told if "[CER110]" in line}
    assert outside == {
        "docs/report/10-device.md",
        "evidence/gaps.yml",
        "evidence/sources/SRC-x.yml",
        "evidence/synthesis/more",
    }
    assert "the-secret" not in "\n".join(told)
