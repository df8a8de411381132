"""The one configuration, `mkdocs.yml`, as the command line reads it; the plugins get the same values from MkDocs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cerkit.model.errors import CerkitError

CONFIGURATION = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the section of the plugin `cerkit` in `mkdocs.yml` says. Paths are relative to the repository."""

    docs_dir: str = "docs"
    report: str = "report"
    """Folder of the report's chapters below `docs_dir`."""
    reference_doc: str | None = None
    """The company's own Word template."""
    pdf_fonts: str | None = None
    """A folder of fonts for letters that those of cerkit lack, Chinese and Japanese ones among them, in the PDF."""
    caption_lists: bool | None = None
    """Whether tables and figures are listed after the contents; None for where there are more than three."""
    citation_style: str | None = None
    """A CSL file in place of the one that ships."""
    previous_release: str | None = None
    """Revision, folder or released bundle of the previous release."""
    contact: str | None = None
    """E-mail address that `cerkit search` gives to the databases it asks."""
    annexes: tuple[str, ...] | None = None
    """Names of the document's annexes in their order; without it the usual ones, and `[]` for no annex."""

    @property
    def report_folder(self) -> str:
        """Where the report's chapters lie, as the core names it."""
        return f"docs/{self.report.strip('/')}/"


def read_settings(root: Path) -> Settings:
    """Settings of the repository at `root`. An unknown option is an error, so that a misspelt one is not ignored."""
    try:
        data = (root / CONFIGURATION).read_bytes()
    except OSError as error:
        raise CerkitError(f"{CONFIGURATION} cannot be read: {error.strerror}") from error
    return parse_settings(data)


def parse_settings(data: bytes) -> Settings:
    """Settings from the bytes of the file."""
    try:
        content = yaml.load(data.decode(), Loader=_Lenient)  # noqa: S506  # a SafeLoader
    except (yaml.YAMLError, ValueError) as error:  # a ValueError: not UTF-8, or a day that does not exist
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise CerkitError(f"{CONFIGURATION}{where}: this is not YAML: {problem}", "mend the line") from error
    content = content if isinstance(content, Mapping) else {}
    options = _plugin_options(content.get("plugins") or [])
    known = Settings.__dataclass_fields__.keys() - {"docs_dir"}
    for name, value in options.items():
        if name not in known:
            hint = f"options of the plugin: {', '.join(sorted(known))}"
            raise CerkitError(f"{CONFIGURATION}: the plugin cerkit has no option `{name}`", hint)
        _check_option(name, value)
    docs_dir = content.get("docs_dir") or "docs"
    if not isinstance(docs_dir, str):
        raise CerkitError(
            f"{CONFIGURATION}: `docs_dir` is no text", "name the folder of the pages, in quotes"
        )
    return Settings(docs_dir=docs_dir.rstrip("/"), **_given(options))


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in options.items() if value is not None}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def _check_option(name: str, value: object) -> None:
    if value is None:
        return
    if name == "annexes":
        _check_annexes(value)
    elif name == "caption_lists":
        if not isinstance(value, bool):
            message = f"{CONFIGURATION}: `{name}` of the plugin cerkit is neither true nor false"
            raise CerkitError(message, "write true, false, or leave it out")
    elif not isinstance(value, str):
        raise CerkitError(f"{CONFIGURATION}: `{name}` of the plugin cerkit is no text", "put it in quotes")


def _check_annexes(value: object) -> None:
    """Which names there are is known to whoever makes the pages."""
    if value is not None and not (
        isinstance(value, list) and all(isinstance(item, str) and item for item in value)
    ):
        hint = "write each name on a line of its own, as `- protocol`, or `annexes: []` for none"
        raise CerkitError(f"{CONFIGURATION}: `annexes` of the plugin cerkit is no list of names", hint)


def _plugin_options(plugins: Any) -> Mapping[str, Any]:
    """Options of the plugin cerkit; MkDocs allows the plugins as a list or as a mapping."""
    entries = plugins.items() if isinstance(plugins, Mapping) else _pairs(plugins)
    options = next((options for name, options in entries if name == "cerkit"), None) or {}
    if not isinstance(options, Mapping):
        hint = "write each option on a line of its own, as `name: value`"
        raise CerkitError(f"{CONFIGURATION}: the options of the plugin cerkit are no named values", hint)
    return options


def _pairs(plugins: Any) -> list[tuple[str, Any]]:
    items = plugins if isinstance(plugins, list) else []
    return [
        next(iter(item.items())) if isinstance(item, Mapping) and item else (item, None) for item in items
    ]


class _Lenient(yaml.CSafeLoader):
    """Reads past the tags that MkDocs allows (`!ENV`, `!!python/name:`); their values are not needed here."""


_Lenient.add_multi_constructor("", lambda *_: None)
