"""The pages as plain Markdown: after the macros, with links, numbers and citations in place."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from cerkit.website.generated import downloads
from cerkit.website.markup import WriterSyntax, names_used
from cerkit.website.session import Draft, Session

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_OURS = ("cerkit", "macros")


def write_expanded(session: Session, config: MkDocsConfig, folder: Path) -> None:
    """Write `docs/` and `mkdocs.yml` below `folder`: a project that MkDocs builds without any plugin of ours."""
    docs = folder / "docs"
    shutil.copytree(config.docs_dir, docs, ignore=shutil.ignore_patterns("*.md"), dirs_exist_ok=True)
    for draft in session.drafts.values():
        path = docs / draft.src
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(draft.expanded + _definitions(session, draft), encoding="utf-8", newline="\n")
    for name, content in downloads(session):
        (docs / name).write_bytes(content)
    (folder / "mkdocs.yml").write_text(
        yaml.safe_dump(_configuration(config), allow_unicode=True, sort_keys=False),
        encoding="utf-8",
        newline="\n",
    )


def _definitions(session: Session, draft: Draft) -> str:
    """Link definitions for the records that the page names, so that the parser itself makes the links."""
    resolve = session.path_resolver(draft.src)
    found = ((name, resolve(name)) for name in names_used(draft.expanded))
    lines = [f"[{name}]: {path}" for name, path in found if path]
    return "\n\n" + "\n".join(lines) + "\n" if lines else ""


def _configuration(config: MkDocsConfig) -> dict[str, Any]:
    theme = config.theme
    extensions = [name for name in config.markdown_extensions if not isinstance(name, WriterSyntax)]
    plain = ("palette", "features", "font", "language")
    return {
        "site_name": config.site_name,
        "use_directory_urls": config.use_directory_urls,
        "theme": {"name": theme.name, **{key: theme[key] for key in plain if key in theme}},
        "plugins": [name.removeprefix("material/") for name in config.plugins if name not in _OURS],
        "markdown_extensions": [
            {name: _written(config.mdx_configs[name])} if config.mdx_configs.get(name) else name
            for name in extensions
        ],
        "nav": config.nav,
    }


def _written(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as a file can hold them. A fence that a function of ours draws is left out: its text stays code there."""
    return {
        name: [item for item in value if not _is_ours(item)] if isinstance(value, list) else value
        for name, value in options.items()
    }


def _is_ours(item: object) -> bool:
    return isinstance(item, Mapping) and any(callable(value) for value in item.values())
