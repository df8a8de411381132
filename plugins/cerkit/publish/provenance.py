"""What a release was made by and from. Nothing of the machine, the time or the user stands in it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any, Final

from cerkit import __version__
from cerkit.model.errors import CerkitError
from cerkit.publish.pandoc import TESTED_VERSION

PROVENANCE: Final = "provenance.json"
SCHEMA: Final = 1
"""Version of the stored form."""
_EVERY: Final = re.compile(r"""extra == ['"][a-z]+['"]""")
_NONE: Final = re.compile(r"(?!)")
_NAME: Final = re.compile(r"([A-Za-z0-9._-]+)\s*(?:\[([^\]]*)\])?")


@dataclass(frozen=True, slots=True)
class Made:
    """What one release was made from."""

    tag: str
    commit: str
    committed_on: str
    """Day of the commit, ISO 8601: the day that counted as today."""
    document: str
    version: str
    report_date: str
    previous_release: str | None
    """As `mkdocs.yml` of the tag names it."""
    previous_commit: str | None
    catalogues: Mapping[str, str]
    """Catalogue -> its edition, as its file gives it."""


def provenance_json(made: Made) -> bytes:
    """What was released, from what, and with which versions of every program that had a part in it."""
    content = {
        "schema": SCHEMA,
        "release": asdict(made),
        "program": {"name": "cerkit", "version": __version__},
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "pandoc": ".".join(map(str, TESTED_VERSION)),
        "dependencies": dict(sorted(_dependencies())),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def check_provenance(data: bytes) -> None:
    """CerkitError where a stored provenance does not say what one says."""
    try:
        content: Any = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise CerkitError(f"{PROVENANCE} is not JSON: {error}", "get the bundle again") from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        told = content.get("schema") if isinstance(content, dict) else None
        raise CerkitError(
            f"{PROVENANCE} has version {told!r} of its form, and this cerkit reads {SCHEMA}",
            "use the cerkit that made the bundle, or a newer one",
        )
    release = content.get("release")
    for holder, names in (
        (content, ("program", "python", "pandoc", "dependencies")),
        (release, ("tag", "commit", "committed_on", "document", "version")),
    ):
        if not isinstance(holder, dict) or any(name not in holder for name in names):
            raise CerkitError(f"{PROVENANCE} does not say {', '.join(names)}", "get the bundle again")


def _dependencies() -> Iterator[tuple[str, str]]:
    """Every package that cerkit rests on, its extras where they are installed, and theirs.

    What only some systems need is left out: it has no part in a report.
    """
    seen: set[str] = set()
    ahead = [("cerkit", _EVERY)]
    while ahead:
        name, extras = ahead.pop()
        key = f"{name}[{extras.pattern}]"
        if key in seen:
            continue
        seen.add(key)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        if name != "cerkit":
            yield name, found.version
        for requirement in found.requires or ():
            needed, _, marker = requirement.partition(";")
            match = _NAME.match(needed)
            if match is not None and (not marker.strip() or extras.fullmatch(marker.strip())):
                ahead.append((re.sub(r"[-_.]+", "-", match[1]).lower(), _marker_of(match[2])))


def _marker_of(extras: str | None) -> re.Pattern[str]:
    """What stands behind a requirement that one of the extras brings: "docxodus", or "pdf,diagrams"."""
    names = "|".join(re.escape(name.strip()) for name in (extras or "").split(",") if name.strip())
    return re.compile(rf"""extra == ['"](?:{names})['"]""") if names else _NONE
