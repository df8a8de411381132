"""The bundle: what the site shows, handed over for the Word document."""

from __future__ import annotations

import mimetypes
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import unquote, urlsplit

from cerkit.model.bundle import Bundle, BundleImage, BundlePage, DocumentIdentity, PageRole, Revision
from cerkit.model.dossier import Dossier

FICTIONAL: Final = (
    "Fictional example: the device, its manufacturer and all data of the manufacturer are invented."
)
"""Printed on every page of site and document when the device file says that it is fictional."""

_HEADING: Final = re.compile(r"<(?P<end>/?)h(?P<level>[1-6])(?P<rest>(?:\s[^<>]*)?)>")
_FIRST_HEADING: Final = re.compile(r'<h1[^<>]* id="([^"]*)"')
_HREF: Final = re.compile(r'href="([^"]*)"')
_IMAGE: Final = re.compile(r"<img\b", re.IGNORECASE)


def make_bundle(
    dossier: Dossier, pages: Iterable[BundlePage], read: Callable[[str], bytes | None]
) -> Bundle | None:
    """Identity and revisions from the records, pages as they are; None while the report has no identity.

    `read` gives the bytes of a file of the site by its address, or None; whoever prints names the lost picture.
    """
    identity = document_identity(dossier)
    if identity is None:
        return None
    kept = tuple(pages)
    return Bundle(identity, _revisions(dossier), kept, tuple(_images(kept, read)))


def merged(annex: BundlePage, parts: Iterable[BundlePage]) -> BundlePage:
    """One annex of several pages: each part is a section, with its headings one level lower.

    All pages lie in one folder, so that addresses stay as they are; one that led to a part leads to its heading.
    """
    pages = tuple(parts)
    starts = {posixpath.basename(part.url): f"#{_start(part)}" for part in pages}
    text = "\n".join((annex.html, *(_lowered(part) for part in pages)))

    def within(match: re.Match[str]) -> str:
        return f'href="{starts.get(match[1], match[1])}"'

    return replace(annex, html=_HREF.sub(within, text))


def _start(part: BundlePage) -> str:
    """The name of its first heading."""
    found = _FIRST_HEADING.search(part.html)
    return found[1] if found else ""


def _lowered(part: BundlePage) -> str:
    def lower(match: re.Match[str]) -> str:
        return f"<{match['end']}h{min(int(match['level']) + 1, 6)}{match['rest']}>"

    return _HEADING.sub(lower, part.html)


def document_identity(dossier: Dossier) -> DocumentIdentity | None:
    """What cover and headers say, or None when device or report are not described."""
    if dossier.releases is None or dossier.device is None:
        return None
    report, device = dossier.releases.report, dossier.device
    authors = tuple(dict.fromkeys(revision.author for revision in dossier.releases.revisions))
    return DocumentIdentity(
        number=report.number,
        title=report.title,
        version=report.version,
        status=report.status,
        date=report.date.isoformat(),
        device=f"{device.name} {device.version}",
        manufacturer=device.manufacturer.name,
        notice=notice(dossier),
        language=report.language,
        authors=authors,
    )


def notice(dossier: Dossier) -> str | None:
    """The sentence that marks an example, or None for a real device."""
    return FICTIONAL if dossier.device is not None and dossier.device.fictional else None


def _revisions(dossier: Dossier) -> tuple[Revision, ...]:
    rows = dossier.releases.revisions if dossier.releases else ()
    return tuple(Revision(row.version, row.date.isoformat(), row.author, row.change) for row in rows)


def _images(pages: Iterable[BundlePage], read: Callable[[str], bytes | None]) -> Iterator[BundleImage]:
    wanted = {
        path for page in pages if page.role is not PageRole.SITE for path in images_of(page.url, page.html)
    }
    for path in sorted(wanted):
        data = read(path)
        if data is not None:
            yield BundleImage(path, mimetypes.guess_type(path)[0] or "application/octet-stream", data)


def images_of(url: str, content: str) -> Iterator[str]:
    """Site-relative addresses of the pictures on a page."""
    if _IMAGE.search(content) is None:
        return
    import lxml.html  # many reports have no picture

    # Parsed as the publisher does, which then finds every picture that it meets, however its tag is written.
    for image in lxml.html.fragment_fromstring(content, create_parent="div").iter("img"):
        try:
            parts = urlsplit(image.get("src") or "")
        except ValueError:
            continue
        if not parts.scheme and not parts.netloc and parts.path:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(unquote(url)), unquote(parts.path)))
