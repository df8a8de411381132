"""The reference's page of macros: signatures from the functions, one sentence and one example each from here."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from _reference_markdown import page
from cerkit.assess import assess
from cerkit.render.columns import column_names
from cerkit.render.kinds import KINDS
from cerkit.website.macros import writer_macros
from cerkit.website.session import Session


@dataclass(frozen=True, slots=True)
class Words:
    """What the reference says of a macro. The example runs on the report of this repository; a test runs it."""

    purpose: str
    example: str
    gives: str | None = None
    """What the example prints, for macros that stand in a sentence."""


POOLED_TEXT: Final = Words(
    "The computed result of a synthesis with its 95 % interval; of accuracy both numbers, or the one that is named.",
    'pooled("SYN-rdr", "sensitivity")',
    "93.0 % (95 % CI 88.9 to 95.7; 13 studies)",
)
INLINE: Final[Mapping[str, Words]] = {
    "finding": Words(
        "A result with its interval and its counts.",
        'finding("SRC-ci-003.sensitivity")',
        "94.4 % (95 % CI 91.3 to 96.5; 289/306)",
    ),
    "field": Words(
        "The text of one field of a record; fields of parts follow after a dot. "
        "In place of an identifier stands `device`, `plan`, `report`, `requirements`, `ifu`, `surveillance`, "
        "`protocol`, `policy` or `releases` for the only record of its kind. Days are written out.",
        'field("plan", "next_evaluation")',
        "30 June 2027",
    ),
    "criterion": Words(
        "What a criterion asks, as a clause.",
        'criterion("AC-1")',
        "the lower bound of the 95 % confidence interval is at least 85.0 %",
    ),
    "verdict": Words(
        "The computed verdict with its comparison: of one finding, or of all that decide the criterion.",
        'verdict("AC-3", "SRC-ci-003.sight-threatening-handheld")',
        "not met (85.8 < 90.0)",
    ),
    "benchmark": Words(
        "The value or range of a benchmark with its unit.",
        'benchmark("BM-1")',
        "85.0 % (range 83.7 to 98.7 %)",
    ),
    "count": Words(
        "How many records of a kind fulfil the conditions; the kinds are those of "
        "[the tables](#kinds), the conditions fields and their values.",
        'count("sources", outcome="unfavourable")',
        "12",
    ),
    "exact": Words(
        "The exact one-sided upper bound of a proportion, for events that were not seen.",
        "exact(0, 1842)",
        "0.16 %",
    ),
    "pooled": POOLED_TEXT,
}
SYNTHESIS_BLOCKS: Final[Mapping[str, Words]] = {
    "protocol": Words(
        "A part of the review protocol: `questions`, `criteria`, `sources` or `limits`.",
        'protocol("questions", caption="Questions of the review", id="tbl-questions")',
    ),
    "agreement": Words(
        "How far the reviewers agreed at each stage of the screening, before anything was resolved.",
        'agreement(round="2026", caption="Agreement of the reviewers", id="tbl-agreement")',
    ),
    "flow_diagram": Words(
        "The flow of records through one round of the literature review, drawn as PRISMA 2020 has it.",
        'flow_diagram(round="2026", caption="Flow of records", id="fig-flow")',
    ),
    "screened": Words(
        "Reports read in full by outcome: `excluded` with the reason of the protocol, `included` or `not retrieved`.",
        'screened("excluded", caption="Reports excluded after full reading", id="tbl-excluded")',
    ),
    "appraisals": Words(
        "Sources appraised under a scheme, a column for each domain; for tools of risk of bias as a traffic light.",
        'appraisals("quadas-2", caption="Risk of bias", id="tbl-bias")',
    ),
    "appraisal_summary": Words(
        "For each domain of a scheme how many sources have which level.",
        'appraisal_summary("quadas-2", caption="Risk of bias, counted", id="tbl-bias-counted")',
    ),
    "evidence": Words(
        "Every finding on an endpoint with the weight of its source, data on the device first; then what is pooled.",
        'evidence("EP-sens-std", caption="Evidence on sight-threatening disease", id="tbl-evidence")',
    ),
    "syntheses": Words(
        "Every synthesis with its computed result.",
        'syntheses(caption="Pooled results", id="tbl-pooled")',
    ),
    "pooled_studies": Words(
        "The studies of a synthesis with their own numbers and weights.",
        'pooled_studies("SYN-std", caption="Studies", id="tbl-studies")',
    ),
    "leave_one_out": Words(
        "The result of a synthesis without each study in turn.",
        'leave_one_out("SYN-std", caption="Without each study", id="tbl-without")',
    ),
    "pooled_forest": Words(
        "Forest plot of a synthesis: studies, weights, the pooled diamond, the prediction interval, a line to reach.",
        'pooled_forest("SYN-rdr", "sensitivity", criterion="AC-1", caption="Pooled sensitivity", id="fig-pooled")',
    ),
    "sroc": Words(
        "Sensitivity against specificity, with summary point, both regions and the summary curve.",
        'sroc("SYN-rdr", caption="Sensitivity against specificity", id="fig-sroc")',
    ),
    "funnel": Words(
        "Effects against their standard errors, with Egger's test.",
        'funnel("SYN-std", caption="Funnel plot", id="fig-funnel")',
    ),
}
BLOCKS: Final[Mapping[str, Words]] = {
    "intended_use": Words("The canonical text of the intended use as a block quote.", "intended_use()"),
    "listing": Words("The records of a kind as a list.", 'listing("contraindications")'),
    "table": Words(
        "Records of a kind as a table.",
        'table("claims", columns=["id", "wording", "support"], where={"status": "active"}, '
        'caption="Claims", id="tbl-claims")',
    ),
    "verdicts": Words(
        "Each criterion on each finding that decides it, a row each; a subgroup has a row of its own.",
        'verdicts(caption="Verdicts", id="tbl-verdicts")',
    ),
    "matrix": Words(
        "Requirements down, claims across, and in the cells what the claim rests on.",
        'matrix(catalogue="uk-mdr-2002-er", caption="Requirements and claims", id="tbl-matrix")',
    ),
    "pillars": Words(
        "Claims down; across, the three questions of IMDRF N41.",
        'pillars(caption="Coverage of the three questions", id="tbl-pillars")',
    ),
    "benefit_risk": Words(
        "Benefits, then residual risks.",
        'benefit_risk(caption="Benefits and residual risks", id="tbl-benefit-risk")',
    ),
    "claims_sheet": Words(
        "Two tables: wording that may be used, and wording that may not, each with the reason.",
        'claims_sheet(id="tbl-sheet")',
    ),
    "flow": Words(
        "The flow of records through one round of the literature review.",
        'flow(round="2026", caption="Flow of records", id="tbl-flow")',
    ),
    "predictive_values": Words(
        "Positive and negative predictive values over prevalences in per cent, computed from two findings.",
        'predictive_values("SRC-ci-003.sensitivity", "SRC-ci-003.specificity", prevalences=[2, 5, 10, 20], '
        'caption="Predictive values", id="tbl-predictive")',
    ),
    "forest": Words(
        "A plot of one endpoint across sources, with the value that a criterion asks for.",
        'forest("EP-sens-rdr", criterion="AC-1", caption="Sensitivity", id="fig-sensitivity")',
    ),
    "changes": Words(
        "What the report has to name of the changes since the previous release, with what follows from each; "
        "of a first version, that it is the first. "
        "It needs `previous_release` in `mkdocs.yml`.",
        'changes(caption="Changes since version 1.0.0", id="tbl-changes")',
    ),
    "signatures": Words(
        "The page to be signed: who signs as what, the meaning, the day, and room for the name by hand. "
        'A row without a day says "not signed".',
        'signatures(caption="Signatures", id="tbl-signatures")',
    ),
    "declarations": Words(
        "The evaluators' declarations of interests: what was declared, for which time, who signed when, and where the "
        "documents are.",
        'declarations(caption="Declarations of interests", id="tbl-declarations")',
    ),
    "glossary": Words(
        "Terms and abbreviations of the glossary that the report uses, and no others.",
        'glossary(caption="Terms and abbreviations", id="tbl-terms")',
    ),
    "key_figures": Words("The state of the report in a few figures, for a first page.", "key_figures()"),
    **SYNTHESIS_BLOCKS,
}

_INTRODUCTION: Final = """\
# Macros

A macro fetches something from the records and prints it in a page of the report.
It stands between double braces: `{{ finding("SRC-ci-003.sensitivity") }}`.
Macros run in the pages below `docs/report/` and in `docs/index.md`.
They run in a sandbox: a page can call them and nothing else.
A macro that cannot be run stops the build ([CER711](diagnostics.md#cer711)) and names the line.
"""
_SHARED: Final = """\
## Arguments that blocks share {: #shared }

| Argument | Meaning |
|---|---|
| `caption` | The caption, without a number: numbers are given by the order of the report. |
| `id` | Name for cross-references, beginning with `tbl-` or `fig-`; write `[tbl-claims][]` to refer to it. |
| `wide` | Of every table: `True` gives it a landscape page in Word, `False` an upright one. |
| `columns` | Fields of the record or [derived columns](#kinds), in order; fields of parts follow after a dot. |
| `where` | Conditions: field and value, or a list of values of which one must fit. |
"""
_KINDS: Final = """\
## Kinds of record in tables {: #kinds }

`table`, `listing` and `count` know these kinds.
Without `columns` a table has those of the second column here.
All fields of [the record](records.md) can be named as columns; the third column lists the further ones.
"""


def macros_page() -> str:
    """All macros: those for sentences, those for blocks, and what they share."""
    parts = [_INTRODUCTION]
    for title, anchor, words in (
        ("In a sentence", "inline", INLINE),
        ("On a line of their own", "blocks", BLOCKS),
    ):
        parts.append(f"## {title} {{: #{anchor} }}")
        for name, said in words.items():
            parts += _section(name, said)
    parts += [_SHARED, _KINDS, _kinds_table()]
    return page(parts)


def known_macros() -> Mapping[str, Callable[..., str]]:
    """The macros as the website has them, over an empty dossier."""
    empty = assess({}, on=date(2026, 1, 1), shipped={})
    return writer_macros(Session(empty, report="report"))


def _section(name: str, said: Words) -> Iterator[str]:
    yield f"### `{name}` {{: #{name.replace('_', '-')} }}"
    yield said.purpose
    told = inspect.signature(known_macros()[name])
    known = [item.replace(annotation=inspect.Parameter.empty) for item in told.parameters.values()]
    form = name + str(inspect.Signature(known)).replace("'", '"')
    example = f"{{{{ {said.example} }}}}"
    yield f"```text\n{form}\n```"
    yield f"```jinja\n{example}\n```"
    if said.gives:
        yield f"prints: {said.gives}"


def _kinds_table() -> str:
    rows = []
    for name, kind in KINDS.items():
        shown = ", ".join(f"`{column}`" for column in kind.columns)
        derived = [column for column in column_names(kind) if column not in kind.model.model_fields]
        more = [f"`{column}`" for column in derived]
        if kind.owner is not None:
            more.append(f"`{kind.owner[0]}.…`")
        rows.append(f"| `{name}` | {shown} | {', '.join(more)} |")
    return "\n".join(("| Kind | Columns | Further columns |", "|---|---|---|", *rows))
