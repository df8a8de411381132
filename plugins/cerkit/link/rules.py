"""Rules of family 3xx: links between records."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

DANGLING_REFERENCE: Final = Rule(
    "CER301",
    "dangling-reference",
    Severity.ERROR,
    "A record names another one that does not exist.",
    why=(
        "The argument breaks at this place: the reviewer follows the link and finds no source, benchmark, alternative, "
        "risk, section of the instructions for use or follow-up activity."
    ),
    remedy="correct the identifier, or add the record",
    before="decided_by: [AC-17]",
    after="decided_by: [AC-1]",
    deficiencies=("D31", "D45", "D46", "D47", "D56"),
)
WRONG_KIND: Final = Rule(
    "CER302",
    "wrong-kind",
    Severity.ERROR,
    "A record names a record of a kind that cannot stand there.",
    why="A claim is decided by a criterion and not by a benchmark; the wrong kind hides a step of the argument.",
    remedy="name a record of the kind that the field asks for",
    clause="MEDDEV 2.7/1 rev 4 6.1, 9.3",
    before="decided_by: [BM-1]",
    after="decided_by: [AC-1]",
)
UNKNOWN_CATALOGUE: Final = Rule(
    "CER303",
    "unknown-catalogue",
    Severity.ERROR,
    "A catalogue is named that neither ships nor stands in evidence/catalogues/.",
    why="Requirements, checklists and appraisal schemes are counted against the catalogue.",
    remedy="use the identifier of a catalogue",
)
OTHER_ENDPOINT: Final = Rule(
    "CER304",
    "other-endpoint",
    Severity.ERROR,
    "A criterion is decided by a finding that measures another endpoint, or in another unit.",
    why="The comparison would mean nothing; its verdict is not decidable.",
    remedy="name a finding on the criterion's endpoint",
    clause="MEDDEV 2.7/1 rev 4 9.3.2",
)
INADMISSIBLE_EVIDENCE: Final = Rule(
    "CER305",
    "inadmissible-evidence",
    Severity.ERROR,
    "A criterion is decided by a source that may not decide it.",
    why=(
        "Only data of the device under evaluation, or of an accepted equivalent, prove; and an abstract is enough to "
        "screen, not to appraise."
    ),
    remedy="let the source justify a benchmark, or decide by data on the device that were read in full",
    clause="MEDDEV 2.7/1 rev 4 8.2, 9.3.2; MDCG 2020-13 section C",
    deficiencies=("D30", "D32", "D53"),
)

RULES: Final = (DANGLING_REFERENCE, WRONG_KIND, UNKNOWN_CATALOGUE, OTHER_ENDPOINT, INADMISSIBLE_EVIDENCE)
