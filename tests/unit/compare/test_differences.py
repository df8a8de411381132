"""Two dossiers compared in the field's terms: edits, and below each what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from cases.dossiers import assess_files, complete, edited
from cerkit.compare import differences
from cerkit.model.changes import Difference
from cerkit.model.trace import Trace

CLAIMS: Final = "evidence/claims.yml"
CRITERIA: Final = "evidence/criteria.yml"


@cache
def base() -> Trace:
    return assess_files(complete()).trace


def changed(*edits: dict[str, Any]) -> Trace:
    return assess_files(edited(complete(), edits)).trace


def lines(found: tuple[Difference, ...], depth: int = 0) -> Iterator[str]:
    """Each difference on a line, below it what follows."""
    for item in found:
        field = f" {item.field}" if item.field else ""
        yield f"{'  ' * depth}{item.kind}: {item.subject}{field}: {item.old} -> {item.new}"
        yield from lines(item.consequences, depth + 1)


def told(*edits: dict[str, Any]) -> list[str]:
    return list(lines(differences(base(), changed(*edits))))


CI: Final = "evidence/sources/SRC-ci-1.yml"
SENS: Final = "interval: {level: 95, lower: 91.5, upper: 97.1, method: Wilson}"


def test_a_result_that_fails_is_followed_through_criterion_and_claim_to_requirements() -> None:
    edit = {"file": CI, "old": SENS, "new": SENS.replace("91.5", "89.5")}
    assert told(edit) == [
        "changed: SRC-ci-1.sens interval.lower: 91.5 -> 89.5",
        "  verdict flipped: AC-1 SRC-ci-1.sens: met (91.5 ≥ 90.0) -> not met (89.5 < 90.0)",
        "    support lost: CLM-1: supported, 2 of 2 verdicts met -> not supported, 1 of 2 verdicts met",
        (
            "      requirement uncovered: UK-ER-3: CLM-1 supported; SRC-ci-1.sens; SRC-tr-1.sens "
            "-> CLM-1 not supported; SRC-ci-1.sens; SRC-tr-1.sens"
        ),
        "      requirement uncovered: UK-ER-13.6.b: CLM-1 supported; IFU-5; IFU-6 -> CLM-1 not supported; IFU-5; IFU-6",
        "    unfavourable evidence: SRC-ci-1.sens AC-1: None -> not met (89.5 < 90.0)",
    ]


def test_a_field_that_no_verdict_rests_on_leads_to_nothing() -> None:
    edit = {
        "file": CI,
        "old": 'where_read: "Section 11, table 4"',
        "new": 'where_read: "Section 11, table 6"',
    }
    assert told(edit) == [
        "changed: SRC-ci-1.sens where_read: Section 11, table 4 -> Section 11, table 6",
    ]


def test_what_follows_stands_below_the_field_that_leads_to_it() -> None:
    several = [
        {"file": CI, "old": SENS, "new": SENS.replace("91.5", "89.5")},
        {"file": CI, "old": "label: Sensitivity for atrial fibrillation", "new": "label: Sensitivity"},
        {"file": CRITERIA, "old": "title: Sensitivity is high enough", "new": "title: Sensitivity"},
    ]
    below = {item.field: item.consequences for item in differences(base(), changed(*several))}
    assert [field for field, consequences in below.items() if consequences] == ["interval.lower"]


def test_a_source_that_is_gone_takes_its_findings_and_their_support_along() -> None:
    found = told({"file": "evidence/sources/SRC-tr-1.yml", "delete": True})
    assert [line.split(":")[0].strip() + ": " + line.split(": ")[1] for line in found] == [
        "removed: SRC-tr-1",
        "removed: SRC-tr-1.sens",
        "support weakened: CLM-1",
        "removed: SRC-tr-1.unreadable",
        "support weakened: CLM-2",
    ]


def test_a_criterion_that_is_made_stricter_flips_its_verdicts() -> None:
    found = told({"file": CRITERIA, "old": "value: 90.0", "new": "value: 92.0"})
    assert found[0] == "changed: AC-1 value: 90 -> 92"
    assert found[1] == "  verdict flipped: AC-1 SRC-ci-1.sens: met (91.5 ≥ 90.0) -> not met (91.5 < 92.0)"
    assert all(line.startswith("  ") for line in found[1:])


def test_a_benchmark_that_moves_is_told_to_its_criteria() -> None:
    found = told({"file": "evidence/benchmarks.yml", "old": "value: 0.5", "new": "value: 0.4"})
    assert found == [
        "changed: BM-2 value: 0.5 -> 0.4",
        "  benchmark moved: AC-2 BM-2: 0.5 (0.1 to 0.9) -> 0.4 (0.1 to 0.9)",
        "    claim affected: CLM-2 AC-2: BM-2 0.5 (0.1 to 0.9) -> BM-2 0.4 (0.1 to 0.9)",
    ]


BENCHMARK = {
    "file": "evidence/benchmarks.yml",
    "old": "rests_on: [SRC-alder-2021.sens, SRC-birch-2022.sens, SYN-sens]",
    "new": "rests_on: [SRC-alder-2021.sens, SRC-birch-2022.sens, SYN-sens]\n    value_from: SYN-sens",
}
POOLED = "proportion 88.7 % (75.3 to 95.3); 2 studies"


def test_a_new_study_moves_the_benchmark_and_reaches_criterion_and_claim() -> None:
    more = {
        "file": "evidence/synthesis/SYN-sens.yml",
        "old": "findings: [SRC-alder-2021.sens, SRC-birch-2022.sens]",
        "new": "findings: [SRC-alder-2021.sens, SRC-birch-2022.sens, SRC-dogwood-2023.sens]",
    }
    found = list(lines(differences(changed(BENCHMARK), changed(BENCHMARK, more))))
    moved = next(line for line in found if "pooled result moved" in line)
    assert moved.startswith(f"  pooled result moved: SYN-sens: {POOLED} -> proportion ")
    assert moved.endswith("; 3 studies")
    below = found[found.index(moved) + 1 :][:2]
    assert below[0].startswith(
        "    benchmark moved: AC-1 BM-1: 90 (83 to 92.8), from SYN-sens: proportion 88.7 %"
    )
    assert below[1].startswith("      claim affected: CLM-1 AC-1: BM-1 90")


def test_another_count_in_a_study_moves_the_pooled_result() -> None:
    edit = {"file": "evidence/sources/SRC-birch-2022.yml", "old": "numerator: 332", "new": "numerator: 322"}
    found = told(edit)
    assert found[0] == "changed: SRC-birch-2022.sens counts.numerator: 332 -> 322"
    assert found[1].startswith(f"  pooled result moved: SYN-sens: {POOLED} -> proportion 8")
    assert not any("benchmark moved" in line for line in found), (
        "BM-1 does not take its value from the synthesis"
    )


def test_a_synthesis_that_can_no_longer_be_pooled_is_told_by_the_edit_alone() -> None:
    edit = {"file": "evidence/synthesis/SYN-sens.yml", "old": "measure: PLO", "new": "measure: DTA"}
    assert told(edit) == ["changed: SYN-sens measure: PLO -> DTA"]


def test_a_risk_loses_its_last_data() -> None:
    edit = {
        "file": "evidence/risks.yml",
        "old": "sources: [SRC-us-1.use-errors, SRC-dogwood-2023.use-errors]",
        "new": "sources: []",
    }
    assert told(edit) == [
        "changed: RSK-3 sources: SRC-dogwood-2023.use-errors; SRC-us-1.use-errors -> None",
        "  risk without data: RSK-3: SRC-us-1; SRC-dogwood-2023 -> no data",
    ]


def test_a_retracted_source_is_no_data_any_more() -> None:
    found = told(
        {
            "file": "evidence/risks.yml",
            "old": "sources: [SRC-us-1.use-errors, SRC-dogwood-2023.use-errors]",
            "new": "sources: [SRC-dogwood-2023.use-errors]",
        },
        {
            "file": "evidence/sources/SRC-dogwood-2023.yml",
            "old": "outcome: ",
            "new": "retracted: true\noutcome: ",
        },
    )
    assert "risk without data: RSK-3" in "\n".join(found)


def test_a_claim_that_comes_has_no_support_to_gain_but_covers_its_requirement() -> None:
    name = "wording: DRF finds atrial fibrillation with a sensitivity of at least 90 %."
    active = f"{name}\n    kind: performance\n    status: active"
    withdrawn = {"file": CLAIMS, "old": active, "new": active.replace("active", "withdrawn")}
    found = told(withdrawn)
    assert found[0] == "changed: CLM-1 status: active -> withdrawn"
    assert not any("support" in line.split(":")[0] for line in found)


def test_a_requirement_without_claims_is_answered_by_what_its_assessment_names() -> None:
    edit = {"file": "evidence/requirements.yml", "old": "evidence: [SRC-us-1.use-errors, RSK-3],", "new": ""}
    assert told(edit)[1:] == [
        "  requirement uncovered: UK-ER-1.i: SRC-us-1.use-errors; RSK-3 -> nothing answers it",
    ]


def test_unfavourable_evidence_is_told_when_it_comes_and_when_it_goes() -> None:
    path = "evidence/sources/SRC-alder-2021.yml"
    worse = changed({"file": path, "old": "outcome: favourable", "new": "outcome: unfavourable"})
    (there,), (back,) = differences(base(), worse), differences(worse, base())
    assert [str(item.kind) for item in there.consequences] == ["unfavourable evidence"]
    assert [str(item.kind) for item in back.consequences] == ["no longer unfavourable"]


def test_what_cannot_be_read_is_neither_gone_nor_followed_up() -> None:
    assert (
        told({"file": CI, "old": "  - {id: sens, endpoint: EP-sens", "new": "  - {id: sens, endpoint: 7"})
        == []
    )
    assert told({"file": "evidence/releases.yml", "write": "report: ["}) == []
    assert told({"file": "evidence/glossary.yml", "write": "terms: ["}) == []


def test_records_without_identifiers_are_known_by_file_and_entry() -> None:
    period = {"file": "evidence/surveillance.yml", "old": "denominator: 24000", "new": "denominator: 25000"}
    assert told(period) == [
        "changed: evidence/surveillance.yml periods[2025-09-01].denominator: 24000 -> 25000",
    ]
    edit = {
        "file": "evidence/surveillance.yml",
        "old": "periods:\n",
        "new": "periods:\n  - {starts: 2026-06-01, ends: 2026-06-30, denominator: 9, denominator_basis: Logs, "
        "values: [{indicator: PMS-missed, value: 1.0}], conclusion: Nothing new}\n",
    }
    (line,) = told(edit)
    assert line.startswith("added: evidence/surveillance.yml periods[2026-06-01]: None -> starts: 2026-06-01")


def test_a_search_is_told_with_its_numbers() -> None:
    files = complete()
    del files["evidence/searches/SRH-2026-safety.yml"]
    (found,) = differences(assess_files(files).trace, base())
    assert (str(found.kind), found.subject) == ("added", "SRH-2026-safety")
    assert found.new is not None
    assert "records received of" in found.new


RECORDS: Final = "evidence/records/SRH-2026-pubmed.yml"


def with_records(number: int) -> Trace:
    added = "".join(
        f"  - {{key: pmid-{at}, accession: '{at}', type: article, title: Work}}\n" for at in range(number)
    )
    return changed({"file": RECORDS, "old": "records:\n", "new": f"records:\n{added}"})


def test_few_entries_of_a_list_that_programs_write_are_told_one_by_one() -> None:
    found = differences(base(), with_records(2))
    assert [(str(item.kind), item.field) for item in found] == [
        ("added", "records[pmid-0]"),
        ("added", "records[pmid-1]"),
    ]


def test_many_entries_are_counted() -> None:
    assert list(lines(differences(base(), with_records(50)))) == [
        f"changed: {RECORDS} records: 6 entries, 0 of them only here -> 56 entries, 50 of them only here",
    ]


def test_a_screening_decision_is_told_by_its_record() -> None:
    path, text = next((name, data.decode()) for name, data in complete().items() if "screening/title" in name)
    line = next(line for line in text.splitlines() if "include" in line)
    edit = {"file": path, "old": line, "new": line.replace("include", "maybe")}
    assert told(edit) == [f"changed: {path} decisions[{line.split(':')[0]}].decision: include -> maybe"]
