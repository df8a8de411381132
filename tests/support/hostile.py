"""Edits that break a dossier in every way a hurried writer, a careless script or a hostile hand might.

Chance is a parameter: hypothesis, a fuzzer's bytes and a plain random generator all drive the same edits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

T = TypeVar("T")
Pick = Callable[[int], int]
"""A number from 0 to below the one that is given."""
Files = dict[str, bytes]

VALUES: Final = (
    "0", "-1", "-0.001", "0.0", "1", "100", "100.0", "0." + "0" * 60 + "1", "9" * 60, "9" * 5000,
    "0." + "9" * 5000, "-" + "9" * 400, "1" + "0" * 330 + ".5", "1e308", "NaN", "0001-01-01", "9999-12-31",
    "2026-02-30", "1999-12-31", '"0001-01-01 to 9999-12-31"', '"9999-12-31 to 0001-01-01"', '"99999999"', '"0"',
    '"1.2.3.4.5.6"', '"."', "[]", "{}", '""', '" "', "null", "true", "[[[]]]", "[a, a]", "{a: b}", "x" * 20_000,
    '"' + "word " * 5000 + '"', '"\\u202edet"', '"e\\u0301\\u0323\\u0323"', '"\\0"', '"\\ud800"', '"\\e[31m"',
    '"\\n\\n# T\\n"', '"\\u00a0"', '"\\ufeff"', '"\U0001f469\u200d\U0001f52c"', '"Ⅳ ½ ٣ ²"', '"{{ 7 * 7 }}"',
    '"{% for x in y %}"', '"{# x"', "<script>alert(1)</script>", '"&lt; &#0; &amp"',
    '"[x](javascript:alert(1))"', '"**bold** _it_ `code`"', '"| a | b |"', '"[CLM-1][] [@SRC-ci-1]"',
    '"1.2.3 and version 9.9.9; 95 % (90 to 99)"', "CLM-1", "AC-1", "BM-1", "EP-sens", "SRC-ci-1",
    "SRC-ci-1.sens", "RSK-1", "GAP-1", "EVR-1", "DOC-ifu", "UK-ER-1", "POP-1", "IND-1", "SYN-sens",
    "PMS-missed", "PMCF-1", "report", "abstract", "under evaluation", "equivalent", "lower", "estimate", "s",
    '"%"', "../../../etc/passwd", "C:\\Users\\x", "'", "*a", "&a x", "!!python/object:os.system x", ">-", "\t",
    "- x", "a: b",
)  # fmt: skip  # one per line would fill pages
"""Each as it stands in YAML behind a key or a dash."""

FRAGMENTS: Final = (
    "[", "]", "[[", "][", "[]", "[CLM-1][]", "[text][AC-1]", "[@SRC-ci-1, p. 3]", "[@", "@SRC-x", "[GAP-99][]",
    "[tbl-x][]", "{{", "}}", "{%", "%}", "{#", '{{ finding("SRC-ci-1.sens") }}', "{{ table(", "{: #sec-x }",
    "{:", "|", "| a | b |", "|---|---|", "\n", "\n\n", "\n# ", "\n## Results {: #x }", "\n### 4.2 ", "\n> ",
    "\n- ", "\n1. ", "\n    ", "\n---\n", "\n```\n", "\n~~~\n", "`", "``", "<!--", "-->", "<b>", "<", ">",
    "&amp;", "&#0;", "*", "**", "_", "\\", "\\\\", "\r", "\r\n", "\t", "\0", "\x0b", "\x1b[2J", "\u2028",
    "\u202e", "\ufeff", "\u00ad", "e\u0301\u0323", "ﬁ", "ß", "İ", "Ⅳ", "½", "²", "٣", "\U0001f469\u200d", '"',
    "“", "”", "«", "'", "’", "(", ")", "... ", ". ", ".", "; ", ": ", ", ", " - ", "–", "!", "?", "e.g. ",
    "et al. ", "Fig. 3", "Table 4", "Section 99.9", "version 1.", "version 1.2.0", "v", "1.2.3.4.5", "95",
    "95.0 %", "95 % CI 91.5 to 97.1", "0/0", "228 of 240", "228/240", "1,200", "1e999", "9" * 400,
    "0." + "0" * 300 + "1", "10^-6", "-5 %", "± 3", "p < 0.05", "2026-02-30", "9999-12-31", "0001-01-01",
    "31 February 2026", "in 2019", "TODO", "TBC", "XX", "lorem ipsum", "[insert device name]", "we believe",
    "no risks", "safe", "clearly", "proves", "CE marked", "in the EU", "will be", "was not", "The device",
    "Demonstrator Rhythm Flag", "DRF", "sensitivity", "compared with", "no study", "see the", "as described in",
    "IFU section 5.1", "intended purpose", "C:\\Users\\x\\y.docx", "../../etc/passwd", "https://x.test/",
    "file:///etc", "x" * 3000, "ab-" * 1000, "a." * 500, "A " * 500,
)  # fmt: skip  # one per line would fill pages
"""Openings, closings and words of everything that the checks of prose look for."""

_VALUE: Final = re.compile(r"(?:^\s*- |: |[\[{,] ?)(?=[^\s\[{>|])([^\n,{}\[\]]+)")
_NUMBER: Final = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w.-])")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAME: Final = re.compile(r"\b(?:[A-Z]{2,4}-[\w.]+|id: \S+)")
_FIELD: Final = re.compile(r"[a-z_]+(?=:(?: |$))")


def mutated(files: Mapping[str, bytes], pick: Pick) -> Files:
    """The files after one edit, which chance chooses."""
    paths = sorted(files)
    if not paths:
        return dict(files)
    path = one_of(pick, paths)
    kind = pick(20)
    if kind == 0:
        return {name: data for name, data in files.items() if name != path}
    if kind == 1:
        return {**files, one_of(pick, [*paths, *_NEW]): files[path]}
    if kind == 2:
        return _renamed(files, files[path], pick)
    text = files[path].decode(errors="replace")
    if path.endswith(".md"):
        changed = hostile_prose(pick, pick(60)) if kind == 3 else _prose_edit(text, pick)
    else:
        others = files[one_of(pick, paths)].decode(errors="replace")
        changed = _yaml_edit(text, others, pick)
    return {**files, path: changed.encode(errors="surrogatepass")}


def hostile_prose(pick: Pick, length: int) -> str:
    """A page of fragments, with or without blanks between."""
    between = one_of(pick, ("", " "))
    return between.join(one_of(pick, FRAGMENTS) for _ in range(length))


def one_of(pick: Pick, options: Sequence[T]) -> T:
    return options[pick(len(options))]


_NEW: Final = (
    "evidence/sources/SRC-new.yml", "evidence/synthesis/SYN-new.yml", "evidence/equivalence/EQV-9.yml",
    "evidence/records/SRH-2026-device.yml", "evidence/screening/full-text/resolved.yml",
    "evidence/catalogues/policies/x.yml", "evidence/checklists/x.yml", "evidence/reviews/EVR-1.yml",
    "docs/report/10-more.md", "docs/report/deep/er/x.md", "docs/x.md",
)  # fmt: skip  # one per line would fill pages


def _renamed(files: Mapping[str, bytes], data: bytes, pick: Pick) -> Files:
    """An identifier of one file, replaced everywhere by another, by a new or by an impossible one."""
    names = sorted(
        {match.group(0).removeprefix("id: ") for match in _NAME.finditer(data.decode(errors="replace"))}
    )
    if not names:
        return dict(files)
    old = one_of(pick, names).encode()
    new = one_of(
        pick, [*names, old.decode() + "-2", "CLM-", "x" * 300, "AC-é", old.decode() + ".a.b.c"]
    ).encode()
    return {path: text.replace(old, new) for path, text in files.items()}


def _prose_edit(text: str, pick: Pick) -> str:
    at, length = pick(len(text) + 1), one_of(pick, (0, 0, 1, 10, 100))
    added = hostile_prose(pick, one_of(pick, (0, 1, 1, 2, 5, 20)))
    return text[:at] + added + text[at + length :]


def _yaml_edit(text: str, others: str, pick: Pick) -> str:
    """One edit of a record file; most leave it YAML, because what cannot be read is never checked further."""
    edits = (
        _value,
        _value,
        _value,
        _borrowed,
        _swapped,
        _number,
        _number,
        _day,
        _field,
        _line,
        _block,
        _block,
        _cut,
    )
    return one_of(pick, edits)(text, others, pick)


def _replaced(text: str, pattern: re.Pattern[str], new: Callable[[str], str], pick: Pick) -> str:
    """The text with one place that fits the pattern replaced."""
    found = list(pattern.finditer(text))
    if not found:
        return text
    match = one_of(pick, found)
    group = 1 if pattern.groups else 0
    return text[: match.start(group)] + new(match.group(group)) + text[match.end(group) :]


def _value(text: str, _others: str, pick: Pick) -> str:
    return _replaced(text, _VALUE, lambda _old: one_of(pick, VALUES), pick)


def _borrowed(text: str, others: str, pick: Pick) -> str:
    """A value of another place, which is often one that the field may have."""
    known = [match.group(1) for match in _VALUE.finditer(others)]
    return _replaced(text, _VALUE, lambda old: one_of(pick, known) if known else old, pick)


def _swapped(text: str, _others: str, pick: Pick) -> str:
    lines = text.splitlines(keepends=True)
    if len(lines) > 1:
        first, second = pick(len(lines)), pick(len(lines))
        lines[first], lines[second] = lines[second], lines[first]
    return "".join(lines)


def _number(text: str, _others: str, pick: Pick) -> str:
    return _replaced(text, _NUMBER, lambda _old: one_of(pick, VALUES[:14]), pick)


def _day(text: str, _others: str, pick: Pick) -> str:
    return _replaced(text, _DAY, lambda _old: one_of(pick, VALUES[15:19]), pick)


def _field(text: str, others: str, pick: Pick) -> str:
    known = _FIELD.findall(others)
    return _replaced(text, _FIELD, lambda old: one_of(pick, known) if known else old, pick)


def _line(text: str, others: str, pick: Pick) -> str:
    lines, more = text.splitlines(keepends=True), others.splitlines(keepends=True)
    at = pick(len(lines) + 1)
    kind = pick(4)
    if kind == 0 and more:
        lines.insert(at, one_of(pick, more))
    elif kind == 1:
        lines[at:at] = lines[at : at + 1]
    elif kind == 2 and at < len(lines):
        lines[at] = lines[at][: pick(len(lines[at]) + 1)] + "\n"
    else:
        del lines[at : at + 1]
    return "".join(lines)


def _block(text: str, _others: str, pick: Pick) -> str:
    """A value with all that stands below it: left out, doubled or emptied."""
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    at = pick(len(lines))
    depth = _depth(lines[at])
    end = at + 1
    while end < len(lines) and _depth(lines[end]) > depth:
        end += 1
    kind = pick(3)
    if kind == 0:
        return "".join(lines[:at] + lines[end:])
    if kind == 1:
        return "".join(lines[:end] + lines[at:end] + lines[end:])
    key, colon, _ = lines[at].partition(":")
    return "".join([*lines[:at], f"{key}{colon} {one_of(pick, VALUES)}\n", *lines[end:]])


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _cut(text: str, _others: str, pick: Pick) -> str:
    at = pick(len(text) + 1)
    return text[:at] + text[at + pick(100) :] if pick(2) else text[:at]
