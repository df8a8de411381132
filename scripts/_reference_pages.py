"""The reference's smaller pages: diagnostics, settings, identifiers, and the page that leads to all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from _reference_catalogues import shipped_catalogues
from _reference_markdown import page
from _reference_records import kind_homes
from cerkit.assess import RULES as CORE_RULES
from cerkit.literature.strings import RULES as STRING_RULES
from cerkit.model.diagnostics import Rule
from cerkit.model.identifiers import PREFIXES
from cerkit.publish.rules import RULES as DOCUMENT_RULES
from cerkit.render.attribute_texts import attribute_texts
from cerkit.reporters import explain_markdown
from cerkit.website.rules import RULES as SITE_RULES
from cerkit.workspace.settings import Settings

_DIAGNOSTICS: Final = """\
# Diagnostics

What cerkit looks for, by code.
`cerkit explain CER301` prints the same text.
A code is never reused.

Codes up to CER703 come from `cerkit check`.
The others need the finished pages or the finished document: they come from `cerkit build` only, and a check without
findings says nothing about them.
A diagnostic that is an error keeps the build from writing anything.
"""
_FAMILIES: Final = {
    "1": "Files and YAML",
    "2": "Records",
    "3": "Links and what may decide",
    "4": "Coverage and completeness",
    "5": "Literature and appraisal",
    "6": "Numbers and verdicts",
    "7": "Prose",
    "8": "Website and document",
    "9": "History and update",
}
_SETTINGS: Final = """\
# Settings

There is one configuration: `mkdocs.yml` at the root of the repository.
The website plugin and the command line read the same section of it; an option that does not exist is an error.

```yaml
plugins:
  - search
  - macros:
      modules: [cerkit.website.macros]
      render_by_default: false
      force_render_paths: |
        index.md
        report/
      on_error_fail: true
      on_undefined: strict
      j2_comment_start_string: "{##"
      j2_comment_end_string: "##}"
  - cerkit:
      report: report
```

Paths are relative to the repository and must not lead out of it.
"""
_FRONT_MATTER: Final = """\
## Front matter of a page {: #front-matter }

| Key | Holds | Meaning |
|---|---|---|
| `title` | text | Title in the navigation; without it the first heading. |
| `a9` | text | Section of MEDDEV 2.7/1 A9 that a chapter answers. |
| `role` | `chapter` · `annex` · `site` | Whether the page is a numbered chapter of the document, a lettered annex, \
or on the website only. Pages below the folder of the report are chapters unless they say otherwise. |

## Variables of the environment {: #environment }

| Variable | Meaning |
|---|---|
| `CERKIT_CACHE_DIR` | Folder of the cache, in place of the user's cache folder; it may be emptied at any time. |
| `NCBI_API_KEY`, `OPENFDA_API_KEY` | Your keys for PubMed and openFDA: `cerkit search` may ask more often. |
| `CERKIT_SERVICES_URL` | For cerkit's tests: a server of this machine, the only kind taken, in place of all services. |
| `CERKIT_CHROMIUM`, `CERKIT_SOFFICE` | Chromium and LibreOffice for the tests, where they are not found. |
| `CI` | Set by a CI: a test whose program is missing then fails, where it would be skipped on a person's machine. |
| `NO_MKDOCS_2_WARNING` | Any value silences the notice that the theme prints under `mkdocs build`. |
"""
_IDENTIFIERS: Final = """\
# Identifiers

An identifier counts for ever and is never reused.
Its prefix tells the kind of record, so that a person who reads `AC-3` in Word knows what it is.
After the prefix stand letters, digits, hyphens and dots (no dots in a source); 40 characters in all.
"""
_OTHER_FORMS: Final = """\
## Names inside records {: #inside }

A finding has a name in its source, such as `sensitivity`; elsewhere it is `SRC-ci-003.sensitivity`.
An entry of a catalogue goes by its identifier there; requirements and the three questions of N41 can be linked:
"""
_NAMES: Final = """\
## Names for cross-references {: #cross-references }

| Begins with | Names | Given by |
|---|---|---|
| `tbl-` | a table | the `id` of a macro, or of a `<table>` |
| `fig-` | a figure | the `id` of a macro, or of a `<figure>` |
| `sec-` | a section | `{: #sec-… }` after the heading |
"""
_INDEX: Final = """\
# Reference

These pages are made from the code by `python scripts/reference.py`, so that they say what the program does.
A test fails when they are out of date.

[Records](records.md)
:   Every file below `evidence/`, every field.

[Identifiers](identifiers.md)
:   Prefixes and names.

[Macros](macros.md)
:   What a page of the report can fetch from the records.

[Diagnostics](diagnostics.md)
:   Every rule: what it looks for, why, how to mend it.

[Deficiencies](deficiencies.md)
:   What reviewers raise, and the rules that find it.

[Meaning-bearing fields](meaning.md)
:   Which changes ask for a new look at what rests on a record.

[Commands](commands.md)
:   `cerkit` and the scripts, with exit codes.

[Settings](settings.md)
:   `mkdocs.yml`, front matter, variables.

[Catalogues](catalogues.md)
:   Requirements, checklists and appraisal schemes that ship, and how they were read.

[Policy words](policy-words.md)
:   The words in which a policy says which support a record needs.

[Catalogue files](catalogue-files.md)
:   The form of a catalogue of your own.
"""


def index_page() -> str:
    """The page that leads to the others."""
    return _INDEX


def all_rules() -> tuple[Rule, ...]:
    """Every rule of check, search lint, website and document, by code."""
    return tuple(
        sorted((*CORE_RULES, *STRING_RULES, *SITE_RULES, *DOCUMENT_RULES), key=lambda rule: rule.code)
    )


def diagnostics_page() -> str:
    """All rules: a table, then a section each."""
    rows = ["| Code | Name | Severity | In a draft | What it finds |", "|---|---|---|---|---|"]
    rows += (
        f"| [{rule.code}](#{rule.code.lower()}) | {rule.name} | {rule.severity} | {rule.in_draft or rule.severity} "
        f"| {rule.summary} |"
        for rule in all_rules()
    )
    present = sorted({rule.code[3] for rule in all_rules()})
    families = "\n".join(f"- CER{digit}xx: {_FAMILIES[digit]}" for digit in present)
    return page([_DIAGNOSTICS, families, "\n".join(rows), explain_markdown(all_rules())])


def settings_page() -> str:
    """Options of the plugin from the dataclass that the command line reads."""
    texts = attribute_texts(Settings)
    rows = ["| Option of `cerkit` | Without it | Meaning |", "|---|---|---|"]
    for field in fields(Settings):
        if field.name != "docs_dir":
            default = f"`{field.default}`" if field.default is not None else "none"
            rows.append(f"| `{field.name}` | {default} | {texts.get(field.name, '')} |")
    return page([_SETTINGS, "\n".join(rows), _FRONT_MATTER])


def identifiers_page() -> str:
    """Prefix of every kind, then names that have none."""
    homes = kind_homes()
    rows = ["| Prefix | Kind | Described in |", "|---|---|---|"]
    for kind, prefix in sorted(PREFIXES.items(), key=lambda pair: pair[1]):
        where = f"[records](records.md{homes[kind]})" if kind in homes else ""
        rows.append(f"| `{prefix}` | {kind} | {where} |")
    return page([_IDENTIFIERS, "\n".join(rows), _OTHER_FORMS, "\n".join(_catalogue_prefixes()), _NAMES])


def _catalogue_prefixes() -> Iterator[str]:
    yield from ("| Prefix | Catalogue |", "|---|---|")
    for catalogue in shipped_catalogues():
        if catalogue.id_prefix:
            yield f"| `{catalogue.id_prefix}-` | [{catalogue.title}](catalogues.md#{catalogue.id}) |"
