"""What the pages of the reference share: how a page is put together."""

from __future__ import annotations

from collections.abc import Iterable


def page(blocks: Iterable[str]) -> str:
    """The blocks with an empty line between them."""
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"
