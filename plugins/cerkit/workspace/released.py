"""What `evidence/releases.yml` knows of releases: tag, commit and digest, written by the commit after the tag."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from cerkit.assess import assess
from cerkit.model.errors import CerkitError
from cerkit.model.records.control import Releases
from cerkit.workspace.bundles import digest_of_sums, is_bundle, open_bundle
from cerkit.workspace.git import read_blobs, resolve, top_of
from cerkit.workspace.package_data import ShippedCatalogues
from cerkit.workspace.project import Project
from cerkit.workspace.revisions import newest_release
from cerkit.workspace.tags import is_tag
from cerkit.workspace.writing import write_atomically

RELEASES: Final = "evidence/releases.yml"
_HASH: Final = re.compile(r"[0-9a-f]{7,64}")


@dataclass(frozen=True, slots=True)
class Released:
    """A tag that was released: from which commit, and the digest of the bundle's sums."""

    tag: str
    commit: str
    digest: str

    def as_yaml(self) -> str:
        """The entry as it stands in the file."""
        return f"  - tag: {_text(self.tag)}\n    commit: {_text(self.commit)}\n    digest: {_text(self.digest)}\n"


def known_releases(project: Project) -> tuple[Released, ...]:
    """What the working tree and the last commit know, each entry once. CerkitError where a file cannot be read."""
    texts = (_on_disk(project.root), _committed(project.root))
    found = (entry for text in texts if text is not None for entry in _entries(_read(text)))
    return tuple(dict.fromkeys(found))


def check_previous(source: Project) -> None:
    """CerkitError where another clone could find another previous release than this one.

    `source` is a tag that was written out. What its own files hold is fixed, and so is a tag or a commit. A bundle that
    lies beside the repository's files must be one that the tag says was released.
    """
    named = source.settings.previous_release
    if named is None:
        last = newest_release({RELEASES: read_releases(source)})
        if last is not None:
            resolve(source.git_root, last.commit)
        return
    if _is_below(source.root / named, source.root):
        return
    place = source.git_root / named
    if is_bundle(place):
        digest = digest_of_sums(open_bundle(place))
        if digest not in {entry.digest for entry in _entries(_read(read_releases(source)))}:
            raise CerkitError(
                f"previous_release: {named} is not a release that {RELEASES} of the tag knows (its digest is {digest})",
                f"list it under `releases` in {RELEASES}, or name the tag",
            )
    elif not is_tag(source.git_root, named) and not _HASH.fullmatch(named):
        raise CerkitError(
            f"previous_release: {named} is no tag, no commit, and nothing that the tag holds",
            "name a tag, a folder of the repository, or a released bundle; a branch moves",
        )


def read_releases(project: Project) -> bytes:
    """The file's bytes. CerkitError where it is not there."""
    data = _on_disk(project.root)
    if data is None:
        raise CerkitError(f"there is no {RELEASES}", "write number, version and date of the report there")
    return data


def _is_below(path: Path, top: Path) -> bool:
    return path.exists() and path.resolve().is_relative_to(top.resolve())


def record(project: Project, entry: Released) -> Path:
    """Write an entry into the file, as the last of its list; comments and everything else stay."""
    path = project.root / RELEASES
    data = path.read_bytes()
    before = _read(data)
    added = _with(data.decode(), entry).encode()
    after = _read(added)
    wanted = (*_entries(before), entry)
    if _entries(after) != wanted or after.model_copy(update={"releases": before.releases}) != before:
        raise CerkitError(f"the entry cannot be put into {RELEASES}", "write it there by hand")
    write_atomically(path, added)
    return path


def _entries(releases: Releases) -> tuple[Released, ...]:
    return tuple(Released(item.tag, item.commit, item.digest) for item in releases.releases)


def _with(text: str, entry: Released) -> str:
    """The text with the entry at the end of the list, which is begun where there is none."""
    newline = "\r\n" if "\r\n" in text else "\n"
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    held = next((value for key, value in pairs if key.value == "releases"), None)
    added = entry.as_yaml()
    if held is None:
        start = text if text.endswith("\n") or not text else text + newline
        return start + f"releases:\n{added}".replace("\n", newline)
    if not isinstance(held, yaml.SequenceNode) or (held.flow_style and held.value):
        hint = "put each entry on lines of its own"
        raise CerkitError(f"the list `releases` of {RELEASES} is written in one line", hint)
    if not held.value:
        begin, end = held.start_mark.index, held.end_mark.index
        return text[:begin].rstrip(" ") + (newline + added.rstrip("\n").replace("\n", newline)) + text[end:]
    return _after(text, held.value[-1].value[-1][1].end_mark.index, added, held.start_mark.column, newline)


def _after(text: str, place: int, added: str, column: int, newline: str) -> str:
    """The text with lines behind the one that holds a place, as far to the right as the list's others."""
    end = text.find("\n", place)
    head, tail = (text + newline, "") if end < 0 else (text[: end + 1], text[end + 1 :])
    return head + "".join(f"{' ' * column}{line[2:]}{newline}" for line in added.splitlines()) + tail


def _on_disk(root: Path) -> bytes | None:
    try:
        return (root / RELEASES).read_bytes()
    except FileNotFoundError:
        return None


def _committed(root: Path) -> bytes | None:
    top = top_of(root)
    return None if top is None else next(read_blobs(root, [f"HEAD:{top}{RELEASES}"]))


def _read(data: bytes) -> Releases:
    """The file alone: what the rest of the dossier says does not matter here."""
    found = assess({RELEASES: data}, on=date.max, shipped=ShippedCatalogues())
    if found.dossier.releases is None:
        hint = "`cerkit check` says what is wrong with it"
        raise CerkitError(f"{RELEASES} cannot be read, so it is not known what was released", hint)
    return found.dossier.releases


def _text(value: str) -> str:
    """A text in quotes: a hash of digits only would else be a number."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
