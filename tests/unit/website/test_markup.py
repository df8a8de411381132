"""Links to records, cross-references and citations in Markdown."""

from __future__ import annotations

import html
import time

import markdown
import pytest

from cerkit.website.markup import WriterSyntax, line_of, names_used, replaced
from cerkit.website.slots import Block, Citation, CrossReference, Late, Slot, Slots, without_marks

RECORDS = {"CLM-1": "../registers/claims.md#CLM-1", "SRC-a.sens": "../sources/SRC-a.md#SRC-a.sens"}


def convert(text: str, *extensions: str) -> tuple[str, Slots]:
    slots = Slots()
    syntax = WriterSyntax(lambda: (slots, RECORDS.get))
    made = markdown.markdown(text, extensions=[syntax, *extensions])
    return made, slots


def shown(text: str, *extensions: str) -> str:
    """The page with slots made visible."""

    def visible(slot: Slot) -> str:
        match slot:
            case Block(html=made):
                return made
            case Citation(cluster=cluster):
                return f"<cite>{html.escape(cluster)}</cite>"
            case CrossReference(target=target, text=own):
                return f"<ref>{target}|{own or ''}</ref>"
            case Late():
                raise AssertionError("nothing on these pages waits for the finished report")

    made, slots = convert(text, *extensions)
    return slots.fill(made, visible)


LINK = '<a class="record" data-record="CLM-1" href="../registers/claims.md#CLM-1">'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see [CLM-1][]", f"<p>see {LINK}CLM-1</a></p>"),
        ("see [the *first* claim][CLM-1]", f"<p>see {LINK}the <em>first</em> claim</a></p>"),
        ("**[CLM-1][]**", f"<p><strong>{LINK}CLM-1</a></strong></p>"),
        ("[CLM-9][] and [CLM-1]", "<p>[CLM-9][] and [CLM-1]</p>"),
        ("`[CLM-1][]` and \\[CLM-1][]", "<p><code>[CLM-1][]</code> and [CLM-1][]</p>"),
        ("[tbl-x][], [here][fig-y]", "<p><ref>tbl-x|</ref>, <ref>fig-y|here</ref></p>"),
        ("shown [@SRC-a, p. 3; see @SRC-b].", "<p>shown <cite>[@SRC-a, p. 3; see @SRC-b]</cite>.</p>"),
        ("[-@SRC-a]", "<p><cite>[-@SRC-a]</cite></p>"),
        (
            "`[@SRC-a]` [mail@SRC-a.example](x)",
            '<p><code>[@SRC-a]</code> <a href="x">mail@SRC-a.example</a></p>',
        ),
        ("[@SRC-a,\np. 3]", "<p><cite>[@SRC-a, p. 3]</cite></p>"),
        ("[the `x` \\* table][tbl-x]", "<p><ref>tbl-x|the x * table</ref></p>"),
        ("[@SRC-a, `x` \\* 3]", "<p><cite>[@SRC-a, x * 3]</cite></p>"),
        ("# On [CLM-1][]", f"<h1>On {LINK}CLM-1</a></h1>"),
    ],
)
def test_writer_syntax(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_code_blocks_are_left_alone() -> None:
    text = "```\n[CLM-1][] [@SRC-a] [tbl-x][]\n```\n\n    [CLM-1][]\n"
    made, slots = convert(text, "fenced_code")
    assert slots.items == []
    assert "[CLM-1][] [@SRC-a] [tbl-x][]" in made


def test_footnotes_and_cells_may_cite() -> None:
    text = "a[^1]\n\n| x |\n|---|\n| [@SRC-a] [CLM-1][] |\n\n[^1]: note [@SRC-b]\n"
    made = shown(text, "footnotes", "tables")
    assert "<cite>[@SRC-a]</cite> " + LINK in made
    assert "<cite>[@SRC-b]</cite>" in made


def test_a_block_leaves_the_paragraph_and_splits_the_text_around_it() -> None:
    slots = Slots()
    mark = slots.mark(Block("<table></table>"))
    page = markdown.markdown(f"Before\n{mark}\nafter\n\n- item\n\n    {mark}\n")
    filled = slots.fill(page, lambda slot: slot.html if isinstance(slot, Block) else None)
    assert filled.count("<table></table>") == 2
    assert "<p>Before\n</p>\n<table></table>\n<p>\nafter</p>" in filled
    assert "<p><table>" not in filled
    assert "<p></p>" not in filled


def test_a_title_is_shown_without_marks() -> None:
    slots = Slots()
    assert without_marks(f"Results {slots.mark(Citation('[@SRC-a]'))}") == "Results"


def test_names_are_found_outside_code_with_their_place() -> None:
    text = "`[tbl-a][]`\n\n```\n[tbl-a][]\n```\nsee [tbl-a][] and [x][CLM-1]\n"
    assert names_used(text) == ("tbl-a", "CLM-1")
    assert line_of(text, "tbl-a") == (6, 5)
    assert line_of(text, "tbl-z") == (0, 0)


def test_text_for_other_parsers_has_html_in_place_of_what_they_do_not_know() -> None:
    text = "see [tbl-a][] and [that][fig-b], [CLM-1][]; [@SRC-a,\np. 3]\n\n`[tbl-a][]`\n\n```\n[@SRC-a]\n```\nend\n"
    made = replaced(text, lambda slot: f"<{slot.cluster if isinstance(slot, Citation) else slot.target}>")
    assert made == (
        "see <tbl-a> and <fig-b>, [CLM-1][]; <[@SRC-a, p. 3]>\n\n`[tbl-a][]`\n\n```\n[@SRC-a]\n```\nend\n"
    )


def test_words_between_two_blocks_of_code_are_no_code() -> None:
    text = "a\n\n```\n[tbl-x][]\n```\n\nsee [tbl-y][]\n\n~~~text\n[tbl-x][]\n~~~\n\nend [tbl-z][]\n"
    assert names_used(text) == ("tbl-y", "tbl-z")
    assert line_of(text, "tbl-x") == (0, 0)


def test_a_mark_that_no_macro_made_is_nothing() -> None:
    assert Slots().fill("a \ue0c07\ue0c1\ue0c00\ue0c1 b", lambda _: "x") == "a  b"


def test_a_citation_is_found_beside_others_in_its_bracket() -> None:
    text = "a\n[see @SRC-ab; @SRC-a, p. 3]\n"
    assert line_of(text, "@SRC-a") == (2, 15)
    assert line_of(text, "@SRC-z") == (0, 0)


@pytest.mark.parametrize("text", ["~" * 30_000 + "\n" * 30_000, "`" * 30_000 + "x" * 30_000])
def test_fences_that_are_never_closed_are_read_once(text: str) -> None:
    begun = time.process_time()
    assert line_of(text, "tbl-a") == (0, 0)
    assert time.process_time() - begun < 2  # it took half a minute
