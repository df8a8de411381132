"""The handbook's pages as a person follows them: commands to run, lines to see, files to write and to change."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

_FENCE: Final = re.compile(
    r'^(?P<indent> *)```(?P<language>[a-z]+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^ *```$',
    re.MULTILINE | re.DOTALL,
)
_PLACE: Final = re.compile(r":\d+:\d+:")
_ASSIGNMENT: Final = re.compile(r"[A-Z_]+=")
_CERKIT: Final = (sys.executable, "-c", "from cerkit.cli import main; main()")
_PROGRAMS: Final = {
    "cerkit": _CERKIT,
    # The tests are in an environment already; making another one is the set-up scripts' own test.
    "python scripts/build.py": (*_CERKIT, "build"),
    "git": ("git",),
}


@dataclass(frozen=True, slots=True)
class Command:
    """A line after `$`, and lines that its output has to hold, in this order.

    `...` stands for anything, and line and column of a diagnostic for any others: records grow.
    """

    line: str
    expected: tuple[str, ...]

    def follow(self, folder: Path, variables: Mapping[str, str]) -> None:
        words = shlex.split(self.line)
        own = {}
        while _ASSIGNMENT.match(words[0]):
            name, _, value = words.pop(0).partition("=")
            own[name] = value
        answer = subprocess.run(
            _program(words),
            cwd=folder,
            env={**os.environ, **variables, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            encoding="utf-8",
        )
        self._compare(answer.stdout)

    def _compare(self, output: str) -> None:
        position = 0
        for line in self.expected:
            pattern = re.escape(line.strip()).replace(re.escape("..."), ".*")
            pattern = _PLACE.sub(r":\\d+:\\d+:", pattern)
            found = re.compile(pattern).search(output, position)
            if found is None:
                pytest.fail(f"$ {self.line}\nlacks, or has elsewhere: {line}\n\n{output}", pytrace=False)
            position = found.end()


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to a file, shown as a difference without line numbers."""

    path: str
    old: str
    new: str

    def follow(self, folder: Path, _variables: Mapping[str, str]) -> None:
        file = folder / self.path
        text = file.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.path} holds {text.count(self.old)} times:\n{self.old}"
        file.write_text(text.replace(self.old, self.new), encoding="utf-8", newline="\n")


@dataclass(frozen=True, slots=True)
class NewText:
    """A text for the end of a file, which is made if need be."""

    path: str
    text: str

    def follow(self, folder: Path, _variables: Mapping[str, str]) -> None:
        file = folder / self.path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(self.text)


Step = Command | Edit | NewText


_WRITTEN: Final = ("evidence/", "trials")
"""Beginnings of the files that a reader is asked to write."""


def steps_of(page: str) -> Iterator[Step]:
    """What a page asks its reader to do, in order. Blocks marked `sh` are for a person only."""
    for block in _FENCE.finditer(page):
        body = re.sub(f"^{block['indent']}", "", block["body"], flags=re.MULTILINE)
        if block["language"] == "console":
            yield from _commands(body)
        elif block["language"] == "diff":
            yield _edit(body)
        elif block["title"] and block["title"].startswith(_WRITTEN):
            yield NewText(block["title"], body)


def _commands(body: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, *expected = part.splitlines()
        yield Command(line, tuple(item for item in expected if item.strip()))


def _edit(body: str) -> Edit:
    head, *lines = body.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    return Edit(head.removeprefix("--- ").strip(), old, new)


def _program(words: list[str]) -> list[str]:
    """The words with the program that this environment has in place of the first ones."""
    for name, program in _PROGRAMS.items():
        count = len(name.split())
        if words[:count] == name.split():
            return [*program, *words[count:]]
    raise ValueError(f"the handbook may call {', '.join(_PROGRAMS)} only, not {words[0]}")
