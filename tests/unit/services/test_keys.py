"""A work keeps for ever the key of its first hit, whichever service found it."""

from __future__ import annotations

from cerkit.model.records.review import BibliographicRecord
from cerkit.services.normalised import biblio, keyed

TITLE = "Invented study of automated reading of retinal images in Nowhere"


def record(**fields: str) -> BibliographicRecord:
    given = {"accession": "A1", "title": TITLE, "year": "2025"} | fields
    return biblio(kinds=("Journal Article",), **given)  # type: ignore[arg-type]  # texts by name


def known(made: BibliographicRecord, key: str) -> BibliographicRecord:
    return made.model_copy(update={"key": key})


def test_a_work_found_first_without_its_pubmed_number_keeps_its_key() -> None:
    first = known(record(doi="10.5555/X.1"), "doi-0123456789")
    (again,) = keyed([record(doi="10.5555/x.1", pmid="38000001")], [first])
    assert again.key == "doi-0123456789"


def test_a_study_imported_from_a_table_keeps_its_key() -> None:
    imported = known(record(accession="NCT00000007"), "h-0123456789")
    (again, other) = keyed([record(accession="NCT00000007"), record(accession="NCT00000008")], [imported])
    assert (again.key, other.key) == ("h-0123456789", "nct-00000008")


def test_the_first_of_several_batches_counts() -> None:
    one, two = (known(record(accession="NCT00000007"), key) for key in ("h-1111111111", "h-2222222222"))
    (again,) = keyed([record(accession="NCT00000007")], [one, two])
    assert again.key == "h-1111111111"


def test_what_is_no_year_is_left_out() -> None:
    assert [record(year=year).year for year in ("2025", "25", "in press", "")] == [2025, None, None, None]
