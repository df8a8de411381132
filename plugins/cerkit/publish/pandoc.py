"""The Pandoc inside the wheel, run in its sandbox.

A Pandoc that happens to be installed on the machine is never used: another version writes another document.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cerkit.model.errors import CerkitError

TESTED_VERSION = (3, 9)
"""The finishing steps repair what this version writes; another one is refused rather than half repaired."""

_REINSTALL = "install the locked packages again: python scripts/build.py does it"
_REPORT = "this is a fault of cerkit: please report the message"
_SECONDS = 600
_FEWER_COLLECTIONS = ("+RTS", "-F3", "-RTS")
"""A long report lives in half a gigabyte of Pandoc's memory, and to collect its garbage takes two thirds of the time.

Collected at three times what lives instead of twice, the example takes a quarter less time and a fifth less memory, a
report of three times its length the same time and a twentieth more memory (*measured*).
"""


@dataclass(frozen=True, slots=True)
class PandocOutput:
    """What a run wrote, and the messages of its log in the order they came."""

    content: bytes
    warnings: tuple[Mapping[str, object], ...]


def pandoc_path() -> Path:
    """The program's file, once its version has been seen."""
    return Path(_program()[0])


@functools.cache
def _program() -> tuple[str, ...]:
    """The program, and what its garbage collector is told where it was built to listen."""
    program = str(_program_in_wheel())
    for options in (_FEWER_COLLECTIONS, ()):
        version = _version_of([program, *options])
        if version == TESTED_VERSION:
            return program, *options
    found = ".".join(map(str, version)) or "an unknown version"
    wanted = ".".join(map(str, TESTED_VERSION))
    raise CerkitError(f"the installed pypandoc_binary carries Pandoc {found}, not {wanted}", _REINSTALL)


def run_pandoc(
    arguments: Sequence[str], *, files: Mapping[str, bytes] | None = None, stdin: bytes = b"", epoch: int = 0
) -> PandocOutput:
    """Run Pandoc in a folder of its own that holds `files`, and give what it writes to standard output.

    `epoch` (seconds since 1970) is the only time it knows. Its user folder is empty, so that nobody's own
    templates or styles get in.
    """
    program = _program()
    with tempfile.TemporaryDirectory(prefix="cerkit-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for file, content in (files or {}).items():
            (folder / file).write_bytes(content)
        (folder / "empty").mkdir()
        fixed = ["--sandbox", "--data-dir=empty", "--log=log.json", "--quiet"]
        completed = _execute([*program, *fixed, *arguments], folder=folder, stdin=stdin, epoch=epoch)
        if completed.returncode:
            reason = completed.stderr.decode("utf-8", "replace").strip()
            raise CerkitError(f"Pandoc failed ({completed.returncode}): {reason}", _REPORT)
        log = folder / "log.json"
        messages = json.loads(log.read_bytes()) if log.exists() else []
    return PandocOutput(completed.stdout, tuple(messages))


def _execute(
    command: Sequence[str], *, folder: Path | None = None, stdin: bytes = b"", epoch: int = 0
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    try:
        return subprocess.run(
            command,
            cwd=folder,
            input=stdin,
            capture_output=True,
            env=environment,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CerkitError(f"Pandoc cannot be run: {error}", _REINSTALL) from error


def _program_in_wheel() -> Path:
    # The module is located, not imported: importing pypandoc looks for other Pandocs.
    found = importlib.util.find_spec("pypandoc")
    if found is None or found.origin is None:
        raise CerkitError("Pandoc is missing: the package pypandoc_binary is not installed", _REINSTALL)
    program = Path(found.origin).parent / "files" / ("pandoc.exe" if sys.platform == "win32" else "pandoc")
    if not program.is_file():
        raise CerkitError("Pandoc is missing: the installed pypandoc does not carry it", _REINSTALL)
    return program


def _version_of(program: Sequence[str]) -> tuple[int, ...]:
    said = _execute([*program, "--version"]).stdout.decode("utf-8", "replace")
    match = re.match(r"pandoc(?:\.exe)? (\d+)\.(\d+)", said)
    return tuple(map(int, match.groups())) if match else ()
