"""The reference document, which gives Pandoc its styles: ours, or a company's with what it lacks added."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources

from lxml import etree

from cerkit.model.errors import CerkitError
from cerkit.publish.archive import read_parts, register_part, write_parts
from cerkit.publish.ooxml import DRAWINGML, Element, parse, q, serialise, set_property, w
from cerkit.publish.pandoc import run_pandoc
from cerkit.publish.sections import page_setup

_FONT = "Arial"
_HEADING_NUMBERS = 901
_ANNEX_NUMBERS = 902
_HEADING_LEVELS = 6
_TEMPLATE, _DOCUMENT = b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"
"""A .dotx is a .docx that says that it is a template."""
_LEVEL_ORDER = "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr"
_LEVEL_RANK = {q(name): rank for rank, name in enumerate(_LEVEL_ORDER.split())}
_A4 = {"w": 11906, "h": 16838}
_MARGINS = {
    "top": 1644,
    "right": 1361,
    "bottom": 1361,
    "left": 1361,
    "header": 624,
    "footer": 567,
    "gutter": 0,
}
OWN_TEXT_WIDTH = _A4["w"] - _MARGINS["left"] - _MARGINS["right"]


@functools.cache
def own_reference() -> bytes:
    """Pandoc's default reference document with our styles, heading numbers and page in place of its own."""
    default = run_pandoc(["--print-default-data-file=reference.docx"]).content
    parts = read_parts(default, name="Pandoc's reference document")
    parts["word/styles.xml"] = _our_styles(parts["word/styles.xml"])
    parts["word/numbering.xml"] = _with_numbers(parts["word/numbering.xml"])
    parts["word/theme/theme1.xml"] = _with_font(parts["word/theme/theme1.xml"])
    parts["word/document.xml"] = _empty_page(parts["word/document.xml"])
    return write_parts(parts)


def adopted_reference(given: bytes) -> bytes:
    """A company's document: its page, header, footer and styles stay; styles that only we need are added."""
    parts = read_parts(given, name="the reference document")
    try:
        styles = parse(parts["word/styles.xml"])
        if "word/numbering.xml" not in parts:
            parts["word/numbering.xml"] = serialise(w("numbering"))
            register_part(parts, "numbering.xml", "numbering")
        numbering = _with_numbers(parts["word/numbering.xml"])
        _add_missing_styles(styles, width=_text_width(parts["word/document.xml"]))
        parts["word/numbering.xml"] = _linked_numbers(numbering, styles)
        parts["word/styles.xml"] = serialise(styles)
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(_TEMPLATE, _DOCUMENT)
    except etree.XMLSyntaxError as error:
        hint = "open it in Word, save it as .docx and try again"
        raise CerkitError(f"the reference document cannot be read: {error}", hint) from error
    return write_parts(parts)


def list_ids(reference: bytes) -> frozenset[str]:
    """Ids of the lists that a reference document brings along."""
    numbering = read_parts(reference, name="the reference document").get("word/numbering.xml")
    abstracts = () if numbering is None else parse(numbering).findall(q("abstractNum"))
    return frozenset(abstract.get(q("abstractNumId"), "") for abstract in abstracts)


def style_ids(styles: Element) -> dict[str, str]:
    """Style names, in small letters, to ids: built-in styles keep their name in every language of Word."""
    return {_name(style).casefold(): style.get(q("styleId"), "") for style in styles.iter(q("style"))}


def styles_by_id(styles: Element) -> dict[str, Element]:
    """The styles of a document by their ids."""
    return {style.get(q("styleId"), ""): style for style in styles.iter(q("style"))}


def numbering_of(by_id: Mapping[str, Element], identifier: str) -> str | None:
    """Id of the list that numbers paragraphs of a style, its own or that of a style on which it is based."""
    seen: set[str] = set()
    while identifier in by_id and identifier not in seen:
        seen.add(identifier)
        style = by_id[identifier]
        number = style.find(f"{q('pPr')}/{q('numPr')}/{q('numId')}")
        if number is not None:
            value = number.get(q("val"), "0")
            return None if value == "0" else value
        parent = style.find(q("basedOn"))
        identifier = "" if parent is None else parent.get(q("val"), "")
    return None


def _name(style: Element) -> str:
    name = style.find(q("name"))
    return "" if name is None else name.get(q("val"), "")


def _asset(name: str) -> Element:
    return parse((resources.files("cerkit") / "assets" / "word" / name).read_bytes())


def _our_styles(default: bytes) -> bytes:
    styles, ours = parse(default), _asset("styles.xml")
    defaults = styles.find(q("docDefaults"))
    replacement = ours.find(q("docDefaults"))
    if defaults is not None and replacement is not None:
        styles.replace(defaults, replacement)
    names = {_name(style).casefold() for style in ours.iter(q("style"))}
    for style in list(styles.iter(q("style"))):
        # "... Char" styles are the character side of paragraph styles that we replace.
        if _name(style).casefold() in names or (_name(style).endswith(" Char") and _is_linked(style)):
            styles.remove(style)
    for style in ours.findall(q("style")):
        styles.append(style)
    _drop_dangling_links(styles)
    return serialise(styles)


def _is_linked(style: Element) -> bool:
    return style.find(q("link")) is not None


def _drop_dangling_links(styles: Element) -> None:
    known = {style.get(q("styleId")) for style in styles.iter(q("style"))}
    for style in styles.iter(q("style")):
        for name in ("link", "next", "basedOn"):
            for reference in style.findall(q(name)):
                if reference.get(q("val")) not in known:
                    style.remove(reference)


def _text_width(document: bytes) -> int:
    body = parse(document).find(q("body"))
    return OWN_TEXT_WIDTH if body is None else page_setup(body).text_width


def _add_missing_styles(styles: Element, *, width: int) -> None:
    """Ours are added by name; an id that is taken gets our prefix, and references among ours follow it."""
    ids = style_ids(styles)
    taken = set(ids.values())
    defaults = {
        f"default {style.get(q('type'))}" for style in styles.iter(q("style")) if style.get(q("default"))
    }
    ours = list(_asset("styles.xml").findall(q("style")))
    renamed: dict[str, str] = {}
    for style in ours:
        identifier, name = style.get(q("styleId"), ""), _name(style).casefold()
        renamed[identifier] = ids.get(name) or (
            identifier if identifier not in taken else f"Cerkit{identifier}"
        )
    for style in ours:
        if _name(style).casefold() in ids:
            continue
        style.set(q("styleId"), renamed[style.get(q("styleId"), "")])
        if f"default {style.get(q('type'))}" in defaults:
            style.attrib.pop(q("default"), None)
        for tab in style.iter(q("tab")):
            if tab.get(q("pos")) == str(OWN_TEXT_WIDTH):
                tab.set(q("pos"), str(width))
        for name in ("basedOn", "next"):
            for reference in style.findall(q(name)):
                reference.set(q("val"), renamed.get(reference.get(q("val"), ""), reference.get(q("val"), "")))
        styles.append(style)
    _number_headings(styles)
    _drop_dangling_links(styles)


def _number_headings(styles: Element) -> None:
    """A company's headings keep their numbers; where the first level has none, all levels get ours."""
    by_name = {_name(style).casefold(): style for style in styles.iter(q("style"))}
    first = by_name.get("heading 1")
    if first is None or numbering_of(styles_by_id(styles), first.get(q("styleId"), "")) is not None:
        return
    for level in range(_HEADING_LEVELS):
        style = by_name.get(f"heading {level + 1}")
        if style is not None:
            if style.find(q("pPr")) is None:
                _insert_style_properties(style)
            numbers = w("numPr", w("ilvl", val=level), w("numId", val=_HEADING_NUMBERS))
            set_property(style, numbers)


def _insert_style_properties(style: Element) -> None:
    run_properties = style.find(q("rPr"))
    position = len(style) if run_properties is None else style.index(run_properties)
    style.insert(position, w("pPr"))


def _with_numbers(numbering: bytes) -> bytes:
    """Our two lists of numbers, put where the schema wants them: abstract ones first."""
    root, ours = parse(numbering), _asset("numbering.xml")
    known = {element.get(q("abstractNumId")) for element in root.findall(q("abstractNum"))}
    if str(_HEADING_NUMBERS) in known:
        return numbering
    for abstract in reversed(ours.findall(q("abstractNum"))):
        root.insert(0, abstract)
    for number in ours.findall(q("num")):
        root.append(number)
    return serialise(root)


def _linked_numbers(numbering: bytes, styles: Element) -> bytes:
    """Our lists name the styles that they number by the ids that those have here.

    Word takes the level of a heading from that link. Where a company's own list numbers the headings, ours lets go of
    them: a style that two lists name is numbered by either.
    """
    root, ids, by_id = parse(numbering), style_ids(styles), styles_by_id(styles)
    for level in root.iter(q("lvl")):
        # LibreOffice writes the style before the format, which Word's schema forbids.
        level[:] = sorted(level, key=lambda child: _LEVEL_RANK.get(str(child.tag), len(_LEVEL_RANK)))
    for abstract in root.findall(q("abstractNum")):
        own = abstract.get(q("abstractNumId"), "")
        if own not in (str(_HEADING_NUMBERS), str(_ANNEX_NUMBERS)):
            continue
        kind = "" if own == str(_HEADING_NUMBERS) else "annex "
        for level in abstract.findall(q("lvl")):
            identifier = ids.get(f"{kind}heading {int(level.get(q('ilvl'), '0')) + 1}", "")
            for link in level.findall(q("pStyle")):
                if numbering_of(by_id, identifier) == own:
                    link.set(q("val"), identifier)
                else:
                    level.remove(link)
    return serialise(root)


def _with_font(theme: bytes) -> bytes:
    """Styles name the theme's fonts, so the theme is the one place that decides."""
    root = parse(theme)
    for kind in ("majorFont", "minorFont"):
        for latin in root.iterfind(f".//{{{DRAWINGML}}}{kind}/{{{DRAWINGML}}}latin"):
            latin.attrib.clear()
            latin.set("typeface", _FONT)
    return serialise(root)


def _empty_page(document: bytes) -> bytes:
    """Pandoc copies only the last section's page; its sample text is a template's, and stays out."""
    root = parse(document)
    body = root.find(q("body"))
    if body is None:
        raise CerkitError("Pandoc's reference document has no body", "install the locked packages again")
    for child in list(body):
        body.remove(child)
    body.append(w("sectPr", w("pgSz", **_A4), w("pgMar", **_MARGINS)))
    return serialise(root)
