"""A small report with every construct of the bundle's contract, as the website would write it."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence

import markdown

from cerkit.model.bundle import Bundle, BundleImage, BundlePage, DocumentIdentity, PageRole, Revision
from cerkit.publish.citations import FormattedCitations, format_citations

REFERENCES: list[dict[str, object]] = [
    {
        "id": "SRC-heydon-2021",
        "type": "article-journal",
        "title": "Prospective evaluation of an artificial intelligence-enabled algorithm for automated diabetic "
        "retinopathy screening of 30 000 patients",
        "author": [{"family": "Heydon", "given": "Peter"}, {"family": "Egan", "given": "Catherine"}],
        "container-title": "British Journal of Ophthalmology",
        "volume": "105",
        "issue": "5",
        "page": "723-728",
        "issued": {"date-parts": [[2021]]},
        "DOI": "10.1136/bjophthalmol-2020-316594",
    },
    {
        "id": "SRC-tufail-2017",
        "type": "article-journal",
        "title": "Automated diabetic retinopathy image assessment software",
        "author": [{"family": "Tufail", "given": "Adnan"}],
        "container-title": "Ophthalmology",
        "volume": "124",
        "page": "343-351",
        "issued": {"date-parts": [[2017]]},
    },
    {"id": "SRC-unused", "type": "book", "title": "Never cited", "issued": {"date-parts": [[1999]]}},
]
CLUSTERS = (
    "[@SRC-heydon-2021, p. 3]",
    "[@SRC-tufail-2017; @SRC-heydon-2021]",
    "[@SRC-tufail-2017, table 2]",
)
EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc",
    "pymdownx.details", "pymdownx.highlight", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist",
]  # fmt: skip  # a sample, read as a paragraph
EXTENSION_SETTINGS = {
    "toc": {"permalink": True},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
}

FLOW = """
<figure id="fig-flow"><svg role="img" aria-label="Flow of images from capture to referral" viewBox="0 0 720 190"
 class="diagram"><style>.box{fill:#eef3f7;stroke:#17324d;stroke-width:1.5} text{font-family:Inter,sans-serif;
 font-size:15px;fill:currentColor}</style>
<rect class="box" x="10" y="50" width="170" height="70" rx="6"/><text x="95" y="90" text-anchor="middle">Capture</text>
<path d="M180 85 H 265" stroke="var(--md-accent, #17324d)" stroke-width="2"/>
<rect class="box" x="265" y="50" width="190" height="70" rx="6"/>
<text x="360" y="82" text-anchor="middle">Automated grading</text>
<text x="360" y="104" text-anchor="middle" font-weight="bold">sensitivity ≥ 85 %</text>
<path d="M455 85 H 540" stroke="#17324d" stroke-width="2"/>
<rect class="box" x="540" y="50" width="170" height="70" rx="6"/>
<text x="625" y="90" text-anchor="middle">Referral</text></svg>
<figcaption><span class="label">Figure 1</span> <span class="caption-text">Flow of images from capture to
referral, with the acceptance criterion that decides release</span></figcaption></figure>
"""

BACKGROUND = """
# <span class="secno">1</span> Clinical background {: #clinical-background }

Diabetic retinopathy is the leading cause of preventable sight loss in adults of working age.
Screening programmes grade retinal photographs at least once a year, and %(cite0)s showed that automated grading
keeps the sensitivity of human graders.[^scope]
The claims of this report stand in [tbl-claims][] and in %(record)s; the flow is shown in [fig-flow][].

[^scope]: Only two-field colour photographs of persons aged 12 or over; see [sec-state][].

## <span class="secno">1.1</span> State of the art {: #state-of-the-art }

Three approaches are in use:

1. Human grading in two stages, with arbitration:
    - first grader,
    - second grader,
        - for all referable images,
        - for 10 %% of the others;
2. automated grading with human confirmation;
3. autonomous grading.

Sensitivity
:   Share of patients with referable retinopathy whom the device refers.

Referable retinopathy
:   Grade R2 or above, or maculopathy M1.

    A patient counts once, by the worse eye.

!!! note "What is data and what is opinion"
    Statements with a citation are backed by data.

    - The evaluator's opinion is marked as such,
    - and *never* mixed with results %(cite1)s.

!!! warning "Unfavourable result"
    Sensitivity fell below the bound in images of handheld cameras.

??? info "How the benchmark was derived"
    Pooled from two studies by a random effects model:

    | Study | Sensitivity |
    |-------|------------:|
    | Heydon 2021 | 95.7 %% |
    | Tufail 2017 | 93.8 %% |

### <span class="secno">1.1.1</span> Human grading {: #human-grading }

%(flow)s

=== "United Kingdom"
    Annual screening from the age of 12.

=== "European Union"
    Intervals differ by country.[^eu]

[^eu]: As of 2026.

## <span class="secno">1.2</span> Method of this evaluation {: #method }

- [x] Protocol approved before the search
- [ ] Full texts of all included publications
    - [x] two of them open access

```yaml title="evidence/criteria.yml"
- id: AC-1
  endpoint: EP-sens-rdr
  bound: 0.85
```

Inline code such as `AC-1` and a <abbr title="Clinical Evaluation Report">CER</abbr>-0042 number stay whole.

> The device shall not be used as the only basis of a diagnosis.

---

A plain table without caption:

| Group | Images | Share |
|:------|-------:|:-----:|
| Fixed camera | 4 120 | 82 %% |
| Handheld camera | 904 | 18 %% |
"""

EVALUATION = """
# <span class="secno">2</span> Device under evaluation {: #device }

The device under evaluation is a class IIa software that grades retinal photographs.
The bound of AC-1 follows from %(cite2)s and is met, see [sec-human][] and [annex-claims][].
Full texts are on [the site only](../../handbook/tutorial/), the page of %(source)s, and
[the web](https://example.org/).

%(claims)s

The photograph in [fig-eye][] was taken with a fixed camera.

<figure id="fig-eye"><img src="../../assets/eye.png" alt="Retinal photograph, optic disc on the left"><figcaption>
<span class="label">Figure 2</span> <span class="caption-text">Retinal photograph (fictional)</span></figcaption>
</figure>

## <span class="secno">2.1</span> Analysis of the clinical data {: #analysis }

%(results)s

The wide table is read from left to right.

## <span class="secno">2.2</span> Conclusions {: #conclusions }

The evaluator concludes on each requirement with name and date.
"""

REFERENCES_PAGE = """
# References {: #references .unnumbered }

<div id="refs" class="references csl-bib-body">%s</div>
"""

ANNEX_CLAIMS = """
# <span class="secno">Annex A</span> Claims {: #claims }

Every claim with the criteria that decide it.

%s

## <span class="secno">A.1</span> Sources {: #sources }

%s
"""

ANNEX_MATRIX = """
# <span class="secno">Annex B</span> Traceability matrix {: #matrix }

%s
"""


def sample_bundle() -> Bundle:
    """Two chapters, references and two annexes; identifiers and numbers are fictional."""
    cites = format_citations(CLUSTERS, REFERENCES)
    pages = (
        BundlePage("index.md", "", "Start", "<h1>Welcome</h1>", PageRole.SITE),
        BundlePage(
            "report/01-background.md", "report/01-background/", "Clinical background", _background(cites)
        ),
        BundlePage("report/02-device.md", "report/02-device/", "Device under evaluation", _evaluation(cites)),
        BundlePage("report/09-references.md", "report/09-references/", "References", _references(cites)),
        BundlePage("registers/claims.md", "registers/claims/", "Claims", _claims(), PageRole.ANNEX),
        BundlePage(
            "registers/matrix.md", "registers/matrix/", "Traceability matrix", _matrix(), PageRole.ANNEX
        ),
        BundlePage(
            "handbook/tutorial.md", "handbook/tutorial/", "Tutorial", "<h1>Tutorial</h1>", PageRole.SITE
        ),
    )
    images = (BundleImage("assets/eye.png", "image/png", png(320, 200)),)
    return Bundle(identity(), REVISIONS, pages, images)


def identity() -> DocumentIdentity:
    """The fictional document."""
    return DocumentIdentity(
        number="CER-DRT-001",
        title="Clinical Evaluation Report",
        version="1.1.0",
        status="approved",
        date="2026-11-22",
        device="Demonstrator Retina Triage (DRT)",
        manufacturer="Fictitious Optics Ltd",
        notice="Fictional device and manufacturer: this report shows a method and describes no product on the market.",
        authors=("Dr A. Example", "B. Sample"),
    )


REVISIONS = (
    Revision("1.0.0", "2025-11-20", "Dr A. Example", "First release, with fixed and handheld cameras."),
    Revision("1.1.0", "2026-11-22", "Dr A. Example", "Handheld cameras removed after the subgroup failed."),
)


def render(text: str) -> str:
    """Markdown as the site renders it."""
    return markdown.markdown(text, extensions=EXTENSIONS, extension_configs=EXTENSION_SETTINGS)


def _cluster(cites: FormattedCitations, number: int) -> str:
    html = cites.clusters_html[number].replace('href="#', 'href="../09-references/#')
    return f'<span class="citation" data-cite="{CLUSTERS[number]}">{html}</span>'


def _linked(text: str) -> str:
    targets = {
        "[tbl-claims][]": ("../02-device/#tbl-claims", "tbl-claims", "Table 1", ""),
        "[fig-flow][]": ("#fig-flow", "fig-flow", "Figure 1", ""),
        "[fig-eye][]": ("#fig-eye", "fig-eye", "Figure 2", ""),
        "[sec-state][]": ("#state-of-the-art", "sec-state-of-the-art", "section 1.1", "1.1"),
        "[sec-human][]": ("../01-background/#human-grading", "sec-human-grading", "section 1.1.1", "1.1.1"),
        "[annex-claims][]": ("../../registers/claims/", "sec-claims", "Annex A", "A"),
    }
    for name, (href, xref, words, number) in targets.items():
        shown = f' data-number="{number}"' if number else ""
        text = text.replace(name, f'<a class="xref" href="{href}" data-xref="{xref}"{shown}>{words}</a>')
    return text


def record_link(identifier: str, page: str = "../../registers/claims/") -> str:
    """A link to a record, as the site writes it."""
    return f'<a class="record" data-record="{identifier}" href="{page}#{identifier}" title="A claim">{identifier}</a>'


def _background(cites: FormattedCitations) -> str:
    values = {
        "cite0": _cluster(cites, 0),
        "cite1": _cluster(cites, 1),
        "record": record_link("CLM-1"),
        "flow": FLOW,
    }
    return render(_linked(BACKGROUND) % values)


def _evaluation(cites: FormattedCitations) -> str:
    rows = [
        ("CLM-1", "Refers persons with referable retinopathy", "met"),
        ("CLM-2", "Grades in a minute", "open"),
    ]
    claims = _table(
        "tbl-claims", "Table 1", "Claims and their verdicts", ("Claim", "Wording", "Verdict"), rows
    )
    values = {
        "cite2": _cluster(cites, 2),
        "claims": claims,
        "results": _wide_table(),
        "source": record_link("SRC-heydon-2021", "../../sources/SRC-heydon-2021/"),
    }
    return render(_linked(EVALUATION) % values)


def _references(cites: FormattedCitations) -> str:
    entries = "".join(
        f'<div id="ref-{identifier}" class="csl-entry">{html}</div>'
        for identifier, html in cites.bibliography
    )
    return render(REFERENCES_PAGE % entries)


def _claims() -> str:
    rows = [
        (
            f"CLM-{n}",
            "Refers persons with referable diabetic retinopathy for examination by an ophthalmologist",
            "AC-1",
        )
        for n in range(1, 31)
    ]
    head = ("Claim", "Wording", "Decided by")
    claims = _table("tbl-register", "Table 3", "Register of claims", head, rows, widths=(15, 65, 20))
    sources = [
        ("SRC-heydon-2021", "Heydon 2021", "pivotal"),
        ("SRC-tufail-2017", "Tufail 2017", "supportive"),
    ]
    listed = _table("tbl-sources", "Table 4", "Included sources", ("Source", "Title", "Weight"), sources)
    return render(ANNEX_CLAIMS % (claims, listed))


def _matrix() -> str:
    head = ("Requirement", *(f"CLM-{n}" for n in range(1, 11)), "Evidence")
    rows = [
        (f"UK-ER-{n}", *("●" if (n + c) % 3 else "–" for c in range(10)), "SRC-ci-003") for n in range(1, 41)
    ]
    return render(
        ANNEX_MATRIX
        % _table("tbl-matrix", "Table 5", "Requirements, claims, evidence", head, rows, wide=True)
    )


def _wide_table() -> str:
    head = (
        "Source",
        "Design",
        "Population",
        "Device version",
        "Sensitivity (95 % CI)",
        "Specificity (95 % CI)",
        "Limits",
    )
    rows = [
        ("SRC-ci-003", "Prospective, multicentre", "1 204 persons aged 18 or over", "1.0.0",
         "91.2 % (87.9 to 93.7)", "88.4 % (86.0 to 90.5)", "Handheld cameras: 78.1 % (70.2 to 84.4), below the bound"),
        ("SRC-rs-002", "Retrospective", "5 024 images", "1.0.0",
         "93.0 % (90.8 to 94.8)", "86.9 % (85.5 to 88.2)", "One centre"),
    ]  # fmt: skip  # a table, read by its rows
    return _table("tbl-results", "Table 2", "Results by source", head, rows, wide=True)


def _table(
    identifier: str,
    label: str,
    caption: str,
    head: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    wide: bool = False,
    widths: tuple[int, ...] = (),
) -> str:
    columns = "".join(f'<col style="width:{width}%">' for width in widths)
    cells = "".join(f'<th scope="col">{text}</th>' for text in head)
    body = "".join(
        f'<tr id="{row[0]}">' + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows
    )
    return (
        f'<table id="{identifier}" class="records{" wide" if wide else ""}"><caption>'
        f'<span class="label">{label}</span> <span class="caption-text">{caption}</span></caption>'
        + (f"<colgroup>{columns}</colgroup>" if columns else "")
        + f"<thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"
    )


def png(width: int, height: int) -> bytes:
    """A grey picture with a lighter disc, without any imaging library."""
    lines = []
    for y in range(height):
        line = bytearray([0])
        for x in range(width):
            inside = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (height / 2.4) ** 2
            line.append(196 if inside else 90)
        lines.append(bytes(line))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(lines))),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def data_uri(data: bytes) -> str:
    """A picture as an address."""
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def large_bundle(count: int) -> Bundle:
    """A report of `count` chapters of about three pages each, with an annex that all of them link to."""
    rows = [(f"CLM-{n}", "Refers persons with referable retinopathy", "AC-1") for n in range(1, 101)]
    annex = _table("tbl-register", "", "Register of claims", ("Claim", "Wording", "Decided by"), rows)
    chapters = [_long_chapter(number) for number in range(1, count + 1)]
    register = BundlePage(
        "registers/claims.md", "registers/claims/", "Claims", f"<h1>Claims</h1>{annex}", PageRole.ANNEX
    )
    return Bundle(identity(), REVISIONS, (*chapters, register))


def _long_chapter(number: int) -> BundlePage:
    words = "The device refers images with referable retinopathy and the reader confirms each referral in clinic. "
    links = " ".join(record_link(f"CLM-{1 + (number * 7 + n) % 100}") for n in range(8))
    rows = [(f"R{number}-{n}", words[: 40 + n], "met") for n in range(10)]
    table = _table(f"tbl-{number}", f"Table {number}", "Results", ("Row", "Text", "Verdict"), rows)
    sections = "".join(
        f'<h2 id="part-{n}">Part {n}</h2><p>{words * 8}{links}</p><ul><li>{words}</li><li>{words}</li></ul>'
        for n in range(4)
    )
    note = render(f'!!! note "Opinion"\n    {words}\n\nText.[^a]\n\n[^a]: {words}\n')
    html = (
        f'<h1 id="start">Chapter {number}</h1>{sections}{note}{table}'
        f'<p>See <a class="xref" href="#tbl-{number}" data-xref="tbl-{number}">Table {number}</a>.</p>'
    )
    return BundlePage(f"report/{number:04}.md", f"report/{number:04}/", f"Chapter {number}", html)
