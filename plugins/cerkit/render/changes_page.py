"""The annex with the list of changes: what became of the records since the previous release."""

from __future__ import annotations

from typing import Final

from cerkit.model.update import Update
from cerkit.render.pages import GeneratedPage, Section, register_page
from cerkit.render.update_report import changes_table

CHANGES_SLUG: Final = "changes"


def changes_page(update: Update) -> GeneratedPage:
    """Every change that the report has to name, by kind of record, with what follows from it."""
    named = changes_table(update).named("tbl-register-changes", f"Changes since {update.old.label}")
    others = len(update.differences) - len(update.named)
    told = (
        f"Records of this version compared with those of {update.old.label}, then and now. "
        "The list is made by comparison; nobody wrote it. "
    )
    if others > 0:
        told += "Changes that bear on no statement of the report are left out; the released bundle lists all of them."
    sections = (Section(None, tables=(named,)),)
    return register_page(CHANGES_SLUG, "List of changes", told.strip(), sections)
