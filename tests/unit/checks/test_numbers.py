"""What is computed again must agree with what every careful author prints, and with nothing much else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from time import process_time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.dossiers import assess_files, codes_of, complete
from cerkit.checks.numbers.independence import overlap_told, says_nothing
from cerkit.checks.numbers.of_source import SOURCE_CHECKS
from cerkit.checks.numbers.proportions import printed, scale_of
from cerkit.checks.numbers.typed_text import read
from cerkit.model.diagnostics import Mode, Place, Severity
from cerkit.model.records.source import Source
from cerkit.model.statistics import Bounds, clopper_pearson, wald, wilson

METHODS: dict[str, Callable[..., Bounds]] = {
    "Wilson": wilson,
    "Clopper-Pearson": clopper_pearson,
    "Wald": wald,
}
COUNTS = st.integers(1, 20_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


def finding(**fields: Any) -> dict[str, Any]:
    given_fields = {"id": "sens", "endpoint": "EP-sens", "label": "Sensitivity", "where_read": "Table 2"}
    return given_fields | {"unit": "%"} | fields


def found(*findings: dict[str, Any], **fields: Any) -> list[tuple[str, Severity]]:
    """Code and severity of what the checks of one source say."""
    source = Source.model_validate(
        {
            "id": "SRC-ci",
            "kind": "test report",
            "title": "Study",
            "relation": "under evaluation",
            "design": "Prospective",
            "population": "Adults",
            "read": "report",
            "outcome": "favourable",
            "role": "Performance",
            "limitations": "One country",
            "findings": list(findings),
        }
        | fields
    )
    diagnostics = [item for check in SOURCE_CHECKS for item in check(source, Place("x.yml"))]
    return [(item.rule.code, item.severity) for item in diagnostics]


def counts(events: int, total: int) -> dict[str, int]:
    return {"numerator": events, "denominator": total}


@example(pair=(1, 6), method="Wald", level=90, places=0, is_stated=False)
@given(
    COUNTS, st.sampled_from(sorted(METHODS)), st.sampled_from([90, 95, 99]), st.integers(0, 3), st.booleans()
)
def test_what_a_method_gives_is_never_reported(
    pair: tuple[int, int], method: str, level: int, places: int, is_stated: bool
) -> None:
    events, total = pair
    bounds = METHODS[method](events, total, level=level)
    interval = {
        "level": level,
        "lower": Decimal(printed(max(bounds.lower, 0.0), places)),
        "upper": Decimal(printed(min(bounds.upper, 100.0), places)),
        "method": method if is_stated else "not stated",
    }
    value = Decimal(printed(100 * events / total, places))
    assert found(finding(value=value, interval=interval, counts=counts(events, total))) == []


@given(COUNTS, st.sampled_from(sorted(METHODS)), st.integers(1, 3))
def test_a_bound_that_is_two_units_off_is_reported(pair: tuple[int, int], method: str, places: int) -> None:
    events, total = pair
    bounds = METHODS[method](events, total)
    lower = Decimal(printed(max(bounds.lower, 0.0), places)) - 2 * Decimal(1).scaleb(-places)
    upper = Decimal(printed(min(bounds.upper, 100.0), places))
    if lower < 0:
        return
    interval = {"lower": lower, "upper": upper, "method": method}
    assert found(finding(interval=interval, counts=counts(events, total))) == [("CER602", Severity.ERROR)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": Decimal("94.4"), "counts": counts(289, 306)}, []),
        ({"value": Decimal("94.5"), "counts": counts(289, 306)}, ["CER601"]),
        ({"value": 94, "counts": counts(289, 306)}, []),
        ({"value": Decimal("0.944"), "unit": "proportion", "counts": counts(289, 306)}, []),
        ({"value": Decimal("0.29"), "unit": "per 1,000", "counts": counts(12, 41300)}, []),
        ({"value": Decimal("2.9"), "unit": "per 1,000", "counts": counts(12, 41300)}, ["CER601"]),
        ({"value": 3, "unit": "per 100 person-years", "counts": counts(12, 300)}, []),
        ({"value": 12, "counts": counts(0, 0)}, ["CER603"]),
        ({"value": 5, "unit": "per hour", "counts": counts(40, 8)}, []),
        ({"value": 140}, ["CER603"]),
        ({"value": 140, "label": "Relative gain in reading speed"}, []),
        ({"value": -4, "label": "Change of uptake"}, []),
        ({"low": 90, "high": 80}, ["CER603"]),
        ({"value": 94, "interval": {"level": Decimal("0.95"), "lower": 91, "upper": 96}}, ["CER603"]),
        (
            {"value": 94, "interval": {"level": Decimal("99." + "9" * 40), "lower": 9, "upper": 96}},
            ["CER603"],
        ),
        # Too many digits to be a printed number: nothing is computed, and nothing hangs.
        ({"value": Decimal("0." + "0" * 5000 + "1"), "counts": counts(1, 3)}, []),
        ({"value": 50, "counts": counts(5 * 10**17, 10**18), "interval": {"lower": 49, "upper": 51}}, []),
    ],
)
def test_one_finding(fields: dict[str, Any], expected: list[str]) -> None:
    assert [code for code, _ in found(finding(**fields))] == expected


def test_an_adjusted_interval_is_not_computed_again_and_makes_the_value_milder() -> None:
    interval = {"lower": 80, "upper": 99, "method": "Wilson", "adjusted": "Clustering of eyes"}
    assert found(finding(value=Decimal("94.4"), interval=interval, counts=counts(289, 306))) == []
    assert found(finding(value=Decimal("93.9"), interval=interval, counts=counts(289, 306))) == [
        ("CER601", Severity.WARNING)
    ]


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [("91.3", "96.5", []), ("89.5", "97.6", []), ("94.0", "94.8", ["CER602"]), ("60.0", "95.0", ["CER602"])],
)
def test_without_a_method_only_what_none_gives_is_reported(
    lower: str, upper: str, expected: list[str]
) -> None:
    interval = {"lower": Decimal(lower), "upper": Decimal(upper)}
    answer = found(finding(value=Decimal("94.4"), interval=interval, counts=counts(289, 306)))
    assert answer == [(code, Severity.WARNING) for code in expected]


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("289 + 17 = 306 and 153 + 1341 = 1494; together 1800", []),
        ("289 + 17 + 153 + 1,341 = 1,800", []),
        ("289 + 17 = 308", ["CER604"]),
        ("298 + 17 = 315", ["CER604"]),
        ("289/306 = 94.4 %", []),
        ("1 + " * 5000, []),
    ],
)
def test_sums_of_a_table(check: str, expected: list[str]) -> None:
    table = {
        "data_set": "All",
        "unit_of_analysis": "episode",
        "endpoint": "Disease",
        "true_positive": 289,
        "false_negative": 17,
        "false_positive": 153,
        "true_negative": 1341,
        "origin": "printed",
        "check": check,
    }
    measured = finding(value=Decimal("94.4"), counts=counts(289, 306))
    assert [code for code, _ in found(measured, accuracy=[table])] == expected


@pytest.mark.parametrize(
    ("complaints", "by_type", "expected"),
    [
        (12, {"Screen": 12}, []),
        (12, {"Screen": 9, "Result": 5}, []),
        (21, {"Screen": 21}, ["CER603"]),
        (12, {"Screen": 11}, ["CER603"]),
    ],
)
def test_complaints_are_counted_once(complaints: int, by_type: dict[str, int], expected: list[str]) -> None:
    measured = finding(label="Complaints, share of episodes", counts=counts(12, 41300))
    period = {
        "starts": date(2025, 1, 1),
        "ends": date(2025, 12, 31),
        "denominator": 41300,
        "denominator_basis": "Licence logs",
        "complaints": complaints,
        "serious_incidents": 0,
        "field_actions": 0,
        "by_type": by_type,
        "trend": "None",
        "under_reporting": "Likely",
    }
    assert [code for code, _ in found(measured, surveillance=period)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Yes",
        "See the test protocol.",
        "Independent of the training data",
        "No overlap with training images.",
        "n/a",
    ],
)
def test_words_on_independence_that_say_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("A tenth of the images was also used for training.", True),
        ("The set was drawn at random from the pool of training images.", True),
        ("Accuracy was found by five-fold cross-validation.", True),
        ("Patients whose images were part of the training set were removed.", False),
        ("The two services supplied no training images.", False),
        (
            "The list of pseudonyms was compared with that of the training data and has no entry in common.",
            False,
        ),
        ("Three hospitals in Wales; the training images came from Norway.", False),
    ],
)
def test_overlap_with_training(text: str, is_told: bool) -> None:
    assert not says_nothing(text)
    assert (overlap_told(text) is not None) == is_told


def test_a_bound_of_a_lower_level_decides_nothing() -> None:
    """With what follows from it elsewhere: the claim is not decided."""
    files = complete()
    path = "evidence/sources/SRC-tr-1.yml"
    wide, narrow = "{level: 95, lower: 91.9, upper: 96.9", "{level: 90, lower: 92.5, upper: 96.7"
    files[path] = files[path].replace(wide.encode(), narrow.encode())
    assert "CER611" in codes_of(assess_files(files, mode=Mode.RELEASE))


@pytest.mark.parametrize(
    ("broken", "is_told"),
    [
        ({}, True),
        ({"evidence/sources/SRC-alder-2021.yml": ("relation: ", "relation: un")}, False),
        ({"evidence/synthesis/SYN-sens.yml": ("measure: ", "measure: un")}, False),
        ({"evidence/sources/SRC-tr-1.yml": ("relation: ", "relation: un")}, True),
    ],
)
def test_a_text_is_held_against_evidence_that_was_read_whole(
    broken: dict[str, tuple[str, str]], is_told: bool
) -> None:
    """A number of a source that could not be read may be the one that the benchmark repeats."""
    wrong = {"evidence/benchmarks.yml": ("reports 92.8 %", "reports a sensitivity of 95.8 %")}
    assert _is_told_of("BM-1", wrong | broken) is is_told


@pytest.mark.parametrize(
    ("broken", "is_told"),
    [
        ({}, True),
        ({"evidence/claims.yml": ("kind: performance", "kind: none")}, False),
        ({"evidence/criteria.yml": ("bound: lower", "bound: none")}, False),
        ({"evidence/gaps.yml": ("status: open", "status: none")}, True),
    ],
)
def test_a_text_that_rests_on_a_claim_waits_for_what_decides_it(
    broken: dict[str, tuple[str, str]], is_told: bool
) -> None:
    wrong = {"evidence/benefits.yml": ("228 of 240", "231 of 240")}
    assert _is_told_of("BEN-1", wrong | broken) is is_told


def _is_told_of(record: str, edits: dict[str, tuple[str, str]]) -> bool:
    """Whether a number that differs is told of a record."""
    files = complete()
    for path, (old, new) in edits.items():
        assert old.encode() in files[path]
        files[path] = files[path].replace(old.encode(), new.encode(), 1)
    found = assess_files(files, mode=Mode.RELEASE).diagnostics
    return any(item.rule.code == "CER616" and item.subject == record for item in found)


@pytest.mark.parametrize(
    "sentence", ["1 " * 1900, "9 of " * 700, "(" * 3999, "[SRC-a][] " * 390, "no a " * 750]
)
def test_hostile_sentences_are_read_at_once(sentence: str) -> None:
    begin = process_time()
    read(f"[SRC-a][] {sentence}"[:4000])
    assert process_time() - begin < 1


@pytest.mark.parametrize(
    ("unit", "scale"), [("%", 100), ("per 1,000", 1000), ("1", 1), ("kappa", None), ("s", None)]
)
def test_scale(unit: str, scale: int | None) -> None:
    assert scale_of(unit) == scale
