"""Two sides of a comparison, opened and compared."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cerkit.assess.updating import update_of
from cerkit.workspace.cache import RecordCache
from cerkit.workspace.collection import without_collection
from cerkit.workspace.past import commits_since
from cerkit.workspace.revisions import open_side

if TYPE_CHECKING:
    from cerkit.model.update import Update
    from cerkit.workspace.project import Project


def update_between(project: Project, old: str, new: str | None, *, on: date) -> Update:
    """What happened from a revision, folder or bundle to another one, or to the working tree."""
    memory = RecordCache(project.root)
    before, after = (open_side(project, named, on=on, memory=memory) for named in (old, new))
    # Commits are known only between two revisions of this repository.
    is_revision = new is None or after.commit is not None
    past = commits_since(project.git_root, before.commit, after.commit or "HEAD") if is_revision else None
    with without_collection():
        return update_of(before.version, after.version, past=past)
