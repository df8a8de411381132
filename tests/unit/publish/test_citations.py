"""Citations, by the real Pandoc and the vendored style."""

from __future__ import annotations

import pytest

from cerkit.publish.citations import format_citations

REFERENCES = [{"id": f"SRC-{name}", "type": "book", "title": name.upper()} for name in "abc"]
LOCATOR_STYLE = b"""<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>t</title>
<id>http://example.org/t</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout prefix="[" suffix="]" delimiter="; "><text variable="citation-number"/>
<text variable="locator" prefix=" at "/></layout></citation>
<bibliography><layout><text variable="title"/></layout></bibliography></style>"""


def plain(clusters: list[str], style: bytes | None = None) -> list[str]:
    import lxml.html

    formatted = format_citations(clusters, REFERENCES, style)
    return [lxml.html.fromstring(f"<p>{cluster}</p>").text_content() for cluster in formatted.clusters_html]


def test_numbers_follow_the_order_of_the_report_and_only_cited_sources_are_listed() -> None:
    formatted = format_citations(["[@SRC-c]", "[@SRC-a; @SRC-c]", "[@SRC-c]"], REFERENCES)
    assert [identifier for identifier, _ in formatted.bibliography] == ["SRC-c", "SRC-a"]
    assert '<a href="#ref-SRC-c"' in formatted.clusters_html[0]
    assert formatted.clusters_html[0] == formatted.clusters_html[2]
    assert "csl-right-inline" in formatted.bibliography[0][1]
    assert formatted.unknown == ()


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        ("[@SRC-a]", "(1)"),
        ("[@SRC-a, p. 3]", "(1, p.\u00a03)"),
        ("[@{SRC-a}, table 2]", "(1, table 2)"),
        ("[see @SRC-a, pp. 3-4]", "(see 1, pp.\u00a03-4)"),
        ("[@SRC-a; @SRC-b; @SRC-c]", "(1–3)"),
        ("[@SRC-a; @SRC-c]", "(1, 2)"),
        ("[@SRC-a\n:::\n\n# no heading]", "(1 ::: # no heading)"),
        ("[@SRC-a <b>x</b> $y$]", "(1 <b>x</b> $y$)"),
    ],
)
def test_a_cluster(cluster: str, expected: str) -> None:
    assert plain([cluster]) == [expected]


def test_a_style_that_knows_locators_gets_them() -> None:
    assert plain(["[@SRC-a, p. 3]"], LOCATOR_STYLE) == ["[1 at 3]"]


def test_unknown_sources_are_told() -> None:
    formatted = format_citations(["[@SRC-nope; @SRC-a]", "[@SRC-alas, p. 2]"], REFERENCES)
    assert formatted.unknown == ("SRC-alas", "SRC-nope")


def test_no_citation_needs_no_run() -> None:
    assert format_citations([], REFERENCES).bibliography == ()
