"""Each trap of real exports as a small file of our own: what is sound is read whole, what is not is refused."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence

import pytest

from cerkit.literature.readers import Export, read_export, with_accepted_losses
from cerkit.literature.readers.decoding import UndecodableError, unpacked
from cerkit.model.records.review import BibliographicRecord

RIS = "TY  - JOUR\nAU  - Duggal, Mona\nTI  - Screening with software\nPY  - 2025\nDO  - 10.1000/abc\nER  - \n"
TWO_RIS = RIS + "\n" + RIS.replace("software", "nurses").replace("abc", "def")
NBIB = (
    "PMID- 38912345\nOWN - NLM\nDP  - 2024 Jun 3\nTI  - Grading of retinal images by software: a study of \n"
    "      accuracy.\nAB  - CONTEXT: none.\nAU  - Duggal M\nFAU - Duggal, Mona\nPT  - Journal Article\n"
    "JT  - Journal of Fictional Results\nVI  - 3\nPG  - 1-9\nAID - 10.1000/abc [doi]\nAID - S1-2 [pii]\n"
)
WOS = (
    "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Duggal, M\n   Vale, L\nTI Grading of retinal\n   images\n"
    "SO J FICT RES\nPY 2024\nBP 1\nEP 9\nDI 10.1000/abc\nPM 38912345\nUT WOS:000001\nER\n\nEF\n"
)
BIB = "@article{duggal,\n  author = {Duggal, Mona and Vale, Luke},\n  title = {Grading},\n  year = 2024,\n}\n"
ARTICLE = (
    "<PubmedArticle><MedlineCitation><PMID>38912345</PMID><Article><Journal><JournalIssue><Volume>3</Volume>"
    "<PubDate><Year>2024</Year><Month>Jun</Month></PubDate></JournalIssue><Title>J Fict Res</Title></Journal>"
    "<ArticleTitle>Effect of <i>E. coli</i> on H<sub>2</sub>O</ArticleTitle><AuthorList><Author><LastName>Duggal"
    "</LastName><Initials>M</Initials></Author></AuthorList></Article></MedlineCitation><PubmedData><ArticleIdList>"
    '<ArticleId IdType="doi">10.1000/abc</ArticleId></ArticleIdList></PubmedData></PubmedArticle>'
)
PUBMED = f"<PubmedArticleSet>{ARTICLE}</PubmedArticleSet>"
STYLED = '<style face="normal" font="default">{}</style>'
ENDNOTE = (
    "<xml><records><record><rec-number>7</rec-number><ref-type name='Journal Article'>17</ref-type><contributors>"
    f"<authors><author>{STYLED.format('Duggal, M.')}</author><author>Vale, L.</author></authors></contributors>"
    f"<titles><title>{STYLED.format('Grading of ')}{STYLED.format('images')}</title><secondary-title>J Fict Res"
    "</secondary-title></titles><dates><year>2024</year></dates><electronic-resource-num>10.1000/abc"
    "</electronic-resource-num></record></records></xml>"
)
CSV = 'PMID,Title,Authors,Publication Year,DOI\n38912345,Grading,"Duggal M, Vale L",2024,10.1000/abc\n'


COCHRANE = """Record #1 of 1
ID: CN-02471234
AU: Duggal, M
AU: Vale, L
TI: Grading by nurses
SO: Eye
YR: 2024
VL: 38
NO: 2
PG: 11-19
XR: EMBASE 2030
PM: PUBMED 38123456
PT: Journal article
AB: BACKGROUND: Nurses grade.
AIM: to see how well.
DOI: 10.1000/eye.1

"""
EMBASE = """"TITLE","Grading by nurses"
"AUTHOR NAMES","Duggal M.","Vale L."
"SOURCE TITLE","Eye (Basingstoke)"
"PUBLICATION YEAR","2024"
"FIRST PAGE","11"
"LAST PAGE","19"
"EMTREE DRUG INDEX TERMS","tropicamide","fluorescein"
"ABSTRACT","One line, and
a ""second""."
"MEDLINE PMID","38123456"
"PUI","LZ1"
"DOI","10.1000/eye.1"
"""


def read(content: str | bytes, name: str = "export.txt") -> Export:
    return read_export(name, content.encode() if isinstance(content, str) else content)


def sound(content: str | bytes, count: int) -> Sequence[BibliographicRecord]:
    """The records of a file that must come in whole."""
    export = read(content)
    assert not export.is_refused, export.problems
    assert (export.counted, len(export.records)) == (count, count)
    return export.records


def refused(content: str | bytes) -> tuple[int, str]:
    """Line and words of the first objection to a file that must not come in."""
    export = read(content)
    assert export.is_refused
    grave = [problem for problem in export.problems if problem.kind != "note"]
    assert all(problem.hint for problem in grave)
    return grave[0].line, grave[0].message


def packed(data: bytes) -> bytes:
    """Without the time of the day: tests that run side by side must have the same names."""
    return gzip.compress(data, mtime=0)


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (RIS, "ris"),
        (NBIB, "medline"),
        (WOS, "wos"),
        ("PT\tAU\tTI\tPY\tUT\nJ\tDuggal, M; Vale, L\tGrading\t2024\tWOS:1\n", "wos-tab"),
        ("%0 Journal Article\n%A Duggal, M\n%T Grading\n%D 2024\n", "refer"),
        (BIB, "bibtex"),
        (
            '[{"id": "a", "type": "article-journal", "title": "Grading", "issued": {"date-parts": [[2024]]}}]',
            "csl-json",
        ),
        (ENDNOTE, "endnote-xml"),
        (PUBMED, "pubmed-xml"),
        (CSV, "csv"),
        ("title\tauthors\tyear\nGrading\tDuggal M\t2024\n", "tsv"),
        (COCHRANE, "cochrane"),
        (EMBASE, "embase"),
    ],
)
def test_the_format_is_found_by_content(content: str, form: str) -> None:
    for name in ("export.txt", "export.ris", "export"):
        export = read_export(name, content.encode())
        assert (export.format, export.counted, len(export.records), export.is_refused) == (form, 1, 1, False)
    (record,) = sound(content, 1)
    assert record.title.startswith(("Grading", "Screening", "Effect"))
    assert record.authors or form == "csl-json"
    assert record.year in {2024, 2025}


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TWO_RIS.encode("utf-8-sig"), "utf-8-sig"),
        (b"\xef\xbb\xbf" + TWO_RIS.encode("utf-8-sig"), "utf-8-sig"),
        (TWO_RIS.replace("\n", "\r").encode(), "utf-8"),
        (TWO_RIS.replace("\n", "\r\n").encode(), "utf-8"),
        (TWO_RIS.replace("\n", "\r\r\n").encode(), "utf-8"),
        (TWO_RIS.replace("nurses", "Pflegekräfte – “gut”").encode("cp1252"), "cp1252"),
        (TWO_RIS.replace("nurses", "Pflegekräfte \x81").encode("latin-1"), "latin-1"),
        (TWO_RIS.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TWO_RIS.encode("utf-16-be"), "utf-16-be"),
        (TWO_RIS.encode("utf-16-le"), "utf-16-le"),
        (TWO_RIS.encode("utf-16-be"), "utf-16-be"),
        (packed(RIS.encode("utf-8-sig")) + packed(TWO_RIS[len(RIS) :].encode()), "utf-8-sig"),
        (RIS.encode("utf-8-sig") + TWO_RIS[len(RIS) + 1 :].encode("utf-8-sig"), "utf-8-sig"),
    ],
)
def test_bytes_become_text_without_losing_the_first_record(data: bytes, encoding: str) -> None:
    export = read(data)
    assert (export.encoding, export.is_refused) == (encoding, False)
    assert [record.doi for record in export.records] == ["10.1000/abc", "10.1000/def"]


def test_one_strange_byte_in_utf8_is_told_and_does_not_turn_the_rest_into_another_code_page() -> None:
    text = RIS.replace("Mona", "Möna Žižka") + "\n" + RIS.replace("software", "änd ö é PLACE")
    export = read(text.encode().replace(b"PLACE", b"na\xefve"))
    assert [record.authors[0] for record in export.records] == ["Duggal, Möna Žižka", "Duggal, Mona"]
    assert export.records[1].title.endswith("naïve")
    assert [(problem.line, problem.kind) for problem in export.problems] == [(10, "note")]


RIS_DIALECTS = {
    "one blank": RIS.replace("  - ", " - "),
    "no blank": RIS.replace("  - ", "  -"),
    "indented": "".join(f"  {line}\n" for line in RIS.splitlines()),
    "tab": RIS.replace("  - ", "\t- "),
    "blank lines and empty tags": RIS.replace("PY", "\nDB  -\nN1  - \n\nPY"),
    "text after the end": RIS.replace("ER  - ", "ER  - 1234"),
    "no last end": RIS.replace("ER  - \n", ""),
    "several types": "TY  - BOOK\n" + RIS,
    "a type in the middle": RIS.replace("PY", "TY  - CHAP\nPY"),
    "junk between records": "1. exp diabetic retinopathy/\n"
    f"2. 1 and screening\nDatabase: Ovid\n\n{RIS}\n<2>\n\nend of file\n",
    "links behind the end": f"{RIS}NL  - J Fict\nLink to the full text: https://example.org/a?id=doi:10.1000/abc\n",
    "tags before the type": "ID  - 77\n" + RIS,
    "small tags": re.sub(r"(?m)^[A-Z0-9]{2}(?=  - )", lambda tag: tag[0].lower(), RIS),
    "pasted from a page": RIS.replace("  - ", "\xa0\xa0- "),
    "long dashes": RIS.replace("  - ", "  – "),
    "a last block filled with zeros": f"{RIS}\0\0\0\0\0",
}


@pytest.mark.parametrize("content", RIS_DIALECTS.values(), ids=RIS_DIALECTS)
def test_dialects_of_ris(content: str) -> None:
    (record,) = sound(content, 1)
    assert (record.title, record.year, record.doi) == ("Screening with software", 2025, "10.1000/abc")
    assert record.authors == ("Duggal, Mona",)


def test_records_of_ris_without_ends_are_kept_apart() -> None:
    records = sound(TWO_RIS.replace("ER  - \n", ""), 2)
    assert [record.title for record in records] == ["Screening with software", "Screening with nurses"]


@pytest.mark.parametrize("tag", ["AB", "N1", "N2"])
def test_lines_without_a_tag_go_on_in_the_field_above(tag: str) -> None:
    more = f"{tag}  - BACKGROUND: one.\nT2-weighted images, n=3.\n\nOR - 1.2 (95%).\n  AU-thors none.\nER"
    (record,) = sound(RIS.replace("ER", more), 1)
    said = record.abstract if tag != "N1" else record.other["N1"][0]
    assert said == "BACKGROUND: one. T2-weighted images, n=3. OR - 1.2 (95%). AU-thors none."
    assert record.authors == ("Duggal, Mona",)


def test_nothing_is_lost_of_a_field_without_a_role() -> None:
    (record,) = sound(RIS.replace("ER", "ZZ  - odd\nZZ  - odder\nKW  - one\ntwo\nPY  - 1999\nER"), 1)
    assert record.other == {"ZZ": ("odd", "odder"), "KW": ("one", "two"), "PY": ("1999",)}


@pytest.mark.parametrize(
    ("said", "year"),
    [("2024/05/01/", 2024), ("2024///", 2024), ("///", None), ("99", None), ("in press", None), ("May 2024", 2024),
     ("c2019", 2019), ("2024-2025", 2024), ("12345", None)],
)  # fmt: skip  # a sample, read by its rows
def test_years(said: str, year: int | None) -> None:
    (record,) = sound(RIS.replace("2025", said), 1)
    assert record.year == year
    assert record.year is not None or record.other["PY"] == (said,)


def test_thousands_of_authors() -> None:
    names = [f"Author, {number}" for number in range(5000)]
    (record,) = sound(RIS.replace("AU  - Duggal, Mona\n", "".join(f"AU  - {name}\n" for name in names)), 1)
    assert list(record.authors) == names
    row = ["1", "Grading", "; ".join(names), "2024"]
    (record,) = sound('PMID,Title,Authors,Year\n{},{},"{}",{}\n'.format(*row), 1)
    assert list(record.authors) == names


@pytest.mark.parametrize(
    "content",
    [
        NBIB,
        NBIB.replace("PMID- ", "PMID-"),
        "\n\n" + NBIB.replace("TI  - ", "\nTI  - "),
        NBIB.replace("      accuracy", "accuracy"),
        NBIB.replace("PMID- 38912345\n", "") + "PMID- 38912345\n",
    ],
)
def test_medline(content: str) -> None:
    (record,) = sound(content, 1)
    assert record.title == "Grading of retinal images by software: a study of accuracy."
    assert (record.pmid, record.doi, record.year) == ("38912345", "10.1000/abc", 2024)
    assert (record.authors, record.journal, record.pages) == (
        ("Duggal M",),
        "Journal of Fictional Results",
        "1-9",
    )
    assert record.other["AID"] == ("S1-2 [pii]",)


def test_records_of_medline_with_and_without_blank_lines_and_numbers() -> None:
    other = NBIB.replace("38912345", "38912346")
    for joint in ("", "\n", "\n\n\n"):
        assert [record.pmid for record in sound(NBIB + joint + other, 2)] == ["38912345", "38912346"]


def test_nbib_of_eric_has_no_pmid() -> None:
    record = "OWN - ERIC\nTI  - {}\nAU  - Smith, Tom\nOID - {}\nDP  - 2000\nPT  - Journal Articles\n"
    records = sound(record.format("One", "EJ1") + "\n\n" + record.format("Two", "EJ2"), 2)
    assert [(item.title, item.pmid) for item in records] == [("One", None), ("Two", None)]
    mixed = sound(NBIB + "\n" + record.format("One", "EJ1"), 2)
    assert [item.pmid for item in mixed] == ["38912345", None]


RETRACTED = (
    "RIN - J Fict Res. 2025;4:1. PMID: 39\nROF - J Fict Res. 2020\nEIN - J Fict Res. 2024\nCON - J Other\n"
)


def test_retractions_and_errata_survive() -> None:
    links = {
        "RIN": ("J Fict Res. 2025;4:1. PMID: 39",),
        "ROF": ("J Fict Res. 2020",),
        "EIN": ("J Fict Res. 2024",),
    }
    (record,) = sound(NBIB + RETRACTED, 1)
    assert links.items() <= record.other.items()
    kinds = {"RIN": "RetractionIn", "ROF": "RetractionOf", "EIN": "ErratumIn"}
    xml = "".join(
        f'<CommentsCorrections RefType="{kinds[tag]}"><RefSource>{said[0].split(" PMID")[0]}</RefSource>'
        + ("<PMID>39</PMID>" if "PMID" in said[0] else "")
        + "</CommentsCorrections>"
        for tag, said in links.items()
    )
    whole = PUBMED.replace(
        "</MedlineCitation>", f"<CommentsCorrectionsList>{xml}</CommentsCorrectionsList></MedlineCitation>"
    )
    (record,) = sound(whole, 1)
    assert links.items() <= record.other.items()


def test_web_of_science() -> None:
    (record,) = sound(WOS, 1)
    assert (record.title, record.authors) == ("Grading of retinal images", ("Duggal, M", "Vale, L"))
    assert (record.accession, record.pmid, record.pages) == ("WOS:000001", "38912345", "1-9")
    body = WOS.split("VR 1.0\n")[1].removesuffix("\nEF\n")
    records = sound(WOS.replace("\nEF\n", "\n" + body.replace("000001", "000002") + "\nEF\n"), 2)
    assert [record.accession for record in records] == ["WOS:000001", "WOS:000002"]
    assert refused(WOS.removesuffix("ER\n\nEF\n"))[0] == 3


def test_cited_references_stay_in_the_export_alone() -> None:
    (record,) = sound(WOS.replace("ER\n", "CR One A, 2001\n   Two B, 2002\nNR 2\nER\n"), 1)
    assert record.other["NR"] == ("2",)
    assert "CR" not in record.other


def test_refer_with_and_without_types() -> None:
    typed = "%0 Journal Article\n%T One\n%X First line\n\nsecond line\n%D 2024\n\n%0 Book\n%T Two\n%D 2023\n"
    one, _ = sound(typed, 2)
    assert (one.abstract, one.year) == ("First line second line", 2024)
    untyped = "%T One\n%A Duggal, M\n%D 2024\n\n%T Two\n%0 Journal Article\n%D 2023\n"
    assert [record.title for record in sound(untyped, 2)] == ["One", "Two"]


BIB_TRAPS = {
    "no key": BIB.replace("duggal,", ","),
    "no key and no comma": "@article{author = {Duggal, Mona and Vale, Luke}, title = {Grading}, year = {2024}}",
    "blanks in the key": BIB.replace("duggal,", "Duggal et al. 2024,"),
    "repeated field": BIB.replace("year", "note = {a},\n  note = {b},\n  year"),
    "field with a blank": BIB.replace("year", "funding_text 1 = {none},\n  year"),
    "macros": '@string{j = "J Fict Res"}\n'
    + BIB.replace("year", 'journal = j # " (Online)",\n  month = jun,\n  year'),
    "quotation marks": BIB.replace("{Grading}", '"Gra{"}ding"').replace('{"}', ""),
    "round brackets": BIB.replace("@article{", "@article(").removesuffix("}\n") + ")\n",
    "comments": f'% one@example.org\n@comment{{jabref-meta: x;}}\n@preamble{{"x"}}\n{BIB}and more text\n',
    "capitals": BIB.replace("@article", "@ARTICLE").replace("title", "Title").replace("author", "AUTHOR"),
    "accents": BIB.replace("Grading", r"Gr{\'a}ding \& more").replace(r"{\'a}", "a").replace(r" \& more", ""),
    "single braces": BIB.replace("year", "note = {a \\{ b},\n  year"),
    "remarks in an entry": BIB.replace("duggal,", "duggal, % as cited in chapter 3").replace(
        "year", "%  note = {left out, for now},\n  % {\\'a} and more\n  year"
    ),
    "a remark at the end of an entry": BIB.removesuffix("}\n") + "%  note = {left out},\n}\n",
    "an entry in a remark": f"%%  @booklet{{,\n{BIB}",
    "entries in a comment": "@Comment{\n  @Book{old, title = {Old}}\n  @article{older,\n  year = 1999\n}\n}\n"
    + BIB,
    "a comment that never ends": f"@comment{{jabref-meta: \n{BIB}",
    "a brace too many": BIB.replace("year", "abstract = {about 3}7 and more},\n  year"),
}


@pytest.mark.parametrize("content", BIB_TRAPS.values(), ids=BIB_TRAPS)
def test_bibtex(content: str) -> None:
    (record,) = sound(content, 1)
    assert (record.title, record.authors, record.year) == ("Grading", ("Duggal, Mona", "Vale, Luke"), 2024)


def test_bibtex_with_the_same_key_twice_gives_two_hits() -> None:
    records = sound(BIB + BIB.replace("Grading", "Screening"), 2)
    assert [record.accession for record in records] == ["duggal", "duggal (2)"]
    assert len({record.key for record in records}) == 2


@pytest.mark.parametrize(
    "joint", ["", " ", ", ", ",\n", "; ", "\n\n", "\nby one@example.org{x}\n", "\n% a comment\n"]
)
def test_bibtex_with_anything_between_entries(joint: str) -> None:
    records = sound(BIB.strip() + joint + BIB.strip().replace("Grading", "Screening"), 2)
    assert [record.title for record in records] == ["Grading", "Screening"]


def test_latex_becomes_text() -> None:
    title = (
        r"{The {DNA} of Caf{\'e} na{\"\i}ve Stra{\ss}e, {\O}rsted \& S{\o}ren --- 5\,\% $\alpha$ \v{S}koda}"
    )
    (record,) = sound(f"@book{{a, title = {title}, year = 2001}}", 1)
    assert record.title.startswith("The DNA of Café naïve Straße, Ørsted & Søren — 5")
    assert record.title.endswith("% α Škoda")


def test_an_entry_that_is_cut_off_is_named_and_the_next_one_is_read() -> None:
    cut = "@article{cut,\n  title = {Half of a ti\n" + BIB
    export = read(cut)
    assert (export.counted, len(export.records), export.is_refused) == (2, 1, True)
    assert [problem.line for problem in export.losses] == [1]
    assert not with_accepted_losses(export, 1).is_refused
    assert with_accepted_losses(export, 2).is_refused


def test_csl_items_without_an_id_and_their_wrappings() -> None:
    item = {
        "type": "article-journal",
        "title": "Grading",
        "author": [{"family": "Vale", "given": "L"}, {"literal": "WHO"}],
    }
    for content in ([item], {"items": [item]}, item):
        (record,) = sound(json.dumps(content), 1)
        assert (record.title, record.authors) == ("Grading", ("Vale, L", "WHO"))
        assert record.accession
    assert refused(json.dumps([item, {}]))[1] == "the item is empty, or no object"
    assert refused('[{"title": "a",\n "type": "book"')[0] == 2


def test_endnote_xml_gathers_nested_styles() -> None:
    (record,) = sound(ENDNOTE, 1)
    assert (record.title, record.authors) == ("Grading of images", ("Duggal, M.", "Vale, L."))
    assert (record.doi, record.year, record.journal) == ("10.1000/abc", 2024, "J Fict Res")
    sound(ENDNOTE.replace("Grading", "Gr\x02ad&#x1;ing"), 1)


@pytest.mark.parametrize(
    "before",
    [
        "",
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        '\n\n<?xml version="1.0"?><!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "x.dtd">\n',
    ],
)
def test_pubmed_xml(before: str) -> None:
    (record,) = sound(before + PUBMED, 1)
    assert (record.title, record.pmid, record.doi) == ("Effect of E. coli on H2O", "38912345", "10.1000/abc")
    assert (record.authors, record.year, record.volume) == (("Duggal M",), 2024, "3")


def test_pubmed_xml_of_books_other_encodings_entities_and_empty_articles() -> None:
    book = (
        "<PubmedBookArticle><BookDocument><PMID>20301295</PMID><Book><BookTitle>Reviews</BookTitle><PubDate><Year>"
        "1993</Year></PubDate></Book><ArticleTitle>A &nbsp; chapter &eacute;</ArticleTitle>"
        "</BookDocument></PubmedBookArticle>"
    )
    records = sound(PUBMED.replace("</PubmedArticleSet>", f"{book}</PubmedArticleSet>"), 2)
    assert (records[1].title, records[1].pmid, records[1].year) == ("A chapter é", "20301295", 1993)
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?>\n' + PUBMED.replace("Effect", "Wirkung für")
    assert sound(declared.encode("latin-1"), 1)[0].title.startswith("Wirkung für")
    empty = PUBMED.replace("</PubmedArticleSet>", "\n<PubmedArticle></PubmedArticle>\n</PubmedArticleSet>")
    assert refused(empty) == (2, "the record is empty")
    export = with_accepted_losses(read(empty), 1)
    assert (export.is_refused, len(export.records)) == (False, 1)


TABLES = {
    "scopus": 'Authors,Author full names,Title,Year,Source title,Volume,Page start,Page end,DOI,Document Type,EID\n'
    '"Duggal M.; Vale L.","x",Grading,2024,J Fict Res,3,1,9,10.1000/abc,Article,2-s2.0-1\n',
    "semicolons": 'title;authors;year;doi\nGrading;"Duggal M.; Vale L.";2024;10.1000/abc\n',
    "banner": 'About the data: exported on 1 May\n"Rank","Publication ID","DOI","Title","Authors","PubYear"\n'
    '1,pub.1,10.1000/abc,Grading,"Duggal M.; Vale L.",2024\n',
    "zotero": '"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI"\n'
    '"ABCD","journalArticle","2024","Duggal M.; Vale L.","Grading","J Fict Res","10.1000/abc"\n',
    "rayyan": 'key,title,year,month,day,journal,authors,doi,abstract\n'
    'rayyan-1,Grading,2024,5,1,J Fict Res,Duggal M. and,10.1000/abc,x\n',
    "short last row": "title,year,doi,notes,authors\nGrading,2024,10.1000/abc,\n",
    "lines in cells": 'title,year,doi,abstract\nGrading,2024,10.1000/abc,"one\n\n""two"", three\nfour"\n\n',
    "old line ends": "title,year,doi\rGrading,2024,10.1000/abc\r",
}  # fmt: skip  # a sample, read by its rows


@pytest.mark.parametrize("content", TABLES.values(), ids=TABLES)
def test_tables(content: str) -> None:
    (record,) = sound(content, 1)
    assert (record.title, record.year, record.doi) == ("Grading", 2024, "10.1000/abc")


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Duggal, Mona and Vale, Luke", ("Duggal, Mona", "Vale, Luke")),
        ("van der Berg, K and Vale, Luke and", ("van der Berg, K", "Vale, Luke")),
        ("Duggal M, Vale L", ("Duggal M", "Vale L")),
        ("Diabetes and Retina Group", ("Diabetes and Retina Group",)),
        ("Duggal M, Vale L and Roe B", ("Duggal M", "Vale L", "Roe B")),
    ],
)
def test_names_in_one_cell(cell: str, names: tuple[str, ...]) -> None:
    (record,) = sound(f'title,authors,year\nGrading,"{cell}",2024\n', 1)
    assert record.authors == names


def test_tables_with_rows_that_do_not_fit_are_refused_with_the_line() -> None:
    assert refused("title,year,doi\nOne,2024,x\nTwo, and more,2024,x\nThree,2024,y\n")[0] == 3
    assert refused('title,year,doi\nOne,2024,x\nTwo,2024,"open\nThree,2024,y\n')[0] == 3
    assert refused("title,year,doi,authors,journal\nOne,2024,x,y,z\nTwo,20\n")[0] == 3


def test_a_record_without_a_title_is_one_and_is_told() -> None:
    export = read(RIS.replace("TI  - Screening with software\n", ""))
    assert (len(export.records), export.records[0].title, export.is_refused) == (1, "[no title]", False)
    assert [problem.kind for problem in export.problems] == ["note"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04rest", "zip archive"),
        (b"SQLite format 3\0rest", "Citavi"),
        (b"\x00\x03\x00\x00EndNote\x00\x00\x01" * 40, "no text"),
        (b"<!DOCTYPE html><html><body>Session expired</body></html>", "web page"),
        (b"<html>502</html>", "web page"),
        (b"<CitaviExchangeData Version='6'></CitaviExchangeData>", "Citavi"),
        (b"<1>\nUnique Identifier\n  1\n", "Ovid"),
        (b"Dear all,\nplease find the list attached.\n", "no format"),
        (b'{"error": "API rate limit exceeded"}', "CSL"),
        (b"[]", "no record"),
        (b"PMID,Title,Authors\n", "no record"),
        (b"<PubmedArticleSet></PubmedArticleSet>", "no record"),
        (b"FN Clarivate Analytics Web of Science\nVR 1.0\nEF\n", "no record"),
        (packed(RIS.encode())[:-12], "too early"),
        (b"\x1f\x8bnonsense", "damaged"),
    ],
)
def test_what_is_no_export_is_refused_with_a_way_out(data: bytes, words: str) -> None:
    assert words in refused(data)[1]


@pytest.mark.parametrize(
    "content",
    [
        TWO_RIS[:-20],
        WOS[: WOS.index("PY")],
        PUBMED[:-60],
        ENDNOTE[:-60],
        BIB[:-20],
        '[{"type": "book", "title": "a"}, {"type": "bo',
        CSV[:-30],
        COCHRANE + "\nRecord #2 of 2\n",
        EMBASE[:-20],
    ],
    ids=["ris", "wos", "pubmed", "endnote", "bibtex", "csl", "csv", "cochrane", "embase"],
)
def test_a_file_that_was_cut_off_is_refused_with_a_line(content: str) -> None:
    assert refused(content)[0] >= 1


def test_bombs_are_refused_without_unpacking_them() -> None:
    bomb = gzip.compress(b"\0" * 30_000_000)
    with pytest.raises(UndecodableError, match="larger than 1 MB"):
        unpacked(bomb, limit=1 << 20)
    assert read_export("bomb.gz", bomb, limit=1 << 20).is_refused
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + PUBMED.replace("Effect", "&b;")
    assert refused(laughs) == (1, "the file declares entities, which no export does")


def test_a_line_that_never_ends_is_no_field() -> None:
    line, message = refused(RIS.replace("software", "x" * 5_000_000))
    assert line == 1
    assert "characters" in message
    assert refused("[" * 200_000 + "]" * 200_000)


def test_cochranes_plain_text() -> None:
    text = COCHRANE.replace("#1 of 1", "#1 of 2") + COCHRANE.replace("#1 of 1", "#2 of 2")
    first, second = sound(text, 2)
    assert (first.accession, second.accession) == ("CN-02471234", "CN-02471234 (2)")
    assert (first.authors, first.journal, first.year) == (("Duggal, M", "Vale, L"), "Eye", 2024)
    assert (first.volume, first.pages, first.doi, first.pmid) == ("38", "11-19", "10.1000/eye.1", "38123456")
    assert first.type == "journal article"
    assert first.abstract == "BACKGROUND: Nurses grade. AIM: to see how well."
    assert (first.other["XR"], first.other["NO"]) == (("EMBASE 2030",), ("2",))
    message = "the file says that it holds 3 records, and ends after 2"
    assert refused(text.replace("of 2", "of 3")) == (18, message)


def test_ris_may_begin_with_the_same_line() -> None:
    banner = 'Record #1 of 1\nProvider: Ficta\nContent: text/plain; charset="UTF-8"\n'
    assert read(banner + RIS).format == "ris"


def test_embases_rows_of_one_field() -> None:
    text = EMBASE + "\n" + EMBASE.replace("Grading", "Also").replace("LZ1", "LZ2")
    first, second = sound(text, 2)
    assert (first.title, second.title) == ("Grading by nurses", "Also by nurses")
    assert first.authors == ("Duggal M.", "Vale L.")
    assert (first.journal, first.year, first.pages, first.pmid) == (
        "Eye (Basingstoke)",
        2024,
        "11-19",
        "38123456",
    )
    assert (first.accession, first.doi) == ("LZ1", "10.1000/eye.1")
    assert first.abstract == 'One line, and a "second".'
    assert first.other["EMTREE DRUG INDEX TERMS"] == ("tropicamide", "fluorescein")


def test_a_row_of_embase_before_any_title_is_told() -> None:
    export = read('"SOURCE","left over"\n' + EMBASE)
    assert (len(export.records), export.is_refused) == (1, False)
    assert [(problem.line, problem.kind) for problem in export.problems] == [(1, "note")]


def test_ovids_numbered_records() -> None:
    record = (
        "<{0}. >\nVN  - Ovid Technologies\nDB  - {1}\nUI  - 62138182{0}\nTI  - Grading\n"
        "SO  - J Fict Res. 3 (1), 2018.\nAU  - Behan L.\nIN  - (Behan) Southampton\n      (Galvin) Cork\nDO  - http://dx.doi.org/10.1000/abc{0}\n"
        "AB  - One.\nMethod(s): two.\nYR  - 2018\nCR  - Copyright 2018\n\n"
    )
    records = sound(record.format(1, "Embase") + record.format(2, "Embase") + "\n\n", 2)
    assert [item.accession for item in records] == ["621381821", "621381822"]
    assert (records[0].doi, records[0].year, records[0].pmid) == ("10.1000/abc1", 2018, None)
    assert (records[0].abstract, records[0].other["CR"]) == ("One. Method(s): two.", ("Copyright 2018",))
    (record_of_medline,) = sound(record.format(1, "Ovid MEDLINE(R)").replace("62138182", "3138182"), 1)
    assert record_of_medline.pmid == "31381821"


def test_ovids_records_that_begin_with_the_vendor() -> None:
    parts = "<{n}>\nVN  - Ovid Technologies\nDB  - Embase\nAN  - 20{n}\nTI  - Grading {n}\nAU  - Duggal M\n\n"
    records = sound(parts.format(n=1) + parts.format(n=2), 2)
    assert [(record.title, record.accession) for record in records] == [
        ("Grading 1", "201"),
        ("Grading 2", "202"),
    ]


def test_records_of_one_file_that_begin_differently_are_all_seen() -> None:
    refer = "%0 Book\n%T One\n%X About\n\nand more\n%D 2024\n\n%A Vale, L\n%T Two\n\n%0 Journal Article\n%T Three\n"
    assert [record.title for record in sound(refer, 3)] == ["One", "Two", "Three"]
    assert (
        "lists of records"
        in refused('{"title": "Library", "references": [{"title": "One"}, {"title": "Two"}]}')[1]
    )
    wos = WOS.replace("PT J\n", "").replace("\nEF", "\nPT J\nTI Two\nER\n\nEF")
    assert len(sound(wos, 2)) == 2


def test_a_table_that_ends_in_the_middle_of_its_last_row_is_refused() -> None:
    table = "title,authors,year,doi\nOne,Vale,2024,10.1000/a\nTwo,Vale,2023"
    assert refused(table)[0] == 3
    sound(table + "\n", 2)


@pytest.mark.parametrize(
    "part",
    [
        "TY  - \nTI  - \n",
        "PMID- 1\n \n",
        "%0 Book\n%A\n\n",
        "@a{\n",
        "@comment{\n",
        '[{"title":"\\"',
        "<PubmedArticle><!--",
    ],
)
def test_hostile_repetitions_end_in_a_moment(part: str) -> None:
    """Quadratic work would take minutes; the suite has a time limit, and this line would be where it stops."""
    count = 60_000
    export = read(part * count)
    assert export.is_refused or export.counted == len(export.records)
