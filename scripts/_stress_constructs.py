"""One of every construct that a page can hold, in five chapters. Standard library only."""

# ruff: noqa: E501  # pages as a writer has them, one sentence a line

DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" width="640" height="170" viewBox="0 0 640 170">
<title>Three boxes</title>
<style>text{font-family:sans-serif;font-size:15px}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 0L8 4L0 8z" fill="#17324d"/></marker></defs>
<rect x="8" y="45" width="160" height="80" rx="8" fill="#eef3f7" stroke="#17324d"/>
<text x="88" y="90" text-anchor="middle">Capture</text>
<path d="M168 85H236" stroke="#17324d" stroke-width="2" marker-end="url(#tip)"/>
<rect x="240" y="45" width="160" height="80" rx="8" fill="#eef3f7" stroke="#17324d"/>
<text x="320" y="90" text-anchor="middle">Grading \u2265 85 %</text>
<path d="M400 85H468" stroke="#17324d" stroke-width="2" marker-end="url(#tip)"/>
<rect x="472" y="45" width="160" height="80" rx="8" fill="#eef3f7" stroke="#17324d"/>
<text x="552" y="90" text-anchor="middle">Referral</text>
</svg>
"""

BLOCKS = """\
# Blocks {: #sec-blocks }

This chapter holds blocks; [sec-lists][] holds lists, [sec-figures][] figures and [tbl-cells][] cells with lists in them.

!!! note
    A note without a title of its own.

!!! warning "Unfavourable result"
    A warning with a list in it:

    - sensitivity fell below the bound,
        1. in images of handheld cameras,
        2. and in those of children;
    - specificity did not.

    And a paragraph after the list.[^callout]

!!! opinion "Evaluators' opinion"
    | Group | Weight |
    |:------|-------:|
    | Fixed camera | 82 % |
    | Handheld camera | 18 % |

    The table stands in the frame, as does this code:

    ```text
    weight = images / all
    ```

??? info "Collapsed on the site, open on paper"
    Hidden words are printed too.

???+ example "Open on the site"
    - [x] done
    - [ ] not done

[^callout]: A footnote of a callout.

=== "United Kingdom"
    Annual screening from the age of 12.

    1. First call.
    2. Second call.

=== "European Union"
    Intervals differ by country.[^eu]

[^eu]: As of 2026, with *emphasis*, `code` and a citation [@SRC-s3].

## Code

```python title="interval.py" linenums="1"
def interval(events: int, total: int) -> tuple[float, float]:
    return exact_binomial_interval_of_clopper_and_pearson(events, total, level=95, places=2, one_sided=False, name="x")
```

    indented = "code without a language"

Inline `code`, also `with_underscores_and-a-very-long-name_that_does_not_fit_anywhere_near_the_end_of_a_line(at=all)`.

## Quotations

> The device shall not be used as the only basis of a diagnosis.
>
> > A quotation within it.
>
> - And a list.

---

After a rule. Press ++ctrl+alt+delete++, water is H~2~O, an area is 3 mm^2^, ~~this is gone~~, ==this is marked==,
**bold**, *slanted*, ***both***, and a line\\
that is broken by hand.

The CER is short for something, and CER-0042 stays whole.

*[CER]: Clinical Evaluation Report
"""

LISTS = """\
# Lists {: #sec-lists }

1. Human grading in two stages:
    - first grader,
        1. for all images,
        2. twice for one in ten,
            - with arbitration
    - second grader;

    a paragraph of the first item;

2. automated grading

    ```text
    code of an item
    ```

3. autonomous grading.

A new list begins again at one:

1. One.
2. Two.

And one begins at seven:

7. Seven.
8. Eight.

Lists in lists:

- A bullet
    1. with a number
        - with a bullet
            1. with a number
- Another one.

Tasks:

- [x] Protocol approved before the search
- [ ] Full texts of all included publications
    - [x] two of them open access
    - [ ] the others not, which takes more than one line to say, so that one sees where the second one of its lines begins

Sensitivity
:   Share of patients with referable retinopathy whom the device refers.

Referable retinopathy
:   Grade R2 or above, or maculopathy M1.

    A patient counts once, by the worse eye.

    - With a list.

Specificity
Its other name
:   One meaning.
:   Another meaning.
"""

FIGURES = """\
# Figures {: #sec-figures }

The flow is [fig-flow][]; [the photograph][fig-photo] has another name here, and [fig-inline][] is drawn in the page.

<figure id="fig-flow" markdown="span">
![Three boxes: capture, grading, referral](img/flow.svg)
<figcaption>From capture to referral, drawn as SVG.</figcaption>
</figure>

<figure id="fig-photo" markdown="span">
![A round gradient in orange](img/photograph.png)
<figcaption markdown="span">A photograph as PNG, with a caption that is so long that it takes more than one line, names [CLM-1][] and
cites a source [@SRC-s4].</figcaption>
</figure>

<figure id="fig-inline">
<svg role="img" aria-label="A bar of 94 % beside one of 85 %" viewBox="0 0 400 90" width="400" height="90">
<rect x="10" y="15" width="340" height="22" fill="var(--accent, #17324d)"/>
<rect x="10" y="50" width="306" height="22" fill="#9db4c8"/><text x="20" y="31" font-size="13" fill="#ffffff">94 %</text>
<text x="20" y="66" font-size="13" fill="currentColor">85 %</text></svg>
<figcaption>Two bars, drawn in the page.</figcaption>
</figure>

A picture inside a line, ![a small one](img/photograph.png){ width=40 }, and one without a caption:

![Three boxes again](img/flow.svg)
"""

DIAGRAM = """\
## A diagram

```mermaid
flowchart LR
    accTitle: Way of an episode
    accDescr: An episode is captured, graded and referred or recalled.
    A[Capture] --> B{Gradable?}
    B -- yes --> C[Automated grading]
    B -- no --> D[Human grader]
    C --> E[Recall]
    C --> D
```
"""

HEADINGS = """\
# Headings and words {: #sec-headings }

## A heading of the second level that is far longer than a line, since a requirement was quoted in it with all of its conditions and both of its exceptions {: #sec-long }

### Third level

#### Fourth level

##### Fifth level

###### Sixth level

Text below the sixth level, with a link to [sec-long][], to [the web](https://example.org/a?b=c&d=e) and to
<https://example.org/an/address/that/is/much/longer/than/a/line/because/somebody/made/it/by/hand/and/did/not/think/of/paper>.

## Without a number {: .unnumbered }

## Letters

Ελληνικά: ευαισθησία. Русский: чувствительность. Polski: źdźbło, Łódź. Türkçe: İğne. Čeština: přístroj. Symbols: ≥ ≤ ± × µ
α β → ½ € “quotes” ‘single’ – — … ☑ ☐. Non\u00adbreaking: 94.4\u00a0%. עברית: רגישות. العربية: حساسية.

Pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilico
and `<script>alert("x")</script>`, `{% raw %}{{ code }}{% endraw %}`, &lt;tag&gt;, a \\* star and 3 < 4 & 5 > 2.
"""

CELLS = """\
# Cells {: #sec-cells }

A table of Markdown, with neither caption nor number:

| Group | Images | Share | Note |
|:------|-------:|:-----:|------|
| Fixed camera | 4 120 | 82 % | `code`, **bold** |
| Handheld camera | 904 | 18 % | a footnote[^cell] and a citation [@SRC-s5, table 2] |

[^cell]: A footnote of a cell; see [tbl-cells][].

<table id="tbl-cells"><caption>Cells with lists, joined cells and <a href="https://example.org/">a link</a></caption>
<thead><tr><th scope="col">Requirement</th><th scope="col">Evidence</th><th scope="col">Verdict</th></tr></thead>
<tbody>
<tr><th scope="row" rowspan="2">Performance</th><td><ul><li>first study,</li><li>second study<ol><li>with a number</li>
<li>and another one.</li></ol></li></ul></td><td>met</td></tr>
<tr><td colspan="2"><p>A cell over two columns.</p><p>And a second paragraph in it, with <code>code_of_a_cell</code>.</p></td></tr>
<tr><th scope="row">Safety</th><td>AVeryLongWordWithoutAnyPlaceToBreakItWhichIsWiderThanItsColumnCanBe_and_underscores</td><td></td></tr>
</tbody></table>

See [tbl-long][] and [tbl-wide][], which stand in [sec-large][].
"""

CONSTRUCTS = (
    ("blocks", BLOCKS),
    ("lists", LISTS),
    ("figures", FIGURES + "\n" + DIAGRAM),
    ("headings", HEADINGS),
    ("cells", CELLS),
)
"""File name and text of the chapters, in their order."""


def long_table(rows: int) -> str:
    """A table over many pages, whose header must stand on each."""
    body = "\n".join(
        f"<tr><td>REC-{row:04}</td><td>Finding {row} of the register, in words that take more than a line of its column "
        f"in every third row{', since this one goes on for longer than that' * (row % 3)}</td><td>{row * 7 % 1000}</td></tr>"
        for row in range(1, rows + 1)
    )
    return (
        f'<table id="tbl-long"><caption>A table of {rows} rows</caption><thead><tr><th scope="col">Record</th>'
        f'<th scope="col">Finding</th><th scope="col">Count</th></tr></thead>\n<tbody>\n{body}\n</tbody></table>'
    )


def wide_table(rows: int) -> str:
    """A table of eleven columns, which is set on landscape pages."""
    names = (
        "Record",
        "Study",
        "Country",
        "Design",
        "Persons",
        "Eyes",
        "Sensitivity",
        "Specificity",
        "Ungradable",
        "Weight",
        "Remark",
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "\n".join(
        f"<tr><td>SRC-s{row % 60}</td><td>Report {row + 1} on screening</td><td>Exampleland</td><td>Retrospective</td>"
        f"<td>{row * 91 % 9000 + 100}</td><td>{row * 182 % 18000 + 200}</td><td>{90 + row % 9}.{row % 10} (88.1 to 99.2)</td>"
        f"<td>{80 + row % 15}.{row % 7}</td><td>{row % 12}.5</td><td>{row % 3 + 1}</td><td>Read as an abstract</td></tr>"
        for row in range(rows)
    )
    return (
        f'<table id="tbl-wide" class="wide"><caption>A table of {len(names)} columns</caption>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
    )
