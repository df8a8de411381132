"""Citations and the reference list, formatted by citeproc in one Pandoc run.

Site and document take the same result, so their numbers agree; only cited sources are listed, in the
style's order.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import lxml.html
from lxml import etree

from cerkit.publish.pandoc import run_pandoc

# The smallest grammar that knows citations: a cluster is no place for HTML, TeX or mathematics.
_READER = "markdown_strict-raw_html+citations+fenced_divs+smart"
_MISSING = re.compile(r"citation (\S+) not found")
_KEY_BEFORE_COMMA = re.compile(r"(@(?:\{[^{}\s]+\}|\w(?:[\w:.#$%&+?<>~/-]*\w)?))(?=\s*,)")


@dataclass(frozen=True, slots=True)
class FormattedCitations:
    """Result of a run. Links inside go to `#ref-<id>`; the caller points them to the right page."""

    clusters_html: tuple[str, ...]
    """One per cluster, in the order given. Inline HTML."""
    bibliography: tuple[tuple[str, str], ...] = ()
    """Id of a cited source and the HTML of its entry, in the order of the list."""
    unknown: tuple[str, ...] = ()
    """Cited ids that no reference has, sorted."""


@functools.cache
def default_style() -> bytes:
    """NLM citation sequence (Vancouver), as shipped with the package."""
    return (resources.files("cerkit") / "assets" / "csl" / "nlm-citation-sequence.csl").read_bytes()


def format_citations(
    clusters: Sequence[str],
    references: Sequence[Mapping[str, object]],
    csl_style: bytes | None = None,
    *,
    language: str = "en-GB",
) -> FormattedCitations:
    """Format clusters such as `[@SRC-x, p. 3; @SRC-y]`, numbered in the order in which they are given.

    `references` are CSL JSON items; `language` (BCP 47) chooses the style's terms.
    """
    if not clusters:
        return FormattedCitations(())
    style = csl_style or default_style()
    files = {"references.json": json.dumps(list(references), ensure_ascii=False).encode(), "style.csl": style}
    options = ["--citeproc", "--bibliography=references.json", "--csl=style.csl", "--wrap=none"]
    metadata = ["--metadata=link-citations=true", f"--metadata=lang={language}"]
    document = _document(clusters if b'"locator"' in style else map(_with_locators_as_text, clusters))
    output = run_pandoc(
        [f"--from={_READER}", "--to=html", *options, *metadata], files=files, stdin=document.encode()
    )
    root = lxml.html.fragment_fromstring(output.content.decode(), create_parent="div")
    return FormattedCitations(
        tuple(_clusters(root, len(clusters))), tuple(_entries(root)), tuple(_unknown(output.warnings))
    )


def _with_locators_as_text(cluster: str) -> str:
    """A style that knows no locators, such as NLM, drops "p. 3" silently; after `{}` it is text and stays."""
    return _KEY_BEFORE_COMMA.sub(r"\1{}", cluster)


def _document(clusters: Iterable[str]) -> str:
    # A line break could end the block and open another one: a cluster is one line.
    lines = (" ".join(cluster.split()) for cluster in clusters)
    blocks = (f"::: {{#c{number}}}\n{line}\n:::" for number, line in enumerate(lines))
    return "\n\n".join(blocks) + "\n\n::: {#refs}\n:::\n"


def _clusters(root: lxml.html.HtmlElement, count: int) -> Iterator[str]:
    blocks = {block.get("id", ""): block for block in root.iterchildren("div")}
    for number in range(count):
        block = blocks.get(f"c{number}")
        text = "" if block is None else " ".join(_inner(part) for part in block.iterchildren("p"))
        # Numbers without a space between them cannot be broken over lines, and fill the cells of narrow tables.
        yield text.replace("</a>,<a", "</a>, <a")


def _entries(root: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    for entry in root.iter("div"):
        if "csl-entry" in (entry.get("class") or "").split():
            yield (entry.get("id") or "").removeprefix("ref-"), _inner(entry)


def _inner(element: lxml.html.HtmlElement) -> str:
    """The HTML between an element's tags; Pandoc's own marks (`data-cites`) are not for the page."""
    for span in element.xpath(".//span[@data-cites]"):
        span.drop_tag()
    html = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    return html[html.index(">") + 1 : html.rindex("</")].strip()


def _unknown(warnings: Iterable[Mapping[str, object]]) -> list[str]:
    found = (_MISSING.search(str(warning.get("message", ""))) for warning in warnings)
    return sorted({match[1] for match in found if match})
