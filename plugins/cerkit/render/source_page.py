"""A page for each source: what it is, what was read, how it was appraised, what it found, where it is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.model.bundle import PageRole
from cerkit.model.catalogues.appraisal import AppraisalScheme
from cerkit.model.identifiers import finding_id
from cerkit.model.records.evaluation import Criterion
from cerkit.model.records.source import AccuracyTable, Appraisal, Source
from cerkit.model.tables import EMPTY, Cell, Column, Piece, RecordRef, Row, Table, Words, cell
from cerkit.model.trace import Trace, natural_key
from cerkit.render import argument
from cerkit.render.columns import plan_column
from cerkit.render.kinds import KINDS, Subject
from cerkit.render.links import source_src
from cerkit.render.pages import GeneratedPage, Section
from cerkit.render.problems import unknown
from cerkit.render.records import sheet, sheet_of
from cerkit.render.values import cell_of, filled, record_refs, row_of
from cerkit.render.words import date_text, humanised, number_text, short_name

_IDENTITY: Final = (
    *("kind", "citation", "authors", "publication.journal", "publication.issued", "publication.doi"),
    *("publication.pmid", "publication.url", "document", "relation", "equivalence", "device_name"),
    *("device_version", "design", "setting", "countries", "period", "population", "sizes", "index_test"),
    *("reference_standard", "grading_scale", "outcome", "role", "limitations", "conflicts_of_interest"),
    *("same_study_as", "cohort", "pillars", "notes"),
)
_READING: Final = (
    *("read", "read_note", "searches", "records", "found_by", "round", "retraction_checked_on", "retracted"),
    *("confirmed.identifiers", "confirmed.numbers", "confirmed.note"),
)
_FINDINGS: Final = ("id", "label", "endpoint", "group", "result", "where_read", "verdict", "remarks")


def source_pages(trace: Trace) -> tuple[GeneratedPage, ...]:
    """A page for each source, in natural order."""
    found = sorted(trace.dossier.sources, key=lambda item: natural_key(item.id))
    return tuple(_page(trace, item) for item in found)


def source_page(trace: Trace, identifier: str) -> GeneratedPage:
    """The page of one source."""
    found = trace.source(identifier)
    if found is None:
        raise unknown("the source", identifier, (item.id for item in trace.dossier.sources))
    return _page(trace, found)


def _page(trace: Trace, held: Source) -> GeneratedPage:
    sections = (
        Section("Identity", "identity", tables=(_sheet(trace, held, _IDENTITY),)),
        Section("What was read", "reading", tables=(_sheet(trace, held, _READING),)),
        _appraisal(trace, held),
        _findings(trace, held),
        *_accuracy(held),
        *_conduct(held),
        _uses(trace, held),
    )
    fictional: tuple[Piece, ...] = ()
    if held.fictional:
        fictional = (Words("This source is fictional.", strong=True), Words(" "))
    title = short_name(held)
    return GeneratedPage(
        slug=held.id,
        src=source_src(held.id),
        title=held.id if title == held.id else f"{held.id}: {title}",
        intro=(*fictional, Words(held.title)),
        sections=tuple(
            section for section in sections if section.text or any(t.rows for t in section.tables)
        ),
        role=PageRole.SITE,
    )


def _sheet(trace: Trace, held: Source, fields: tuple[str, ...]) -> Table:
    return sheet(trace, "sources", Subject(held.id, held), fields)


def _appraisal(trace: Trace, held: Source) -> Section:
    """Scores by the scheme's domains, then the judgement; a source without one says so."""
    appraisal = held.appraisal
    if appraisal is None:
        return Section("Appraisal", "appraisal", (Words("This source was not appraised."),))
    warning: tuple[Piece, ...] = ()
    if appraisal.illustration:
        text = "This appraisal was made without the full text. It shows the form and proves nothing."
        warning = (Words("Illustration. ", strong=True), Words(text))
    return Section(
        "Appraisal",
        "appraisal",
        warning,
        (_judgement(trace, appraisal), _scores(trace, appraisal), *_matches(held)),
    )


def _judgement(trace: Trace, appraisal: Appraisal) -> Table:
    scheme = trace.dossier.catalogues.get(appraisal.scheme)
    signed: list[Piece] = [RecordRef(appraisal.by), Words(f", {date_text(appraisal.on)}")]
    if appraisal.second is not None:
        signed += (Words("; second appraiser "), RecordRef(appraisal.second))
    rows = (
        ("Scheme", cell(scheme.title if scheme is not None else appraisal.scheme)),
        ("Scientific validity", cell(appraisal.validity)),
        ("Relevance", cell(appraisal.relevance)),
        ("Weight", cell_of(appraisal.weight)),
        ("Evidence rank (MDCG 2020-6 Appendix III)", cell_of(appraisal.rank)),
        ("Role", cell(appraisal.role)),
        ("Used for", cell_of(appraisal.used_for)),
        ("Flaws (MEDDEV A6)", cell_of(appraisal.flaws) if appraisal.flaws else cell("none")),
        ("Reason", cell(appraisal.reason)),
        ("Appraised by", cell(*signed)),
    )
    kept = ((label, made) for label, made in rows if made != EMPTY)
    return sheet_of(kept).named(None, "Judgement")


def _scores(trace: Trace, appraisal: Appraisal) -> Table:
    """The level for each domain, with the scheme's question and the meaning of the level."""
    scheme = trace.dossier.catalogues.get(appraisal.scheme)
    asked = _questions(scheme) if isinstance(scheme, AppraisalScheme) else {}
    columns = (
        Column("domain", "Domain", header=True, weight=14),
        Column("question", "Question", weight=50),
        Column("level", "Judgement", weight=36),
    )
    rows = []
    for domain, level in appraisal.scores.items():
        question, meanings = asked.get(domain, ("", {}))
        rows.append(row_of(domain, question, _level(level, meanings)))
    return Table(columns, tuple(rows)).named(None, "Scores by domain")


def _questions(scheme: AppraisalScheme) -> dict[str, tuple[str, dict[str, str | None]]]:
    """What may be judged -> its question and the meaning of its levels."""
    found: dict[str, tuple[str, dict[str, str | None]]] = {}
    for domain in scheme.entries:
        found[domain.id] = (domain.question, {level.code: level.text for level in domain.levels})
        if domain.applicability is not None:
            levels = {level.code: level.text for level in domain.applicability.levels}
            found[f"{domain.id}.applicability"] = (domain.applicability.question, levels)
        for question in domain.questions:
            answers = question.options or scheme.answers
            found[question.id] = (question.question, {answer.code: answer.text for answer in answers})
    return found


def _level(level: str, meanings: dict[str, str | None]) -> Cell:
    meaning = meanings.get(level)
    return cell(Words(level, strong=True), f": {meaning}") if meaning else cell(Words(level, strong=True))


def _matches(held: Source) -> tuple[Table, ...]:
    """How far people, users and place match the intended use."""
    match = held.representativeness
    if match is None:
        return ()
    rows = (
        ("Population", match.population),
        ("User", match.user),
        ("Setting", match.setting),
        ("Note", match.note),
    )
    caption = "Agreement with the intended use"
    made = sheet_of(((label, cell(text)) for label, text in rows)).named(None, caption)
    return (made,)


def _findings(trace: Trace, held: Source) -> Section:
    """The findings; each row is the home of its finding. Misprints stand as printed, with the answer beside them."""
    plans = tuple(plan_column(KINDS["findings"], name) for name in _FINDINGS)
    subjects = (Subject(finding_id(held.id, item.id), item, held) for item in held.findings)
    made = [(subject.id, [plan.make(trace, subject) for plan in plans]) for subject in subjects]
    kept = [place for place in range(len(plans)) if any(cells[place] != EMPTY for _, cells in made)]
    columns = tuple(
        Column(plans[place].key, plans[place].label, header=plans[place].header) for place in kept
    )
    rows = tuple(Row(tuple(cells[place] for place in kept), anchor=name) for name, cells in made)
    table = Table(columns, rows, ("sortable", "wide")).named(None, "Findings")
    if not rows:
        return Section("Findings", "findings", (Words("No result was taken from this source."),))
    return Section("Findings", "findings", tables=(table,))


def _accuracy(held: Source) -> Iterator[Section]:
    """Two-by-two tables of diagnostic accuracy."""
    if not held.accuracy:
        return
    columns = (
        Column("data_set", "Data set", header=True),
        Column("target", "Target condition"),
        Column("unit", "Unit of analysis"),
        *(Column(key, label, numeric=True) for key, label in _QUADRANTS),
        Column("origin", "Origin"),
    )
    rows = tuple(Row(tuple(_accuracy_cells(item))) for item in held.accuracy)
    table = Table(columns, rows, ("wide",)).named(None, "Two-by-two tables")
    yield Section("Accuracy tables", "accuracy", tables=(table,))


_QUADRANTS: Final = (
    ("true_positive", "True positive"),
    ("false_negative", "False negative"),
    ("false_positive", "False positive"),
    ("true_negative", "True negative"),
)


def _accuracy_cells(item: AccuracyTable) -> Iterator[Cell]:
    main = " (main analysis)" if item.primary else ""
    yield cell(f"{item.data_set}{main}")
    yield cell(item.endpoint)
    yield cell(item.unit_of_analysis)
    for key, _ in _QUADRANTS:
        number = getattr(item, key)
        yield cell(number_text(number)) if number is not None else EMPTY
    notes = (item.arithmetic, f"reproduces {item.check}" if item.check else None, item.tolerance)
    yield cell("; ".join((item.origin, *(note for note in notes if note))))


def _conduct(held: Source) -> Iterator[Section]:
    """What reviewers expect of the source's kind: test, investigation, surveillance, usability."""
    parts = (
        ("Conduct of the test", held.test),
        ("Conduct of the investigation", held.investigation),
        ("Surveillance data", held.surveillance),
        ("Usability evaluation", held.usability),
    )
    for title, record in parts:
        if record is not None:
            rows = ((humanised(name), _field(record, name)) for name in type(record).model_fields)
            kept = ((label, made) for label, made in rows if made != EMPTY)
            slug = title.split()[-1]
            yield Section(title, slug, tables=(sheet_of(kept),))


def _field(record: object, name: str) -> Cell:
    value = getattr(record, name)
    return cell_of(value, link=name in {"plan", "protocol"})


def _uses(trace: Trace, held: Source) -> Section:
    """Everything that names the source or one of its findings, and the claims that this reaches."""
    columns = (
        Column("record", "Record", header=True, weight=18),
        Column("title", "What it is", weight=34),
        Column("relation", "Names it as", weight=18),
        Column("reaches", "Reaches", weight=30),
    )
    rows = tuple(
        row_of(
            argument.node_ref(trace, link.source),
            f"{trace.nodes[link.source].kind}: {trace.nodes[link.source].title}",
            humanised(link.relation),
            _reached(trace, link.source),
        )
        for link in argument.uses_of(trace, held.id)
    )
    if not rows:
        return Section("Where it is used", "uses", (Words("Nothing names this source."),))
    return Section("Where it is used", "uses", tables=(Table(columns, rows).named(None, "Uses"),))


def _reached(trace: Trace, identifier: str) -> Cell:
    """What rests on the record that names the source: criteria on a benchmark, claims on a criterion."""
    node = trace.nodes[identifier]
    if isinstance(node.record, Criterion):
        criteria: tuple[str, ...] = (identifier,)
    else:
        links = trace.links_to(identifier)
        criteria = tuple(link.source for link in links if trace.criterion(link.source) is not None)
    claims = {claim.id: None for name in criteria for claim in argument.claims_resting_on(trace, name)}
    names = tuple(dict.fromkeys((*(name for name in criteria if name != identifier), *claims)))
    return filled(record_refs(names))
