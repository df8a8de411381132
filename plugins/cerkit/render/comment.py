"""The text that a pull request gets: what the change means, before which figures, and who should look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from cerkit.model.answers import HOLDING, answers, data_behind, is_answered
from cerkit.model.changes import ChangeKind, Difference, every
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.identifiers import Kind
from cerkit.model.request import Request
from cerkit.model.suspicions import told_cause, who_looks
from cerkit.model.tables import plain
from cerkit.model.trace import Trace
from cerkit.model.update import Update
from cerkit.model.verdicts import Outcome
from cerkit.render.comment_text import inert
from cerkit.render.update_words import field_label, then_and_now

MARK: Final = "<!-- cerkit: what this change means -->"
"""First line: by it a workflow finds the comment that it keeps up to date."""
NOTHING: Final = "Nothing of meaning changed: formatting only."
_MOST: Final = 40
"""Entries of a list that are told; of the others the number."""
_NAMED: Final = 5
"""Records that a headline names."""
_WHOLE: Final = (ChangeKind.ADDED, ChangeKind.REMOVED)
_REVIEWS: Final = "evidence/reviews/"
_CONFIRMED: Final = re.compile(r"\bconfirmations\[([^,\[\]]+),")
_BAD: Final = (
    ("loses its support", "lose their support", "support_lost"),
    ("has weaker support", "have weaker support", "support_weakened"),
    ("is no longer answered", "are no longer answered", "requirements_uncovered"),
    ("has no data any more", "have no data any more", "risks_without_data"),
)


def comment_markdown(request: Request) -> str:
    """The comment. Short where nothing of meaning changed; every text of a record is inert in it."""
    update = request.update
    parts = [f"{MARK}\n{_headline(request)}"]
    if update.differences:
        parts += ["### What the change means", "\n".join(_meaning(update))]
        figures = _figures(update)
        if figures:
            parts += ["### Before and after", figures]
    parts += _section("Found by the check", _diagnostics(request))
    parts += _section("To be looked at again", _suspects(update))
    parts += _section("Overdue", _overdue(request))
    parts += _section("Who should look", _readers(update))
    return "\n\n".join(parts) + "\n"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    told = list(lines)
    return [f"### {title}", "\n".join(told)] if told else []


def _headline(request: Request) -> str:
    summary = request.update.summary
    if not request.update.differences:
        return NOTHING
    told: list[str] = []
    for one, many, attribute in _BAD:
        names = list(dict.fromkeys(item.subject for item in getattr(summary, attribute)))
        if names:
            told.append(f"{_together(names)} {one if len(names) == 1 else many}")
    flipped = len(summary.verdicts_flipped)
    if flipped:
        told.append(f"{flipped} verdict{'' if flipped == 1 else 's'} changed")
    gained = list(dict.fromkeys(item.subject for item in summary.support_gained))
    if gained:
        told.append(f"{_together(gained)} {'is' if len(gained) == 1 else 'are'} supported now")
    if summary.unfavourable and not told:
        told.append("new unfavourable evidence")
    if not told:
        told.append(
            "Claims, requirements and risks stand as before"
            if not summary.has_consequences
            else "No claim, requirement or risk is worse off"
        )
    text = "; ".join(told)
    return f"**{text[:1].upper()}{text[1:]}.**"


def _together(names: Sequence[str]) -> str:
    """CLM-1, CLM-2 and CLM-3; of many the first ones."""
    shown = [inert(name) for name in names[:_NAMED]]
    if len(names) > _NAMED:
        return f"{', '.join(shown)} and {len(names) - _NAMED} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _meaning(update: Update) -> Iterator[str]:
    """Edits that something follows from first, then the others by record, then the chapters in numbers."""
    chapters = {item.path for item in update.summary.chapters}
    edits = [item for item in update.differences if item.subject not in chapters]
    leading = [item for item in edits if _follow(item)]
    others = [item for item in edits if not _follow(item)]
    for item in leading[:_MOST]:
        yield from _tree(item, 0)
    yield from _more(leading[_MOST:])
    records = [tuple(items) for _, items in groupby(others, key=lambda item: item.subject)]
    for items in records[:_MOST]:
        yield _record(items)
    yield from _more([item for items in records[_MOST:] for item in items])
    for chapter in update.summary.chapters:
        numbers = (
            (chapter.added, "added"),
            (chapter.removed, "removed"),
            (chapter.changed, "changed"),
            (chapter.moved, "moved"),
        )
        told = [f"{number} {word}" for number, word in numbers if number] or ["its title"]
        total = sum(number for number, _ in numbers)
        said = f"{'sentence' if total == 1 else 'sentences'}: {', '.join(told)}"
        where = f" (A9 {inert(', '.join(chapter.sections))})" if chapter.sections else ""
        yield f"- {inert(chapter.title)}{where}, {said}"


def _follow(item: Difference) -> bool:
    """Whether something follows that is more than the parts of what came or went."""
    return any(below.kind not in _WHOLE for below in every(item.consequences)) or _is_derived(item)


def _is_derived(item: Difference) -> bool:
    return item.kind not in (*_WHOLE, ChangeKind.CHANGED) and not item.kind.startswith("text")


def _tree(item: Difference, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- **{inert(item.subject)}** {_said(item)}"
    for below in item.consequences:
        if depth < 6:
            yield from _tree(below, depth + 1)


def _record(items: Sequence[Difference]) -> str:
    if items[0].subject.startswith(_REVIEWS) and items[0].field is not None:
        new = (item.field or "" for item in items if item.new is not None)
        names = dict.fromkeys(name for field in new for name in _CONFIRMED.findall(field))
        return f"- **{inert(items[0].subject)}** confirms {inert(', '.join(names) or 'less than before')}"
    return f"- **{inert(items[0].subject)}** " + "; ".join(_said(item) for item in items[:_MOST])


def _said(item: Difference) -> str:
    then, now = (inert(plain(side)) for side in then_and_now(item.old, item.new))
    if item.kind is ChangeKind.CHANGED:
        return f"{inert(_label(item.field))}: {then} → {now}"
    if item.kind in _WHOLE:
        what = f" {inert(_label(item.field))}" if item.field else ""
        return f"{item.kind}{what}: {now if item.kind is ChangeKind.ADDED else then}"
    on = f" on {inert(item.field)}" if item.field else ""
    if item.old is None or item.new is None:
        return f"{item.kind}{on}: {then if item.new is None else now}"
    return f"{item.kind}{on}: {then} → {now}"


def _label(field: str | None) -> str:
    label = field_label(field)
    return label[:1].lower() + label[1:]


def _more(items: Sequence[object]) -> Iterator[str]:
    if items:
        yield f"- and {len(items)} more; `cerkit update` lists them all"


def _figures(update: Update) -> str:
    """Counts that differ; none where all stand as before."""
    sides = [dict(_counts(side.trace)) for side in (update.old, update.new)]
    names = dict.fromkeys(name for side in sides for name in side)
    rows = [(name, sides[0].get(name, "0"), sides[1].get(name, "0")) for name in names]
    rows = [row for row in rows if row[1] != row[2]]
    if not rows:
        return ""
    lines = ["| | Before | After |", "|---|---|---|"]
    lines += (f"| {name} | {before} | {after} |" for name, before, after in rows)
    return "\n".join(lines)


def _counts(trace: Trace) -> Iterator[tuple[str, str]]:
    claims = [claim for claim in trace.dossier.claims if claim.status == "active"]
    held = sum(trace.support_of(claim) in HOLDING for claim in claims)
    yield "Active claims with support", f"{held} of {len(claims)}"
    found = Counter(
        verdict.outcome for criterion in trace.dossier.criteria for verdict in trace.verdicts_of(criterion)
    )
    for outcome in Outcome:
        yield f"Verdicts: {outcome}", str(found[outcome])
    asked = answers(trace).values()
    yield "Requirements answered", f"{sum(is_answered(trace, item) for item in asked)} of {len(asked)}"
    risks = trace.dossier.risks
    known = sum(bool(data_behind(trace, risk.sources)) for risk in risks)
    yield "Risks with data", f"{known} of {len(risks)}"
    yield "Sources", str(len(trace.dossier.sources))
    unfavourable = sum(source.outcome == "unfavourable" for source in trace.dossier.sources)
    yield "Unfavourable sources", str(unfavourable)
    yield "Open gaps", str(sum(gap.status == "open" for gap in trace.dossier.gaps))


def _diagnostics(request: Request) -> Iterator[str]:
    """New errors and warnings one by one, notes as a number, and what is gone."""
    grave = [item for item in request.appeared if item.severity is not Severity.NOTE]
    for item in grave[:_MOST]:
        place = f"{item.place.path}:{item.place.line}"
        yield f"- new {item.severity} {item.rule.code}: {inert(item.message)} ({inert(place)})"
    yield from _more(grave[_MOST:])
    notes = len(request.appeared) - len(grave)
    if notes:
        yield f"- {notes} new note{'' if notes == 1 else 's'}"
    if request.resolved:
        yield f"- resolved: {_codes(request.resolved)}"


def _codes(found: Sequence[Diagnostic]) -> str:
    counts = Counter(item.rule.code for item in found)
    return ", ".join(
        f"{code}{f' ({number} times)' if number > 1 else ''}" for code, number in sorted(counts.items())
    )


def _suspects(update: Update) -> Iterator[str]:
    found = update.suspects
    for item in found[:_MOST]:
        causes = "; ".join(told_cause(cause) for cause in item.causes)
        yield f"- **{inert(item.record)}** rests on {inert(causes)}"
    if len(found) > _MOST:
        yield f"- and {len(found) - _MOST} more; `cerkit review` lists them all"


def _overdue(request: Request) -> Iterator[str]:
    for item in request.overdue[:_MOST]:
        yield f"- since {item.deadline.day}: {inert(item.deadline.what)} ({item.deadline.code})"
    if request.overdue and request.overdue_before:
        yield f"- {request.overdue_before} more before this change"


def _readers(update: Update) -> Iterator[str]:
    """People by the policy's `responsible`, each group with the kinds of record for which it looks."""
    trace = update.new.trace
    policy = trace.dossier.policy
    if policy is None or not policy.responsible or not update.differences:
        return
    names = {person.id: person.name for person in trace.dossier.evaluators}
    groups: dict[tuple[str, ...], list[Kind]] = {}
    for kind in dict.fromkeys(update.kind_of(item.subject) for item in update.differences):
        if kind is not None and kind is not Kind.CHAPTER:
            groups.setdefault(who_looks(trace.dossier, kind), []).append(kind)
    for people, kinds in groups.items():
        told = ", ".join(inert(f"{names[name]} ({name})" if name in names else name) for name in people)
        yield f"- {told}: {', '.join(kinds)}"
