"""JSON Schemas of every record file, so that an editor completes and explains fields while one writes.

Made from the models that check the files. A schema says less than a check: it knows no other file.
https://json-schema.org/draft/2020-12
"""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from cerkit.model.catalogues import KIND_HOMES, catalogue_model
from cerkit.model.identifiers import PREFIXES, Target
from cerkit.model.layout import SLOTS, UNFINISHED, Slot
from cerkit.render.attribute_texts import attribute_texts

FOLDER: Final = ".vscode/schemas"
"""Where an editor looks for them, from the top of the repository."""
CATALOGUE_SCHEMA: Final = "catalogue"
_DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""Draft 7: what the language servers for YAML understand."""


def schemas() -> dict[str, dict[str, Any]]:
    """Name of a schema (the record file's, without its end) -> the schema."""
    found = {schema_name(slot): _of_slot(slot) for slot in SLOTS}
    found[CATALOGUE_SCHEMA] = _of_catalogues()
    return found


def schema_name(slot: Slot) -> str:
    """claims for `claims.yml`, sources for `sources/*.yml`, screening-resolved for `screening/*/resolved.yml`."""
    parts = slot.pattern.removesuffix(".yml").split("/")
    return "-".join(part for part in parts if part != "*")


def patterns() -> dict[str, list[str]]:
    """Name of a schema -> the files below the repository that it is for, as editors name them."""
    found = {schema_name(slot): [f"evidence/{slot.pattern}"] for slot in SLOTS}
    found["screening"] = ["evidence/screening/*/*.yml", "!evidence/screening/*/resolved.yml"]
    found[CATALOGUE_SCHEMA] = ["evidence/catalogues/*.yml"]
    return found


def editor_settings() -> str:
    """Settings that tell the YAML language server which schema belongs to which file."""
    files = {f"./{FOLDER}/{name}.json": globs for name, globs in patterns().items()}
    return json.dumps({"yaml.schemas": files}, indent=2) + "\n"


class _Generator(GenerateJsonSchema):
    """Plain numbers for decimals, and texts below fields and on models as descriptions."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        del schema
        return {"type": "number"}


def _of_slot(slot: Slot) -> dict[str, Any]:
    record = _model_schema(slot.model)
    if slot.filled_later is not None:
        begun = _model_schema(UNFINISHED[slot.attribute].model)
        record["required"] = [name for name in record["required"] if name in begun["required"]]
    definitions = record.pop("$defs", {})
    title = f"evidence/{slot.pattern}"
    if slot.key:
        below: dict[str, Any] = {
            "type": "object",
            "properties": {slot.key: {"type": "array", "items": record}},
            "required": [slot.key],
            "additionalProperties": False,
        }
    elif slot.mapping:
        below = {"type": "object", "additionalProperties": record}
    else:
        below = record
    head = {"$schema": _DIALECT, "title": title, "description": f"{slot.title} (cerkit)."}
    return {**below, **head, "definitions": definitions}


def _of_catalogues() -> dict[str, Any]:
    choices: list[dict[str, Any]] = []
    definitions: dict[str, Any] = {}
    for kind in sorted(KIND_HOMES):
        schema = _model_schema(catalogue_model(kind))
        definitions |= schema.pop("$defs", {})
        choices.append(schema)
    return {
        "$schema": _DIALECT,
        "title": "evidence/catalogues/*.yml",
        "description": "A catalogue of your own (cerkit).",
        "oneOf": choices,
        "definitions": definitions,
    }


def _model_schema(model: type[BaseModel]) -> dict[str, Any]:
    template = "#/definitions/{model}"
    schema = TypeAdapter(model).json_schema(schema_generator=_Generator, ref_template=template)
    models = {part.__name__: part for part in _all_models(model, set())}
    for name, definition in schema.get("$defs", {}).items():
        if name in models:
            _describe(definition, models[name])
    _describe(schema, model)
    return schema


def _describe(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Put the texts below the fields, and what a link may name, to the properties."""
    texts = attribute_texts(model)
    for name, prop in schema.get("properties", {}).items():
        prop.pop("title", None)
        linked = _link_words(model.model_fields[name].metadata, model.model_fields[name].annotation)
        words = " ".join(part for part in (texts.get(name), linked) if part)
        if words:
            prop["description"] = words
    schema.pop("title", None)


def _link_words(metadata: list[Any], annotation: Any) -> str | None:
    target = next((mark for mark in metadata if isinstance(mark, Target)), None) or _target_in(annotation)
    if target is None or len(target.kinds) > 6:
        return None
    kinds = sorted(target.kinds)
    examples = sorted(PREFIXES[kind] for kind in kinds if kind in PREFIXES)
    form = f" ({', '.join(f'{prefix}…' for prefix in examples)})" if examples else ""
    return f"Identifier of: {', '.join(str(kind) for kind in kinds)}{form}."


def _target_in(annotation: Any) -> Target | None:
    """The mark of a link inside a list or an optional."""
    for mark in getattr(annotation, "__metadata__", ()):
        if isinstance(mark, Target):
            return mark
    for argument in getattr(annotation, "__args__", ()):
        found = _target_in(argument)
        if found is not None:
            return found
    return None


def _all_models(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """The model and every model within it."""
    if model in seen:
        return seen
    seen.add(model)
    for info in model.model_fields.values():
        for part in _models_in(info.annotation):
            _all_models(part, seen)
    return seen


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [part for argument in getattr(annotation, "__args__", ()) for part in _models_in(argument)]


__all__ = ["CATALOGUE_SCHEMA", "FOLDER", "editor_settings", "patterns", "schema_name", "schemas"]
