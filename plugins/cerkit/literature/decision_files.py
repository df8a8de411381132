"""Writing decisions: one line each, sorted by key; every other line and every comment stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from cerkit.model.records.review import Decision, Resolution

_KEY: Final = re.compile(r"([A-Za-z][A-Za-z0-9.-]*):(?: |$)")
_SIMPLE: Final = re.compile(r"[A-Za-z](?:[A-Za-z0-9 .;/()+'_-]*[A-Za-z0-9.)])?", re.ASCII)
_RESERVED: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


class UnsafeFileError(Exception):
    """A file whose lines are not one decision each: writing into it could lose something."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def decision_line(key: str, decision: Decision) -> str:
    """One decision as it stands in a file, without the end of the line."""
    fields = [f"decision: {decision.decision}"]
    if decision.reason is not None:
        fields.append(f"reason: {_scalar(decision.reason)}")
    if decision.note is not None:
        fields.append(f"note: {_scalar(decision.note)}")
    fields.append(f"on: {decision.on.isoformat()}")
    if isinstance(decision, Resolution):
        fields.append(f"by: {decision.by}")
    return f"{key}: {{{', '.join(fields)}}}"


def with_decisions(data: bytes, changes: Mapping[str, Decision | None]) -> bytes:
    """The file with some decisions set anew, added, or taken out (None), sorted by key.

    Comments stay: the head of the file above everything, one above a decision above it, one behind it behind it.
    UnsafeFileError where a line is neither decision nor comment.
    """
    if not changes:
        return data
    ending = "\r\n" if b"\r\n" in data else "\n"
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    text = data.decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
    head, blocks, tail = _blocks([line.removesuffix("\r") for line in text.split("\n")] if text else [])
    for key, decision in changes.items():
        if decision is None:
            # What was said above a decision that is taken back is still said.
            head += blocks.pop(key, [""])[:-1]
            continue
        above = blocks.get(key, [""])
        comment = _without_comment(above[-1])[1]
        blocks[key] = [*above[:-1], decision_line(key, decision) + comment]
    lines = [*head, *(line for key in sorted(blocks) for line in blocks[key]), *tail]
    return (mark + "".join(line + ending for line in lines)).encode()


def _blocks(lines: list[str]) -> tuple[list[str], dict[str, list[str]], list[str]]:
    """The head of a file; each decision with the comments above it; and what stands below the last one.

    The comments above the first decision are the head: they speak of the file.
    """
    head: list[str] = []
    blocks: dict[str, list[str]] = {}
    above: list[str] = []
    for number, line in enumerate(lines, start=1):
        key = _key(line)
        if key is None:
            if line.strip() and not line.lstrip().startswith("#"):
                raise UnsafeFileError(number, "no decision on one line stands here")
            above.append(line)
            continue
        if not _without_comment(line)[0].endswith("}"):
            raise UnsafeFileError(number, f"the decision on {key} does not end on its line")
        if key in blocks:
            raise UnsafeFileError(number, f"there is a second decision on {key}")
        if not blocks:
            head, above = above, []
        blocks[key] = [*above, line]
        above = []
    return (head, blocks, above) if blocks else (above, blocks, [])


def _without_comment(line: str) -> tuple[str, str]:
    """A line and the comment behind it; a number sign inside quotes begins none."""
    quote = ""
    for place, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote and line[place - 1] != "\\" else quote
        elif sign == '"' or (sign == "'" and line[place - 1] in " ,{["):
            quote = sign
        elif sign == "#" and line[place - 1].isspace():
            body = line[:place].rstrip()
            return body, line[len(body) :]
    return line.rstrip(), ""


def _key(line: str) -> str | None:
    match = _KEY.match(line)
    return match.group(1) if match else None


def _scalar(text: str) -> str:
    """Text as YAML has it inside braces: plain where nothing else could be meant, else in double quotes."""
    words = " ".join(text.split())
    if _SIMPLE.fullmatch(words) and words.casefold() not in _RESERVED:
        return words
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in escaped) + '"'
