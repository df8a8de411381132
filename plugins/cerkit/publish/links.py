"""Links of the printed document: to the web, to a bookmark, or plain text where the site is not printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from cerkit.publish.addresses import FIELD, Addresses
from cerkit.publish.markup import classes, new, text_of
from cerkit.publish.ooxml import Field
from cerkit.publish.problems import Problem, ProblemKind

_KEPT = frozenset(("href", "id"))


@dataclass(slots=True)
class LinkTargets:
    """What links can lead to; collects the fields and the bookmarks that they use."""

    addresses: Addresses
    starts: dict[int, str] = field(default_factory=dict)
    """Bookmark of each page's first heading."""
    heading_numbers: dict[str, str] = field(default_factory=dict)
    caption_labels: dict[str, str] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def field_link(self, made: Field) -> HtmlElement:
        """A field in the disguise of a link."""
        self.fields.append(made)
        return new("a", made.result or "-", href=f"#{FIELD}{len(self.fields) - 1}")


def resolve_links(root: HtmlElement, page: int, targets: LinkTargets) -> None:
    """Point every link of a page into the document, and make numbered cross-references fields."""
    for link in list(root.iter("a")):
        href = link.get("href")
        if link.get("role") == "doc-noteref":
            continue
        if href is None:
            _keep_text(link)
        elif "xref" in classes(link):
            _refer(link, page, href, targets)
        else:
            _point(link, page, href, targets)


def _point(link: HtmlElement, page: int, href: str, targets: LinkTargets) -> None:
    found = targets.addresses.resolve(page, href, starts=targets.starts, record=link.get("data-record"))
    if found.address is not None:
        _set_address(link, found.address)
    elif found.bookmark is not None:
        targets.used.add(found.bookmark)
        _set_address(link, f"#{found.bookmark}")
    else:
        if found.is_dead:
            source = targets.addresses.pages[page].src
            message = f"the link {href!r} leads to no place in the document; it is printed as plain text"
            targets.problems.append(Problem(source, ProblemKind.DEAD_LINK, href, message))
        _keep_text(link)


def _set_address(link: HtmlElement, address: str) -> None:
    for name in set(link.attrib) - _KEPT:
        del link.attrib[name]
    link.set("href", address)


def _keep_text(link: HtmlElement) -> None:
    """The link goes, its text and its own id stay."""
    identifier = link.get("id")
    if not identifier:
        link.drop_tag()
        return
    link.attrib.clear()
    link.tag = "span"
    link.set("id", identifier)


def _refer(link: HtmlElement, page: int, href: str, targets: LinkTargets) -> None:
    """A cross-reference: the label or number is a field, the words around it ("section") stay text."""
    wanted = link.get("data-xref") or href.rpartition("#")[2]
    found = targets.addresses.resolve(page, href, starts=targets.starts, record=wanted)
    bookmark = found.bookmark
    if bookmark is None:
        _report_dead_reference(link, page, wanted, targets)
        return
    targets.used.add(bookmark)
    said = text_of(link)
    label = targets.caption_labels.get(bookmark)
    number = targets.heading_numbers.get(bookmark)
    if label is not None:
        made = targets.field_link(Field(f"REF {bookmark} \\h", label))
        before = after = ""
    elif number:
        made = targets.field_link(Field(f"REF {bookmark} \\n \\h", number))
        before, after = _around(said, link.get("data-number") or "", number)
    else:
        _point(link, page, href, targets)
        return
    made.tail = f"{after}{link.tail or ''}"
    link.addprevious(new("span", before))
    link.addprevious(made)
    link.tail = None
    link.drop_tree()


def _around(said: str, said_number: str, number: str) -> tuple[str, str]:
    """Words before and after the number: "section " and "" of "section 4.6.2"."""
    position = said.rfind(said_number) if said_number else -1
    before, after = (said[:position], said[position + len(said_number) :]) if position >= 0 else ("", "")
    if number.startswith("Annex "):
        # The number of an annex is "Annex A", so the word would stand there twice.
        before = before.rstrip().removesuffix("Annex").removesuffix("annex")
    return before, after


def _report_dead_reference(link: HtmlElement, page: int, wanted: str, targets: LinkTargets) -> None:
    source = targets.addresses.pages[page].src
    message = f"{text_of(link)!r} refers to {wanted}, which is not printed in the document"
    hint = "refer to a table, figure or section of the report or of an annex"
    targets.problems.append(Problem(source, ProblemKind.DEAD_REFERENCE, wanted, message, hint))
    _keep_text(link)
