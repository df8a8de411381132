"""The exports of the example's update, in the forms in which the databases hand them over."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import yaml

REMOVED: Final = {
    "Erratum to FICTIONAL RECORD 140": "notice of an erratum; the article itself is screened",
    "Contents of the Fictional Congress": "list of contents of a supplement, no report",
}
"""Title -> why nobody screens it."""
SUBTITLES: Final = {
    120: ": software before human graders in a community eye screening programme",
    121: ": fundus photographs of desktop and handheld cameras graded by software",
    201: ": sensitivity of an automated analysis in a hospital eye service",
}
"""Of those about which the linker asks: a title of three words tells it nothing."""
_REAL: Final = ("SRC-duggal-2025", "SRC-aduriz-lorenzo-2026", "SRC-vidal-alaball-2026")
_WEB: Final = ("SRC-rudnicka-2025", "SRC-uknsc-2026")
_JOURNALS: Final = (
    ("Journal of Fictional Results", "J Fictional Results"),
    ("Annals of Invented Data", "Ann Invented Data"),
    ("Archives of Imagined Screening", "Arch Imagined Screen"),
)
_PUBMED: Final = range(101, 194)
_SHARED: Final = range(101, 173)
"""Those of PubMed that Embase has, too."""
_EMBASE: Final = range(201, 265)
_CENTRAL: Final = (109, 110, 111, 112, 180, 181, 210, 211, 301, 302, 303, 304)
_TRIALS: Final = range(1, 10)
_WITHOUT_DOI: Final = frozenset({101, 102, 120, 121, 201, *range(160, 173)})


@dataclass(frozen=True, slots=True)
class Hit:
    """A publication as a database tells it."""

    title: str
    accession: str
    year: int
    authors: tuple[tuple[str, str], ...] = ()
    """Family and given names."""
    journal: str = ""
    short_journal: str = ""
    volume: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    kind: str = "article"
    url: str = ""


def exports(project: Path) -> dict[str, tuple[str, str]]:
    """Search -> ending and text of its export, in the order in which they are imported."""
    sources = {name: _source(project, name) for name in (*_REAL, *_WEB)}
    return {
        "SRH-2026-pubmed": (".nbib", _nbib(_pubmed(sources))),
        "SRH-2026-embase": (".ris", _ris(_embase(sources))),
        "SRH-2026-central": (".ris", _ris(_central())),
        "SRH-2026-ctgov": (".csv", _trials()),
        "SRH-2026-web": (".json", _csl_json(sources)),
        "SRH-2026-citations": (".bib", _bibtex()),
    }


def _source(project: Path, name: str) -> dict[str, Any]:
    text = (project / "evidence" / "sources" / f"{name}.yml").read_text(encoding="utf-8")
    publication: dict[str, Any] = yaml.safe_load(text)["publication"]
    return publication


def _real(publication: Mapping[str, Any], accession: str) -> Hit:
    return Hit(
        title=publication["title"],
        accession=accession,
        year=int(publication["issued"][:4]),
        authors=tuple((item["family"], item["given"]) for item in publication["authors"]),
        journal=publication["journal"],
        volume=publication.get("volume", ""),
        pages=publication.get("pages", ""),
        doi=publication["doi"],
    )


def _fictional(number: int, accession: str) -> Hit:
    journal, short = _JOURNALS[number % len(_JOURNALS)]
    first = 10 * (number % 83) + 1
    return Hit(
        title=f"FICTIONAL RECORD {number:03d}{SUBTITLES.get(number, '')}",
        accession=accession,
        year=2026 if number % 5 in (2, 4) else 2025,
        authors=tuple(
            (f"Placeholder{number:03d}{letter}", letter.upper()) for letter in "abc"[: 1 + number % 3]
        ),
        journal=journal,
        short_journal=short,
        volume=str(3 + number % 3),
        pages=f"{first}-{first + 6}",
        doi="" if number in _WITHOUT_DOI else f"10.5555/fictional.{number:03d}",
    )


def _pubmed(sources: Mapping[str, Mapping[str, Any]]) -> list[Hit]:
    hits = []
    for position, name in enumerate(_REAL, 1):
        hit = _real(sources[name], f"FICTIONAL-PM-{position:03d}")
        pmid = str(sources[name].get("pmid") or "")
        hits.append(replace(hit, pmid=pmid, accession=pmid or hit.accession))
    hits += [_fictional(number, f"FICTIONAL-PM-{number}") for number in _PUBMED]
    erratum, _ = REMOVED
    notice = Hit(
        erratum, "FICTIONAL-PM-199", 2026, journal=_JOURNALS[2][0], volume="5", pages="88", kind="erratum"
    )
    return [*hits, notice]


def _embase(sources: Mapping[str, Mapping[str, Any]]) -> list[Hit]:
    hits = [_real(sources[name], f"FICTIONAL-EMB-{at:03d}") for at, name in enumerate(_REAL, 1)]
    for number in (*_SHARED, *_EMBASE):
        hit = _fictional(number, f"FICTIONAL-EMB-{number}")
        if number % 4 == 0:
            hit = replace(hit, journal=hit.short_journal)
        if number % 10 == 5:
            hit = replace(hit, doi="")
        if number in (120, 121):
            hit = replace(hit, year=hit.year + 1, volume="", pages="", journal=hit.short_journal)
        hits.append(hit)
    abstract = replace(
        _fictional(201, "FICTIONAL-EMB-291"),
        kind="conference abstract",
        volume="",
        pages="",
        doi="10.5555/fictional.congress.201",
    )
    _, contents = REMOVED
    listed = Hit(
        contents, "FICTIONAL-EMB-292", 2025, journal="Proceedings of a Fictional Congress", kind="contents"
    )
    return [*hits, abstract, listed]


def _central() -> list[Hit]:
    return [_fictional(number, f"FICTIONAL-CN-{number}") for number in _CENTRAL]


def _nbib(hits: Iterable[Hit]) -> str:
    kinds = {"article": "Journal Article", "erratum": "Published Erratum"}
    blocks = []
    for hit in hits:
        lines = [f"PMID- {hit.accession}", f"TI  - {hit.title}"]
        lines += [f"LID - {hit.doi} [doi]"] if hit.doi else []
        lines += [f"AU  - {family} {_initials(given)}" for family, given in hit.authors]
        lines += [f"PT  - {kinds[hit.kind]}", f"DP  - {hit.year}", f"JT  - {hit.journal}"]
        lines += [f"VI  - {hit.volume}"] if hit.volume else []
        lines += [f"PG  - {hit.pages}"] if hit.pages else []
        blocks.append("".join(f"{line}\n" for line in lines))
    return "\n" + "\n".join(blocks)


def _initials(given: str) -> str:
    return "".join(part[0] for part in given.replace("-", " ").split())


def _ris(hits: Iterable[Hit]) -> str:
    kinds = {"article": "JOUR", "conference abstract": "CONF", "contents": "JOUR"}
    blocks = []
    for hit in hits:
        lines = [f"TY  - {kinds[hit.kind]}", f"TI  - {hit.title}"]
        lines += [f"AU  - {family}, {_dotted(given)}" for family, given in hit.authors]
        lines += [f"PY  - {hit.year}", f"JO  - {hit.journal}"]
        lines += [f"VL  - {hit.volume}"] if hit.volume else []
        first, _, last = hit.pages.partition("-")
        lines += [f"SP  - {first}"] if first else []
        lines += [f"EP  - {last}"] if last else []
        lines += [f"DO  - {hit.doi}"] if hit.doi else []
        lines += [f"AN  - {hit.accession}", "ER  - "]
        blocks.append("".join(f"{line}\n" for line in lines))
    return "\n".join(blocks)


def _dotted(given: str) -> str:
    return " ".join(f"{part[0]}." for part in given.split())


def _trials() -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("NCT Number", "Study Title", "Study Status", "Conditions", "Study Type", "Start Date"))
    for number in _TRIALS:
        began = f"{2025 if number < 6 else 2026}-{1 + number % 5:02d}-15"
        name = (f"FICTIONAL-NCT-{number:03d}", f"FICTIONAL RECORD {number:03d}")
        writer.writerow((*name, "RECRUITING", "Diabetic Retinopathy", "OBSERVATIONAL", began))
    return stream.getvalue()


def _csl_json(sources: Mapping[str, Mapping[str, Any]]) -> str:
    """What was kept of websites, from a reference manager."""
    items: list[dict[str, Any]] = []
    for name in _WEB:
        publication = sources[name]
        items.append(
            {
                "id": name.removeprefix("SRC-"),
                "type": publication["type"],
                "title": publication["title"],
                "author": publication["authors"],
                "issued": {"date-parts": [[int(part) for part in publication["issued"].split("-")]]},
                "URL": publication["url"],
            }
        )
    items += [
        {
            "id": f"fictional-{number}",
            "type": "webpage",
            "title": f"FICTIONAL RECORD {number}",
            "issued": {"date-parts": [[2025]]},
            "URL": f"https://fictional.example/{number}",
        }
        for number in (401, 402)
    ]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _bibtex() -> str:
    blocks = []
    for hit in (_fictional(number, f"fictional{number}") for number in (501, 502)):
        authors = " and ".join(f"{family}, {given}" for family, given in hit.authors)
        fields = {
            "author": authors,
            "title": f"{{{hit.title}}}",
            "journal": hit.journal,
            "year": str(hit.year - 8),
            "volume": hit.volume,
            "pages": hit.pages.replace("-", "--"),
            "doi": hit.doi,
        }
        body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        blocks.append(f"@article{{{hit.accession},\n{body}}}\n")
    return "\n".join(blocks)
