"""Large device files for the benchmarks, made from the example's own records. Standard library only.

A generated source is the example's median source (by bytes) under another identifier, so that the figures speak of
records as people write them.
"""

import re
import shutil
from pathlib import Path

REQUIREMENTS = 500
"""Requirements, each with a claim that addresses it and a criterion that decides the claim."""


def median_source(evidence: Path) -> tuple[str, str]:
    """Name and text of the example's source of middle size."""
    sources = sorted((evidence / "sources").glob("*.yml"), key=lambda path: (path.stat().st_size, path.name))
    chosen = sources[len(sources) // 2]
    return chosen.name, chosen.read_text(encoding="utf-8")


def generate(example: Path, target: Path, sources: int) -> int:
    """Write the example with so many sources and 500 requirements added; return the bytes of one added source."""
    shutil.rmtree(target, ignore_errors=True)
    evidence = target / "evidence"
    shutil.copytree(example / "evidence", evidence)
    (target / "docs").mkdir()
    _write(target / "mkdocs.yml", "site_name: Generated\nplugins:\n  - cerkit\n")
    name, text = median_source(example / "evidence")
    text = _as_own_data(text, name.removesuffix(".yml"))
    finding = re.search(r"^findings:\n\s*- id: (\S+)", text, re.MULTILINE)
    endpoint = re.search(r"^\s+endpoint: (EP-\S+)", text, re.MULTILINE)
    if finding is None or endpoint is None:
        raise SystemExit(f"{name} has no finding to decide a criterion by")
    for number in range(sources):
        _write(evidence / "sources" / f"SRC-g{number}.yml", _as_work(text, number))
    _add_argument(evidence, endpoint.group(1), finding.group(1), sources)
    return len(text.encode())


def _as_own_data(text: str, identifier: str) -> str:
    """The source as data of the device itself, which may decide a criterion."""
    text = text.replace(identifier, "SRC-generated")
    text = re.sub(r"^relation: .*$", "relation: under evaluation", text, flags=re.MULTILINE)
    text = re.sub(r"^read: .*$", "read: full text", text, flags=re.MULTILINE)
    text = re.sub(r"^same_study_as: .*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^(\s+role:) \w+$", r"\1 supportive", text, flags=re.MULTILINE)


def _as_work(text: str, number: int) -> str:
    """The source under its own name, as a work of its own: equal titles or DOIs would be duplicates."""
    text = text.replace("SRC-generated", f"SRC-g{number}")
    text = re.sub(r"^( *title: (?:>-\n +)?)", rf"\g<1>Work {number}. ", text, flags=re.MULTILINE)
    text = re.sub(r"^(  doi: \S+)$", rf"\g<1>.{number}", text, flags=re.MULTILINE)
    return re.sub(r"^  pmid: .*$", f'  pmid: "{number + 1}"', text, flags=re.MULTILINE)


def _add_argument(evidence: Path, endpoint: str, finding: str, sources: int) -> None:
    """A catalogue of 500 requirements, and the claims and criteria through which every source is linked to one."""
    entries, assessments, claims, criteria = [], [], [], []
    share = max(1, sources // REQUIREMENTS)
    for number in range(REQUIREMENTS):
        decided = ", ".join(
            f"SRC-g{source}.{finding}" for source in range(number * share, min((number + 1) * share, sources))
        )
        entries.append(
            f'  - id: GEN-{number}\n    clause: "{number}"\n    title: Requirement {number}\n'
            f'    clinical: "yes"\n    software_default: applicable\n    confirmed: false\n'
        )
        assessments.append(
            f"  - id: GEN-{number}\n    applicable: true\n    reason: Generated\n    clinical: true\n"
        )
        claims.append(
            f"  - id: CLM-g{number}\n    wording: Claim {number} on the device\n    kind: performance\n"
            f"    status: active\n    requirements: [GEN-{number}]\n    decided_by: [AC-g{number}]\n"
        )
        criteria.append(
            f"  - id: AC-g{number}\n    title: Criterion {number}\n    endpoint: {endpoint}\n    bound: estimate\n"
            f'    operator: ">="\n    value: 50.0\n    margin: Generated\n    decided_by: [{decided}]\n'
            f"    fixed_on: 2025-01-20\n    fixed_in: DOC-cep\n"
        )
    head = (
        "kind: requirements\nid: generated\ntitle: Generated requirements\njurisdictions: [GB]\n"
        'edition: "1"\nconfirmed_by: own\nsources:\n  - key: OWN\n    document: Generated\n    how_read: written here\n'
    )
    (evidence / "catalogues").mkdir(exist_ok=True)
    _write(evidence / "catalogues" / "generated.yml", f"{head}entries:\n{''.join(entries)}")
    requirements = (evidence / "requirements.yml").read_text(encoding="utf-8")
    requirements = requirements.replace("catalogues: [", "catalogues: [generated, ", 1)
    _write(evidence / "requirements.yml", f"{requirements.rstrip()}\n{''.join(assessments)}")
    _append(evidence / "claims.yml", claims)
    _append(evidence / "criteria.yml", criteria)


def _append(path: Path, entries: list[str]) -> None:
    _write(path, f"{path.read_text(encoding='utf-8').rstrip()}\n{''.join(entries)}")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
