"""The report on an update, as one page: site, Markdown and Word are made from it.

It says what changed, what was found and what people concluded. It concludes nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from cerkit.model.bundle import PageRole
from cerkit.model.changes import ChangeKind, Difference, every
from cerkit.model.identifiers import Kind
from cerkit.model.tables import (
    EMPTY,
    Break,
    Cell,
    Column,
    Piece,
    RecordRef,
    Row,
    State,
    Table,
    Words,
    cell,
    plain,
)
from cerkit.model.update import Update
from cerkit.render import update_argument, update_control, update_evidence
from cerkit.render.links import page_name, register_src
from cerkit.render.markdown_tables import escaped, table_markdown
from cerkit.render.pages import GeneratedPage, Section
from cerkit.render.update_words import change_table
from cerkit.render.values import joined, record_refs, row_of
from cerkit.render.words import date_text, sentence_case

UPDATE_SLUG: Final = "update"
_DEVICE: Final = (
    Kind.DEVICE,
    Kind.VARIANT,
    Kind.INTENDED_USE,
    Kind.INDICATION,
    Kind.CONTRAINDICATION,
    Kind.POPULATION,
    Kind.USER,
    Kind.SETTING,
    Kind.IFU_SECTION,
    Kind.EQUIVALENCE,
)
_NONE: Final = "none"


def update_page(update: Update, *, is_to_sign: bool = False) -> GeneratedPage:
    """The report. With `is_to_sign` it ends with rows for signatures, and leaves its contents to the document."""
    sections = (
        update_control.period(update),
        _glance(update),
        _device(update),
        update_evidence.searches(update),
        update_evidence.evidence(update),
        update_evidence.state_of_the_art(update),
        update_argument.claims(update),
        update_argument.benefit_risk(update),
        update_argument.requirements(update),
        update_control.conclusions(update),
        update_control.follow_up(update),
        update_control.open_items(update),
        update_control.next_evaluation(update),
        _records(update),
        *((update_control.to_sign(update),) if is_to_sign else ()),
    )
    return GeneratedPage(
        slug=UPDATE_SLUG,
        src=register_src(UPDATE_SLUG),
        title=f"What changed since {update.old.label}",
        intro=(Words(_introduction(update)), *(() if is_to_sign else _contents(sections))),
        sections=sections,
        role=PageRole.SITE,
    )


def update_markdown(update: Update) -> str:
    """The report as plain Markdown, for reading anywhere."""
    page = update_page(update, is_to_sign=True)
    blocks = [f"# {escaped(page.title)}", _text(page.intro)]
    for section in page.sections:
        blocks.append(f"## {escaped(section.title or '')}")
        if section.text:
            blocks.append(_text(section.text))
        blocks += (table_markdown(table).rstrip("\n") for table in section.tables)
    return "\n\n".join(blocks) + "\n"


def _text(pieces: tuple[Piece, ...]) -> str:
    return escaped(plain(pieces))


def changes_table(update: Update) -> Table:
    """What the report has to name: every change of the kinds and fields that the policy lists, by kind of record."""
    made = change_table(update.named, consequences=any(item.consequences for item in update.named))
    rows = tuple(_grouped(update, made.rows))
    return Table(made.columns, rows, made.classes)


def _grouped(update: Update, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows under a heading for each kind of record."""
    last: Kind | None = None
    for item, row in zip(update.named, rows, strict=True):
        kind = update.kind_of(item.subject)
        if kind is not last and kind is not None:
            yield Row(group=kind_heading(kind))
        last = kind
        yield row


def _introduction(update: Update) -> str:
    old, new = update.old, update.new
    days = [f" of {date_text(side.report.date)}" if side.report else "" for side in (new, old)]
    return (
        f"{sentence_case(new.label)}{days[0]} of the clinical evaluation report is compared with {old.label}{days[1]}. "
        "Every line is read from the records of the two versions, and names the record in which it stands. "
        "Judgements are those of the people named."
    )


def _contents(sections: Iterable[Section]) -> tuple[Piece, ...]:
    """Links to the sections: the page has wide tables, and no room beside them for a list."""
    src = page_name(UPDATE_SLUG)
    links = tuple((RecordRef(f"{src}#{section.anchor}", section.title),) for section in sections)
    return (Break(), *joined(links, Words(" · ")))


def _glance(update: Update) -> Section:
    told = update.summary
    rows = (
        ("Claims that lost their support", _subjects(told.support_lost), State.NOT_MET),
        ("Claims whose support is weaker", _subjects(told.support_weakened), State.LIMITS),
        (
            "Claims whose support is new or stronger",
            _subjects((*told.support_gained, *told.support_strengthened)),
            None,
        ),
        ("Verdicts that are not as they were", _values(told.verdicts_flipped), State.LIMITS),
        ("Criteria whose benchmark moved", _values(told.benchmarks_moved), State.LIMITS),
        (
            "Claims that rest on a benchmark that moved",
            _subjects(_of(update, ChangeKind.CLAIM_AFFECTED)),
            None,
        ),
        ("Pooled results that moved", _values(_of(update, ChangeKind.POOLED_MOVED)), None),
        ("Requirements that nothing answers any more", _subjects(told.requirements_uncovered), State.NOT_MET),
        ("Requirements that are answered now", _subjects(told.requirements_covered), None),
        ("Risks that lost their data", _subjects(told.risks_without_data), State.NOT_MET),
        ("Risks that have data now", _subjects(told.risks_with_data), None),
        ("New unfavourable evidence", _subjects(told.unfavourable), State.LIMITS),
        ("Searches run", _subjects(told.searches_run), None),
    )
    columns = (Column("what", "What is asked", header=True, weight=38), Column("answer", "Answer", weight=62))
    lines = tuple(row_of(name, _answer(found, state)) for name, found, state in rows)
    table = Table(columns, lines, ("glance",)).named("tbl-update-glance", "What the changes come to")
    return Section("At a glance", "glance", tables=(table,))


def _of(update: Update, kind: ChangeKind) -> Iterator[Difference]:
    return (item for item in every(update.differences) if item.kind is kind)


def _answer(found: tuple[Piece, ...], state: State | None) -> Cell:
    return cell(*found, state=state) if found else cell(_NONE)


def _subjects(items: Iterable[Difference]) -> tuple[Piece, ...]:
    return record_refs(tuple(dict.fromkeys(item.subject for item in items)))


def _values(items: Iterable[Difference]) -> tuple[Piece, ...]:
    lines = tuple(_value(item) for item in items)
    return joined(lines, Break())


def _value(item: Difference) -> tuple[Piece, ...]:
    on = (Words(" on "), RecordRef(item.field)) if item.field else ()
    return (RecordRef(item.subject), *on, Words(f": {item.old or 'none'} → {item.new or 'none'}"))


def _device(update: Update) -> Section:
    items = update.edits(_DEVICE)
    title = "Device and information for users"
    if not items:
        return Section(title, "device", (Words("Nothing in these records changed."),))
    caption = "Changes to the device, its intended purpose and the instructions for use"
    return Section(title, "device", tables=(change_table(items).named("tbl-update-device", caption),))


def _records(update: Update) -> Section:
    """How much changed, and where in the report."""
    return Section("Extent of the changes", "extent", tables=tuple(_extent(update)))


def _extent(update: Update) -> Iterator[Table]:
    kinds = tuple(
        row_of(kind_heading(item.kind), *_numbers(item.added, item.removed, item.changed))
        for item in update.summary.records
    )
    columns = (
        Column("kind", "Records", header=True, weight=46),
        Column("added", "Added", numeric=True, weight=18),
        Column("removed", "Removed", numeric=True, weight=18),
        Column("changed", "Changed", numeric=True, weight=18),
    )
    if kinds:
        yield Table(columns, kinds).named("tbl-update-records", "Records by kind")
    if update.summary.chapters:
        yield _chapters(update)


def _chapters(update: Update) -> Table:
    columns = (
        Column("chapter", "Chapter", header=True, weight=34),
        Column("sections", "Sections of A9", weight=22),
        Column("added", "Sentences added", numeric=True, weight=12),
        Column("removed", "Removed", numeric=True, weight=11),
        Column("changed", "Changed", numeric=True, weight=11),
        Column("moved", "Moved", numeric=True, weight=10),
    )
    rows = tuple(
        row_of(
            RecordRef(item.path, item.title),
            cell(", ".join(item.sections)) if item.sections else EMPTY,
            *_numbers(item.added, item.removed, item.changed, item.moved),
        )
        for item in update.summary.chapters
    )
    return Table(columns, rows).named("tbl-update-chapters", "Text of the report")


def _numbers(*numbers: int) -> tuple[Cell, ...]:
    """Counts, with a dash for none, so that the eye finds the others."""
    return tuple(cell(str(number)) if number else EMPTY for number in numbers)


_PLURALS: Final = {
    Kind.CRITERION: "Acceptance criteria",
    Kind.POPULATION: "Populations",
    Kind.PMCF: "Follow-up activities",
    Kind.IFU_SECTION: "Sections of the instructions for use",
    Kind.INTENDED_USE: "Intended use",
    Kind.PLAN: "Clinical evaluation plan",
    Kind.DEVICE: "Device",
    Kind.EQUIVALENCE: "Comparisons with other devices",
    Kind.SYNTHESIS: "Syntheses",
    Kind.SEARCH: "Searches",
}


def kind_heading(kind: Kind | None) -> str:
    """Records of a kind, as a heading."""
    if kind is None:
        return "Files without identifiers (flows, checklists, policy and others)"
    return _PLURALS.get(kind) or f"{sentence_case(kind.value)}s"
