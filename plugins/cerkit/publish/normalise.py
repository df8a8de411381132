"""From the pages of a bundle to one HTML document in which Pandoc understands everything.

Pandoc's reader knows no fields and gives bookmarks odd extents, so both travel in disguise: a bookmark is a
`span` with an id around exactly what it names, a field is a link to `#field_<n>`. `finish` takes it off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from lxml import etree
from lxml.html import HtmlElement

from cerkit.model.bundle import Bundle, BundlePage, PageRole
from cerkit.publish.addresses import Addresses
from cerkit.publish.blocks import convert_blocks, drop_screen_only
from cerkit.publish.figures import PictureList, print_pictures, simplify_figures
from cerkit.publish.links import LinkTargets, resolve_links
from cerkit.publish.marks import place_marks, set_bibliography
from cerkit.publish.markup import FOOTNOTE, new, parse_page, text_of, with_id
from cerkit.publish.numbering import (
    Counters,
    NumberedCaption,
    NumberedHeading,
    number_captions,
    number_headings,
)
from cerkit.publish.ooxml import Field
from cerkit.publish.pictures import cut_out_drawings
from cerkit.publish.problems import Problem, ProblemKind
from cerkit.publish.tables import prepare_tables

_ATTRIBUTES_OF_THE_SITE = ("class", "rel", "target", "tabindex", "scope", "aria-label", "aria-describedby")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the document; `number` as Word prints it ("4.6", "Annex A"), empty if it has none."""

    level: int
    number: str
    text: str
    bookmark: str
    is_annex: bool
    src: str = ""
    """The page on which it stands."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A numbered table or figure; `bookmark` holds exactly its word and number."""

    sequence: str
    """Name of Word's sequence: Table or Figure."""
    label: str
    text: str
    bookmark: str


@dataclass(frozen=True, slots=True)
class Normalised:
    """The document for Pandoc, and what its disguises stand for."""

    html: bytes
    headings: tuple[Heading, ...]
    fields: tuple[Field, ...]
    pictures: tuple[str, ...]
    """What a message calls each picture; the n-th one has the title `picture_<n>`."""
    tables: int
    figures: int
    problems: tuple[Problem, ...]
    drawings: Mapping[int, bytes] = field(default_factory=dict)
    """SVG of the pictures that were drawn from one, by the number of the picture."""
    captions: tuple[Caption, ...] = ()
    """In the order of the document."""


@dataclass(slots=True)
class _Sheet:
    """A page while it is being prepared."""

    number: int
    page: BundlePage
    root: HtmlElement
    drawings: tuple[str, ...]
    headings: list[NumberedHeading] = field(default_factory=list)
    captions: list[NumberedCaption] = field(default_factory=list)


def normalise(bundle: Bundle) -> Normalised:
    """Prepare all printed pages: chapters first, then annexes, each in the bundle's order."""
    roles = (PageRole.CHAPTER, PageRole.ANNEX)
    printed = [page for role in roles for page in bundle.pages if page.role is role]
    counters = Counters()
    pictures = PictureList({image.path: image for image in bundle.images})
    sheets = [_open_sheet(number, page, counters) for number, page in enumerate(printed)]
    for sheet in sheets:
        print_pictures(sheet.root, sheet.page, sheet.drawings, pictures)
    addresses = Addresses(printed, [list(_ids(sheet.root)) for sheet in sheets])
    targets = _targets(sheets, addresses)
    captions: list[Caption] = []
    for sheet in sheets:
        resolve_links(sheet.root, sheet.number, targets)
        captions.extend(_captions(sheet, addresses))
        _label_captions(sheet, targets)
    body = new("body")
    for sheet in sheets:
        set_bibliography(sheet.root)
        place_marks(sheet.root, partial(addresses.add, sheet.number), targets.used)
        etree.strip_attributes(sheet.root, *_ATTRIBUTES_OF_THE_SITE)
        body.append(sheet.root)
    problems = [*pictures.problems, *targets.problems, *_differing_numbers(sheets)]
    return Normalised(
        html=_document(body),
        headings=tuple(_headings(sheets)),
        fields=tuple(targets.fields),
        pictures=tuple(pictures.names),
        tables=counters.captions["Table"],
        figures=counters.captions["Figure"],
        problems=tuple(sorted(problems)),
        drawings=dict(pictures.drawings),
        captions=tuple(captions),
    )


def _open_sheet(number: int, page: BundlePage, counters: Counters) -> _Sheet:
    html, drawings = cut_out_drawings(page.html)
    root = parse_page(html)
    if next(root.iter("h1"), None) is None:
        root.insert(0, new("h1", page.title))
    sheet = _Sheet(number, page, root, drawings)
    sheet.headings.extend(number_headings(root, page.role, counters))
    drop_screen_only(root)
    convert_blocks(root, page=number)
    simplify_figures(root)
    sheet.captions.extend(number_captions(root, counters))
    prepare_tables(root)
    for position, heading in enumerate(sheet.headings):
        if not heading.element.get("id"):
            heading.element.set("id", f"heading-{position}-of-{page.src}")
    return sheet


def _ids(root: HtmlElement) -> Iterator[str]:
    """Ids that something may link to. Footnotes are Pandoc's own business."""
    for element in with_id(root):
        identifier = element.get("id")
        if identifier and not identifier.startswith(FOOTNOTE):
            yield identifier


def _targets(sheets: Sequence[_Sheet], addresses: Addresses) -> LinkTargets:
    """What a link can lead to, with the numbers that cross-references print."""
    targets = LinkTargets(addresses)
    for sheet in sheets:
        for heading in sheet.headings:
            bookmark = addresses.add(sheet.number, heading.element.get("id") or "")
            targets.starts.setdefault(sheet.number, bookmark)
            targets.heading_numbers[bookmark] = heading.number
        for caption in sheet.captions:
            bookmark = addresses.add(sheet.number, caption.owner.get("id") or "")
            targets.caption_labels[bookmark] = caption.label
    return targets


def _captions(sheet: _Sheet, addresses: Addresses) -> Iterator[Caption]:
    """Before the labels are put back in their places."""
    for caption in sheet.captions:
        held = caption.place.iterancestors("caption", "figcaption", "div")
        text = "".join(_words(next(held, caption.owner)))
        bookmark = addresses.add(sheet.number, caption.owner.get("id") or "")
        yield Caption(caption.sequence, caption.label, " ".join(text.split()), bookmark)


def _words(element: HtmlElement) -> Iterator[str]:
    """The text without the marks of footnotes, which a list of captions has no room for."""
    if element.get("role") != "doc-noteref":
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""


def _label_captions(sheet: _Sheet, targets: LinkTargets) -> None:
    """ "Table 4", in which the number is Word's own count of captions."""
    for caption in sheet.captions:
        field_link = targets.field_link(
            Field(f"SEQ {caption.sequence} \\* ARABIC", str(caption.number), style="Caption Label")
        )
        word = new("span", f"{caption.word} ", data_custom_style="Caption Label")
        caption.place.extend((word, field_link))
        caption.place.set("data-label", "")


def _headings(sheets: Sequence[_Sheet]) -> Iterator[Heading]:
    for sheet in sheets:
        for heading in sheet.headings:
            bookmark = heading.element.get("data-bookmark", "")
            words = text_of(heading.element)
            yield Heading(heading.level, heading.number, words, bookmark, heading.is_annex, sheet.page.src)


def _differing_numbers(sheets: Sequence[_Sheet]) -> Iterator[Problem]:
    """Numbers that Word prints differently from the site, so that readers of the two talk past each other."""
    for sheet in sheets:
        said = [(heading.said, heading.number.removeprefix("Annex ")) for heading in sheet.headings]
        said += [(caption.said, str(caption.number)) for caption in sheet.captions]
        for shown, printed in said:
            if shown and shown.removeprefix("Annex ") != printed:
                message = f"the site numbers this {shown}, Word {printed}"
                yield Problem(sheet.page.src, ProblemKind.NUMBER_DIFFERS, shown, message)


def _document(body: HtmlElement) -> bytes:
    root = new("html")
    root.append(body)
    return etree.tostring(root, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")
