"""What pages of prose name must exist."""

from __future__ import annotations

from collections.abc import Iterator

from cerkit.checks.prose import rules
from cerkit.model.chapters import Chapter, Reference
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.identifiers import Kind, near_identifiers, with_article
from cerkit.model.trace import Trace


def check_references(examination: Examination) -> Iterator[Diagnostic]:
    """Unknown records, citations of what is no source, and the comment sign of the macros."""
    trace = examination.trace
    for chapter in trace.dossier.chapters:
        for reference in chapter.references:
            yield from _check_reference(trace, chapter, reference)
        for place in chapter.template_comments:
            yield rules.TEMPLATE_COMMENT.at(place, "`{#` begins a comment here, and what follows is lost")


def _check_reference(trace: Trace, chapter: Chapter, reference: Reference) -> Iterator[Diagnostic]:
    node = trace.nodes.get(reference.target)
    if node is None:
        if not trace.dossier.may_hold(reference.target):
            hint = near_identifiers(reference.target, trace.nodes)
            message = f"{reference.target} is named here, but does not exist"
            yield rules.UNKNOWN_IN_PROSE.at(reference.place, message, hint=hint, subject=chapter.path)
    elif reference.form == "citation" and node.kind is not Kind.SOURCE:
        message = f"{reference.target} is cited, but it is {with_article(node.kind)} and no source"
        yield rules.CITED_NOT_A_SOURCE.at(reference.place, message, subject=chapter.path)
