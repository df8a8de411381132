"""Two reports laid over each other, block by block: what stays, what came, what went, what moved."""

from __future__ import annotations

import copy
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cerkit.compare.alignment import Pair
from cerkit.model.authorship import Who
from cerkit.publish.ooxml import Element, q, w
from cerkit.publish.redline.align import gaps, likely, same
from cerkit.publish.redline.authorship import Authors
from cerkit.publish.redline.marking import Mark, Marker
from cerkit.publish.redline.package import Package
from cerkit.publish.redline.pairing import (
    LEAST_ALIKE,
    fit,
    likeness_of,
    once,
    pair_last,
    row_versions,
    runs_of,
)
from cerkit.publish.redline.sides import Side
from cerkit.publish.redline.tokens import Reader
from cerkit.publish.redline.tree import Block, Paragraph, Row, Table, content_of
from cerkit.publish.redline.words import How, Step, changes

_LEAST_MOVED: Final = 8
"""Words from which something that stands elsewhere was moved, and not written again."""
_MARKS: Final = {How.DELETED: Mark.DELETED, How.INSERTED: Mark.INSERTED}


@dataclass(slots=True)
class Item:
    """A block of the result. `mark` says what became of a paragraph as a whole."""

    element: Element
    mark: Mark | None = None
    who: Who | None = None
    old: Element | None = None
    """The properties that it had, where it is a version of another paragraph."""
    is_version: bool = False


@dataclass(slots=True)
class Counts:
    """How much was marked. A sentence, a row and a moved block count one each."""

    texts: int = 0
    """Places inside paragraphs: a replacement is one."""
    paragraphs: int = 0
    rows: int = 0
    moved: int = 0
    by_page: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All of them."""
        return self.texts + self.paragraphs + self.rows + self.moved


class Merger:
    """Writes the new report with what changed from the old one."""

    def __init__(self, old: Side, new: Side, package: Package, authors: Authors) -> None:
        self.old = old
        self.new = new
        self.package = package
        self.counts = Counts()
        self._authors = authors
        self._marker = Marker(package)
        self._moves = itertools.count(1)
        self._starts: dict[tuple[Mark, str], Element] = {}

    # Blocks

    def blocks(self, old: Sequence[Block], new: Sequence[Block], *, is_body: bool = False) -> list[Element]:
        """The blocks of the new report, with those of the old one where they stood."""
        pairs = same([block.signature for block in old], [block.signature for block in new])
        moved = self._moved(pairs, old, new) if is_body else {}
        ways = dict.fromkeys(pairs, True)
        gone, come = {i for i, _ in moved.items()}, set(moved.values())
        for before, after in list(gaps(pairs, len(old), len(new))):
            left = [i for i in before if i not in gone]
            right = [j for j in after if j not in come]
            ways |= dict.fromkeys(self._versions(left, right, old, new), False)
        pair_last(ways, old, new, gone, come)
        names = self._names(moved, old)
        items: list[Item] = []
        rising = sorted(ways)
        for number, (before, after) in enumerate(gaps(rising, len(old), len(new))):
            for i in before:
                items.extend(
                    self._whole(old[i], Mark.MOVED_AWAY if i in gone else Mark.DELETED, names.get((0, i)))
                )
            for j in after:
                inverse = names.get((1, j))
                items.extend(self._whole(new[j], Mark.MOVED_HERE if j in come else Mark.INSERTED, inverse))
            if number < len(rising):
                i, j = rising[number]
                items.extend(self._kept(old[i], new[j]) if ways[i, j] else self._changed(old[i], new[j]))
        self._settle(items)
        return [item.element for item in items]

    def _versions(
        self, left: Sequence[int], right: Sequence[int], old: Sequence[Block], new: Sequence[Block]
    ) -> list[Pair]:
        def score(i: int, j: int) -> float:
            return likeness_of(old[i], new[j])

        return likely(left, right, score, least=LEAST_ALIKE)

    # What moved

    def _moved(self, pairs: Sequence[Pair], old: Sequence[Block], new: Sequence[Block]) -> dict[int, int]:
        """Blocks that stand elsewhere, unchanged: old position -> new one."""
        ends = [{pair[side] for pair in pairs} for side in (0, 1)]
        rest = [
            once({at: block.signature for at, block in enumerate(side) if at not in ends[number]})
            for number, side in enumerate((old, new))
        ]
        found = sorted((at, rest[1][key]) for key, at in rest[0].items() if key in rest[1])
        moved: dict[int, int] = {}
        for run in runs_of(found):
            # A table cannot begin what moves: the mark of a beginning needs a paragraph.
            while run and not isinstance(old[run[0][0]], Paragraph):
                run = run[1:]  # noqa: PLW2901  # shortened until it begins with a paragraph
            if sum(old[i].bag.total() for i, _ in run) >= _LEAST_MOVED:
                moved.update(run)
        return moved

    def _names(self, moved: dict[int, int], old: Sequence[Block]) -> dict[tuple[int, int], _Move]:
        """For each moved block of either side the move to which it belongs."""
        names: dict[tuple[int, int], _Move] = {}
        for run in runs_of(sorted(moved.items())):
            texts = [i for i, _ in run if isinstance(old[i], Paragraph)]
            name = f"moved{next(self._moves)}"
            self.counts.moved += 1
            self.counts.by_page[old[run[0][0]].src] += 1
            for i, j in run:
                move = _Move(name, is_first=i == texts[0], is_last=i == texts[-1])
                names[0, i] = names[1, j] = move
        return names

    # Blocks that stand on one side only

    def _whole(self, block: Block, mark: Mark, move: _Move | None) -> list[Item]:
        if isinstance(block, Table):
            return [Item(self._whole_table(block, mark))]
        if block.is_derived:
            return [] if mark.is_old else [Item(block.element)]
        who = self._who(block.text, block.src, mark)
        if move is None:
            self._count("paragraphs", block.src)
        element = self._written(block, mark, who)
        if move is not None:
            start, end = self._marker.move_range(mark, move.name, who)
            if move.is_first:
                self._starts[mark, move.name] = end
                element.insert(_after_properties(element), start)
            if move.is_last:
                element.append(self._starts.pop((mark, move.name), end))
        return [Item(element, mark, who)]

    def _written(self, block: Paragraph, mark: Mark, who: Who) -> Element:
        """A paragraph all of whose words are marked."""
        side = block.reader.side
        element = w("p")
        properties = block.element.find(q("pPr"))
        if properties is not None:
            made = copy.deepcopy(properties)
            if side is self.old:
                self.package.mark_list(made)
            element.append(made)
        element.extend(self._marker.write(block.tokens, mark, who, side))
        element.extend(self.package.places(block.marks, side))
        self._mark_notes(block, mark, who)
        return element

    def _whole_table(self, table: Table, mark: Mark) -> Element:
        made = _without(table.element, "tr")
        for row in table.rows:
            made.append(self._whole_row(row, mark, table.src))
        return made

    def _whole_row(self, row: Row, mark: Mark, src: str) -> Element:
        who = self._who(row.text, src, mark)
        self._count("rows", src)
        made = _without(row.element, "tc")
        self._marker.mark_row(made, mark, who)
        for cell in row.cells:
            holder = _only(cell.element, "tcPr")
            for block in cell.blocks:
                holder.append(self._inside(block, mark, who))
            made.append(holder)
        return made

    def _inside(self, block: Block, mark: Mark, who: Who) -> Element:
        if isinstance(block, Table):
            return self._whole_table(block, mark)
        element = self._written(block, mark, who)
        self._marker.mark_paragraph(element, mark, who)
        return element

    # Blocks that stand on both sides

    def _kept(self, old: Block, new: Block) -> list[Item]:
        """The same on both sides: nothing is marked, and the places of the old one stay known."""
        if isinstance(old, Paragraph):
            self.package.vote(old.element, new.element)
        else:
            for left, right in zip(_paragraphs(old), _paragraphs(new), strict=True):
                self.package.vote(left.element, right.element)
        if self.package.has_kept_places:
            for left, right in zip(_paragraphs(old), _paragraphs(new), strict=True):
                marks = left.element.iterchildren(q("bookmarkStart"), q("bookmarkEnd"))
                places = list(self.package.places(marks, self.old))
                at = _after_properties(right.element)
                right.element[at:at] = places
        return [Item(new.element)]

    def _changed(self, old: Block, new: Block) -> list[Item]:
        if isinstance(old, Table) and isinstance(new, Table):
            return [Item(made) for made in self._tables(old, new)]
        assert isinstance(old, Paragraph)  # noqa: S101  # only blocks of one kind are versions of each other
        assert isinstance(new, Paragraph)  # noqa: S101  # as the line above
        return [self._paragraphs(old, new)]

    def _paragraphs(self, old: Paragraph, new: Paragraph) -> Item:
        self.package.vote(old.element, new.element)
        element = _only(new.element, "pPr")
        before = False
        for step in changes(old.tokens, new.tokens):
            if step.how is How.SAME:
                self._join_notes(step)
                for token, other in zip(step.tokens, step.old, strict=True):
                    token.marks[:0] = self.package.places(other.marks, self.old)
                element.extend(self._marker.write(step.tokens, None, None, self.new))
                before = False
                continue
            mark = _MARKS[step.how]
            side = self.old if mark.is_old else self.new
            who = self._who("".join(token.text for token in step.tokens), new.src, mark)
            if not before:
                self._count("texts", new.src)
            before = True
            element.extend(self._marker.write(step.tokens, mark, who, side))
            for token in step.tokens:
                self._mark_note(token.note, mark, who)
        element.extend(self.package.places(new.marks, self.new))
        element.extend(self.package.places(old.marks, self.old))
        _join_links(element)
        is_other = old.kind != new.kind
        properties = old.element.find(q("pPr")) if is_other else None
        return Item(
            element, old=properties, is_version=is_other, who=self._who(new.text, new.src, Mark.INSERTED)
        )

    # Tables

    def _tables(self, old: Table, new: Table) -> list[Element]:
        if not fit(old, new):
            made = [self._whole_table(old, Mark.DELETED), self._whole_table(new, Mark.INSERTED)]
            return [made[0], self._between(new), made[1]]
        pairs = self._rows(old.rows, new.rows)

        result = _without(new.element, "tr")
        for before, after in gaps(pairs, len(old.rows), len(new.rows)):
            for i in before:
                result.append(self._whole_row(old.rows[i], Mark.DELETED, new.src))
            for j in after:
                result.append(self._whole_row(new.rows[j], Mark.INSERTED, new.src))
            if before.stop < len(old.rows):
                result.append(self._row(old.rows[before.stop], new.rows[after.stop]))
        return [result]

    def _between(self, table: Table) -> Element:
        """Keeps two tables apart for as long as both are shown: it came and went."""
        who = self._who(table.text, table.src, Mark.INSERTED)
        properties = w("rPr", self._marker.mark(Mark.INSERTED, who), self._marker.mark(Mark.DELETED, who))
        return w("p", w("pPr", properties))

    def _rows(self, old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
        """Rows that are the same, then rows of the same record, then rows that are alike."""
        pairs = same([row.signature for row in old], [row.signature for row in new])
        for by_key in (True, False):
            for before, after in list(gaps(sorted(pairs), len(old), len(new))):
                pairs.extend(row_versions(before, after, old, new, by_key=by_key))
            pairs.sort()
        return pairs

    def _row(self, old: Row, new: Row) -> Element:
        if old.signature == new.signature:
            for left, right in zip(_of_row(old), _of_row(new), strict=True):
                self._kept(left, right)
            return new.element
        row = _without(new.element, "tc")
        for then, now in zip(old.cells, new.cells, strict=True):
            if then.signature == now.signature:
                for one, other in zip(then.blocks, now.blocks, strict=True):
                    self._kept(one, other)
                row.append(now.element)
            else:
                cell = _only(now.element, "tcPr")
                cell.extend(self.blocks(then.blocks, now.blocks))
                row.append(cell)
        return row

    # Footnotes

    def _join_notes(self, step: Step) -> None:
        for token, other in zip(step.tokens, step.old, strict=True):
            if token.note is not None and other.note is not None and token.key != other.key:
                self._join_note(other.note, token.note)

    def _join_note(self, old: str, new: str) -> None:
        self.package.inside("footnotes")
        theirs, ours = self.old.notes[old], self.new.notes[new]
        readers = [
            Reader(side, side.footnotes, self.old.bookmarks & self.new.bookmarks)
            for side in (self.old, self.new)
        ]
        ours[:] = self.blocks(content_of(theirs, readers[0], ""), content_of(ours, readers[1], ""))
        self.package.inside("document")

    def _mark_notes(self, block: Paragraph, mark: Mark, who: Who) -> None:
        for token in block.tokens:
            self._mark_note(token.note, mark, who)

    def _mark_note(self, note: str | None, mark: Mark, who: Who) -> None:
        """What a footnote says came or went with its reference."""
        if note is None:
            return
        side = self.old if mark.is_old else self.new
        holder = side.notes[note]
        self.package.inside("footnotes")
        reader = Reader(side, side.footnotes, self.old.bookmarks & self.new.bookmarks)
        blocks = content_of(holder, reader, "")
        made = [self._written(block, mark, who) for block in blocks if isinstance(block, Paragraph)]
        if side is self.old:
            self.new.footnotes.root.append(w("footnote", *made, id=self.package.notes[note]))
        else:
            holder[:] = made
        self.package.inside("document")

    # Ends of paragraphs

    def _settle(self, items: list[Item]) -> None:
        """Mark the ends of paragraphs that came or went.

        The last end of a cell or of the text cannot go: there the end before it does, as when somebody types on.
        """
        last = len(items)
        while last and items[last - 1].mark is not None:
            last -= 1
        is_shifted = 0 < last < len(items) and items[last - 1].element.tag == q("p")
        for number, item in enumerate(items[: last if is_shifted else len(items)]):
            if item.mark is not None and item.who is not None and number < len(items) - (not is_shifted):
                self._marker.mark_paragraph(item.element, item.mark, item.who)
            elif item.is_version and item.who is not None:
                self._marker.mark_properties(item.element, item.old, item.who)
        if is_shifted:
            self._shift(items[last - 1 :])

    def _shift(self, items: Sequence[Item]) -> None:
        looks = [copy.deepcopy(item.element.find(q("pPr"))) for item in items]
        now = then = looks[0]
        for number, item in enumerate(items):
            following = items[number + 1] if number + 1 < len(items) else None
            if item.mark is not None and item.mark.is_old:
                then = looks[number]
            elif item.mark is not None:
                now = looks[number]
            if number:
                for old in item.element.findall(q("pPr")):
                    item.element.remove(old)
                if now is not None:
                    item.element.insert(0, copy.deepcopy(now))
            if following is not None and following.mark is not None and following.who is not None:
                self._marker.mark_paragraph(item.element, following.mark, following.who)
            who = item.who or (following.who if following is not None else None)
            if now is not then and who is not None:
                self._marker.mark_properties(item.element, then, who)

    # Who

    def _who(self, text: str, src: str, mark: Mark) -> Who:
        return self._authors.who(text, src, is_removed=mark.is_old)

    def _count(self, what: str, src: str) -> None:
        setattr(self.counts, what, getattr(self.counts, what) + 1)
        self.counts.by_page[src] += 1


@dataclass(frozen=True, slots=True)
class _Move:
    """The move to which a block belongs, and whether it begins or ends it."""

    name: str
    is_first: bool
    is_last: bool


def _paragraphs(block: Block) -> list[Paragraph]:
    if isinstance(block, Paragraph):
        return [block]
    return [found for row in block.rows for found in _of_row(row)]


def _of_row(row: Row) -> list[Paragraph]:
    return [found for cell in row.cells for block in cell.blocks for found in _paragraphs(block)]


def _without(element: Element, name: str) -> Element:
    """A copy without the children of a name."""
    made = _shell(element)
    for child in element:
        if child.tag != q(name):
            made.append(copy.deepcopy(child))
    return made


def _only(element: Element, name: str) -> Element:
    """A copy with nothing but its properties."""
    made = _shell(element)
    for child in element.findall(q(name)):
        made.append(copy.deepcopy(child))
    return made


def _shell(element: Element) -> Element:
    made = w(str(element.tag).rpartition("}")[2])
    made.attrib.update(element.attrib)
    return made


def _after_properties(paragraph: Element) -> int:
    return int(len(paragraph) > 0 and paragraph[0].tag == q("pPr"))


def _join_links(paragraph: Element) -> None:
    """A link in which a word changed is one link still."""
    for link in list(paragraph.iterchildren(q("hyperlink"))):
        before = link.getprevious()
        if before is not None and before.tag == link.tag and dict(before.attrib) == dict(link.attrib):
            before.extend(list(link))
            paragraph.remove(link)
