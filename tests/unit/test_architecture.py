"""The layers are what the design says, and the heavy frameworks load only where they are used."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from importlinter import cli as import_linter

IMPORT_CERKIT = "import sys, cerkit.cli; print('\\n'.join(sorted(sys.modules)))"


def test_every_import_contract_holds(root: Path) -> None:
    """`lint-imports` over the whole package; what it prints names the import to undo."""
    answer = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=root,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert answer.returncode == import_linter.EXIT_STATUS_SUCCESS, answer.stdout + answer.stderr


def test_every_package_has_its_place_in_the_layers(root: Path) -> None:
    """A package that no layer names would be free of all contracts."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    layers = next(c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    named = {part.strip(" ()") for layer in layers["layers"] for part in layer.split("|")}
    present = {path.parent.name for path in (root / "plugins/cerkit").glob("*/__init__.py")}
    present |= {path.stem for path in (root / "plugins/cerkit").glob("*.py")} - {"__init__", "__main__"}
    assert present == named


def test_requests_are_sent_in_one_module_only(root: Path) -> None:
    """`urllib.parse` is used in many places, so that a contract on the whole of urllib would say nothing."""
    package = root / "plugins/cerkit"
    senders = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(name.name == "urllib.request" for name in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "urllib.request")
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "urllib"
            and any(n.name == "request" for n in node.names)
        )
    }
    assert senders == {"services/http.py"}


def test_no_possessive_groups(root: Path) -> None:
    """Before Python 3.11.5, which Debian 12 does not have, they match too little (CPython issue 106052)."""
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>")
    found = [
        f"{path.name}:{node.lineno}"
        for path in (root / "plugins/cerkit").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and possessive.search(node.value)
    ]
    assert found == []


def test_command_line_starts_without_the_heavy_modules() -> None:
    """As a pre-commit hook `cerkit check` has half a second; each of these costs a good part of it."""
    answer = subprocess.run(
        [sys.executable, "-c", IMPORT_CERKIT], capture_output=True, check=True, encoding="utf-8"
    )
    loaded = {module.partition(".")[0] for module in answer.stdout.split()}
    assert "cerkit" in loaded
    assert not loaded & {"mkdocs", "material", "pypandoc", "lxml", "resvg_py", "xlsxwriter", "markdown"}
