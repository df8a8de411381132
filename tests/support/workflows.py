"""Workflows as GitHub reads them, and their steps run as a runner would: same shell, same variables, real commands."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).resolve().parents[2] / ".github" / "workflows"
_EXPRESSION: Final = re.compile(r"\$\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_SHELLS: Final = {
    "bash": ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"),
    "python": (sys.executable, "-c"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a job, with what the workflow says for all of them."""

    job: str
    content: Mapping[str, Any]
    shell: str

    @property
    def name(self) -> str:
        return str(self.content.get("name", self.content.get("uses", "")))

    @property
    def script(self) -> str | None:
        return self.content.get("run")


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow file. Values are texts as they stand there: YAML's `on` and `yes` are no truth values."""

    name: str
    content: Mapping[str, Any]

    @property
    def jobs(self) -> Mapping[str, Mapping[str, Any]]:
        jobs: Mapping[str, Mapping[str, Any]] = self.content["jobs"]
        return jobs

    @property
    def inputs(self) -> Mapping[str, Mapping[str, str]]:
        """What a caller may set; empty where the workflow is not called."""
        called = self.content["on"].get("workflow_call") or {}
        inputs: Mapping[str, Mapping[str, str]] = called.get("inputs", {})
        return inputs

    def steps(self) -> Iterator[Step]:
        shell = self.content.get("defaults", {}).get("run", {}).get("shell", "bash")
        for name, job in self.jobs.items():
            for step in job.get("steps", ()):
                yield Step(name, step, step.get("shell", shell))

    def step(self, job: str, name: str) -> Step:
        found = [step for step in self.steps() if step.job == job and step.name == name]
        assert len(found) == 1, f"{self.name}: {job} has {len(found)} steps called {name}"
        return found[0]


def workflow(name: str) -> Workflow:
    return Workflow(name, parsed((FOLDER / name).read_text(encoding="utf-8")))


def workflows() -> Iterator[Workflow]:
    return (workflow(path.name) for path in sorted(FOLDER.glob("*.yml")))


def parsed(text: str) -> Mapping[str, Any]:
    content = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # gives nothing but texts, lists and mappings
    assert isinstance(content, dict)
    return content


@dataclass(frozen=True, slots=True)
class Ran:
    """How a step ended."""

    code: int
    out: str
    summary: str
    outputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Runner:
    """A machine that runs steps in a checked out repository."""

    checkout: Path
    programs: Path
    """Folder whose programs are found first."""
    variables: Mapping[str, str]

    def run(self, workflow: Workflow, step: Step, /, **values: str) -> Ran:
        """Run a step; `values` answer what its variables ask of GitHub, by the last word: `event_name`, `mode`."""
        assert step.script is not None
        assert "${{" not in step.script, "what comes from outside belongs into a variable"
        files = {name: self.programs / name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        known = {name: spec.get("default", "") for name, spec in workflow.inputs.items()} | values
        asked = {name: _answered(text, known) for name, text in step.content.get("env", {}).items()}
        done = subprocess.run(
            [*_SHELLS[step.shell], step.script],
            cwd=self.checkout,
            env={
                **{name: text for name, text in os.environ.items() if not name.startswith("GIT")},
                "PATH": os.pathsep.join((str(self.programs), os.environ["PATH"])),
                "CI": "true",
                **self.variables,
                **{name: str(file) for name, file in files.items()},
                **asked,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            encoding="utf-8",
            timeout=300,
        )
        lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        return Ran(
            done.returncode, done.stdout, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"), outputs
        )


def install_programs(folder: Path, **scripts: str) -> Path:
    """A folder with `python` and `cerkit` as the runner has them once both are installed, and some scripts more."""
    folder.mkdir(parents=True)
    python = shlex.quote(sys.executable)
    scripts = {
        "python": f'exec {python} "$@"',
        "cerkit": f"exec {python} -c 'from cerkit.cli import main; main()' \"$@\"",
        **scripts,
    }
    for name, body in scripts.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        program.chmod(0o755)
    return folder


def _answered(text: str, values: Mapping[str, str]) -> str:
    """A variable with its expressions replaced by what GitHub would put there."""

    def answer(match: re.Match[str]) -> str:
        condition = re.fullmatch(r"github\.(\w+) == '(\w+)' && '([^']*)' \|\| '([^']*)'", match[1])
        if condition:
            subject, wanted, yes, no = condition.groups()
            return yes if values[subject] == wanted else no
        return values[match[1].rsplit(".", 1)[-1]]

    return _EXPRESSION.sub(answer, text)
