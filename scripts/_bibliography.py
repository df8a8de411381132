"""Bibliographic records with known duplicates, written as five databases write them. Standard library only.

No publication is imitated: titles are drawn from words, journals have invented names. What is real is the dirt, which
was collected from exports of PubMed, Embase, Web of Science, Scopus and the Cochrane Library.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


@dataclass(frozen=True)
class Dirt:
    """How often what goes wrong, of one; and from which words titles are drawn."""

    copies: tuple[int, ...] = (1, 1, 1, 2, 2, 3, 4)
    no_doi: float = 0.35
    other_doi: float = 0.03
    doi_written_otherwise: float = 0.3
    year_off: float = 0.06
    online_first: float = 0.06
    no_abstract: float = 0.25
    no_authors: float = 0.01
    few_authors: float = 0.15
    subtitle_missing: float = 0.05
    misprint: float = 0.08
    cut_title: float = 0.02
    translated: float = 0.02
    no_pages: float = 0.1
    wrong_pages: float = 0.01
    number_as_page: float = 0.04
    volume_as_issue: float = 0.03
    no_volume: float = 0.06
    no_journal: float = 0.02
    capitals: float = 0.1
    companions: float = 0.35
    """Works that have a companion which is another work: abstract, reply, erratum, protocol, part two, ..."""
    subjects: tuple[str, ...] = field(default=())
    things: tuple[str, ...] = field(default=())


_SUBJECTS = _listed(
    "diabetic retinopathy|chronic heart failure|ischaemic stroke|rheumatoid arthritis|"
    "postoperative delirium|Crohn's disease|hip fracture|type 2 diabetes|COVID-19 pneumonia|"
    "lumbar spinal stenosis|atrial fibrillation|β-thalassaemia|preterm birth|oesophageal cancer|"
    "childhood asthma|paediatric sepsis|haemodialysis|knee osteoarthritis|wound healing|melanoma|"
    "age-related macular degeneration|glaucoma|myocardial infarction|chronic kidney disease|"
    "tumour hypoxia|TNF-α inhibition|IL-6 signalling|Guillain–Barré syndrome|"
    "obstructive sleep apnoea|iron deficiency anaemia|HIV-1 infection|carotid stenosis"
)
_THINGS = _listed(
    "artificial intelligence|deep learning|early mobilisation|continuous glucose monitoring|"
    "hydroxyethyl starch|robotic surgery|vitamin D supplementation|telemedicine|transcatheter repair|"
    "cognitive behavioural therapy|drug-eluting balloons|negative pressure dressings|"
    "point-of-care ultrasound|low-dose aspirin|high-flow oxygen|3D-printed implants|"
    "optical coherence tomography|remote ischaemic conditioning|exercise training|"
    "a smartphone application|fundus photography|biomarker panels|intra-aortic balloon pumps|"
    "hypertonic saline|stem cell transplantation|nurse-led follow-up|β-blocker withdrawal"
)
_SHAPES = (
    "Effect of {thing} on {outcome} in {subject}",
    "{Thing} for {subject}",
    "{Outcome} after {thing} in patients with {subject}",
    "Association between {thing} and {outcome} in {subject} in {place}",
    "{Thing} versus usual care in {subject}",
    "Diagnostic accuracy of {thing} for {subject} in {place}",
    "Cost-effectiveness of {thing} in {subject}",
    "Feasibility of {thing} in the management of {subject} in {place}",
    "Predictors of {outcome} in {number} adults with {subject}",
    "Is {thing} associated with {outcome} in {subject}?",
)
_SUBTITLES = (
    ": a randomised controlled trial",
    ": a systematic review and meta-analysis",
    ": a prospective cohort study",
    ": results of a multicentre registry",
    " – {number}-month results",
    ": a population-based study in {place}",
    "",
    "",
    "",
)
_OUTCOMES = _listed(
    "mortality|quality of life|length of stay|visual acuity|readmission|pain|functional recovery|"
    "adverse events|blood pressure|oedema|inflammatory markers|gait speed|hospital costs|"
    "infarct size|bleeding"
)
_PLACES = [
    "Norway",
    "rural India",
    "Ontario",
    "São Paulo",
    "primary care",
    "Scotland",
    "Taiwan",
    "two Swiss hospitals",
    "Queensland",
    "Łódź",
]
_FAMILIES = _listed(
    "Smith|Müller|García|O'Brien|Wang|Li|Zhang|Nguyen|Sørensen|Kowalski|Østergaard|Fernández-López|"
    "van der Berg|de Souza|Ivanov|Yılmaz|Tanaka|Kim|Johansson|Dubois|Ó Súilleabháin|Schröder|Núñez|"
    "Patel|Okafor|Haddad|Rossi|Papadopoulos|Čapek|Bjørklund|Al-Rashid|Thompson|Chen|Park|Weiß|"
    "Hernández|Lindqvist|Moreau|Takahashi|Gupta|Novák|Silva|Walker|Jones|Huang"
)
_GIVEN = _listed(
    "Anna|Boris|Carla|David|Elin|Fatima|Georg|Hana|Ivan|Jun|Karen|Luis|Mei|Nils|Olga|Paul|Rosa|Sven|Tariq|Ute"
)
_FIELDS = _listed(
    "Cardiology|Ophthalmology|Surgery|Internal Medicine|Clinical Nutrition|Critical Care|"
    "Rehabilitation|Oncology|Radiology|Respiratory Research|Medical Informatics|Neurology|"
    "Epidemiology|Anaesthesia|Nephrology|Digital Health"
)
_PUBLISHERS = (
    "Journal of {0}",
    "International Journal of {0}",
    "European Journal of {0}",
    "{0}",
    "The {0} Review",
    "Annals of {0}",
    "{0} and Therapeutics",
    "Archives of {0}",
    "Scandinavian Journal of {0}",
)
_SHORT = {
    "Journal": "J",
    "International": "Int",
    "European": "Eur",
    "Annals": "Ann",
    "Archives": "Arch",
    "Review": "Rev",
    "Scandinavian": "Scand",
    "Cardiology": "Cardiol",
    "Ophthalmology": "Ophthalmol",
    "Surgery": "Surg",
    "Internal": "Intern",
    "Medicine": "Med",
    "Clinical": "Clin",
    "Nutrition": "Nutr",
    "Critical": "Crit",
    "Rehabilitation": "Rehabil",
    "Oncology": "Oncol",
    "Radiology": "Radiol",
    "Respiratory": "Respir",
    "Research": "Res",
    "Medical": "Med",
    "Informatics": "Inform",
    "Neurology": "Neurol",
    "Epidemiology": "Epidemiol",
    "Anaesthesia": "Anaesth",
    "Nephrology": "Nephrol",
    "Digital": "Digit",
    "Therapeutics": "Ther",
    "of": "",
    "and": "",
    "The": "",
}
_PLAIN = str.maketrans(
    {
        "ü": "u",
        "í": "i",
        "ø": "o",
        "Ø": "O",
        "é": "e",
        "á": "a",
        "ó": "o",
        "ú": "u",
        "ı": "i",
        "ö": "o",
        "ñ": "n",
        "Č": "C",
        "ß": "ss",
        "Ó": "O",
        "Y": "Y",
        "ã": "a",
        "Ł": "L",
        "ź": "z",
        "–": "-",
    }
)
_UMLAUTS = {"ü": "ue", "ö": "oe", "ø": "oe", "Ø": "Oe", "ä": "ae"}
_AMERICAN = (
    ("aemi", "emi"),
    ("haemo", "hemo"),
    ("oeso", "eso"),
    ("oedema", "edema"),
    ("Oedema", "Edema"),
    ("paed", "ped"),
    ("isation", "ization"),
    ("randomised", "randomized"),
    ("tumour", "tumor"),
    ("apnoea", "apnea"),
    ("behavioural", "behavioral"),
    ("centre", "center"),
    ("signalling", "signaling"),
)


@dataclass(frozen=True)
class Work:
    """A publication as it is."""

    number: int
    title: str
    authors: tuple[tuple[str, str], ...]
    journal: str
    year: int
    volume: int
    issue: str
    first: int
    last: int
    prefix: str
    doi: str
    pmid: str
    abstract: str
    kind: str = "Journal Article"


@dataclass(frozen=True)
class Row:
    """A record as a database gives it, and the work that it is."""

    ID: str
    type: str
    author: str
    year: str
    title: str
    journal: str
    volume: str
    number: str
    pages: str
    doi: str
    pmid: str
    abstract: str
    work: int


def bibliography(size: int, seed: int, dirt: Dirt | None = None) -> list[Row]:
    """So many records, in no order, with ids that say nothing."""
    dirt = dirt or Dirt()
    chance = random.Random(seed)  # noqa: S311  # for test data
    rows: list[Row] = []
    for work in _works(chance, dirt):
        known = [name for name in _DATABASES if name != "pubmed" or work.kind == "Journal Article"]
        databases = chance.sample(known, min(len(known), chance.choice(dirt.copies)))
        rows += [_written(work, database, chance, dirt) for database in databases]
        if len(rows) >= size:
            break
    del rows[size:]
    chance.shuffle(rows)
    return [replace(row, ID=f"r{index:06d}") for index, row in enumerate(rows)]


def true_pairs(rows: list[Row]) -> set[tuple[str, str]]:
    """Ids of records that are one work, the smaller one first."""
    works: dict[int, list[str]] = {}
    for row in rows:
        works.setdefault(row.work, []).append(row.ID)
    return {(one, other) for ids in works.values() for one in ids for other in ids if one < other}


def _works(chance: random.Random, dirt: Dirt) -> Iterator[Work]:
    number = 0
    while True:
        work = _work(number, chance, dirt)
        yield work
        number += 1
        if chance.random() < dirt.companions:
            for companion in _companions(work, chance, dirt):
                yield replace(companion, number=number)
                number += 1


def _work(number: int, chance: random.Random, dirt: Dirt) -> Work:
    def drawn(text: str) -> str:
        thing = chance.choice(dirt.things or _THINGS)
        outcome = chance.choice(_OUTCOMES)
        return text.format(
            thing=thing,
            Thing=thing[0].upper() + thing[1:],
            outcome=outcome,
            Outcome=outcome.capitalize(),
            subject=chance.choice(dirt.subjects or _SUBJECTS),
            place=chance.choice(_PLACES),
            number=chance.randint(3, 900),
        )

    year = chance.randint(1998, 2026)
    first, volume = chance.randint(2, 2400), chance.randint(1, 60)
    online = chance.random() < 0.2
    registrant, suffix = chance.randint(1000, 9999), chance.randint(10**6, 10**8)
    return Work(
        number=number,
        title=drawn(chance.choice(_SHAPES)) + drawn(chance.choice(_SUBTITLES)),
        authors=tuple(
            (chance.choice(_FAMILIES), chance.choice(_GIVEN))
            for _ in range(chance.choice((1, 2, 3, 4, 5, 6, 8, 12)))
        ),
        journal=chance.choice(_PUBLISHERS).format(chance.choice(_FIELDS)),
        year=year,
        volume=volume,
        issue=str(chance.randint(1, 12)),
        first=first * 37 if online else first,
        last=0 if online else first + chance.randint(1, 14),
        prefix="e" if online else "",
        doi=f"10.{registrant}/{chance.choice(('j.abc', 's', 'JX-', ''))}{year}.{suffix}",
        pmid=str(chance.randint(10**7, 4 * 10**7)),
        abstract=_abstract(chance, dirt),
    )


def _abstract(chance: random.Random, dirt: Dirt) -> str:
    return " ".join(_sentence(chance, dirt) for _ in range(chance.randint(5, 9)))


def _sentence(chance: random.Random, dirt: Dirt) -> str:
    subject, thing = chance.choice(dirt.subjects or _SUBJECTS), chance.choice(dirt.things or _THINGS)
    figures = f"{chance.randint(1, 99)}.{chance.randint(0, 9)}% versus {chance.randint(1, 99)}%"
    return (
        f"{chance.choice(_OUTCOMES).capitalize()} was measured in {chance.randint(10, 5000)} patients with {subject} "
        f"treated by {thing} in {chance.choice(_PLACES)} ({figures})."
    )


def _companions(work: Work, chance: random.Random, dirt: Dirt) -> Iterator[Work]:
    """Works that look like another and are not it."""
    kind = chance.choice(
        (_meeting, _meeting, _parts, _correction, _answer, _protocol, _updates, _editorials, _neighbours)
    )
    yield from kind(work, chance, dirt)


def _meeting(work: Work, chance: random.Random, dirt: Dirt) -> Iterator[Work]:
    """The abstract of the year before, of another society, or two of the same meeting."""
    other = _work(0, chance, dirt)
    way = chance.randrange(3)
    if way == 0:
        yield replace(_supplement(work, chance, dirt), year=work.year - 1, volume=work.volume - 1 or 1)
        return
    elsewhere = replace(_supplement(work, chance, dirt), journal=other.journal, volume=other.volume)
    yield replace(elsewhere, year=work.year - chance.randint(0, 1))
    if way == 2:
        yield replace(_supplement(work, chance, dirt), doi="")


def _parts(work: Work, chance: random.Random, dirt: Dirt) -> Iterator[Work]:
    where = _elsewhere(work, chance, dirt)
    later = replace(_elsewhere(work, chance, dirt), volume=work.volume + 1, year=work.year + 1)
    first = work.last + 1 if work.last else where.first
    yield replace(where, title=f"{work.title}. Part II", first=first, abstract=_abstract(chance, dirt))
    yield replace(later, title=f"{work.title}. Part III", abstract=_abstract(chance, dirt))


def _correction(work: Work, chance: random.Random, dirt: Dirt) -> Iterator[Work]:
    later = replace(_elsewhere(work, chance, dirt), volume=work.volume + 1, year=work.year + 1)
    opening = chance.choice(("Erratum: ", "Correction to: ", "Erratum to "))
    yield replace(later, title=opening + work.title, abstract="")


def _answer(work: Work, chance: random.Random, dirt: Dirt) -> Iterator[Work]:
    later = replace(_elsewhere(work, chance, dirt), volume=work.volume + 1, year=work.year + 1)
    opening = chance.choice(("Reply to: ", "Re: ", "Comment on: "))
    yield replace(later, title=opening + work.title, authors=_work(0, chance, dirt).authors, abstract="")


def _protocol(work: Work, chance: random.Random, dirt: Dirt) -> Iterator[Work]:
    other = _work(0, chance, dirt)
    protocol = replace(
        _elsewhere(work, chance, dirt), title=f"{work.title}: study protocol", year=work.year - 2
    )
    yield replace(protocol, journal=other.journal, volume=other.volume, abstract=other.abstract)


def _editorials(work: Work, chance: random.Random, dirt: Dirt) -> Iterator[Work]:
    for step in range(2):
        editorial = replace(_elsewhere(work, chance, dirt), title="Editorial", year=work.year + step)
        yield replace(editorial, volume=work.volume + step, first=1 + step, last=0, abstract="")


def _neighbours(work: Work, chance: random.Random, dirt: Dirt) -> Iterator[Work]:
    """A sister study, another letter on the same page, and another work of the same authors."""
    other = _work(0, chance, dirt)
    way = chance.randrange(3)
    if way == 0:
        changed = (
            work.title.replace("adults", "children") if "adults" in work.title else f"{work.title} in women"
        )
        yield replace(_elsewhere(work, chance, dirt), title=changed, abstract=other.abstract)
    elif way == 1:
        yield replace(work, title=other.title, authors=other.authors, doi="", pmid=other.pmid, abstract="")
    else:
        yield replace(other, authors=work.authors, journal=work.journal, year=work.year)


def _elsewhere(work: Work, chance: random.Random, dirt: Dirt) -> Work:
    """The same title and authors under other identifiers on another page."""
    other = _work(0, chance, dirt)
    moved = replace(work, doi=other.doi, pmid=other.pmid)
    return replace(moved, first=other.first, last=other.last, prefix=other.prefix)


def _supplement(work: Work, chance: random.Random, dirt: Dirt) -> Work:
    """The abstract of the meeting at which the work was told first."""
    moved = replace(_elsewhere(work, chance, dirt), first=chance.randint(1, 300), last=0, prefix="S")
    return replace(moved, issue="Suppl 1", abstract=_abstract(chance, dirt), kind="Conference Abstract")


def _updates(work: Work, chance: random.Random, dirt: Dirt) -> Iterator[Work]:
    number = f"CD{chance.randint(1000, 15000):06d}"
    for step in range(3):
        update = replace(
            work, journal="Cochrane Database of Systematic Reviews", year=work.year + 3 * step, issue="2"
        )
        update = replace(update, doi=f"10.1002/14651858.{number}" + (f".pub{step + 1}" if step else ""))
        update = replace(update, volume=update.year, prefix=number, pmid=str(int(work.pmid) + 1 + step))
        yield replace(update, first=0, last=0, abstract=_abstract(chance, dirt))


def _written(work: Work, database: str, chance: random.Random, dirt: Dirt) -> Row:
    """The work as a database has it, with what went wrong on the way."""
    has_pmid = database in {"pubmed", "embase"} and chance.random() < 0.7
    row = Row(
        ID="",
        type=_type(work, database),
        author=_authors(work, database, chance, dirt),
        year=str(work.year + (chance.choice((-1, 1)) if chance.random() < dirt.year_off else 0)),
        title=_DATABASES[database](_title(work, chance, dirt), chance),
        journal="" if chance.random() < dirt.no_journal else _journal(work.journal, database, chance),
        volume=str(work.volume),
        number=work.issue,
        pages=_pages(work, database, chance),
        doi=_doi(work, chance, dirt),
        pmid=work.pmid if has_pmid else "",
        abstract="" if chance.random() < dirt.no_abstract else _abstract_of(work.abstract, database),
        work=work.number,
    )
    row = _misplaced(row, work, chance, dirt)
    return replace(row, title=row.title.upper()) if chance.random() < dirt.capitals else row


def _title(work: Work, chance: random.Random, dirt: Dirt) -> str:
    title = work.title
    head, colon, rest = title.rpartition(": ")
    if (
        chance.random() < dirt.subtitle_missing
        and colon
        and len(head) > 30
        and not rest.endswith(("protocol", "women"))
    ):
        title = head
    if chance.random() < dirt.misprint and len(title) > 40:
        title = _misprinted(title, chance)
    if chance.random() < dirt.cut_title and len(title) > 90:
        title = title[: chance.randint(70, 85)]
    return _translated(title, chance) if chance.random() < dirt.translated and len(title) > 40 else title


def _misplaced(row: Row, work: Work, chance: random.Random, dirt: Dirt) -> Row:
    """Volume, issue and pages: missing, wrong, or in another's field."""
    if chance.random() < dirt.online_first:
        row = replace(row, volume="", number="", pages="", year=str(int(row.year) - chance.randint(0, 1)))
    if chance.random() < dirt.no_volume:
        row = replace(row, volume="")
    if chance.random() < dirt.no_pages:
        row = replace(row, pages="")
    elif chance.random() < dirt.wrong_pages:
        row = replace(row, pages=str(chance.randint(1, 3000)))
    if work.prefix == "e" and chance.random() < dirt.number_as_page:
        row = replace(row, number=str(work.first), pages="")
    if row.volume and chance.random() < dirt.volume_as_issue:
        row = replace(row, volume="", number=row.volume)
    return row


def _translated(title: str, chance: random.Random) -> str:
    """In another language, which some databases print behind the English title and some in its place."""
    language = chance.choice(
        ("ung der von die bei mit", "ation des chez les pour une", "ción de los con para una")
    ).split()
    translated = " ".join(
        chance.choice((word[:6] + language[0], chance.choice(language[1:]))) for word in title.split()
    )
    return chance.choice((translated, f"{title} [{translated}]"))


def _misprinted(title: str, chance: random.Random) -> str:
    spot = chance.randrange(1, len(title) - 1)
    letter = chance.choice("abcdeilmnorst")
    return chance.choice(
        (
            title[:spot] + title[spot + 1 :],
            title[:spot] + letter + title[spot:],
            title[:spot] + letter + title[spot + 1 :],
        )
    )


def _pages(work: Work, database: str, chance: random.Random) -> str:
    if not work.first:
        return work.prefix
    first = f"{work.prefix}{work.first}"
    if not work.last:
        return first if database != "scopus" or work.prefix != "e" else str(work.first)
    last = str(work.last)
    if database == "pubmed" and len(last) == len(str(work.first)):
        shared = next(
            (index for index, sign in enumerate(last) if sign != str(work.first)[index]), len(last) - 1
        )
        last = last[shared:]
    return (
        f"{first}{chance.choice(('-', '-', '--', '–'))}{work.prefix if chance.random() < 0.5 else ''}{last}"
    )


def _type(work: Work, database: str) -> str:
    if work.kind == "Conference Abstract":
        return {
            "embase": "Journal: Conference Abstract",
            "wos": "Meeting Abstract",
            "scopus": "Conference Paper",
            "cochrane": "Journal article; Conference proceeding",
        }.get(database, "Journal Article")
    return {
        "embase": "Journal: Article",
        "wos": "Article",
        "scopus": "Article",
        "cochrane": "Journal article",
    }.get(database, "Journal Article")


def _authors(work: Work, database: str, chance: random.Random, dirt: Dirt) -> str:
    if chance.random() < dirt.no_authors:
        return ""
    people = work.authors[: chance.choice((1, 3, 6))] if chance.random() < dirt.few_authors else work.authors
    return " and ".join(_author(family, given, database, chance) for family, given in people)


def _author(family: str, given: str, database: str, chance: random.Random) -> str:
    way = chance.random()
    if way < 0.15:
        for sign, two in _UMLAUTS.items():
            family = family.replace(sign, two)
    elif way < 0.5:
        family = family.translate(_PLAIN)
    if database == "pubmed":
        return f"{family} {given[0]}"
    if database == "embase":
        return f"{family} {given[0]}."
    if database == "cochrane":
        return f"{family} {given[0]}M"
    return f"{family}, {given}" if database == "wos" else f"{family}, {given[0]}."


def _journal(name: str, database: str, chance: random.Random) -> str:
    short = " ".join(filter(None, (_SHORT.get(word, word) for word in name.split())))
    if database == "pubmed":
        return short
    if database == "embase":
        return (
            f"{name} ({chance.choice(('London, England', 'Basel', 'Online'))})"
            if chance.random() < 0.2
            else name
        )
    if database == "wos":
        return name.upper().replace(" AND ", " & ")
    if database == "cochrane":
        return name.replace("The ", "")
    return chance.choice((name, short, short.replace(" ", ". ") + "."))


def _doi(work: Work, chance: random.Random, dirt: Dirt) -> str:
    if not work.doi or chance.random() < dirt.no_doi:
        return ""
    if chance.random() < dirt.other_doi:
        return f"10.{chance.randint(1000, 9999)}/{chance.randint(10**6, 10**8)}"
    if chance.random() < dirt.doi_written_otherwise:
        return chance.choice(
            (
                f"https://doi.org/{work.doi}",
                f"doi:{work.doi}",
                work.doi.upper(),
                f"{work.doi}.",
                f"http://dx.doi.org/{work.doi}",
                f"{work.doi} [doi]",
            )
        )
    return work.doi


def _abstract_of(text: str, database: str) -> str:
    if not text:
        return ""
    if database == "embase":
        return f"Background: {text} Copyright © The Authors. All rights reserved."
    return _american(text) if database == "scopus" else text


def _american(text: str) -> str:
    for british, american in _AMERICAN:
        text = text.replace(british, american)
    return text


def _of_pubmed(title: str, chance: random.Random) -> str:
    return f"{title}." if chance.random() < 0.9 else f"[{title}]."


def _of_embase(title: str, chance: random.Random) -> str:
    title = title.replace("β", "beta").replace("α", "alpha").replace("–", "-")
    return title.replace("-", " ") if chance.random() < 0.2 else title


def _of_wos(title: str, chance: random.Random) -> str:
    title = title.replace("α", "alpha").replace("β", "beta")
    return title.title() if chance.random() < 0.4 else title


def _of_scopus(title: str, chance: random.Random) -> str:
    title = _american(title) if chance.random() < 0.5 else title
    return (
        title.replace("α", "&alpha;")
        .replace("β", "<i>&beta;</i>")
        .replace(" and ", " &amp; " if chance.random() < 0.1 else " and ")
    )


def _of_cochrane(title: str, chance: random.Random) -> str:
    return title.translate(_PLAIN).capitalize() if chance.random() < 0.5 else title


_DATABASES = {
    "pubmed": _of_pubmed,
    "embase": _of_embase,
    "wos": _of_wos,
    "scopus": _of_scopus,
    "cochrane": _of_cochrane,
}

BLIND = Dirt(
    copies=(1, 1, 2, 2, 3, 5),
    no_doi=0.25,
    other_doi=0.015,
    doi_written_otherwise=0.5,
    year_off=0.04,
    online_first=0.03,
    no_abstract=0.3,
    no_authors=0.005,
    few_authors=0.25,
    subtitle_missing=0.03,
    misprint=0.05,
    cut_title=0.01,
    translated=0.03,
    no_pages=0.05,
    wrong_pages=0.005,
    number_as_page=0.08,
    volume_as_issue=0.01,
    no_volume=0.02,
    no_journal=0.01,
    capitals=0.2,
    companions=0.2,
    subjects=_listed(
        "varicose veins|dental caries|tinnitus|lupus nephritis|burn injury|cystic fibrosis|schizophrenia|"
        "obesity in pregnancy|endometriosis|γ-secretase inhibition|bacterial keratitis|"
        "oropharyngeal dysphagia|anaphylaxis|sickle cell disease|gout|CD4+ lymphopenia|type 1 diabetes|"
        "hallux valgus|neonatal jaundice|Ménière's disease|caesarean delivery|leukaemia"
    ),
    things=_listed(
        "cochlear implants|laser ablation|compression stockings|metformin|mindfulness|oral probiotics|"
        "bariatric surgery|virtual reality|cryotherapy|oxygen therapy|fluoride varnish|gene panels|"
        "music therapy|home monitoring|ω-3 fatty acids|acupuncture|pulse oximetry|"
        "hysteroscopic resection|dietary counselling|IV iron|botulinum toxin A|MRI-guided biopsy"
    ),
)
"""Other words, and the rates of other dirt, than the rules were made with."""
