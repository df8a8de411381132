"""Rules of family 2xx: records."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

_ASKED_FOR: Final = """
    D01 D02 D03 D04 D05 D07 D18 D24 D25 D36 D42 D43 D46 D48 D51 D52 D54 D55 D56 D58 D60 D61 D62 D67 D68 D70
"""
_ASKED_FIRST: Final = tuple(_ASKED_FOR.split())
"""Deficiencies that stand in fields which no record of the kind can be without; left out or left empty is the same."""

MISSING_FIELD: Final = Rule(
    "CER201",
    "missing-field",
    Severity.ERROR,
    "A field that every such record needs is missing.",
    why="A reviewer asks for it; without it the record cannot carry its part of the argument.",
    remedy="add the field",
    clause="MEDDEV 2.7/1 rev 4 A9; MDCG 2020-13",
    before="limit: English only",
    after="limit: English only, reason: ...",
    deficiencies=_ASKED_FIRST,
)
UNKNOWN_FIELD: Final = Rule(
    "CER202",
    "unknown-field",
    Severity.ERROR,
    "A field stands in a record that has no such field.",
    why="A misspelled field would be left out of the report without a word.",
    remedy="correct the name or remove the field",
    before="wordng: Detects referable retinopathy",
    after="wording: Detects referable retinopathy",
)
WRONG_TYPE: Final = Rule(
    "CER203",
    "wrong-type",
    Severity.ERROR,
    "A value is of another type than its field: text for a number, a number for a text, one value for a list.",
    why="YAML reads 1.10 as a number and 2026-05-29 as a date; taken silently, a version 1.10 would become 1.1.",
    remedy="write the value in the form that the field has",
    before="version: 1.10",
    after='version: "1.10"',
)
VALUE_NOT_ALLOWED: Final = Rule(
    "CER204",
    "value-not-allowed",
    Severity.ERROR,
    "A value is not one of those that its field allows.",
    why="The field's values are terms of the field with a fixed meaning.",
    remedy="use one of the allowed values",
    before="kind: perfomance",
    after="kind: performance",
)
MALFORMED_IDENTIFIER: Final = Rule(
    "CER205",
    "malformed-identifier",
    Severity.ERROR,
    "An identifier does not have the form of its kind.",
    why="The prefix tells a reader of the Word file what a record is, and links depend on it.",
    remedy="use the kind's prefix, then letters, digits, hyphens or dots; at most 40 characters",
    before="id: claim 1",
    after="id: CLM-1",
)
DUPLICATE_IDENTIFIER: Final = Rule(
    "CER206",
    "duplicate-identifier",
    Severity.ERROR,
    "Two records have the same identifier.",
    why="A link to it would be ambiguous; two branches that both took the next number end like this.",
    remedy="give the newer record another identifier",
)
IDENTIFIER_NOT_FILE_NAME: Final = Rule(
    "CER207",
    "identifier-not-file-name",
    Severity.ERROR,
    "A record in a file of its own has another identifier than the file.",
    why="People find a record by its file's name, and the history of one is read as the history of the other.",
    remedy="rename the file, or correct the identifier",
)
INVALID_CATALOGUE: Final = Rule(
    "CER208",
    "invalid-catalogue",
    Severity.ERROR,
    "A catalogue of your own is not formed like the catalogues that ship.",
    why="Requirements, checklists and appraisal schemes are data; a malformed one would drop entries.",
    remedy="compare the file with the catalogue of the same kind in the reference",
)
NOT_A_RECORD: Final = Rule(
    "CER209",
    "not-a-record",
    Severity.ERROR,
    "A file or list entry does not hold a record.",
    why="A list stands where fields are expected, or the list's own key is missing.",
    remedy="write the fields of the record, each with a colon",
    before="- CLM-1",
    after="- id: CLM-1\n  wording: Detects referable retinopathy",
)
EMPTY_TEXT: Final = Rule(
    "CER210",
    "empty-text",
    Severity.ERROR,
    "A text is empty.",
    why="An empty text looks answered and is not.",
    remedy="write the text, or leave the field out",
    deficiencies=_ASKED_FIRST,
)

RULES: Final = (
    MISSING_FIELD,
    UNKNOWN_FIELD,
    WRONG_TYPE,
    VALUE_NOT_ALLOWED,
    MALFORMED_IDENTIFIER,
    DUPLICATE_IDENTIFIER,
    IDENTIFIER_NOT_FILE_NAME,
    INVALID_CATALOGUE,
    NOT_A_RECORD,
    EMPTY_TEXT,
)
