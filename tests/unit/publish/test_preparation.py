"""How single constructs of a page are prepared for Pandoc."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from lxml import etree

from cerkit.model.bundle import BundleImage, BundlePage, PageRole
from cerkit.publish.blocks import convert_blocks, drop_screen_only
from cerkit.publish.figures import PictureList, print_pictures
from cerkit.publish.finish import put_tabs
from cerkit.publish.markup import TAB, parse_page
from cerkit.publish.numbering import Counters, number_captions, number_headings
from cerkit.publish.ooxml import paragraph
from cerkit.publish.pictures import (
    UnreadablePictureError,
    cut_out_drawings,
    decode_uri,
    draw,
    fitting,
    read_picture,
)
from cerkit.publish.tables import prepare_tables

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="5" height="5"/></svg>'


def prepared(html: str) -> str:
    root = parse_page(html)
    drop_screen_only(root)
    convert_blocks(root, page=0)
    return etree.tostring(root, encoding="unicode", method="html").replace("\n", "")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<script>x</script>b</p>", "<div><p>ab</p></div>"),
        ("<p>a<!-- secret -->b</p>", "<div><p>ab</p></div>"),
        ("<p hidden>gone</p><p>b</p>", "<div><p>b</p></div>"),
        ('<p><abbr title="x">CER</abbr>-1</p>', "<div><p>CER-1</p></div>"),
        (
            '<div class="highlight"><pre><span></span><code><span class="k">if</span> x\n</code></pre></div>',
            '<div><div class="highlight"><pre><code>if x</code></pre></div></div>',
        ),
    ],
)
def test_what_is_only_for_the_screen_goes(html: str, expected: str) -> None:
    assert prepared(html) == expected


@pytest.mark.parametrize(
    ("classes", "title", "style", "printed"),
    [
        ("admonition note", "Note", "Callout", "Note"),
        ("admonition warning", "Warning", "Callout Warning", "Warning"),
        ("admonition danger", "Recall", "Callout Warning", "Danger: Recall"),
    ],
)
def test_a_callout_is_a_table_of_one_cell(classes: str, title: str, style: str, printed: str) -> None:
    made = prepared(
        f'<div class="{classes}"><p class="admonition-title">{title}</p><ul><li>a</li></ul></div>'
    )
    assert made.startswith(f'<div><table data-custom-style="{style}">')
    assert (
        f'<td><div data-custom-style="Callout Title"><p>{printed}</p></div><ul><li>a</li></ul></td>' in made
    )


def test_details_are_printed_open_and_keep_loose_text() -> None:
    made = prepared("<details><summary>More</summary>loose <b>text</b></details>")
    assert "<p>More</p></div>loose <b>text</b></td>" in made


def test_nested_tabs_keep_their_own_labels() -> None:
    inner = (
        '<div class="tabbed-set"><div class="tabbed-labels"><label>C</label></div>'
        '<div class="tabbed-content"><div class="tabbed-block"><p>c</p></div></div></div>'
    )
    outer = (
        '<div class="tabbed-set"><input type="radio"><div class="tabbed-labels"><label>A</label><label>B</label></div>'
        f'<div class="tabbed-content"><div class="tabbed-block"><p>a</p>{inner}</div>'
        '<div class="tabbed-block"><p>b</p></div></div></div>'
    )
    text = parse_page(prepared(outer)).text_content()
    assert text == "AaCcBb"


def test_a_task_in_a_loose_list_keeps_its_paragraph_and_its_sublist() -> None:
    made = prepared(
        '<ul><li class="task-list-item"><p><label><input type="checkbox" checked></label> done</p>'
        "<ul><li>sub</li></ul></li></ul>"
    )
    task = f'<div data-custom-style="Task Item"><p>\u2611{TAB}done</p></div>'
    assert f"{task}<ul><li>sub</li></ul>" in made


@pytest.mark.parametrize(
    ("html", "widths"),
    [
        (
            '<colgroup><col style="width:20%"><col style="width:30%"></colgroup><tr><td>a<td>b</tr>',
            ["40.00%", "60.00%"],
        ),
        ("<tr><td>a</td><td>a</td></tr>", ["50.00%", "50.00%"]),
        ('<tr><td colspan="2">a</td></tr><tr><td>a</td><td>a</td></tr>', ["50.00%", "50.00%"]),
    ],
)
def test_columns_have_widths_that_fill_the_line(html: str, widths: list[str]) -> None:
    root = parse_page(f"<table>{html}</table>")
    prepare_tables(root)
    assert [column.get("style", "").removeprefix("width:") for column in root.iter("col")] == widths


def test_a_long_column_is_wider_and_a_long_word_is_not_cut() -> None:
    root = parse_page(f"<table><tr><td>{'text ' * 60}</td><td>SRC-identifier-2021</td></tr></table>")
    prepare_tables(root)
    first, second = (float((c.get("style") or "")[6:-1]) for c in root.iter("col"))
    assert first > 2 * second
    assert second > 100 * 19 / 125


def test_a_column_takes_no_more_than_it_needs_while_another_breaks_its_lines() -> None:
    names = ("Record", "Study", "Country", "Persons", "Sensitivity", "Specificity", "Weight", "Remark")
    head = "".join(f"<th>{name}</th>" for name in names)
    cells = (
        "SRC-s10",
        "Report 10 on screening of many",
        "Exampleland",
        "1010",
        "91.0 (88.1 to 99.2)",
        "90.3",
        "2",
    )
    row = "".join(f"<td>{words}</td>" for words in (*cells, "Read as an abstract of one page"))
    root = parse_page(f'<table class="wide"><tr>{head}</tr><tr>{row}</tr></table>')
    prepare_tables(root)
    widths = [float((column.get("style") or "")[6:-1]) for column in root.iter("col")]
    needed = [len(words) + 2 for words in (*cells, "Read as an abstract of one page")]
    assert all(width / 100 * 171 >= need for width, need in zip(widths, needed, strict=True))


def test_a_row_that_heads_others_is_told_from_them() -> None:
    root = parse_page(
        '<table><tbody><tr><th colspan="2">A: Particulars</th></tr><tr><th>1</th><td>x</td></tr></tbody></table>'
    )
    prepare_tables(root)
    labels = {block.get("data-custom-style"): block.text_content() for block in root.iter("div")}
    assert labels["Row Group"] == "A: Particulars"
    assert labels["Row Label"] == "1"


def test_a_large_number_has_room_for_all_its_digits() -> None:
    text = "text " * 60
    root = parse_page(f'<table class="wide"><tr><td>{text}</td><td>41,300</td><td>{text}</td></tr></table>')
    prepare_tables(root)
    width = [float((column.get("style") or "")[6:-1]) for column in root.iter("col")][1]
    assert width / 100 * 171 >= 6 + 3, "characters of the number and of the cell's margins"


@pytest.mark.parametrize(
    ("role", "html", "numbers"),
    [
        (PageRole.CHAPTER, "<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>", ["1", "1.1", "1.1.1", "1.2"]),
        (PageRole.CHAPTER, '<h1>a</h1><h2 class="unnumbered">b</h2><h2>c</h2>', ["1", "", "1.1"]),
        (PageRole.CHAPTER, '<h1 class="unnumbered">a</h1><h2>b</h2>', ["", ""]),
        (PageRole.ANNEX, "<h1>a</h1><h2>b</h2><h3>c</h3>", ["Annex A", "A.1", "A.1.1"]),
    ],
)
def test_headings_are_counted_as_word_counts_them(role: PageRole, html: str, numbers: list[str]) -> None:
    assert [heading.number for heading in number_headings(parse_page(html), role, Counters())] == numbers


def test_captions_without_a_label_are_not_counted() -> None:
    root = parse_page(
        "<table><caption>plain</caption></table>"
        '<table><caption><p><span class="label">Tabelle 7.</span> x</p></caption></table>'
    )
    captions = list(number_captions(root, Counters()))
    assert [(c.label, c.said) for c in captions] == [("Tabelle 1", "7")]


def test_drawings_are_cut_out_whole_and_nothing_else_is() -> None:
    html = '<p>&lt;svg&gt;</p><svg viewBox="0 0 1 1"><svg/><svg></svg></svg><p>b</p></svg>'
    rest, drawings = cut_out_drawings(html)
    assert rest == '<p>&lt;svg&gt;</p><img data-drawing="0"><p>b</p></svg>'
    assert drawings == ('<svg viewBox="0 0 1 1"><svg/><svg></svg></svg>',)


def test_a_drawing_takes_no_font_and_no_colour_from_outside() -> None:
    def drawing(family: str, colour: str) -> bytes:
        svg = f'<svg viewBox="0 0 90 20"><text y="15" font-family="{family}" fill="{colour}">Abc ≥ 5</text></svg>'
        return draw(svg).data

    assert drawing("DejaVu Serif", "#c00") == drawing("sans-serif", "var(--md-accent, #c00)")
    assert drawing("sans-serif", "#c00") != drawing("sans-serif", "#00c")


def test_a_picture_is_no_wider_than_the_page_and_no_larger_than_it_is() -> None:
    assert draw('<svg viewBox="0 0 96 48"/>').width == 2.54
    assert draw('<svg viewBox="0 0 2000 50"/>').width == 16.1
    assert draw('<svg viewBox="0 0 500 5000"/>').width == 2.0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF",
        b"\x89PNG\r\n\x1a\n1234",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"BM1234",
        b"\xff\xd8" + b"\x00" * 40,
    ],
)
def test_an_unreadable_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadablePictureError):
        read_picture(BundleImage("a.png", "image/png", data))


def test_a_drawing_may_not_reach_for_other_files() -> None:
    with pytest.raises(UnreadablePictureError, match="another picture"):
        draw('<svg viewBox="0 0 9 9"><image href="file:///etc/passwd" width="9" height="9"/></svg>')


def test_a_warning_stays_one_whatever_other_class_it_has() -> None:
    made = prepared(
        '<div class="admonition warning annotate"><p class="admonition-title">Recall</p><p>a</p></div>'
    )
    assert "Callout Warning" in made
    assert "Warning: Recall" in made


@pytest.mark.parametrize("span", ["1" * 5000, "10000000", "0", "-1", "x"])
def test_a_cell_covers_a_number_of_columns_that_a_page_can_have(span: str) -> None:
    root = parse_page(f'<table><tr><td colspan="{span}">a</td></tr></table>')
    prepare_tables(root)
    assert 1 <= int(root.findall(".//td")[0].get("colspan") or "") <= 1000


@pytest.mark.parametrize("width", ["1.2.3", ".", "1" * 400])
def test_a_width_that_is_none_is_left_out(width: str) -> None:
    root = parse_page(f'<table><colgroup><col style="width:{width}%"></colgroup><tr><td>a</td></tr></table>')
    prepare_tables(root)
    assert [column.get("style") for column in root.iter("col")] == ["width:100.00%"]


@pytest.mark.parametrize("number", ["1", "x", "9" * 5000])
def test_a_writer_cannot_ask_for_a_drawing_that_is_not_there(number: str) -> None:
    pictures = PictureList({})
    page = BundlePage("a.md", "a/", "A", "")
    print_pictures(parse_page(f'<img data-drawing="{number}" src="a,b.png">'), page, [DRAWING], pictures)
    assert [problem.subject for problem in pictures.problems] == ["a,b.png"]


def test_a_drawing_may_begin_with_a_declaration_and_a_comment() -> None:
    comment = "<!-- drawn by hand -->"
    assert draw(f'<?xml version="1.0" encoding="utf-8"?>\n{comment}\n{DRAWING}').width == draw(DRAWING).width


def test_a_drawing_in_an_address_may_be_escaped() -> None:
    picture = read_picture(decode_uri(f"data:image/svg+xml,{quote(DRAWING)}"))
    assert picture.data == draw(DRAWING).data


@pytest.mark.parametrize(
    "size", ['width="200000" height="200000"', 'viewBox="0 0 9e5 9e5"', 'width="5e3cm" height="90in"']
)
def test_a_drawing_larger_than_memory_is_refused(size: str) -> None:
    with pytest.raises(UnreadablePictureError, match="too large"):
        draw(f'<svg xmlns="http://www.w3.org/2000/svg" {size}></svg>')


def test_a_width_of_more_digits_than_python_reads_is_none() -> None:
    assert fitting(draw(DRAWING), {"width": "1" * 5000}) == draw(DRAWING).width


@pytest.mark.parametrize(
    ("label", "word", "said"),
    [("Table 4", "Table", "4"), ("Table 4.", "Table", "4"), ("Figure", "Figure", ""), ("4", "Table", "4")],
)
def test_a_label_is_parted_into_word_and_number(label: str, word: str, said: str) -> None:
    root = parse_page(f'<table><caption><span class="label">{label}</span> x</caption></table>')
    (caption,) = number_captions(root, Counters())
    assert (caption.word, caption.said) == (word, said)


def test_every_mark_for_a_tab_becomes_one() -> None:
    root = paragraph(None, f"a{TAB}b{TAB}c")
    put_tabs(root)
    assert [child.text or "tab" for child in root[0]] == ["a", "tab", "b", "tab", "c"]
