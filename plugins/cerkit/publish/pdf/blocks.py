"""Blocks of the normalised document as Typst code, one line of it for each block of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from lxml.html import HtmlElement

from cerkit.publish.contents import is_listed
from cerkit.publish.markup import TAB, is_block, text_of
from cerkit.publish.normalise import Heading
from cerkit.publish.pdf.code import joined, listed, string
from cerkit.publish.pdf.inline import Line, Setting, holds_blocks, inline_nodes, picture
from cerkit.publish.pdf.tables import Cell, Grid, read_grid

_PARAGRAPHS = {"Tab Label": "tab-label", "Code Title": "code-title"}
_LAST_ENTRIES = 3
"""Entries at the end of the list of references that stay together, so that none comes to a page alone."""
_NUMBERS, _BULLETS = ("1.", "a.", "i."), ("\u2022", "\u2013", "\u25aa")
"""Marks of a list by its depth: an item has the same one as in Word."""
_SHORT_CALLOUT = 1200
"""Characters of a callout that is not broken over pages."""
_CAPTION = 24
"""Points that a caption of a line takes with the space below it."""
_TALL_ROW = 1500
"""Characters of a cell from which its row may be broken: it could be taller than a page."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the document: its code, and what the turning of pages asks about it."""

    code: str
    kind: str = "other"
    """`plain` for a paragraph, `heading`, `wide` for a table on a landscape page, else `other`."""
    level: int = 0
    begins_page: bool = False
    is_table: bool = False


@dataclass(slots=True)
class Writer:
    """Writes blocks. Everything it has to know of other parts of the document is in `setting`."""

    setting: Setting
    headings: Mapping[str, Heading] = field(default_factory=dict)
    """By bookmark."""

    def blocks(self, parent: HtmlElement) -> Iterator[Block]:
        """The blocks of an element; text between them makes paragraphs of its own."""
        run: list[HtmlElement | str] = []
        for node in inline_nodes(parent):
            if isinstance(node, str) or not (is_block(node) or holds_blocks(node)):
                run.append(node)
                continue
            yield from self._paragraph(run)
            run = []
            yield from self._block(node)
        yield from self._paragraph(run)

    def flow(self, parent: HtmlElement) -> str:
        """The inside of a cell or an item: a line where it is one, else its blocks."""
        children = [child for child in parent if isinstance(child.tag, str)]
        if not holds_blocks(parent):
            return Line(self.setting).content(inline_nodes(parent))
        if len(children) == 1 and children[0].tag in ("p", "div") and not _words_beside(parent, children[0]):
            return self.flow(children[0])
        return joined(block.code for block in self.blocks(parent))

    def _paragraph(self, run: Sequence[HtmlElement | str]) -> Iterator[Block]:
        content = Line(self.setting).content(run)
        if content != '""':
            # Words that end in a colon stay with what they lead to.
            leads = "".join(node if isinstance(node, str) else text_of(node) for node in run[-2:])
            yield Block(f"{'lead' if leads.rstrip().endswith(':') else 'p'}({content})", "plain")

    def _block(self, element: HtmlElement) -> Iterator[Block]:
        style = element.get("data-custom-style") or ""
        if element.tag == "section" and element.get("role") == "doc-endnotes":
            return
        identifier = element.get("id")
        if identifier in self.setting.places:
            yield Block(f"mark({string(identifier or '')})")
        write = self._BY_TAG.get(str(element.tag))
        if write is not None:
            yield write(self, element)
        elif element.tag == "p":
            yield from self._paragraph(inline_nodes(element))
        elif _captioned(element) is not None:
            yield self._figure(element)
        elif style == "Horizontal Rule":
            yield Block("line-across")
        elif style == "Bibliography":
            entries = [self._entry(entry) for entry in element.findall("p")]
            yield from map(Block, entries[:-_LAST_ENTRIES])
            yield Block(f"whole({joined(entries[-_LAST_ENTRIES:])})")
        elif style in _PARAGRAPHS:
            yield Block(f"{_PARAGRAPHS[style]}({self.flow(element)})")
        else:
            yield from self.blocks(element)

    def _any_table(self, element: HtmlElement) -> Block:
        style = element.get("data-custom-style") or ""
        return self._callout(element, style) if style.startswith("Callout") else self._table(element)

    def _listing(self, element: HtmlElement) -> Block:
        return Block(f"listing({string(element.text_content())})")

    def _said(self, element: HtmlElement) -> Block:
        return Block(f"said({joined(block.code for block in self.blocks(element))})")

    def _heading(self, element: HtmlElement) -> Block:
        level = int(str(element.tag)[1])
        name = element.get("data-bookmark") or ""
        heading = self.headings.get(name)
        number = "" if heading is None else heading.number
        for span in element.iter("span"):
            if span.get("id") == name:
                del span.attrib["id"]
        body = Line(self.setting).content(inline_nodes(element))
        begins_page = heading is not None and heading.is_annex and level == 1
        more = ", is-listed: false" if heading is not None and not is_listed(heading) else ""
        code = f"section({level},{string(number)},{string(name)},{body}{more})"
        return Block(code, "heading", level, begins_page)

    def _callout(self, table: HtmlElement, style: str) -> Block:
        cell = next(table.iter("td"))
        title = next(
            (e for e in cell.iterchildren("div") if e.get("data-custom-style") == "Callout Title"), None
        )
        head = "none"
        if title is not None:
            head = self.flow(title)
            tail, title.tail = title.tail, None
            cell.remove(title)
            cell.text = (cell.text or "") + (tail or "")
        breaks = "false" if len(cell.text_content()) < _SHORT_CALLOUT else "true"
        is_warning = "true" if style == "Callout Warning" else "false"
        body = joined(block.code for block in self.blocks(cell))
        return Block(f"callout({is_warning},{breaks},{head},{body})")

    def _list(self, element: HtmlElement) -> Block:
        items = [child for child in element if child.tag == "li"]
        loose = "" if all(item.find("p") is None for item in items) else ",tight: false"
        if any(_task_of(item) is not None for item in items):
            return Block(joined(f"list(marker: {mark},{body})" for mark, body in map(self._task, items)))
        bodies = ",".join(self.flow(item) for item in items)
        depth = _depth(element)
        if element.tag == "ul":
            return Block(f"list(marker: {string(_BULLETS[depth % len(_BULLETS)])},{bodies}{loose})")
        start = element.get("start") or "1"
        number = string(_NUMBERS[depth % len(_NUMBERS)])
        return Block(f"enum(start: {start if start.isdecimal() else 1},numbering: {number},{bodies}{loose})")

    def _task(self, item: HtmlElement) -> tuple[str, str]:
        """The box is the item's mark."""
        lead = _task_of(item)
        if lead is None or TAB not in (lead.text or ""):
            return '"\u2022"', self.flow(item)
        box, _, lead.text = (lead.text or "").partition(TAB)
        return string(box), self.flow(item)

    def _definitions(self, element: HtmlElement) -> Block:
        items: list[tuple[str, list[str]]] = []
        for child in element:
            if child.tag == "dt":
                items.append((self.flow(child), []))
            elif child.tag == "dd" and items:
                items[-1][1].append(self.flow(child))
        pairs = ",".join(f"terms.item({term},{_paragraphs(bodies)})" for term, bodies in items)
        return Block(f"terms({pairs})")

    def _entry(self, entry: HtmlElement) -> str:
        """An entry of the reference list: the number hangs in the margin."""
        nodes = inline_nodes(entry)
        place = next((n for n, node in enumerate(nodes) if isinstance(node, str) and TAB in node), None)
        if place is None:
            return f"p({Line(self.setting).content(nodes)})"
        number, _, nodes[place] = str(nodes[place]).partition(TAB)
        return f"entry({string(number.strip())},{Line(self.setting).content(nodes)})"

    def _figure(self, element: HtmlElement) -> Block:
        caption = _captioned(element)
        if caption is None:
            caption = element.find("figcaption")
        if caption is not None:
            element.remove(caption)
        images = list(element.iter("img"))
        if len(images) == 1 and not text_of(element):
            body = picture(images[0], self.setting)
        else:
            body = joined(block.code for block in self.blocks(element))
        return Block(self._numbered("image", caption, body))

    def _numbered(self, kind: str, caption: HtmlElement | None, body: str) -> str:
        """A figure or table with its caption, and the number that the document gives it."""
        if caption is None:
            return body
        place = next(
            (span for span in caption.iterchildren("span") if span.get("data-label") is not None), None
        )
        if place is None:
            words = Line(self.setting).content(inline_nodes(caption))
            return f"plain-figure({kind},{words},{body})"
        word, number = text_of(place[0]), text_of(place[1])
        name = place.get("id") or ""
        rest = [(place.tail or "").lstrip("\u2002 "), *_nodes_after(place)]
        words = Line(self.setting).content(rest)
        return f"numbered({kind},{string(word)},{string(number)},{string(name)},{words},{body})"

    def _table(self, table: HtmlElement) -> Block:
        grid = read_grid(table)
        caption = table.find("caption")
        is_wide = table.get("data-custom-style") == "Wide Table"
        room = grid.height_of_start(is_wide=is_wide) + (0 if caption is None else _CAPTION)
        body = self._numbered("table", caption, self._grid(grid, is_wide=is_wide))
        kind = "wide" if is_wide else "other"
        if grid.is_whole(is_wide=is_wide):
            return Block(f"whole({body},space: 17pt)", kind, is_table=True)
        return Block(joined((f"room-for({room}pt)", body)), kind, is_table=True)

    def _grid(self, grid: Grid, *, is_wide: bool) -> str:
        columns = listed(f"{width:.2f}fr" for width in grid.widths)
        parts = [columns, self._head(grid, is_wide=is_wide) if grid.head else "()"]
        for row in grid.body:
            breaks = ",breaks: true" if any(len(c.element.text_content()) > _TALL_ROW for c in row) else ""
            for cell in row:
                kind = "cell" if not cell.is_group else "group-row" if cell.down == 1 else "group-cell"
                parts.append(f"{kind}({self._inside(grid, cell, is_wide=is_wide)}{cell.options}{breaks})")
        return f"grid-of({','.join(parts)})"

    def _head(self, grid: Grid, *, is_wide: bool) -> str:
        """A head that is repeated can hold neither places nor links: the second time they would be the same again."""
        every = [cell.element for row in grid.head for cell in row]
        repeats = grid.is_long and not any(_is_bound(element) for element in every)
        if repeats:
            for link in [link for element in every for link in element.iter("a")]:
                link.tag = "span"
        inside = (
            f"head-cell({self._inside(grid, cell, is_wide=is_wide)}{cell.options})"
            for row in grid.head
            for cell in row
        )
        return f"(rows: {len(grid.head)}, repeats: {'true' if repeats else 'false'}, cells: {listed(inside)})"

    def _inside(self, grid: Grid, cell: Cell, *, is_wide: bool) -> str:
        """What a cell holds; words longer than its line may be broken."""
        outside = self.setting.room
        self.setting.room = min(outside, grid.room(cell, is_wide=is_wide))
        try:
            return self.flow(cell.element)
        finally:
            self.setting.room = outside

    _BY_TAG: ClassVar[Mapping[str, Callable[[Writer, HtmlElement], Block]]] = {
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
        **dict.fromkeys(("ul", "ol"), _list),
        "table": _any_table,
        "figure": _figure,
        "dl": _definitions,
        "pre": _listing,
        "blockquote": _said,
    }


def _depth(element: HtmlElement) -> int:
    """Lists around a list, as far as its cell."""
    depth = 0
    for outer in element.iterancestors("ul", "ol", "td", "th"):
        if outer.tag in ("td", "th"):
            break
        depth += 1
    return depth


def _is_bound(element: HtmlElement) -> bool:
    """Whether it holds a note, or a place that links lead to."""
    return any(e.get("id") or e.get("role") == "doc-noteref" for e in element.iter())


def _captioned(element: HtmlElement) -> HtmlElement | None:
    """The caption of a figure of several pictures, which Pandoc gets as a block with a paragraph below."""
    if element.tag not in ("div", "figure"):
        return None
    for child in element.iterchildren("div"):
        if child.get("data-custom-style") == "Image Caption":
            return child
    return None


def _task_of(item: HtmlElement) -> HtmlElement | None:
    """The paragraph of an item that begins with a box."""
    block = next((child for child in item if child.tag == "div"), None)
    if block is None or block.get("data-custom-style") != "Task Item":
        return None
    return block.find("p")


def _paragraphs(bodies: Sequence[str]) -> str:
    return bodies[0] if len(bodies) == 1 else joined(f"p({body})" for body in bodies)


def _words_beside(parent: HtmlElement, child: HtmlElement) -> bool:
    return bool((parent.text or "").strip() or (child.tail or "").strip())


def _nodes_after(element: HtmlElement) -> Iterator[HtmlElement | str]:
    for sibling in element.itersiblings():
        yield sibling
        if sibling.tail:
            yield sibling.tail
