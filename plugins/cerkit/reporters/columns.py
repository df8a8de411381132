"""A table of text for a terminal: columns side by side, each cell wrapped, nothing wider than the window."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final

_GAP: Final = 2
_LEAST: Final = 8


def columns_text(head: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> str:
    """The rows under their heads, a rule between; a window too narrow for columns gets them one under another."""
    wanted = [max(map(len, (name, *(row[at] for row in rows)))) for at, name in enumerate(head)]
    widths = _widths(wanted, width)
    if any(size < min(asked, _LEAST) for size, asked in zip(widths, wanted, strict=True)):
        blocks = ("\n".join(f"{name}: {cell}" for name, cell in zip(head, row, strict=True)) for row in rows)
        return "\n\n".join(blocks) + "\n"
    lines = [_line(head, widths), (" " * _GAP).join("-" * size for size in widths)]
    for row in rows:
        cells = [
            textwrap.wrap(cell, size, break_on_hyphens=False) or [""]
            for cell, size in zip(row, widths, strict=True)
        ]
        height = max(map(len, cells))
        lines += (
            _line([cell[at] if at < len(cell) else "" for cell in cells], widths) for at in range(height)
        )
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(size) for cell, size in zip(cells, widths, strict=True))
    return (" " * _GAP).join(padded).rstrip()


def _widths(wanted: Sequence[int], width: int) -> list[int]:
    """Each column as wide as its longest cell; where that is too much, narrow columns stay and the others share."""
    left = width - _GAP * (len(wanted) - 1)
    widths = [0] * len(wanted)
    for position, column in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        widths[column] = min(wanted[column], max(0, left) // (len(wanted) - position))
        left -= widths[column]
    return widths
