"""Large device files for the benchmarks, made from the example's own records. Standard library only.

A generated source is the example's median source (by bytes) under another identifier, so that the figures speak of
records as people write them.
"""

import re
import shutil
from math import sqrt
from pathlib import Path
from statistics import NormalDist

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
    rests_on = f"{name.removesuffix('.yml')}.{finding.group(1)}"
    _add_argument(evidence, endpoint.group(1), finding.group(1), rests_on, sources)
    return len(text.encode())


def _as_own_data(text: str, identifier: str) -> str:
    """The source as data of the device itself, which may decide a criterion."""
    text = text.replace(identifier, "SRC-generated")
    text = re.sub(r"^relation: .*$", "relation: under evaluation", text, flags=re.MULTILINE)
    text = re.sub(r"^read: .*$", "read: full text", text, flags=re.MULTILINE)
    text = re.sub(r"^same_study_as: .*\n", "", text, flags=re.MULTILINE)
    # The rest is what a check would rightly find in data of the device: to print thousands of findings takes time.
    text = re.sub(r"^(?:round: |read_note: |  illustration: ).*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^(limitations:)", r"retraction_checked_on: 2026-06-01\n\1", text, flags=re.MULTILINE)
    text = re.sub(r"^(  (?:population|user|setting):) none$", r"\1 full", text, flags=re.MULTILINE)
    text = re.sub(r"^(\s+role:) \w+$", r"\1 supportive", text, flags=re.MULTILINE)
    return "".join(_with_counts(part) for part in re.split(r"^(?=  - id: )", text, flags=re.MULTILINE))


def _with_counts(finding: str) -> str:
    """A finding in per cent with counts that give its value, and their interval; any other part as it is."""
    value = re.search(r"^    value: ([0-9.]+)$", finding, re.MULTILINE)
    if (
        value is None
        or ("    counts:" in finding and "    interval:" in finding)
        or '    unit: "%"' not in finding
    ):
        return finding
    numerator = round(float(value.group(1)) * 10)
    lower, upper = _wilson(numerator, 1000)
    added = (
        f"    interval: {{level: 95, lower: {lower:.1f}, upper: {upper:.1f}, method: Wilson}}\n"
        f"    counts: {{numerator: {numerator}, denominator: 1000}}\n"
    )
    finding = re.sub(r"^    (?:interval|counts): .*\n", "", finding, flags=re.MULTILINE)
    return finding.replace("    where_read:", f"{added}    where_read:")


def _wilson(numerator: int, denominator: int) -> tuple[float, float]:
    """Bounds of Wilson's interval in per cent; the package that knows it is not yet installed here."""
    z, share = NormalDist().inv_cdf(0.975), numerator / denominator
    spread = z * z / denominator
    half = z * sqrt(share * (1 - share) / denominator + spread / (4 * denominator))
    lower, upper = (100 * (share + spread / 2 + sign * half) / (1 + spread) for sign in (-1, 1))
    return lower, upper


def _as_work(text: str, number: int) -> str:
    """The source under its own name, as a work of its own: equal titles or DOIs would be duplicates."""
    text = text.replace("SRC-generated", f"SRC-g{number}")
    text = re.sub(r"^( *title: (?:>-\n +)?)", rf"\g<1>Work {number}. ", text, flags=re.MULTILINE)
    text = re.sub(r"^(  doi: \S+)$", rf"\g<1>.{number}", text, flags=re.MULTILINE)
    return re.sub(r"^  pmid: .*$", f'  pmid: "{number + 1}"', text, flags=re.MULTILINE)


def _add_argument(evidence: Path, endpoint: str, finding: str, rests_on: str, sources: int) -> None:
    """A catalogue of 500 requirements, and the claims and criteria through which every source is linked to one."""
    share = max(1, sources // REQUIREMENTS)
    arguments = []
    for number in range(REQUIREMENTS):
        ours = range(number * share, min((number + 1) * share, sources))
        decided = ", ".join(f"SRC-g{source}.{finding}" for source in ours)
        arguments.append(_argument(number, endpoint, decided))
    entries, assessments, claims, criteria = map(list, zip(*arguments, strict=True))
    head = (
        "kind: requirements\nid: generated\ntitle: Generated requirements\njurisdictions: [GB]\n"
        'edition: "1"\nconfirmed_by: own\nsources:\n  - key: OWN\n    document: Generated\n    how_read: written here\n'
    )
    (evidence / "catalogues").mkdir(exist_ok=True)
    _write(evidence / "catalogues" / "generated.yml", f"{head}entries:\n{''.join(entries)}")
    requirements = (evidence / "requirements.yml").read_text(encoding="utf-8")
    requirements = requirements.replace("catalogues: [", "catalogues: [generated, ", 1)
    _write(evidence / "requirements.yml", f"{requirements.rstrip()}\n{''.join(assessments)}")
    _append(
        evidence / "benchmarks.yml",
        [
            (
                f"  - id: BM-g\n    title: Generated benchmark\n    endpoint: {endpoint}\n    value: 100.0\n"
                "    statement: What the source reaches\n"
                "    derivation: The value of the source, because no other one measured it\n"
                f"    rests_on: [{rests_on}]\n"
            )
        ],
    )
    served = ", ".join(f"CLM-g{number}" for number in range(REQUIREMENTS))
    protocol = (evidence / "protocol.yml").read_text(encoding="utf-8")
    _write(evidence / "protocol.yml", protocol.replace("serves: [", f"serves: [{served}, ", 1))
    _append(evidence / "claims.yml", claims)
    _append(evidence / "criteria.yml", criteria)


def _argument(number: int, endpoint: str, decided: str) -> tuple[str, str, str, str]:
    """A requirement with its assessment, the claim that addresses it, and the criterion that decides the claim."""
    return (
        (
            f'  - id: GEN-{number}\n    clause: "{number}"\n    title: Requirement {number}\n'
            f'    clinical: "yes"\n    software_default: applicable\n    confirmed: false\n'
        ),
        (
            f"  - id: GEN-{number}\n    applicable: true\n    reason: Generated for the measurement\n"
            "    clinical: true\n"
            "    conclusion: {statement: conforms, text: Generated, by: EVR-1, on: 2025-06-10}\n"
        ),
        (
            f"  - id: CLM-g{number}\n    wording: Claim {number} on the device\n    kind: performance\n"
            f"    status: active\n    requirements: [GEN-{number}]\n    decided_by: [AC-g{number}]\n"
            f"    limits: Limit {number} of the claim\n"
            f"    appears_in: [{{medium: website, place: Page {number}}}]\n"
        ),
        (
            f"  - id: AC-g{number}\n    title: Criterion {number}\n    endpoint: {endpoint}\n    bound: estimate\n"
            f'    operator: ">="\n    value: 50.0\n    margin: Half of what the benchmark reaches\n'
            f"    justified_by: [BM-g]\n    decided_by: [{decided}]\n"
            f"    fixed_on: 2025-01-20\n    fixed_in: DOC-cep\n"
        ),
    )


def _append(path: Path, entries: list[str]) -> None:
    _write(path, f"{path.read_text(encoding='utf-8').rstrip()}\n{''.join(entries)}")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
