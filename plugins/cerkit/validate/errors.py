"""Turns pydantic's errors into diagnostics in the author's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from cerkit.model.diagnostics import Diagnostic, Place, Route, Rule
from cerkit.model.fields import Empty
from cerkit.validate import rules

_EXPECTED: Final = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "is_instance_of": "a number",
    "decimal_type": "a number",
    "bool_type": "true or false",
    "date_type": "a day such as 2026-05-29",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "named entries",
    "mapping_type": "named entries",
    "model_type": "named fields",
    "model_attributes_type": "named fields",
}


Explanation = tuple[Rule, str, str | None]
"""Rule, message, and a hint that fits better than the rule's own."""


def diagnose(error: ValidationError, raw: Any, model: type[BaseModel], place: Place) -> Iterator[Diagnostic]:
    """All mistakes of one record, each field once. `raw` is the value that was read, `place` where it stands."""
    subject = _identifier(raw)
    seen: set[Route] = set()
    for item in error.errors(include_url=False):
        route = _route(item["loc"], raw)
        if route in seen or _holds_empty(raw, route):
            continue
        seen.add(route)
        rule, message, hint = _explain(item, route, model)
        where = Place(place.path, (*place.route, *route), on_key=rule is rules.UNKNOWN_FIELD)
        yield rule.at(where, f"{subject}: {message}" if subject else message, hint=hint, subject=subject)


def _explain(item: Any, route: Route, model: type[BaseModel]) -> Explanation:
    """The rule that an error of pydantic falls under, with message and hint."""
    kind, value, field = item["type"], item["input"], _spoken(route)
    if kind in _PLAIN_EXPLANATIONS:
        return _PLAIN_EXPLANATIONS[kind](item, route, model)
    if kind.startswith("string_") and kind != "string_type":
        if str(value).strip():
            return (
                rules.MALFORMED_IDENTIFIER,
                f"`{value}` does not have the form of {field}",
                _form_hint(item),
            )
        return rules.EMPTY_TEXT, f"{field} is empty", None
    expected = _EXPECTED.get(kind)
    message = f"must be {expected}, but is {_described(value)}" if expected else item["msg"].lower()
    return rules.WRONG_TYPE, f"{field} {message}", _type_hint(kind, value)


def _explain_missing(_item: Any, route: Route, _model: type[BaseModel]) -> Explanation:
    return rules.MISSING_FIELD, f"{_spoken(route)} is missing", None


def _explain_unknown(_item: Any, route: Route, model: type[BaseModel]) -> Explanation:
    return rules.UNKNOWN_FIELD, f"`{route[-1]}` is not a field here", _near_field(route, model)


def _explain_choice(item: Any, route: Route, _model: type[BaseModel]) -> Explanation:
    allowed = str(item["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
    near = difflib.get_close_matches(str(item["input"]), allowed.split(", "), n=1)
    hint = f"did you mean `{near[0]}`? Allowed: {allowed}" if near else f"allowed: {allowed}"
    return rules.VALUE_NOT_ALLOWED, f"{_spoken(route)} cannot be `{item['input']}`", hint


_PLAIN_EXPLANATIONS: Final = {
    "missing": _explain_missing,
    "extra_forbidden": _explain_unknown,
    "literal_error": _explain_choice,
}


def _route(location: tuple[int | str, ...], raw: Any) -> Route:
    """pydantic's location without the names of union members, which are no steps in the YAML."""
    route: list[str | int] = []
    value = raw
    for position, step in enumerate(location):
        if (isinstance(value, Mapping) and step in value) or (
            isinstance(value, list) and isinstance(step, int)
        ):
            route.append(step)
            value = value[step]  # type: ignore[index]  # the step fits, as was just seen
        elif isinstance(value, Mapping) and position == len(location) - 1:
            route.append(step)
    return tuple(route)


def _holds_empty(raw: Any, route: Route) -> bool:
    """A forgotten value was reported when the file was read; it is not reported a second time."""
    value = raw
    for step in route:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return False
    return isinstance(value, Empty)


def _identifier(raw: Any) -> str | None:
    identifier = raw.get("id") if isinstance(raw, Mapping) else None
    return identifier if isinstance(identifier, str) else None


def _spoken(route: Route) -> str:
    """The field in words: `findings[2].interval.lower`."""
    text = ""
    for step in route:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return f"`{text}`" if text else "the record"


def _described(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return f"the number {value}"
    if isinstance(value, date):
        return f"the day {value}"
    if isinstance(value, str):
        return f"the text `{value if len(value) < 40 else value[:37] + '...'}`"
    return "a list" if isinstance(value, list) else "a group of fields"


def _type_hint(kind: str, value: Any) -> str | None:
    if kind == "string_type" and isinstance(value, int | Decimal | date) and not isinstance(value, bool):
        return f'put it in quotes: "{value}"'
    if kind == "bool_type" and value in ("yes", "no", "on", "off", "Yes", "No", "True", "False"):
        return "only true and false are read as such"
    if kind in ("int_type", "decimal_type", "is_instance_of") and isinstance(value, str):
        return "write a plain decimal number such as 1200 or 94.4, without quotes, signs or separators"
    if kind in ("tuple_type", "list_type"):
        return f"write [{value}]" if isinstance(value, str) else "write a list, each entry after a dash"
    return None


def _form_hint(item: Any) -> str | None:
    pattern = str(item.get("ctx", {}).get("pattern", ""))
    prefix = pattern.removeprefix("^").split("[")[0]
    return f"it begins with {prefix}, then letters, digits, hyphens" if prefix.endswith("-") else None


def _near_field(route: Route, model: type[BaseModel]) -> str | None:
    """Fields of the model that sound alike, else all of them."""
    target = model_at(model, route[:-1])
    if target is None:
        return None
    near = difflib.get_close_matches(str(route[-1]), target.model_fields, n=1)
    return f"did you mean `{near[0]}`?" if near else f"fields here: {', '.join(target.model_fields)}"


def model_at(model: type[BaseModel], route: Route) -> type[BaseModel] | None:
    """The model that a route inside a record leads to."""
    current: type[BaseModel] | None = model
    for step in route:
        if isinstance(step, int) or current is None:
            continue
        info = current.model_fields.get(step)
        current = _model_in(info.annotation) if info else None
    return current


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
