"""The user's own catalogues."""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import ValidationError

from cerkit.model.catalogues import KIND_HOMES, catalogue_model
from cerkit.model.catalogues.base import CatalogueBase, slips
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.fields import Empty
from cerkit.model.layout import SLOTS
from cerkit.validate import rules
from cerkit.validate.errors import described, diagnose, shortened


def validate_catalogue(
    path: str, value: Any, name: str
) -> tuple[CatalogueBase | None, tuple[Diagnostic, ...]]:
    """One catalogue from its plain values. `name` is the file's name, which is to be its identifier."""
    place = Place(path)
    if isinstance(value, Empty):
        return None, ()
    kind = value.get("kind") if isinstance(value, dict) else None
    model = catalogue_model(kind) if isinstance(kind, str) and kind in KIND_HOMES else None
    if model is None:
        near = difflib.get_close_matches(str(kind), KIND_HOMES, n=1)
        hint = f"did you mean {near[0]}?" if near else f"kinds: {', '.join(KIND_HOMES)}"
        written = f"`{shortened(kind)}`" if isinstance(kind, str) else described(kind)
        message = (
            "the file has no `kind:` of catalogue" if kind is None else f"{written} is no kind of catalogue"
        )
        return None, (rules.INVALID_CATALOGUE.at(place.within("kind"), message, hint=hint),)
    try:
        catalogue = model.model_validate(value)
    except ValidationError as error:
        return None, tuple(diagnose(error, value, model, place))
    found = [
        rules.INVALID_CATALOGUE.at(place.within(*slip.route), slip.message, subject=name)
        for slip in slips(catalogue)
    ]
    if catalogue.id != name:
        message = f"{catalogue.id} stands in a file called {name}.yml"
        found.append(rules.IDENTIFIER_NOT_FILE_NAME.at(place.within("id"), message, subject=catalogue.id))
    return catalogue, tuple(found)


def near_file(path: str) -> str | None:
    """A hint for a file whose name fits no kind of record."""
    name = path.split("/", 1)[-1]
    if name.endswith(".yaml"):
        return "record files end with .yml"
    folder, slash, rest = name.partition("/")
    patterns = [slot.pattern for slot in SLOTS]
    if slash:
        near = difflib.get_close_matches(
            folder, {item.partition("/")[0] for item in patterns if "/" in item}, n=1
        )
        return f"did you mean {near[0]}/{rest}?" if near and near[0] != folder else None
    near = difflib.get_close_matches(name, [item for item in patterns if "/" not in item], n=1)
    return f"did you mean {near[0]}?" if near else None
