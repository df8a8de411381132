"""Exports of many records for the benchmarks, as databases write them. Standard library only."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

_ABSTRACT = (
    "BACKGROUND: Screening for retinal disease takes time that clinics do not have. METHODS: We asked how often "
    "software and graders agree, in consecutive people with diabetes & without; n={number}. "
) * 8
_NAMES = ("Vale L", "Duggal M", "Kernohan A", "Menon G", "Sood N", "Bezbaruah R", "Mutyala N", "Kaur G")


def exports(count: int) -> Iterator[tuple[str, str]]:
    """Name and text of a file in each of five forms; a record has an abstract, eight authors and twenty keywords."""
    for name, head, write, tail in (
        ("pubmed.nbib", "", _nbib, ""),
        ("embase.ris", "", _ris, ""),
        ("scopus.csv", "Authors,Title,Year,Source title,DOI,Abstract,Index Keywords,EID\n", _csv, ""),
        ("scopus.bib", "", _bibtex, ""),
        ("pubmed.xml", "<?xml version='1.0'?>\n<PubmedArticleSet>\n", _xml, "</PubmedArticleSet>\n"),
    ):
        yield name, head + "".join(write(number) for number in range(count)) + tail


def _title(number: int) -> str:
    return f"Agreement of software and graders in screening for retinal disease, part {number}"


def _keywords(number: int) -> list[str]:
    return [f"Retinopathy/*prevention & control {number % 97 + index}" for index in range(20)]


def _nbib(number: int) -> str:
    authors = "".join(
        f"AU  - {name}\nFAU - {name}\nAD  - University Hospital, {number}.\n" for name in _NAMES
    )
    keywords = "".join(f"MH  - {word}\n" for word in _keywords(number))
    return (
        f"PMID- {30_000_000 + number}\nOWN - NLM\nDP  - 2024 Jun 3\nTI  - {_title(number)}\n"
        f"AB  - {_ABSTRACT.format(number=number)}\n{authors}{keywords}PT  - Journal Article\n"
        f"JT  - Journal of Fictional Results\nAID - 10.1000/bench.{number} [doi]\n\n"
    )


def _ris(number: int) -> str:
    authors = "".join(f"AU  - {name}\n" for name in _NAMES)
    keywords = "".join(f"KW  - {word}\n" for word in _keywords(number))
    return (
        f"TY  - JOUR\n{authors}TI  - {_title(number)}\nPY  - 2024\nJF  - Journal of Fictional Results\n{keywords}"
        f"N2  - {_ABSTRACT.format(number=number)}\nDO  - 10.1000/bench.{number}\nU2  - L{number}\nER  - \n\n"
    )


def _csv(number: int) -> str:
    cells = ("; ".join(_NAMES), _title(number), "2024", "J Fict Res", f"10.1000/bench.{number}")
    more = (_ABSTRACT.format(number=number), "; ".join(_keywords(number)), f"2-s2.0-{number}")
    return ",".join(f'"{cell}"' for cell in (*cells, *more)) + "\n"


def _bibtex(number: int) -> str:
    fields = {
        "author": " and ".join(_NAMES),
        "title": _title(number),
        "year": "2024",
        "journal": "J Fict Res",
        "doi": f"10.1000/bench.{number}",
        "abstract": _ABSTRACT.format(number=number),
        "keywords": "; ".join(_keywords(number)),
    }
    body = "".join(f"  {name}={{{value}}},\n" for name, value in fields.items())
    return f"@ARTICLE{{Vale{number},\n{body}}}\n\n"


def _xml(number: int) -> str:
    authors = "".join(
        f"<Author><LastName>{name[:-2]}</LastName><Initials>{name[-1]}</Initials>"
        f"<AffiliationInfo><Affiliation>Hospital, {number}.</Affiliation></AffiliationInfo></Author>"
        for name in _NAMES
    )
    words = "".join(
        f'<MeshHeading><DescriptorName UI="D{index}">{escape(word)}</DescriptorName></MeshHeading>'
        for index, word in enumerate(_keywords(number))
    )
    cited = "".join(
        f"<Reference><Citation>Fict Res. {index}</Citation><ArticleIdList>"
        f'<ArticleId IdType="pubmed">{index}</ArticleId></ArticleIdList></Reference>'
        for index in range(30)
    )
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{30_000_000 + number}</PMID><Article><Journal>"
        "<JournalIssue><PubDate><Year>2024</Year></PubDate></JournalIssue><Title>J Fict Res</Title></Journal>"
        f"<ArticleTitle>{_title(number)}</ArticleTitle>"
        f"<Abstract><AbstractText>{escape(_ABSTRACT.format(number=number))}</AbstractText></Abstract>"
        f"<AuthorList>{authors}</AuthorList></Article><MeshHeadingList>{words}</MeshHeadingList>"
        "</MedlineCitation><PubmedData>"
        f'<ArticleIdList><ArticleId IdType="doi">10.1000/bench.{number}</ArticleId></ArticleIdList>'
        f"<ReferenceList>{cited}</ReferenceList></PubmedData></PubmedArticle>\n"
    )
