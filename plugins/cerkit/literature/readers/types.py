"""Kinds of publication in one vocabulary; a kind that is not in it stays as the export has it."""

from __future__ import annotations

from typing import Final

from cerkit.literature.readers.values import Format

_NAMES: Final = {
    "journal article": (
        "JOUR", "EJOUR", "JFULL", "INPR", "J", "article", "article-journal", "Journal Article",
        "Electronic Article", "journalArticle",
        "journal-article", "Journal", "Article in Press", "research-article", "Research Article",
        "journalpaper", "EPUB", "Journal article", "Journal Articles", "Reports - Research",
    ),
    "magazine article": ("MGZN", "Magazine Article", "article-magazine", "magazineArticle"),
    "newspaper article": ("NEWS", "Newspaper Article", "article-newspaper", "newspaperArticle"),
    "abstract": ("ABST", "Meeting Abstract", "Conference Abstract"),
    "conference paper": (
        "CONF", "CPAPER", "C", "inproceedings", "conference", "paper-conference", "Conference Proceedings",
        "Conference Paper",
        "conferencePaper", "Proceedings Paper", "proceedings", "proceedings-article", "S",
    ),
    "book": ("BOOK", "EBOOK", "EDBOOK", "B", "book", "Book", "Edited Book", "Electronic Book", "collection",
        "mvbook", "Books"),
    "book chapter": (
        "CHAP", "ECHAP", "inbook", "incollection", "chapter", "Book Section", "Book Chapter", "bookSection",
        "Electronic Book Section",
        "book-chapter", "Chapter",
    ),
    "thesis": ("THES", "phdthesis", "mastersthesis", "thesis", "Thesis", "Dissertation"),
    "report": ("RPRT", "techreport", "report", "Report", "GOVDOC", "Government Document", "Technical Report"),
    "review": ("Review", "REVIEW", "review", "Systematic Review"),
    "patent": ("PAT", "patent", "Patent", "P"),
    "dataset": ("DATA", "dataset", "Dataset", "DBASE", "AGGR"),
    "preprint": ("preprint", "Preprint", "posted-content", "UNPB", "unpublished", "Unpublished Work"),
    "web page": ("ELEC", "WEB", "webpage", "online", "electronic", "Web Page", "BLOG", "post-weblog",
        "ICOMM", "post"),
    "standard": ("STAND", "standard", "Standard"),
    "other": ("GEN", "misc", "Generic", "other", "document", "MISC"),
}  # fmt: skip  # one table, read by its rows
_BY_TAG: Final = {tag.lower(): name for name, tags in _NAMES.items() for tag in tags}


def type_name(kinds: tuple[str, ...], form: Format) -> str:
    """The kind of a record. MEDLINE gives several, of which `Journal Article` is one for most."""
    if not kinds:
        return "unknown"
    if form in {"medline", "pubmed-xml"}:
        low = [kind.lower() for kind in kinds]
        return "journal article" if {"journal article", "journal articles"} & set(low) else low[0]
    kind = next((kind for kind in kinds if kind.strip()), "unknown")
    if form.startswith("wos"):
        kind = kind.split(";")[0].strip()
    return _BY_TAG.get(kind.lower(), kind if len(kind) > 2 else kind.upper())
