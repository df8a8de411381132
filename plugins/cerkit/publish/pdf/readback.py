"""Reads a finished PDF back: its links and places from the bytes, its words as they were set.

Where lines end is the layout's business, so that words are read before it: a name broken over two lines would
else be found altered. That the PDF holds these words and no others, tests/integration/test_outputs_agree.py holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import lxml.html
from lxml.html import HtmlElement

from cerkit.checks import output_rules as rules
from cerkit.checks.outputs import HEADING, Misprint, Proofreader
from cerkit.model.bundle import Bundle
from cerkit.publish.markup import TAB, is_block
from cerkit.publish.normalise import Normalised

if TYPE_CHECKING:
    import pypdf

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CODE: Final = frozenset(("code", "kbd", "pre", "samp", "tt"))
_LOCAL: Final = re.compile(
    r"https?://(?:localhost|127\.|0\.0\.0\.0|\[::1\])|file:|[a-z]:[\\/]|\\\\", re.IGNORECASE
)
_WEB: Final = re.compile(r"(?:https?|mailto|tel|doi|ftp):", re.IGNORECASE)


def read_back(
    pdf: bytes, prepared: Normalised, bundle: Bundle, name: str, proofreader: Proofreader
) -> Iterator[Misprint]:
    """What is wrong in the finished PDF. `name` is what messages call it."""
    yield from proofreader.read(words_of(prepared.html), lambda _: (name, ""))
    identity = bundle.document
    cover = (identity.title, identity.device, identity.manufacturer, identity.notice or "", *identity.authors)
    history = (part for r in bundle.revisions for part in (r.author, r.change))
    yield from proofreader.read("\n".join((*cover, *history)), lambda _: (f"{name}, its first pages", ""))
    yield from _links(pdf, name)


def words_of(html: bytes) -> str:
    """The text that is set, without code, one block a line, headings marked."""
    root = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))
    return "\n".join(" ".join(line.split()) for line in "".join(_words(root)).split("\n") if line.strip())


def _words(element: HtmlElement) -> Iterator[str]:
    if element.tag in _CODE or element.get("data-custom-style") == "Code Title":
        return
    ends_line = is_block(element) or element.tag in ("br", "caption", "figcaption")
    if ends_line:
        yield "\n"
    if element.tag in _HEADINGS:
        yield HEADING
    yield _one_line(element.text)
    for child in element:
        yield from _words(child)
        yield _one_line(child.tail)
    if ends_line:
        yield "\n"


def _one_line(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace(TAB, " ")


def _links(pdf: bytes, name: str) -> Iterator[Misprint]:
    """Links of every page: to a place of the file or to the web, and to nothing else."""
    import pypdf

    reader = pypdf.PdfReader(BytesIO(pdf))
    places = frozenset(reader.named_destinations)
    pages = frozenset(page.indirect_reference.idnum for page in reader.pages if page.indirect_reference)
    for number, page in enumerate(reader.pages, 1):
        for address in _addresses(page):
            why = _why_dead(address, places, pages)
            if why is not None:
                rule, said = why
                yield Misprint(rule, name, f"page {number}", f"a link leads to {_shown(address)}, {said}")


def _addresses(page: pypdf.PageObject) -> Iterator[Any]:
    """Where the links of a page lead: an address of the web as text, a place as the PDF has it."""
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        if note.get("/Subtype") != "/Link":
            continue
        action = note.get("/A")
        if action is not None and action.get_object().get("/S") == "/URI":
            yield str(action.get_object().get("/URI", ""))
        else:
            place = note.get("/Dest") or (action.get_object().get("/D") if action is not None else None)
            yield None if place is None else place.get_object()


def _why_dead(address: Any, places: frozenset[str], pages: frozenset[int]) -> tuple[Any, str] | None:
    import pypdf

    if type(address) is str:
        if _LOCAL.match(address):
            return rules.OWN_COMPUTER, "which only one computer knows"
        return (
            None if _WEB.match(address) else (rules.DEAD_TARGET, "a file that does not go with the document")
        )
    if isinstance(address, pypdf.generic.ArrayObject):
        is_there = bool(address) and getattr(address[0], "idnum", None) in pages
        return None if is_there else (rules.DEAD_TARGET, "a page that is not there")
    return None if str(address) in places else (rules.DEAD_TARGET, "which is not there")


def _shown(address: Any) -> str:
    return str(address)[:200]
