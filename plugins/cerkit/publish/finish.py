"""What Pandoc 3.9 leaves to be done in the document itself; each step says which flaw or gap it mends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from lxml import etree

from cerkit.publish.addresses import FIELD
from cerkit.publish.blocks import DEFINITION_ITEM, QUOTED_ITEM
from cerkit.publish.keeping import BODY_TEXT, keep_rows_together, keep_rows_whole
from cerkit.publish.markup import TAB
from cerkit.publish.normalise import Heading
from cerkit.publish.ooxml import (
    DRAWINGML,
    PIC,
    WP,
    Element,
    Field,
    R,
    Styles,
    add_first,
    properties_of,
    q,
    set_property,
    set_style,
    style_of,
    verbatim,
    w,
)
from cerkit.publish.tables import ROW_LABEL

_CALLOUTS = ("callout", "callout warning")
_OWN_HEADING_LEVELS = 4
_LIST_INDENT = 284
_TASK_INDENT = 397
_INNER_LISTS = {DEFINITION_ITEM: 397, QUOTED_ITEM: 340}
"""Styles of items, and the indent of what their list stands in."""
_SPACE_AFTER_TABLE = 170
_SPACE_AFTER_LIST = 130
_FIRST_COLUMN = 0x80
"""The bit of a table's look for readers that know no names of bits."""
_CALLOUT_PADDING = 400
_CALLOUT_BORDER = 60
_SHORT_CALLOUT = 1200
"""Characters of a callout that is not broken over pages."""
_LARGEST_DRAWING = 400_000
"""Bytes. A plot of thousands of marks makes Word slow, and is as well seen in its picture."""
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SVG_MAIN = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_BLANK_LIST = "990"
"""Pandoc's list without marks, in which further paragraphs of an item stand; its reference document has it, too."""
_BULLETS = ("\u2022", "\u2013", "\u25aa")


def put_fields(root: Element, fields: Sequence[Field], styles: Styles) -> None:
    """Links to `#field_<n>` become the fields that they stood for."""
    for link in list(root.iter(q("hyperlink"))):
        anchor = link.get(q("anchor")) or ""
        parent = link.getparent()
        if parent is None or not anchor.startswith(FIELD):
            continue
        meant = fields[int(anchor.removeprefix(FIELD))]
        style = styles(meant.style) if meant.style else None
        position = parent.index(link)
        parent[position : position + 1] = Field(meant.instruction, meant.result, style).runs()


def put_tabs(root: Element) -> None:
    """The character that stood for a tab becomes one: HTML has no tabs."""
    for text in list(root.iter(q("t"))):
        if not text.text or TAB not in text.text:
            continue
        parent = text.getparent()
        before, *others = text.text.split(TAB)
        text.text = before
        if parent is not None:
            position = parent.index(text) + 1
            parent[position:position] = [
                made for words in others for made in (w("tab"), verbatim("t", words))
            ]


def style_headings(body: Element, headings: Iterable[Heading], styles: Styles) -> None:
    """Annexes get their own heading styles; unnumbered headings leave the list of numbers."""
    paragraphs = {
        mark.get(q("name")): mark.getparent()
        for mark in body.iter(q("bookmarkStart"))
        if mark.getparent() is not None
    }
    for heading in headings:
        element = paragraphs.get(heading.bookmark)
        if element is None:
            continue
        kind = "Annex" if heading.is_annex else ""
        kind = kind if heading.number else "Unnumbered"
        if kind and heading.level <= _OWN_HEADING_LEVELS:
            set_style(element, styles(f"{kind} Heading {heading.level}"))


def finish_tables(body: Element, styles: Styles, *, width: int, landscape_width: int) -> None:
    """Absolute widths, whole rows, a header that stays with its rows, text in the style of tables."""
    wide = styles("Wide Table")
    callouts = {styles(name) for name in _CALLOUTS}
    text_styles = {styles(name) for name in BODY_TEXT}
    widths: dict[Element, int] = {}
    for table in body.iter(q("tbl")):
        style = table.find(f"{q('tblPr')}/{q('tblStyle')}")
        name = "" if style is None else styles(style.get(q("val"), ""))
        if style is not None:
            # Pandoc writes the name of a table style where its id belongs.
            style.set(q("val"), name)
        outer = next(table.iterancestors(q("tbl")), None)
        available = landscape_width if name == wide else width
        if outer is not None:
            columns = len(outer.findall(f"{q('tblGrid')}/{q('gridCol')}")) or 1
            available = widths[outer] // columns - _CALLOUT_PADDING
        if name in callouts:
            available -= _CALLOUT_BORDER
        widths[table] = available
        _set_widths(table, available)
        text_style = styles("Callout Text" if name in callouts else "Table Text")
        for element in table.iter(q("p"), q("pPrChange")):  # what a paragraph was is styled like what it is
            properties = element.find(q("pPr"))
            if style_of(element) in text_styles or properties is None or not len(properties):
                set_style(element, text_style)
            _indent_list(element, _LIST_INDENT)
        if name not in callouts or len("".join(table.itertext())) < _SHORT_CALLOUT:
            keep_rows_whole(table)
        _mark_row_heads(table, styles(ROW_LABEL))
        if outer is None and name not in callouts:
            keep_rows_together(table, text_styles)
        _space_after(table, text_styles, styles("Table Gap"))


def _set_widths(table: Element, available: int) -> None:
    """Pandoc gives per cent and another page's grid, and leaves out the cells' widths, which some readers want."""
    columns = table.findall(f"{q('tblGrid')}/{q('gridCol')}")
    given = [int(column.get(q("w"), "0")) for column in columns]
    total = sum(given)
    if not total:
        return
    grid = [round(available * value / total) for value in given]
    for column, value in zip(columns, grid, strict=True):
        column.set(q("w"), str(value))
    whole = table.find(f"{q('tblPr')}/{q('tblW')}")
    if whole is not None:
        whole.set(q("type"), "dxa")
        whole.set(q("w"), str(sum(grid)))
    for row in table.iterchildren(q("tr")):
        position = 0
        for cell in row.iterchildren(q("tc")):
            properties = properties_of(cell, "tcPr")
            span = properties.find(q("gridSpan"))
            count = 1 if span is None else int(span.get(q("val"), "1"))
            for old in properties.findall(q("tcW")):
                properties.remove(old)
            add_first(properties, "tcW", w=sum(grid[position : position + count]), type="dxa")
            position += count


def _mark_row_heads(table: Element, label: str) -> None:
    """Say that the first column heads the rows, so that a reader aloud names it with each cell."""
    heads = [cell for row in table.iterchildren(q("tr")) for cell in row.findall(q("tc"))[:1]]
    labels = [cell for cell in heads if any(style_of(p) == label for p in cell.iterchildren(q("p")))]
    look = table.find(f"{q('tblPr')}/{q('tblLook')}")
    if not labels or look is None:
        return
    look.set(q("firstColumn"), "1")
    look.set(q("val"), f"{int(look.get(q('val'), '0'), 16) | _FIRST_COLUMN:04X}")
    for cell in labels:
        add_first(properties_of(cell, "tcPr"), "cnfStyle", val="001000000000", firstColumn=1)


def _space_after(table: Element, text_styles: set[str], gap: str) -> None:
    """Tables have no space after them in Word: the next paragraph gets it."""
    following = table.getnext()
    if following is None or following.tag != q("p"):
        return
    if len(following) == 0:  # Pandoc's empty paragraph, which keeps two tables apart
        set_style(following, gap)
    elif style_of(following) in text_styles:
        set_property(following, w("spacing", before=_SPACE_AFTER_TABLE))


def _indent_list(element: Element, step: int) -> None:
    properties = element.find(q("pPr"))
    numbers = None if properties is None else properties.find(q("numPr"))
    level = None if numbers is None else numbers.find(q("ilvl"))
    if level is not None:
        indent = step * (int(level.get(q("val"), "0")) + 1)
        set_property(element, w("ind", left=indent, hanging=step - 57))


def space_after_lists(body: Element) -> None:
    """Items of a tight list are close to each other; what follows the list is not one of them."""
    for numbers in body.iter(q("numPr")):
        properties = numbers.getparent()
        item = None if properties is None else properties.getparent()
        following = None if item is None else item.getnext()
        if item is None or item.tag != q("p") or following is None or following.tag != q("p"):
            continue
        after = following.find(q("pPr"))
        if after is None or after.find(q("numPr")) is None:
            set_property(item, w("spacing", after=_SPACE_AFTER_LIST))


def style_loose_items(body: Element, styles: Styles) -> None:
    """Items with space between them have the text's style, and so its space: Pandoc gives them none."""
    for numbers in body.iter(q("numPr")):
        properties = numbers.getparent()
        item = None if properties is None else properties.getparent()
        if item is not None and item.tag == q("p") and style_of(item) is None:
            set_style(item, styles("Body Text"))


def finish_tasks(body: Element, styles: Styles) -> None:
    """The box is the list's mark, so the bullet goes."""
    wanted = styles("Task Item")
    for mark in [mark for mark in body.iter(q("pStyle")) if mark.get(q("val")) == wanted]:
        properties = mark.getparent()
        numbers = None if properties is None else properties.find(q("numPr"))
        element = None if properties is None else properties.getparent()
        if properties is None or numbers is None or element is None:
            continue
        level = numbers.find(q("ilvl"))
        indent = _TASK_INDENT * (1 + int("0" if level is None else level.get(q("val"), "0")))
        set_property(element, w("ind", left=indent, hanging=_TASK_INDENT))
        properties.remove(numbers)


def indent_inner_lists(body: Element, styles: Styles) -> None:
    """Lists in quotations and definitions begin where those do; they would stand at the margin."""
    outer = {styles(name): margin for name, margin in _INNER_LISTS.items()}
    for mark in list(body.iter(q("pStyle"))):
        properties = mark.getparent()
        element = None if properties is None else properties.getparent()
        numbers = None if properties is None else properties.find(q("numPr"))
        if mark.get(q("val")) not in outer or numbers is None or element is None:
            continue
        level = numbers.find(q("ilvl"))
        indent = _TASK_INDENT * (1 + int("0" if level is None else level.get(q("val"), "0")))
        set_property(element, w("ind", left=outer[mark.get(q("val"), "")] + indent, hanging=_TASK_INDENT))


def add_drawings(root: Element, drawings: Mapping[int, bytes], register: Callable[[bytes], str]) -> None:
    """Beside the picture of a drawing stands the drawing itself, which Word prints sharp at any size.

    Pandoc would embed the SVG alone, and readers that know none would show nothing. `register` takes the SVG and gives
    the id of the relation to it.
    """
    for outer in root.iter(f"{{{WP}}}docPr"):
        number = (outer.get("title") or "").removeprefix("picture_")
        drawing = drawings.get(int(number)) if number.isdecimal() else None
        inline = outer.getparent()
        blip = None if inline is None else next(inline.iter(f"{{{DRAWINGML}}}blip"), None)
        if drawing is None or blip is None or len(drawing) > _LARGEST_DRAWING:
            continue
        extensions = etree.SubElement(blip, f"{{{DRAWINGML}}}extLst")
        extension = etree.SubElement(extensions, f"{{{DRAWINGML}}}ext", uri=_SVG_EXTENSION)
        shown = etree.SubElement(extension, f"{{{_SVG_MAIN}}}svgBlip", nsmap={"asvg": _SVG_MAIN})
        shown.set(f"{{{R}}}embed", register(drawing))


def finish_pictures(root: Element) -> None:
    """Our titles go; Pandoc copies each whole address into a second description: out with it, too."""
    for inner in root.iter(f"{{{PIC}}}cNvPr"):
        inner.set("descr", "")
    for number, outer in enumerate(root.iter(f"{{{WP}}}docPr"), 1):
        outer.attrib.pop("title", None)
        outer.set("name", f"Picture {number}")
        inline = outer.getparent()
        if inline is not None:
            # Without these LibreOffice sets the picture off from the margin.
            inline.attrib.update(dict.fromkeys(("distT", "distB", "distL", "distR"), "0"))


def finish_lists(numbering: Element, kept: Set[str]) -> None:
    """Bullets that need no symbol font, narrower indents. `kept` are the reference document's own lists."""
    for abstract in numbering.findall(q("abstractNum")):
        if abstract.get(q("abstractNumId"), "") in kept - {_BLANK_LIST}:
            continue
        for level in abstract.findall(q("lvl")):
            depth = int(level.get(q("ilvl"), "0"))
            kind, text = level.find(q("numFmt")), level.find(q("lvlText"))
            if (
                kind is not None
                and text is not None
                and kind.get(q("val")) == "bullet"
                and text.get(q("val"), "").strip()
            ):
                text.set(q("val"), _BULLETS[depth % len(_BULLETS)])
                for properties in level.findall(q("rPr")):
                    level.remove(properties)
            properties = properties_of(level, "pPr")
            for old in list(properties):
                properties.remove(old)
            properties.append(w("ind", left=_TASK_INDENT * (depth + 1), hanging=_TASK_INDENT))
