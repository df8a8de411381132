"""What a report will lack, or look like, with a company's Word template; nothing is written."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from cerkit.model.diagnostics import Diagnostic, Place, Rule, Severity
from cerkit.model.errors import CerkitError
from cerkit.publish import template_rules as rules
from cerkit.publish.archive import read_parts
from cerkit.publish.ooxml import Element, parse, q
from cerkit.publish.reference import numbering_of, style_ids, styles_by_id
from cerkit.publish.sections import PageSetup, page_setup

_EXPECTED: Final = (
    "heading 1", "heading 2", "heading 3", "Body Text", "caption", "header", "footer", "footnote text",
    "toc 1", "toc 2",
)  # fmt: skip  # one list of names, read as a paragraph
"""Word's own styles in which the text of every report is set. Those that only cerkit has are added without a word."""
_NUMBERED: Final = 4
_FURNITURE: Final = re.compile(r"word/(?:header|footer)[^/]*\.xml")
_FIELD_CODE: Final = re.compile(rb'<w:instrText[^>]*>([^<]*)|<w:fldSimple[^>]*? w:instr="([^"]*)"')
_MUST_PRINT: Final = ("Document number", "Version")
_MAY_PRINT: Final = "Notice"
_A4: Final = (11906, 16838)
_TOLERANCE: Final = 120
_TWIPS_PER_CM: Final = 567
_NARROWEST_CM: Final = 14
_Finding = tuple[Rule, str, str | None] | tuple[Rule, str, str | None, Severity]
"""Rule, message, hint, and the severity where it is not the rule's own."""
_MACROS: Final = b"macroEnabled"


def check_template(content: bytes, path: str) -> tuple[Diagnostic, ...]:
    """Everything worth knowing before the template is used; `path` is what messages call it."""
    place = Place(path, line=1, column=1)

    def told(finding: _Finding) -> Diagnostic:
        rule, message, hint = finding[:3]
        return rule.at(place, message, hint=hint, severity=finding[3] if len(finding) > 3 else None)

    try:
        parts = read_parts(content, name="the file")
        styles, document = parse(parts["word/styles.xml"]), parse(parts["word/document.xml"])
        body = document.find(q("body"))
    except CerkitError as error:
        return (told((rules.UNREADABLE_TEMPLATE, error.message, error.hint)),)
    except etree.XMLSyntaxError as error:
        return (told((rules.UNREADABLE_TEMPLATE, f"a part of the file is no XML: {error}", None)),)
    if body is None:
        return (told((rules.UNREADABLE_TEMPLATE, "the file has no text part", None)),)
    found = map(told, _findings(parts, styles, page_setup(body)))
    return tuple(sorted(found, key=Diagnostic.sort_key))


def _findings(parts: Mapping[str, bytes], styles: Element, setup: PageSetup) -> Iterator[_Finding]:
    if _MACROS in parts.get("[Content_Types].xml", b""):
        yield rules.TEMPLATE_MACROS, "the file holds macros, which no report takes over", None
    ids = style_ids(styles)
    for name in _EXPECTED:
        if name.casefold() not in ids:
            message = f'there is no style "{_as_word_says(name)}": cerkit\'s own is added in its place'
            yield rules.STYLE_NOT_IN_TEMPLATE, message, None
    yield from _numbers(styles, ids)
    yield from _fields(parts)
    yield from _page(setup)


def _numbers(styles: Element, ids: Mapping[str, str]) -> Iterator[_Finding]:
    by_id = styles_by_id(styles)
    there = [level for level in range(1, _NUMBERED + 1) if f"heading {level}" in ids]
    numbered = [level for level in there if numbering_of(by_id, ids[f"heading {level}"]) is not None]
    without = [level for level in there if level not in numbered]
    if not there:
        return
    if there[0] not in numbered:
        message = "Heading 1 has no number: all headings get cerkit's numbers, 1, 1.1, 1.1.1"
        yield rules.TEMPLATE_WITHOUT_NUMBERS, message, None
    elif without:
        names = " and ".join(f"Heading {level}" for level in without)
        message = f"{names} {'has' if len(without) == 1 else 'have'} no number, while Heading 1 has one"
        yield rules.TEMPLATE_WITHOUT_NUMBERS, message, None


def _fields(parts: Mapping[str, bytes]) -> Iterator[_Finding]:
    furniture = [content for name, content in sorted(parts.items()) if _FURNITURE.fullmatch(name)]
    if not furniture:
        message = "there is no header and no footer: pages will not say to which document they belong"
        yield rules.TEMPLATE_WITHOUT_FIELD, message, None
        return
    codes = _codes(b"".join(furniture))
    for name in _MUST_PRINT:
        if name.casefold() not in codes:
            hint = f'put the field {{ DOCPROPERTY "{name}" }} into the header'
            yield rules.TEMPLATE_WITHOUT_FIELD, f"header and footer do not print the property {name}", hint
    if _MAY_PRINT.casefold() not in codes:
        message = "header and footer do not print the property Notice, which only a fictional device needs"
        hint = 'for such a device, put the field { DOCPROPERTY "Notice" } into the header'
        yield rules.TEMPLATE_WITHOUT_FIELD, message, hint, Severity.NOTE


def _codes(furniture: bytes) -> str:
    """Codes of all fields in small letters. Word may split one into several runs, so they are put together."""
    pieces = (first or second for first, second in _FIELD_CODE.findall(furniture))
    return html.unescape(b"".join(pieces).decode("utf-8", "replace")).casefold()


def _page(setup: PageSetup) -> Iterator[_Finding]:
    if any(abs(a - b) > _TOLERANCE for a, b in zip((setup.width, setup.height), _A4, strict=True)):
        width, height = (round(value / _TWIPS_PER_CM, 1) for value in (setup.width, setup.height))
        yield rules.TEMPLATE_PAGE, f"the page is {width} cm by {height} cm, not A4 (21.0 by 29.7)", None
    line = setup.text_width / _TWIPS_PER_CM
    if line < _NARROWEST_CM:
        yield rules.TEMPLATE_PAGE, f"a line is {line:.1f} cm long, less than {_NARROWEST_CM} cm", None


def _as_word_says(name: str) -> str:
    return name if name.startswith("toc") else name.title()
