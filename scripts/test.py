"""Everything that has to hold before a change goes in: style, types, layers, then the tests.

python scripts/test.py              all of it, with a fixed sample of the long tests
python scripts/test.py --full       all of it, every count that is promised
python scripts/test.py -x -k claim  pytest alone, with these arguments
"""

import os
import shutil

from _environment import ROOT, TEST_LOCK, Environment, SetupError, guarded, provide, run, say
from _programs import CHROMIUM, LIBREOFFICE, find_chromium, find_libreoffice

CHECKS = {
    "ruff check": ("ruff", "check", "--quiet"),
    "ruff format": ("ruff", "format", "--check", "--quiet"),
    "mypy": ("mypy", "--no-error-summary"),
    "lint-imports": ("lint-imports", "--no-logo"),
}
MOST_WORKERS = 4
"""Browsers and LibreOffice take memory; more workers than this wait for the disk."""


def main(arguments: list[str]) -> int:
    environment = Environment(ROOT)
    full = "--full" in arguments
    selection = [argument for argument in arguments if argument != "--full"]
    if shutil.which("git") is None:
        raise SetupError("git is missing", "install it: the tests make real repositories")
    provide(environment, TEST_LOCK)
    failed = [] if selection else _failing_checks(environment)
    found = _programs(environment) | {
        "CERKIT_FULL": "1" if full else "",
        # The closing line of pytest is the last of the output, so it is pytest that names them again.
        "CERKIT_FAILED_CHECKS": ", ".join(failed),
    }
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    # In the order of the folders the small files come last; by the number of tests the year of a device would.
    parallel = ("-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder")
    code = run([environment.python, "-m", "pytest", *parallel, *selection], extra=found)
    return code or int(bool(failed))


def _failing_checks(environment: Environment) -> list[str]:
    """Run every check, so that one run names all that is to be mended."""
    failed = []
    for name, (program, *arguments) in CHECKS.items():
        say(name)
        if run([environment.program(program), *arguments]) != 0:
            failed.append(name)
    return failed


def _programs(environment: Environment) -> dict[str, str]:
    """Variables that tell the tests where the programs are; one line for each that is missing."""
    found = {CHROMIUM: find_chromium(environment), LIBREOFFICE: find_libreoffice()}
    for program, place in found.items():
        if place is None:
            say(f"no {program.label}: tests that need it are skipped; {program.variable} may name one")
    return {program.variable: str(place) for program, place in found.items() if place is not None}


if __name__ == "__main__":
    raise SystemExit(guarded(main))
