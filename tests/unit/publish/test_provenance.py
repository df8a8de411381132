"""What a release was made by: versions, and nothing of machine, time or user."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from cerkit.model.errors import CerkitError
from cerkit.publish.provenance import Made, check_provenance, provenance_json

MADE = Made(
    tag="v1.0.0",
    commit="a" * 40,
    committed_on="2025-08-18",
    document="CER-1",
    version="1.0.0",
    report_date="2025-08-17",
    previous_release=None,
    previous_commit=None,
    catalogues={"meddev-a10": "revision 4, June 2016"},
)


def test_every_locked_package_that_has_a_part_is_named(root: Path) -> None:
    """What only some systems need has none: its absence elsewhere would give other bytes."""
    told = json.loads(provenance_json(MADE))["dependencies"]
    locked = set(
        re.findall(r"^([a-z0-9-]+)==", (root / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    )
    elsewhere = {"hatchling", "pluggy", "tomlkit", "trove-classifiers", "colorama"}
    assert locked - elsewhere <= told.keys()
    assert told["mkdocs"] == version("mkdocs")
    assert "pytest" not in told


def test_it_says_what_was_released_and_repeats() -> None:
    data = provenance_json(MADE)
    assert data == provenance_json(MADE)
    content = json.loads(data)
    assert content["release"]["catalogues"] == {"meddev-a10": "revision 4, June 2016"}
    assert content["release"]["tag"] == "v1.0.0"
    check_provenance(data)


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        "[]",
        "{}",
        "[" * 100_000,
        {"schema": 2},
        {"schema": 1},
        {"release": None},
        {"release": {"tag": "v1"}},
        {"dependencies": ...},
    ],
    ids=["text", "list", "empty", "deep", "newer", "bare", "no release", "little", "no packages"],
)
def test_another_form_is_refused(content: Any) -> None:
    if isinstance(content, dict):
        whole = json.loads(provenance_json(MADE)) if content.keys() != {"schema"} else {}
        whole |= content
        content = json.dumps({name: value for name, value in whole.items() if value is not ...})
    with pytest.raises(CerkitError, match=r"provenance\.json"):
        check_provenance(content.encode())
