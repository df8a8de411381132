"""What stays together over the end of a page: rows of a table, a note below it, words that lead to a list."""

from __future__ import annotations

from cerkit.publish.ooxml import Element, Styles, add_first, properties_of, q, set_property, style_of, w

HEADINGS, CAPTIONS = ("", "Annex ", "Unnumbered "), ("Table Caption", "caption")
SHORT = 300
"""Characters of a sentence that only leads to a table."""
BODY_TEXT = ("body text", "first paragraph", "compact", "callout text")
"""Styles of running text, by the names that Pandoc and we give them."""
_FEW_ROWS, _FEW_WORDS = 8, 600
"""Rows, and characters, of a table that stands on one page."""
_KEPT_ROWS = 2
"""Rows that stay together at the end of a longer one."""
_KEPT_ENTRIES = 3


def keep_lead_ins(body: Element, styles: Styles) -> None:
    """Words that end in a colon stay with what they lead to, and so does a sentence between a heading and its table."""
    text_styles = {styles(name) for name in BODY_TEXT}
    headings = {styles(f"{kind}Heading {level}") for kind in HEADINGS for level in range(1, 7)}
    led_to = headings | {styles(name) for name in CAPTIONS}
    for element in body.iterchildren(q("p")):
        following = element.getnext()
        if style_of(element) not in text_styles or following is None or following.tag == q("sectPr"):
            continue
        words, before = "".join(element.itertext(q("t"))).rstrip(), element.getprevious()
        is_between = before is not None and style_of(before) in headings and style_of(following) in led_to
        if words.endswith(":") or (is_between and len(words) < SHORT):
            set_property(element, w("keepNext"))


def keep_last_entries(body: Element, styles: Styles) -> None:
    """The last entry of the reference list is not left alone on a page."""
    style = styles("Bibliography")
    entries = [element for element in body.iterchildren(q("p")) if style_of(element) == style]
    for element in entries[-_KEPT_ENTRIES:-1]:
        set_property(element, w("keepNext"))


def keep_rows_whole(table: Element) -> None:
    """No row is broken, and the head stays with the first one."""
    for row in table.iterchildren(q("tr")):
        properties = properties_of(row, "trPr")
        add_first(properties, "cantSplit")
        if properties.find(q("tblHeader")) is not None:
            for element in row.iter(q("p")):
                set_property(element, w("keepNext"))


def keep_rows_together(table: Element, text_styles: set[str]) -> None:
    """A short table stands on one page. Of a long one no row is left alone on the last, and none without its note."""
    rows = table.findall(q("tr"))
    is_short = len(rows) <= _FEW_ROWS and len("".join(table.itertext())) < _FEW_WORDS
    kept = rows if is_short else rows[-_KEPT_ROWS:]
    for row in kept if _has_note(table, text_styles) else kept[:-1]:
        for element in row.iter(q("p")):
            set_property(element, w("keepNext"))


def _has_note(table: Element, text_styles: set[str]) -> bool:
    """Whether one paragraph stands below the table, which would else come to a page alone."""
    note = table.getnext()
    if note is None or note.tag != q("p") or style_of(note) not in text_styles:
        return False
    after = note.getnext()
    return after is None or after.tag != q("p") or style_of(after) not in text_styles
