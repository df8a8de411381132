"""Reports read in full, listed by what became of them."""

from __future__ import annotations

import pytest

from cases.dossiers import assess_files, complete
from cerkit.model.tables import Table, plain
from cerkit.render.problems import RenderProblem
from cerkit.render.screened import screened

SEARCH = next(path for path in complete() if path.startswith("evidence/searches/") and path.endswith(".yml"))
NAME = SEARCH.rsplit("/", 1)[1].removesuffix(".yml")
RECORDS = f"""
search: {NAME}
incomplete_because: three for this test
records:
  - {{key: pmid-1, accession: "1", type: article, title: First report., authors: [A, B, C, D], year: 2024, journal: J}}
  - {{key: pmid-2, accession: "2", type: article, title: Second report, year: 2023}}
  - {{key: pmid-3, accession: "3", type: article, title: Third report}}
"""
AB = """
pmid-1: {decision: exclude, reason: X2, on: 2025-03-01}
pmid-2: {decision: exclude, reason: X1, note: only children, on: 2025-03-01}
pmid-3: {decision: include, on: 2025-03-01}
"""
CD = AB.replace("decision: include", "decision: exclude, reason: X1")


def made(outcome: str, **decisions: str) -> Table:
    files = {
        path: data
        for path, data in complete().items()
        if "/screening/" not in path and "/records/" not in path
    }
    files[f"evidence/records/{NAME}.yml"] = RECORDS.encode()
    files |= {f"evidence/screening/full-text/{who}.yml": text.encode() for who, text in decisions.items()}
    return screened(assess_files(files).trace, outcome)


def rows(table: Table) -> list[list[str]]:
    return [[plain(cell) for cell in row.cells] for row in table.rows]


def test_the_excluded_stand_by_reason_with_the_words_of_the_protocol() -> None:
    first, second = rows(made("excluded", ab=AB, cd=CD))
    assert first[:2] == ["Second report. 2023", "pmid-2"]
    assert first[2].startswith("X1: ")
    assert first[2].endswith("(only children)")
    assert second[0] == "A, B, C et al. First report. J. 2024"


def test_a_report_on_which_reviewers_disagree_has_no_outcome_until_it_is_resolved() -> None:
    assert rows(made("included", ab=AB, cd=CD)) == []
    resolved = "pmid-3: {decision: include, on: 2025-03-02, by: EVR-1}\n"
    assert rows(made("included", ab=AB, cd=CD, resolved=resolved)) == [["Third report", "pmid-3"]]


def test_what_cannot_be_listed_is_told() -> None:
    with pytest.raises(RenderProblem, match="'removed'"):
        made("removed", ab=AB)
    with pytest.raises(RenderProblem, match="no report was read in full"):
        made("excluded")
