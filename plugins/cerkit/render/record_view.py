"""One record as text for a terminal, or as plain values for a program: its fields and everything that hangs on it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from typing import Any, Final

from pydantic import BaseModel

from cerkit.model.identifiers import Kind
from cerkit.model.records.evaluation import Claim, Criterion
from cerkit.model.trace import Link, Node, Trace
from cerkit.model.verdicts import Verdict

_WIDTH: Final = 96
_INDENT: Final = "  "


def record_json(trace: Trace, identifier: str) -> dict[str, Any]:
    """`{id, kind, title, path, fields, support, verdicts, parts, names, named_by}`; numbers keep their digits."""
    node = trace.nodes[identifier]
    return {
        "id": node.id,
        "kind": str(node.kind),
        "title": node.title,
        "path": node.place.path,
        "fields": _fields(node),
        "support": _support(trace, node),
        "verdicts": [_verdict(verdict) for verdict in _verdicts(trace, node)],
        "parts": [
            {"id": part.id, "kind": str(part.kind), "title": part.title}
            for part in trace.parts_of(identifier)
        ],
        "names": [_end(trace, link.relation, link.target) for link in trace.links_from(identifier)],
        "named_by": [_end(trace, link.relation, link.source) for link in trace.links_to(identifier)],
    }


def record_text(trace: Trace, identifier: str, *, bold: Callable[[str], str] = str) -> str:
    """The same for people. `bold` marks the headings."""
    node = trace.nodes[identifier]
    lines = [f"{bold(node.id)}  {node.kind}", _wrapped(node.title, ""), f"in {node.place.path}", ""]
    lines += _field_lines(_fields(node))
    support = _support(trace, node)
    if support:
        lines += ["", f"{bold('Support')}  {support}"]
    lines += _section(bold("Verdicts (computed)"), (_verdict_line(item) for item in _verdicts(trace, node)))
    lines += _section(
        bold("Parts"), (f"{part.id}  {_short(part.title)}" for part in trace.parts_of(identifier))
    )
    lines += _section(
        bold("Rests on"), (_link_line(trace, link, link.target) for link in trace.links_from(identifier))
    )
    lines += _section(
        bold("Used by"), (_link_line(trace, link, link.source) for link in trace.links_to(identifier))
    )
    return "\n".join(lines) + "\n"


def _fields(node: Node) -> dict[str, Any]:
    """The record as written; of a page only its title, because its text is in the page."""
    if isinstance(node.record, BaseModel):
        return node.record.model_dump(mode="json", exclude_unset=True, exclude={"id"})
    return {"title": node.title}


def _verdicts(trace: Trace, node: Node) -> tuple[Verdict, ...]:
    if isinstance(node.record, Claim):
        return trace.verdicts_on_claim(node.record)
    if isinstance(node.record, Criterion):
        return trace.verdicts_of(node.record)
    if node.kind is Kind.FINDING:
        decided = (trace.verdicts_of(criterion) for criterion in trace.dossier.criteria)
        return tuple(verdict for verdicts in decided for verdict in verdicts if verdict.finding == node.id)
    return ()


def _support(trace: Trace, node: Node) -> str | None:
    return str(trace.support_of(node.record)) if isinstance(node.record, Claim) else None


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "criterion": verdict.criterion,
        "finding": verdict.finding,
        "outcome": str(verdict.outcome),
        "comparison": verdict.comparison,
        "subgroup": verdict.subgroup,
        "group": verdict.group,
    }


def _end(trace: Trace, relation: str, identifier: str) -> dict[str, str]:
    node = trace.nodes.get(identifier)
    kind, title = (str(node.kind), node.title) if node else ("file", "")
    return {"relation": relation, "id": identifier, "kind": kind, "title": title}


def _verdict_line(verdict: Verdict) -> str:
    group = f", subgroup {verdict.group or ''}".rstrip() if verdict.subgroup else ""
    return f"{verdict.criterion} on {verdict.finding}: {verdict.outcome} ({verdict.comparison}{group})"


def _link_line(trace: Trace, link: Link, identifier: str) -> str:
    node = trace.nodes.get(identifier)
    title = f"  {_short(node.title)}" if node else ""
    return f"{link.relation:<22} {identifier}{title}"


def _section(title: str, lines: Iterator[str]) -> list[str]:
    found = [f"{_INDENT}{line}" for line in lines]
    return ["", title, *found] if found else []


def _field_lines(fields: dict[str, Any], indent: str = "") -> Iterator[str]:
    for name, value in fields.items():
        yield from _value_lines(name, value, indent)


def _value_lines(name: str, value: Any, indent: str) -> Iterator[str]:
    label = f"{indent}{name}:"
    if isinstance(value, dict):
        yield label
        yield from _field_lines(value, indent + _INDENT)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield f"{label} {len(value)} entries"
    elif isinstance(value, list):
        yield _wrapped(", ".join(str(item) for item in value), label)
    else:
        yield _wrapped("" if value is None else str(value), label)


def _wrapped(text: str, label: str) -> str:
    lead = f"{label} " if label else ""
    if not text:
        return label
    return textwrap.fill(text, _WIDTH, initial_indent=lead, subsequent_indent=" " * min(len(lead), 12))


def _short(text: str) -> str:
    return textwrap.shorten(text, 72, placeholder="…")
