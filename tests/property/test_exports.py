"""Exports of any content: what is written in a format is read back equal, and what is broken is never believed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cerkit.literature.batches import batch_text
from cerkit.literature.readers import read_export
from cerkit.literature.readers.normal import clean
from cerkit.load import read_yaml

MANY = max(20, settings().max_examples // 4)
"""Examples for each of ten formats."""


@dataclass(frozen=True)
class Work:
    """What every format can say of a paper."""

    title: str
    authors: tuple[str, ...]
    year: int
    doi: str
    abstract: str


_LETTERS = st.characters(exclude_categories=("C", "Z"), exclude_characters="{}\\$~@%#\"&'`-")
_WORD = st.text(_LETTERS, min_size=1, max_size=8)
_SENTENCE = st.lists(_WORD, min_size=1, max_size=6).map(" ".join).map(lambda text: f"On {text}")
_NAME = st.text(st.characters(categories=("Lu", "Ll")), min_size=2, max_size=8).filter(
    lambda name: name.lower() != "and"
)
WORKS = st.lists(
    st.builds(
        Work,
        title=_SENTENCE.filter(lambda text: not text.endswith(";")),
        authors=st.lists(st.builds("{}, {}".format, _NAME, _NAME), min_size=1, max_size=3).map(tuple),
        year=st.integers(1950, 2030),
        doi=st.from_regex(r"10\.[0-9]{4}/[a-z0-9.]{1,8}[a-z0-9]", fullmatch=True),
        abstract=_SENTENCE,
    ),
    min_size=1,
    max_size=5,
)


def as_ris(works: Sequence[Work]) -> str:
    return "\n".join(
        "TY  - JOUR\n"
        + "".join(f"AU  - {name}\n" for name in work.authors)
        + f"TI  - {work.title}\nPY  - {work.year}\nDO  - {work.doi}\nAB  - {work.abstract}\nER  - \n"
        for work in works
    )


def as_medline(works: Sequence[Work]) -> str:
    return "\n".join(
        f"PMID- {number}\nTI  - {work.title}\nAB  - {work.abstract}\n"
        + "".join(f"AU  - {name}\n" for name in work.authors)
        + f"DP  - {work.year} Jun\nAID - {work.doi} [doi]\n"
        for number, work in enumerate(works, 30_000_000)
    )


def as_wos(works: Sequence[Work]) -> str:
    body = "\n".join(
        "PT J\nAU "
        + "\n   ".join(work.authors)
        + f"\nTI {work.title}\nAB {work.abstract}\nPY {work.year}\nDI {work.doi}\nUT WOS:{number}\nER\n"
        for number, work in enumerate(works)
    )
    return f"FN Clarivate\nVR 1.0\n{body}\nEF\n"


def as_refer(works: Sequence[Work]) -> str:
    return "\n\n".join(
        "%0 Journal Article\n"
        + "".join(f"%A {name}\n" for name in work.authors)
        + f"%T {work.title}\n%D {work.year}\n%R {work.doi}\n%X {work.abstract}"
        for work in works
    )


def as_bibtex(works: Sequence[Work]) -> str:
    return "\n".join(
        f"@article{{k{number},\n  author = {{{' and '.join(work.authors)}}},\n  title = {{{work.title}}},\n"
        f"  year = {work.year},\n  doi = {{{work.doi}}},\n  abstract = {{{work.abstract}}}\n}}"
        for number, work in enumerate(works)
    )


def as_csl(works: Sequence[Work]) -> str:
    return json.dumps(
        [
            {
                "type": "article-journal",
                "title": work.title,
                "author": [
                    dict(zip(("family", "given"), name.split(", "), strict=True)) for name in work.authors
                ],
                "issued": {"date-parts": [[work.year, 6]]},
                "DOI": work.doi,
                "abstract": work.abstract,
            }
            for work in works
        ]
    )


def as_endnote(works: Sequence[Work]) -> str:
    records = "".join(
        "<record><ref-type name='Journal Article'>17</ref-type><contributors><authors>"
        + "".join(f"<author>{escape(name)}</author>" for name in work.authors)
        + f"</authors></contributors><titles><title><style>{escape(work.title)}</style></title></titles><dates><year>"
        f"{work.year}</year></dates><abstract>{escape(work.abstract)}</abstract><electronic-resource-num>{work.doi}"
        "</electronic-resource-num></record>\n"
        for work in works
    )
    return f"<xml><records>{records}</records></xml>"


def as_csv(works: Sequence[Work]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Title", "Authors", "Year", "DOI", "Abstract"])
    for work in works:
        writer.writerow([work.title, "; ".join(work.authors), work.year, work.doi, work.abstract])
    return text.getvalue()


def as_cochrane(works: Sequence[Work]) -> str:
    return "\n".join(
        f"Record #{number} of {len(works)}\nID: CN-{number}\n"
        + "".join(f"AU: {name}\n" for name in work.authors)
        + f"TI: {work.title}\nYR: {work.year}\nAB: {work.abstract}\nDOI: {work.doi}\n"
        for number, work in enumerate(works, 1)
    )


def as_embase(works: Sequence[Work]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    for work in works:
        writer.writerow(["TITLE", work.title])
        writer.writerow(["AUTHOR NAMES", *work.authors])
        writer.writerow(["PUBLICATION YEAR", work.year])
        writer.writerow(["DOI", work.doi])
        writer.writerow(["ABSTRACT", work.abstract])
        writer.writerow([])
    return text.getvalue()


MARKERS: dict[Callable[[Sequence[Work]], str], str] = {
    as_ris: "TY  - JOUR",
    as_medline: "PMID- 3",
    as_wos: "PT J\n",
    as_refer: "%0 Journal Article",
    as_bibtex: "@article{k",
    as_csl: '{"type"',
    as_endnote: "<record>",
    as_csv: "10.",
    as_cochrane: "Record #",
    as_embase: '"TITLE",',
}
"""What each record begins with; in the table, what each row holds once."""
WRITERS = [
    as_ris,
    as_medline,
    as_wos,
    as_refer,
    as_bibtex,
    as_csl,
    as_endnote,
    as_csv,
    as_cochrane,
    as_embase,
]


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=MANY)
@given(works=WORKS)
def test_what_is_written_is_read_back(write: Callable[[Sequence[Work]], str], works: list[Work]) -> None:
    export = read_export("x", write(works).encode())
    assert not export.is_refused, export.problems
    assert export.counted == len(works)
    read = [
        Work(record.title, tuple(record.authors), record.year or 0, record.doi or "", record.abstract or "")
        for record in export.records
    ]
    assert read == works


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=MANY)
@given(works=WORKS, data=st.data())
def test_a_file_that_ends_too_early_loses_no_record_in_silence(
    write: Callable[[Sequence[Work]], str], works: list[Work], data: st.DataObject
) -> None:
    whole = write(works)
    end = data.draw(st.integers(0, len(whole)))
    export = read_export("x", whole[:end].encode())
    assert export.is_refused or len(export.records) >= whole[:end].count(MARKERS[write])


_GARBAGE = st.binary(max_size=40) | st.sampled_from(
    [
        b"\nER  - \n",
        b"\nTY  - ",
        b'"',
        b"}",
        b"{",
        b"\n@article{",
        b"</record>",
        b"<record>",
        b"\nPMID- 1\n",
        b"\nPT J\n",
        b"\n%0 X\n",
        b",",
    ]
)


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=MANY)
@given(works=WORKS, garbage=st.lists(st.tuples(st.floats(0, 1), _GARBAGE), min_size=1, max_size=3))
def test_garbage_is_refused_or_read_and_the_batch_can_be_loaded(
    write: Callable[[Sequence[Work]], str], works: list[Work], garbage: list[tuple[float, bytes]]
) -> None:
    content = write(works).encode()
    for where, what in garbage:
        position = int(where * len(content))
        content = content[:position] + what + content[position:]
    export = read_export("x", content)
    assert export.is_refused or export.counted == len(export.records)
    batch = read_yaml("evidence/records/SRH-1.yml", batch_text("SRH-1", export.records).encode())
    assert not batch.diagnostics
    assert [record["title"] for record in batch.value["records"]] == [
        record.title for record in export.records
    ]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    export = read_export("x", data)
    assert export.is_refused or export.records


@given(st.text())
def test_cleaned_text_is_one_line(text: str) -> None:
    assert clean(text) == clean(clean(text))
    assert not set(clean(text)) & set("\n\r\t\x00\x0b\x85\u2028")
