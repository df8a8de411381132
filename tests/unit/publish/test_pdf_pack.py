"""A packed PDF is the same document in fewer bytes."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
import typst

from cerkit.publish.pdf.pack import packed


@pytest.fixture(scope="module")
def written() -> bytes:
    """A document of a heading, a link and a table of some hundred cells."""
    cells = ",".join(f"[cell {number}]" for number in range(300))
    source = (
        '#set document(title: "A title")\n= A heading <here>\n#link(<here>)[A link]\n'
        f"#table(columns: 3, table.header[a][b][c], {cells})"
    )
    return bytes(typst.compile(source.encode(), format="pdf", pdf_standards="a-2a", timestamp=0))


def _unparsed(held: object) -> object:
    """A number is no object of the library."""
    return held.unparse(resolved=True) if isinstance(held, pikepdf.Object) else held


def described(content: bytes) -> tuple[list[bytes], list[object], object]:
    """Streams, all other objects, and the trailer: all that the document holds."""
    with pikepdf.open(BytesIO(content)) as document:
        streams: list[bytes] = []
        others: list[object] = []
        for held in document.objects:
            if not isinstance(held, pikepdf.Stream):
                others.append(_unparsed(held))
            elif held.get("/Type") not in ("/ObjStm", "/XRef"):
                streams.append(held.read_raw_bytes())
        trailer = [document.trailer[name].unparse() for name in ("/Root", "/Info", "/ID")]
        assert document.check_pdf_syntax() == []
        return sorted(streams), sorted(filter(None, others), key=str), trailer


def test_nothing_is_lost_and_much_is_saved(written: bytes) -> None:
    small = packed(written)
    assert len(small) < len(written) / 2
    assert described(small) == described(written)
    assert packed(written) == small


@pytest.mark.parametrize("damage", [b"xref", b"trailer", b"startxref", b"%%EOF"])
def test_what_is_written_otherwise_stays_as_it_is(written: bytes, damage: bytes) -> None:
    other = written.replace(damage, b"-" * len(damage))
    assert packed(other) == other


def test_what_is_packed_is_not_packed_again(written: bytes) -> None:
    assert packed(packed(written)) == packed(written)
