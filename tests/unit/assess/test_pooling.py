"""Results of syntheses: from which numbers, what stands in the way, and that they are computed once."""

from __future__ import annotations

import math
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases.dossiers import assess_files, complete, edited
from cerkit.assess import assess
from cerkit.assess.memory import Forgetful
from cerkit.model.synthesis import Pooled, PooledAccuracy, SynthesisResult, values_of
from cerkit.workspace.package_data import ShippedCatalogues

SYNTHESIS = "evidence/synthesis/SYN-sens.yml"
ALDER = "evidence/sources/SRC-alder-2021.yml"
BIRCH = "evidence/sources/SRC-birch-2022.yml"
TABLE = (
    "accuracy: [{{data_set: {name}, unit_of_analysis: recording, endpoint: Atrial fibrillation, true_positive: {tp}, "
    "false_negative: {fn}, {rest}origin: printed, findings: [{findings}]}}]\nfindings:"
)


def result(*edits: Mapping[str, Any]) -> SynthesisResult:
    return assess_files(edited(complete(), edits)).trace.results["SYN-sens"]


def measured(measure: str, method: str = "DL") -> dict[str, str]:
    new = f"measure: {measure}\nmethod: {method}"
    return {"file": SYNTHESIS, "old": "measure: PLO\nmethod: DL", "new": new}


def with_table(path: str, **values: object) -> dict[str, str]:
    given: dict[str, object] = {"name": "All", "findings": "sens", "rest": "", **values}
    return {"file": path, "old": "findings:\n", "new": TABLE.format(**given) + "\n"}


TABLES = (
    with_table(ALDER, tp=464, fn=36, rest="false_positive: 40, true_negative: 960, "),
    with_table(BIRCH, tp=332, fn=68, rest="false_positive: 20, true_negative: 980, "),
)


def test_proportions_are_pooled_from_counts() -> None:
    made = result()
    assert isinstance(made.pooled, Pooled)
    assert [study.label for study in made.pooled.studies] == ["Alder 2021", "Birch 2022"]
    assert made.findings == ("SRC-alder-2021.sens", "SRC-birch-2022.sens")
    assert made.taken_from == "numerator and denominator of each finding"
    assert made.without == ()
    (value,) = values_of(made.pooled)
    assert (value.printed(value.estimate), value.is_percent) == ("88.7", True)


def test_accuracy_is_pooled_from_the_tables_that_name_the_findings() -> None:
    made = result(measured("DTA", "REML"), *TABLES)
    assert isinstance(made.pooled, PooledAccuracy)
    assert [study.tp for study in made.pooled.studies] == [464, 332]
    assert [value.name for value in values_of(made.pooled)] == ["sensitivity", "specificity"]


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ((), "SRC-alder-2021.sens has no two-by-two table in SRC-alder-2021"),
        (
            (TABLES[0], with_table(BIRCH, tp=332, fn=68)),
            "SRC-birch-2022.sens has a table (`All`) without false positives and true negatives",
        ),
    ],
)
def test_without_its_table_a_finding_is_not_left_out_silently(edits: tuple[Any, ...], told: str) -> None:
    made = result(measured("DTA", "REML"), *edits)
    assert made.pooled is None
    assert told in [item.message for item in made.unpoolable]


def test_two_data_sets_of_one_source_are_two_studies_with_their_names() -> None:
    more = {
        "file": ALDER,
        "old": "findings:\n",
        "new": (
            "findings:\n  - {id: sens-b, endpoint: EP-sens, label: Sensitivity, group: Second set, value: 90.0,"
            ' unit: "%", counts: {numerator: 90, denominator: 100, origin: printed}, where_read: Table 9}\n'
        ),
    }
    named = {
        "file": SYNTHESIS,
        "old": "findings: [SRC-alder-2021.sens, ",
        "new": "findings: [SRC-alder-2021.sens, SRC-alder-2021.sens-b, ",
    }
    made = result(more, named).pooled
    assert made is not None
    labels = [study.label for study in made.studies]
    assert labels == ["Alder 2021, Sensitivity", "Alder 2021, Second set", "Birch 2022"]


def test_printed_effects_are_pooled_from_symmetric_intervals_only() -> None:
    assert result(measured("GEN")).pooled is None  # intervals of shares near 100 % are lopsided
    told = result(measured("GEN")).unpoolable[0]
    assert "90.2 to 94.8, which is not symmetric around its value (92.8)" in told.message


def test_ratios_are_read_on_logarithms() -> None:
    old = 'value: 92.8, unit: "%", interval: {level: 95, lower: 90.2, upper: 94.8, method: Wilson},\n      counts: '
    new = "value: 0.50, unit: RR, interval: {level: 95, lower: 0.25, upper: 1.00, method: other},\n      counts: "
    first = {"file": ALDER, "old": old, "new": new}
    old = 'value: 83.0, unit: "%", interval: {level: 95, lower: 79.0, upper: 86.4, method: Wilson},\n      counts: '
    second = {
        "file": BIRCH,
        "old": old,
        "new": new.replace("0.50", "2.00").replace("0.25", "1.00").replace("1.00, m", "4.00, m"),
    }
    made = result(measured("RR", "FE"), first, second).pooled
    assert isinstance(made, Pooled)
    assert made.back_transformed is not None
    assert made.back_transformed.estimate == pytest.approx(1.0)


LARGEST = 999_999_999_999_999_999
"""Numbers with more digits are refused when a file is read."""


@pytest.mark.parametrize("measure", ["PLO", "PFT", "PR"])
def test_counts_beyond_any_study_end_in_a_finite_result_or_in_a_reason(measure: str) -> None:
    old = "numerator: 464, denominator: 500"
    counts = {"file": ALDER, "old": old, "new": f"numerator: 1, denominator: {LARGEST}"}
    made = result(measured(measure, "REML"), counts)
    assert (made.pooled is None) == bool(made.unpoolable)
    if isinstance(made.pooled, Pooled):
        assert all(
            math.isfinite(number) for number in (made.pooled.estimate, *made.pooled.ci, made.pooled.tau2)
        )


def test_tables_beyond_any_study_end_in_a_result_or_in_a_reason() -> None:
    first = with_table(ALDER, tp=LARGEST, fn=0, rest=f"false_positive: {LARGEST}, true_negative: 0, ")
    second = with_table(BIRCH, tp=1, fn=LARGEST, rest=f"false_positive: 0, true_negative: {LARGEST}, ")
    made = result(measured("DTA", "REML"), first, second)
    assert (made.pooled is None) == bool(made.unpoolable)


class Remembering(Forgetful):
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def recall(self, digest: str, /) -> bytes | None:
        return self.kept.get(digest)

    def remember(self, digest: str, data: bytes, /) -> None:
        self.kept[digest] = data


@pytest.mark.parametrize("edits", [(), (measured("DTA", "REML"), *TABLES)], ids=["proportion", "accuracy"])
def test_what_is_remembered_is_what_was_computed(edits: tuple[Any, ...]) -> None:
    files, memory = edited(complete(), edits), Remembering()

    def asked() -> Mapping[str, SynthesisResult]:
        return assess(files, on=date(2026, 6, 30), shipped=ShippedCatalogues(), memory=memory).trace.results

    first = asked()
    assert first["SYN-sens"].pooled is not None
    assert asked() == first


def test_a_warm_check_imports_no_numpy() -> None:
    """In a process of its own, as this one has long imported it."""
    program = textwrap.dedent(
        """
        import sys
        from datetime import date
        from cases.dossiers import complete
        from cerkit.assess import assess
        from cerkit.workspace.package_data import ShippedCatalogues
        from unit.assess.test_pooling import Remembering
        memory = Remembering()
        def asked():
            return assess(complete(), on=date(2026, 6, 30), shipped=ShippedCatalogues(), memory=memory).trace.results
        first = asked()
        for name in [name for name in sys.modules if name.split(".")[0] in ("numpy", "scipy")]:
            del sys.modules[name]
        assert asked()["SYN-sens"].pooled is not None
        print("numpy" in sys.modules, "scipy" in sys.modules)
        """
    )
    tests = Path(__file__).parents[2]
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tests,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(tests)},
    )
    assert answer.stdout.strip() == "False False"


def test_without_the_libraries_a_note_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("cerkit.synthesis")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "numpy", None)
    assessment = assess_files(complete())
    assert assessment.trace.results["SYN-sens"].missing_library == "numpy"
    told = [item for item in assessment.diagnostics if item.rule.code == "CER643"]
    assert [(str(item.severity), item.message) for item in told] == [
        ("note", "SYN-sens was not computed: numpy is not installed")
    ]
