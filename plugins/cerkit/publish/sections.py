"""Pages of the document: the cover, portrait and landscape parts, each with its own header and footer.

A section of Word ends in the paragraph that carries its properties, so a part is closed where it ends.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cerkit.model.errors import CerkitError
from cerkit.publish.ooxml import Element, Styles, q, set_property, style_of, w
from cerkit.publish.turning import turned

_CAPTIONS = ("Table Caption", "caption")


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Paper and references to headers and footers. Lengths are in twentieths of a point."""

    width: int
    height: int
    margins: Mapping[str, int]
    cover: tuple[Element, ...] = ()
    portrait: tuple[Element, ...] = ()
    landscape: tuple[Element, ...] = ()
    extra: tuple[Element, ...] = ()
    """Other properties of a company's section, kept as they are."""

    @property
    def text_width(self) -> int:
        """Width of a portrait line."""
        return self.width - self.margins["left"] - self.margins["right"]

    @property
    def landscape_text_width(self) -> int:
        """Width of a landscape line: the margins turn with the paper."""
        return self.height - self.margins["top"] - self.margins["bottom"]

    def with_furniture(self, references: Mapping[str, tuple[Element, ...]]) -> PageSetup:
        """The same paper with references to headers and footers by kind of page."""
        return PageSetup(self.width, self.height, self.margins, **references, extra=self.extra)

    def section(self, kind: str) -> Element:
        """Section properties of the kind `cover`, `portrait` or `landscape`."""
        references = {"cover": self.cover, "portrait": self.portrait, "landscape": self.landscape}[kind]
        turned = kind == "landscape"
        margins = dict(self.margins)
        if turned:
            names = ("top", "right", "bottom", "left")
            margins.update(
                zip(names, (self.margins[name] for name in ("left", "top", "right", "bottom")), strict=True)
            )
            size = w("pgSz", w=self.height, h=self.width, orient="landscape")
        else:
            size = w("pgSz", w=self.width, h=self.height)
        # Each section would begin with a first page of its own; a company means the document's.
        extra = [part for part in self.extra if kind == "cover" or part.tag != q("titlePg")]
        parts = [*references, w("type", val="nextPage"), size, w("pgMar", **margins), *extra]
        return w("sectPr", *(copy.deepcopy(part) for part in parts))


def page_setup(body: Element) -> PageSetup:
    """Paper of the document as Pandoc took it over, with its references to headers and footers."""
    last = body.find(q("sectPr"))
    size = None if last is None else last.find(q("pgSz"))
    margins = None if last is None else last.find(q("pgMar"))
    width, height = (11906, 16838) if size is None else (_length(size, n) for n in ("w", "h"))
    names = ("top", "right", "bottom", "left", "header", "footer", "gutter")
    found = {n: 1134 if margins is None else _length(margins, n) for n in names}
    references = ("headerReference", "footerReference")
    kept = ("pgBorders", "titlePg", "docGrid")
    own = () if last is None else tuple(part for name in references for part in last.findall(q(name)))
    extra = () if last is None else tuple(part for name in kept for part in last.findall(q(name)))
    width, height = min(width, height), max(width, height)
    return PageSetup(width, height, found, cover=own, portrait=own, landscape=own, extra=extra)


def _length(element: Element, name: str) -> int:
    """A length in twentieths of a point; some programs write fractions of one."""
    written = element.get(q(name), "0")
    try:
        return round(float(written))
    except (ValueError, OverflowError) as error:
        hint = "open the reference document in Word, save it as .docx and try again"
        raise CerkitError(f"the page of the reference document has the size {written!r}", hint) from error


def turn_wide_tables(body: Element, setup: PageSetup, styles: Styles) -> None:
    """Put every wide table, with the heading and the words that lead to it, on landscape pages."""
    for old in body.findall(q("sectPr")):
        body.remove(old)
    children = list(body)
    parts = list(_parts(children, styles))
    runs = [(parts[first].start, parts[last - 1].end) for first, last in turned(parts)]
    for start, end in reversed(runs):
        if end < len(children):
            children[end - 1].addnext(close_section(setup.section("landscape"), styles))
        if start:
            children[start - 1].addnext(close_section(setup.section("portrait"), styles))
    is_turned_at_end = bool(runs) and runs[-1][1] == len(children)
    body.append(setup.section("landscape" if is_turned_at_end else "portrait"))


def close_section(section: Element, styles: Styles) -> Element:
    """An empty line of the smallest size that ends a section.

    A table cannot carry the end, and in a caption that does LibreOffice loses the number.
    """
    carrier = w("p", w("pPr", w("pStyle", val=styles("Section Break"))))
    set_property(carrier, section)
    return carrier


@dataclass(frozen=True, slots=True)
class _Part:
    """A block, and the children of the body that make it: a caption belongs to its table."""

    kind: str
    level: int
    start: int
    end: int


def _parts(children: Sequence[Element], styles: Styles) -> Iterator[_Part]:
    wide, headings = styles("Wide Table"), _heading_levels(styles)
    captions = {styles(name) for name in _CAPTIONS}
    start = 0
    for position, child in enumerate(children):
        style = style_of(child) if child.tag == q("p") else None
        has_table = position + 1 < len(children) and children[position + 1].tag == q("tbl")
        if style in captions and has_table:
            continue
        level = headings.get(style or "", 0)
        kind = "heading" if level else "plain" if child.tag == q("p") else "other"
        if child.tag == q("tbl") and _table_style(child) == wide:
            kind = "wide"
        yield _Part(kind, level, start, position + 1)
        start = position + 1


def _heading_levels(styles: Styles) -> dict[str, int]:
    kinds = ("heading ", "Annex Heading ", "Unnumbered Heading ")
    return {styles(f"{kind}{level}"): level for level in range(1, 7) for kind in kinds}


def _table_style(table: Element) -> str | None:
    style = table.find(f"{q('tblPr')}/{q('tblStyle')}")
    return None if style is None else style.get(q("val"))
