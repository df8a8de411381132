"""A company's headers and footers on landscape pages: the same, drawn out to the longer line."""

from __future__ import annotations

import copy
from typing import Final

from cerkit.publish.archive import register_part
from cerkit.publish.ooxml import Element, R, parse, q, serialise, set_property, style_of, w
from cerkit.publish.reference import styles_by_id
from cerkit.publish.sections import PageSetup

_RELATIONS: Final = "word/_rels/document.xml.rels"
_NEAR: Final = 150
"""Twentieths of a point by which a tab may miss the end or the middle of the line."""


def turned_references(parts: dict[str, bytes], setup: PageSetup) -> tuple[Element, ...]:
    """References for landscape sections; a header or footer that suits any width is used as it is."""
    return tuple(_turned(reference, parts, setup) for reference in setup.landscape)


def _turned(reference: Element, parts: dict[str, bytes], setup: PageSetup) -> Element:
    targets = {
        relation.get("Id"): relation.get("Target", "").removeprefix("/word/")
        for relation in parse(parts[_RELATIONS])
    }
    name = targets.get(reference.get(f"{{{R}}}id"), "")
    if f"word/{name}" not in parts:
        return reference
    root = parse(parts[f"word/{name}"])
    if not _draw_out(root, parse(parts["word/styles.xml"]), setup):
        return reference
    kind = "header" if reference.tag == q("headerReference") else "footer"
    file = f"{name.removesuffix('.xml').replace('/', '_')}_landscape.xml"
    parts[f"word/{file}"] = serialise(root)
    related = parts.get(f"word/_rels/{name}.rels")
    if related is not None:
        parts[f"word/_rels/{file}.rels"] = related
    made = copy.deepcopy(reference)
    made.set(f"{{{R}}}id", register_part(parts, file, kind))
    return made


def _draw_out(root: Element, styles: Element, setup: PageSetup) -> bool:
    """Move tabs at the middle and end of the line, and widen tables; false where nothing had to move."""
    old, new = setup.text_width, setup.landscape_text_width
    by_id = styles_by_id(styles)
    has_moved = False
    for paragraph in root.iter(q("p")):
        if next(paragraph.iter(q("tab")), None) is None:
            continue
        tabs = _tabs(paragraph, by_id)
        moved = {position: _moved(position, old, new) for position in tabs}
        if any(before != after for before, after in moved.items()):
            cleared = [
                w("tab", val="clear", pos=before) for before, after in moved.items() if before != after
            ]
            stops = [w("tab", val=kind, pos=moved[position]) for position, kind in tabs.items()]
            set_property(paragraph, w("tabs", *cleared, *stops))
            has_moved = True
    for width in (*root.iter(q("gridCol")), *root.iter(q("tblW")), *root.iter(q("tcW"))):
        if width.get(q("type"), "dxa") == "dxa" and (width.get(q("w")) or "").isdecimal():
            width.set(q("w"), str(round(int(width.get(q("w"), "0")) * new / old)))
            has_moved = True
    return has_moved


def _moved(position: int, old: int, new: int) -> int:
    if abs(position - old) <= _NEAR:
        return new
    return new // 2 if abs(position - old // 2) <= _NEAR else position


def _tabs(paragraph: Element, by_id: dict[str, Element]) -> dict[int, str]:
    """Position and kind of the tabs of a paragraph: those of its style, and its own."""
    chain: list[Element] = []
    identifier = style_of(paragraph) or ""
    while identifier in by_id and by_id[identifier] not in chain:
        chain.insert(0, by_id[identifier])
        parent = by_id[identifier].find(q("basedOn"))
        identifier = "" if parent is None else parent.get(q("val"), "")
    found: dict[int, str] = {}
    for holder in (*chain, paragraph):
        for tab in holder.iterfind(f"{q('pPr')}/{q('tabs')}/{q('tab')}"):
            position, kind = tab.get(q("pos"), ""), tab.get(q("val"), "left")
            if position.isdecimal():
                found.pop(int(position), None)
                if kind != "clear":
                    found[int(position)] = kind
    return dict(sorted(found.items()))
