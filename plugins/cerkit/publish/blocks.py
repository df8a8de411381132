"""Blocks that a page shows and Word has no word for: callouts, tabs, task lists, code, footnotes."""

from __future__ import annotations

from lxml.html import HtmlElement

from cerkit.publish.markup import (
    FOOTNOTE,
    TAB,
    classes,
    hidden_from_paper,
    move_content,
    new,
    styled,
    text_of,
    with_class,
    wrap_lead,
)

_SCREEN_ONLY = (
    "audio button canvas dialog iframe link meta nav noscript object script select style template "
    "textarea video"
)
_WARNINGS = frozenset(("attention", "bug", "caution", "danger", "error", "failure", "warning"))
DEFINITION_ITEM, QUOTED_ITEM = "Definition Item", "Block Text Item"
"""Styles of list items, which are moved in as far as what they stand in."""
_INNER_QUOTATION = "Block Text Inner"
_DONE, _OPEN = "\u2611", "\u2610"


def drop_screen_only(root: HtmlElement) -> None:
    """What only makes sense on a screen: scripts, buttons, permanent links, hidden text, drawn numbers."""
    for element in list(root.iter(*_SCREEN_ONLY.split())):
        element.drop_tree()
    for element in hidden_from_paper(root):
        element.drop_tree()
    for element in list(root.iter("abbr")):
        element.drop_tag()


def convert_blocks(root: HtmlElement, *, page: int) -> None:
    """All of this module's conversions, in the order in which they can be nested."""
    _convert_footnotes(root, page)
    for element in with_class(root, "tabbed-set", "div"):
        _print_all_tabs(element)
    for element in with_class(root, "task-list-item", "li"):
        _write_task(element)
    _convert_code(root)
    for element in [
        e for e in root.iter("div", "details") if e.tag == "details" or "admonition" in classes(e)
    ]:
        _frame_callout(element)
    _style_inner_blocks(root)
    for element in list(root.iter("input", "label", "form")):
        element.drop_tag()
    for element in list(root.iter("hr")):
        element.addprevious(styled("Horizontal Rule", "\u00a0"))
        element.drop_tree()


def _style_inner_blocks(root: HtmlElement) -> None:
    """Lists in quotations and definitions, and quotations in quotations.

    Pandoc sets the first at the margin, and the second as if they stood alone.
    """
    for outer, style in (("dd", DEFINITION_ITEM), ("blockquote", QUOTED_ITEM)):
        for item in list({item: None for block in root.iter(outer) for item in block.iter("li")}):
            if not any(child.get("data-custom-style") for child in item):
                wrap_lead(item)
                _style_paragraphs(item, style)
    for quotation in list(root.iter("blockquote")):
        if next(quotation.iterancestors("blockquote"), None) is not None:
            _style_paragraphs(quotation, _INNER_QUOTATION)


def _style_paragraphs(parent: HtmlElement, style: str) -> None:
    for element in parent.findall("p"):
        block = styled(style)
        parent.replace(element, _with_tail(block, element))
        element.tail = None
        block.append(element)


def _with_tail(made: HtmlElement, replaced: HtmlElement) -> HtmlElement:
    made.tail = replaced.tail
    return made


def _convert_footnotes(root: HtmlElement, page: int) -> None:
    """Markdown's footnotes, in the roles by which Pandoc knows real ones; ids get the page's number."""
    for reference in with_class(root, "footnote-ref", "a"):
        parent = reference.getparent()
        reference.set("role", "doc-noteref")
        reference.set("href", f"#{_note_id(page, (reference.get('href') or '')[1:])}")
        if parent is not None and parent.tag == "sup":
            parent.attrib.clear()
            parent.drop_tag()
    for back in with_class(root, "footnote-backref", "a"):
        back.drop_tree()
    for block in with_class(root, "footnote", "div"):
        block.tag = "section"
        block.set("role", "doc-endnotes")
        for rule in block.findall("hr"):
            rule.drop_tree()
        for note in block.iterfind("ol/li"):
            note.set("id", _note_id(page, note.get("id") or ""))


def _note_id(page: int, identifier: str) -> str:
    return f"{FOOTNOTE}{page}-{identifier}"


def _print_all_tabs(tabs: HtmlElement) -> None:
    """A reader of paper sees every tab, each under its label."""
    labels = [text_of(label) for group in tabs.findall("div") for label in group.findall("label")]
    labels += [text_of(label) for label in tabs.findall("label")]
    for child in list(tabs):
        if child.tag in ("input", "label") or "tabbed-labels" in classes(child):
            child.drop_tree()
    contents = [child for child in tabs if "tabbed-content" in classes(child)]
    blocks = [block for content in contents for block in content if "tabbed-block" in classes(block)]
    for label, block in zip(labels, blocks or contents, strict=False):
        block.insert(0, styled("Tab Label", label))


def _write_task(item: HtmlElement) -> None:
    """The box becomes a character: Pandoc loses it inside this markup, and the word done with it."""
    box = next((element for element in item.iter("input") if element.get("type") == "checkbox"), None)
    if box is None:
        return
    is_done = box.get("checked") is not None
    parent = box.getparent()
    control = parent if parent is not None and parent.tag == "label" else box
    control.drop_tree()
    lead = wrap_lead(item)
    lead.text = f"{_DONE if is_done else _OPEN}{TAB}{(lead.text or '').lstrip()}"
    block = styled("Task Item")
    item.replace(lead, _with_tail(block, lead))
    lead.tail = None
    block.append(lead)


def _convert_code(root: HtmlElement) -> None:
    """Code is printed plain, with the file's name above it; line numbers stay on the screen."""
    for block in with_class(root, "highlight", "div"):
        listings = list(block.iter("pre"))
        if not listings:
            continue
        name = next((text_of(span) for span in block.iter("span", "th") if "filename" in classes(span)), None)
        block[:] = [styled("Code Title", name)] if name else []
        block.text = None
        block.append(listings[-1])
    for listing in root.iter("pre"):
        code = new("code", listing.text_content().strip("\n"))
        listing.attrib.clear()
        listing[:] = [code]
        listing.text = None


def _frame_callout(element: HtmlElement) -> None:
    """A table of one cell: a border and a ground that lists and tables inside do not fall out of."""
    warning = min(classes(element) & _WARNINGS, default="")
    title = next(
        (c for c in element.iterchildren() if c.tag == "summary" or "admonition-title" in classes(c)), None
    )
    cell = new("td")
    if title is not None:
        words = text_of(title)
        title.drop_tree()
        if warning and words.casefold() != warning:
            words = f"{warning.capitalize()}: {words}"
    move_content(element, cell)
    if title is not None and words:
        cell.insert(0, _with_text_after(styled("Callout Title", words), cell))
    columns = new("colgroup")
    columns.append(new("col", style="width:100%"))
    body, row = new("tbody"), new("tr")
    row.append(cell)
    body.append(row)
    identifier = element.get("id")
    element.attrib.clear()
    element.tag = "table"
    element.set("data-custom-style", "Callout Warning" if warning else "Callout")
    if identifier:
        element.set("id", identifier)
    element.extend((columns, body))


def _with_text_after(block: HtmlElement, cell: HtmlElement) -> HtmlElement:
    block.tail, cell.text = cell.text, None
    return block
