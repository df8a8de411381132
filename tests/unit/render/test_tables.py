"""Tables of records, the argument's matrices, and their renderings."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date

import jinja2
import lxml.html
import markdown
import pytest

from cerkit.model.tables import Badge, Cell, Column, Row, State, Table, Words, cell, plain
from cerkit.model.trace import Trace
from cerkit.render.benefit_risk import benefit_risk
from cerkit.render.blocks import intended_use_html, listing_html, predictive_values_table, verdicts
from cerkit.render.claims_sheet import claims_sheet
from cerkit.render.exports import table_csv, table_json, workbook
from cerkit.render.flow import flow_table
from cerkit.render.html import markdown_text, table_html, widths
from cerkit.render.kinds import KINDS
from cerkit.render.matrix import chains, matrices, matrix
from cerkit.render.pillars import pillar_coverage
from cerkit.render.problems import RenderProblem
from cerkit.render.records import count, record_table
from unit.render.samples import HOSTILE, ON, address, trace, with_files


def texts(table: Table) -> list[list[str]]:
    """The table as plain text; a row over a group has its title alone."""
    return [[row.group] if row.group else [plain(held) for held in row.cells] for row in table.rows]


@pytest.mark.parametrize(
    ("kind", "columns", "where", "expected"),
    [
        ("claims", ["id", "kind"], {}, [["CLM-1", "performance"], ["CLM-2", "safety"], ["CLM-3", "benefit"]]),
        ("claims", ["id"], {"status": "active"}, [["CLM-1"], ["CLM-2"]]),
        ("claims", ["id"], {"kind": ["safety", "benefit"], "status": "active"}, [["CLM-2"]]),
        ("claims", ["id"], {"decided_by": "AC-2"}, [["CLM-2"]]),
        ("claims", ["id", "support"], {"support": "not supported"}, [["CLM-2", "not supported"]]),
        ("claims", ["appears_in"], {"id": "CLM-1"}, [["brochure, Page 2"]]),
        ("claims", ["used_by"], {"id": "CLM-1"}, [["Summary"]]),
        (
            "sources",
            ["id", "publication.journal", "year"],
            {"relation": "benchmark"},
            [["SRC-pub", "–", "2018"]],
        ),
        ("sources", ["authors"], {"id": "SRC-pub"}, [["Michael D Abràmoff, Philip T Lavin, et al."]]),
        ("sources", ["citation"], {"id": "SRC-pub"}, [["Abràmoff 2018 (SRC-pub)"]]),
        ("findings", ["id"], {"source.retracted": False, "subgroup": True}, [["SRC-own.handheld"]]),
        ("findings", ["id", "source.kind"], {"value": 94.4}, [["SRC-own.sens", "clinical investigation"]]),
        ("findings", ["id"], {"subgroup": True}, [["SRC-own.handheld"]]),
        ("findings", ["verdict"], {"id": "rate"}, [["–"]]),
        ("criteria", ["verdict"], {"id": "AC-3"}, [["no finding decides it"]]),
        ("requirements", ["clause", "answers"], {"applicable": False}, [["3", "–"]]),
        ("requirements", ["answers"], {"id": "ER-2"}, [["nothing answers it"]]),
        ("documents", ["date"], {"date": "2025-01-20"}, [["20 January 2025"]]),
        ("glossary", ["term"], {}, []),
    ],
)
def test_record_table(
    kind: str, columns: list[str], where: dict[str, object], expected: list[list[str]]
) -> None:
    assert texts(record_table(trace(), kind, columns=columns, where=where)) == expected
    assert count(trace(), kind, where) == len(expected)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_columns_of_its_own(kind: str) -> None:
    table = record_table(trace(), kind)
    assert [column.key for column in table.columns] == list(KINDS[kind].columns)
    assert sum(widths(table)) == 100


@pytest.mark.parametrize(
    ("call", "message", "hint"),
    [
        (lambda: record_table(trace(), "claim"), "the kind of record 'claim'", "claims"),
        (
            lambda: record_table(trace(), "claims", columns=["wordng"]),
            "the column of claims 'wordng'",
            "wording",
        ),
        (lambda: record_table(trace(), "claims", columns=["wording.x"]), "'wording.x'", ""),
        (
            lambda: record_table(trace(), "findings", columns=["source.desing"]),
            "source.desing",
            "source.design",
        ),
        (lambda: record_table(trace(), "claims", columns=[]), "no column", "at least one"),
        (lambda: record_table(trace(), "claims", where={"state": "active"}), "'state'", "status"),
        (lambda: matrix(trace(), claims=["CLM-9"]), "the claim 'CLM-9'", "CLM-1"),
        (lambda: matrix(trace(), catalogue="other"), "the catalogue 'other'", "sample-requirements"),
        (lambda: flow_table(trace(), "2025"), "the round '2025'", "2026"),
        (lambda: verdicts(trace(), criteria=["AC-7"]), "the criterion 'AC-7'", "AC-1"),
        (lambda: listing_html(trace(), "variant", address), "'variant'", "variants"),
        (lambda: listing_html(trace(), "glossary", address), "no glossary", "leave the list out"),
        (
            lambda: predictive_values_table(trace(), "SRC-own.sens", "SRC-own.rate", [5]),
            "not a percentage",
            "in %",
        ),
        (
            lambda: predictive_values_table(trace(), "SRC-own.sens", "SRC-own.spec", [0]),
            "prevalence of 0 %",
            "between",
        ),
    ],
)
def test_a_wrong_name_is_a_problem_with_a_way_out(
    call: Callable[[], object], message: str, hint: str
) -> None:
    with pytest.raises(RenderProblem, match=re.escape(message)) as caught:
        call()
    assert hint in caught.value.hint


def everything() -> dict[str, Table]:
    sheet = claims_sheet(trace(), id="tbl-sheet")
    return {
        **{kind: record_table(trace(), kind, columns=_all_columns(kind)) for kind in KINDS},
        "approved": sheet.approved,
        "not to be used": sheet.not_to_be_used,
        "matrix": matrix(trace()),
        "chains": chains(trace()),
        "pillars": pillar_coverage(trace()),
        "benefit-risk": benefit_risk(trace()),
        "verdicts": verdicts(trace()),
        "flow": flow_table(trace()),
        "predictive": predictive_values_table(trace(), "SRC-own.sens", "SRC-own.spec", [2, 5]),
    }


def _all_columns(kind: str) -> list[str]:
    return list(dict.fromkeys((*KINDS[kind].columns, *KINDS[kind].model.model_fields)))


@pytest.mark.parametrize("name", everything())
def test_text_of_records_stays_text(name: str) -> None:
    table = everything()[name]
    made = table_html(table, address)
    assert "\n" not in made
    assert jinja2.Environment(autoescape=False).from_string(made).render() == made  # noqa: S701  # it must not matter
    page = markdown.markdown(made, extensions=["attr_list", "md_in_html", "tables", "footnotes"])
    assert "".join(page.splitlines()) == made
    tree = lxml.html.fragment_fromstring(page, create_parent="div")
    assert not tree.xpath("//script | //em | //code | //@onclick")
    assert all(href.startswith("../r/#") for href in tree.xpath("//a/@href"))
    hostile = [plain(held) for row in table.rows for held in row.cells if HOSTILE in plain(held)]
    shown = " ".join(tree.text_content().split()).replace("\xa0", " ")
    assert len(hostile) <= shown.count(HOSTILE)


@pytest.mark.parametrize("name", ["claims", "findings", "approved", "risks", "chains"])
def test_the_hostile_text_is_in_the_tables_that_are_tested(name: str) -> None:
    assert HOSTILE in str(texts(everything()[name]))


@pytest.mark.parametrize(
    "text", [HOSTILE, "# no heading", "1. no list", "--8<-- 'x'", "https://a.example", "(c) a_b_c ~~x~~"]
)
def test_text_between_markdown_stays_text(text: str) -> None:
    source = markdown_text(text)
    assert jinja2.Environment(autoescape=True).from_string(source).render() == source
    page = markdown.markdown(
        source, extensions=["attr_list", "pymdownx.magiclink", "pymdownx.tilde", "smarty"]
    )
    tree = lxml.html.fragment_fromstring(page)
    assert tree.tag == "p"
    assert (len(tree), tree.text_content()) == (0, text)


def test_table_for_readers_and_for_machines() -> None:
    columns = (Column("id", "ID", header=True), Column("n", "Number", numeric=True))
    rows = (Row(group="A < B"), Row((cell("x"), cell(Badge(State.GAP, "nothing"))), anchor="x"))
    table = Table(columns, rows, ("wide",), (cell("note"),), id="tbl-a", caption="Caption")
    assert table_html(table, address) == (
        '<table id="tbl-a" class="records wide"><caption><span class="caption-text">Caption</span></caption>'
        '<colgroup><col style="width:29%"><col style="width:71%"></colgroup>'
        '<thead><tr><th scope="col" data-key="id">ID</th>'
        '<th scope="col" class="num" data-key="n">Number</th></tr></thead>'
        '<tbody><tr class="group"><th scope="rowgroup" colspan="2">A &lt; B</th></tr>'
        '<tr id="x"><th scope="row">x</th><td class="state-gap num"><span class="state state-gap">'
        '<span class="sign" aria-hidden="true">○</span> nothing</span></td></tr></tbody></table>'
        '<p class="table-note">note</p>'
    )


def test_state_of_a_cell_is_that_of_its_badges_where_they_agree() -> None:
    met, failed = Badge(State.MET, "met"), Badge(State.NOT_MET, "not met")
    assert cell(met, met).state is State.MET
    assert cell(met, failed).state is None


def test_columns_get_room_for_their_longest_word() -> None:
    columns = (Column("id", "ID", header=True), Column("text", "Text"))
    long = "word " * 80
    table = Table(columns, (Row((cell("SRC-a-long-identifier"), cell(long))),))
    shares = widths(table)
    assert shares[0] >= 20
    assert shares[1] > shares[0]
    assert sum(shares) == 100


def test_matrix_shows_support_and_gaps_in_words() -> None:
    table = matrix(trace())
    assert [column.label for column in table.columns[2:4]] == ["CLM-1", "CLM-2"]
    assert texts(table)[0] == ["Sample requirements"]
    first, second = table.rows[1], table.rows[2]
    assert [plain(held) for held in first.cells] == [
        "ER-1",
        "Safe and effective",
        "supported with limits\nAC-1 met; not met in a subgroup: SRC-own",
        "not supported\nAC-2 not met: SRC-own",
        "",
        "SRC-own, RSK-1",
        "GAP-1 (open)",
        "conforms with gap (EVR-1, 26 June 2026)",
    ]
    assert [held.state for held in first.cells[2:4]] == [State.LIMITS, State.NOT_MET]
    assert plain(second.cells[-3]) == "nothing answers it"
    assert (second.cells[-3].state, second.cells[-1].state) == (State.GAP, State.GAP)
    assert len(table.rows) == 3


def test_matrix_of_many_claims_comes_in_blocks() -> None:
    lines = (
        f"  - {{id: CLM-{n}, wording: W, kind: safety, status: active, requirements: [ER-1]}}"
        for n in range(1, 31)
    )
    many = with_files(claims="claims:\n" + "\n".join(lines))
    tables = matrices(many)
    assert [len(table.columns) - 5 for table in tables] == [12, 12, 6]
    assert len({table.id for table in tables}) == 3
    with pytest.raises(RenderProblem, match="30 claims do not fit"):
        matrix(many)


def test_chains_name_what_is_missing() -> None:
    rows = [[text for text in row if text] for row in texts(chains(trace()))]
    assert ["ER-2", "2", "nothing answers it"] in rows
    assert ["no requirement", "CLM-3", "Saves time", "no criterion decides it"] in rows
    own = "94.4 % (95 % CI 91.3 to 96.5; 289/306)"
    assert [
        "ER-1",
        "1",
        "CLM-2",
        "Finds every case",
        "AC-2",
        "SRC-own.sens",
        own,
        "not met (94.4 ≤ 95.0)",
    ] in rows


def test_pillars_of_a_claim_come_from_its_own_evidence() -> None:
    table = pillar_coverage(trace())
    assert [column.label for column in table.columns[2:]] == [
        "Valid clinical association",
        "Analytical validation",
        "Clinical validation",
    ]
    assert texts(table)[0][2:] == [
        "covered\nstate of the art: SRC-pub",
        "no source",
        "covered\non the device: SRC-own",
    ]
    assert texts(table)[2][2:] == [
        "no source",
        "no source",
        "not tied to this claim\nthe device as a whole: SRC-own",
    ]


def test_claims_sheet_keeps_unsupported_wording_out() -> None:
    sheet = claims_sheet(trace())
    assert [row[0] for row in texts(sheet.approved)] == ["CLM-1"]
    assert [(row[0], row[2]) for row in texts(sheet.not_to_be_used)] == [
        ("CLM-2", "not supported\nAC-2 not met (94.4 ≤ 95.0)"),
        ("CLM-3", "proposed, not in force"),
    ]
    approved = dict(
        zip((column.key for column in sheet.approved.columns), texts(sheet.approved)[0], strict=True)
    )
    assert (
        approved["limits"] == f"Desktop cameras only\nnot shown for {HOSTILE}: 82.5 % (95 % CI 80.1 to 84.6)"
    )
    assert approved["citation"] == "SRC-own"
    assert "94.4 % (95 % CI 91.3 to 96.5; 289/306)" in approved["result"]


def test_claims_sheet_says_that_nothing_is_refused() -> None:
    claims = """
claims:
  - {id: CLM-1, wording: Finds most cases, kind: performance, status: active, decided_by: [AC-1]}
"""
    sheet = claims_sheet(with_files(claims=claims))
    assert texts(sheet.not_to_be_used) == [
        ["–", "No wording", "Every claim on record is in force and supported.", "–"]
    ]


def test_benefits_stand_beside_risks() -> None:
    rows = texts(benefit_risk(trace()))
    assert [row[0] for row in rows] == ["Benefits", "BEN-1", "Residual risks", "RSK-1"]
    assert rows[3][3] == "Remote: Investigation"


def test_flow_counts() -> None:
    rows = {row[0]: row[1:] for row in texts(flow_table(trace())) if len(row) > 1}
    assert rows["Records identified from databases"] == ["11,538", "PubMed 11,000; Embase 538"]
    assert rows["Reports excluded"] == ["30", "wrong population 30"]
    assert "Records identified by other methods" not in rows


def test_predictive_values_rest_on_counts() -> None:
    table = predictive_values_table(trace(), "SRC-own.sens", "SRC-own.spec", [2, 12.5])
    assert texts(table) == [["2 %", "15.9 %", "99.87 %"], ["12.5 %", "56.9 %", "99.12 %"]]


def test_intended_use_and_lists() -> None:
    quoted = lxml.html.fragment_fromstring(intended_use_html(trace()))
    assert quoted.text_content() == f"Marks photographs. {HOSTILE}"
    listed = lxml.html.fragment_fromstring(listing_html(trace(), "contraindications", address))
    assert [item.text_content() for item in listed] == ["Handheld cameras (CON-1)"]


def _dangerous() -> Table:
    columns = (Column("a", "A", header=True), Column("b", "B"))
    rows = (
        Row((cell("=1+1"), cell("+cmd|x"))),
        Row(group="G"),
        Row((cell("ok", state=State.MET), cell("a\nb"))),
    )
    return Table(columns, rows, id="tbl-x", caption="A caption: [with] signs * ? / that Excel refuses")


def test_spreadsheets_run_nothing() -> None:
    rows = list(csv.reader(io.StringIO(table_csv(_dangerous()), newline="")))
    assert rows == [["Group", "A", "B"], ["", "'=1+1", "'+cmd|x"], ["G", "ok", "a\nb"]]
    with zipfile.ZipFile(io.BytesIO(workbook([_dangerous()], on=ON))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "=1+1" in book.read("xl/sharedStrings.xml").decode()


def test_workbook_depends_on_tables_and_day_alone() -> None:
    tables = [*everything().values(), _dangerous(), _dangerous()]
    first = workbook(tables, on=ON, title="Claims")
    assert workbook(tables, on=ON, title="Claims") == first
    assert workbook(tables, on=date(2026, 7, 1), title="Claims") != first
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        names = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
    assert len(names) == len({name.lower() for name in names}) == len(tables)


def test_a_text_that_is_too_long_for_a_spreadsheet_is_cut_and_not_lost() -> None:
    table = Table((Column("a", "A"),), (Row((cell("x" * 40_000),)),), id="tbl-x", caption="X")
    with zipfile.ZipFile(io.BytesIO(workbook([table], on=ON))) as book:
        assert "xxx…<" in book.read("xl/sharedStrings.xml").decode()


def test_json_holds_every_cell() -> None:
    value = json.loads(table_json(chains(trace())))
    assert [row["cells"]["claim"] for row in value["rows"] if row["cells"]["criterion"] == "AC-2"] == [
        "CLM-2"
    ]
    assert [row["states"] for row in value["rows"] if row["cells"]["criterion"] == "AC-2"] == [
        {"verdict": "not-met"}
    ]


def test_an_empty_dossier_has_empty_tables() -> None:
    bare = Trace(trace().dossier.__class__(), type(trace().nodes)({}), ())
    for kind in KINDS:
        assert record_table(bare, kind).rows == ()
    assert matrix(bare).rows == ()
    assert chains(bare).rows == ()
    assert benefit_risk(bare).rows == ()


def test_plain_text_of_a_cell_has_a_line_for_each_item() -> None:
    assert plain(Cell((Words("a"), Words("b")))) == "ab"
