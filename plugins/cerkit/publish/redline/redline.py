"""Two bundles in, a Word file with tracked changes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from cerkit.model.authorship import Passage
from cerkit.model.bundle import Bundle
from cerkit.model.update import Update
from cerkit.publish.archive import read_parts, write_parts
from cerkit.publish.assemble import Draft, assemble
from cerkit.publish.ooxml import Element, Styles, parse, q, serialise, style_of
from cerkit.publish.problems import Problem
from cerkit.publish.redline.authorship import Authors, who_signed
from cerkit.publish.redline.front import Front, put_front
from cerkit.publish.redline.merger import Counts, Merger
from cerkit.publish.redline.package import Package
from cerkit.publish.redline.sides import CITATION, Side, open_side
from cerkit.publish.redline.tokens import Reader
from cerkit.publish.redline.tree import Block, blocks_of
from cerkit.publish.reference import adopted_reference, own_reference, style_ids
from cerkit.publish.word import FEW_CAPTIONS, WordOptions
from cerkit.workspace.collection import without_collection
from cerkit.workspace.writing import file_name


@dataclass(frozen=True, slots=True)
class Redline:
    """The Word file, and how much is marked in it."""

    content: bytes
    counts: Counts
    problems: tuple[Problem, ...]
    """Of the new report, as for its Word document."""


def write_redline(
    old: Bundle,
    new: Bundle,
    *,
    update: Update | None = None,
    passages: Sequence[Passage] = (),
    options: WordOptions | None = None,
) -> Redline:
    """The new report with what changed since the old one.

    `update` is the comparison of the two dossiers, from which the summary in front is made; `passages` what the
    commits between them did, oldest first.
    """
    with without_collection():  # half a million small values that live to the end
        return _written(old, new, update, passages, options or WordOptions())


def _written(
    old: Bundle,
    new: Bundle,
    update: Update | None,
    passages: Sequence[Passage],
    options: WordOptions,
) -> Redline:
    own = options.reference_doc is None
    reference = own_reference() if options.reference_doc is None else adopted_reference(options.reference_doc)
    with ThreadPoolExecutor(2) as pool:  # Pandoc takes most of the time, and is another process
        before, after = pool.map(partial(open_side, reference=reference), (old, new))
    package = Package(before, after)
    merger = Merger(before, after, package, Authors(passages, who_signed(new)))
    body = after.body
    end = body.find(q("sectPr"))
    shared = before.bookmarks & after.bookmarks
    sides = [_blocks(side, Reader(side, side.document, shared)) for side in (before, after)]
    body[:] = [*merger.blocks(*sides, is_body=True), *([] if end is None else [end])]
    _drop_citation_marks(after)
    lists = options.caption_lists
    if lists is None:
        lists = len(after.prepared.captions) > FEW_CAPTIONS
    draft = Draft(package.write(), new, after.prepared, reference, is_own_reference=own, has_lists=lists)
    front = Front(old.document, new.document, merger.counts, after.prepared.headings, update)
    return Redline(_with_front(assemble(draft), front), merger.counts, after.prepared.problems)


def redline_name(old: Bundle, new: Bundle) -> str:
    """Name of the file."""
    names = (new.document.number, old.document.version, "to", new.document.version, "redline")
    return f"{file_name('_'.join(names))}.docx"


def _with_front(document: bytes, front: Front) -> bytes:
    parts = read_parts(document, name="the redline")
    root = parse(parts["word/document.xml"])
    body = root.find(q("body"))
    if body is not None:
        styles = Styles(style_ids(parse(parts["word/styles.xml"])))
        names = frozenset(mark.get(q("name"), "") for mark in root.iter(q("bookmarkStart")))
        put_front(body, front, styles, names=names)
    parts["word/document.xml"] = serialise(root)
    return write_parts(parts)


def _drop_citation_marks(side: Side) -> None:
    """The places that stood around citations were only for the comparison."""
    for part in (side.document, side.footnotes):
        gone = set()
        for mark in list(part.root.iter(q("bookmarkStart"), q("bookmarkEnd"))):
            identifier = mark.get(q("id"), "")
            if (mark.get(q("name")) or "").startswith(CITATION):
                gone.add(identifier)
            elif mark.tag == q("bookmarkStart") or identifier not in gone:
                continue
            parent = mark.getparent()
            if parent is not None:
                parent.remove(mark)


def _blocks(side: Side, reader: Reader) -> list[Block]:
    children = [child for child in side.body if child.tag != q("sectPr")]
    return blocks_of(children, reader, _sources(children, side))


def _sources(children: Sequence[Element], side: Side) -> Iterator[str]:
    """The page of each block: that of the last heading above it."""
    pages = {heading.bookmark: heading.src for heading in side.prepared.headings}
    src = side.prepared.headings[0].src if side.prepared.headings else ""
    for child in children:
        if "eading" in (style_of(child) or ""):
            for mark in child.iterchildren(q("bookmarkStart")):
                src = pages.get(mark.get(q("name"), ""), src)
        yield src
