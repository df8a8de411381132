"""Which of an export's fields is the title, the authors, the year: by tags, and by names of columns.

A role takes the first of its fields that holds something; whatever has no role is kept under its own name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from cerkit.literature.readers.values import Format

Roles = Mapping[str, tuple[str, ...]]
"""type, title, author, year, journal, volume, pages, start, end, doi, pmid, abstract, accession -> tags."""

_RIS: Final[Roles] = {
    "type": ("TY",),
    "title": ("TI", "T1", "CT", "ST", "BT"),
    "author": ("AU", "A1", "A2", "A3", "ED"),
    "year": ("PY", "Y1", "YR", "DA", "Y2"),
    "journal": ("JF", "T2", "JO", "JA", "J2", "J1", "BT", "T3"),
    "volume": ("VL",),
    "pages": ("PG",),
    "start": ("SP",),
    "end": ("EP",),
    "doi": ("DO", "DI", "DOI"),
    "pmid": ("PMID", "PM"),
    "abstract": ("AB", "N2"),
    "accession": ("AN", "ID", "UT", "U2"),
}
_MEDLINE: Final[Roles] = {
    "type": ("PT",),
    "title": ("TI", "TT", "BTI", "CTI"),
    "author": ("AU", "FAU", "CN", "ED", "FED"),
    "year": ("DP", "DEP", "YR", "PY"),
    "journal": ("JT", "TA", "SO", "BTI", "JN"),
    "volume": ("VI",),
    "pages": ("PG",),
    "doi": ("DOI", "DO", "LID", "AID"),
    "pmid": ("PMID",),
    "abstract": ("AB",),
    "accession": ("PMID", "UI", "AN", "AID", "ID"),
}
_WOS: Final[Roles] = {
    "type": ("DT", "PT"),
    "title": ("TI",),
    "author": ("AU", "AF", "BA", "CA", "ED", "BE"),
    "year": ("PY", "EY", "EA", "PD"),
    "journal": ("SO", "JI", "J9"),
    "volume": ("VL",),
    "start": ("BP",),
    "end": ("EP",),
    "pages": ("AR", "PS"),
    "doi": ("DI", "D2"),
    "pmid": ("PM",),
    "abstract": ("AB",),
    "accession": ("UT", "AN"),
}
_REFER: Final[Roles] = {
    "type": ("0",),
    "title": ("T", "!"),
    "author": ("A", "E", "Q"),
    "year": ("D", "8"),
    "journal": ("J", "B", "C"),
    "volume": ("V",),
    "pages": ("P",),
    "doi": ("R",),
    "pmid": (),
    "abstract": ("X",),
    "accession": ("M", "F", "L"),
}
_BIBTEX: Final[Roles] = {
    "type": ("ENTRYTYPE",),
    "title": ("title",),
    "author": ("author", "authors", "editor"),
    "year": ("year", "date", "urldate"),
    "journal": ("journal", "journaltitle", "booktitle", "series", "fjournal"),
    "volume": ("volume",),
    "pages": ("pages", "eid", "article-number", "art_number"),
    "doi": ("doi",),
    "pmid": ("pmid", "pubmed", "pubmed_id"),
    "abstract": ("abstract",),
    "accession": ("unique-id", "eid", "record_id", "ID"),
}
_CSL: Final[Roles] = {
    "type": ("type", "itemType"),
    "title": ("title", "title-short"),
    "author": ("author", "creators", "editor"),
    "year": ("issued", "year", "date", "published", "created"),
    "journal": ("container-title", "publicationTitle", "journal", "container-title-short"),
    "volume": ("volume",),
    "pages": ("page", "number-of-pages"),
    "doi": ("DOI", "doi"),
    "pmid": ("PMID", "pmid"),
    "abstract": ("abstract",),
    "accession": ("id", "citation-key"),
}
_ENDNOTE: Final[Roles] = {
    "type": ("ref-type",),
    "title": ("title", "short-title", "translated-title"),
    "author": ("authors", "secondary-authors"),
    "year": ("year", "date"),
    "journal": ("secondary-title", "full-title", "abbr-1", "alt-title"),
    "volume": ("volume",),
    "pages": ("pages",),
    "doi": ("electronic-resource-num",),
    "pmid": (),
    "abstract": ("abstract",),
    "accession": ("accession-num", "rec-number"),
}
_COCHRANE: Final[Roles] = {
    "type": ("PT",),
    "title": ("TI",),
    "author": ("AU",),
    "year": ("YR",),
    "journal": ("SO",),
    "volume": ("VL",),
    "pages": ("PG",),
    "doi": ("DOI",),
    "pmid": (),
    "abstract": ("AB",),
    "accession": ("ID",),
}
_COLUMNS: Final[Roles] = {
    "type": ("document type", "publication type", "item type", "content type", "reference type",
        "entry type", "entrytype", "type", "pubtype",
             "publication_type", "work type", "study type", "source type", "record_type"),
    "title": ("title", "article title", "primary title", "item title", "document title", "title of article",
        "ti", "primary_title", "study title",
              "brief title", "official title", "publication title", "titles", "article_title",
              "original title", "t1"),
    "author": ("authors", "author", "author names", "author(s)", "author/s", "author full names",
        "authors list", "au", "author_names",
               "author list", "first author", "authorstring", "inventors", "editors"),
    "year": ("year", "publication year", "pub year", "pub. year", "py", "date", "publication date",
        "published", "pubyear", "publication_year",
             "published year", "date published", "year of publication", "publication_date", "pubdate",
             "date of publication",
             "cover date", "coverdate", "first posted", "start date"),
    "journal": ("source title", "journal/book", "journal", "journal title", "publication title",
        "journal name", "container title", "source",
                "secondary title", "publication name", "publication", "so", "journal_title",
                "journal / source", "full journal name",
                "source_title", "secondary_title", "venue", "book title", "publicationname"),
    "volume": ("volume", "journal volume", "vol", "volume number", "vl"),
    "pages": ("pages", "page", "page range", "page numbers", "article number", "art. no.", "pagination"),
    "start": ("page start", "start page", "first page", "start_page", "beginning page", "sp", "page_start",
        "page from"),
    "end": ("page end", "end page", "last page", "end_page", "ending page", "ep", "page_end", "page to"),
    "doi": ("doi", "digital object identifier", "di", "doi link", "item doi", "doi url", "prism:doi"),
    "pmid": ("pmid", "pubmed id", "pubmed_id", "pubmedid", "pm", "medline pmid", "pubmed", "ext id",
        "external_id"),
    "abstract": ("abstract", "abstract note", "abstracts", "ab", "description", "abstract_text",
        "abstract text", "brief summary"),
    "accession": ("record_id", "nct number", "nct id", "nctid", "nct_id", "eid", "ut (unique wos id)",
        "ut (unique id)", "ut", "accession number", "accession_number",
                  "accession id", "embase accession id", "pui", "covidence #", "covidence id",
                  "covidence_id", "trialid", "trial id", "cochrane id", "lens id", "openalex id", "mag id",
                  "key", "id", "pmid", "record id", "item id", "source id", "publication id", "ref id",
                  "refid", "study id", "accession"),
}  # fmt: skip  # one table, read by its rows
"""Names of columns of Scopus, PubMed, Embase, Cochrane, ClinicalTrials.gov, Europe PMC, Covidence, Rayyan, Zotero,
ASReview, Web of Science, Dimensions, The Lens, ProQuest and EBSCO, in lower case."""

BY_FORMAT: Final[Mapping[Format, Roles]] = {
    "ris": _RIS,
    "medline": _MEDLINE,
    "pubmed-xml": _MEDLINE,
    "wos": _WOS,
    "wos-tab": _WOS,
    "refer": _REFER,
    "bibtex": _BIBTEX,
    "csl-json": _CSL,
    "endnote-xml": _ENDNOTE,
    "csv": _COLUMNS,
    "tsv": _COLUMNS,
    "cochrane": _COCHRANE,
    "embase": _COLUMNS,
}

_REFERENCES: Final = frozenset({"references", "cited references", "cited-references", "cited_references"})
CITED: Final[Mapping[Format, frozenset[str]]] = {
    "wos": frozenset({"CR"}),
    "wos-tab": frozenset({"CR"}),
    "csv": _REFERENCES,
    "tsv": _REFERENCES,
    "embase": _REFERENCES,
    "bibtex": _REFERENCES,
    "csl-json": frozenset({"reference"}),
}
"""Lists of what a paper cites: hundreds of lines a record that nobody screens. They stay in the export alone."""

ABSTRACTS: Final = frozenset(
    {"AB", "N2", "OAB", "X", "abstract", "other abstract", "abstract note", "brief summary"}
)
"""Fields with abstracts, dropped where the protocol says so."""

_KNOWN: Final = frozenset(name for names in _COLUMNS.values() for name in names)
_TITLES: Final = frozenset(_COLUMNS["title"])


def column(name: str) -> str:
    """The name of a column as the table above has it."""
    return re.sub(r"\s+", " ", name.replace("\ufeff", "").strip(" \t\"'*")).lower()


def known_columns(names: Sequence[str]) -> int:
    """How many of the names are columns of a database's table; 0 without one for the title."""
    found = {column(name) for name in names}
    if not found & _TITLES and not is_wos_header(names):
        return 0
    return len(found & _KNOWN) + (10 if is_wos_header(names) else 0)


def is_wos_header(names: Sequence[str]) -> bool:
    """Whether the columns are Web of Science's tags."""
    return {"PT", "AU", "TI"} <= {name.strip("\ufeff ") for name in names}
