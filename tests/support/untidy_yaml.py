"""YAML as people and programs leave it: every indentation, quote and kind of text, with comments anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

WORDS = st.sampled_from(["a", "no", "1.10", "two words", "é", "x-y#1", "2026-05-29"])
QUOTED = st.sampled_from(['"a # b"', "'c: d'", "''", '"\\u00e9 \\\\"'])
LATER = st.sampled_from(["later", "[1, 2]", '"x"'])
KEYS = st.sampled_from(["id", "kind", "title", "value", "notes", "zeta", "label", "on", "unit", "by"])
SHAPES = st.recursive(
    st.just("scalar"),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4),
        st.dictionaries(KEYS, inner, min_size=1, max_size=5),
    ),
    max_leaves=14,
)


@dataclass
class Untidy:
    """A text and the comments that were put into it."""

    text: str
    comments: list[str] = field(default_factory=list)


@st.composite
def untidy_documents(draw: st.DrawFn, keys: st.SearchStrategy[str] = KEYS) -> Untidy:
    """A document whose top is a mapping."""
    shape = draw(st.dictionaries(keys, SHAPES, min_size=1, max_size=5))
    writer = _Writer(draw)
    if draw(st.integers(0, 5)) == 0:
        writer.lines.append("---")
    writer.mapping(shape, 0, "")
    writer.gap(0)
    text = "\n".join(writer.lines) + draw(st.sampled_from(["\n", "\n\n\n"]))
    if draw(st.integers(0, 5)) == 0:
        text = text.replace("\n", "\r\n")
    return Untidy(text, writer.comments)


class _Writer:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.lines: list[str] = []
        self.comments: list[str] = []

    def comment(self) -> str:
        text = f"# c{len(self.comments)} `x: [`"
        self.comments.append(text)
        return text

    def gap(self, column: int) -> None:
        """Blank lines and comments, at about this column."""
        for kind in self.draw(st.lists(st.sampled_from(["blank", "comment", "deep", "shallow"]), max_size=2)):
            if kind == "blank":
                self.lines.append(self.draw(st.sampled_from(["", "", "  "])))
            else:
                shift = {"comment": 0, "deep": self.draw(st.integers(1, 4)), "shallow": -1}[kind]
                self.lines.append(" " * max(column + shift, 0) + self.comment())

    def ending(self) -> str:
        """What may stand at the end of a line."""
        kind = self.draw(st.integers(0, 5))
        return f" {' ' * kind}{self.comment()}" if kind == 0 else "  " if kind == 1 else ""

    def mapping(self, shape: dict[str, Any], column: int, opening: str) -> None:
        """Entries at a column; `opening` stands before the first, in place of its indentation."""
        for index, (key, value) in enumerate(shape.items()):
            if index or not opening:
                self.gap_without_texts(column)
            before = opening if index == 0 and opening else " " * column
            written = self.draw(st.sampled_from([key, key, f"'{key}'", f'"{key}"']))
            self.value(f"{before}{written}:", value, column, is_item=False)

    def sequence(self, shape: list[Any], column: int, opening: str) -> None:
        for index, value in enumerate(shape):
            if index or not opening:
                self.gap_without_texts(column)
            before = opening if index == 0 and opening else " " * column
            self.value(f"{before}-", value, column, is_item=True)

    def gap_without_texts(self, column: int) -> None:
        # A line below a block scalar that is indented as deep is a line of it, and no comment.
        if not self.is_after_block:
            self.gap(column)
        elif self.draw(st.booleans()):
            self.lines.append(" " * column + self.comment())
        self.is_after_block = False

    is_after_block = False

    def value(self, before: str, value: Any, column: int, *, is_item: bool) -> None:
        draw = self.draw
        if value == "scalar":
            self.scalar(before, column)
            return
        if draw(st.integers(0, 3)) == 0 and _is_flat(value):
            self.lines.append(f"{before} {self.flow(value)}{self.ending()}")
            return
        step = draw(st.integers(1, 4))
        write = self.mapping if isinstance(value, dict) else self.sequence
        if is_item and draw(st.booleans()):
            opening = f"{before}{' ' * step}"
            write(value, len(opening), opening)
            return
        indentless = isinstance(value, list) and not is_item and draw(st.booleans())
        self.lines.append(before + self.ending())
        write(value, column if indentless else column + step, "")

    def flow(self, value: Any) -> str:
        blank = self.draw(st.sampled_from(["", " "]))
        if isinstance(value, dict):
            inner = ", ".join(f"{key}: {self.flow(item)}" for key, item in value.items())
            return f"{{{blank}{inner}{blank}}}"
        if isinstance(value, list):
            return f"[{blank}{f',{blank} '.join(self.flow(item) for item in value)}]"
        return self.draw(st.sampled_from(["1", "'a, b'", '"#"', "plain", "0.50"]))

    def scalar(self, before: str, column: int) -> None:
        draw = self.draw
        kind = draw(
            st.sampled_from(["plain", "quoted", "long", "long quoted", "block", "block", "later", "empty"])
        )
        deep = " " * (column + draw(st.integers(1, 4)))
        if kind == "plain":
            self.lines.append(f"{before} {draw(WORDS)}" + self.ending())
        elif kind == "quoted":
            self.lines.append(f"{before}  {draw(QUOTED)}{self.ending()}")
        elif kind == "long":
            self.lines += [f"{before} some", f"{deep}words - {draw(WORDS)}"]
            self.lines += ["", f"{deep}  more"] if draw(st.booleans()) else []
            self.lines[-1] += self.ending()
        elif kind == "long quoted":
            quote = draw(st.sampled_from(['"', "'"]))
            self.lines += [f"{before} {quote}some # text ", "", f"{deep}and: [more", f"{deep}end{quote}"]
            self.lines[-1] += self.ending()
        elif kind == "later":
            self.lines.append(before + self.ending())
            self.lines.append(f"{deep}{draw(LATER)}{self.ending()}")
        elif kind == "empty":
            self.lines.append(before + self.ending())
        else:
            self.block(before, column)

    def block(self, before: str, column: int) -> None:
        draw = self.draw
        step = draw(st.integers(1, 4))
        digit = str(step) if draw(st.booleans()) else ""
        deep = " " * (column + step)
        header = draw(st.sampled_from("|>")) + draw(st.sampled_from(["", "-", "+"])) + digit
        self.lines.append(f"{before} {header}{self.ending()}")
        first = "  begun deeper" if digit and draw(st.booleans()) else "first # line"
        self.lines += [
            deep + first,
            *draw(st.sampled_from([[], [""], [deep + "  deeper  "], ["", "", deep + "x"]])),
        ]
        if draw(st.integers(0, 3)) == 0:
            self.lines += ["", ""]
        self.is_after_block = True


def _is_flat(value: Any) -> bool:
    items = value.values() if isinstance(value, dict) else value
    return all(item == "scalar" or _is_flat(item) for item in items)
