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
_MARKER: Final = re.compile(r"(?:^|(?<=[})]))[ \t]*[,;]?[ \t]*@[ \t]*([A-Za-z]+)\s*[{(]", re.MULTILINE)
_COMMENTED: Final = re.compile(r"^[ \t]*@comment\s*\{", re.MULTILINE | re.IGNORECASE)
_BRACE: Final = re.compile(r"[{}]")
_ROUND: Final = re.compile(r"[{}()]")
_KEY: Final = re.compile(r"([^,={}\"]*)(?:,|\Z)")
_NAME: Final = re.compile(r"[\s,]*([^\s=,{}\"#%'][^\n=,{}\"#%']{0,60}?)\s*=\s*")
_REMARK: Final = re.compile(r"[\s,]*%[^\n]*(?:\n|\Z)")
_REMARK_BEGINS: Final = 20
"""Characters before an entry in which the sign of a remark is looked for."""
_BARE: Final = re.compile(r"[^\s,#{}\"]+")
_JOIN: Final = re.compile(r"\s*#\s*")
_FIELD_LINE: Final = re.compile(
    r"^[ \t]*([A-Za-z][A-Za-z0-9_:-]*(?: [A-Za-z0-9_-]+)?)[ \t]*=[ \t]*(?=[{\"0-9A-Za-z])", re.MULTILINE
)
_NO_ENTRIES: Final = frozenset({"comment", "string", "preamble"})
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VERBATIM: Final = frozenset({"url", "doi", "file", "eprint", "pmid", "pmcid"})


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    start: int
    body: str
    """Between the brackets."""
    whole: str
    """From the opening bracket to the next entry."""
    is_closed: bool
    """Whether the closing bracket was found, and no field stands behind it."""


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
        if block.kind == "string":
            strings.update(_strings(block, strings))
        elif block.kind not in _NO_ENTRIES:
            _keep(block, line, strings, parsed)
    return parsed


def _keep(block: _Block, line: int, strings: dict[str, str], parsed: Parsed) -> None:
    """Read an entry by BibTeX's rules; where its braces do not balance, line by line."""
    at, message = 0, f"the entry @{block.kind} is not closed"
    if block.is_closed:
        try:
            parsed.records.append(RawRecord(line, tuple(_entry(block, strings))))
        except _BrokenError as error:
            at, message = block.body.count("\n", 0, error.position), error.message
        else:
            return
    fields = _by_line(block)
    if fields is None:
        parsed.lose(line + at, message)
        return
    parsed.note(
        line + at, f"{message}; its fields were read line by line", "look at the record: a brace is missing"
    )
    parsed.records.append(RawRecord(line, fields))


def _by_line(block: _Block) -> tuple[tuple[str, str], ...] | None:
    """The fields of an entry with one field a line, as databases write them; None where the entry was cut off."""
    whole = block.whole.rstrip()
    starts = tuple(_FIELD_LINE.finditer(whole))
    if not starts or not whole.endswith(("}", ")")) or len(whole) > LONGEST_FIELD:
        return None
    key = _KEY.match(whole)
    fields = [("ENTRYTYPE", block.kind)]
    if key and key[1].strip():
        fields.append(("ID", " ".join(key[1].split())))
    ends = (*(found.start() for found in starts[1:]), len(whole) - 1)
    for found, end in zip(starts, ends, strict=True):
        value = whole[found.end() : end].strip().removesuffix(",").rstrip()
        value = value[1:-1] if value[:1] in {"{", '"'} and value[-1:] in {"}", '"'} else value.lstrip('{"')
        name = found[1].lower()
        fields.append((name, " ".join(value.split()) if name in _VERBATIM else plain_text(value)))
    return tuple(fields)


def count_bibtex(text: str) -> int:
    """Beginnings of entries at the start of a line or right after the end of another."""
    parts: list[str] = []
    position = 0
    while comment := _COMMENTED.search(text, position):
        end = _closing(text, comment.end(), "{", len(text), escapes=False)
        if end is None:
            break
        parts.append(text[position : comment.start()])
        position = end
    parts.append(text[position:])
    markers = (found for part in parts for found in _MARKER.finditer(part))
    return sum(found[1].lower() not in _NO_ENTRIES for found in markers)


class _Lines:
    """Line numbers of growing positions."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1

    def of(self, position: int) -> int:
        self._line += self._text.count("\n", self._at, position)
        self._at = position
        return self._line


def _blocks(text: str) -> Iterator[_Block]:
    position, comments_end = 0, True
    while found := _START.search(text, position):
        kind, opening = found[1].lower(), found[2]
        if not _is_beginning(text, found.start()):
            position = found.end()
            continue
        if kind == "comment" and comments_end:
            # Whole entries are put into comments; as in the count, one that never ends is the last that is believed.
            end = _closing(text, found.end(), opening, len(text), escapes=False)
            comments_end = end is not None
            if end is not None:
                position = end
                continue
        limit = _limit(text, found.end())
        end = _end(text, found.end(), opening, limit)
        if end is None:
            position = limit
            yield _Block(kind, found.start(), "", text[found.end() : limit], is_closed=False)
            continue
        following = _START.search(text, end, limit)
        rest = "" if following else text[end:limit]
        is_closed = kind in _NO_ENTRIES or _FIELD_LINE.search(rest) is None
        position = end if is_closed else limit
        body = text[found.end() : end - 1]
        yield _Block(
            kind, found.start(), body, body + rest if following else text[found.end() : limit], is_closed
        )


def _limit(text: str, position: int) -> int:
    """Where the next entry begins: an entry that is not closed must not take the following ones with it."""
    following = _LINE_START.search(text, position)
    return following.start() if following else len(text)


def _is_beginning(text: str, position: int) -> bool:
    """Whether an entry may begin here: an address or a handle between entries is none, nor what follows a `%`."""
    before = text[position - 1 : position]
    line = text[max(position - _REMARK_BEGINS, 0) : position].rpartition("\n")[2]
    if line.lstrip().startswith("%"):
        return False
    return not (before.isalnum() or before in {".", "_", "-", "+", "%"})


def _end(text: str, position: int, opening: str, limit: int) -> int | None:
    """Where the entry ends. Some programs write single braces after a backslash, which BibTeX would count."""
    for escapes in (False, True):
        end = _closing(text, position, opening, limit, escapes=escapes)
        if end is not None:
            return end
    return None


def _closing(text: str, position: int, opening: str, limit: int, *, escapes: bool) -> int | None:
    depth = 0
    for found in (_BRACE if opening == "{" else _ROUND).finditer(text, position, limit):
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
        if key[1].strip():
            yield "ID", " ".join(key[1].split())
    for name, value in _fields(block.body, position, strings):
        if len(value) > LONGEST_FIELD:
            raise _BrokenError(position, f"the field {name} has {len(value)} characters")
        low = name.lower()
        yield low, " ".join(value.split()) if low in _VERBATIM else plain_text(value)


def _fields(body: str, position: int, strings: dict[str, str]) -> Iterator[tuple[str, str]]:
    while position < len(body):
        while remark := _REMARK.match(body, position):
            position = remark.end()
        name = _NAME.match(body, position)
        if name is None:
            rest = body[position:].strip(" \t\n,;")
            if not rest:
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
        end = _closing(body, position + 1, "{", len(body), escapes=False) or _closing(
            body, position + 1, "{", len(body), escapes=True
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
