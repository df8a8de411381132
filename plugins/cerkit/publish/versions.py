"""The sites of all released versions in one folder, made from their bundles: no old tag is ever built again.

Every site stays as it was released, but for the one file that tells it which other versions there are. All addresses
are relative, so that the folder can be read without a server, and be served from any place.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from cerkit.model.bundle import VERSIONS_SCRIPT, DocumentIdentity
from cerkit.model.errors import CerkitError
from cerkit.publish.stored import STORED_BUNDLE, read_bundle
from cerkit.workspace.bundles import BundleFiles, damages, open_bundle, read_archive
from cerkit.workspace.writing import file_name, replaced_folder

SITE: Final = "site.zip"
VERSIONS_LIST: Final = "versions.json"
_FIRST_PAGE: Final = "index.html"
_CHANGES: Final = ("registers/update.html", "registers/update/index.html")
"""The page on the changes since the version before, as the two ways of addresses have it."""


@dataclass(frozen=True, slots=True)
class ReleasedVersion:
    """One version as it lies in the folder."""

    document: DocumentIdentity
    folder: str
    pages: frozenset[str]
    """Paths of the pages below the folder."""

    @property
    def address(self) -> str:
        """The folder as an address names it."""
        return quote(self.folder)


def publish_versions(bundles: Iterable[Path], out: Path) -> tuple[ReleasedVersion, ...]:
    """Write the sites of the bundles into `out`, which is replaced whole or left as it was; the newest comes first.

    CerkitError for a bundle that is damaged, for one without a site, and for two of the same version.
    """
    with replaced_folder(out) as fresh:
        versions: list[ReleasedVersion] = []
        for path in bundles:
            versions.append(_placed(_sound(path), fresh, versions))
        versions.sort(key=_by_age, reverse=True)
        for version in versions:
            _write(fresh / version.folder / VERSIONS_SCRIPT, versions_script(version, versions))
        _write(fresh / VERSIONS_LIST, versions_list(versions))
        _write(fresh / _FIRST_PAGE, landing_page(versions))
    return tuple(versions)


def _sound(path: Path) -> BundleFiles:
    bundle = open_bundle(path)
    for damage in damages(bundle):
        raise CerkitError(f"{path}: {damage.file} is {damage.kind}: {damage.message}", "get the bundle again")
    return bundle


def _placed(bundle: BundleFiles, out: Path, before: Sequence[ReleasedVersion]) -> ReleasedVersion:
    """The site of a bundle in a folder of its own."""
    if STORED_BUNDLE not in bundle:
        raise CerkitError(
            f"{bundle.name} holds no {STORED_BUNDLE}", "name a whole bundle, as it was released"
        )
    document = read_bundle(bundle[STORED_BUNDLE], name=f"{bundle.name}: {STORED_BUNDLE}").document
    folder = file_name(document.version)
    # Some systems take `1.0-A` and `1.0-a` for the same folder.
    if folder.lower() in {version.folder.lower() for version in before}:
        raise CerkitError(
            f"{bundle.name} is version {document.version}, which another bundle is as well", "name it once"
        )
    if folder.lower() in (VERSIONS_LIST, _FIRST_PAGE):
        raise CerkitError(f"{bundle.name}: no version can be called {document.version}")
    files = read_archive(bundle, SITE)
    if _FIRST_PAGE not in files:
        raise CerkitError(f"{bundle.name}: {SITE} has no {_FIRST_PAGE}", "get the bundle again")
    for name, data in files.items():
        _write(out / folder / name, data)
    return ReleasedVersion(document, folder, frozenset(name for name in files if name.endswith(".html")))


def _by_age(version: ReleasedVersion) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """By version and then by day: a correction of an older version may be the younger one.

    At one place a word comes before the end, and the end before a number: 1.0-rc, 1.0, 1.0.1.
    """
    parts = re.findall(r"[0-9]+|[^\W0-9_]+", version.document.version)
    return (*map(_rank, parts), (1, -1, "")), version.document.date


def _rank(part: str) -> tuple[int, int, str]:
    if part[0] not in "0123456789":
        return 0, 0, part.lower()
    # A longer number is a larger one; whoever writes thousands of digits must not stop the rest.
    digits = part.lstrip("0")
    return 1, len(digits), digits


def versions_script(here: ReleasedVersion, versions: Sequence[ReleasedVersion]) -> str:
    """What the site of one version knows of all, the newest first.

    `lacks` are its own pages that another version does not have: from there the first page is shown.
    """
    told = {
        "here": here.document.version,
        "all": [
            {
                "version": other.document.version,
                "date": other.document.date,
                "status": other.document.status,
                "at": f"../{other.address}/",
                "lacks": sorted(here.pages - other.pages),
            }
            for other in versions
        ],
    }
    return f"window.cerkitVersions={_script_safe(told)};\n"


def _script_safe(value: object) -> str:
    # U+2028 and U+2029 are escaped with everything else that is not ASCII.
    return json.dumps(value, separators=(",", ":"), sort_keys=True).replace("</", "<\\/")


def versions_list(versions: Sequence[ReleasedVersion]) -> str:
    """The same for a program, as JSON."""
    told = [
        {
            "number": version.document.number,
            "version": version.document.version,
            "date": version.document.date,
            "status": version.document.status,
            "path": f"{version.address}/",
        }
        for version in versions
    ]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def landing_page(versions: Sequence[ReleasedVersion]) -> str:
    """A page that leads to the newest version, and lists all for whoever stays."""
    newest = versions[0]
    return _LANDING.format(
        language=html.escape(newest.document.language),
        title=html.escape(f"{newest.document.number}: {newest.document.title}"),
        newest=f"{html.escape(newest.address)}/{_FIRST_PAGE}",
        rows="\n".join(map(_row, versions)),
    )


def _row(version: ReleasedVersion) -> str:
    document = version.document
    link = f"{html.escape(version.address)}/{_FIRST_PAGE}"
    words = html.escape(f"{document.date}, {document.status}")
    changes = next((page for page in _CHANGES if page in version.pages), None)
    told = f': <a href="{html.escape(version.address)}/{changes}">what changed</a>' if changes else ""
    return f'<li><a href="{link}">Version {html.escape(document.version)}</a> of {words}{told}</li>'


_LANDING: Final = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={newest}">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
body {{ max-width: 40rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; color: #1c2733; }}
a {{ color: #0b6b66; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>The newest version opens by itself. All released versions:</p>
<ul>
{rows}
</ul>
</main>
</body>
</html>
"""


def _write(path: Path, data: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
