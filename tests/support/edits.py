"""Random edits of a report's pages, of the kinds that authors make."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import lxml.html
from lxml.html import HtmlElement

from cerkit.model.bundle import Bundle, BundlePage, PageRole

WORDS: Final = [
    "grading",
    "sensitivity",
    "evidence",
    "camera",
    "episode",
    "programme",
    "images",
    "reference",
    "follow-up",
    "clinical",
    "reduces",
    "never",
    "12.5",
    "every",
    "SRC-x",
    "95",
    "%",
    "(n",
    "=",
    "41)",
    "“quoted”",
    "risk–benefit",
]
_TEXTS: Final = "descendant::p[not(ancestor::svg)][string-length(normalize-space(.)) > 20]"


class Editor:
    """Edits pages in ways that a seed decides, and counts them."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # chooses edits, keeps no secret
        self.done: list[str] = []

    def edited(self, bundle: Bundle, *, count: int) -> Bundle:
        """The bundle after so many edits; some edits find nothing to do, and are not counted."""
        pages = list(bundle.pages)
        for _ in range(count):
            at = self._random.randrange(len(pages))
            if pages[at].role is PageRole.SITE:
                continue
            kind = self._random.choices(_KINDS, weights=[weight for _, weight in _EDITS])[0]
            root = lxml.html.fragment_fromstring(pages[at].html, create_parent="div")
            if kind(self, root):
                self.done.append(kind.__name__)
                html = "".join(lxml.html.tostring(child, encoding="unicode") for child in root)
                pages[at] = replace(pages[at], html=html)
        if self._random.random() < 0.1 and len(pages) > 1:
            self.done.append("page")
            pages = self._without_or_with_page(pages)
        return replace(bundle, pages=tuple(pages))

    def _without_or_with_page(self, pages: list[BundlePage]) -> list[BundlePage]:
        at = self._random.randrange(len(pages))
        if self._random.random() < 0.5:
            return pages[:at] + pages[at + 1 :]
        html = f"<h1>A chapter of its own</h1><p>{self._sentence()}</p><ul><li>{self._sentence()}</li></ul>"
        page = BundlePage("new.md", f"new-{at}/", "A chapter of its own", html, pages[at].role)
        return [*pages[:at], page, *pages[at:]]

    def _sentence(self) -> str:
        words = self._random.choices(WORDS, k=self._random.randint(4, 14))
        return f"{' '.join(words).capitalize()}."

    def _one(self, root: HtmlElement, path: str) -> HtmlElement | None:
        found = root.xpath(path)
        return self._random.choice(found) if found else None

    # Words

    def word(self, root: HtmlElement) -> bool:
        """A word somewhere in a text becomes another one."""
        place = self._one(
            root, f"({_TEXTS} | descendant::td | descendant::li | descendant::dd | descendant::figcaption)"
        )
        if place is None or len((place.text or "").split()) < 2:
            return False
        words = (place.text or "").split(" ")
        words[self._random.randrange(len(words))] = self._random.choice(WORDS)
        place.text = " ".join(words)
        return True

    def sentence_added(self, root: HtmlElement) -> bool:
        place = self._one(root, _TEXTS)
        if place is None:
            return False
        if self._random.random() < 0.5:
            place.text = f"{self._sentence()} {place.text or ''}"
        else:
            last = lxml.html.Element("span")
            last.text = f" {self._sentence()}"
            place.append(last)
        return True

    def sentence_removed(self, root: HtmlElement) -> bool:
        place = self._one(root, _TEXTS)
        first, dot, rest = (place.text or "").partition(". ") if place is not None else ("", "", "")
        if place is None or not dot:
            return False
        place.text = rest
        return bool(first)

    # Blocks

    def paragraph_added(self, root: HtmlElement) -> bool:
        place = self._one(root, f"({_TEXTS} | descendant::h2 | descendant::table[not(ancestor::table)])")
        if place is None or place.getparent() is None:
            return False
        made = lxml.html.fragment_fromstring(f"<p>{self._sentence()} <em>{self._sentence()}</em></p>")
        made.tail, place.tail = place.tail, None
        place.addnext(made)
        return True

    def block_removed(self, root: HtmlElement) -> bool:
        place = self._one(
            root, "(child::p | child::ul | child::ol | child::dl | child::div[not(@id)] | child::table)"
        )
        if place is None:
            return False
        place.drop_tree()
        return True

    def list_item_added(self, root: HtmlElement) -> bool:
        place = self._one(root, "descendant::li[not(ancestor::*[@class='footnote'])]")
        if place is None:
            return False
        place.addnext(lxml.html.fragment_fromstring(f"<li>{self._sentence()}</li>"))
        return True

    def list_item_removed(self, root: HtmlElement) -> bool:
        place = self._one(root, "descendant::li[not(ancestor::*[@class='footnote'])]")
        if place is None:
            return False
        place.drop_tree()
        return True

    def definition_added(self, root: HtmlElement) -> bool:
        place = self._one(root, "descendant::dl/dd")
        if place is None:
            return False
        place.addnext(lxml.html.fragment_fromstring(f"<dd>{self._sentence()}</dd>"))
        place.addnext(lxml.html.fragment_fromstring("<dt>Term that came</dt>"))
        return True

    def code_changed(self, root: HtmlElement) -> bool:
        place = self._one(root, "descendant::pre")
        if place is None:
            return False
        lines = place.text_content().split("\n")
        lines.insert(self._random.randrange(len(lines) + 1), f"added = {self._random.randint(1, 99)}  # why")
        place[:] = []
        place.text = "\n".join(lines)
        return True

    def heading_changed(self, root: HtmlElement) -> bool:
        place = self._one(root, "(descendant::h2 | descendant::h3)")
        if place is None:
            return False
        last = lxml.html.Element("span")
        last.text = f" and {self._random.choice(WORDS)}"
        place.append(last)
        return True

    def section_moved(self, root: HtmlElement) -> bool:
        heads = root.xpath("child::h2")
        if len(heads) < 2:
            return False
        head = self._random.choice(heads)
        section = [head]
        while (following := section[-1].getnext()) is not None and following.tag not in ("h1", "h2"):
            section.append(following)
        goal = self._random.choice([other for other in heads if other is not head])
        for element in section:
            goal.addprevious(element)
        return True

    # Tables

    def cell_changed(self, root: HtmlElement) -> bool:
        place = self._one(root, "descendant::td")
        if place is None:
            return False
        kept = "".join(place.itertext()).split()[: self._random.randint(0, 6)]
        for child in list(place):
            child.drop_tree()
        place.text = " ".join((*kept, self._random.choice(WORDS)))
        return True

    def row_added(self, root: HtmlElement) -> bool:
        place = self._one(root, "descendant::tbody/tr")
        if place is None:
            return False
        row = copy.deepcopy(place)
        row.attrib.pop("id", None)
        for cell in row:
            for inner in cell.xpath("descendant::*[@id]"):
                del inner.attrib["id"]
        first = next(iter(row), None)
        if first is not None:
            first[:] = []
            first.text = f"NEW-{self._random.randint(1, 99)}"
        place.addnext(row)
        return True

    def row_removed(self, root: HtmlElement) -> bool:
        place = self._one(root, "descendant::tbody[count(tr) > 1]/tr")
        if place is None:
            return False
        place.drop_tree()
        return True

    def column_removed(self, root: HtmlElement) -> bool:
        table = self._one(
            root, "descendant::table[not(descendant::*[@colspan or @rowspan]) and not(.//table)]"
        )
        rows = [] if table is None else table.xpath("descendant::tr")
        if table is None or min((len(row) for row in rows), default=0) < 2:
            return False
        for group in table.xpath("child::colgroup"):
            group.drop_tree()
        for row in rows:
            row[-1].drop_tree()
        return True

    # Links, notes, pictures

    def link_changed(self, root: HtmlElement) -> bool:
        # The list of references is made from the records: it shows the new state, and carries no marks.
        place = self._one(root, "descendant::a[starts-with(@href, 'http')][not(ancestor::*[@id='refs'])]")
        if place is None:
            return False
        place.set("href", f"https://example.org/{self._random.randint(1, 9999)}")
        return True

    def link_added(self, root: HtmlElement) -> bool:
        place = self._one(root, _TEXTS)
        if place is None:
            return False
        link = lxml.html.fragment_fromstring('<a href="https://example.org/new?a=1&amp;b=2">a new link</a>')
        place.append(link)
        return True

    def note_changed(self, root: HtmlElement) -> bool:
        place = self._one(root, "descendant::div[@class='footnote']//li/p")
        if place is None:
            return False
        place.text = f"{self._sentence()} {place.text or ''}"
        return True

    def note_removed(self, root: HtmlElement) -> bool:
        place = self._one(root, "descendant::sup[a[@class='footnote-ref']]")
        if place is None:
            return False
        place.drop_tree()
        return True

    def picture_described(self, root: HtmlElement) -> bool:
        place = self._one(root, "descendant::img")
        if place is None:
            return False
        place.set("alt", self._sentence())
        return True


_EDITS: Final[tuple[tuple[Callable[[Editor, HtmlElement], bool], int], ...]] = (
    (Editor.word, 8),
    (Editor.sentence_added, 5),
    (Editor.sentence_removed, 4),
    (Editor.paragraph_added, 3),
    (Editor.block_removed, 2),
    (Editor.list_item_added, 3),
    (Editor.list_item_removed, 2),
    (Editor.definition_added, 1),
    (Editor.code_changed, 2),
    (Editor.heading_changed, 2),
    (Editor.section_moved, 2),
    (Editor.cell_changed, 5),
    (Editor.row_added, 4),
    (Editor.row_removed, 3),
    (Editor.column_removed, 1),
    (Editor.link_changed, 1),
    (Editor.link_added, 2),
    (Editor.note_changed, 2),
    (Editor.note_removed, 1),
    (Editor.picture_described, 1),
)
_KINDS: Final = [kind for kind, _ in _EDITS]
