"""A small report that can be released: two versions of the complete dossier, tagged in a real repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cases.dossiers import complete, edited
from support.history import git

COMMAND: Final = (sys.executable, "-c", "from cerkit.cli import main; main()")
NAME: Final = "CER-1_{}"
FIRST_DAY: Final = "2025-08-18T23:30:00-05:00"
"""Late in the committer's evening: already another day in Greenwich."""
UPDATE_DAY: Final = "2026-06-30T00:30:00+09:00"
MKDOCS: Final = """\
site_name: Small
site_dir: site
use_directory_urls: false
theme:
  name: material
  font: false
  features: [navigation.prune]
plugins:
  - search
  - macros:
      modules: [cerkit.website.macros]
      render_by_default: false
      on_error_fail: true
      on_undefined: strict
      j2_comment_start_string: "{##"
      j2_comment_end_string: "##}"
  - cerkit:
      report: report
%smarkdown_extensions:
  - attr_list
  - md_in_html
  - tables
validation:
  links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}
nav:
  - Home: index.md
  - Report: report/
  - Registers: registers/
"""
_SECOND_REVISION: Final = (
    '  - {version: "1.1.0", date: 2026-06-30, author: "F. Specimen, G. Facsimile, H. Template", '
    'change: "Yearly update. Searches repeated to 2026-05-18, surveillance to 2026-05-31 added, GAP-2 closed. '
    'Device, claims and criteria unchanged."}\n'
)
FIRST: Final = (
    {
        "file": "evidence/releases.yml",
        "old": 'version: "1.1.0"\n  status: approved\n  date: 2026-06-30',
        "new": 'version: "1.0.0"\n  status: approved\n  date: 2025-08-18',
    },
    {"file": "evidence/releases.yml", "old": _SECOND_REVISION, "new": ""},
    {
        "file": "evidence/gaps.yml",
        "old": "status: closed\n    opened_on: 2025-08-18\n    closed_on: 2026-06-15",
        "new": "status: open\n    opened_on: 2025-08-18",
    },
)
"""What the update tells, undone."""


def mkdocs(previous: str | None = None) -> str:
    return MKDOCS % (f"      previous_release: {previous}\n" if previous else "")


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Repository:
    """A repository, and a cache that nobody else uses."""

    root: Path
    cache: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        return self.root / "build" / "release"

    def write(self, files: Mapping[str, bytes | str]) -> None:
        for name, data in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())

    def commit(self, message: str, *, at: str, tag: str | None = None) -> None:
        git(self.root, "add", "--all")
        git(self.root, "commit", "--quiet", f"--message={message}", at=at)
        if tag is not None:
            git(self.root, "tag", "--annotate", f"--message={tag}", tag, at=at)

    def commit_hash(self, revision: str) -> str:
        return git(self.root, "rev-parse", f"{revision}^{{commit}}").decode().strip()

    def environment(self) -> dict[str, str]:
        return {**os.environ, "CERKIT_CACHE_DIR": str(self.cache), **self.variables}

    def run(self, *arguments: str) -> Answer:
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=self.root,
            env=self.environment(),
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=300,
        )
        return Answer(done.returncode, done.stdout, done.stderr)


def repository(folder: Path) -> Repository:
    """Version 1.0.0 under the tag v1.0.0, and version 1.1.0, which is compared with it, under v1.1.0."""
    made = Repository(folder / "device", folder / "cache")
    made.root.mkdir(parents=True)
    git(made.root, "init", "--quiet", "--initial-branch=main", "--template=")
    index = "# Home\n\n[Report](report/01-summary.md)\n"
    frame = {"docs/index.md": index, ".gitignore": "/build/\n"}
    made.write({**edited(complete(), FIRST), **frame, "mkdocs.yml": mkdocs()})
    made.commit("report 1.0.0", at=FIRST_DAY, tag="v1.0.0")
    made.write({**complete(), "mkdocs.yml": mkdocs("v1.0.0")})
    made.commit("report 1.1.0", at=UPDATE_DAY, tag="v1.1.0")
    return made


def example(folder: Path, root: Path) -> Repository:
    """The example with both its versions under their tags, as its makers would have it; the first is released."""
    made = Repository(folder / "example", folder / "cache")
    made.root.mkdir(parents=True)
    git(made.root, "init", "--quiet", "--initial-branch=main", "--template=")
    shutil.copytree(root / "tests/history/1.0.0", made.root, dirs_exist_ok=True)
    made.write({".gitignore": "/build/\n"})
    made.commit("report 1.0.0", at="2025-06-16T17:00:00+01:00", tag="v1.0.0")
    first = made.run("release", "v1.0.0", "--record")
    assert first.code == 0, first.out + first.err
    entry = (made.root / "evidence/releases.yml").read_text("utf-8").partition("\nreleases:\n")[2]
    made.commit("version 1.0.0 is recorded", at="2025-06-16T18:00:00+01:00")
    kept = (made.root / "evidence/releases/1.0.0.json").read_bytes()
    for name in ("docs", "evidence"):
        shutil.rmtree(made.root / name)
        shutil.copytree(root / name, made.root / name)
    config = (root / "mkdocs.yml").read_text("utf-8").replace("tests/history/1.0.0", "v1.0.0")
    releases = (root / "evidence/releases.yml").read_text("utf-8") + f"releases:\n{entry}"
    made.write(
        {"mkdocs.yml": config, "evidence/releases.yml": releases, "evidence/releases/1.0.0.json": kept}
    )
    made.commit("report 1.1.0", at="2026-06-30T17:00:00+01:00", tag="v1.1.0")
    return made
