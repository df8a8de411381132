"""Files of a release that are of use without the report: lists, flow of records, checklists, and the redline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cerkit.workspace.project import Project

if TYPE_CHECKING:
    from cerkit.assess import Assessment
    from cerkit.cli.outputs import Job
    from cerkit.model.bundle import Bundle
    from cerkit.model.tables import Table
    from cerkit.workspace.revisions import Side
    from cerkit.workspace.tags import Tag


def annex_files(assessment: Assessment) -> Mapping[str, bytes]:
    """Name of a file and its content: what the annexes hold, in forms that other programs read."""
    return {**dict(_lists(assessment)), **dict(_flows(assessment)), **dict(_checklists(assessment))}


def redline_file(job: Job, bundle: Bundle, previous: Side, tag: Tag) -> Mapping[str, bytes]:
    """The redline against the previous release. CerkitError where that one cannot be built any more."""
    from cerkit.assess.updating import update_since
    from cerkit.cli.redlining import bundle_of, redline_of, released_commit
    from cerkit.publish.redline.redline import redline_name
    from cerkit.workspace.authorship import passages_between

    source = job.project
    named = previous.commit or _path_of(source)
    repository = Project(
        source.git_root, source.settings
    )  # git knows nothing of the tag's files where they lie now
    old = bundle_of(repository, named, on=tag.day)
    commit = previous.commit or released_commit(repository, named)
    passages = (
        passages_between(source.git_root, commit, tag.commit, source.settings.docs_dir) if commit else ()
    )
    made = redline_of(source, old, bundle, update_since(job.assessment), passages)
    return {redline_name(old, bundle): made.content}


def _path_of(source: Project) -> str:
    """Where the folder or bundle of the previous release lies: in the tag, else beside the repository's files."""
    named = source.settings.previous_release or ""
    inside = source.root / named
    return str(inside if inside.exists() else source.git_root / named)


def _lists(assessment: Assessment) -> Iterator[tuple[str, bytes]]:
    from cerkit.render.exports import table_csv, workbook
    from cerkit.render.review_pages import review_pages

    pages = {page.slug: page.tables for page in review_pages(assessment.trace)}
    chosen = [table for slug in ("included", "excluded", "appraisals") for table in pages.get(slug, ())]
    if chosen:
        yield "annexes.xlsx", workbook(chosen, title="Annexes on the literature", on=assessment.on)
    for slug in ("included", "excluded"):
        if slug in pages:
            yield f"{slug}.csv", table_csv(_together(pages[slug])).encode("utf-8-sig")


def _together(tables: tuple[Table, ...]) -> Table:
    """Tables with the columns of the first one under each other, each with its caption as a group."""
    from cerkit.model.tables import Row

    first = tables[0]
    alike = (table for table in tables if table.columns == first.columns)
    rows = (row for table in alike for row in (Row(group=table.caption or ""), *table.rows))
    return replace(first, rows=tuple(rows))


def _flows(assessment: Assessment) -> Iterator[tuple[str, bytes]]:
    """The flow of each round of the review, as a diagram and for the R package PRISMA2020."""
    from cerkit.model.flow_counts import told_rounds
    from cerkit.render.flow_diagram import flow_diagram
    from cerkit.render.flow_exports import flow_csv
    from cerkit.workspace.writing import file_name

    trace = assessment.trace
    protocol = trace.dossier.protocol
    names = {search.id: search.source for search in trace.dossier.searches}
    reasons = protocol.exclusion if protocol else {}
    for told in told_rounds(trace.dossier, trace.source_facts):
        name = file_name(f"flow-{told.round}")
        yield f"{name}.svg", flow_diagram(told.flow, names=names, reasons=reasons).encode()
        yield f"{name}.csv", flow_csv(told.flow, names, reasons).encode()


def _checklists(assessment: Assessment) -> Iterator[tuple[str, bytes]]:
    from cerkit.render.checklist_tables import index_table, release_table
    from cerkit.render.checklists import checklist_json, index_json, release_checklist, reviewer_index
    from cerkit.render.markdown_tables import table_markdown

    trace, report = assessment.trace, assessment.report
    made: tuple[tuple[str, Table, Any], ...] = (
        ("checklist-a10", release_table(trace, report), checklist_json(release_checklist(trace, report))),
        ("checklist-mdcg-2020-13", index_table(trace), index_json(reviewer_index(trace))),
    )
    for name, table, content in made:
        yield f"{name}.md", f"# {table.caption}\n\n{table_markdown(table)}".encode()
        yield f"{name}.json", (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
