"""The environment of the project: `.venv` at the root, filled from a hashed lock, reused until that changes.

Standard library only: this runs before anything is installed. The version check stands above everything that
an older Python could not read, so that its user sees a sentence and not a traceback.
"""

import sys

ENVIRONMENT_EXIT = 3
"""Exit code of a broken environment, the same as the command line's."""

if sys.version_info < (3, 11):  # noqa: UP036  # the reader may well run an older one
    sys.stderr.write(
        "cerkit needs Python 3.11 or newer; this is {}.{}\n"
        "  hint: run the script with a newer one, for example: python3.12 {}\n".format(
            *sys.version_info[:2], sys.argv[0]
        )
    )
    raise SystemExit(ENVIRONMENT_EXIT)

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
LOCKS = (BUILD_LOCK, TEST_LOCK)
"""Each lock holds everything that the one before it holds, at the same versions."""

_UNLOCKED = {"pip", "cerkit"}
"""Packages that are in the environment and in no lock: the installer and ourselves."""


class SetupError(Exception):
    """The environment cannot be made; `hint` says what the person can do about it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Environment:
    """The environment of the repository at `root`."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.program("python")

    @property
    def stamp(self) -> Path:
        """Written last, so it only exists beside a complete environment."""
        return self.folder / "cerkit-environment.json"

    def program(self, name: str) -> Path:
        if os.name == "nt":
            return self.folder / "Scripts" / f"{name}.exe"
        return self.folder / "bin" / name


def provide(environment: Environment, lock: str) -> None:
    """Make sure that `environment` holds what `lock` says; return at once if it does already."""
    known = _read_stamp(environment)
    if not _belongs_here(environment, known):
        _make_anew(environment)
        known = {}
    wanted = max(lock, known.get("lock", lock), key=LOCKS.index)
    if known.get("digest") == _digest(environment.root, wanted):
        return
    environment.stamp.unlink(missing_ok=True)
    _install(environment, wanted)
    _write_stamp(environment, wanted)


def make(environment: Environment, requirement: str) -> None:
    """Make an environment with one tool in it that no lock names; for throwaway folders."""
    _make_anew(environment)
    _pip(environment, "install", requirement, hint="this needs a package index")


def run(command: Sequence[str | Path], *, root: Path = ROOT, extra: Mapping[str, str] | None = None) -> int:
    """Run a program of the environment in `root`, its output going straight through; give its exit code."""
    code = subprocess.run([str(part) for part in command], cwd=root, env=child_variables(extra), check=False)
    return code.returncode if code.returncode >= 0 else 128 - code.returncode


def say(line: str) -> None:
    """Progress goes to stderr: stdout belongs to findings."""
    print(f"cerkit: {line}", file=sys.stderr, flush=True)


def inside(script: str, arguments: list[str]) -> int | None:
    """Run a script again with the environment's Python and give its exit code; None where this is that Python."""
    environment = Environment(ROOT)
    if Path(sys.prefix).resolve() == environment.folder.resolve():
        return None
    if not environment.python.is_file():
        raise SetupError("there is no .venv", "run python scripts/build.py once: it makes it")
    return run([environment.python, Path(script), *arguments])


def guarded(main: Callable[[list[str]], int]) -> int:
    """Call `main` with the arguments; turn what the environment lacks into two lines and an exit code."""
    try:
        return main(sys.argv[1:])
    except SetupError as error:
        say(f"error: {error}\n  hint: {error.hint}")
        return ENVIRONMENT_EXIT
    except KeyboardInterrupt:
        say("interrupted; run it again, what is half installed is then made anew")
        return 130


def child_variables(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables that programs of the environment run under: nothing of another Python leaks in."""
    foreign = {"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "__PYVENV_LAUNCHER__"}
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    # Windows prints in an old code page unless told otherwise; the report is full of dashes and signs.
    return kept | {"PYTHONUTF8": "1"} | dict(extra or {})


def _read_stamp(environment: Environment) -> dict[str, str]:
    try:
        stamp = json.loads(environment.stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and stamp.get("lock") in LOCKS else {}


def _write_stamp(environment: Environment, lock: str) -> None:
    stamp = _identity(environment) | {"lock": lock, "digest": _digest(environment.root, lock)}
    beside = environment.stamp.with_suffix(".part")
    beside.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    beside.replace(environment.stamp)


def _identity(environment: Environment) -> dict[str, str]:
    """An environment is tied to its interpreter and, through the scripts' first lines, to its folder."""
    return {"python": sys.version, "root": str(environment.root)}


def _digest(root: Path, lock: str) -> str:
    """Of the lock, and of pyproject.toml for the commands and plugins that the package announces."""
    digest = hashlib.sha256()
    for name in (lock, "pyproject.toml"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def _belongs_here(environment: Environment, known: Mapping[str, str]) -> bool:
    if any(known.get(key) != value for key, value in _identity(environment).items()):
        return False
    try:
        answer = subprocess.run([environment.python, "-c", ""], capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _make_anew(environment: Environment) -> None:
    folder = environment.folder
    if Path(sys.prefix).resolve() == folder.resolve():
        raise SetupError(
            f"{folder.name} has to be made anew, and the Python that runs this lives in it",
            f"run the script with {_base_python()}",
        )
    if folder.is_symlink() or folder.exists():
        say(f"{folder.name} is incomplete, or made by another Python or in another folder: making it anew")
        _remove(folder)
    say(f"making {folder.name} with Python {sys.version.split()[0]}")
    _quietly(
        [_base_python(), "-m", "venv", folder],
        root=environment.root,
        failure="cannot make the virtual environment",
        hint="on Debian and Ubuntu the system's Python needs the package python3-venv",
    )


def _remove(folder: Path) -> None:
    try:
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        else:
            shutil.rmtree(folder)
    except OSError as error:
        raise SetupError(
            f"cannot remove {folder}: {error.strerror}", "close what still uses it and run the script again"
        ) from error


def _base_python() -> str:
    """The interpreter outside of any virtual environment; `sys` keeps it under a private name only."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def _install(environment: Environment, lock: str) -> None:
    locked = locked_names((environment.root / lock).read_text(encoding="utf-8"))
    say(f"installing {len(locked)} packages of {lock}; the first time this downloads some 100 MB")
    online = (
        "the first run needs a package index, here or in your pip configuration; then run the script again"
    )
    # Wheels only: a source archive would run its own build with packages that no lock names.
    _pip(environment, "install", "--require-hashes", "--only-binary", ":all:", "-r", lock, hint=online)
    surplus = sorted(_installed_names(environment) - locked - _UNLOCKED)
    if surplus:
        _pip(environment, "uninstall", "--yes", *surplus, hint="remove .venv and run the script again")
    # The build backend is in the lock, so that nothing is fetched here.
    _pip(
        environment,
        *("install", "--no-index", "--no-deps", "--no-build-isolation", "--editable", "."),
        hint="is pyproject.toml as it should be?",
    )


def locked_names(lock: str) -> set[str]:
    """Normalised names of the packages in the text of a lock."""
    return {_normalised(name) for name in re.findall(r"^([A-Za-z0-9][\w.-]*)==", lock, flags=re.MULTILINE)}


def _installed_names(environment: Environment) -> set[str]:
    listing = _pip(environment, "list", "--format", "json", hint="remove .venv and run the script again")
    return {_normalised(package["name"]) for package in json.loads(listing)}


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pip(environment: Environment, *arguments: str, hint: str) -> str:
    quiet = ("--disable-pip-version-check", "--no-input")
    return _quietly(
        [environment.python, "-m", "pip", *quiet, *arguments],
        root=environment.root,
        failure=f"pip {arguments[0]} failed",
        hint=hint,
    )


def _quietly(command: Sequence[str | Path], *, root: Path, failure: str, hint: str) -> str:
    """Run a program and give its stdout; what it said is shown only when it fails."""
    answer = subprocess.run(
        [str(part) for part in command],
        cwd=root,
        env=child_variables(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
    )
    if answer.returncode != 0:
        said = "\n".join((answer.stdout + answer.stderr).strip().splitlines()[-20:])
        raise SetupError(f"{failure}\n{said}", hint)
    return answer.stdout
