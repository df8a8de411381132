"""Pictures and figures as Pandoc takes them: data in the page, width in centimetres, one picture each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from cerkit.model.bundle import BundleImage, BundlePage
from cerkit.publish.addresses import site_path_of_file
from cerkit.publish.markup import classes, new
from cerkit.publish.pictures import (
    Picture,
    UnreadablePictureError,
    alternative_text_of,
    decode_uri,
    draw,
    fitting,
    read_picture,
)
from cerkit.publish.problems import Problem, ProblemKind

_DRAWING = re.compile(r"[0-9]{1,6}")
_ONLY_DARK = ("#only-dark", "#gh-dark-mode-only")


@dataclass(slots=True)
class PictureList:
    """The bundle's picture files, and the names of those that the document shows, in its order."""

    images: Mapping[str, BundleImage]
    names: list[str] = field(default_factory=list)
    drawings: dict[int, bytes] = field(default_factory=dict)
    """By the number of the picture: the SVG of those that were drawn from one."""
    problems: list[Problem] = field(default_factory=list)


def print_pictures(
    root: HtmlElement, page: BundlePage, drawings: Sequence[str], pictures: PictureList
) -> None:
    """Give every `img` its data, its width and a title by which the finished document is checked."""
    for image in list(root.iter("img")):
        parent = image.getparent()
        if parent is not None and classes(parent) & {"twemoji", "emojione", "gemoji"}:
            _print_icon(parent, image, drawings)
            continue
        if (image.get("src") or "").endswith(_ONLY_DARK):
            image.drop_tree()
            continue
        _print_picture(image, page, drawings, pictures)


def simplify_figures(root: HtmlElement) -> None:
    """One picture and its caption is what Pandoc calls a figure; it would make a table of anything else."""
    for figure in list(root.iter("figure")):
        caption = figure.find("figcaption")
        if caption is None:
            figure.tag = "div"
            continue
        images = list(figure.iter("img"))
        table = figure.find(".//table")
        if table is not None:
            _hand_caption_to_table(figure, caption, table)
        elif len(images) == 1:
            figure[:] = [images[0], caption]
            figure.text = images[0].tail = caption.tail = None
        else:
            figure.tag = caption.tag = "div"
            caption.set("data-custom-style", "Image Caption")


def _hand_caption_to_table(figure: HtmlElement, caption: HtmlElement, table: HtmlElement) -> None:
    if table.find("caption") is None:
        caption.tag, caption.tail = "caption", None
        table.insert(0, caption)
    identifier = figure.attrib.pop("id", None)
    if identifier and not table.get("id"):
        table.set("id", identifier)
    figure.tag = "div"


def _print_picture(
    image: HtmlElement, page: BundlePage, drawings: Sequence[str], pictures: PictureList
) -> None:
    source = image.get("src") or ""
    number = _drawing_number(image, drawings)
    drawing = None if number is None else drawings[number]
    name = _name(source) if number is None else f"drawing {number + 1} of {page.src}"
    alternative = image.get("alt") or ("" if drawing is None else alternative_text_of(drawing))
    try:
        picture = _read(source, page, pictures.images) if drawing is None else draw(drawing)
    except UnreadablePictureError as error:
        hint = "use a PNG, JPEG or SVG file inside the documentation folder"
        message = f"the picture {name} cannot be printed: {error}"
        pictures.problems.append(Problem(page.src, ProblemKind.LOST_PICTURE, name, message, hint))
        image.drop_tree()
        return
    if not alternative.strip():
        hint = "describe what it shows in the brackets of ![...](...), or as aria-label of an SVG"
        kind = ProblemKind.MISSING_ALTERNATIVE_TEXT
        message = f"the picture {name} has no alternative text"
        pictures.problems.append(Problem(page.src, kind, name, message, hint))
    width = fitting(picture, dict(image.attrib))
    image.attrib.clear()
    image.attrib.update(
        {
            "src": picture.uri,
            "alt": " ".join(alternative.split()),
            "width": f"{width:.2f}cm",
            "title": f"picture_{len(pictures.names)}",
        }
    )
    if picture.drawing is not None:
        pictures.drawings[len(pictures.names)] = picture.drawing
    pictures.names.append(f"{name} ({page.src})" if drawing is None else name)


def _drawing_number(image: HtmlElement, drawings: Sequence[str]) -> int | None:
    """Which drawing the `img` stands for. A number that a writer made up is none."""
    written = _DRAWING.fullmatch(image.get("data-drawing") or "")
    return int(written[0]) if written and int(written[0]) < len(drawings) else None


def _name(source: str) -> str:
    """What a message calls a picture: its address, without the data of one that has them inside."""
    return source.partition(",")[0] if source.startswith("data:") else source


def _read(source: str, page: BundlePage, images: Mapping[str, BundleImage]) -> Picture:
    if source.startswith("data:"):
        return read_picture(decode_uri(source))
    if "://" in source or source.startswith("//"):
        raise UnreadablePictureError("it is on another host, and the document must be whole by itself")
    path = site_path_of_file(page.url, source.partition("#")[0])
    found = images.get(path)
    if found is None:
        raise UnreadablePictureError("the file is not there")
    return read_picture(found)


def _print_icon(icon: HtmlElement, image: HtmlElement, drawings: Sequence[str]) -> None:
    """An icon inside a line says what its title says; a drawing of that size is lost on paper."""
    number = _drawing_number(image, drawings)
    drawn = "" if number is None else alternative_text_of(drawings[number])
    words = icon.get("title") or image.get("alt") or drawn
    image.drop_tree()
    icon.attrib.clear()
    if words:
        icon.append(new("span", words.strip(":").replace("-", " ")))
