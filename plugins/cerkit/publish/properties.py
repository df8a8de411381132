"""Document properties and settings: what Word shows under "Info", and how it opens the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lxml import etree
from lxml.builder import ElementMaker

from cerkit.model.bundle import DocumentIdentity
from cerkit.publish.ooxml import Element, parse, q, serialise, w

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_AFTER_COMPAT = frozenset(
    q(name)
    for name in (
        "docVars", "rsids", "attachedSchema", "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats",
        "shapeDefaults", "decimalSymbol", "listSeparator",
    )
)  # fmt: skip  # one list of names, read as a paragraph
_WORD_2013 = 15


def epoch_of(date: str) -> int:
    """Seconds since 1970 at midnight UTC of an ISO 8601 date: the only clock of the document."""
    day = dt.date.fromisoformat(date)
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp())


def document_properties(identity: DocumentIdentity) -> dict[str, bytes]:
    """The three property parts, written anew: Pandoc's hold a template's counts and whatever it was given."""
    return {
        "docProps/core.xml": serialise(_core(identity)),
        "docProps/app.xml": serialise(_application(identity)),
        "docProps/custom.xml": serialise(_custom(identity)),
    }


def _core(identity: DocumentIdentity) -> Element:
    cp = ElementMaker(namespace=_CP, nsmap={"cp": _CP, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI})
    dc = ElementMaker(namespace=_DC)
    terms = ElementMaker(namespace=_TERMS)
    stamp = {f"{{{_XSI}}}type": "dcterms:W3CDTF"}
    moment = f"{dt.date.fromisoformat(identity.date).isoformat()}T00:00:00Z"
    authors = "; ".join(identity.authors) or identity.manufacturer
    return cp.coreProperties(
        dc.title(identity.title),
        dc.subject(f"{identity.number}, {identity.device}"),
        dc.creator(authors),
        cp.keywords(", ".join(("clinical evaluation", identity.device, identity.manufacturer))),
        dc.description(identity.notice or ""),
        cp.lastModifiedBy(authors),
        terms.created(moment, stamp),
        terms.modified(moment, stamp),
        cp.category("Clinical evaluation"),
        cp.contentStatus(identity.status),
        dc.language(identity.language),
        cp.version(identity.version),
    )


def _application(identity: DocumentIdentity) -> Element:
    maker = ElementMaker(namespace=_EXTENDED, nsmap={None: _EXTENDED})
    return maker.Properties(maker.Application("cerkit"), maker.Company(identity.manufacturer))


def _custom(identity: DocumentIdentity) -> Element:
    """Named so that a company's header can show them: { DOCPROPERTY "Document number" }."""
    maker = ElementMaker(namespace=_CUSTOM, nsmap={None: _CUSTOM, "vt": _TYPES})
    value = ElementMaker(namespace=_TYPES)
    properties = [
        maker.property(value.lpwstr(text), fmtid=_FMTID, pid=str(number), name=name)
        for number, (name, text) in enumerate(custom_values(identity), 2)
    ]
    return maker.Properties(*properties)


def custom_values(identity: DocumentIdentity) -> Iterator[tuple[str, str]]:
    """Names and values of the properties that a header can show."""
    yield "Document number", identity.number
    yield "Version", identity.version
    yield "Status", identity.status
    yield "Date", identity.date
    yield "Device", identity.device
    yield "Manufacturer", identity.manufacturer
    # Word prints an error where a field names a property that is not there.
    yield "Notice", identity.notice or " "


def finish_settings(settings: bytes, *, language: str, updates_fields: bool) -> bytes:
    """Word's present mode instead of that of 2007; fields brought up to date on opening if pages are not known."""
    root = parse(settings)
    for name in ("rsids", "attachedTemplate", "updateFields", "compat", "savePreviewPicture"):
        for old in root.findall(q(name)):
            root.remove(old)
    mode = w(
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=_WORD_2013,
    )
    new = [w("compat", mode)]
    if updates_fields:
        new.insert(0, w("updateFields", val="true"))
    position = next((i for i, child in enumerate(root) if _comes_after_compat(child)), len(root))
    root[position:position] = new
    for element in root.findall(q("themeFontLang")):
        element.set(q("val"), language)
    return serialise(root)


def _comes_after_compat(element: Element) -> bool:
    is_mathematics = isinstance(element.tag, str) and etree.QName(element).localname == "mathPr"
    return element.tag in _AFTER_COMPAT or is_mathematics


def set_language(styles: Element, language: str) -> None:
    """The language in which Word checks the text, and a screen reader speaks it."""
    for element in styles.iterfind(f"{q('docDefaults')}/{q('rPrDefault')}/{q('rPr')}/{q('lang')}"):
        element.set(q("val"), language)
