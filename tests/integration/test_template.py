"""Companies' Word templates: what is said of one, and that a report written with it keeps what the company gave."""

from __future__ import annotations

import json
from pathlib import Path

import openxml_audit
import pytest
from click.testing import CliRunner
from lxml import etree

from cerkit.cli.template import command
from cerkit.model.diagnostics import Severity
from cerkit.publish import reference
from cerkit.publish.archive import read_parts, write_parts
from cerkit.publish.ooxml import R, q
from cerkit.publish.template import starting_template
from cerkit.publish.template_check import check_template
from cerkit.publish.word import WordOptions, write_document
from integration import company_templates
from integration.word_sample import sample_bundle


def told(content: bytes) -> list[tuple[str, str]]:
    return [(item.rule.code, item.message) for item in check_template(content, "company.docx")]


def written(template: bytes, folder: Path) -> dict[str, bytes]:
    """Parts of the sample report, written with the template and looked at by the validator."""
    path = folder / "report.docx"
    result = write_document(sample_bundle(), path, options=WordOptions(reference_doc=template))
    assert result.path == path
    assert [str(error) for error in openxml_audit.OpenXmlValidator().validate(path).errors] == []
    return read_parts(path.read_bytes(), name="report.docx")


def style_ids(parts: dict[str, bytes]) -> dict[str, str]:
    return reference.style_ids(etree.fromstring(parts["word/styles.xml"]))


def sections(parts: dict[str, bytes]) -> list[etree._Element]:
    return list(etree.fromstring(parts["word/document.xml"]).iter(q("sectPr")))


def headers(parts: dict[str, bytes]) -> dict[str, str]:
    """Text of each header by its relation."""
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    return {
        relation.get("Id", ""): "".join(etree.fromstring(parts[f"word/{relation.get('Target')}"]).itertext())
        for relation in relations
        if relation.get("Type", "").endswith("/header")
    }


def test_our_template_lacks_nothing_and_is_the_same_every_time() -> None:
    assert told(starting_template()) == []
    assert starting_template() == starting_template()


def test_our_template_names_every_style_that_a_writer_sees() -> None:
    parts = read_parts(starting_template(), name="template")
    used = {mark.get(q("val")) for mark in etree.fromstring(parts["word/document.xml"]).iter(q("pStyle"))}
    paragraphs = {
        style.get(q("styleId"))
        for style in etree.fromstring(parts["word/styles.xml"]).iter(q("style"))
        if style.get(q("type")) == "paragraph" and style.find(q("qFormat")) is not None
    }
    assert {
        "Heading1",
        "Heading4",
        "BodyText",
        "TableCaption",
        "TOC1",
        "TableofFigures",
        "CoverTitle",
    } <= used
    assert len(used) > 30
    assert len(used & paragraphs) > 8


def test_what_is_said_of_a_template_without_numbers() -> None:
    assert told(company_templates.without_numbers()) == [
        ("CER833", 'there is no style "Body Text": cerkit\'s own is added in its place'),
        ("CER833", 'there is no style "Caption": cerkit\'s own is added in its place'),
        ("CER833", 'there is no style "Footer": cerkit\'s own is added in its place'),
        ("CER833", 'there is no style "Footnote Text": cerkit\'s own is added in its place'),
        ("CER833", 'there is no style "Heading 3": cerkit\'s own is added in its place'),
        ("CER833", 'there is no style "toc 1": cerkit\'s own is added in its place'),
        ("CER833", 'there is no style "toc 2": cerkit\'s own is added in its place'),
        ("CER834", "Heading 1 has no number: all headings get cerkit's numbers, 1, 1.1, 1.1.1"),
        ("CER835", "header and footer do not print the property Document number"),
        ("CER835", "header and footer do not print the property Notice, which only a fictional device needs"),
        ("CER835", "header and footer do not print the property Version"),
        ("CER836", "the page is 21.6 cm by 27.9 cm, not A4 (21.0 by 29.7)"),
    ]


def test_what_is_said_of_other_templates(tmp_path: Path) -> None:
    assert told(company_templates.french_with_numbers()) == []
    assert told(company_templates.with_logo()) == []
    assert told(company_templates.from_libreoffice(tmp_path)) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not a Word document"),
        (b"\xd0\xcf\x11\xe0 an old .doc", "is not a Word document"),
        (starting_template()[:3000], "is not a Word document"),
        (
            write_parts({"word/document.xml": b"<w:document", "word/styles.xml": b"<x/>"}),
            "a part of the file is no XML",
        ),
    ],
)
def test_a_damaged_template_is_said(content: bytes, said: str) -> None:
    ((code, message),) = told(content)
    assert code == "CER831"
    assert said in message


def test_macros_and_missing_numbers_are_said() -> None:
    parts = read_parts(starting_template(), name="template")
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
        b"vnd.ms-word.document.macroEnabled.main",
    )
    styles = etree.fromstring(parts["word/styles.xml"])
    for style in styles.iter(q("style")):
        if style.get(q("styleId")) == "Heading3":
            numbers = style.find(f"{q('pPr')}/{q('numPr')}")
            assert numbers is not None
            properties = numbers.getparent()
            assert properties is not None
            properties.remove(numbers)
    parts["word/styles.xml"] = etree.tostring(styles)
    assert told(write_parts(parts)) == [
        ("CER832", "the file holds macros, which no report takes over"),
        ("CER834", "Heading 3 has no number, while Heading 1 has one"),
    ]


def test_headings_are_numbered_by_our_list_where_the_company_has_none(tmp_path: Path) -> None:
    parts = written(company_templates.without_numbers(), tmp_path)
    assert style_ids(parts)["heading 1"] == "berschrift1"
    numbering = etree.fromstring(parts["word/numbering.xml"])
    linked = [link.get(q("val")) for link in numbering.iter(q("pStyle"))]
    assert linked[:2] == ["berschrift1", "berschrift2"]
    assert len(linked) == len(set(linked)), "a style that two lists name is numbered by either"


def test_headings_keep_the_numbers_of_the_company(tmp_path: Path) -> None:
    parts = written(company_templates.french_with_numbers(), tmp_path)
    assert style_ids(parts)["heading 2"] == "Titre2"
    numbering = etree.fromstring(parts["word/numbering.xml"])
    owner = {
        link.get(q("val")): abstract.get(q("abstractNumId"))
        for abstract in numbering.findall(q("abstractNum"))
        for link in abstract.iter(q("pStyle"))
    }
    assert owner["Titre1"] == owner["Titre2"] == "7"
    texts = [text.get(q("val")) for text in numbering.iter(q("lvlText"))]
    assert "%1-%2" in texts


def test_logo_and_headers_stay_where_the_company_put_them(tmp_path: Path) -> None:
    parts = written(company_templates.with_logo(), tmp_path)
    assert [name for name in parts if name.endswith("logo.png") or name == "word/_rels/header2.xml.rels"]
    every = sections(parts)
    assert [section.find(q("titlePg")) is not None for section in every] == [True] + [False] * (
        len(every) - 1
    )
    kinds = {used.get(q("type")) for used in every[0].findall(q("headerReference"))}
    assert kinds == {"default", "first", "even"}
    texts = headers(parts)
    for section in every:
        for used in section.findall(q("headerReference")):
            assert used.get(f"{{{R}}}id") in texts
    assert b"evenAndOddHeaders" in parts["word/settings.xml"]
    assert b"template.main" not in parts["[Content_Types].xml"]


def test_fields_of_the_header_say_the_values_at_once(tmp_path: Path) -> None:
    texts = "\n".join(headers(written(company_templates.with_logo(), tmp_path)).values())
    assert "CER-DRT-001" in texts
    assert "1.1.0" in texts
    assert "old" not in texts
    assert (sample_bundle().document.notice or "no notice") in texts


def test_headers_of_landscape_pages_reach_to_the_end_of_their_line(tmp_path: Path) -> None:
    parts = written(company_templates.with_logo(), tmp_path)
    (turned,) = [
        section
        for section in sections(parts)
        if (size := section.find(q("pgSz"))) is not None and size.get(q("orient")) == "landscape"
    ][:1]
    used = next(e for e in turned.findall(q("headerReference")) if e.get(q("type")) == "default")
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    (name,) = [r.get("Target") for r in relations if r.get("Id") == used.get(f"{{{R}}}id")]
    root = etree.fromstring(parts[f"word/{name}"])
    (line, *_) = root.iter(q("p"))
    stops = [
        tab for tab in line.iterfind(f"{q('pPr')}/{q('tabs')}/{q('tab')}") if tab.get(q("val")) == "right"
    ]
    # A4 on its side, less the margins above and below the upright page.
    assert [tab.get(q("pos")) for tab in stops] == [str(16838 - 1644 - 1361)]
    assert "CER-DRT-001" in "".join(root.itertext())


def test_a_template_of_libreoffice_gives_a_sound_document(tmp_path: Path) -> None:
    parts = written(company_templates.from_libreoffice(tmp_path), tmp_path)
    assert any("CER-DRT-001" in text for text in headers(parts).values())


def test_the_command_writes_and_looks(tmp_path: Path) -> None:
    path = tmp_path / "company.docx"
    run = CliRunner()
    made = run.invoke(command, [str(path)], catch_exceptions=False)
    assert made.exit_code == 0
    assert path.read_bytes() == starting_template()
    path.write_bytes(company_templates.without_numbers())
    looked = run.invoke(command, ["--check", str(path), "--format", "json"])
    assert looked.exit_code == 0
    assert {item["severity"] for item in json.loads(looked.stdout)} == {"warning", "note"}
    assert run.invoke(command, ["--check", str(path), "--fail-on", str(Severity.WARNING)]).exit_code == 1
    path.write_bytes(b"damaged")
    assert run.invoke(command, ["--check", str(path)]).exit_code == 1
    assert run.invoke(command, ["--check", str(path), "other.docx"]).exit_code == 2
