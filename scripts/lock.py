"""Write both locks anew from pyproject.toml; run it after changing a dependency there.

    python scripts/lock.py              keeps every version that still fits
    python scripts/lock.py --upgrade    takes the newest that fit
    python scripts/lock.py --upgrade-package lxml

uv resolves once for every supported Python and system and writes the hashes of all their files. It is fetched
into a throwaway environment: nobody but the person who changes the locks needs it.
"""

import tempfile
from pathlib import Path

from _environment import BUILD_LOCK, TEST_LOCK, Environment, guarded, make, run, say

RESOLVER = "uv==0.13.9"
GROUPS = {BUILD_LOCK: ("build",), TEST_LOCK: ("build", "test")}


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        throwaway = Environment(Path(folder))
        make(throwaway, RESOLVER)
        for lock, groups in GROUPS.items():
            code = run([throwaway.program("uv"), *_command(lock, groups), *arguments])
            if code != 0:
                return code
            say(f"wrote {lock}")
    return 0


def _command(lock: str, groups: tuple[str, ...]) -> list[str]:
    """The test lock is held to the versions of the build lock, so that it can be laid over it."""
    constraint = [] if lock == BUILD_LOCK else ["--constraint", BUILD_LOCK]
    return [
        *("pip", "compile", "pyproject.toml", "--quiet", "--output-file", lock),
        "--all-extras",
        *("--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:"),
        *("--no-emit-index-url", "--no-emit-find-links", "--annotation-style", "line"),
        *("--custom-compile-command", "python scripts/lock.py"),
        *(part for group in groups for part in ("--group", group)),
        *constraint,
    ]


if __name__ == "__main__":
    raise SystemExit(guarded(main))
