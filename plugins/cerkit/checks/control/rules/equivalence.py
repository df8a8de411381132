"""Rules 441 to 446: equivalence, and data of other devices."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

EQUIVALENCE_ROWS: Final = Rule(
    "CER441",
    "equivalence-rows",
    Severity.ERROR,
    "A comparison lacks a characteristic, or holds one that the catalogue does not have.",
    why="Equivalence is shown on all clinical, technical and biological characteristics or not at all.",
    remedy="compare every row of the catalogue `equivalence`; where a row does not apply, say why in a sentence",
    clause="MEDDEV 2.7/1 rev 4 A1; MDCG 2020-5 section 3",
    before="rows: [EQ-C1, EQ-C2, EQ-T1]",
    after="rows: [EQ-C1 to EQ-C5, EQ-T1 to EQ-T5, EQ-B1]",
    deficiencies=("D52",),
    in_draft=Severity.NOTE,
)
EQUIVALENCE_OF_SEVERAL: Final = Rule(
    "CER442",
    "equivalence-of-several-devices",
    Severity.ERROR,
    "A comparison mixes several devices.",
    why="Each demonstration rests on one single device; parts of several do not add up to an equivalent.",
    remedy="write one comparison for each device, each with all rows",
    clause="MEDDEV 2.7/1 rev 4 A1",
    before="device_name: AutoGrade 3 and AutoGrade 4",
    after="device_name: AutoGrade 4",
    deficiencies=("D52",),
)
EQUIVALENCE_DIFFERENCE: Final = Rule(
    "CER443",
    "equivalence-difference",
    Severity.ERROR,
    "A difference to the other device is not disclosed, explained or shown to be harmless.",
    why="Every difference is identified, disclosed, evaluated and explained; what remains decides on the claim.",
    remedy="say what differs and why it matters or not; a relevant difference needs evidence that it does no harm",
    clause="MEDDEV 2.7/1 rev 4 A1",
    before="difference: relevant, justification: not critical",
    after="difference: relevant, justification: why both perform alike, evidence: [SRC-x.sensitivity]",
    deficiencies=("D52",),
)
EQUIVALENCE_CLAIM: Final = Rule(
    "CER444",
    "equivalence-claim",
    Severity.ERROR,
    "Claim and conclusion of a comparison do not agree, or the conclusion gives no reason.",
    why="The reader cannot tell whether data of the other device count.",
    remedy="set `claimed` and `conclusion` to the same, and say in `conclusion_text` how the rows lead to it",
    clause="MEDDEV 2.7/1 rev 4 A1, A9 section 4.2",
    before="claimed: true, conclusion: not claimed",
    after="claimed: true, conclusion: equivalent",
    deficiencies=("D52",),
)
DATA_OF_ANOTHER_DEVICE: Final = Rule(
    "CER445",
    "data-of-another-device",
    Severity.ERROR,
    "Data of a device that is neither under evaluation nor an accepted equivalent are used as proof.",
    why="Such data describe the state of the art and point to hazards; they prove nothing about this device.",
    remedy="use the source for the state of the art, or show and accept the equivalence first",
    clause="MEDDEV 2.7/1 rev 4 9.3.1, A1; MDCG 2020-13 section C",
    before="relation: similar, used_for: [performance]",
    after="relation: similar, used_for: [state of the art]",
    deficiencies=("D53",),
)
NO_DATA_ACCESS: Final = Rule(
    "CER446",
    "no-data-access",
    Severity.ERROR,
    "Equivalence is claimed, and access to the data of the other device is not shown.",
    why=(
        "Without its data nobody can compare. For class III and implantable devices the EU asks for a contract with "
        "the other manufacturer."
    ),
    remedy="say which documents are accessible, by which right and since when; or withdraw the claim",
    clause="MEDDEV 2.7/1 rev 4 A12.2.3; Regulation (EU) 2017/745 Article 61(5); MDCG 2020-5 section 4",
    before="claimed: true, data_access: public information",
    after="claimed: true, data_access: full technical documentation under the contract of 2025-03-04",
    deficiencies=("D54",),
)
