"""Diagnostics as SARIF 2.1.0 (OASIS), for code scanning and editors that read it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from cerkit.model.diagnostics import Diagnostic, Rule, Severity

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def report_sarif(
    diagnostics: Iterable[Diagnostic],
    *,
    version: str,
    rules: Sequence[Rule],
    accepted: Iterable[tuple[Diagnostic, str]] = (),
) -> str:
    """One run. `rules`: all that were asked. `accepted`: waived diagnostics, each with its justification."""
    positions = {rule.code: position for position, rule in enumerate(rules)}
    results = [_result(item, positions) for item in diagnostics]
    for item, justification in accepted:
        suppression = {"kind": "external", "status": "accepted", "justification": justification}
        results.append(_result(item, positions) | {"suppressions": [suppression]})
    driver = {
        "name": "cerkit",
        "semanticVersion": version,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    basis = f" ({rule.clause})" if rule.clause else ""
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.why}{basis}"},
        "help": {"text": f"To mend: {rule.remedy}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["clinical-evaluation", *rule.deficiencies]},
    }


def _result(item: Diagnostic, positions: Mapping[str, int]) -> dict[str, Any]:
    place = item.place
    return {
        "ruleId": item.rule.code,
        "ruleIndex": positions[item.rule.code],
        "level": _LEVELS[item.severity],
        "message": {"text": f"{item.message}. To mend: {item.hint}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(place.path), "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)},
                }
            }
        ],
        "partialFingerprints": {"cerkit/v1": f"{item.rule.code}:{item.subject or place.path}:{item.message}"},
    }


def _uri(path: str) -> str:
    """A relative reference (RFC 3986): everything but letters, digits and a few signs as per cent and two digits."""
    encoded = path.encode("utf-8", errors="surrogateescape")
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in encoded)
