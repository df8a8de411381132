"""Two sides of a comparison, opened and compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from cerkit.assess import Assessment
from cerkit.assess.due import due_of
from cerkit.assess.updating import update_of
from cerkit.model.deadlines import Due, Nearness
from cerkit.model.request import Request
from cerkit.model.update import Update
from cerkit.workspace.cache import RecordCache
from cerkit.workspace.collection import without_collection
from cerkit.workspace.past import commits_since
from cerkit.workspace.revisions import Side, appeared, open_side

if TYPE_CHECKING:
    from cerkit.workspace.project import Project


def update_between(project: Project, old: str, new: str | None, *, on: date) -> Update:
    """What happened from a revision, folder or bundle to another one, or to the working tree."""
    memory = RecordCache(project.root)
    before, after = (open_side(project, named, on=on, memory=memory) for named in (old, new))
    return _compared(project, before, after, is_tree=new is None)


def request_between(project: Project, base: str, head: str | None, *, on: date) -> Request:
    """A proposed change: two revisions compared, and what the check finds in each."""
    memory = RecordCache(project.root)
    before, after = (open_side(project, named, on=on, memory=memory) for named in (base, head))
    found = [side.assessment.diagnostics for side in (before, after)]
    then, now = ([*_overdue(side.assessment, on)] for side in (before, after))
    known = {(item.deadline.code, item.deadline.records) for item in then}
    fresh = tuple(item for item in now if (item.deadline.code, item.deadline.records) not in known)
    return Request(
        update=_compared(project, before, after, is_tree=head is None),
        appeared=tuple(appeared(found[1], found[0])),
        resolved=tuple(appeared(found[0], found[1])),
        overdue=fresh,
        overdue_before=len(now) - len(fresh),
    )


def _overdue(assessment: Assessment, on: date) -> Iterator[Due]:
    return (item for item in due_of(assessment, on=on, within=0) if item.state is Nearness.OVERDUE)


def _compared(project: Project, before: Side, after: Side, *, is_tree: bool) -> Update:
    """Commits are known only between two revisions of this repository, of which the working tree is the newest."""
    is_revision = is_tree or after.commit is not None
    past = commits_since(project.git_root, before.commit, after.commit or "HEAD") if is_revision else None
    with without_collection():
        return update_of(before.version, after.version, past=past)
