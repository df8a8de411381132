"""A Word template to begin with: our styles, each with a sample that says what it is for, and fields in the header."""

from __future__ import annotations

from typing import Final

from lxml import etree

from cerkit.model.bundle import DocumentIdentity
from cerkit.publish.archive import read_parts, register_part, write_parts
from cerkit.publish.ooxml import (
    Element,
    Field,
    R,
    Styles,
    paragraph,
    parse,
    q,
    run,
    serialise,
    set_property,
    w,
)
from cerkit.publish.properties import document_properties
from cerkit.publish.reference import OWN_TEXT_WIDTH, own_reference, style_ids

_SAMPLE: Final = DocumentIdentity(
    number="Document number",
    title="Template for clinical evaluation reports",
    version="version",
    status="status",
    date="2026-01-01",
    device="Device",
    manufacturer="Manufacturer",
    notice="Notice, where there is one",
)
"""What the fields show until a report fills them."""

_HOW: Final = (
    "Change the styles, the header, the footer, the page and the numbers of headings; keep the names of the "
    "styles. This text is not taken into a report. Name the file in mkdocs.yml under reference_doc, and look at it "
    "with: cerkit template --check FILE."
)
_GUIDE: Final = (
    ("Heading 1", "How to use this template"),
    ("Body Text", _HOW),
    ("Heading 1", "Headings and text"),
    ("Body Text", "Heading 1: the title of a chapter. Its number is part of a list of several levels."),
    ("Heading 2", "Heading 2: a section"),
    ("First Paragraph", "First Paragraph: the paragraph after a heading. Body Text: all others."),
    ("Heading 3", "Heading 3: a part of a section"),
    ("Heading 4", "Heading 4: the lowest level that the contents of a report usually need"),
    ("Heading 5", "Heading 5"),
    ("Heading 6", "Heading 6"),
    ("Body Text", "Body Text: prose of the report."),
    ("Compact", "Compact: an item of a list whose items stand close together."),
    ("Block Text", "Block Text: a quotation."),
    ("Block Text Inner", "Block Text Inner: a quotation in a quotation."),
    ("Block Text Item", "Block Text Item: an item of a list in a quotation."),
    ("Definition Term", "Definition Term: a term that is explained"),
    ("Definition", "Definition: its meaning."),
    ("Definition Item", "Definition Item: an item of a list in it."),
    ("Task Item", "\u2611\tTask Item: a point of a list to tick off."),
    ("Source Code", "Source Code: records and settings, word for word."),
    ("Code Title", "Code Title: the name of the file above it"),
    ("Tab Label", "Tab Label: what stands on a tab of the site"),
    ("Callout Title", "Callout Title: the first line of a note or warning"),
    ("Callout Text", "Callout Text: its text. The frames are the table styles Callout and Callout Warning."),
    ("Table Caption", "Table Caption: above a table. Number and word have the style Caption Label."),
    ("Table Text", "Table Text: cells. The table styles are Table, and Wide Table on landscape pages."),
    ("Row Label", "Row Label: the first cell of a row, where it says what the row is about."),
    ("Row Group", "Row Group: a line across a table that heads the rows below it."),
    ("Image Caption", "Image Caption: below a figure."),
    ("footnote text", "Footnote Text: at the foot of the page."),
    ("Bibliography", "Bibliography: an entry of the list of references."),
    ("Annex Heading 1", "Annex Heading 1: the title of an annex"),
    ("Annex Heading 2", "Annex Heading 2: a section of an annex"),
    ("Annex Heading 3", "Annex Heading 3"),
    ("Unnumbered Heading 1", "Unnumbered Heading 1: a chapter without a number, such as the references"),
    ("TOC Heading", "TOC Heading: above the contents and the history of revisions"),
    ("toc 1", "toc 1: a chapter in the contents\t1"),
    ("toc 2", "toc 2: a section in the contents\t2"),
    ("toc 3", "toc 3: a part of a section in the contents\t3"),
    ("table of figures", "table of figures: an entry in the lists of tables and figures\t4"),
    ("Cover Manufacturer", "Cover Manufacturer: the first line of the cover"),
    ("Cover Title", "Cover Title: what the document is"),
    ("Cover Device", "Cover Device: the device and its version"),
    ("Cover Label", "Cover Label: left column of the cover's table"),
    ("Cover Value", "Cover Value: right column"),
    ("Cover Notice", "Cover Notice: the sentence that marks a fictional device"),
)


def starting_template() -> bytes:
    """The template as a package; the same bytes every time."""
    parts = read_parts(own_reference(), name="the reference document")
    styles = Styles(style_ids(parse(parts["word/styles.xml"])))
    root = parse(parts["word/document.xml"])
    body = root.find(q("body"))
    assert body is not None  # noqa: S101  # own_reference has made it
    for style, text in reversed(_GUIDE):
        body.insert(0, paragraph(styles(style), text))
    section = body.find(q("sectPr"))
    assert section is not None  # noqa: S101  # own_reference has made it
    for position, (kind, content) in enumerate((("header", _header(styles)), ("footer", _footer(styles)))):
        parts[f"word/{kind}1.xml"] = serialise(content)
        reference = w(f"{kind}Reference", type="default")
        reference.set(f"{{{R}}}id", register_part(parts, f"{kind}1.xml", kind))
        section.insert(position, reference)
    parts["word/document.xml"] = serialise(root)
    parts.update(document_properties(_SAMPLE))
    etree.cleanup_namespaces(root)
    return write_parts(parts)


def _property(name: str, result: str) -> list[Element]:
    return Field(f'DOCPROPERTY "{name}"', result).runs()


def _header(styles: Styles) -> Element:
    line = paragraph(styles("header"))
    line.extend(_property("Device", _SAMPLE.device))
    line.append(run("\t"))
    line.extend(_property("Document number", _SAMPLE.number))
    line.append(run(", version "))
    line.extend(_property("Version", _SAMPLE.version))
    _right_tab(line)
    notice = paragraph(styles("Header Notice"))
    notice.extend(_property("Notice", _SAMPLE.notice or ""))
    return w("hdr", line, notice)


def _footer(styles: Styles) -> Element:
    line = paragraph(styles("footer"))
    line.extend(_property("Manufacturer", _SAMPLE.manufacturer))
    line.append(run("\tPage "))
    line.extend(Field("PAGE", "1").runs())
    line.append(run(" of "))
    line.extend(Field("NUMPAGES", "1").runs())
    _right_tab(line)
    return w("ftr", line)


def _right_tab(line: Element) -> None:
    set_property(line, w("tabs", w("tab", val="right", pos=OWN_TEXT_WIDTH)))
