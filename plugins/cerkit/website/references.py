"""Sources as the citation processor wants them: CSL JSON (citationstyles.org, version 1.0.2)."""

from __future__ import annotations

from collections.abc import Mapping

from cerkit.model.dossier import Dossier
from cerkit.model.records.control import Document
from cerkit.model.records.source import Name, Publication, Source

Item = dict[str, object]


def reference_items(dossier: Dossier) -> tuple[Item, ...]:
    """One item for each source that can be looked up: by its publication, else by its controlled document."""
    documents = {document.id: document for document in dossier.documents}
    maker = dossier.device.manufacturer.name if dossier.device else None
    items = (_item(source, documents, maker) for source in dossier.sources)
    return tuple(sorted((item for item in items if item), key=lambda item: str(item["id"])))


def _item(source: Source, documents: Mapping[str, Document], maker: str | None) -> Item | None:
    if source.publication is not None:
        return {"id": source.id, **_published(source.publication)}
    document = documents.get(source.document or "")
    return {"id": source.id, **_internal(source, document, maker)} if document else None


def _published(publication: Publication) -> Item:
    # A name that is only "et al." is what the style itself prints where it shortens a list.
    more = [] if publication.authors_complete else [{"literal": "et al."}]
    return _without_empty(
        {
            "type": publication.type,
            "title": publication.title,
            "author": [*(_name(author) for author in publication.authors), *more],
            "container-title": publication.journal,
            "issued": {"date-parts": [[int(part) for part in publication.issued.split("-")]]},
            "volume": publication.volume,
            "issue": publication.issue,
            "page": publication.pages,
            "number": publication.number,
            "publisher": publication.publisher,
            "DOI": publication.doi,
            "PMID": publication.pmid,
            "PMCID": publication.pmcid,
            "URL": publication.url,
        }
    )


def _internal(source: Source, document: Document, maker: str | None) -> Item:
    day = document.date
    return _without_empty(
        {
            "type": "report",
            "title": document.title,
            "author": [{"literal": maker}] if maker else [],
            "number": f"{document.number}, version {document.version}",
            "genre": source.kind.capitalize(),
            "publisher": maker,
            "issued": {"date-parts": [[day.year, day.month, day.day]]},
        }
    )


def _name(name: Name) -> Item:
    return _without_empty({"family": name.family, "given": name.given, "literal": name.literal})


def _without_empty(item: Item) -> Item:
    return {key: value for key, value in item.items() if value not in (None, [], "")}
