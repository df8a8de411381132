"""BibTeX as databases write it: entries without a key, with blanks in it, with the same key or field twice.

Our own reader: the ones that can be had take such entries for mistakes and hand over fewer than there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cerkit.literature.readers.latex import plain_text
from cerkit.literature.readers.values import LONGEST_FIELD, Parsed, RawRecord

_START: Final = re.compile(r"@[ \t]*([A-Za-z]+)\s*([{(])")
_LINE_START: Final = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)\s*[{(]", re.MULTILINE)
_MARKER: Final = re.compile(r"(?:^|(?<=[})]))[ \t]*@[ \t]*([A-Za-z]+)\s*[{(]", re.MULTILINE)
_COMMENTED: Final = re.compile(r"^[ \t]*@comment\s*\{", re.MULTILINE | re.IGNORECASE)
_BRACE: Final = re.compile(r"[{}]")
_ROUND: Final = re.compile(r"[{}()]")
_KEY: Final = re.compile(r"\s*([^,={}\"]*?)\s*(?:,|$)")
_NAME: Final = re.compile(r"[\s,]*([^\s=,{}\"#%']+)\s*=\s*")
_BARE: Final = re.compile(r"[^\s,#{}\"]+")
_JOIN: Final = re.compile(r"\s*#\s*")
_NO_ENTRIES: Final = frozenset({"comment", "string", "preamble"})
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VERBATIM: Final = frozenset({"url", "doi", "file", "eprint", "pmid", "pmcid"})


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    start: int
    body: str


class _BrokenError(Exception):
    """An entry that cannot be read, and where."""

    def __init__(self, position: int, message: str) -> None:
        super().__init__(message)
        self.position, self.message = position, message


def read_bibtex(text: str) -> Parsed:
    """Every entry with its key, type and fields. What stands between entries is a comment."""
    parsed = Parsed(counted=count_bibtex(text))
    strings = {name: name.capitalize() for name in _MONTHS}
    lines = _Lines(text)
    for block in _blocks(text):
        line = lines.of(block.start)
        if isinstance(block, _Open):
            parsed.lose(line, f"the entry @{block.kind} is not closed")
        elif block.kind == "string":
            strings.update(_strings(block, strings))
        elif block.kind not in _NO_ENTRIES:
            try:
                fields = tuple(_entry(block, strings))
            except _BrokenError as error:
                parsed.lose(lines.of(block.start) + block.body.count("\n", 0, error.position), error.message)
            else:
                parsed.records.append(RawRecord(line, fields))
    return parsed


def count_bibtex(text: str) -> int:
    """Beginnings of entries at the start of a line or right after the end of another."""
    for comment in reversed(tuple(_COMMENTED.finditer(text))):
        end = _closing(text, comment.end(), "{", escapes=False)
        if end is not None:
            text = text[: comment.start()] + text[end:]
    return sum(found[1].lower() not in _NO_ENTRIES for found in _MARKER.finditer(text))


@dataclass(frozen=True, slots=True)
class _Open:
    """An entry without an end."""

    kind: str
    start: int


class _Lines:
    """Line numbers of growing positions."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1

    def of(self, position: int) -> int:
        self._line += self._text.count("\n", self._at, position)
        self._at = position
        return self._line


def _blocks(text: str) -> Iterator[_Block | _Open]:
    position = 0
    while found := _START.search(text, position):
        kind, opening = found[1].lower(), found[2]
        if not _is_beginning(text, found.start()):
            position = found.end()
            continue
        following = _LINE_START.search(text, found.end())
        limit = following.start() if following else len(text)
        end = _end(text, found.end(), opening, limit)
        if end is None:
            position = limit
            if kind != "comment":
                yield _Open(kind, found.start())
            continue
        position = end
        yield _Block(kind, found.start(), text[found.end() : end - 1])


def _is_beginning(text: str, position: int) -> bool:
    """Whether an entry may begin here: an address or a handle in a comment is none."""
    before = text[max(0, position - 200) : position].rstrip(" \t")
    return not before or before[-1] in "\n})"


def _end(text: str, position: int, opening: str, limit: int) -> int | None:
    """Where the entry ends. Some programs write single braces after a backslash, which BibTeX would count."""
    end = _closing(text, position, opening, escapes=False)
    if end is not None and (end <= limit or not _is_followed(text, limit)):
        return end
    lenient = _closing(text, position, opening, escapes=True)
    if lenient is not None and lenient <= limit:
        return lenient
    return None


def _is_followed(text: str, limit: int) -> bool:
    """Whether another entry seems to begin there, and not a line of a text that looks like one."""
    return re.match(r"[ \t]*@[ \t]*[A-Za-z]+\s*[{(]\s*[^\s,{}=]*\s*,", text[limit : limit + 300]) is not None


def _closing(text: str, position: int, opening: str, *, escapes: bool) -> int | None:
    depth = 0
    for found in (_BRACE if opening == "{" else _ROUND).finditer(text, position):
        if (
            escapes
            and text[found.start() - 1] == "\\"
            and text[found.start() - 2 : found.start() - 1] != "\\"
        ):
            continue
        sign = found[0]
        if sign == "{" or (sign == "(" and depth and opening == "("):
            depth += sign == "{"
        elif sign == "}":
            if depth == 0:
                return found.end() if opening == "{" else None
            depth -= 1
        elif sign == ")" and depth == 0:
            return found.end()
    return None


def _strings(block: _Block, known: dict[str, str]) -> dict[str, str]:
    try:
        return {name.lower(): value for name, value in _fields(block.body, 0, known)}
    except _BrokenError:
        return {}


def _entry(block: _Block, strings: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "ENTRYTYPE", block.kind
    key = _KEY.match(block.body)
    position = 0
    if key:
        position = key.end()
        if key[1]:
            yield "ID", " ".join(key[1].split())
    for name, value in _fields(block.body, position, strings):
        if len(value) > LONGEST_FIELD:
            raise _BrokenError(position, f"the field {name} has {len(value)} characters")
        low = name.lower()
        yield low, " ".join(value.split()) if low in _VERBATIM else plain_text(value)


def _fields(body: str, position: int, strings: dict[str, str]) -> Iterator[tuple[str, str]]:
    while position < len(body):
        name = _NAME.match(body, position)
        if name is None:
            rest = body[position:].strip(" \t\n,;")
            if not rest or (rest[0] == "%" and "=" not in rest):
                return
            shown = " ".join(rest[:40].split())
            raise _BrokenError(position, f"no field of an entry: {shown}")
        value, position = _value(body, name.end(), strings)
        yield name[1], value


def _value(body: str, position: int, strings: dict[str, str]) -> tuple[str, int]:
    parts: list[str] = []
    while True:
        part, position = _part(body, position, strings)
        parts.append(part)
        join = _JOIN.match(body, position)
        if join is None:
            return "".join(parts), position
        position = join.end()


def _part(body: str, position: int, strings: dict[str, str]) -> tuple[str, int]:
    sign = body[position : position + 1]
    if sign == "{":
        end = _closing(body, position + 1, "{", escapes=False) or _closing(
            body, position + 1, "{", escapes=True
        )
        if end is None:
            raise _BrokenError(position, "a brace is not closed")
        return body[position + 1 : end - 1], end
    if sign == '"':
        return _quoted(body, position)
    bare = _BARE.match(body, position)
    if bare is None:
        return "", position
    return strings.get(bare[0].lower(), bare[0]), bare.end()


def _quoted(body: str, position: int) -> tuple[str, int]:
    depth = 0
    for found in re.compile(r'[{}"]').finditer(body, position + 1):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif depth <= 0 and body[found.start() - 1] != "\\":
            return body[position + 1 : found.start()], found.end()
    raise _BrokenError(position, "a quotation mark is not closed")
