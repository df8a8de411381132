"""The workflows are sound, ask for little, and are told as they are.

What only GitHub can run (attestation, pages) is checked here as far as a file can be: by schema and by zizmor.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from jsonschema.exceptions import best_match
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for

from support.workflows import FOLDER, Workflow, parsed, workflow, workflows

ROOT: Final = FOLDER.parents[1]
HOW_TO: Final = ROOT / "docs/handbook/how-to/continuous-integration.md"
DECISION: Final = ROOT / "docs/handbook/decisions/0024-workflows.md"
TEMPLATES: Final = ROOT / "plugins/cerkit/scaffold/templates/github/workflows"
ALL: Final = tuple(workflows())
CALLED: Final = tuple(item for item in ALL if item.inputs)
PINNED: Final = re.compile(
    r"uses: (?P<action>[\w.-]+/[\w./-]+)@(?P<hash>[0-9a-f]{40}) # v(?P<version>[\d.]+)"
)
SOME_COMMIT: Final = "0123456789abcdef0123456789abcdef01234567"
CALLS: Final = re.compile(r"(?:\$|[\w@.:-]+/[\w@.:-]+|@@text:workflows@@)/\.github/workflows/([\w-]+\.yml)")


def in_page() -> Mapping[str, str]:
    """Name -> text of the workflows that the handbook shows."""
    page = HOW_TO.read_text(encoding="utf-8")
    shown = re.findall(r'```yaml title="\.github/workflows/([\w-]+\.yml)"\n(.*?)```', page, re.DOTALL)
    return {name: text.replace("OWNER", "someone").replace("COMMIT", SOME_COMMIT) for name, text in shown}


def templates() -> Mapping[str, str]:
    """Name -> text of the workflows that a new repository gets."""
    found = {path.name: path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.iterdir())}
    return {
        name: text.replace("@@text:workflows@@", "someone/cerkit").replace(
            "@@text:workflows_ref@@", SOME_COMMIT
        )
        for name, text in found.items()
    }


def callers() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for item in ALL:
        if item not in CALLED:
            yield item.name, item.content
    for where, texts in (("handbook", in_page()), ("new repository", templates())):
        for name, text in texts.items():
            yield f"{where}: {name}", parsed(text)


@cache
def schema_of(name: str) -> Validator:
    vendored = resources.files("check_jsonschema") / "builtin_schemas" / "vendor" / name
    schema = json.loads(vendored.read_text(encoding="utf-8"))
    made: Validator = validator_for(schema)(schema)
    return made


def zizmor(*places: Path) -> subprocess.CompletedProcess[str]:
    """Offline, and with every audit that it has."""
    program = Path(sys.executable).with_name("zizmor.exe" if sys.platform == "win32" else "zizmor")
    options = (
        "--offline",
        "--persona",
        "auditor",
        "--strict-collection",
        "--no-progress",
        "--color",
        "never",
    )
    return subprocess.run(
        [program, *options, *places], capture_output=True, check=False, encoding="utf-8", timeout=60
    )


def written(folder: Path, texts: Mapping[str, str]) -> Path:
    place = folder / ".github" / "workflows"
    place.mkdir(parents=True)
    for name, text in texts.items():
        (place / name).write_text(text, encoding="utf-8")
    return folder


def test_zizmor_finds_nothing() -> None:
    answer = zizmor(FOLDER.parent)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("texts", [in_page(), templates()], ids=["handbook", "new repository"])
def test_zizmor_finds_nothing_in_a_callers_repository(texts: Mapping[str, str], tmp_path: Path) -> None:
    assert set(texts) == {"check.yml", "preview.yml", "release.yml", "due.yml"}
    answer = zizmor(written(tmp_path, texts))
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    text = (FOLDER / "device-check.yml").read_text(encoding="utf-8")
    spoilt = text.replace('--mode "$MODE"', "--mode ${{ github.head_ref }}")
    assert spoilt != text
    answer = zizmor(written(tmp_path, {"check.yml": spoilt}))
    assert answer.returncode != 0
    assert "template-injection" in answer.stdout


def loaded(text: str) -> Any:
    """With numbers and truth values; YAML takes the name `on` for one of these."""
    content = yaml.safe_load(text)
    return {("on" if key is True else key): value for key, value in content.items()}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *((item.name, (FOLDER / item.name).read_text(encoding="utf-8")) for item in ALL),
        *((f"handbook: {name}", text) for name, text in in_page().items()),
        *((f"new repository: {name}", text) for name, text in templates().items()),
    ],
    ids=lambda value: value if len(value) < 60 else "",
)
def test_workflow_fits_the_schema(name: str, text: str) -> None:
    error = best_match(schema_of("github-workflows.json").iter_errors(loaded(text)))
    assert error is None, f"{name}: {error.json_path}: {error.message}"


def test_dependabot_fits_the_schema_and_waits() -> None:
    content = loaded((FOLDER.parent / "dependabot.yml").read_text(encoding="utf-8"))
    assert best_match(schema_of("dependabot.json").iter_errors(content)) is None
    assert all(update["cooldown"]["default-days"] >= 7 for update in content["updates"])


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.name)
def test_every_action_stands_at_a_hash_whose_source_is_told(item: Workflow) -> None:
    decision = DECISION.read_text(encoding="utf-8")
    for line in (FOLDER / item.name).read_text(encoding="utf-8").splitlines():
        if not re.match(r"\s+(- )?uses: (?!\$/)", line):
            continue
        pinned = PINNED.search(line)
        assert pinned, line
        row = f"| `{pinned['action']}` | {pinned['version']} | `{pinned['hash']}` |"
        assert row in decision, row


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.name)
def test_nothing_runs_with_the_rights_of_the_base_or_with_a_secret(item: Workflow) -> None:
    text = (FOLDER / item.name).read_text(encoding="utf-8")
    triggers = item.content["on"]
    assert not {"pull_request_target", "workflow_run"} & set(triggers)
    assert "secrets." not in text
    assert "secrets:" not in text


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.name)
def test_every_job_says_what_it_may_do_and_how_long(item: Workflow) -> None:
    top = item.content["permissions"]
    assert top == {} or top == "{}" or top == {"contents": "read"}
    for name, job in item.jobs.items():
        if "uses" in job:
            continue
        assert 0 < int(job["timeout-minutes"]) <= 45, name
        assert "permissions" in job or top == {"contents": "read"}, name


@pytest.mark.parametrize("item", CALLED, ids=lambda item: item.name)
def test_nothing_of_the_repository_runs_where_something_may_be_written(item: Workflow) -> None:
    writing = {
        name
        for name, job in item.jobs.items()
        if any(right != "read" for right in job["permissions"].values())
    }
    for step in item.steps():
        if step.job in writing:
            assert "checkout" not in step.name
            assert "setup-python" not in step.name
            assert not re.search(r"\b(pip|cerkit) ", step.script or ""), step.name


@pytest.mark.parametrize("item", CALLED, ids=lambda item: item.name)
def test_checkouts_leave_no_credentials_behind(item: Workflow) -> None:
    checkouts = [step for step in item.steps() if "checkout" in step.name]
    assert checkouts
    assert all(step.content["with"]["persist-credentials"] == "false" for step in checkouts)


def test_cerkit_is_installed_in_one_way() -> None:
    """The jobs repeat the step instead of sharing an action: the copies must be one."""
    ways = {
        json.dumps(step.content, sort_keys=True)
        for item in CALLED
        for step in item.steps()
        if step.name == "Install cerkit"
    }
    assert len(ways) == 1
    shared = [{name: item.inputs[name] for name in ("python", "requirements", "package")} for item in CALLED]
    assert all(inputs == shared[0] for inputs in shared)


def test_a_comment_is_written_for_pull_requests_of_the_same_repository_only() -> None:
    job = workflow("device-preview.yml").jobs["comment"]
    assert "github.event.pull_request.head.repo.full_name == github.repository" in job["if"]
    assert job["permissions"] == {"pull-requests": "write"}


def test_groups_have_names_of_their_own() -> None:
    """In a called workflow `github.workflow` is the caller's name: two equal groups would wait for each other."""
    groups = [item.content["concurrency"]["group"] for item in CALLED]
    assert len(set(groups)) == len(groups)
    assert not any("github.workflow" in group for group in groups)


@pytest.mark.parametrize(("name", "content"), list(callers()), ids=[name for name, _ in callers()])
def test_a_caller_grants_what_the_jobs_take_and_names_inputs_that_exist(
    name: str, content: Mapping[str, Any]
) -> None:
    for job in content["jobs"].values():
        if "uses" not in job:
            continue
        match = CALLS.match(job["uses"])
        assert match, name
        called = workflow(match[1])
        taken: dict[str, str] = {}
        for own in called.jobs.values():
            for right, level in own["permissions"].items():
                taken[right] = "write" if "write" in (level, taken.get(right)) else level
        assert job["permissions"] == taken
        assert set(job.get("with", {})) <= set(called.inputs)


def test_the_handbook_names_every_workflow_and_input() -> None:
    page = HOW_TO.read_text(encoding="utf-8")
    for item in CALLED:
        assert f"`{item.name}`" in page
        for name, spec in item.inputs.items():
            assert f"| `{name}` | " in page, name
            if spec["default"]:
                assert re.search(rf"\| `{name}` \| `{re.escape(spec['default'])}` \|", page), name


def test_the_handbook_shows_what_a_new_repository_gets() -> None:
    shown = {name: parsed(text) for name, text in in_page().items()}
    assert shown == {name: parsed(text) for name, text in templates().items()}
