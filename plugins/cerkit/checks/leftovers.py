"""What no finished text may hold: signs of the markup, paths of somebody's computer, words of a template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cerkit.checks.looks import Leftover, LeftoverKind, Look, each_once, encoded


def _markup(what: str, needles: Iterable[str], pattern: str) -> Look:
    return Look(LeftoverKind.MARKUP, what, encoded(needles), re.compile(pattern))


def _path(what: str, needles: Iterable[str], pattern: str) -> Look:
    return Look(LeftoverKind.PATH, what, encoded(needles), re.compile(pattern))


def _placeholder(what: str, needles: Iterable[str], pattern: str) -> Look:
    return Look(LeftoverKind.PLACEHOLDER, what, encoded(needles), re.compile(pattern, re.IGNORECASE))


_ENTITY: Final = (
    r"(?:amp|nbsp|lt|gt|quot|apos|ndash|mdash|shy|ensp|emsp|thinsp|times|plusmn|deg|micro|le|ge|#\d{1,6}"
    r"|#x[0-9A-Fa-f]{1,5});"
)
_NAMES: Final = (
    "a abbr article aside b big blockquote body br caption center cite code col colgroup dd del details dfn div dl dt "
    "em figcaption figure font footer h1 h2 h3 h4 h5 h6 head header hr html i iframe img ins kbd li link main mark nav "
    "ol p picture pre q s samp script section small source span strike strong style sub summary sup svg table tbody td "
    "tfoot th thead time title tr tt u ul var video wbr"
)
_ELEMENTS: Final = frozenset(_NAMES.split())
_TAG: Final = "|".join(sorted(_ELEMENTS, key=lambda name: (-len(name), name)))
_FILE: Final = r"(?:md|ya?ml|json|csv|txt|py|ipynb|html?|docx?|xlsx?|pptx?|pdf|png|jpe?g|svg|zip)"
_LINKED: Final = rf"(?:https?:|mailto:|[./#][\w./#-]|[\w.%/-]{{1,200}}\.{_FILE}\b)"
_ROOTS: Final = "home|Users|tmp|var|mnt|usr|opt|etc|srv|root|media|Volumes"
_MISSING: Final = (
    r"(?:added|completed|confirmed|defined|determined|filled(?: in)?|inserted|provided|supplied|written)"
)
_ASKED: Final = (
    r"(?:please )?(?:insert|enter|fill in|specify|describe|click|tap|choose an?|select an?|delete this|your"
    rf"|to be {_MISSING})\b"
)
_NAMED: Final = (
    r"(?:(?:name|number|date|version|title|author)(?: of (?:the )?[a-z]{1,20})?"
    r"|(?:device|product|company|manufacturer|author|document|study|trade)(?:'s)? (?:name|number|version|date|title)"
    r"|company|manufacturer|placeholder|text|xx+|yyyy|dd[./-]mm[./-]yyyy|yyyy-mm-dd|tb[acd]|todo)"
)

_IN_ANY: Final = (
    _path("the path of a file", (":\\", ":/"), r"(?<![A-Za-z0-9/])[A-Za-z]:(?:\\{1,2}|/(?!/))[\w$]"
          r"[^\s\"'<>|)\],;]{0,200}"),
    _path("the path of a file", ("\\",), r"(?<![\w\\:$])\\{1,2}[A-Za-z][\w.-]{1,60}\\[\w$][^\s\"'<>|)\],;]{0,200}"),
    _path(
        "the path of a file",
        (*(f"/{name}/" for name in _ROOTS.split("|")), "~/"),
        rf"(?<![\w./:-])(?:/(?:{_ROOTS})|~)/[\w.-][\w./-]{{0,200}}",
    ),
    _path("an address of one computer", ("file:/", "localhost", "127.0.0.1"), r"file:/{1,3}[^\s\"'<>)\]]{1,200}|"
          r"\bhttps?://(?:localhost|127\.0\.0\.1)\b[^\s\"'<>)\]]{0,200}"),
    _path(
        "the path of a file",
        (".md", ".y", ".json", ".csv", ".txt", ".py", ".ipynb", ".htm", ".doc", ".xls", ".ppt", ".pdf", ".png", ".jp",
         ".svg", ".zip"),
        rf"(?<![\w./@:#-])(?:\.{{0,2}}/)?[\w-]{{1,80}}(?:/[\w.-]{{1,80}}){{0,9}}/[\w-]{{1,80}}(?:\.[\w-]{{1,20}})?"
        rf"\.{_FILE}\b(?![\w/.-]*\w)",
    ),
    # Apart from each other, because a pattern that begins with a sign is found fast.
    _placeholder(
        "words of a template",
        ("[",),
        rf"\[(?:{_ASKED}[^\[\]\n]{{0,120}}|{_NAMED})\](?![\[(:])",
    ),
    _placeholder(
        "words of a template", ("<",), rf"<(?:{_ASKED}[^<>\n=]{{0,120}}|(?<![\w)]<){_NAMED})>"
    ),
    _placeholder("words of a template", ("«", "‹"), rf"[«‹]{_ASKED}[^«»‹›\n=]{{0,120}}[»›]"),
    _placeholder("words of a template", ("(to be ",), rf"\(to be {_MISSING}\)"),
    _placeholder("marks of something missing", ("??",), r"(?<=[^\s?])[ \t]?\?{3,}"),
    # In capitals only: "todo" is a word in Spanish.
    Look(
        LeftoverKind.PLACEHOLDER,
        "a mark of unfinished work",
        (b"TODO", b"FIXME", b"TBD", b"TBC", b"TBA", b"XX", b"xx"),
        re.compile(
            r"(?<![\w,.-])(?:TODO|FIXME|TBD|TBC|TBA)(?![\w-])"
            r"|(?<!nnex )(?<!rticle )(?<!hapter )(?<!ection )(?<!endix )(?<!itle )(?<!olume )(?<![\w,.-])"
            r"(?:XXX+|xxx+|(?:XX+|xx+)[.,][Xx]+)(?![\w-])"
        ),
    ),
)  # fmt: skip  # each look beside its needles
_HTML: Final = _markup(
    "a tag of HTML", ("<",), rf"</?(?:{_TAG})(?:\s[^<>\n=]{{1,40}}=[^<>\n]{{1,200}})?\s?/?>|<!--"
)
_IN_PRINT: Final = (
    _markup(
        "a backslash",
        ("\\",),
        r"\\(?:[_*`{}\[\]()#+.!|<>~&$%^\"'-]|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2})",
    ),
    _markup("the code of a character", ("&",), rf"&{_ENTITY}"),
    _markup("a mark of emphasis", ("**", "__"), r"(?<![\w*])\*\*(?=[\w\"“'(\[])|(?<!\w)__(?=[^\W_])"),
    _markup("a mark of emphasis", ("*",), r"(?<![\w*])\*[A-Za-z][^*\n]{0,80}[A-Za-z.]\*(?![\w*])"),
    _markup("a macro", ("{{", "{%", "{#"), r"\{\{|\{%|\{#(?=\S)"),
    _markup("an attribute list", ("{:",), r"\{:\s?[#.][\w-]"),
    _markup("a link in Markdown", ("](", "] ("), rf"\]\s?\({_LINKED}"),
    _markup("a reference in Markdown", ("][",), r"\]\[(?:\]|[A-Za-z][\w.-]{0,80}\])"),
    _markup("a citation or note in Markdown", ("[@", "[^"), r"\[@[A-Za-z]|\[\^[\w-]{1,60}\]"),
    _markup("an admonition in Markdown", ("!!!",), r"!!! ?[a-z]"),
    _markup("a table in Markdown", ("|",), r"\|\s?:?-{3,}"),
)


def leftovers(text: str, *, tags_allowed: bool = False) -> Iterator[Leftover]:
    """In a text that is printed as it stands. `tags_allowed`: HTML in it is read as such, as in titles of papers."""
    yield from each_once((*_IN_ANY, *(() if tags_allowed else (_HTML,)), *_IN_PRINT), text)


# Each is bounded by signs that it does not hold itself, so that no page takes long.
_ESCAPED_EMPHASIS: Final = _markup(
    "a mark of emphasis", ("\\*\\*", "\\_\\_"), r"\\\*\\\*(?=\w)|(?<!\w)\\_\\_(?=\w)"
)
_IN_SOURCE: Final = (
    _markup("a backslash", ("\\\\",), r"\\\\(?=[_*`{}\[\]()#+.!|<>~&%^-])"),
    _markup("the code of a character", ("&amp;",), rf"&amp;{_ENTITY}"),
    _ESCAPED_EMPHASIS,
    _markup("a link in Markdown", ("] (",), rf"\] \({_LINKED}"),
)
_SILENT: Final = (
    ("](", re.compile(r"\]\([^()\s]*(?:\s\"[^\"\n]*\")?\)")),
    ("]:", re.compile(r"\]:[^\n]*")),
    ("{{", re.compile(r"\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*\}\}")),
    ("{%", re.compile(r"\{%[^\n%]*%\}")),
    ("{:", re.compile(r"\{:[^{}\n]*\}")),
    ("<http", re.compile(r"<https?:[^<>\s]*>")),
)
"""What is never printed: where a link leads, macros, attributes."""
_TAGS: Final = re.compile(r"</?([A-Za-z][\w-]*)(?:[\s/][^<>]*)?>")
_ANGLES: Final = re.compile(r"(?<![\w)])<([A-Za-z][a-z-]*(?: [a-z-]+){0,4})>")
_WORDS_OF_MARKUP: Final = frozenset(("markdown",))
_VISIBLE: Final = re.compile(r"[^\n]")
_OPENS: Final = re.compile(r"[\w\"“'(\[]")
_BOLD: Final = re.compile(r"(?<!\*)\*\*(?!\*)")


def leftovers_in_source(prose: str) -> Iterator[Leftover]:
    """In Markdown, where escapes, tags and links mean something. `prose` has its code blanked out at equal length."""
    text = prose
    for needle, pattern in _SILENT:
        if needle in text:
            text = pattern.sub(_blank, text)
    if "<" in text:
        yield from _angles(text)
        text = _TAGS.sub(_blank, text)
    yield from each_once((*_IN_ANY, *_IN_SOURCE), text)
    yield from _unbalanced(text)


def _angles(text: str) -> Iterator[Leftover]:
    """`<company name>`: Markdown takes it for HTML, and the browser shows nothing."""
    for match in _ANGLES.finditer(text):
        words = match[1].lower().split()
        if words[0] not in _ELEMENTS and not _WORDS_OF_MARKUP.intersection(words) and "-" not in words[0]:
            yield Leftover(LeftoverKind.PLACEHOLDER, match.start(), match[0], "words of a template")


def _unbalanced(text: str) -> Iterator[Leftover]:
    """`**` that nothing closes in its paragraph is printed."""
    if "**" not in text:
        return
    opened: int | None = None
    end = 0
    for mark in _BOLD.finditer(text):
        at = mark.start()
        if opened is not None and "\n\n" in text[end:at]:
            yield Leftover(LeftoverKind.MARKUP, opened, "**", "a mark of emphasis")
            opened = None
        end = mark.end()
        before, after = text[at - 1 : at], text[end : end + 1]
        if before == "\\":
            continue
        if opened is not None:
            opened = None
        elif _OPENS.match(after) and not before.isalnum():
            opened = at
    if opened is not None:
        yield Leftover(LeftoverKind.MARKUP, opened, "**", "a mark of emphasis")


def _blank(match: re.Match[str]) -> str:
    found = match[0]
    return _VISIBLE.sub(" ", found) if "\n" in found else " " * len(found)


_AROUND: Final = 40
_TOLD: Final = 80


def shown(leftover: Leftover, text: str) -> str:
    """The leftover as a message quotes it: a sign with the word in which it stands."""
    start, end = leftover.start, leftover.start + len(leftover.text)
    if leftover.kind is LeftoverKind.MARKUP:
        before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        start -= len(before) - max(before.rfind(" "), before.rfind("\n")) - 1
        words = after.split(None, 1)
        end += len(words[0]) if words and not after[0].isspace() else 0
    elif text.startswith(":", end):
        # A mark of unfinished work that says what is missing.
        told = text[end : end + _TOLD].split("\n", 1)[0]
        end += len(told) if len(told) < _TOLD else max(told.rfind(" "), 0)
    return " ".join(text[start:end].split()).rstrip(".,:" if leftover.text.endswith(";") else ".,;:")
