"""A finished PDF as a test asks about it: words, outline, links, tags, fonts and what it says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from typing import Any

import pikepdf
import pypdf


class OpenedPdf:
    """Read with two libraries that have no part in making it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.reader = pypdf.PdfReader(BytesIO(data))
        self.file = pikepdf.open(BytesIO(data))

    @cached_property
    def pages(self) -> list[str]:
        """Words of each page, white space collapsed."""
        return [" ".join(page.extract_text().split()) for page in self.reader.pages]

    @cached_property
    def text(self) -> str:
        return " ".join(self.pages)

    @cached_property
    def squeezed(self) -> str:
        """The text without any white space: where lines end is the layout's business."""
        return "".join(self.text.split())

    def outline(self) -> list[tuple[int, str]]:
        """Level and title of each bookmark."""

        def entries(items: Any, level: int) -> Iterator[tuple[int, str]]:
            for item in items:
                if isinstance(item, list):
                    yield from entries(item, level + 1)
                else:
                    yield level, str(item.title)

        return list(entries(self.reader.outline, 1))

    def heading_pages(self) -> dict[str, int]:
        """Title of each bookmark of the first three levels, and the page to which it leads."""

        def entries(items: Any, level: int) -> Iterator[tuple[str, int]]:
            for item in items:
                if isinstance(item, list):
                    yield from entries(item, level + 1)
                elif level <= 3:
                    yield str(item.title), (self.reader.get_destination_page_number(item) or 0) + 1

        return dict(entries(self.reader.outline, 1))

    def addresses(self) -> Counter[str]:
        """Addresses of the web to which links lead."""
        return Counter(
            str(link["/A"]["/URI"]) for link in self._links() if "/A" in link and "/URI" in link["/A"]
        )

    def inner_links(self) -> int:
        """Links that lead to a page of the file; one that leads to none fails here."""
        names = self.reader.named_destinations
        count = 0
        for link in self._links():
            place = link.get("/Dest") or (link["/A"].get("/D") if "/A" in link else None)
            if place is None:
                continue
            place = place.get_object()
            assert (
                str(place) in names if isinstance(place, str) else place[0].get_object()["/Type"] == "/Page"
            )
            count += 1
        return count

    def _links(self) -> Iterator[Any]:
        for page in self.reader.pages:
            for reference in page.get("/Annots") or ():
                note = reference.get_object()
                if note["/Subtype"] == "/Link":
                    yield note

    @cached_property
    def tags(self) -> Counter[str]:
        """How often each kind of structure element stands in the file."""
        return Counter(str(element.S)[1:] for element in self.elements())

    def elements(self) -> Iterator[Any]:
        """Structure elements in reading order."""
        ahead: list[Any] = [self.file.Root.StructTreeRoot]
        while ahead:
            element = ahead.pop()
            if not isinstance(element, pikepdf.Dictionary):
                continue
            if "/S" in element:
                yield element
            inside = element.get("/K")
            if isinstance(inside, pikepdf.Array):
                ahead.extend(reversed(list(inside)))
            elif inside is not None:
                ahead.append(inside)

    def claims(self) -> tuple[str, str, str]:
        """Part and letter of PDF/A, and part of PDF/UA, as the file says of itself."""
        with self.file.open_metadata() as told:
            names = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
            part, letter, accessible = (str(told.get(name, "")) for name in names)
        return part, letter, accessible

    def fonts(self) -> Iterator[Any]:
        """Every font of every page."""
        for page in self.file.pages:
            resources: Any = page.get("/Resources")
            if resources is not None and "/Font" in resources:
                yield from resources.Font.values()
