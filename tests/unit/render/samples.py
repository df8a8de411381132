"""A small dossier for the tests of rendering, as an author would write it, and hostile text in many of its fields."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import cerkit
from cerkit.assess import assess
from cerkit.model.trace import Trace

HOSTILE = (
    "{{ 1 }} {% raw %} <script>alert(1)</script> [x](javascript:alert(1)) *a* `b` {: #z } [@SRC-pub] &amp;"
)
"""Text that a macro engine, Markdown or a browser would run if it could."""

ON = date(2026, 6, 30)
_QUOTED = '"' + HOSTILE.replace("\\", "\\\\").replace('"', '\\"') + '"'

_FILES = {
    "evidence/device.yml": """
id: DEV-x
name: Sample Device
short_name: SD
fictional: true
manufacturer: {name: Sample Ltd, address: 1 Nowhere Street}
version: "1.10"
variants:
  - {id: VAR-1, name: Server, description: The only one}
classification_gb: Class IIa
group: Screening software
description: Reads photographs.
principle: A network marks them.
technology: Known.
market: {state: on the market, since: 2024-02-01}
intended_use:
  id: IU-x
  text: >-
    Marks photographs. HOSTILE
  indications:
    - {id: IND-1, text: Adults with diabetes}
  contraindications:
    - {id: CON-1, text: Handheld cameras, reason: Not shown}
  populations:
    - {id: POP-1, text: Adults in screening}
  users:
    - {id: USR-1, text: Graders}
  settings:
    - {id: SET-1, text: Screening services}
""",
    "evidence/claims.yml": """
claims:
  - id: CLM-1
    wording: HOSTILE
    kind: performance
    status: active
    appears_in:
      - {medium: brochure, place: Page 2}
    requirements: [ER-1]
    decided_by: [AC-1]
    limits: Desktop cameras only
  - id: CLM-2
    wording: Finds every case
    kind: safety
    status: active
    requirements: [ER-1]
    decided_by: [AC-2]
  - id: CLM-3
    wording: Saves time
    kind: benefit
    status: proposed
""",
    "evidence/endpoints.yml": """
endpoints:
  - id: EP-sens
    name: sensitivity
    definition: Share found
    unit: "%"
    direction: higher is better
    aspect: performance
  - id: EP-rate
    name: complaints
    definition: Complaints by episodes
    unit: per 1000
    direction: lower is better
    aspect: safety
""",
    "evidence/criteria.yml": """
criteria:
  - id: AC-1
    title: Sensitivity
    endpoint: EP-sens
    bound: lower
    operator: ">="
    value: 85.0
    margin: None
    justified_by: [BM-1]
    decided_by: [SRC-own.sens, SRC-own.handheld]
    fixed_on: 2025-01-20
    fixed_in: DOC-plan
  - id: AC-2
    title: Sensitivity, strict
    endpoint: EP-sens
    bound: estimate
    operator: ">"
    value: 95.0
    margin: None
    decided_by: [SRC-own.sens]
    fixed_on: 2025-01-20
    fixed_in: DOC-plan
  - id: AC-3
    title: Undecided
    endpoint: EP-rate
    bound: upper
    operator: "<="
    value: 1
    margin: None
    fixed_on: 2025-01-20
    fixed_in: DOC-plan
""",
    "evidence/benchmarks.yml": """
benchmarks:
  - id: BM-1
    title: Published sensitivity
    endpoint: EP-sens
    value: 87.2
    lower: 81.8
    upper: 91.2
    statement: Systems reach it.
    derivation: One trial.
    rests_on: [SRC-pub.sens]
  - id: BM-2
    title: In words
    endpoint: EP-sens
    statement: Nobody knows.
    derivation: None.
    rests_on: [SRC-pub]
""",
    "evidence/risks.yml": """
risks:
  - id: RSK-1
    hazard: missed case
    situation: Recall comes late
    harm: HOSTILE
    severity: critical
    probability: remote
    probability_basis: Investigation
    controls: [Sample is re-read]
    residual: acceptable against benefit
    sources: [SRC-own]
""",
    "evidence/benefits.yml": """
benefits:
  - id: BEN-1
    title: Fewer readings
    description: Graders gain time.
    magnitude: 70 %
    probability: Certain
    duration: As long as used
    certainty: moderate
    evidence: [SRC-own.sens]
    weighs_against: [RSK-1]
""",
    "evidence/gaps.yml": """
gaps:
  - id: GAP-1
    title: Handheld cameras
    description: Not shown
    concerns: [AC-1]
    status: open
    opened_on: 2025-06-01
    acceptable_because: They are contraindicated
""",
    "evidence/documents.yml": """
documents:
  - id: DOC-plan
    title: Plan
    number: D-1
    version: "1.0"
    date: 2025-01-20
    status: final
    location: Section 1
""",
    "evidence/evaluators.yml": """
evaluators:
  - id: EVR-1
    name: Dr A. Example
    role: clinical
    experience_years: 12
    experience: Screening
    knowledge: [methods]
    cv_dated: 2025-01-01
    cv: DOC-plan
    declaration:
      on: 2025-01-01
      period_months: 36
      family_included: true
      signed_by_evaluator: 2025-01-01
      signed_by_manufacturer: 2025-01-01
      document: DOC-plan
""",
    "evidence/requirements.yml": """
catalogues: [sample-requirements]
requirements:
  - id: ER-1
    applicable: true
    reason: Always
    clinical: true
    evidence: [SRC-own.sens, SRC-own.handheld, RSK-1]
    conclusion: {statement: conforms with gap, text: As shown, by: EVR-1, on: 2026-06-26}
  - {id: ER-2, applicable: true, reason: Always, clinical: true}
  - {id: ER-3, applicable: false, reason: No measuring function}
""",
    "evidence/catalogues/sample-requirements.yml": """
kind: requirements
id: sample-requirements
title: Sample requirements
jurisdictions: [GB]
edition: first
confirmed_by: own
id_prefix: ER
sources: [{key: OWN, document: A sample, how_read: in full}]
entries:
  - {id: ER-1, clause: "1", title: safe and effective, clinical: "yes", software_default: applicable}
  - {id: ER-2, clause: "2", title: side-effects acceptable, clinical: "yes", software_default: applicable}
  - {id: ER-3, clause: "3", title: measures well, clinical: "no", software_default: check}
  - {id: ER-4, clause: "4", title: nobody assessed it, clinical: "cond", software_default: check}
""",
    "evidence/sources/SRC-own.yml": """
id: SRC-own
kind: clinical investigation
title: HOSTILE
fictional: true
relation: under evaluation
device_version: "1.10"
design: Prospective
population: Adults in screening
sizes: {enrolled: 1842, not_gradable: 42}
read: report
pillars: [N41-CV]
outcome: mixed
role: Pivotal
limitations: Few cases
appraisal:
  scheme: quadas-2
  scores: {D1: low, D2: unclear}
  validity: high
  relevance: high
  role: pivotal
  used_for: [performance]
  reason: Sound
  by: EVR-1
  on: 2025-06-01
findings:
  - id: sens
    endpoint: EP-sens
    label: Sensitivity
    value: 94.4
    unit: "%"
    interval: {lower: 91.3, upper: 96.5}
    counts: {numerator: 289, denominator: 306}
    where_read: Table 1
  - id: handheld
    endpoint: EP-sens
    label: Sensitivity
    group: HOSTILE
    subgroup: true
    value: 82.5
    unit: "%"
    interval: {lower: 80.1, upper: 84.6}
    where_read: Table 2
  - {id: spec, endpoint: EP-sens, label: Specificity, value: 89.8, unit: "%", where_read: Table 1}
  - {id: rate, endpoint: EP-rate, label: Complaints, value: 0.29, unit: per 1000, where_read: Table 3}
""",
    "evidence/sources/SRC-pub.yml": """
id: SRC-pub
kind: publication
title: Pivotal trial
publication:
  type: article-journal
  title: Pivotal trial
  authors: [{family: Abràmoff, given: Michael D}, {family: Lavin, given: Philip T}]
  authors_complete: false
  issued: "2018-08-28"
relation: benchmark
design: Prospective
population: Adults
read: abstract
pillars: [N41-VCA]
outcome: favourable
role: Benchmark
limitations: Another system
appraisal:
  scheme: quadas-2
  scores: {D1: low}
  validity: medium
  relevance: low
  role: background
  used_for: [state of the art]
  reason: Abstract only
  by: EVR-1
  on: 2025-06-01
  illustration: true
findings:
  - id: sens
    endpoint: EP-sens
    label: Sensitivity
    value: 87.2
    unit: "%"
    interval: {level: 95, lower: 81.8, upper: 91.2}
    where_read: Abstract
    discrepancy: {reason: Text and table differ, by: EVR-1, on: 2025-06-01}
  - {id: range, endpoint: EP-sens, label: Seven systems, low: 50.98, high: 85.90, unit: "%", where_read: Abstract}
  - {id: words, endpoint: EP-sens, label: Statement, unit: "%", result: above 85 in most, where_read: Abstract}
""",
    "evidence/flows.yml": """
flows:
  - round: "2026"
    databases: {PubMed: 11000, Embase: 538}
    duplicates_removed: 301
    records_screened: 11237
    records_excluded: 11200
    reports_sought: 37
    reports_not_retrieved: 2
    reports_assessed: 35
    reports_excluded: {wrong population: 30}
    new_studies: 5
    new_reports: 5
    total_studies: 5
    total_reports: 5
""",
    "docs/report/01-summary.md": "# Summary\n\nAs [CLM-1][] says [@SRC-own].\n",
}


@cache
def trace() -> Trace:
    """The dossier, linked. Shared between tests: nothing in it can change."""
    return linked(_FILES)


def linked(files: dict[str, str]) -> Trace:
    """The trace of some files; every mistake in them is a mistake of the test."""
    data = {
        path: text.replace("wording: HOSTILE", f"wording: {_QUOTED}")
        .replace("harm: HOSTILE", f"harm: {_QUOTED}")
        .replace("group: HOSTILE", f"group: {_QUOTED}")
        .replace("title: HOSTILE", f"title: {_QUOTED}")
        .replace("HOSTILE", HOSTILE)
        .encode()
        for path, text in files.items()
    }
    made = assess(data, on=ON, shipped=_shipped())
    # What a reviewer would miss in so small a dossier does not matter here; that it is read and linked does.
    assert [item.message for item in made.diagnostics if item.rule.code < "CER4"] == []
    return made.trace


def with_files(**changed: str) -> Trace:
    """The dossier with some record files replaced, named without folder and ending: claims="claims: [...]"."""
    return linked({**_FILES, **{f"evidence/{name}.yml": text for name, text in changed.items()}})


def written(name: str) -> str:
    """The text of one of the dossier's record files, to be changed."""
    return _FILES[f"evidence/{name}.yml"]


@cache
def _shipped() -> dict[str, bytes]:
    folder = Path(cerkit.__file__).parent / "catalogues"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yml")}


def address(identifier: str) -> str | None:
    """Stands for the website: every record has an address."""
    return f"../r/#{identifier}"
