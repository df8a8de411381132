"""How soon a screen with ten thousand records opens on a terminal, and what a check of them takes."""

from __future__ import annotations

import os
import select
import shutil
import statistics
import struct
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from _generated_review import add_review

RECORDS = 10_000
_CHANGED = "evidence/screening/title-abstract/ab.yml"


def prepare(root: Path, project: Path) -> int:
    """The example with ten thousand records in three searches, all of them decided by two people."""
    for name in ("evidence", "docs"):
        shutil.copytree(root / name, project / name)
    shutil.copy(root / "mkdocs.yml", project / "mkdocs.yml")
    shutil.rmtree(project / "evidence" / "links")
    return add_review(project, RECORDS, decided=1.0)


def opened(program: Path, project: Path) -> float | None:
    """Seconds from the command to the first record on the screen; None where there are no pseudo-terminals."""
    if os.name != "posix":
        return None
    import fcntl
    import pty
    import termios

    began = time.perf_counter()
    pid, handle = pty.fork()
    if pid == 0:
        command = (str(program), "screen", "-C", str(project), "--as", "ab")
        os.execve(command[0], command, {**os.environ, "TERM": "xterm-256color"})  # noqa: S606  # our own program
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    seen = b""
    while b"FICTIONAL" not in seen and time.perf_counter() - began < 60:
        if select.select([handle], [], [], 0.05)[0]:
            seen += os.read(handle, 65536)
            if b"\x1b[6n" in seen:
                os.write(handle, b"\x1b[1;1R")
                seen = seen.replace(b"\x1b[6n", b"")
    seconds = time.perf_counter() - began
    os.write(handle, b"q")
    os.waitpid(pid, 0)
    os.close(handle)
    return seconds


def measure_screening(
    root: Path,
    project: Path,
    runs: int,
    program: Path,
    check: Sequence[str],
    tell: Callable[[str, str, str], None],
) -> None:
    """Print each figure beside its target, with a warm cache."""
    size = prepare(root, project)
    subprocess.run(check, capture_output=True, check=False)
    label = f"{RECORDS} records of {size / 1e6:.0f} MB"
    screens = [seconds for _ in range(runs) if (seconds := opened(program, project)) is not None]
    if screens:
        tell(f"screen, {label}, until the first is shown", f"{statistics.median(screens):.2f} s", "1.00 s")
    _age(project)
    subprocess.run(check, capture_output=True, check=False)
    seconds = statistics.median(_timed(check) for _ in range(runs))
    tell(f"check, {label}, nothing changed", f"{seconds:.2f} s", "1.00 s")
    seconds = statistics.median(_changed(project / _CHANGED, check, at) for at in range(runs))
    tell(f"check, {label}, one decision changed", f"{seconds:.2f} s", "1.00 s")


def _changed(file: Path, check: Sequence[str], at: int) -> float:
    said = ("X2", "X3") if at % 2 == 0 else ("X3", "X2")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"reason: {said[0]}", f"reason: {said[1]}", 1), encoding="utf-8")
    return _timed(check)


def _age(project: Path) -> None:
    """As of yesterday: a file changed just now may change again within the same tick, and no answer is kept for it."""
    yesterday = time.time() - 86_400
    for path in project.rglob("*"):
        os.utime(path, (yesterday, yesterday))


def _timed(command: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - began
