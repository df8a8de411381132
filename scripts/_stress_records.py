"""The records of the generated repository: a device, a report, and sources to cite. Standard library only."""

SOURCES = 60
"""Publications that the pages cite."""

MKDOCS = """\
site_name: Stress
site_dir: build/site
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
      on_error_fail: true
      on_undefined: strict
      j2_comment_start_string: "{##"
      j2_comment_end_string: "##}"
  - cerkit: {report: report}
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
  - pymdownx.caret
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.keys
  - pymdownx.mark
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.tilde
validation:
  links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}
nav:
  - Home: index.md
  - Registers: registers/
  - Report:
"""

RECORDS = {
    "device.yml": """\
id: DEV-stress
name: Stress Retina Triage
short_name: SRT
fictional: true
manufacturer: {name: Fictitious Optics Ltd, address: "1 Nowhere Street, Exampleton (fictional)"}
version: "1.0.0"
variants:
  - {id: VAR-one, name: SRT Server, description: Installed on a server of the programme.}
classification_gb: Class IIa (assumption of the example)
group: Software for the analysis of retinal photographs
description: Software without hardware of its own.
principle: A network estimates the probability of referable retinopathy.
technology: Convolutional neural network, fixed after training.
market: {state: not yet placed on the market}
intended_use:
  id: IU-stress
  text: The device marks episodes of diabetic eye screening that a human grader has to see.
  indications:
    - {id: IND-1, text: Diabetic eye screening.}
  populations:
    - {id: POP-1, text: Adults with diabetes.}
  users:
    - {id: USR-1, text: Screening services.}
  settings:
    - {id: SET-1, text: Screening centres.}
samd:
  situation: serious
  situation_reason: Retinopathy threatens sight.
  significance: drive clinical management
  significance_reason: It decides who is seen by a human grader.
  core_functionality: Estimates the probability of referable retinopathy.
  category: II
""",
    "endpoints.yml": """\
endpoints:
  - {id: EP-sens, name: Sensitivity, definition: Share of the ill who are found, unit: "%", direction: higher is better,
     aspect: performance}
""",
    "claims.yml": """\
claims:
  - {id: CLM-1, wording: Finds referable retinopathy, kind: performance, status: active}
""",
    "documents.yml": """\
documents:
  - {id: DOC-plan, title: Plan, number: P-1, version: "1.0", date: 2024-01-01, status: final, location: "1"}
""",
    "releases.yml": """\
report:
  number: CER-STR-001
  title: Clinical Evaluation Report
  version: "2.0.0"
  status: draft
  date: 2026-06-30
revisions:
  - {version: "1.0.0", date: 2025-06-30, author: A. Writer, change: First version.}
  - {version: "2.0.0", date: 2026-06-30, author: B. Evaluator, change: Every construct was put in.}
""",
}


def source(number: int) -> str:
    """A publication; no two have the same author, title or place."""
    return f"""\
id: SRC-s{number}
kind: publication
title: Screening with automated grading, report {number + 1}
publication:
  type: article-journal
  title: Screening with automated grading, report {number + 1}
  authors:
    - {{family: Author{chr(65 + number % 26)}{number}, given: Jo}}
    - {{family: Writer, given: Kim}}
  journal: Journal of Fictional Ophthalmology
  volume: "{number + 1}"
  pages: "{number * 9 + 1}-{number * 9 + 8}"
  issued: "{2005 + number % 20}"
relation: similar
design: Retrospective
population: Adults
read: abstract
outcome: neutral
role: State of the art
limitations: Read as an abstract
"""
