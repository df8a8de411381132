"""Fields of a company's header that show a property: they say it at once, not only when Word has updated them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from cerkit.publish.ooxml import Element, parse, q, run, serialise

_PART: Final = re.compile(r"word/(?:header|footer)[^/]*\.xml")
_CODE: Final = re.compile(r'\s*DOCPROPERTY\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)


def fill_property_fields(parts: dict[str, bytes], values: Mapping[str, str]) -> None:
    """Put the values of properties into the fields of all headers and footers."""
    known = {name.casefold(): value for name, value in values.items()}
    for name, content in list(parts.items()):
        if _PART.fullmatch(name) and b"DOCPROPERTY" in content.upper():
            root = parse(content)
            for paragraph in root.iter(q("p")):
                _fill(paragraph, known)
            parts[name] = serialise(root)


def _fill(paragraph: Element, values: Mapping[str, str]) -> None:
    for simple in paragraph.iter(q("fldSimple")):
        value = _value(simple.get(q("instr"), ""), values)
        if value is not None:
            simple[:] = [_like(simple.find(q("r")), value)]
    for code, result in _complex_fields(paragraph):
        value = _value(code, values)
        if value is None or not result:
            continue
        first, *others = result
        first[:] = _like(first, value)[:]
        for other in others:
            parent = other.getparent()
            if parent is not None:
                parent.remove(other)


def _complex_fields(paragraph: Element) -> Iterator[tuple[str, list[Element]]]:
    """Code of each field that lies whole in the paragraph, and the runs of its result."""
    code, result, is_result, depth = "", list[Element](), False, 0
    for element in list(paragraph.iter(q("r"))):
        mark = element.find(q("fldChar"))
        kind = "" if mark is None else mark.get(q("fldCharType"), "")
        if kind == "begin":
            depth += 1
            code, result, is_result = ("", [], False) if depth == 1 else (code, result, is_result)
        elif kind == "separate" and depth == 1:
            is_result = True
        elif kind == "end":
            depth = max(0, depth - 1)
            if depth == 0:
                yield code, result
        elif depth == 1 and is_result:
            result.append(element)
        elif depth == 1:
            code += "".join(text.text or "" for text in element.iter(q("instrText")))


def _value(code: str, values: Mapping[str, str]) -> str | None:
    found = _CODE.match(code)
    return values.get((found[1] or found[2]).casefold()) if found else None


def _like(model: Element | None, text: str) -> Element:
    """A run of text with the looks of another one."""
    made = run(text)
    looks = None if model is None else model.find(q("rPr"))
    if looks is not None:
        made.insert(0, looks)
    return made
