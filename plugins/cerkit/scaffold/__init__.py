"""Writes the repository of a new device: pages, records, settings and workflows, all of which load and build at once.

What nobody has answered yet stands there as a mark of unfinished work, so that the check names it: the open diagnostics
are the list of what is left to do.
"""

from __future__ import annotations

from cerkit.scaffold.answers import NOT_YET, Answers, Person, answers_template, read_answers
from cerkit.scaffold.files import files_of
from cerkit.scaffold.writing import check_target, write_repository

__all__ = [
    "NOT_YET",
    "Answers",
    "Person",
    "answers_template",
    "check_target",
    "files_of",
    "read_answers",
    "write_repository",
]
