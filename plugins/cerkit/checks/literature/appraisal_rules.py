"""Rules 524 to 531: appraisal, scores and what may be pivotal."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

NOT_APPRAISED: Final = Rule(
    "CER524",
    "not-appraised",
    Severity.ERROR,
    "A source has no appraisal, or one whose reason fits any source.",
    why=(
        "What was not appraised may neither support nor contradict anything; a renowned journal is no excuse."
    ),
    remedy="appraise it under a scheme of the plan",
    clause="MEDDEV 2.7/1 rev 4 9.3, 9.3.1 e",
    deficiencies=("D36",),
    in_draft=Severity.NOTE,
)
SCHEME_UNDECLARED: Final = Rule(
    "CER525",
    "scheme-undeclared",
    Severity.ERROR,
    "A source was appraised under a scheme that neither the plan nor the protocol names.",
    why=(
        "Criteria are set before appraisal begins; a scheme that nobody announced may have been chosen "
        "for its result."
    ),
    remedy="appraise under a declared scheme, or declare the scheme in evidence/plan.yml before appraisal",
    clause="MEDDEV 2.7/1 rev 4 9.2",
    deficiencies=("D36",),
    in_draft=Severity.WARNING,
)
SCHEME_UNEXPLAINED: Final = Rule(
    "CER526",
    "scheme-unexplained",
    Severity.ERROR,
    "A scheme of the team's own has no note that says why it is fit.",
    why="Home-made criteria are accepted where their choice is explained, and questioned where it is not.",
    remedy="add a note with the rationale to the scheme in evidence/catalogues/",
    clause="MEDDEV 2.7/1 rev 4 9.2; MDCG 2020-6 6.3",
    before="confirmed_by: own",
    after="confirmed_by: own\nnotes: [{topic: rationale, text: Adds the questions on software that the tool lacks.}]",
    deficiencies=("D36",),
    in_draft=Severity.NOTE,
)
UNKNOWN_SCORE: Final = Rule(
    "CER527",
    "unknown-score",
    Severity.ERROR,
    "A score names a domain, level, flaw or rank that the scheme does not have.",
    why="It cannot be compared with the scores of other sources.",
    remedy="use the words of the scheme",
    clause="MEDDEV 2.7/1 rev 4 9.3",
    before="scores: {D1: lowish}",
    after="scores: {D1: low}",
    deficiencies=("D37",),
)
INCOMPLETE_SCORES: Final = Rule(
    "CER528",
    "incomplete-scores",
    Severity.ERROR,
    "A domain of the scheme was not judged.",
    why="What is left out is what a reviewer asks about.",
    remedy="judge every domain of the scheme",
    clause="MEDDEV 2.7/1 rev 4 9.3",
    deficiencies=("D36", "D37"),
    in_draft=Severity.NOTE,
)
INCONSISTENT_SCORES: Final = Rule(
    "CER529",
    "inconsistent-scores",
    Severity.ERROR,
    "Grade, flaws, weight or role do not follow from the scores.",
    why="The same criteria are followed strictly for every source; an exception needs its reason.",
    remedy="correct the score or the grade, or say in `reason` why the result of the scheme was overruled",
    clause="MEDDEV 2.7/1 rev 4 9.3.3",
    before="scores: {quality: low}\nvalidity: high",
    after="scores: {quality: low}\nvalidity: low",
    deficiencies=("D37",),
)
PIVOTAL_FORBIDDEN: Final = Rule(
    "CER530",
    "pivotal-forbidden",
    Severity.ERROR,
    "A source is called pivotal though it cannot be.",
    why=(
        "Pivotal data are of high quality, free of the flaws of A6, and of the device under evaluation or of a device "
        "shown to be equivalent; on anything else no conclusion can rest."
    ),
    remedy="set the role to supportive or background, or mend what stands against it",
    clause="MEDDEV 2.7/1 rev 4 9.3.2 a, A6",
    before="relation: similar\nappraisal: {role: pivotal}",
    after="relation: similar\nappraisal: {role: supportive}",
    deficiencies=("D38", "D30"),
)
RANK_INFLATED: Final = Rule(
    "CER531",
    "rank-inflated",
    Severity.ERROR,
    "The rank of evidence is better than a source of its kind can have.",
    why=(
        "Complaints are not a study, and data of a similar device are state of the art: the rank says "
        "how much they prove."
    ),
    remedy="give the rank of MDCG 2020-6 Appendix III for this kind of data",
    clause="MDCG 2020-6 Appendix III",
    before="kind: complaints\nappraisal: {rank: 3}",
    after="kind: complaints\nappraisal: {rank: 7}",
    deficiencies=("D38",),
)

RULES: Final[tuple[Rule, ...]] = (
    NOT_APPRAISED,
    SCHEME_UNDECLARED,
    SCHEME_UNEXPLAINED,
    UNKNOWN_SCORE,
    INCOMPLETE_SCORES,
    INCONSISTENT_SCORES,
    PIVOTAL_FORBIDDEN,
    RANK_INFLATED,
)
