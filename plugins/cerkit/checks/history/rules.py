"""Rules: 901 to 919, what was fixed before the results and what changed since the last report; 920 and on, what was
released; 930 and on, reviews.
"""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

FIXED_AFTER_RESULTS: Final = Rule(
    "CER901",
    "criterion-fixed-after-results",
    Severity.ERROR,
    "An acceptance criterion was fixed after the data that decide it were known.",
    why="A criterion that is chosen when the result is known shows nothing: any result can be made to pass.",
    remedy="correct the date if it is wrong; else let data decide that were locked after the criterion was fixed",
    clause="MEDDEV 2.7/1 rev 4 9.2, 9.3; MDCG 2020-13 section E",
    before="fixed_on: 2025-05-01   # data_lock: 2025-03-28",
    after="fixed_on: 2025-01-20",
    deficiencies=("D03",),
)
DATED_BEFORE_DOCUMENT: Final = Rule(
    "CER902",
    "criterion-dated-before-its-document",
    Severity.ERROR,
    "A criterion is said to have been fixed before the document that fixes it was issued.",
    why=(
        "The document is the proof of the date. One that was issued after the results proves nothing; one that is only "
        "a little younger than `fixed_on` makes a warning."
    ),
    remedy=(
        "correct `fixed_on`; where the document was issued anew, list the version that fixed the criterion as a "
        "document of its own and name that one"
    ),
    clause="MEDDEV 2.7/1 rev 4 9.2, 11",
    before="fixed_on: 2025-01-20, fixed_in: DOC-cep   # date: 2025-06-02",
    after="fixed_on: 2025-01-20, fixed_in: DOC-cep-1-0   # date: 2025-01-20",
    deficiencies=("D03",),
)
EDITED_AFTER_RESULTS: Final = Rule(
    "CER903",
    "criterion-edited-after-results",
    Severity.ERROR,
    "Git shows that an acceptance criterion was changed after the data that decide it were known.",
    why=(
        "The report says that the criterion was fixed beforehand, and the history says otherwise. Wording, margin and "
        "findings may change; endpoint, bound, operator, value, level and date may not. A change that was taken back "
        "is a note. What counts is the committer's day, which a rebase or squash sets anew."
    ),
    remedy="restore what was fixed, or fix a new criterion with its own date and let new data decide it",
    clause="MEDDEV 2.7/1 rev 4 9.2, 9.3",
    before="value: 85.0   # 90.0 until a commit after the data lock",
    after="value: 90.0",
    deficiencies=("D03",),
)
METHODS_EDITED: Final = Rule(
    "CER904",
    "methods-edited-after-use",
    Severity.ERROR,
    "Git shows that the protocol was changed after its search had run, or the plan after the results were known.",
    why=(
        "Questions, reasons for exclusion, sources and limits decide what is found, and the plan how it is judged. "
        "A reworded text is a warning, because only a person can tell whether it means something else."
    ),
    remedy="restore the text, or approve it anew: raise `version` and `approved_on`, and search again where it matters",
    clause="MEDDEV 2.7/1 rev 4 7, A5.3",
    before="exclusion: {X1: ..., X8: Fewer than 100 people}   # X8 since a commit after the search",
    after="exclusion: {X1: ...}",
    deficiencies=("D03", "D19"),
)
NOT_SHOWN: Final = Rule(
    "CER905",
    "not-shown-before-results",
    Severity.ERROR,
    "Git first shows a criterion, the protocol or the plan after the data, or the search, that it had to precede.",
    why="Nothing shows that it was fixed beforehand: neither the history, nor a document in its place.",
    remedy=(
        "if it was fixed before git began, write the first day of the history as `history_begins` into "
        "evidence/plan.yml, so that the document named attests it; a rebase or squash dates commits anew"
    ),
    clause="MEDDEV 2.7/1 rev 4 9.2, A5.3",
    deficiencies=("D03", "D19"),
)
ATTESTED: Final = Rule(
    "CER906",
    "attested-not-shown",
    Severity.NOTE,
    "Something was fixed before the history begins: a document attests it, git does not show it.",
    why="A reviewer who wants to see it needs the document; the repository is no proof for that time.",
    remedy="keep the document at hand; nothing is to be changed",
    clause="MEDDEV 2.7/1 rev 4 9.2, 11",
    deficiencies=("D03", "D19"),
)
HISTORY_MISSING: Final = Rule(
    "CER907",
    "history-not-whole",
    Severity.NOTE,
    "Git cannot show when criteria, protocol and plan were fixed.",
    why="Without the history cerkit says nothing about predefinition, rather than guess.",
    remedy="check in a full clone (`git fetch --unshallow`; in CI, `fetch-depth: 0`)",
    deficiencies=("D03", "D19"),
)
BEGINS_LATER: Final = Rule(
    "CER908",
    "history-begins-too-late",
    Severity.WARNING,
    "The plan says that the history begins after git's first commit of criteria, protocol or plan.",
    why="Changes between the two days would count as attested by a document, although git shows them.",
    remedy="write the day of the first commit as `history_begins`",
    before="history_begins: 2026-06-01   # first commit 2025-02-03",
    after="history_begins: 2025-02-03",
    deficiencies=("D03",),
)
CHANGE_NOT_NAMED: Final = Rule(
    "CER911",
    "change-not-named",
    Severity.ERROR,
    "Something changed since the previous release, and the report does not say so.",
    why=(
        "A reviewer of an update reads what changed, and compares. What is not named there, or is called unchanged, "
        "was changed behind the reviewer's back. The section on changes and the newest entry of the revision "
        "history count; `meaning_bearing` in evidence/policy.yml says which fields do."
    ),
    remedy="name the record in the section on changes, and say what changed and why",
    clause="MEDDEV 2.7/1 rev 4 6.2.3, A9 section 2",
    before="None of the criteria was altered.   # value of AC-1: 85.0, before 90.0",
    after="[AC-1][] now asks for 85.0 %, because ...",
    deficiencies=("D63",),
)
NAMED_UNCHANGED: Final = Rule(
    "CER912",
    "named-as-changed-but-same",
    Severity.WARNING,
    "The section on changes says that a record changed, which is the same as in the previous release.",
    why="Either the record was forgotten when the text was written, or the text. The machine cannot know which.",
    remedy="look at both, and bring the record up to date or correct the sentence",
    clause="MEDDEV 2.7/1 rev 4 A9 section 2",
    before="[AC-2][] was raised.   # the same as in the previous release",
    after="[AC-2][] is unchanged.",
    deficiencies=("D63",),
    grade="B",
)
NO_PREVIOUS: Final = Rule(
    "CER913",
    "no-previous-release",
    Severity.ERROR,
    "An update is checked without the release that it replaces.",
    why="What changed can only be told by comparison.",
    remedy=(
        "write `previous_release:` under the plugin `cerkit` in mkdocs.yml, with the tag of the previous release or a "
        "folder that holds its files; a first report is checked with `--mode release`"
    ),
    before="- cerkit:\n    report: report",
    after="- cerkit:\n    report: report\n    previous_release: v1.0.0",
    deficiencies=("D63",),
)
VERSION_NOT_RAISED: Final = Rule(
    "CER914",
    "report-version-not-raised",
    Severity.ERROR,
    "The version of the report is not higher than that of the previous release.",
    why="Two reports with one number cannot be told apart, and nobody knows which of them is in force.",
    remedy="raise `report.version` in evidence/releases.yml, and add a row to `revisions`",
    clause="MEDDEV 2.7/1 rev 4 11",
    before='version: "1.0.0"   # previous release: 1.0.0',
    after='version: "1.1.0"',
    deficiencies=("D63",),
)
RELEASE_UNCLEAR: Final = Rule(
    "CER920",
    "released-tag-unclear",
    Severity.ERROR,
    "The list of released tags names a tag twice, or holds what is no commit or no digest.",
    why=(
        "The list is the only proof of what was sent out under a version. An entry that contradicts another one, or "
        "that no bundle can be compared with, proves nothing."
    ),
    remedy="keep the entry that `cerkit release` printed for the tag; it tells tag, commit and digest of SHA256SUMS",
    clause="MEDDEV 2.7/1 rev 4 11",
    before='commit: "see v1.0.0"',
    after='commit: "2c5e7e90fe2a634c699f50c94dc7b9aed7d4ae1d"',
)
TO_BE_LOOKED_AT: Final = Rule(
    "CER930",
    "record-to-be-looked-at-again",
    Severity.ERROR,
    "A record rests on something that changed since the previous release, and nobody has looked at it again.",
    why=(
        "A claim that was right with the old value need not be right with the new one. Whoever signs the report signs "
        "that somebody asked. Fields without meaning ask for nothing; the catalogue `meaning` and `meaning_bearing` in "
        "evidence/policy.yml say which those are."
    ),
    remedy="look at the record; correct it, or confirm it as it stands with `cerkit review`",
    clause="MEDDEV 2.7/1 rev 4 6.2.3",
    before="AC-1 justified_by: [BM-1]   # BM-1 was 88 and is 91",
    after="cerkit review AC-1 --by EVR-1 --reason '91 is below the bound, the margin still holds'",
)
CONFIRMATION_STALE: Final = Rule(
    "CER931",
    "confirmation-of-another-state",
    Severity.NOTE,
    "A confirmation holds the digest of a state that the record is not in.",
    why=(
        "A confirmation counts for one state of the record and of all that it names. Something in them was changed "
        "afterwards, or the digest was not made by cerkit."
    ),
    remedy="keep it as history; where the record is to be looked at again, confirm it anew with `cerkit review`",
)

CHANGES_DENIED: Final = Rule(
    "CER915",
    "changes-denied",
    Severity.WARNING,
    "The report says that nothing changed, or no record of a kind, and the revision history says what did.",
    why="A reviewer of an update reads this section first; where it denies what the history tells, neither counts.",
    remedy="say what did not change, or take the sentence out",
    clause="MEDDEV 2.7/1 rev 4 A9 section 2",
    before="There were no changes since the last report. (revision history: claim CLM-5 reworded)",
    after="There were no changes to the software since the last report; [CLM-5][] was reworded.",
    deficiencies=("D63",),
    grade="B",
)

RULES: Final[tuple[Rule, ...]] = (
    FIXED_AFTER_RESULTS,
    DATED_BEFORE_DOCUMENT,
    EDITED_AFTER_RESULTS,
    METHODS_EDITED,
    NOT_SHOWN,
    ATTESTED,
    HISTORY_MISSING,
    BEGINS_LATER,
    CHANGE_NOT_NAMED,
    NAMED_UNCHANGED,
    NO_PREVIOUS,
    VERSION_NOT_RAISED,
    CHANGES_DENIED,
    RELEASE_UNCLEAR,
    TO_BE_LOOKED_AT,
    CONFIRMATION_STALE,
)
