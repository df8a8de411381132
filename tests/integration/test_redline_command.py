"""`cerkit redline` between two tags: authors out of git, and the same bytes from every clone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from support.history import AUTHOR, git
from support.released import repository
from support.tracked import accepted, opened, rejected, structure

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def run(folder: Path, *arguments: str, **variables: str) -> str:
    answer = subprocess.run(
        (sys.executable, "-c", "from cerkit.cli import main; main()", "redline", *arguments),
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


@pytest.mark.slow
def test_two_tags_give_the_same_redline_from_every_clone(tmp_path: Path) -> None:
    device = repository(tmp_path / "first")
    other = tmp_path / "somewhere" / "else"
    git(tmp_path, "clone", "--quiet", str(device.root), str(other))
    told = run(device.root, "v1.0.0", "v1.1.0", "-o", str(tmp_path / "a.docx"), TZ="Asia/Tokyo", USER="one")
    run(other, "v1.0.0", "v1.1.0", "-o", str(tmp_path / "b.docx"), TZ="America/Lima", USER="two")
    first, second = ((tmp_path / name).read_bytes() for name in ("a.docx", "b.docx"))
    assert first == second
    assert "rows" in told
    body = opened(first).body
    authors = {item.get(f"{W}author") for item in body.iter(f"{W}ins", f"{W}del")}
    assert AUTHOR[0] in authors
    texts = ["".join(item.itertext()) for item in body.iter(f"{W}p")]
    assert "Summary of changes" in texts
    assert texts[texts.index("Where") :][:3] == ["Where", "Chapter or annex", "Changes"]
    assert structure(accepted(first)) != structure(rejected(first))
