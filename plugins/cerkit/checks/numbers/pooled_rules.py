"""Rules: 640 to 649, pooled results."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

BENCHMARK_NOT_POOLED: Final = Rule(
    "CER640",
    "benchmark-not-pooled-value",
    Severity.ERROR,
    "A benchmark takes its value from a synthesis, and the synthesis gives another one.",
    why=(
        "A new study moves the pooled value; a benchmark that stays behind is no longer the state of the art, and "
        "every criterion that it justifies has to be looked at again. Rounding as it is written is allowed; the "
        "range may be the 95 % interval or the prediction interval."
    ),
    remedy="take over the computed numbers and look again at the criteria that rest on them, or remove `value_from`",
    clause="MEDDEV 2.7/1 rev 4 A5.2",
    before="value: 90.0, value_from: SYN-sens (which gives 88.7)",
    after="value: 88.7, value_from: SYN-sens",
    deficiencies=("D47",),
    in_draft=Severity.WARNING,
)
POOLED_NUMBER: Final = Rule(
    "CER641",
    "pooled-number-differs",
    Severity.WARNING,
    "A number is typed beside a synthesis, or in its narrative, and the computed result is another one.",
    why="A typed pooled value is right until the next study is added; nobody sees when it stops being so.",
    remedy="print it with a macro such as {{ pooled(...) }}, or correct the number",
    clause="MEDDEV 2.7/1 rev 4 11",
    before="The pooled sensitivity is 91.0 % ([SYN-sens][]).",
    after='The pooled sensitivity is {{ pooled("SYN-sens") }}.',
    deficiencies=("D41", "D40"),
    grade="B",
)
TOO_FEW_STUDIES: Final = Rule(
    "CER642",
    "synthesis-of-one",
    Severity.ERROR,
    "A synthesis names fewer than two findings.",
    why="One study is not pooled; it is quoted.",
    remedy="name the other findings on the endpoint, or quote the one and remove the synthesis",
    clause="MEDDEV 2.7/1 rev 4 9.3",
    before="findings: [SRC-alder-2021.sens]",
    after="findings: [SRC-alder-2021.sens, SRC-birch-2022.sens]",
    deficiencies=("D34",),
    in_draft=Severity.WARNING,
)
NOT_POOLABLE: Final = Rule(
    "CER643",
    "finding-not-poolable",
    Severity.ERROR,
    "A finding that a synthesis names does not hold what its measure needs, or its numbers fit no model.",
    why=(
        "A proportion is pooled from counts, sensitivity and specificity from two-by-two tables, a printed effect from "
        "its value and interval. A study is never left out silently: with one that cannot be pooled there is none. "
        "Where the libraries for pooling are not installed, a note says so."
    ),
    remedy=(
        "add the numbers from the source, or leave the finding out and compare it in `narrative`; for the libraries: "
        "pip install 'cerkit[synthesis]'"
    ),
    clause="MEDDEV 2.7/1 rev 4 A6",
    before='{id: sens, value: 83.0, unit: "%"} (in a synthesis of proportions)',
    after='{id: sens, value: 83.0, unit: "%", counts: {numerator: 332, denominator: 400, origin: printed}}',
    deficiencies=("D34",),
    in_draft=Severity.WARNING,
)
RULES: Final[tuple[Rule, ...]] = (
    BENCHMARK_NOT_POOLED,
    POOLED_NUMBER,
    TOO_FEW_STUDIES,
    NOT_POOLABLE,
)
