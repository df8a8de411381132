"""Rules: 601 to 619, numbers and verdicts."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

VALUE_NOT_OF_COUNTS: Final = Rule(
    "CER601",
    "value-not-of-counts",
    Severity.ERROR,
    "A proportion is not what its numerator and denominator give.",
    why=(
        "One of the three was extracted wrongly, and a reviewer who divides the counts stops trusting the others. "
        "Half a unit of the last printed digit is allowed."
    ),
    remedy="look it up in the source; if the source itself is misprinted, keep it and declare a `discrepancy:`",
    clause="MEDDEV 2.7/1 rev 4 9.3.1, A6 b",
    before="value: 94.9, counts: {numerator: 289, denominator: 306, origin: printed}",
    after="value: 94.4, counts: {numerator: 289, denominator: 306, origin: printed}",
    deficiencies=("D33",),
)
INTERVAL_NOT_OF_COUNTS: Final = Rule(
    "CER602",
    "interval-not-of-counts",
    Severity.ERROR,
    "A confidence interval is not what its method gives for the counts.",
    why=(
        "The bound decides acceptance criteria. Half a unit of the last printed digit is allowed, and what a quantile "
        "of two digits (1.96) changes; intervals that are adjusted, or of another method, are not recomputed. Where no "
        "method is stated, only what none of the usual ones gives is reported, as a warning."
    ),
    remedy=(
        "look it up in the source; name the method or what it is `adjusted` for, or declare a `discrepancy:` of a "
        "misprinted source"
    ),
    clause="MEDDEV 2.7/1 rev 4 A6 b",
    before="interval: {lower: 92.3, upper: 96.5, method: Wilson}",
    after="interval: {lower: 91.3, upper: 96.5, method: Wilson}",
    deficiencies=("D33",),
)
IMPOSSIBLE_NUMBERS: Final = Rule(
    "CER603",
    "impossible-numbers",
    Severity.ERROR,
    "Numbers of one result cannot be true together, or not at all.",
    why="More events than people, bounds in the wrong order, a value outside its interval: something was mistyped.",
    remedy="look the numbers up in the source; declare a `discrepancy:` if they are printed so",
    clause="MEDDEV 2.7/1 rev 4 9.3.1",
    before="counts: {numerator: 306, denominator: 289, origin: printed}",
    after="counts: {numerator: 289, denominator: 306, origin: printed}",
    deficiencies=("D33",),
)
TABLE_DISAGREES: Final = Rule(
    "CER604",
    "accuracy-table-disagrees",
    Severity.ERROR,
    "A two-by-two table does not give the findings of its source, or its check does not add up.",
    why="Tables are pooled and findings decide: the same study would enter the report with two results.",
    remedy="correct the table or the finding; give a `tolerance` where counts are derived and not certain",
    clause="MEDDEV 2.7/1 rev 4 A6 b",
    before="true_positive: 298",
    after="true_positive: 289",
    deficiencies=("D33",),
)
NO_DISCREPANCY: Final = Rule(
    "CER605",
    "no-discrepancy",
    Severity.NOTE,
    "A discrepancy is declared where value, counts and interval agree.",
    why="It is printed beside the result, and makes a reader doubt a number that is sound.",
    remedy="remove the discrepancy, or say in a `note` what else is odd",
    deficiencies=("D33",),
)
NOT_CHECKED: Final = Rule(
    "CER606",
    "extraction-not-checked",
    Severity.WARNING,
    "A deciding result was not read by two people, or by the same person twice.",
    why="Errors of extraction are common, and the person who made one does not see it.",
    remedy="let a second person compare the numbers with the source, and name both",
    clause="MEDDEV 2.7/1 rev 4 A5.3",
    before="extracted_by: EVR-2, checked_by: EVR-2",
    after="extracted_by: EVR-2, checked_by: EVR-1",
    deficiencies=("D33",),
    in_draft=Severity.NOTE,
)
WITHOUT_PRECISION: Final = Rule(
    "CER607",
    "decides-without-precision",
    Severity.ERROR,
    "A result that decides a criterion, or any share found on the device, has no confidence interval or no counts.",
    why="Without both nobody can tell whether it may be chance, and no bound can be compared.",
    remedy="take counts and interval from the report, or compute the interval and name its method",
    clause="MEDDEV 2.7/1 rev 4 A6 a, b",
    deficiencies=("D39",),
    in_draft=Severity.NOTE,
)
IMPRECISE: Final = Rule(
    "CER608",
    "imprecise-result-decides",
    Severity.WARNING,
    "A result that decides a criterion rests on few people, or its interval is wide.",
    why="A reviewer asks whether so few can carry the conclusion; the limits are those of the policy.",
    remedy="name more data, declare a gap with follow-up, or waive with the reason for which the size is enough",
    clause="MEDDEV 2.7/1 rev 4 A6 a; IMDRF N41",
    deficiencies=("D39",),
    in_draft=Severity.NOTE,
)
ONLY_THE_ESTIMATE: Final = Rule(
    "CER609",
    "only-the-estimate-passes",
    Severity.WARNING,
    "A criterion compares the point estimate; the bound of the same result would fail.",
    why="The data leave open that the device does not reach the value: as good a study may well give less.",
    remedy="let the bound decide, or say in `margin` why the estimate is enough and waive this",
    clause="MEDDEV 2.7/1 rev 4 A6 b, A7.3",
    before='bound: estimate, operator: ">=", value: 90.0   # 91.2 (86.0 to 94.6)',
    after='bound: lower, operator: ">=", value: 85.0',
    deficiencies=("D40",),
)
WRONG_SIDE: Final = Rule(
    "CER610",
    "bound-on-the-wrong-side",
    Severity.ERROR,
    "A criterion looks at the favourable end of the interval, or asks for the worse direction of its endpoint.",
    why="The upper bound of a sensitivity passes with almost any data; such a criterion shows nothing.",
    remedy="use `lower` with >= or >, and `upper` with <= or <, in the direction that the endpoint calls better",
    clause="MEDDEV 2.7/1 rev 4 9.2, A7.3",
    before='bound: upper, operator: ">="',
    after='bound: lower, operator: ">="',
    deficiencies=("D40",),
)
LEVEL_TOO_LOW: Final = Rule(
    "CER611",
    "confidence-level-too-low",
    Severity.ERROR,
    "A bound decides whose confidence level is below that of the criterion, or the criterion asks for less than 95 %.",
    why="The bound of a 90 % interval lies closer to the estimate; taken for one of 95 %, it passes too easily.",
    remedy="compute the interval of the level asked for; a one-sided test at 5 % is said in `margin`, with `level: 90`",
    clause="MEDDEV 2.7/1 rev 4 A6 b",
    before="interval: {level: 90, lower: 91.8, upper: 96.2}",
    after="interval: {level: 95, lower: 91.3, upper: 96.5}",
    deficiencies=("D40",),
)
TRAINED_ON_TEST_DATA: Final = Rule(
    "CER612",
    "test-data-not-independent",
    Severity.ERROR,
    "Software was tested on data that are not independent of its training data.",
    why="Accuracy on data that the software has learned from says nothing about new patients.",
    remedy="let data that were kept apart decide; keep the test as background with its limitation",
    clause="IMDRF N41; MEDDEV 2.7/1 rev 4 A6 d",
    before="independent_of_training: false",
    after="independent_of_training: true",
    deficiencies=("D42",),
)
NO_TEST_RECORD: Final = Rule(
    "CER613",
    "test-without-conduct",
    Severity.ERROR,
    "A test report decides a criterion, but does not say how the test was done.",
    why="Protocol, build, data set and independence from training are what a reviewer asks of an in-house test first.",
    remedy="add the block `test:` with protocol, build, data set and independence",
    clause="IMDRF N41 7; MEDDEV 2.7/1 rev 4 9.3.1",
    deficiencies=("D42",),
    in_draft=Severity.NOTE,
)
INDEPENDENCE_SAYS_NOTHING: Final = Rule(
    "CER614",
    "independence-says-nothing",
    Severity.WARNING,
    "The field that says how test data were kept apart from training data repeats only that they were.",
    why="Independence has to be shown: other sites, other people, a locked set, compared identifiers or checksums.",
    remedy="say by what means the data were kept apart, and how that was verified",
    clause="IMDRF N41 7",
    before="independence: Test data are independent.",
    after="independence: The two services supplied no training images; pseudonyms were compared.",
    deficiencies=("D42",),
    in_draft=Severity.NOTE,
)
OVERLAP_TOLD: Final = Rule(
    "CER615",
    "overlap-with-training-told",
    Severity.WARNING,
    "A test calls its data independent, but its own words tell of an overlap with training data.",
    why="A person must look: images of the same people, or a split of one pool, flatter accuracy.",
    remedy="set `independent_of_training: false` if so, or say what was removed and how that was verified",
    clause="IMDRF N41 7",
    deficiencies=("D42",),
    grade="B",
)
TYPED_NUMBER: Final = Rule(
    "CER616",
    "typed-number-differs",
    Severity.WARNING,
    "A number or verdict is typed beside the record that it is taken from, and the record says otherwise; or a share "
    "is typed beside counts that give another.",
    why="A result that differs between text and table is what a reviewer finds first and an author sees last.",
    remedy="print it from the record with a macro such as {{ finding(...) }}, or correct the number",
    clause="MEDDEV 2.7/1 rev 4 11",
    before="Sensitivity was 94.9 % ([SRC-ci-003.sensitivity][]).",
    after='Sensitivity was {{ finding("SRC-ci-003.sensitivity") }}.',
    deficiencies=("D41", "D40"),
    grade="B",
)

RULES: Final[tuple[Rule, ...]] = (
    VALUE_NOT_OF_COUNTS,
    INTERVAL_NOT_OF_COUNTS,
    IMPOSSIBLE_NUMBERS,
    TABLE_DISAGREES,
    NO_DISCREPANCY,
    NOT_CHECKED,
    WITHOUT_PRECISION,
    IMPRECISE,
    ONLY_THE_ESTIMATE,
    WRONG_SIDE,
    LEVEL_TOO_LOW,
    TRAINED_ON_TEST_DATA,
    NO_TEST_RECORD,
    INDEPENDENCE_SAYS_NOTHING,
    OVERLAP_TOLD,
    TYPED_NUMBER,
)
