"""README and handbook do what they say: every command runs in a copy of the repository and prints what is shown."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.handbook import Command, Edit, NewText, steps_of

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = "docs/handbook/tutorial/index.md"
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "README.md", *(ROOT / "docs" / "handbook").rglob("*.md"))
    if "```console" in path.read_text(encoding="utf-8")
)
TAGS = re.compile(r"<[^>]+>")
CHANGED = "88.9 % (95 % CI 84.9 to 91.9; 272/306)"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader follows one page after another, with one cache."""
    return tmp_path_factory.mktemp("desk")


@pytest.fixture
def variables(desk: Path) -> dict[str, str]:
    """A name and a day for git, and the cache.

    The day on which the example says that its history begins: what is committed later was fixed too late.
    """
    begins = re.search(
        r"^history_begins: (\S+)$", (ROOT / "evidence/plan.yml").read_text("utf-8"), re.MULTILINE
    )
    assert begins is not None
    person = {"NAME": "A. Reader", "EMAIL": "reader@example.org", "DATE": f"{begins[1]}T12:00:00Z"}
    names = {f"GIT_{role}_{part}": text for role in ("AUTHOR", "COMMITTER") for part, text in person.items()}
    return {**names, "CERKIT_CACHE_DIR": str(desk / "cache"), "PYTHONUTF8": "1", "NO_COLOR": "1"}


@pytest.fixture
def clone(desk: Path, tmp_path: Path, variables: dict[str, str]) -> Iterator[Path]:
    """The report's files as a repository with one commit: made anew, in the place by which the cache knows it."""
    folder = desk / "clone"
    for name in ("docs", "evidence", "tests/history"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("mkdocs.yml", ".gitignore", ".gitattributes"):
        shutil.copy(ROOT / name, folder / name)
    for arguments in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--message", "as cloned")):
        subprocess.run(["git", *arguments], cwd=folder, env={**os.environ, **variables}, check=True)
    yield folder
    folder.rename(tmp_path / "clone")


@pytest.mark.parametrize("page", [page for page in PAGES if page != TUTORIAL])
def test_commands_of_the_page_print_what_it_shows(page: str, clone: Path, variables: dict[str, str]) -> None:
    for step in steps_of((ROOT / page).read_text(encoding="utf-8")):
        step.follow(clone, variables)


@pytest.mark.slow
def test_the_tutorial_leads_to_a_changed_number_in_word(clone: Path, variables: dict[str, str]) -> None:
    steps = tuple(steps_of((ROOT / TUTORIAL).read_text(encoding="utf-8")))
    assert sum(isinstance(step, Edit) for step in steps) == 3
    first_build = next(i for i, step in enumerate(steps) if isinstance(step, Command))
    steps[first_build].follow(clone, variables)
    assert CHANGED not in _page(clone, "04-device-under-evaluation")
    assert CHANGED not in _document(clone)

    for step in steps[first_build + 1 :]:
        step.follow(clone, variables)

    for page in ("01-summary", "04-device-under-evaluation"):
        assert CHANGED in _page(clone, page)
        assert "not met (84.9 < 85.0)" in _page(clone, page)
    document = _document(clone)
    assert CHANGED in document
    assert "not met (84.9 < 85.0)" in document
    assert "94.4 % (95 % CI 91.3 to 96.5; 289/306)" not in document


def test_a_page_is_read_into_steps() -> None:
    page = (
        '```yaml title="evidence/new.yml"\nid: X\n```\n'
        "```diff\n--- evidence/claims.yml\n a\n-b\n+c\n```\n"
        "=== tab\n\n    ```console\n    $ cerkit check\n    no ... on ...\n    $ git status\n    ```\n"
        "```sh\nrm -rf everything\n```\n"
    )
    assert list(steps_of(page)) == [
        NewText("evidence/new.yml", "id: X\n"),
        Edit("evidence/claims.yml", "a\nb\n", "a\nc\n"),
        Command("cerkit check", ("no ... on ...",)),
        Command("git status", ()),
    ]


def test_output_that_is_not_as_shown_fails(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="lacks, or has elsewhere: cerkit 99"):
        Command("cerkit --version", ("cerkit 99",)).follow(tmp_path, {})


def _page(clone: Path, name: str) -> str:
    return _words((clone / "build" / "site" / "report" / f"{name}.html").read_text(encoding="utf-8"))


def _document(clone: Path) -> str:
    with zipfile.ZipFile(clone / "build" / "CER-DRT-001_1.1.0.docx") as archive:
        return _words(archive.read("word/document.xml").decode())


def _words(markup: str) -> str:
    """Text without tags and entities; blanks that do not break are as good as others."""
    return " ".join(html.unescape(TAGS.sub("", markup)).split())
