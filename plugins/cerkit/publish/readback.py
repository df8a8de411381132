"""Reads a finished Word document back from its bytes: text, links, bookmarks, fields, parts and properties.

By patterns over the bytes, not by a tree: a document has a hundred thousand elements, and few of them matter here.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Final

from cerkit.checks import output_rules as rules
from cerkit.checks.outputs import HEADING, Misprint, Proofreader, misprint
from cerkit.model.diagnostics import Rule
from cerkit.publish.archive import read_parts
from cerkit.publish.ooxml import Styles, parse
from cerkit.publish.reference import style_ids

_TEXT: Final = re.compile(r"word/(?:document|footnotes|endnotes|header[^/]*|footer[^/]*)\.xml")
_PROPERTIES: Final = re.compile(r"docProps/(?:core|custom)\.xml")
_WORDS: Final = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)")
_HEADING_STYLE: Final = re.compile(rb'<w:pStyle w:val="[^"]*[Hh]eading[^"]*"')
_AS_WORDS: Final = ((b"</w:p>", b"<w:t>\n<"), (b"<w:br", b"<w:t>\n<"), (b"<w:tab/>", b"<w:t> <"))
"""What parts words is put among them, so that one pattern finds both."""
_MARKED_HEADING: Final = b"<w:t>" + HEADING.encode() + b"<"
_BOOKMARK: Final = re.compile(rb'<w:bookmarkStart [^>]*?w:name="([^"]*)"')
_ANCHOR: Final = re.compile(rb' w:anchor="([^"]*)"')
_REFERENCE: Final = re.compile(rb"<w:instrText[^>]*>\s*(?:REF|PAGEREF|NOTEREF)\s+(\S+)")
_HYPERLINK: Final = re.compile(rb"<w:hyperlink [^>]*>(.*?)</w:hyperlink>", re.DOTALL)
_VALUE: Final = re.compile(rb">([^<]+)<")
_USED: Final = re.compile(rb' r:(?:id|embed|link)="([^"]*)"')
_RELATION: Final = re.compile(rb"<Relationship [^>]*>")
_ATTRIBUTE: Final = re.compile(rb'(\w+)="([^"]*)"')
_WEB: Final = re.compile(r"(?:https?|mailto|tel|doi|ftp):", re.IGNORECASE)
_LOCAL: Final = re.compile(r"https?://(?:localhost|127\.|0\.0\.0\.0|\[::1\])", re.IGNORECASE)
_BARE: Final = frozenset(
    ("", "here", "click here", "this", "this link", "this page", "link", "page", "more", "read more", "see", "see here",
     "see above", "see below", "above", "below", "there", "website", "see link")
)  # fmt: skip  # one list of texts, read as a paragraph


def read_back(document: bytes, name: str, proofreader: Proofreader) -> Iterator[Misprint]:
    """What is wrong in the finished document. `name` is what messages call it."""
    parts = read_parts(document, name=name)
    styles = Styles(style_ids(parse(parts["word/styles.xml"])))
    bookmarks = {found for part in parts.values() for found in _BOOKMARK.findall(part)}
    for path, part in parts.items():
        if _TEXT.fullmatch(path):
            text = _text(part, styles)
            yield from proofreader.read(text, lambda _: (name, ""))
            yield from _links(part, text, name, bookmarks)
            yield from _relations(parts, path, text, name)
        elif _PROPERTIES.fullmatch(path):
            words = b"\n".join(_VALUE.findall(part)).decode("utf-8", "replace")
            yield from proofreader.read(html.unescape(words), lambda _: (f"{name}, its properties", ""))


def _text(part: bytes, styles: Styles) -> str:
    """The text without code and field codes, one paragraph a line, headings marked."""
    for style, end in (("verbatim char", b"</w:r>"), ("source code", b"</w:p>"), ("code title", b"</w:p>")):
        mark = re.escape(f'w:val="{styles(style)}"').encode()
        part = re.sub(mark + b".*?" + end, b"" if end == b"</w:r>" else end, part, flags=re.DOTALL)
    for sign, words in _AS_WORDS:
        part = part.replace(sign, words)
    return _words(_HEADING_STYLE.sub(_MARKED_HEADING, part))


def _words(part: bytes) -> str:
    return html.unescape(b"".join(_WORDS.findall(part)).decode("utf-8", "replace"))


def _links(part: bytes, text: str, name: str, bookmarks: set[bytes]) -> Iterator[Misprint]:
    """Links and fields inside the document, and what links say."""
    for pattern, what in ((_ANCHOR, "link"), (_REFERENCE, "field")):
        for target in dict.fromkeys(pattern.findall(part)):
            if target not in bookmarks:
                words = html.unescape(target.decode("utf-8", "replace"))
                yield _at(
                    part,
                    target,
                    text,
                    name,
                    rules.DEAD_TARGET,
                    f"a {what} leads to {words}, which is not there",
                )
    for match in _HYPERLINK.finditer(part):
        said = _words(match[1])
        if " ".join(said.lower().split()).strip(".,;:()") in _BARE and b"<w:drawing" not in match[1]:
            words = " ".join(said.split())
            message = f'a link says "{words}" and leads nowhere on paper' if words else "a link has no words"
            yield _at(part, match[0], text, name, rules.BARE_LINK, message)


def _relations(parts: Mapping[str, bytes], path: str, text: str, name: str) -> Iterator[Misprint]:
    """What a part refers to outside itself: other parts of the package, and addresses."""
    folder, file = posixpath.split(path)
    part = parts[path]
    known: set[bytes] = set()
    for tag in _RELATION.findall(parts.get(f"{folder}/_rels/{file}.rels", b"")):
        relation = {key.decode(): value for key, value in _ATTRIBUTE.findall(tag)}
        identifier = relation.get("Id", b"")
        known.add(identifier)
        target = html.unescape(relation.get("Target", b"").decode("utf-8", "replace"))
        why = _why_dead(target, folder, parts, is_outside=relation.get("TargetMode") == b"External")
        if why is not None:
            mark = b' r:id="' + identifier + b'"'
            yield _at(part, mark, text, name, why[0], f"a link leads to {target}, {why[1]}")
    for used in dict.fromkeys(_USED.findall(part)):
        if used not in known:
            words = used.decode("utf-8", "replace")
            yield _at(
                part,
                used,
                text,
                name,
                rules.DEAD_TARGET,
                f"{words} is used, and the package does not say for what",
            )


def _why_dead(
    target: str, folder: str, parts: Mapping[str, bytes], *, is_outside: bool
) -> tuple[Rule, str] | None:
    if not is_outside:
        inside = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        return None if inside in parts else (rules.DEAD_TARGET, "a part that the package does not hold")
    if _LOCAL.match(target) or target.lower().startswith("file:") or re.match(r"[A-Za-z]:[\\/]|\\\\", target):
        return rules.OWN_COMPUTER, "which only one computer knows"
    if _WEB.match(target) or target.startswith("#"):
        return None
    return rules.DEAD_TARGET, "a file that does not go with the document"


def _at(part: bytes, sign: bytes, text: str, name: str, rule: Rule, said: str) -> Misprint:
    """The mistake with the paragraph that holds the sign, found again in the text."""
    at = part.find(sign)
    start, end = part.rfind(b"<w:p>", 0, max(at, 0)), part.find(b"</w:p>", at)
    start = max(start, part.rfind(b"<w:p ", 0, max(at, 0)))
    paragraph = " ".join(_words(part[start:end]).split()) if at >= 0 <= start < end else ""
    where = text.find(paragraph) if paragraph else -1
    if where < 0:
        return Misprint(rule, name, "", said, ("", paragraph[:200]))
    return misprint(rule, said, text, where, (name, ""))
