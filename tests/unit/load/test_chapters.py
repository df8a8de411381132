"""A page's title and what it names, with the lines of the raw file."""

from __future__ import annotations

import time

import pytest

from cerkit.load import page_too_large, read_chapter
from cerkit.load.chapters import LARGEST_PAGE


def named(text: str) -> list[tuple[str, int, int, str]]:
    page = read_chapter("docs/report/x.md", text.encode())
    return [(item.target, item.place.line, item.place.column, item.form) for item in page.references]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Scope\n", "Scope"),
        ("# Scope {: #sec-scope .wide }\n", "Scope"),
        ("text\n\n# The `x` of it\n", "The `x` of it"),
        ("---\ntitle: From the front\na9: '2'\n---\n# Heading\n", "From the front"),
        ('---\ntitle: "Quoted"\n---\n# Heading\n', "Quoted"),
        ("```\n# in code\n```\n# Real\n", "Real"),
        ("<!-- # hidden -->\n\n# Shown\r\n", "Shown"),
        ("## Second level only\n", "docs/report/x.md"),
        ("", "docs/report/x.md"),
        ("\ufeff# After the mark\n", "After the mark"),
    ],
)
def test_title(text: str, title: str) -> None:
    assert read_chapter("docs/report/x.md", text.encode()).title == title


def test_section_of_the_report_contents() -> None:
    assert read_chapter("x.md", b'---\na9: "4.1"\n---\n').section == "4.1"
    assert read_chapter("x.md", b"# No front matter\n").section is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[CLM-1][]", [("CLM-1", 1, 1, "link")]),
        ("é [the claim][CLM-1]", [("CLM-1", 1, 3, "link")]),
        ("[the\nclaim][CLM-1]", [("CLM-1", 1, 1, "link")]),
        ("[SRC-a.sens][] and [tbl-x][] and [a](b.md) and [x][note]", [("SRC-a.sens", 1, 1, "link")]),
        ("[@SRC-a]", [("SRC-a", 1, 2, "citation")]),
        ("[see @SRC-a, p. 3; -@SRC-b]", [("SRC-a", 1, 6, "citation"), ("SRC-b", 1, 20, "citation")]),
        ("[@SRC-a;\n @SRC-b]", [("SRC-a", 1, 2, "citation"), ("SRC-b", 2, 2, "citation")]),
        ("[write to me@example.org]", []),
        ('{{ finding("SRC-a.sens", counts=False) }}', [("SRC-a.sens", 1, 13, "macro")]),
        ('{{ table("claims",\n  id="tbl-x", where={"id": "CLM-2"}) }}', [("CLM-2", 2, 29, "macro")]),
        ("{{ verdict('AC-1', 'SRC-a.x') }}", [("AC-1", 1, 13, "macro"), ("SRC-a.x", 1, 21, "macro")]),
        ("{{ x }} 'AC-1' {{ y }}", []),
        ("`[CLM-1][]` ``{{ f(`'CLM-1'`) }}`` [CLM-2][]", [("CLM-2", 1, 36, "link")]),
        ("```\n[CLM-1][]\n```\n[CLM-2][]", [("CLM-2", 4, 1, "link")]),
        ("~~~~md\n```\n[CLM-1][]\n~~~\n~~~~\n[CLM-2][]", [("CLM-2", 6, 1, "link")]),
        ("```\n```yaml\n[CLM-1][]\n```\n[CLM-2][]", [("CLM-2", 5, 1, "link")]),
        ("<!-- [CLM-1][]\n[CLM-1][] --> [CLM-2][]", [("CLM-2", 2, 15, "link")]),
        ("---\nx: '[CLM-1][]'\n---\n[CLM-2][]", [("CLM-2", 4, 1, "link")]),
        ("a\r\nb\r\n[CLM-2][]\r\n", [("CLM-2", 3, 1, "link")]),
        ("a\x0cb\u2028c\x85d\n[CLM-2][]", [("CLM-2", 2, 1, "link")]),
        ("---\n[CLM-2][]", [("CLM-2", 2, 1, "link")]),
        (
            "[CLM-2][] [GSPR-1][] [UK-ER-6a][] [N41-VCA][]",
            [
                ("CLM-2", 1, 1, "link"),
                ("GSPR-1", 1, 11, "link"),
                ("UK-ER-6a", 1, 22, "link"),
                ("N41-VCA", 1, 35, "link"),
            ],
        ),
    ],
)
def test_what_a_page_names(text: str, expected: list[tuple[str, int, int, str]]) -> None:
    assert named(text) == expected


def test_the_comment_sign_of_the_macros() -> None:
    page = read_chapter("x.md", b"# A {#a}\n\n`{#b}` {: #c } {#d}\n")
    assert [(place.line, place.column) for place in page.template_comments] == [(1, 5), (3, 16)]


def test_a_page_that_is_not_utf8_is_read_as_far_as_it_goes() -> None:
    page = read_chapter("x.md", b"# Caf\xe9\n\n[CLM-1][]\n")
    assert (page.title, page.references[0].place.line) == ("Caf\ufffd", 3)


def test_a_page_ends_at_the_limit() -> None:
    page = b"x" * (LARGEST_PAGE - 7) + b" [AC-1]"
    longer = page + b"[] [CLM-1][]"
    assert page_too_large("x.md", page) is None
    assert page_too_large("x.md", longer) is not None
    assert len(read_chapter("x.md", longer).prose) == LARGEST_PAGE


@pytest.mark.parametrize(
    "piece", ["{{", "<!--", "[", "[a][", "[@", "`", "`x``y", "~~~\n", "# {", '{{ "', "#\n", "|-"]
)
def test_a_hostile_page_takes_no_time(piece: str) -> None:
    started = time.process_time()
    read_chapter("x.md", (piece * 100_000).encode())
    assert time.process_time() - started < 5
