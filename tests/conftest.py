"""What all tests share: the repository, the real programs they drive, how much of a long test they run."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import hypothesis
import pytest
from filelock import FileLock

from seeded.figures import figures

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FULL = bool(os.environ.get("CERKIT_FULL"))
ON_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

CHROMIUM_ARGUMENTS = (
    # A sandbox cannot be set up as root, which containers of a CI are.
    "--no-sandbox",
    "--disable-gpu",
    # Nothing but the page under test may cause a request.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# The sample is the same on every run; `--full` looks further and says how to repeat what it finds.
hypothesis.settings.register_profile(
    "sample", max_examples=100, derandomize=True, deadline=None, database=None
)
hypothesis.settings.register_profile("full", max_examples=5000, deadline=None, print_blob=True)
hypothesis.settings.load_profile("full" if FULL else "sample")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository: the toolkit and the example report in one."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def is_full() -> bool:
    """Run every count that is promised, not the sample."""
    return FULL


@pytest.fixture(scope="session")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Folder with the site and the Word document of the example, built once for all workers. Only read in it."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder, done = shared / "built", shared / "built.done"
    with FileLock(shared / "built.lock"):
        if not done.exists():
            _build(root, folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser that scripts/test.py found."""
    return _program("CERKIT_CHROMIUM", "Chromium", ("chromium", "google-chrome"))


@pytest.fixture(scope="session")
def soffice() -> Path:
    """LibreOffice. Give every call its own -env:UserInstallation: two of them cannot share a profile."""
    return _program("CERKIT_SOFFICE", "LibreOffice", ("soffice", "libreoffice"))


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """A Chromium with an empty profile; a test opens its own context in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


def pytest_collection_finish() -> None:
    """What was collected stays until the end, and is not looked through for garbage after every few values."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many seeded mistakes were found, and the checks that failed before the tests began, now far above."""
    run = {
        outcome: [item.nodeid for item in terminalreporter.stats.get(outcome, ()) if item.when == "call"]
        for outcome in ("passed", "failed")
    }
    found = figures(run["passed"], run["failed"])
    if found:
        terminalreporter.section("mistakes put into the example")
        terminalreporter.line(found)
    failed = os.environ.get("CERKIT_FAILED_CHECKS")
    if failed:
        terminalreporter.section("checks before the tests")
        terminalreporter.line(f"failed: {failed} (what they said stands at the top)", red=True)


def _build(root: Path, folder: Path) -> None:
    """As a user does it; a failure is told once, with what the command said."""
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-c", "from cerkit.cli import main; main()", "build", "--out", str(folder)]
    answer = subprocess.run(command, cwd=root, capture_output=True, check=False, encoding="utf-8")
    if answer.returncode != 0:
        pytest.fail(
            f"cerkit build ended with {answer.returncode}\n{answer.stdout}{answer.stderr}", pytrace=False
        )


def _program(variable: str, label: str, commands: tuple[str, ...]) -> Path:
    """Where a program is: scripts/test.py says so; pytest run by hand looks on the search path."""
    named = os.environ.get(variable)
    found = named or next((place for command in commands if (place := shutil.which(command))), None)
    if found is None:
        _lacking(f"{label} was not found; install it, or name it in {variable}")
    return Path(found)


def _lacking(reason: str) -> NoReturn:
    """A person may work without it; a CI that skips would be green for nothing."""
    if ON_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
