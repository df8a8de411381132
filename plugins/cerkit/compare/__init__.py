"""Compare: what differs between two dossiers, in the field's terms. The ground of every update.

    found = differences(old.trace, new.trace)      # two linked traces, for example of two `Side`s

At the top stand edits: a record that was added or removed (`subject` its identifier, or the path of a file whose
records have none), a field that says something else (`field` its name, `old` and `new` as one line each), a sentence of
a chapter (`subject` the path of the page, `field` the heading above it). Below an edit, in `consequences`, stands what
follows from it along the links: verdicts, benchmarks, support of claims, coverage of requirements, data of risks.
What no edit leads to stands at the top itself. `Difference.as_json()` gives the form of the commands.

    told = summarise(found, old.trace, new.trace)  # the questions of a reader, each with its differences

`Summary` is what reports, comments and change lists are made from: support lost, benchmarks moved, verdicts flipped,
requirements uncovered, risks without data, unfavourable evidence, searches run, chapters touched, records counted by
kind. `every` walks through all differences of the trees.

`compare` is the smaller question of the checks: which records changed, without what follows.
"""

from __future__ import annotations

from cerkit.compare.differences import differences
from cerkit.compare.records import EVERY_KIND, compare
from cerkit.compare.summary import KindCount, Summary, TouchedChapter, every, summarise
from cerkit.model.changes import REPORTED

__all__ = [
    "EVERY_KIND",
    "REPORTED",
    "KindCount",
    "Summary",
    "TouchedChapter",
    "compare",
    "differences",
    "every",
    "summarise",
]
