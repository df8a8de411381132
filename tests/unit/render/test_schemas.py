"""Schemas for editors: every file of the example fits its schema, and a mistake in it does not."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cerkit.assess.readings import slot_of
from cerkit.load import read_yaml
from cerkit.model.layout import SLOTS
from cerkit.render.schemas import editor_settings, patterns, schema_name, schemas

SCHEMAS = schemas()


def as_json(value: Any) -> Any:
    """Plain values as an editor's YAML reader has them."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def mistakes(name: str, value: Any) -> list[str]:
    return [error.message for error in jsonschema.Draft7Validator(SCHEMAS[name]).iter_errors(value)]


def test_every_schema_is_one() -> None:
    for schema in SCHEMAS.values():
        jsonschema.Draft7Validator.check_schema(schema)
    assert set(patterns()) == set(SCHEMAS)


def test_every_record_file_of_the_example_fits_its_schema(root: Path) -> None:
    seen = set()
    for path in sorted((root / "evidence").rglob("*.yml")):
        slot = slot_of(path.relative_to(root).as_posix())
        if slot is None:
            continue
        value = as_json(read_yaml(path.name, path.read_bytes()).value)
        assert mistakes(schema_name(slot), value) == [], path
        seen.add(slot.pattern)
    assert len(seen) > len(SLOTS) - 3


def test_every_shipped_catalogue_fits_the_schema_for_own_ones(root: Path) -> None:
    for path in sorted((root / "plugins" / "cerkit" / "catalogues").rglob("*.yml")):
        assert mistakes("catalogue", as_json(read_yaml(path.name, path.read_bytes()).value)) == [], path


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("claims", {"claims": [{"id": "CLM-1", "wordign": "x"}]}, "wordign"),
        ("claims", {"claim": []}, "claim"),
        ("criteria", {"criteria": [{"value": "85"}]}, "85"),
        ("waivers", {"waivers": [{"rule": "CER402"}]}, "reason"),
    ],
)
def test_a_mistake_is_seen_in_the_editor(name: str, value: Any, word: str) -> None:
    assert any(word in message for message in mistakes(name, value))


def test_fields_explain_themselves_on_hover() -> None:
    fields = SCHEMAS["criteria"]["properties"]["criteria"]["items"]["properties"]
    assert "confidence interval" in fields["bound"]["description"]
    assert "BM-" in fields["justified_by"]["description"]


def test_the_repository_has_the_schemas_and_settings_of_today(root: Path) -> None:
    for name, schema in SCHEMAS.items():
        text = (root / ".vscode" / "schemas" / f"{name}.json").read_text(encoding="utf-8")
        assert json.loads(text) == schema, f"{name} is out of date: run cerkit schema"
    assert (root / ".vscode" / "settings.json").read_text(encoding="utf-8") == editor_settings()
