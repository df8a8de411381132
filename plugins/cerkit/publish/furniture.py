"""Headers and footers of our own reference document, one pair for each kind of page."""

from __future__ import annotations

from cerkit.model.bundle import DocumentIdentity
from cerkit.publish.archive import register_part
from cerkit.publish.ooxml import Element, Field, R, Styles, paragraph, run, serialise, set_property, w
from cerkit.publish.reference import OWN_TEXT_WIDTH

_KINDS = ("cover", "portrait", "landscape")


def add_furniture(
    parts: dict[str, bytes], identity: DocumentIdentity, styles: Styles, *, widths: dict[str, int]
) -> dict[str, tuple[Element, ...]]:
    """Write the parts and register them; gives the references of each kind of page. `widths` are of its lines."""
    references: dict[str, tuple[Element, ...]] = {}
    for kind in _KINDS:
        pair = (
            ("header", _header(kind, identity, styles, widths)),
            ("footer", _footer(kind, identity, styles, widths)),
        )
        made = []
        for name, root in pair:
            file = f"{name}_{kind}.xml"
            parts[f"word/{file}"] = serialise(root)
            made.append(w(f"{name}Reference", type="default"))
            made[-1].set(f"{{{R}}}id", register_part(parts, file, name))
        references[kind] = tuple(made)
    return references


def _header(kind: str, identity: DocumentIdentity, styles: Styles, widths: dict[str, int]) -> Element:
    if kind == "cover":
        return w("hdr", paragraph(styles("header")))
    line = paragraph(
        styles("header"),
        run(f"{identity.device}\t{identity.number}, version {identity.version}"),
    )
    _right_tab(line, widths[kind])
    return w("hdr", line, paragraph(styles("Header Notice"), identity.notice or ""))


def _footer(kind: str, identity: DocumentIdentity, styles: Styles, widths: dict[str, int]) -> Element:
    if kind == "cover":
        is_noted = identity.notice is not None
        return w(
            "ftr", paragraph(styles("Cover Notice"), identity.notice or "") if is_noted else paragraph(None)
        )
    line = paragraph(styles("footer"), run(f"{identity.manufacturer}\tPage "))
    line.extend(Field("PAGE", "").runs())
    line.append(run(" of "))
    line.extend(Field("NUMPAGES", "").runs())
    _right_tab(line, widths[kind])
    return w("ftr", line)


def _right_tab(line: Element, width: int) -> None:
    """The style's tab stops at the portrait line's end; a landscape line is longer."""
    set_property(line, w("tabs", w("tab", val="clear", pos=OWN_TEXT_WIDTH), w("tab", val="right", pos=width)))
