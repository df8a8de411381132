"""Programs that tests drive and that no wheel carries: a Chromium and LibreOffice.

Searched in this order: the variable that names it, the search path, the places where installers put it, the
browsers that Playwright keeps. What is missing is installed where that needs no question.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from _environment import Environment, SetupError, child_variables, say

MINUTE = 60


@dataclass(frozen=True)
class Program:
    """How one program is found on the three systems."""

    label: str
    variable: str
    """Environment variable that names its file; it also tells the tests."""
    commands: tuple[str, ...]
    """Names on the search path, the most wanted first."""
    package: str
    """Name of its package on Debian."""
    mac: tuple[str, ...] = ()
    """Files under /Applications or ~/Applications."""
    windows: tuple[str, ...] = ()
    """Files under the folders of programs."""


CHROMIUM = Program(
    label="Chromium",
    variable="CERKIT_CHROMIUM",
    commands=("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"),
    package="chromium",
    mac=(
        "Google Chrome.app/Contents/MacOS/Google Chrome",
        "Chromium.app/Contents/MacOS/Chromium",
        "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    windows=(
        "Google/Chrome/Application/chrome.exe",
        "Chromium/Application/chrome.exe",
        "Microsoft/Edge/Application/msedge.exe",
    ),
)
LIBREOFFICE = Program(
    label="LibreOffice",
    variable="CERKIT_SOFFICE",
    commands=("soffice", "libreoffice"),
    package="libreoffice-writer",
    mac=("LibreOffice.app/Contents/MacOS/soffice",),
    # The .com waits for the work to end, the .exe does not.
    windows=("LibreOffice/program/soffice.com",),
)


def is_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def find_chromium(environment: Environment) -> Path | None:
    """A Chromium that starts, installed if need be; None where there is none to be had."""
    found = find(CHROMIUM) or _of_playwright(environment)
    if found is None and _can_install_packages():
        found = _install_package(CHROMIUM)
    if found is None:
        found = _download_with_playwright(environment)
    return found


def find_libreoffice() -> Path | None:
    """LibreOffice; installed only where nobody would mind 300 MB: on a machine of the CI."""
    found = find(LIBREOFFICE)
    if found is None and is_ci() and _can_install_packages():
        found = _install_package(LIBREOFFICE)
    return found


def find(program: Program) -> Path | None:
    """Where `program` stands on this machine, if anywhere."""
    named = os.environ.get(program.variable)
    if named:
        if _starts(Path(named)):
            return Path(named)
        raise SetupError(
            f"{program.variable} names {named}, which is no program that starts",
            f"correct it, or unset it and let the script search for {program.label}",
        )
    return next((place for place in _places(program) if _starts(place)), None)


def _places(program: Program) -> Iterator[Path]:
    for command in program.commands:
        found = shutil.which(command)
        if found:
            yield Path(found)
    if sys.platform == "darwin":
        for applications in (Path("/Applications"), Path.home() / "Applications"):
            yield from (applications / file for file in program.mac)
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if os.environ.get(variable):
                yield from (Path(os.environ[variable]) / file for file in program.windows)


def _starts(program: Path) -> bool:
    """Is it there, and does it run? Some systems ship a stub that only says where to get the program."""
    if not program.is_file():
        return False
    if sys.platform == "win32":
        # Chrome opens a window there instead of telling its version.
        return True
    return _succeeds([str(program), "--version"], seconds=MINUTE)


def _can_install_packages() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install_package(program: Program) -> Path | None:
    say(f"installing {program.label} as the system's package {program.package}")
    unattended = {"DEBIAN_FRONTEND": "noninteractive"}
    _succeeds(["apt-get", "update", "-qq"], seconds=5 * MINUTE, extra=unattended)
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", program.package]
    _succeeds(install, seconds=15 * MINUTE, extra=unattended)
    return find(program)


def _download_with_playwright(environment: Environment) -> Path | None:
    say("no Chromium on this machine: asking Playwright for its own")
    _succeeds([str(environment.python), "-m", "playwright", "install", "chromium"], seconds=10 * MINUTE)
    return _of_playwright(environment)


def _of_playwright(environment: Environment) -> Path | None:
    """The browser that Playwright would start, if it is there."""
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: print(p.chromium.executable_path)"
    )
    try:
        answer = subprocess.run(
            [str(environment.python), "-c", question],
            env=child_variables(),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=2 * MINUTE,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"Playwright did not answer: {error}")
        return None
    place = Path(answer.stdout.strip())
    return place if answer.stdout.strip() and _starts(place) else None


def _succeeds(command: list[str], *, seconds: int, extra: dict[str, str] | None = None) -> bool:
    """Run it unseen; say so when it fails for a reason other than not being there."""
    try:
        answer = subprocess.run(
            command,
            env=child_variables(extra),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"{command[0]} did not run: {error}")
        return False
    if answer.returncode != 0:
        say(f"{' '.join(command[:3])} failed: {_reason(answer.stdout + answer.stderr)}")
    return answer.returncode == 0


def _reason(said: str) -> str:
    """The one line that tells why: apt-get and Playwright mark it, the others say it last."""
    marked = re.search(r"^(?:E|Error): .*$", said, flags=re.MULTILINE)
    return marked[0] if marked else (said.strip().splitlines() or ["it said nothing"])[-1]
