"""Pictures: drawings become PNG with our own fonts, everything reaches Pandoc as data, nothing gets lost."""

from __future__ import annotations

import base64
import contextlib
import functools
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from urllib.parse import unquote_to_bytes

from lxml import etree

from cerkit.model.bundle import BundleImage
from cerkit.render.safe_svg import HREFS, SVG, make_safe

ZOOM = 3
"""Pixels of a drawn picture for each CSS pixel: 288 dots per inch on paper."""
_PIXELS_PER_CM = 96 / 2.54
_WIDEST_CM, _HIGHEST_CM = 16.1, 20.0
_MOST_PIXELS = 60_000_000
_LENGTH = re.compile(r"\s*+\+?((?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE]\+?[0-9]{1,3})?)\s*+([a-z%]*+)\s*+")
_UNITS = {
    "": 1,
    "px": 1,
    "pt": 4 / 3,
    "pc": 16,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96,
    "em": 16,
    "ex": 8,
}
_FAMILY = "Liberation Sans"
_FAMILIES = "'Liberation Sans', Arial, Helvetica, sans-serif"
"""What an SVG asks for: the font with which it was drawn here, then those that are as wide."""
_SVG_TAG = re.compile(r"<(/?)svg\b[^>]*?(/?)>", re.IGNORECASE)
_VARIABLE = re.compile(r"var\(\s*+--[\w-]++\s*+(?:,\s*+([^()]*+(?:\([^()]*+\)[^()]*+)?))?\)")
_ROOT = re.compile(r"<svg\b[^>]*+")
_PIXELS = re.compile(r"([0-9]{1,6})(?:px)?")
_ENTITIES = {"&nbsp;": "&#160;", "&ndash;": "&#8211;", "&mdash;": "&#8212;", "&times;": "&#215;"}
_JPEG_SIZES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))


class UnreadablePictureError(Exception):
    """The picture cannot be printed; the message says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as Word gets it. `width` is in centimetres."""

    media_type: str
    data: bytes
    width: float
    drawing: bytes | None = None
    """The SVG from which it was drawn, without anything that runs or fetches."""

    @property
    def uri(self) -> str:
        """The picture as an address, since Pandoc's sandbox opens no files."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode()}"


def cut_out_drawings(html: str) -> tuple[str, tuple[str, ...]]:
    """Take inline SVG out of a page, as an HTML parser would spoil it (`viewBox` becomes `viewbox`).

    In its place stands `<img data-drawing="0" ...>`, with the alternative text.
    """
    kept: list[str] = []
    drawings: list[str] = []
    position = 0
    for start, end in _drawing_spans(html):
        kept.append(html[position:start])
        kept.append(f'<img data-drawing="{len(drawings)}">')
        drawings.append(html[start:end])
        position = end
    kept.append(html[position:])
    return "".join(kept), tuple(drawings)


def _drawing_spans(html: str) -> Iterator[tuple[int, int]]:
    depth = start = 0
    for match in _SVG_TAG.finditer(html):
        closes, is_empty = match[1], match[2]
        if not closes:
            start = match.start() if depth == 0 else start
            depth += 0 if is_empty else 1
        elif depth:
            depth -= 1
        else:
            continue
        if depth == 0:
            yield start, match.end()


def alternative_text_of(drawing: str) -> str:
    """`aria-label` of the drawing, or its title."""
    with contextlib.suppress(UnreadablePictureError):
        root = _parse(drawing)
        return (root.get("aria-label") or root.findtext(f"{SVG}title") or "").strip()
    return ""


@functools.lru_cache(maxsize=256)
def draw(drawing: str) -> Picture:
    """Draw an SVG. Fonts of the machine are never used, so that the bytes are the same everywhere."""
    import resvg_py

    root = _parse(drawing)
    for picture in root.iter(f"{SVG}image"):
        if any(not (picture.get(name) or "data:").startswith("data:") for name in HREFS):
            raise UnreadablePictureError("it shows another picture, which is not part of it")
    make_safe(root, family=_FAMILIES)
    if _pixels_of(root) > _MOST_PIXELS:
        raise UnreadablePictureError("it is too large: give the drawing a smaller width and height")
    fonts = resources.files("cerkit") / "assets" / "fonts"
    with contextlib.ExitStack() as stack:
        files = [
            str(stack.enter_context(resources.as_file(fonts / f"LiberationSans-{face}.ttf")))
            for face in ("Regular", "Bold")
        ]
        try:
            data = resvg_py.svg_to_bytes(
                svg_string=etree.tostring(root, encoding="unicode"),
                zoom=ZOOM,
                skip_system_fonts=True,
                font_files=files,
                font_family=_FAMILY,
                sans_serif_family=_FAMILY,
                serif_family=_FAMILY,
                monospace_family=_FAMILY,
            )
        except ValueError as error:
            raise UnreadablePictureError(f"it cannot be drawn: {error}") from error
    content = bytes(data)
    pixels, lines = _size(content)
    width = _fitting_width(pixels / ZOOM, lines / ZOOM)
    return Picture("image/png", content, width, etree.tostring(root, encoding="utf-8"))


def read_picture(image: BundleImage) -> Picture:
    """A picture file of the bundle, checked: an unreadable one is an error now, not a red cross in Word."""
    if image.media_type == "image/svg+xml":
        try:
            return draw(image.data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise UnreadablePictureError("it is not text in UTF-8") from error
    pixels, lines = _size(image.data)
    kind = "image/png" if image.data.startswith(b"\x89PNG") else "image/jpeg"
    kind = "image/gif" if image.data.startswith(b"GIF8") else kind
    return Picture(kind, image.data, _fitting_width(pixels, lines))


def decode_uri(uri: str) -> BundleImage:
    """A picture that stands in the page as a `data:` address."""
    head, _, body = uri.partition(",")
    media_type = head.removeprefix("data:").partition(";")[0]
    try:
        written = unquote_to_bytes(body)
        data = base64.b64decode(written, validate=False) if ";base64" in head else written
    except ValueError as error:
        raise UnreadablePictureError("its data cannot be decoded") from error
    return BundleImage(path=uri[:40], media_type=media_type, data=data)


def fitting(picture: Picture, asked: Mapping[str, str]) -> float:
    """Width in centimetres, from the attributes of the page's `img` if they say one in pixels."""
    width = _PIXELS.fullmatch(asked.get("width") or "")
    pixels = int(width[1]) if width else 0
    return min(pixels / _PIXELS_PER_CM, picture.width) if pixels else picture.width


def _parse(drawing: str) -> etree._Element:
    text = _VARIABLE.sub(lambda match: (match[1] or "currentColor").strip(), drawing)
    for name, code in _ENTITIES.items():
        text = text.replace(name, code)
    # A file may begin with a declaration and comments; what counts is the drawing's own tag.
    root = _ROOT.search(text)
    if root is not None and "xmlns=" not in root[0]:
        text = _with_attribute(text, root.start(), f'xmlns="{SVG[1:-1]}"')
    if root is not None and "xlink:" in text and "xmlns:xlink=" not in text:
        text = _with_attribute(text, root.start(), 'xmlns:xlink="http://www.w3.org/1999/xlink"')
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadablePictureError(f"it is not well-formed SVG: {error}") from error


def _pixels_of(root: etree._Element) -> float:
    """How many pixels the drawing takes. One that does not fit into memory would end the program."""
    box = (root.get("viewBox") or "").replace(",", " ").split()
    across, down = box[2:4] if len(box) == 4 else ("", "")
    width = _length(root.get("width")) or _length(across)
    height = _length(root.get("height")) or _length(down)
    return width * height * ZOOM**2


def _length(written: str | None) -> float:
    """CSS pixels of a length; 0 for none, or for a share of what is around it."""
    found = _LENGTH.fullmatch(written or "")
    return float(found[1]) * _UNITS.get(found[2], 0) if found else 0.0


def _with_attribute(text: str, start: int, attribute: str) -> str:
    """The text with one more attribute in the `<svg` tag that starts there."""
    end = start + len("<svg")
    return f"{text[:end]} {attribute}{text[end:]}"


def _fitting_width(pixels: float, lines: float) -> float:
    """Natural size at 96 pixels an inch, made smaller if the page is."""
    width, height = pixels / _PIXELS_PER_CM, lines / _PIXELS_PER_CM
    return round(width * min(1.0, _WIDEST_CM / width, _HIGHEST_CM / height), 2)


def _size(data: bytes) -> tuple[int, int]:
    """Pixels across and down of a PNG, JPEG or GIF."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in data[-16:]:
            width, height = struct.unpack(">II", data[16:24])
        elif data.startswith(b"GIF8"):
            width, height = struct.unpack("<HH", data[6:10])
        elif data.startswith(b"\xff\xd8"):
            width, height = _jpeg_size(data)
        else:
            raise UnreadablePictureError("it is not a whole PNG, JPEG, GIF or SVG file")
    except struct.error as error:
        raise UnreadablePictureError("the file is cut off") from error
    if not width or not height:
        raise UnreadablePictureError("it has no size")
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int]:
    position = 2
    while position < len(data) - 9:
        marker, length = data[position + 1], struct.unpack(">H", data[position + 2 : position + 4])[0]
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        position += 2 + length
    raise UnreadablePictureError("the file is cut off")
