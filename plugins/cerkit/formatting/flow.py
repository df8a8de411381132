"""Collections in brackets and braces: their fields change places, and all between them stays as written."""

from __future__ import annotations

from cerkit.formatting.nodes import Block, Flow, Node, Scalar
from cerkit.formatting.order import Shape, below, rank


def flow_source(text: str, flow: Flow, shape: Shape) -> str:
    """Source of a collection with the fields of its records in the order of their models.

    One with a comment inside stays as it is: nobody knows to which field the comment belongs.
    """
    return (
        text[flow.start : flow.end] if _has_more_than_separators(text, flow) else _ordered(text, flow, shape)
    )


def _ordered(text: str, node: Node, shape: Shape) -> str:
    if isinstance(node, Block):
        raise TypeError("a block cannot stand in brackets")
    if isinstance(node, Scalar) or not node.items:
        return text[node.start : node.end]
    slots = [_span(key, value) for key, value in node.items]
    items = node.items
    if node.is_mapping:
        items = sorted(items, key=lambda item: rank(shape, item[0].value) if item[0] else 0)
    parts = [text[node.start : slots[0][0]]]
    for index, (key, value) in enumerate(items):
        start, end = _span(key, value)
        inner = below(shape, key.value if key else None)
        first, last = _span(None, value)
        parts += [text[start:first], _ordered(text, value, inner), text[last:end]]
        following = slots[index + 1][0] if index + 1 < len(slots) else node.end
        parts.append(text[slots[index][1] : following])
    return "".join(parts)


def _span(key: Scalar | None, value: Node) -> tuple[int, int]:
    if isinstance(value, Block):
        raise TypeError("a block cannot stand in brackets")
    return (value if key is None else key).start, max(value.end, key.end if key else 0)


def _has_more_than_separators(text: str, flow: Flow) -> bool:
    """Whether a comment or an explicit key stands between the items, at any depth."""
    done = flow.start
    for leaf in _leaves(flow):
        if not set("#?").isdisjoint(text[done : leaf.start]):
            return True
        done = max(done, leaf.end)
    return not set("#?").isdisjoint(text[done : flow.end])


def _leaves(flow: Flow) -> list[Scalar]:
    found: list[Scalar] = []
    for key, value in flow.items:
        if key is not None:
            found.append(key)
        if isinstance(value, Flow):
            found += _leaves(value)
        elif isinstance(value, Scalar):
            found.append(value)
    return found
