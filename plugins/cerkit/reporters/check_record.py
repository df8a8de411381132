"""What a check gave, to be kept beside a release."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from cerkit.model.check_report import CheckReport, Waived
from cerkit.reporters.json import as_object

SCHEMA: Final = 1
"""Version of the stored form."""


def check_json(report: CheckReport, catalogues: Mapping[str, str]) -> str:
    """The rule set with its version and catalogues, day and mode, what is open, and what was accepted by whom."""
    content = {
        "schema": SCHEMA,
        "rule_set": {
            "version": report.version,
            "catalogues": dict(sorted(catalogues.items())),
            "rules": [
                {"code": rule.code, "name": rule.name, "severity": str(rule.severity)}
                for rule in sorted(report.rules, key=lambda rule: rule.code)
            ],
        },
        "on": report.on.isoformat(),
        "mode": str(report.mode),
        "open": [as_object(item) for item in report.found],
        "waived": [_waived(item) for item in report.waived],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _waived(item: Waived) -> dict[str, Any]:
    waiver = item.waiver
    told = {
        "reason": waiver.reason,
        "author": waiver.author,
        "on": waiver.on.isoformat(),
        "expires": waiver.expires.isoformat(),
    }
    return {**as_object(item.diagnostic), "waiver": told}
