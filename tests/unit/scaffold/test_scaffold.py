"""The files of a new repository, and how they come to stand on the disk."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from cases.dossiers import shipped
from cerkit.assess import assess
from cerkit.model.diagnostics import Mode, Severity
from cerkit.model.errors import CerkitError
from cerkit.model.layout import SLOTS
from cerkit.scaffold import Answers, Person, answers_template, files_of, read_answers, write_repository

DAY = date(2026, 11, 22)
ROOT = Path(__file__).resolve().parents[3]
RESERVED = re.compile(r"(?i)^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
CALLER = re.compile(r'```yaml title="(\.github/workflows/[a-z]+\.yml)"\n(.*?)```', re.DOTALL)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return made()


def made(**given: Any) -> dict[str, bytes]:
    answers = Answers(**{"name": "Rhythm Flag", "manufacturer": "Example Ltd", **given})
    return files_of(answers, on=DAY, catalogues=shipped())


def records(files: Mapping[str, bytes], path: str) -> Any:
    return yaml.safe_load(files[f"evidence/{path}"])


def test_paths_are_good_on_every_system(files: dict[str, bytes]) -> None:
    for path in files:
        assert re.fullmatch(r"[A-Za-z0-9._/-]+", path)
        assert not any(RESERVED.match(part) or part.endswith(".") for part in path.split("/")), path
        assert len(path) < 100
    assert len({path.lower() for path in files}) == len(files)


def test_it_holds_every_register_and_no_code(files: dict[str, bytes]) -> None:
    single = {f"evidence/{slot.pattern}" for slot in SLOTS if "*" not in slot.pattern}
    assert single <= set(files)
    assert {path for path in files if path.endswith((".py", ".toml"))} == set()
    assert b"evidence/reviews/*.yml merge=union" in files[".gitattributes"]
    assert b"cerkit[pdf]==" in files["requirements.txt"]


def test_the_check_of_a_draft_finds_notes_and_no_error(files: dict[str, bytes]) -> None:
    read = {path: data for path, data in files.items() if path.startswith(("docs/", "evidence/"))}
    draft = assess(read, on=DAY, shipped=shipped())
    assert {item.severity for item in draft.diagnostics} == {Severity.NOTE}
    release = assess(read, on=DAY, shipped=shipped(), mode=Mode.RELEASE)
    told = {(item.rule.code, item.place.path) for item in release.diagnostics}
    assert {("CER940", "evidence/plan.yml"), ("CER940", "evidence/protocol.yml")} <= told
    for name in ("claims", "endpoints", "criteria", "benchmarks", "risks"):
        assert ("CER941", f"evidence/{name}.yml") in told
    chapters = {path for path in read if path.startswith("docs/report/")} - {"docs/report/09-references.md"}
    assert {path for code, path in told if code == "CER741"} >= chapters


def test_every_section_of_a9_has_its_heading_and_its_guide(files: dict[str, bytes]) -> None:
    wanted = yaml.safe_load(shipped()["meddev-a9.yml"])["entries"]
    pages = "\n".join(data.decode() for path, data in files.items() if path.startswith("docs/report/"))
    for entry in wanted:
        assert f'a9: "{entry["number"]}"' in pages or f'data-a9="{entry["number"]}"' in pages
        for item in entry.get("contents", ()):
            assert f"\n- {item['text']}\n" in pages
    assert "@@" not in pages


@pytest.mark.parametrize(
    ("jurisdictions", "catalogues", "has_eu"),
    [
        (("GB",), ["uk-mdr-2002-er"], False),
        (("EU",), ["eu-mdr-gspr"], True),
        (("GB", "EU"), ["uk-mdr-2002-er", "eu-mdr-gspr"], True),
    ],
)
def test_jurisdictions_choose_catalogues_and_classes(
    jurisdictions: tuple[str, ...], catalogues: list[str], has_eu: bool
) -> None:
    files = made(jurisdictions=jurisdictions, device_class="Class IIa")
    assert records(files, "requirements.yml")["catalogues"] == catalogues
    device = records(files, "device.yml")
    assert (device.get("classification_eu") == "Class IIa") is has_eu
    assert (device["classification_gb"] == "Class IIa") is ("GB" in jurisdictions)


def test_the_category_of_software_follows_from_its_statement() -> None:
    answers = {"software": True, "situation": "serious", "significance": "drive clinical management"}
    assert records(made(**answers), "device.yml")["samd"]["category"] == "II"
    assert "samd" not in records(made(**{**answers, "software": False}), "device.yml")
    assert "samd" not in records(made(software=True, situation="serious"), "device.yml")


def test_people_sign_screen_and_have_papers() -> None:
    files = made(
        evaluators=(Person(name="A. One", role="Lead"), Person(name="B. Two"), Person(name="C. Three"))
    )
    assert [item["id"] for item in records(files, "evaluators.yml")["evaluators"]] == [
        "EVR-1",
        "EVR-2",
        "EVR-3",
    ]
    assert records(files, "plan.yml")["approved_by"] == ["EVR-1", "EVR-2", "EVR-3"]
    assert [item["name"] for item in records(files, "protocol.yml")["reviewers"]] == ["ab", "cd"]
    documents = {item["id"] for item in records(files, "documents.yml")["documents"]}
    assert {f"DOC-{paper}-{i}" for paper in ("cv", "doi") for i in (1, 2, 3)} <= documents
    assert len(records(files, "releases.yml")["signatures"]) == 4
    assert records(files, "releases.yml")["revisions"][0]["author"] == "A. One"


def test_the_next_evaluation_follows_from_the_interval() -> None:
    plan = records(made(update_interval_months=24), "plan.yml")
    assert plan["next_evaluation"] == date(2028, 11, 22)


def test_workflows_are_those_of_the_handbook() -> None:
    """Names, events and permissions stand in the handbook; here only who is called is filled in."""
    files = made(workflows="example/toolkit@0123456789abcdef")
    page = (ROOT / "docs/handbook/how-to/continuous-integration.md").read_text(encoding="utf-8")
    shown = dict(CALLER.findall(page))
    written = {path for path in files if path.startswith(".github/workflows/")}
    assert set(shown) == written
    for path, text in shown.items():
        called = text.replace("OWNER/cerkit", "example/toolkit").replace("@COMMIT", "@0123456789abcdef")
        assert yaml.safe_load(files[path]) == yaml.safe_load(called), path


def test_without_a_host_there_is_nothing_for_it() -> None:
    files = made(host="none")
    assert not [path for path in files if path.startswith(".github/")]
    assert b".github" not in files["README.md"]


def test_owners_are_of_files_that_there_are(files: dict[str, bytes]) -> None:
    text = files[".github/CODEOWNERS"].decode()
    lines = [line.lstrip("# ").split() for line in text.splitlines() if "@" in line]
    folders = {f"/evidence/{slot.pattern.partition('/')[0]}/" for slot in SLOTS if "/" in slot.pattern}
    known = {f"/{path}" for path in files} | folders | {"*", "/docs/report/"}
    assert lines
    assert {line[0] for line in lines} <= known


def test_a_name_is_no_markup_in_the_readme() -> None:
    text = made(name="*Flag* [x](y) <b>")["README.md"].decode()
    assert r"\*Flag\* \[x\]\(y\) \<b\>" in text


def test_the_template_of_answers_is_one() -> None:
    text = answers_template()
    given, mistakes = read_answers("answers.yml", text.encode())
    assert mistakes == ()
    assert Answers.model_validate(given) == Answers(name="My device")
    every = re.sub(r"^# ([a-z_]+: )", r"\1", text, flags=re.MULTILINE)
    given, mistakes = read_answers("answers.yml", every.encode())
    assert mistakes == ()
    assert set(given) == set(Answers.model_fields)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("name: X\nnames: Y\n", 2, "names"),
        ("name: X\nupdate_interval_months: 0\n", 2, "update_interval_months"),
        ("name: X\njurisdictions: [US]\n", 2, "US"),
        ("name: X\nworkflows: somewhere\n", 2, "workflows"),
        ("name: X\nevaluators: [A. One]\n", 2, "evaluators"),
        ("name: X\nname: Y\n", 2, "name"),
        ("- X\n", 1, ""),
        ("name: [\n", 2, ""),
    ],
)
def test_mistakes_in_answers_have_a_place(text: str, line: int, words: str) -> None:
    _, mistakes = read_answers("answers.yml", text.encode())
    assert [item.place.line for item in mistakes] == [line]
    assert words in mistakes[0].message


def test_the_folder_is_made_whole(tmp_path: Path, files: dict[str, bytes]) -> None:
    target = tmp_path / "below" / "device"
    write_repository(target, files)
    assert dict(contents(target)) == files
    assert [path.name for path in target.parent.iterdir()] == ["device"]


def test_an_empty_folder_is_filled(tmp_path: Path, files: dict[str, bytes]) -> None:
    (tmp_path / "device").mkdir()
    write_repository(tmp_path / "device", files)
    assert dict(contents(tmp_path / "device")) == files


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, files: dict[str, bytes]) -> None:
    for name in "abcdefg":
        (tmp_path / name).write_text(name, encoding="utf-8")
    with pytest.raises(CerkitError, match=r"not empty: it holds a, b, c, d, e and 2 more"):
        write_repository(tmp_path, files)
    assert {path.name for path in tmp_path.iterdir()} == set("abcdefg")


def test_a_file_in_the_way_is_left_alone(tmp_path: Path, files: dict[str, bytes]) -> None:
    (tmp_path / "device").write_text("mine", encoding="utf-8")
    with pytest.raises(CerkitError, match="is no folder"):
        write_repository(tmp_path / "device", files)
    assert (tmp_path / "device").read_text(encoding="utf-8") == "mine"


def test_nobody_is_left_standing_in_a_folder_that_is_gone(
    tmp_path: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CerkitError, match="the folder you are in"):
        write_repository(Path(), files)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r".+"):
        write_repository(tmp_path / "device", {"a": b"1", "b/c": b"2", "a/d": b"3"})
    assert list(tmp_path.iterdir()) == []


def test_git_holds_everything_in_one_commit(
    tmp_path: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A. Writer")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "writer@example.org")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))  # as in a hook of another repository
    write_repository(tmp_path / "device", files, git=True)
    monkeypatch.delenv("GIT_DIR")
    assert said(tmp_path / "device", "status", "--porcelain") == ""
    assert said(tmp_path / "device", "rev-list", "--count", "HEAD").strip() == "1"
    assert set(said(tmp_path / "device", "ls-files").split()) == set(files)
    assert not (tmp_path / "elsewhere").exists()


def test_without_a_commit_there_is_no_repository(
    tmp_path: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_DATE", "never")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A. Writer")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "writer@example.org")
    with pytest.raises(CerkitError, match="git commit failed"):
        write_repository(tmp_path / "device", files, git=True)
    assert list(tmp_path.iterdir()) == []


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def said(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, check=True, encoding="utf-8"
    ).stdout
