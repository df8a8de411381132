"""PubMed XML and EndNote XML."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from lxml.etree import XMLPullParser, XMLSyntaxError, _Element

from cerkit.literature.readers.values import LONGEST_FIELD, Parsed, RawRecord

_ENTITY: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_OWN: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CONTROL_BY_NUMBER: Final = re.compile(
    r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[1245-9]|2[0-9]|3[01]));", re.IGNORECASE
)
_CHUNK: Final = 1 << 16


Fields = Iterator[tuple[str, str]]


def read_pubmed_xml(text: str) -> Parsed:
    """PubMed's XML: articles and book articles, with or without declaration and document type."""
    wanted: tuple[str, ...] = ("PubmedArticle", "PubmedBookArticle")
    if not re.search(r"<Pubmed(?:Book)?Article[\s>/]", text):
        wanted = ("MedlineCitation",)
    return _read_xml(text, wanted, _pubmed_fields)


def read_endnote_xml(text: str) -> Parsed:
    """EndNote's XML, whose texts stand in nested `style` elements."""
    return _read_xml(text, ("record",), _endnote_fields)


def _read_xml(text: str, wanted: tuple[str, ...], fields_of: Callable[[_Element], Fields]) -> Parsed:
    parsed = Parsed()
    if "<!ENTITY" in text:
        line = text.count("\n", 0, text.index("<!ENTITY")) + 1
        parsed.refuse(
            line,
            "the file declares entities, which no export does",
            "get the export from the database itself",
        )
        return parsed
    text = _mended(text)
    lines = _marker_lines(text, wanted)
    parsed.counted = len(lines)
    parser = _parser(wanted)
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK].encode())
            _take(parser, fields_of, parsed, lines)
        parser.close()
    except XMLSyntaxError as error:
        _take(parser, fields_of, parsed, lines)
        line = error.lineno or 1
        seen = len(parsed.records) + len(parsed.problems)
        for begun in lines[seen:]:
            parsed.lose(begun, f"the XML is broken at line {line}, so the record cannot be read")
        if seen >= len(lines):
            parsed.refuse(line, "the XML is broken: the file seems to be cut off", "get the export again")
    return parsed


def _parser(wanted: tuple[str, ...]) -> Any:
    """A parser that fetches nothing, expands nothing, and tells of nothing but the ends of records."""
    parser: Any = XMLPullParser(
        events=("end",),
        tag=wanted,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    return parser


def _take(parser: Any, fields_of: Callable[[_Element], Fields], parsed: Parsed, lines: list[int]) -> None:
    for _, element in parser.read_events():
        index = len(parsed.records) + len(parsed.problems)
        line = lines[index] if index < len(lines) else 0
        fields = tuple((tag, value) for tag, value in fields_of(element) if value.strip())
        _forget(element)
        if not fields:
            parsed.lose(line, "the record is empty")
        elif max(len(value) for _, value in fields) > LONGEST_FIELD:
            parsed.lose(line, "a field of the record is longer than any field can be")
        else:
            parsed.records.append(RawRecord(line, fields))


def _forget(element: _Element) -> None:
    """Take out of the tree what was read: a hundred megabytes must not stay."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _mended(text: str) -> str:
    """Without what is no XML: control characters, entities of HTML, and an encoding that is no longer true."""

    text = re.sub(r"<\?xml[^>]{0,200}\?>", "", text)
    if 'xmlns="' in text[:5000]:
        # A namespace of the whole file changes every name.
        text = re.sub(r'\sxmlns="[^"]*"', "", text, count=1)
    if _CONTROL.search(text):
        text = _CONTROL.sub(" ", text)
    if "&#" in text:
        text = _CONTROL_BY_NUMBER.sub(" ", text)
    return _ENTITY.sub(_html_entity, text) if "&" in text else text


def _html_entity(found: re.Match[str]) -> str:
    if found[1] in _XML_OWN:
        return found[0]
    sign = html.unescape(found[0])
    return sign if sign != found[0] else f"&amp;{found[1]};"


def _shown(text: str) -> str:
    """The text without comments and quoted sections, whose markers are none; the lines stay."""
    parts: list[str] = []
    position = 0
    while (start := text.find("<!", position)) >= 0:
        for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>")):
            if text.startswith(opening, start):
                end = text.find(closing, start)
                end = len(text) if end < 0 else end
                parts += (text[position:start], "\n" * text.count("\n", start, end))
                position = end
                break
        else:
            parts.append(text[position : start + 2])
            position = start + 2
    return "".join((*parts, text[position:])) if parts else text


def _marker_lines(text: str, wanted: tuple[str, ...]) -> list[int]:
    names = "|".join(wanted)
    text = _shown(text)
    lines: list[int] = []
    line, position = 1, 0
    for found in re.finditer(rf"<(?:{names})[\s>/]", text):
        line += text.count("\n", position, found.start())
        position = found.start()
        lines.append(line)
    return lines


def _text(element: _Element | None) -> str:
    """All text below an element; titles hold italics and formulas."""
    if element is None:
        return ""
    text = (element.text or "") if len(element) == 0 else "".join(element.itertext())
    return " ".join(text.split())


_LINKS: Final = {
    "RetractionIn": "RIN", "RetractionOf": "ROF", "PartialRetractionIn": "PRIN", "PartialRetractionOf": "PROF",
    "ErratumIn": "EIN", "ErratumFor": "EFR", "ExpressionOfConcernIn": "ECI", "ExpressionOfConcernFor": "ECF",
    "CommentIn": "CIN", "CommentOn": "CON", "UpdateIn": "UIN", "UpdateOf": "UOF", "RepublishedIn": "RPI",
    "RepublishedFrom": "RPF", "CorrectedandRepublishedIn": "CRI", "CorrectedandRepublishedFrom": "CRF",
    "RetractedandRepublishedIn": "RRI", "RetractedandRepublishedFrom": "RRF", "SummaryForPatientsIn": "SPIN",
    "OriginalReportIn": "ORI", "ReprintIn": "RPI", "ReprintOf": "RPF", "Cites": "CITES", "AssociatedDataset": "ADS",
    "AssociatedPublication": "ADP",
}  # fmt: skip  # one table, read by its rows
"""Kinds of link in PubMed's XML and their tags in MEDLINE's form."""


def _named(element: _Element | None) -> dict[str, _Element]:
    """The children of an element by name; of several with one name the first. One pass is cheaper than ten searches."""
    found: dict[str, _Element] = {}
    for child in element if element is not None else ():
        found.setdefault(str(child.tag), child)
    return found


def _siblings(element: _Element) -> Iterator[_Element]:
    """The element and those beside it."""
    parent = element.getparent()
    yield from parent if parent is not None else (element,)


def _pubmed_fields(article: _Element) -> Fields:
    """An article under MEDLINE's tags, so that both forms of one record are kept alike."""
    parts = _named(article)
    citation = parts.get("MedlineCitation", parts.get("BookDocument", article))
    cited = _named(citation)
    body = _named(cited["Article"]) if "Article" in cited else cited
    book = _named(cited.get("Book"))
    yield "PMID", _text(cited.get("PMID"))
    title = _text(body.get("ArticleTitle"))
    yield "TI", title or _text(book.get("BookTitle"))
    yield "TT", _text(body.get("VernacularTitle"))
    if title:
        yield "BTI", _text(book.get("BookTitle"))
    yield from _pubmed_authors(body.get("AuthorList"))
    yield from _pubmed_journal(body, book)
    yield "TA", _text(_named(cited.get("MedlineJournalInfo")).get("MedlineTA"))
    yield "AB", _abstract(body.get("Abstract"))
    for kind in body.get("PublicationTypeList", ()):
        yield "PT", _text(kind)
    for tag, name in (("PT", "PublicationType"), ("LA", "Language")):
        if name in body:
            yield from ((tag, _text(found)) for found in _siblings(body[name]) if found.tag == name)
    yield from _pubmed_numbers(parts, body)
    yield from _pubmed_links(cited.get("CommentsCorrectionsList"))
    yield from _pubmed_subjects(citation, cited, body)


def _pubmed_authors(authors: _Element | None) -> Fields:
    for author in authors if authors is not None else ():
        parts = _named(author)
        family = _text(parts.get("LastName"))
        initials = _text(parts.get("Initials")) or _text(parts.get("ForeName"))
        name = " ".join(part for part in (family, initials, _text(parts.get("Suffix"))) if part)
        if name:
            yield "AU", name
        if "CollectiveName" in parts:
            yield "CN" if name else "AU", _text(parts["CollectiveName"])


def _pubmed_journal(body: dict[str, _Element], book: dict[str, _Element]) -> Fields:
    journal = _named(body.get("Journal"))
    issue = _named(journal.get("JournalIssue"))
    date = issue.get("PubDate", book.get("PubDate"))
    yield "JT", _text(journal.get("Title"))
    yield "TA", _text(journal.get("ISOAbbreviation"))
    yield "IS", _text(journal.get("ISSN"))
    yield "VI", _text(issue.get("Volume"))
    yield "IP", _text(issue.get("Issue"))
    yield "DP", " ".join(_text(part) for part in date) if date is not None else ""
    yield "PB", _text(_named(book.get("Publisher")).get("PublisherName"))
    yield "DEP", "-".join(_text(part) for part in body.get("ArticleDate", ()))
    pages = _named(body.get("Pagination"))
    yield "PG", _text(pages.get("MedlinePgn")) or _text(pages.get("StartPage"))


def _abstract(abstract: _Element | None) -> str:
    if abstract is None:
        return ""
    parts = []
    for part in abstract.iterchildren("AbstractText"):
        label = part.get("Label")
        parts.append(f"{label}: {_text(part)}" if label else _text(part))
    return " ".join(parts)


def _pubmed_numbers(parts: dict[str, _Element], body: dict[str, _Element]) -> Fields:
    if "ELocationID" in body:
        for place in _siblings(body["ELocationID"]):
            if place.tag == "ELocationID":
                yield "LID", f"{_text(place)} [{place.get('EIdType', '')}]"
    for number in _named(parts.get("PubmedData")).get("ArticleIdList", body.get("ArticleIdList", ())):
        kind, said = number.get("IdType", ""), _text(number)
        if kind == "pmc":
            yield "PMC", said
        elif kind != "pubmed" and said:
            yield "AID", f"{said} [{kind}]"
    for bank in body.get("DataBankList", ()):
        named = _named(bank)
        for number in named.get("AccessionNumberList", ()):
            yield "SI", f"{_text(named.get('DataBankName'))}/{_text(number)}"


def _pubmed_links(links: _Element | None) -> Fields:
    for link in links if links is not None else ():
        kind, parts = link.get("RefType", ""), _named(link)
        pmid = _text(parts.get("PMID"))
        said = " ".join(part for part in (_text(parts.get("RefSource")), pmid and f"PMID: {pmid}") if part)
        yield _LINKS.get(kind, kind or "CommentsCorrections"), said


def _pubmed_subjects(citation: _Element, cited: dict[str, _Element], body: dict[str, _Element]) -> Fields:
    for heading in cited.get("MeshHeadingList", ()):
        yield "MH", "/".join(_text(part) for part in heading)
    for element in citation:
        if element.tag == "KeywordList":
            yield from (("OT", _text(keyword)) for keyword in element)
        elif element.tag == "OtherAbstract":
            yield "OAB", _abstract(element)
        elif element.tag == "GeneralNote":
            yield "GN", _text(element)
    for grant in body.get("GrantList", ()):
        yield "GR", "/".join(_text(part) for part in grant)
    yield "CI", _text(_named(body.get("Abstract")).get("CopyrightInformation"))
    yield "COIS", _text(cited.get("CoiStatement"))


def _endnote_fields(record: _Element) -> Fields:
    """A record under the names of its elements; the containers of lists are left out."""
    for element in record:
        if element.tag == "ref-type":
            yield "ref-type", element.get("name", "") or _text(element)
        elif element.tag in _ENDNOTE_LISTS:
            for inner in element:
                leaves = [leaf for leaf in inner if leaf.tag != "style"]
                for leaf in leaves or [inner]:
                    yield str(inner.tag if element.tag == "contributors" else leaf.tag), _text(leaf)
        elif element.tag == "foreign-keys":
            yield "foreign-keys", _text(element)
        else:
            yield str(element.tag), _text(element)


_ENDNOTE_LISTS: Final = frozenset({"contributors", "titles", "periodical", "keywords", "dates", "urls"})
