"""A company's reference document with little in it, written part by part."""

from __future__ import annotations

from cerkit.publish.archive import write_parts

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def build() -> bytes:
    """US letter, four styles of which headings have no numbers, a header, and no list of numbers at all."""
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("styles", "styles"), ("header1", "header"))
    )
    styles = "".join(
        f'<w:style w:type="paragraph"{extra} w:styleId="{identifier}"><w:name w:val="{name}"/>{body}</w:style>'
        for identifier, name, extra, body in (
            ("Standard", "Normal", ' w:default="1"', '<w:rPr><w:rFonts w:ascii="Courier Company"/></w:rPr>'),
            ("berschrift1", "heading 1", "", '<w:basedOn w:val="Standard"/><w:rPr><w:b/></w:rPr>'),
            ("berschrift2", "heading 2", "", '<w:basedOn w:val="Standard"/><w:rPr><w:b/></w:rPr>'),
            ("Kopfzeile", "header", "", '<w:basedOn w:val="Standard"/>'),
        )
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_R}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_R}/header" Target="header1.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{_W}">{styles}</w:styles>',
        "word/header1.xml": f'<w:hdr xmlns:w="{_W}"><w:p><w:r><w:t>Company header</w:t></w:r></w:p></w:hdr>',
        "word/document.xml": f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body><w:p/><w:sectPr>'
        '<w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="12240" w:h="15840"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" '
        'w:gutter="0"/></w:sectPr></w:body></w:document>',
    }
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return write_parts({name: f"{head}{content}".encode() for name, content in parts.items()})
