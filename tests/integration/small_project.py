"""A repository with one claim, one criterion, two sources and two chapters: the smallest with every kind of link."""

from __future__ import annotations

from pathlib import Path
from typing import Final

MKDOCS: Final = """\
site_name: Small
site_dir: site
use_directory_urls: false
theme:
  name: material
  font: false
  features: [navigation.tabs, navigation.prune]
plugins:
  - search
  - macros:
      modules: [cerkit.website.macros]
      render_by_default: false
      j2_comment_start_string: "{##"
      j2_comment_end_string: "##}"
  - cerkit: {report: report}
markdown_extensions:
  - admonition
  - attr_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
validation:
  links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}
nav:
  - Home: index.md
  - Report: [report/01-first.md, report/02-second.md]
  - Registers: registers/
"""

FIRST: Final = """\
---
title: First
---

# First chapter

See [tbl-claims][], [sec-second][] and [the picture][fig-dot]; [CLM-1][] rests on [@SRC-late, p. 3].

{{ table("claims", columns=["id", "wording", "verdict"], caption="Claims", id="tbl-claims") }}

## Result {: #sec-result }

The result was {{ finding("SRC-early.sens") }}, see [@SRC-early].
"""

SECOND: Final = """\
# Second chapter {: #sec-second }

<figure id="fig-dot" markdown="span">
![A dot](dot.png)
<figcaption>A dot.</figcaption>
</figure>

Again [@SRC-early; @SRC-late].

<div id="refs"></div>
"""

EVIDENCE: Final = {
    "endpoints.yml": """\
endpoints:
  - id: EP-sens
    name: Sensitivity
    definition: Share of the ill who are found
    unit: "%"
    direction: higher is better
    aspect: performance
""",
    "criteria.yml": """\
criteria:
  - id: AC-1
    title: Sensitivity
    endpoint: EP-sens
    bound: lower
    operator: ">="
    value: 85.0
    margin: Half of the distance
    decided_by: [SRC-early.sens]
    fixed_on: 2024-01-01
    fixed_in: DOC-plan
""",
    "claims.yml": """\
claims:
  - id: CLM-1
    wording: Finds all cases
    kind: performance
    status: active
    decided_by: [AC-1]
""",
    "documents.yml": """\
documents:
  - id: DOC-plan
    title: Plan
    number: P-1
    version: "1.0"
    date: 2024-01-01
    status: final
    location: "1"
  - id: DOC-report
    title: Report of the study
    number: R-1
    version: "1.0"
    date: 2024-05-01
    status: final
    location: "2"
""",
    "releases.yml": """\
report:
  number: CER-1
  title: Report
  version: "1.0"
  status: draft
  date: 2025-02-03
revisions:
  - version: "1.0"
    date: 2025-02-03
    author: A. Writer
    change: First version
""",
    "sources/SRC-early.yml": """\
id: SRC-early
kind: clinical investigation
title: Early
document: DOC-report
relation: under evaluation
design: Prospective
population: Adults
read: report
outcome: favourable
role: Shows the performance
limitations: None known
findings:
  - id: sens
    endpoint: EP-sens
    label: Sensitivity
    value: 94.4
    unit: "%"
    interval: {lower: 91.3, upper: 96.5}
    where_read: Table 2
""",
    "sources/SRC-late.yml": """\
id: SRC-late
kind: publication
title: A late study
publication:
  type: article-journal
  title: A late study
  authors:
    - family: Heydon
      given: Peter
  journal: Eye
  issued: "2021"
relation: similar
design: Retrospective
population: Adults
read: abstract
outcome: neutral
role: State of the art
limitations: Read as an abstract
""",
}

DOT: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc000000301010018dd8db40000000049454e44ae426082"
)


def write_project(root: Path, **changed: str) -> Path:
    """The project at `root`. `changed` maps a path, with `__` for `/` and `_dot_` for a dot, to another text."""
    files = {
        "mkdocs.yml": MKDOCS,
        "docs/index.md": "# Home\n\n[Report](report/01-first.md)\n",
        "docs/report/01-first.md": FIRST,
        "docs/report/02-second.md": SECOND,
        **{f"evidence/{name}": text for name, text in EVIDENCE.items()},
    }
    files |= {name.replace("__", "/").replace("_dot_", "."): text for name, text in changed.items()}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    (root / "docs" / "report" / "dot.png").write_bytes(DOT)
    return root
