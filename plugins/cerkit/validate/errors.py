"""Turns pydantic's errors into diagnostics in the author's words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from cerkit.model.diagnostics import Diagnostic, Place, Route, Rule
from cerkit.model.fields import UNREADABLE, Empty
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
_LONGEST_QUOTED: Final = 40
"""Letters of the author's text that a message repeats."""

Explanation = tuple[Rule, str, str | None]
"""Rule, message, and a hint that fits better than the rule's own."""


def diagnose(error: ValidationError, raw: Any, model: type[BaseModel], place: Place) -> Iterator[Diagnostic]:
    """All mistakes of one record, each field once. `raw` is the value that was read, `place` where it stands."""
    subject = _identifier(raw)
    seen: set[Route] = set()
    for item in error.errors(include_url=False):
        route = _route(item, raw)
        if route in seen or _is_follow_up(item, route, raw):
            continue
        seen.add(route)
        rule, message, hint = _explain(item, route, model)
        on_key = rule is rules.UNKNOWN_FIELD or item["loc"][-1:] == ("[key]",)
        where = Place(place.path, (*place.route, *route), on_key=on_key)
        yield rule.at(where, f"{subject}: {message}" if subject else message, hint=hint, subject=subject)


def described(value: Any) -> str:
    """A value in the author's words, shortened."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return f"the number {shortened(str(value))}"
    if isinstance(value, date):
        return f"the day {value}"
    if isinstance(value, str):
        return f"the text `{shortened(value)}`"
    return "a list" if isinstance(value, list) else "a group of fields"


def shortened(text: str) -> str:
    """The beginning of a text: a message is one line, and the place shows the rest."""
    return text if len(text) <= _LONGEST_QUOTED else text[: _LONGEST_QUOTED - 3] + "..."


def _explain(item: Any, route: Route, model: type[BaseModel]) -> Explanation:
    """The rule that an error of pydantic falls under, with message and hint."""
    kind, value, field = item["type"], item["input"], _field(item, route)
    if kind in _PLAIN_EXPLANATIONS:
        return _PLAIN_EXPLANATIONS[kind](item, route, model)
    if kind.startswith("string_") and kind != "string_type":
        if str(value).strip():
            message = f"`{shortened(str(value))}` does not have the form of {field}"
            return rules.MALFORMED_IDENTIFIER, message, _form_hint(item)
        return rules.EMPTY_TEXT, f"{field} is empty", None
    if kind == "greater_than_equal":
        message = (
            f"{field} counts something and cannot be below {item['ctx']['ge']}, but is {described(value)}"
        )
        return rules.VALUE_NOT_ALLOWED, message, "write the number that was counted; none is 0"
    if kind in ("too_short", "too_long"):
        return rules.WRONG_TYPE, f"{field} has {_wrong_length(item)}", None
    # An exact number is read as `int | Decimal`, and pydantic names the first member that does not fit.
    expected = "a number" if item["loc"][-1:] == ("int",) else _EXPECTED.get(kind)
    message = f"must be {expected}, but is {described(value)}" if expected else item["msg"].lower()
    return rules.WRONG_TYPE, f"{field} {message}", _type_hint(kind, value)


def _field(item: Any, route: Route) -> str:
    """The field in words, or the mapping of which a key is meant."""
    return f"a key of {spoken(route[:-1])}" if item["loc"][-1:] == ("[key]",) else spoken(route)


def _wrong_length(item: Any) -> str:
    limits = item["ctx"]
    if item["type"] == "too_long":
        return f"{limits['actual_length']} entries, and may have {limits['max_length']}"
    return f"{limits['actual_length']} entries, and needs {limits['min_length']}"


def _explain_missing(_item: Any, route: Route, _model: type[BaseModel]) -> Explanation:
    return rules.MISSING_FIELD, f"{spoken(route)} is missing", None


def _explain_unknown(_item: Any, route: Route, model: type[BaseModel]) -> Explanation:
    message = f"`{shortened(str(route[-1]))}` is not a field here"
    return rules.UNKNOWN_FIELD, message, _near_field(route, model)


def _explain_choice(item: Any, route: Route, _model: type[BaseModel]) -> Explanation:
    choices: list[str] = re.findall("'([^']*)'", item["ctx"]["expected"])
    value = item["input"]
    near = difflib.get_close_matches(value, choices, n=1) if isinstance(value, str) else []
    allowed = f"{', '.join(choices[:-1])} or {choices[-1]}" if choices[1:] else "".join(choices)
    hint = f"did you mean `{near[0]}`? Allowed: {allowed}" if near else f"allowed: {allowed}"
    written = f"`{shortened(value)}`" if isinstance(value, str) else described(value)
    return rules.VALUE_NOT_ALLOWED, f"{_field(item, route)} cannot be {written}", hint


_PLAIN_EXPLANATIONS: Final = {
    "missing": _explain_missing,
    "extra_forbidden": _explain_unknown,
    "literal_error": _explain_choice,
}


def _route(item: Any, raw: Any) -> Route:
    """pydantic's location without the names of union members, which are no steps in the YAML."""
    route: list[str | int] = []
    value = raw
    for step in item["loc"]:
        is_step = step in value if isinstance(value, Mapping) else _is_position(step, value)
        if is_step:
            route.append(step)
            value = value[step]
        elif item["type"] == "missing":
            route.append(step)
    return tuple(route)


def _is_position(step: int | str, value: Any) -> bool:
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def _is_follow_up(item: Any, route: Route, raw: Any) -> bool:
    """Whether it follows from what was reported when the file was read: a forgotten value, an unreadable key."""
    if item["type"] == "missing":
        return UNREADABLE in item["input"]
    value = raw
    for step in route:
        value = value[step]
    return isinstance(value, Empty)


def _identifier(raw: Any) -> str | None:
    identifier = raw.get("id") if isinstance(raw, Mapping) else None
    return identifier if isinstance(identifier, str) else None


def spoken(route: Route) -> str:
    """The field in words: `findings[2].interval.lower`."""
    text = ""
    for step in route:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return f"`{text}`" if text else "the record"


def _type_hint(kind: str, value: Any) -> str | None:
    if kind == "string_type" and isinstance(value, int | Decimal | date) and not isinstance(value, bool):
        return f'put it in quotes: "{value}"'
    if kind == "bool_type" and value in ("yes", "no", "on", "off", "Yes", "No", "True", "False"):
        return "only true and false are read as such"
    if kind in ("int_type", "decimal_type", "is_instance_of") and isinstance(value, str):
        return "write a plain decimal number such as 1200 or 94.4, without quotes, signs or separators"
    if kind in ("tuple_type", "list_type"):
        is_one = isinstance(value, str) and len(value) <= _LONGEST_QUOTED
        return f"write [{value}]" if is_one else "write a list, each entry after a dash"
    return None


def _form_hint(item: Any) -> str | None:
    pattern = str(item.get("ctx", {}).get("pattern", ""))
    prefix = pattern.removeprefix("^").split("[")[0]
    return f"it begins with {prefix}, then letters, digits, hyphens" if prefix.endswith("-") else None


def _near_field(route: Route, model: type[BaseModel]) -> str | None:
    """Fields of the model that sound alike, else all of them."""
    target = _model_at(model, route[:-1])
    if target is None:
        return None
    near = difflib.get_close_matches(str(route[-1]), target.model_fields, n=1)
    return f"did you mean `{near[0]}`?" if near else f"fields here: {', '.join(target.model_fields)}"


def _model_at(model: type[BaseModel], route: Route) -> type[BaseModel] | None:
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
