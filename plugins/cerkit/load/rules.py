"""Rules of family 1xx: files and YAML."""

from __future__ import annotations

from typing import Final

from cerkit.model.diagnostics import Rule, Severity

UNREADABLE_FILE: Final = Rule(
    "CER101",
    "unreadable-file",
    Severity.ERROR,
    "A file is not UTF-8 text, or holds control characters.",
    why="Such a file reads differently on another machine; part of the evidence could be lost without a word.",
    remedy="save the file as UTF-8 without control characters",
)
FILE_TOO_LARGE: Final = Rule(
    "CER102",
    "file-too-large",
    Severity.ERROR,
    "A record file or a page is larger than any can be.",
    why="A file of this size is an accident or an attack; reading it would stop everybody's checks.",
    remedy="keep data files out of evidence/ and cite them as documents",
)
YAML_SYNTAX: Final = Rule(
    "CER103",
    "yaml-syntax",
    Severity.ERROR,
    "A file is not well-formed YAML.",
    why="Nothing in the file can be read until it is.",
    remedy="mend the line; often a colon, a quote or the indentation",
    before="wording: Detects: everything",
    after='wording: "Detects: everything"',
)
DUPLICATE_KEY: Final = Rule(
    "CER104",
    "duplicate-key",
    Severity.ERROR,
    "A key stands twice in one mapping.",
    why="Most YAML readers silently let the second win; the reviewer would read the first.",
    remedy="keep one of the two",
    before="value: 85.0\nvalue: 80.0",
    after="value: 85.0",
)
YAML_FEATURE: Final = Rule(
    "CER105",
    "yaml-feature",
    Severity.ERROR,
    "An anchor, alias, tag, merge key or second document is used.",
    why="They make one line change records elsewhere, can blow up memory, and other tools read them differently.",
    remedy="write the value out",
    before="wording: *shared",
    after="wording: Detects referable retinopathy",
)
TAB_CHARACTER: Final = Rule(
    "CER106",
    "tab-character",
    Severity.ERROR,
    "A tab character stands in a YAML file.",
    why="YAML forbids tabs for indentation, and editors show them at different widths.",
    remedy="use blanks",
)
EMPTY_VALUE: Final = Rule(
    "CER107",
    "empty-value",
    Severity.ERROR,
    "Nothing stands after a key or a list dash, or in a whole file.",
    why="An empty value is usually a forgotten one; YAML reads it as null without a word.",
    remedy="fill it in, or leave the line out",
    before="margin:",
    after="margin: Half of the distance to the benchmark",
)
UNKNOWN_FILE: Final = Rule(
    "CER108",
    "unknown-file",
    Severity.ERROR,
    "A file in evidence/ has a name that no kind of record has.",
    why="A misspelled name would otherwise leave its records out of the report.",
    remedy="rename the file, or move it out of evidence/",
    before="evidence/claim.yml",
    after="evidence/claims.yml",
)
TOO_DEEP: Final = Rule(
    "CER109",
    "too-deep",
    Severity.ERROR,
    "Values are nested deeper than any record is.",
    why="No record needs it; deep nesting is an accident or an attack.",
    remedy="flatten the value",
)
OUTSIDE_REPOSITORY: Final = Rule(
    "CER110",
    "outside-repository",
    Severity.ERROR,
    "A file is a link that leads out of the repository.",
    why="The report is rebuilt from the repository alone, and a pull request must not read other files.",
    remedy="copy the file into the repository",
)
KEY_NOT_TEXT: Final = Rule(
    "CER111",
    "key-not-text",
    Severity.ERROR,
    "A key is a list or a mapping.",
    why="Records have named fields only.",
    remedy="write a plain name before the colon",
)

RULES: Final = (
    UNREADABLE_FILE,
    FILE_TOO_LARGE,
    YAML_SYNTAX,
    DUPLICATE_KEY,
    YAML_FEATURE,
    TAB_CHARACTER,
    EMPTY_VALUE,
    UNKNOWN_FILE,
    TOO_DEEP,
    OUTSIDE_REPOSITORY,
    KEY_NOT_TEXT,
)
