"""What stands in a report: paragraphs, and tables of rows of cells, in which the same stands again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from cerkit.publish.ooxml import Element, q
from cerkit.publish.redline.tokens import Reader, Token, kind_of, words_of

Block: TypeAlias = "Paragraph | Table"

_BARS = "Callout"


@dataclass(eq=False)
class Paragraph:
    """A paragraph; its words are read when they are asked for."""

    element: Element
    reader: Reader
    src: str
    """The page that it stands on."""

    @cached_property
    def _read(self) -> tuple[list[Token], list[Element]]:
        return self.reader.tokens(self.element)

    @property
    def tokens(self) -> list[Token]:
        """Its words and signs."""
        return self._read[0]

    @property
    def marks(self) -> list[Element]:
        """The places behind the last word."""
        return self._read[1]

    @cached_property
    def kind(self) -> tuple[str, str]:
        """What it is. Only paragraphs of one kind are versions of each other."""
        return kind_of(self.element, self.reader.side)

    @cached_property
    def signature(self) -> Hashable:
        """What makes it the same on the other side."""
        return self.kind, self.reader.signature(self.element)

    @property
    def is_derived(self) -> bool:
        """Whether it follows from what is cited: an entry of the reference list is shown as it is now."""
        return self.kind[0] == self.reader.side.styles("Bibliography")

    @cached_property
    def bag(self) -> Counter[str]:
        """Its words, to be weighed."""
        return Counter() if self.is_derived else words_of(self.tokens)

    @property
    def text(self) -> str:
        """As it reads."""
        return "".join(token.text for token in self.tokens)


@dataclass(eq=False)
class Cell:
    """A cell with what stands in it."""

    element: Element
    blocks: list[Block]

    @cached_property
    def signature(self) -> Hashable:
        """What makes it the same on the other side."""
        return self.shape, tuple(block.signature for block in self.blocks)

    @cached_property
    def shape(self) -> Hashable:
        """Columns that it covers, and whether it belongs to the cell above."""
        properties = self.element.find(q("tcPr"))
        if properties is None:
            return ()
        found = [properties.find(q(name)) for name in ("gridSpan", "vMerge")]
        return tuple("" if item is None else f"={item.get(q('val'), '')}" for item in found)


@dataclass(eq=False)
class Row:
    """A row of a table."""

    element: Element
    cells: list[Cell]

    @cached_property
    def signature(self) -> Hashable:
        """What makes it the same on the other side."""
        return tuple(cell.signature for cell in self.cells)

    @property
    def key(self) -> Hashable:
        """The first cell: most tables name their record there."""
        return self.cells[0].signature if self.cells else ()

    @property
    def shape(self) -> Hashable:
        """Only rows of one shape are versions of each other."""
        return tuple(cell.shape for cell in self.cells)

    @property
    def is_head(self) -> bool:
        """Whether it is repeated on each page."""
        return self.element.find(f"{q('trPr')}/{q('tblHeader')}") is not None

    @cached_property
    def bag(self) -> Counter[str]:
        """Its words, to be weighed."""
        return _sum(block.bag for cell in self.cells for block in cell.blocks)

    @property
    def text(self) -> str:
        """As it reads."""
        return " ".join(block.text for cell in self.cells for block in cell.blocks)


@dataclass(eq=False)
class Table:
    """A table. A callout is one, too: of one cell."""

    element: Element
    rows: list[Row]
    src: str
    columns: int = field(default=0)

    @cached_property
    def kind(self) -> Hashable:
        """What it is: a table with columns, or a callout."""
        style = self.element.find(f"{q('tblPr')}/{q('tblStyle')}")
        name = "" if style is None else style.get(q("val"), "")
        return "table", name if name.startswith(_BARS) else ""

    @cached_property
    def signature(self) -> Hashable:
        """What makes it the same on the other side. Widths of columns follow from the text."""
        return self.kind, tuple(row.signature for row in self.rows)

    @cached_property
    def head(self) -> tuple[Hashable, ...]:
        """The rows that name the columns."""
        return tuple(row.signature for row in self.rows if row.is_head)

    @cached_property
    def bag(self) -> Counter[str]:
        """Its words, to be weighed."""
        return _sum(row.bag for row in self.rows)

    @property
    def text(self) -> str:
        """As it reads."""
        return " ".join(row.text for row in self.rows)


def blocks_of(elements: Sequence[Element], reader: Reader, sources: Iterator[str]) -> list[Block]:
    """Paragraphs and tables among some elements; `sources` gives the page of each."""
    found: list[Block] = []
    for element, src in zip(elements, sources, strict=False):
        if element.tag == q("p"):
            found.append(Paragraph(element, reader, src))
        elif element.tag == q("tbl"):
            found.append(_table(element, reader, src))
    return found


def _sum(bags: Iterable[Counter[str]]) -> Counter[str]:
    """Adding counters up would copy what there is already each time."""
    total: Counter[str] = Counter()
    for bag in bags:
        total.update(bag)
    return total


def content_of(holder: Element, reader: Reader, src: str) -> list[Block]:
    """What stands in a cell or a footnote."""
    children = list(holder)
    return blocks_of(children, reader, iter([src] * len(children)))


def _table(element: Element, reader: Reader, src: str) -> Table:
    rows = [
        Row(row, [Cell(cell, content_of(cell, reader, src)) for cell in row.iterchildren(q("tc"))])
        for row in element.iterchildren(q("tr"))
    ]
    return Table(element, rows, src, len(element.findall(f"{q('tblGrid')}/{q('gridCol')}")))
