"""The flow of records drawn as PRISMA 2020 has it, for print: black on white, told by words and not by colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cerkit.model.records.review import DeclaredFlow
from cerkit.model.trace import Trace
from cerkit.render.figures import figure_html
from cerkit.render.flow import rounds_told, told_round
from cerkit.render.svg import drawing, line, polygon, rectangle, text, wrapped
from cerkit.render.words import number_text

_WIDTH: Final = 134.0
"""Of a box, in units of the drawing; its text is 12 high. Five boxes and it stays readable across a page."""
_GAP: Final = 12.0
_LETTERS: Final = 20
"""Letters on a line of a box."""
_LINE: Final = 15.0
_PADDING: Final = 8.0
_BAR: Final = 26.0
"""Of the bars with the phases, at the left."""
_TIE: Final = "\ue000"
_ROWS: Final = ("head", "found", "screened", "sought", "assessed", "new", "total")
_PHASES: Final = (
    ("Identification", ("found",)),
    ("Screening", ("screened", "sought", "assessed")),
    ("Included", ("new", "total")),
)
_OUTLINE: Final = 'fill="#fff" stroke="currentColor"'
_SHADE: Final = 'fill="#e4e7eb" stroke="currentColor"'


@dataclass(frozen=True, slots=True)
class _Box:
    """A box of the diagram: in which column and row, and what it says."""

    column: str
    row: str
    lines: tuple[str, ...]
    span: int = 1
    is_head: bool = False


def flow_svg(trace: Trace, round: str | None = None) -> str:  # noqa: A002  # the name that writers use
    """The diagram of one round of the review, counted or declared."""
    return _drawn(trace, told_round(trace, round).flow)


def earlier_diagrams(trace: Trace) -> tuple[str, ...]:
    """Diagrams of all rounds but the last, for the annex: a chapter shows the last, which begins with their sums."""
    earlier = list(rounds_told(trace).items())[:-1]
    return tuple(
        figure_html(
            _drawn(trace, told.flow),
            caption=f"Flow of records, review round {name}",
            name=f"fig-register-flow-{number}",
        )
        for number, (name, told) in enumerate(earlier, start=1)
    )


def _drawn(trace: Trace, flow: DeclaredFlow) -> str:
    protocol = trace.dossier.protocol
    names = {search.id: search.source for search in trace.dossier.searches}
    return flow_diagram(flow, names=names, reasons=protocol.exclusion if protocol else {})


def flow_diagram(
    flow: DeclaredFlow,
    *,
    names: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> str:
    """The diagram as SVG. `names`: of the searches, as the boxes show them. `reasons`: explained below the diagram."""
    has_previous = bool(flow.previous_studies or flow.previous_reports)
    has_other = bool(flow.other_sought or flow.websites or flow.organisations or flow.citation_searching)
    columns = [*(["previous"] if has_previous else []), "main", "main-out"]
    columns += ["other", "other-out"] if has_other else []
    boxes = tuple(_boxes(flow, columns, names or {}))
    return _Drawn(flow, columns, boxes, _legend(flow, reasons or {})).svg()


def _boxes(flow: DeclaredFlow, columns: Sequence[str], names: Mapping[str, str]) -> Iterator[_Box]:
    new = "new " if "previous" in columns else ""
    if "previous" in columns:
        yield _head("previous", "Previous studies", 1)
        yield _box(
            "previous",
            "found",
            ("Studies included in previous version of review", flow.previous_studies),
            ("Reports of studies included in previous version", flow.previous_reports),
        )
        yield _box(
            "main",
            "total",
            ("Total studies included in review", flow.total_studies),
            ("Reports of total included studies", flow.total_reports),
        )
    yield _head("main", f"Identification of {new}studies via databases and registers", 2)
    yield _found(flow, names)
    yield _removed(flow)
    yield _box("main", "screened", ("Records screened", flow.records_screened))
    yield _box("main-out", "screened", ("Records excluded", flow.records_excluded))
    yield _box("main", "sought", ("Reports sought for retrieval", flow.reports_sought))
    yield _box("main-out", "sought", ("Reports not retrieved", flow.reports_not_retrieved))
    yield _box("main", "assessed", ("Reports assessed for eligibility", flow.reports_assessed))
    yield _listed("main-out", "assessed", "Reports excluded", flow.reports_excluded)
    title = "New studies" if new else "Studies"
    yield _box(
        "main",
        "new",
        (f"{title} included in review", flow.new_studies),
        (f"Reports of {new}included studies", flow.new_reports),
    )
    if "other" in columns:
        yield from _other(flow, new)


def _other(flow: DeclaredFlow, new: str) -> Iterator[_Box]:
    yield _head("other", f"Identification of {new}studies via other methods", 2)
    ways = {"Websites": flow.websites, "Organisations": flow.organisations}
    ways["Citation searching"] = flow.citation_searching
    yield _listed("other", "found", "Records identified from", ways, with_total=False)
    yield _box("other", "sought", ("Reports sought for retrieval", flow.other_sought))
    yield _box("other-out", "sought", ("Reports not retrieved", flow.other_not_retrieved))
    yield _box("other", "assessed", ("Reports assessed for eligibility", flow.other_assessed))
    yield _listed("other-out", "assessed", "Reports excluded", flow.other_excluded)


def _found(flow: DeclaredFlow, names: Mapping[str, str]) -> _Box:
    lines = [*_counted("Records identified from databases", sum(flow.databases.values()))]
    lines += _parts(flow.databases, names)
    if flow.registers:
        lines += _counted("and from registers", sum(flow.registers.values()))
        lines += _parts(flow.registers, names)
    return _Box("main", "found", tuple(lines))


def _removed(flow: DeclaredFlow) -> _Box:
    lines = [*wrapped("Records removed before screening", _LETTERS, 2)]
    lines += _counted("duplicates", flow.duplicates_removed)
    if flow.automation_removed:
        lines += _counted("ineligible by automation tools", flow.automation_removed)
    if flow.other_removed:
        lines += _counted("for other reasons", flow.other_removed)
    return _Box("main-out", "found", tuple(lines))


def _head(column: str, words: str, span: int) -> _Box:
    return _Box(column, "head", wrapped(words, _LETTERS * span, 3), span, is_head=True)


def _box(column: str, row: str, *counts: tuple[str, int]) -> _Box:
    return _Box(column, row, tuple(part for words, count in counts for part in _counted(words, count)))


def _listed(column: str, row: str, words: str, parts: Mapping[str, int], *, with_total: bool = True) -> _Box:
    total = sum(parts.values())
    lines = [*(_counted(words, total) if with_total else wrapped(words, _LETTERS, 2))]
    return _Box(column, row, (*lines, *_parts({key: count for key, count in parts.items() if count}, {})))


def _parts(parts: Mapping[str, int], names: Mapping[str, str]) -> list[str]:
    """The parts of a count; searches of the same source count together."""
    together: dict[str, int] = {}
    for key, count in parts.items():
        name = names.get(key, key)
        together[name] = together.get(name, 0) + count
    return [part for name, count in together.items() for part in _counted(f"– {name}", count)]


def _counted(words: str, count: int) -> tuple[str, ...]:
    """The words with their number, which no line divides: until lines are made, its spaces are other signs."""
    shown = f"{words} (n{_TIE}={_TIE}{number_text(count)})"
    return tuple(row.replace(_TIE, "\u00a0") for row in wrapped(shown, _LETTERS, 6))


def _legend(flow: DeclaredFlow, reasons: Mapping[str, str]) -> tuple[str, ...]:
    used = [key for key in (*flow.reports_excluded, *flow.other_excluded) if key in reasons]
    return tuple(f"{key}  {reasons[key]}" for key in dict.fromkeys(used))


class _Drawn:
    """Boxes with their places, and the arrows between them."""

    def __init__(
        self, flow: DeclaredFlow, columns: Sequence[str], boxes: Sequence[_Box], legend: tuple[str, ...]
    ) -> None:
        self._flow, self._columns, self._boxes, self._legend = flow, columns, boxes, legend
        self._left = {name: _BAR + _GAP + at * (_WIDTH + _GAP) for at, name in enumerate(columns)}
        self.width = _BAR + len(columns) * (_WIDTH + _GAP)
        self._top: dict[str, float] = {}
        self._height: dict[str, float] = {}
        below = 0.0
        for row in _ROWS:
            lines = [len(box.lines) for box in boxes if box.row == row]
            if lines:
                self._top[row], self._height[row] = below, max(lines) * _LINE + 2 * _PADDING
                below += self._height[row] + 1.5 * _GAP
        self._foot = below - 0.5 * _GAP

    def svg(self) -> str:
        parts = [*self._bars(), *(part for box in self._boxes for part in self._drawn(box)), *self._arrows()]
        height = self._foot
        for words in self._legend:
            for row in wrapped(words, int(self.width / 6), 3):
                parts.append(text(_BAR + _GAP, height + _LINE, row, size=11))
                height += _LINE
        title = f"Flow of records, review round {self._flow.round}"
        return drawing(
            parts,
            width=round(self.width),
            height=height + _GAP,
            label=title,
            title=title,
            description=_described(self._boxes),
        )

    def _bars(self) -> Iterator[str]:
        for name, rows in _PHASES:
            present = [row for row in rows if row in self._top]
            top = self._top[present[0]]
            bottom = self._top[present[-1]] + self._height[present[-1]]
            yield rectangle(0, top, _BAR, bottom - top, extra=_SHADE)
            x, y = _BAR / 2 + 4, (top + bottom) / 2
            turned = f'transform="rotate(-90 {x:.1f} {y:.1f})"'
            yield text(x, y, name, size=12, anchor="middle", extra=turned)

    def _drawn(self, box: _Box) -> Iterator[str]:
        left, top = self._left[box.column], self._top[box.row]
        width = box.span * _WIDTH + (box.span - 1) * _GAP
        yield rectangle(left, top, width, self._height[box.row], extra=_SHADE if box.is_head else _OUTLINE)
        for number, words in enumerate(box.lines):
            y = top + _PADDING + (number + 0.8) * _LINE
            if box.is_head:
                yield text(left + width / 2, y, words, size=12, anchor="middle", extra='font-weight="bold"')
            else:
                yield text(left + 7, y, words, size=12)

    def _arrows(self) -> Iterator[str]:
        rows = [row for row in _ROWS[1:] if row in self._top]
        for upper, lower in pairwise(rows):
            yield from self._down("main", upper, lower)
        for row in ("found", "screened", "sought", "assessed"):
            yield from self._across("main", row)
        if "other" in self._columns:
            yield from self._down("other", "found", "sought")
            yield from self._down("other", "sought", "assessed")
            yield from self._across("other", "sought")
            yield from self._across("other", "assessed")
            yield from self._into_new()
        if "previous" in self._columns:
            yield from self._into_total()

    def _middle(self, column: str) -> float:
        return self._left[column] + _WIDTH / 2

    def _bottom(self, row: str) -> float:
        return self._top[row] + self._height[row]

    def _down(self, column: str, upper: str, lower: str) -> Iterator[str]:
        x, y = self._middle(column), self._top[lower]
        yield line(x, self._bottom(upper), x, y)
        yield polygon(((x - 4, y - 7), (x + 4, y - 7), (x, y)), extra='fill="currentColor"')

    def _across(self, column: str, row: str) -> Iterator[str]:
        y = self._top[row] + self._height[row] / 2
        x = self._left[f"{column}-out"]
        yield line(self._left[column] + _WIDTH, y, x, y)
        yield polygon(((x - 7, y - 4), (x - 7, y + 4), (x, y)), extra='fill="currentColor"')

    def _into_new(self) -> Iterator[str]:
        """From the reports that other methods brought, down and to the left."""
        x, y = self._middle("other"), self._top["new"] + self._height["new"] / 2
        end = self._left["main"] + _WIDTH
        yield line(x, self._bottom("assessed"), x, y)
        yield line(x, y, end, y)
        yield polygon(((end + 7, y - 4), (end + 7, y + 4), (end, y)), extra='fill="currentColor"')

    def _into_total(self) -> Iterator[str]:
        """From the previous version of the review, down and to the right."""
        x, y = self._middle("previous"), self._top["total"] + self._height["total"] / 2
        end = self._left["main"]
        yield line(x, self._bottom("found"), x, y)
        yield line(x, y, end, y)
        yield polygon(((end - 7, y - 4), (end - 7, y + 4), (end, y)), extra='fill="currentColor"')


def _described(boxes: Sequence[_Box]) -> str:
    """Every box in words, for those who do not see the drawing."""
    return "; ".join(" ".join(box.lines).replace("\u00a0", " ") for box in boxes if not box.is_head)
