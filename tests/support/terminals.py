"""A program on a real pseudo-terminal: keys go in, and what stands on the screen is read as a person would."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyte


class Terminal:
    """A running program and its screen."""

    def __init__(
        self, command: Sequence[str], folder: Path, *, columns: int, rows: int, variables: Mapping[str, str]
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.pid, self._handle = pty.fork()
        if self.pid == 0:  # pragma: no cover  # the child becomes the program
            os.chdir(folder)
            known = {**os.environ, **variables, "TERM": "xterm-256color"}
            os.execvpe(command[0], list(command), known)  # noqa: S606  # the command of a test
        self.resize(columns, rows)
        self.code: int | None = None

    @property
    def text(self) -> str:
        """The screen's lines."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def cells(self, text: str) -> list[pyte.screens.Char]:
        """The cells in which a word stands, with their style."""
        for number, line in enumerate(self._screen.display):
            if text in line:
                start = line.index(text)
                return [self._screen.buffer[number][column] for column in range(start, start + len(text))]
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._screen.resize(rows, columns)

    def press(self, keys: str) -> None:
        os.write(self._handle, keys.encode())

    def wait_for(self, text: str, *, seconds: float = 30.0) -> float:
        """Read the screen until a text stands there; the seconds that it took."""
        began = time.monotonic()
        while text not in " ".join(self.text.split()):
            if time.monotonic() - began > seconds or not self._read(0.2):
                raise AssertionError(f"{text!r} did not come:\n{self.text}")
        return time.monotonic() - began

    def end(self, *, seconds: float = 30.0) -> int:
        """Wait for the program to end by itself, and give its code."""
        limit = time.monotonic() + seconds
        while self._read(0.2) and time.monotonic() < limit:
            pass
        _, status = os.waitpid(self.pid, 0)
        self.code = os.waitstatus_to_exitcode(status)
        return self.code

    def kill(self) -> None:
        """End it as a broken line does."""
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.code = -signal.SIGKILL

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._handle)

    def _read(self, seconds: float) -> bool:
        """Take what the program wrote, and answer what it asks; False when it is gone."""
        ready, _, _ = select.select([self._handle], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self._handle, 65536)
        except OSError:
            return False
        if not data:
            return False
        if b"\x1b[6n" in data:
            os.write(self._handle, b"\x1b[1;1R")
        self._stream.feed(data)
        return True


@contextlib.contextmanager
def terminal(
    command: Sequence[str],
    folder: Path,
    *,
    columns: int = 100,
    rows: int = 30,
    variables: Mapping[str, str] | None = None,
) -> Iterator[Terminal]:
    """A program on a terminal of its own; ended with the block."""
    running = Terminal(command, folder, columns=columns, rows=rows, variables=variables or {})
    try:
        yield running
    finally:
        running.kill()
        running.close()
