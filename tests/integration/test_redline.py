"""The redline: accepting everything gives the new report, rejecting everything the old one."""

from __future__ import annotations

import builtins
import json
import random
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import openxml_audit
import pytest

from cerkit.cli.redlining import bundle_of
from cerkit.model.authorship import Passage, Who
from cerkit.model.bundle import Bundle, BundleImage, BundlePage, PageRole
from cerkit.model.errors import CerkitError
from cerkit.publish.assemble import assemble
from cerkit.publish.normalise import normalise
from cerkit.publish.pandoc import run_pandoc
from cerkit.publish.redline.docxodus import compare
from cerkit.publish.redline.redline import Redline, redline_name, write_redline
from cerkit.publish.word import WordOptions, _draft
from cerkit.workspace.project import Project
from cerkit.workspace.settings import read_settings
from integration.word_sample import sample_bundle
from support.edits import Editor
from support.tracked import accepted, marks, opened, rejected, structure

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SETS, ALL_SETS = 10, 300
FOUND: Final = (279,)
"""Sets in which a mistake was found once."""
BESIDE: Final = (0, 3, 9)
"""Sets that the other engine compares, too."""
LARGEST_PAGE = 90_000
"""Characters of HTML: three pages of the example are edited at a time, so that 300 sets take minutes."""
WHO = Who("A. Author", "2026-05-04T10:20:30Z")


@pytest.fixture(scope="module")
def example(root: Path) -> Bundle:
    """The example as it stands."""
    return bundle_of(Project(root, read_settings(root)), None, on=date(2026, 6, 30))


def plain(bundle: Bundle) -> bytes:
    """The report's own Word document, whatever is wrong with its links: three pages refer to others."""
    return assemble(_draft(bundle, normalise(bundle), WordOptions()))


def first_place(bundle: Bundle) -> str:
    return normalise(bundle).headings[0].bookmark


def faults(document: bytes, folder: Path) -> list[str]:
    path = folder / "redline.docx"
    path.write_bytes(document)
    return [str(error) for error in openxml_audit.OpenXmlValidator().validate(path).errors]


def assert_laws(old: Bundle, new: Bundle, redline: Redline, folder: Path) -> None:
    first, before = first_place(new), first_place(old)
    assert structure(accepted(redline.content), first=first) == structure(opened(plain(new)), first=first)
    assert structure(rejected(redline.content), first=before) == structure(opened(plain(old)), first=before)
    assert faults(redline.content, folder) == []


def report(*pages: str, **images: bytes) -> Bundle:
    """A report of some pages of HTML."""
    made = tuple(BundlePage(f"p{n}.md", f"p{n}/", f"Page {n}", html) for n, html in enumerate(pages))
    stored = tuple(BundleImage(f"{name}.png", "image/png", data) for name, data in sorted(images.items()))
    return replace(sample_bundle(), pages=made, images=stored)


def shown(redline: Redline) -> str:
    """The text with {+what came+} and [-what went-]."""
    parts: list[str] = []
    for element in opened(redline.content).body.iter(f"{W}t", f"{W}delText"):
        kinds = [str(item.tag).removeprefix(W) for item in element.iterancestors()]
        text = element.text or ""
        if {"del", "moveFrom"} & set(kinds):
            text = f"[-{text}-]"
        elif {"ins", "moveTo"} & set(kinds):
            text = f"{{+{text}+}}"
        parts.append(text)
    return "".join(parts).replace("+}{+", "").replace("-][-", "")


def base_of(seed: int, example: Bundle) -> Bundle:
    """Every third set edits the sample, which has every construct; the others three pages of the example."""
    if seed % 3 == 0:
        return sample_bundle()
    chosen = [
        page for page in example.pages if page.role is not PageRole.SITE and len(page.html) < LARGEST_PAGE
    ]
    kept = set(random.Random(seed).sample(range(len(chosen)), 3))  # noqa: S311  # chooses pages
    return replace(example, pages=tuple(page for at, page in enumerate(chosen) if at in kept))


@pytest.mark.slow
def test_accepting_gives_the_new_report_and_rejecting_the_old_one_after_random_edits(
    example: Bundle, tmp_path: Path, is_full: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    edits = counted = listed = 0
    beside: list[str] = []
    for seed in range(ALL_SETS) if is_full else (*range(SETS), *FOUND):
        old, editor = base_of(seed, example), Editor(seed)
        new = editor.edited(old, count=random.Random(seed).randint(1, 14))  # noqa: S311  # chooses how many
        redline = write_redline(old, new)
        try:
            assert_laws(old, new, redline, tmp_path)
        except AssertionError as error:
            error.add_note(f"seed {seed}: {', '.join(editor.done)}")
            raise
        edits += len(editor.done)
        counted += redline.counts.total
        listed += marks(redline.content)
        if seed in BESIDE:
            theirs = marks(compare(plain(old), plain(new), WHO))
            beside.append(f"{len(editor.done)} edits: {marks(redline.content)} marks, docxodus {theirs}")
    with capsys.disabled():
        builtins.print(f"\nredline: {edits} edits, {counted} changes, {listed} marks", file=sys.stderr)  # noqa: T201  # figures for the log of the run
        builtins.print(*beside, sep="\n", file=sys.stderr)  # noqa: T201  # figures for the log of the run
    assert edits


def words(document: bytes, how: str, *, after: str) -> list[str]:
    """What Pandoc, as another reader, finds in a document: its words without numbers, behind a heading's words."""
    output = run_pandoc(
        ["--from=docx", "--to=json", f"--track-changes={how}", "in.docx"], files={"in.docx": document}
    )
    blocks = json.loads(output.content)["blocks"]
    while blocks and not (blocks[0]["t"] == "Header" and after in "".join(_strings(blocks[0]))):
        blocks = blocks[1:]
    found = (re.sub(r"[\d\W_]+", "", text) for block in blocks for text in _strings(block))
    return sorted(filter(None, found))


def _strings(node: Any) -> list[str]:
    if isinstance(node, dict):
        return (
            [node["c"]]
            if node.get("t") in ("Str", "Code", "CodeBlock") and isinstance(node["c"], str)
            else _strings(node.get("c"))
        )
    return [text for item in node for text in _strings(item)] if isinstance(node, list) else []


@pytest.mark.parametrize("seed", [3, 9, 18])
def test_pandoc_reads_the_same_words_on_both_sides(seed: int) -> None:
    old = sample_bundle()
    new = Editor(seed).edited(old, count=8)
    redline = write_redline(old, new)
    for how, side in (("accept", new), ("reject", old)):
        after = normalise(side).headings[0].text.split()[0]
        assert words(redline.content, how, after=after) == words(plain(side), "accept", after=after)


PARAGRAPH = "<p>The device reads two images of each eye. It marks the episode, and nobody else does.</p>"
TABLE = (
    "<table><thead><tr><th>Record</th><th>Value</th></tr></thead><tbody>"
    "<tr><td>AC-1</td><td>85.0 per cent of episodes</td></tr>"
    "<tr><td>AC-2</td><td>82.5 per cent</td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("reads two images", "reads three images", "reads [-two-]{+three+} images"),
        ("nobody else does", "nobody does", "nobody [-else -]does"),
        (
            "It marks the episode, and nobody else does.",
            "A grader who was trained decides later.",
            "[-It marks the episode, and nobody else does.-]{+A grader who was trained decides later.+}",
        ),
        (
            "two images of each eye",
            "four photographs of each eye",
            "[-two images-]{+four photographs+} of each eye",
        ),
    ],
    ids=[
        "a word",
        "a word that goes",
        "a sentence of which little stays",
        "no letters, and no space between",
    ],
)
def test_a_reader_sees_whole_words_and_no_confetti(old: str, new: str, said: str, tmp_path: Path) -> None:
    before = report(f"<h1>One</h1>{PARAGRAPH}")
    after = report(f"<h1>One</h1>{PARAGRAPH.replace(old, new)}")
    redline = write_redline(before, after)
    assert said in shown(redline)
    assert redline.counts.total == 1
    assert_laws(before, after, redline, tmp_path)


LONG = "<p>The clinical evidence of this section was read twice by two people who did not know of each other.</p>"
FIGURE = (
    '<figure id="fig-a"><img src="../a.png" alt="A flow"><figcaption><span class="label">Figure 1</span> '
    "<span>How it flows</span></figcaption></figure>"
)
NOTED = (
    '<p>Sensitivity was high<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup> in all of them.</p>'
    '<div class="footnote"><hr><ol><li id="fn:1"><p>In one study of 41 people.</p></li></ol></div>'
)
ITEMS = "<ul><li>one item</li><li>two</li></ul>"
TERMS = "<dl><dt>HR</dt><dd>Hazard ratio</dd></dl>"
LINK = "<p>See <a href='https://a.example/'>the list</a> there.</p>"


@pytest.mark.parametrize(
    ("old", "new", "changes", "said"),
    [
        (TABLE, TABLE.replace("<tr><td>AC-2", "<tr><td>AC-9</td><td>new</td></tr><tr><td>AC-2"), 1, "{+AC-9new+}"),
        (TABLE, TABLE.replace("<tr><td>AC-2</td><td>82.5 per cent</td></tr>", ""), 1, "[-AC-282.5 per cent-]"),
        (TABLE, TABLE.replace("82.5", "90"), 1, "AC-2[-82.5-]{+90+} per cent"),
        (ITEMS, ITEMS.replace("<li>two", "<li>between</li><li>two"), 1, "one item{+between+}two"),
        (
            "<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>",
            "<ul><li>one<ul><li>inner</li><li>more</li></ul></li><li>two</li></ul>",
            1,
            "inner{+more+}two",
        ),
        (TERMS, TERMS.replace("</dl>", "<dt>CI</dt><dd>Interval</dd></dl>"), 2, "{+CIInterval+}"),
        ("<pre>a = 1\nb = 2</pre>", "<pre>a = 1\nb = 3</pre>", 1, "b = [-2-]{+3+}"),
        (NOTED, NOTED.replace("41", "43"), 1, "Sensitivity was high"),
        (NOTED, "<p>Sensitivity was high in all of them.</p>", 1, "Sensitivity was high in all of them."),
        (LINK, LINK.replace("a.example", "b.example"), 1, "See [-the list-]{+the list+} there."),
        ("<h2 id='a'>Data held</h2><p>x</p>", "<h2 id='a'>Data not held</h2><p>x</p>", 1, "Data {+not +}held"),
        (FIGURE, FIGURE.replace("How it", "Where it"), 1, "[-How-]{+Where+} it flows"),
        (
            "<div class='admonition note'><p class='admonition-title'>Note</p><p>Read the plan first.</p></div>",
            "<div class='admonition note'><p class='admonition-title'>Note</p><p>Read the plan twice.</p></div>",
            1,
            "Read the plan [-first-]{+twice+}.",
        ),
        (f"<h2>A</h2>{LONG}<h2>B</h2><p>Short.</p>", f"<h2>B</h2><p>Short.</p><h2>A</h2>{LONG}", 1, "Short."),
    ],
    ids=["row added", "row removed", "cell", "item", "nested item", "definition", "code", "note reworded",
         "note removed", "link", "heading", "caption", "callout", "section moved"],
)  # fmt: skip  # a table of cases
def test_each_kind_of_block_is_marked_where_it_changed(
    old: str, new: str, changes: int, said: str, tmp_path: Path
) -> None:
    picture = next(image.data for image in sample_bundle().images if image.media_type == "image/png")
    before, after = (report(f"<h1>One</h1><p>First.</p>{html}<p>Last.</p>", a=picture) for html in (old, new))
    redline = write_redline(before, after)
    assert said in shown(redline)
    assert redline.counts.total == changes
    assert_laws(before, after, redline, tmp_path)


def test_a_section_that_moved_is_a_move_with_two_ends(tmp_path: Path) -> None:
    before = report(f"<h1>One</h1><h2>A</h2>{LONG}<h2>B</h2>{PARAGRAPH}<p>Short.</p>")
    after = report(f"<h1>One</h1><h2>B</h2>{PARAGRAPH}<p>Short.</p><h2>A</h2>{LONG}")
    redline = write_redline(before, after)
    body = opened(redline.content).body
    names = [
        [item.get(f"{W}name") for item in body.iter(f"{W}{kind}RangeStart")]
        for kind in ("moveFrom", "moveTo")
    ]
    assert names[0] == names[1] == ["moved1"]
    assert "[-" in shown(redline)
    assert redline.counts.moved == 1
    assert_laws(before, after, redline, tmp_path)


def test_columns_that_came_replace_the_table(tmp_path: Path) -> None:
    wider = TABLE.replace("</tr>", "<td>more</td></tr>")
    before, after = (report(f"<h1>One</h1><p>First.</p>{html}<p>Last.</p>") for html in (TABLE, wider))
    redline = write_redline(before, after)
    assert redline.counts.rows == 6
    assert_laws(before, after, redline, tmp_path)


def test_a_picture_that_was_replaced_is_there_twice(tmp_path: Path) -> None:
    from integration.word_sample import png

    before, after = (report(f"<h1>One</h1>{FIGURE}", a=png(size, 40)) for size in (40, 60))
    redline = write_redline(before, after)
    body = opened(redline.content).body
    assert [len(list(body.iter(f"{W}{kind}"))) for kind in ("ins", "del")] == [1, 1]
    assert redline.counts.total == 1
    assert_laws(before, after, redline, tmp_path)


def test_what_follows_from_counting_is_not_marked() -> None:
    """A table in front renumbers the others, a chapter in front all sections: nobody wrote that."""
    caption = '<caption><span class="label">Table 1</span> Of {0}</caption>'
    table = f'<table id="tbl-{{0}}">{caption}<tr><td>x</td></tr></table>'
    referring = '<p>As <a class="xref" data-xref="tbl-b" href="#tbl-b">Table 1</a> shows.</p>'
    cited = '<p>Said <span class="citation" data-cite="[@SRC-x]">(<a href="#">{0}</a>)</span>.</p>'
    before = report(f"<h1>Two</h1>{table.format('b')}{referring}{cited.format(3)}")
    after = report(
        f"<h1>One</h1><p>New.</p>{table.format('a')}",
        f"<h1>Two</h1>{table.format('b')}{referring}{cited.format(9)}",
    )
    redline = write_redline(before, after)
    text = shown(redline)
    assert "As " in text
    assert "Said (9)." in text
    assert redline.counts.texts == 0


PASSAGES = tuple(
    Passage(path, text, is_removed=is_removed, who=Who(author, date))
    for path, text, is_removed, author, date in (
        ("docs/p0.md", "The device reads two images of each eye.", True, "Old Hand", "2026-01-02T03:04:05Z"),
        (
            "docs/p0.md",
            "The device reads three images of each eye.",
            False,
            "New Hand",
            "2026-02-03T04:05:06Z",
        ),
        ("evidence/claims.yml", "wording: nothing of this", False, "Nobody", "2026-03-03T04:05:06Z"),
    )
)


def test_a_mark_has_the_author_and_the_moment_of_the_commit_else_those_of_the_version() -> None:
    before = report(f"<h1>One</h1>{PARAGRAPH}")
    changed = PARAGRAPH.replace("two images", "three images")
    after = report(f"<h1>One</h1>{changed}<p>Nobody committed that.</p>")
    told = {
        (item.get(f"{W}author"), item.get(f"{W}date"))
        for passages in (PASSAGES,)
        for item in opened(write_redline(before, after, passages=passages).content).body.iter(
            f"{W}ins", f"{W}del"
        )
    }
    newest = after.revisions[-1]
    mine = next((row for row in after.revisions if row.version == after.document.version), newest)
    assert told == {
        ("Old Hand", "2026-01-02T03:04:05Z"),
        ("New Hand", "2026-02-03T04:05:06Z"),
        (mine.author, f"{mine.date}T00:00:00Z"),
    }


def test_the_same_bundles_give_the_same_bytes() -> None:
    old = sample_bundle()
    new = Editor(6).edited(old, count=9)
    assert write_redline(old, new).content == write_redline(old, new).content


def test_the_page_in_front_tells_what_changed_and_leads_there() -> None:
    old = sample_bundle()
    page = next(page for page in old.pages if "Diabetic retinopathy is the leading" in page.html)
    changed = replace(page, html=page.html.replace("leading cause", "first cause"))
    new = replace(old, pages=tuple(changed if item is page else item for item in old.pages))
    document = opened(write_redline(old, new).content)
    texts = ["".join(item.itertext()) for item in document.body.iter(f"{W}p")]
    at = texts.index("Summary of changes")
    assert "1 place inside paragraphs" in texts[at + 2]
    assert "show the new state" in texts[at + 3]
    anchors = {link.get(f"{W}anchor") for link in document.body.iter(f"{W}hyperlink")} - {None}
    names = {mark.get(f"{W}name") for mark in document.body.iter(f"{W}bookmarkStart")}
    assert anchors <= names
    assert redline_name(old, new).endswith("_redline.docx")


def test_the_time_grows_with_the_length_and_not_with_its_square() -> None:
    from time import process_time

    def seconds(count: int) -> float:
        page = "<h1>C</h1>" + "".join(
            f"<p>Paragraph {n} of many says {n * 7 % 13}.</p>" for n in range(count)
        )
        other = page.replace("says 5", "tells 5")
        sides = report(page), report(other)
        begin = process_time()
        write_redline(*sides)
        return process_time() - begin

    times = [seconds(count) for count in (1000, 4000)]
    assert all(later < 12 * earlier for earlier, later in pairwise(times))


def test_docxodus_compares_with_a_document_that_was_edited_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is in the lock, so that this runs wherever the tests do."""
    monkeypatch.setenv("CERKIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    before, after = (report(f"<h1>One</h1>{PARAGRAPH.replace('two', word)}") for word in ("two", "three"))
    sides = plain(before), plain(after)
    found = compare(*sides, WHO)
    body = opened(found).body
    assert {(item.get(f"{W}author"), item.get(f"{W}date")) for item in body.iter(f"{W}ins")} == {
        (WHO.author, WHO.date)
    }
    assert found == compare(*sides, WHO)
    assert not (tmp_path / "home").exists()
    ours = write_redline(before, after)
    assert marks(ours.content) <= marks(found)


def test_a_missing_extra_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: Callable[..., Any] = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("python_redlines"):
            raise ImportError(name)
        return wanted(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    document = plain(report("<h1>One</h1>"))
    with pytest.raises(CerkitError, match="not installed") as caught:
        compare(document, document, WHO)
    assert "cerkit[redline]" in (caught.value.hint or "")


def test_a_company_s_template_is_taken_for_the_redline_too(tmp_path: Path) -> None:
    from integration.company_document import build

    old = sample_bundle()
    new = Editor(9).edited(old, count=6)
    redline = write_redline(old, new, options=WordOptions(reference_doc=build()))
    assert redline.counts.total
    assert faults(redline.content, tmp_path) == []
