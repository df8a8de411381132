"""All citations of the site in one run of the citation processor, remembered by content."""

from __future__ import annotations

import contextlib
import hashlib
import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from cerkit import __version__
from cerkit.publish.citations import FormattedCitations, default_style, format_citations
from cerkit.workspace.cache import cache_folder
from cerkit.workspace.writing import write_atomically

_FORM: Final = 2
_KEPT: Final = 40
"""Results kept; each is as large as the reference list."""
_REFERENCE: Final = re.compile(r'href="#ref-([^"]+)"')
_CITED: Final = re.compile(r"(?<![\w.])@\{?(SRC-[A-Za-z0-9-]+)")
_REFS: Final = re.compile(r'<div id="refs"[^>]*>\s*</div>')


@dataclass(frozen=True, slots=True)
class CitedPages:
    """Clusters of each page in the order of the text; pages of the report first, in its order."""

    clusters: Mapping[str, tuple[str, ...]]
    report: frozenset[str]
    """Pages of the report: only what they cite is in the reference list."""


@dataclass(frozen=True, slots=True)
class Citations:
    """Formatted clusters and the reference list of the report."""

    html: Mapping[str, str] = field(default_factory=dict)
    """Cluster as written -> its HTML, with links to `#ref-<id>`."""
    entries: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def listed(self) -> frozenset[str]:
        """Sources that have an entry in the reference list."""
        return frozenset(identifier for identifier, _ in self.entries)


def cite(
    pages: CitedPages, references: Sequence[Mapping[str, object]], *, style: bytes | None = None
) -> Citations:
    """Format every cluster once. Equal clusters look equal, because numbers follow from first use."""
    clusters = tuple(dict.fromkeys(cluster for found in pages.clusters.values() for cluster in found))
    in_report = {
        source
        for src, found in pages.clusters.items()
        if src in pages.report
        for cluster in found
        for source in sources_of(cluster)
    }
    done = _remembered(clusters, references, style or default_style())
    entries = tuple(entry for entry in done.bibliography if entry[0] in in_report)
    return Citations(dict(zip(clusters, done.clusters_html, strict=True)), entries, done.unknown)


def sources_of(cluster: str) -> tuple[str, ...]:
    """Identifiers of the sources that a cluster cites."""
    return tuple(_CITED.findall(cluster))


def citation_html(cluster: str, citations: Citations, address: Callable[[str], str | None]) -> str:
    """One citation on a page. `address` gives where a source's entry, or the source itself, is found."""

    def linked(match: re.Match[str]) -> str:
        found = address(match[1])
        return f'href="{html.escape(found)}"' if found else 'href="#"'

    inner = _REFERENCE.sub(linked, citations.html.get(cluster, html.escape(cluster)))
    return f'<span class="citation" data-cite="{html.escape(cluster)}">{inner}</span>'


def with_reference_list(page: str, citations: Citations, record: Callable[[str], str | None]) -> str:
    """The page with the reference list where it has `<div id="refs"></div>`; each entry names its record."""
    if 'id="refs"' not in page:
        return page
    entries = "\n".join(
        _entry(identifier, body, record(identifier)) for identifier, body in citations.entries
    )
    return _REFS.sub(
        lambda _: f'<div id="refs" class="references csl-bib-body">\n{entries}\n</div>', page, count=1
    )


def _entry(identifier: str, body: str, address: str | None) -> str:
    if address:
        name = html.escape(identifier)
        link = f' <a class="record" data-record="{name}" href="{html.escape(address)}">{name}</a>'
        body = f"{body[:-6]}{link}</div>" if body.endswith("</div>") else body + link
    return f'<div id="ref-{html.escape(identifier)}" class="csl-entry">{body}</div>'


def _remembered(
    clusters: tuple[str, ...], references: Sequence[Mapping[str, object]], style: bytes
) -> FormattedCitations:
    folder = cache_folder() / f"citations-{__version__}-{_FORM}"
    path = folder / f"{_digest(clusters, references, style)}.json"
    found = _read(path, len(clusters))
    if found is not None:
        return found
    result = format_citations(clusters, references, style)
    # A cache that cannot be written costs half a second, not the build.
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(asdict(result), ensure_ascii=False).encode())
        _forget_oldest(folder)
    return result


def _digest(clusters: tuple[str, ...], references: Sequence[Mapping[str, object]], style: bytes) -> str:
    content = json.dumps([clusters, list(references)], ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(content + style).hexdigest()


def _read(path: Path, count: int) -> FormattedCitations | None:
    try:
        kept = json.loads(path.read_bytes())
        found = FormattedCitations(
            tuple(map(str, kept["clusters_html"])),
            tuple((str(key), str(body)) for key, body in kept["bibliography"]),
            tuple(map(str, kept["unknown"])),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if len(found.clusters_html) == count else None


def _forget_oldest(folder: Path) -> None:
    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[_KEPT:]:
        file.unlink(missing_ok=True)
