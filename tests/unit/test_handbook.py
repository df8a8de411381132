"""The handbook agrees with the program: generated pages are fresh, examples run, every page can be reached."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import jinja2
import pytest
from mkdocs.structure.files import File

import reference
from _model_words import fields_of
from _reference_catalogues import shipped_catalogues
from _reference_macros import BLOCKS, INLINE, known_macros
from _reference_pages import all_rules
from _reference_records import kind_homes, records_page
from cerkit.model.diagnostics import Mode
from cerkit.model.identifiers import PREFIXES
from cerkit.model.layout import SLOTS
from cerkit.model.records.evaluation import Claim, Criterion
from cerkit.model.records.review import Decision, DuplicateLink, Resolution
from cerkit.model.records.source import Finding, Interval, Source
from cerkit.render.attribute_texts import attribute_texts
from cerkit.website.macros import writer_macros
from cerkit.website.plugin import CerkitConfig
from cerkit.website.session import Session
from cerkit.workspace.project import open_project
from cerkit.workspace.settings import Settings

HANDBOOK = Path(__file__).resolve().parents[2] / "docs" / "handbook"
LINK = re.compile(r"\]\((?!https?:)([^)#]+\.md)")
FENCE = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
TWO_SENTENCES = re.compile(r"[a-z`)]{2}\. [A-Z]")


@pytest.fixture(scope="module")
def made() -> Mapping[str, str]:
    """Name of each reference page -> its text as the code gives it now."""
    return reference.pages()


def test_reference_is_what_the_code_says(made: Mapping[str, str]) -> None:
    stale = [name for name, text in made.items() if (reference.FOLDER / name).read_text("utf-8") != text]
    assert not stale, "run python scripts/reference.py"


def test_no_other_page_lies_among_the_generated_ones(made: Mapping[str, str]) -> None:
    assert {path.name for path in reference.FOLDER.iterdir()} == set(made)


@pytest.mark.parametrize(
    ("model", "field", "holds", "needed", "meaning"),
    [
        (Claim, "id", "identifier `CLM-…`", "yes", ""),
        (Claim, "decided_by", "list of links to [acceptance criterion](#criterion)", "no", ""),
        (Claim, "indications", "list of links to [indication](#indication)", "no", "Empty means every"),
        (Criterion, "bound", "`estimate` · `lower` · `upper`", "yes", "What is compared"),
        (Criterion, "value", "number", "yes", "In the endpoint's unit."),
        (Criterion, "fixed_on", "day", "yes", ""),
        (Finding, "subgroup", "`true` or `false`", "no; `false` without it", "True for a subgroup"),
        (Finding, "interval", "[Interval](#interval)", "no", ""),
        (Interval, "level", "number", "no; `95` without it", "Confidence level in per cent."),
        (Source, "sizes", "named entries: text → whole number", "no", "Named sample sizes"),
        (Source, "findings", "list of [Finding](#finding)", "no", ""),
        (DuplicateLink, "same", "list of 2: record key", "yes", ""),
    ],
)
def test_fields_are_told_in_words(model: type, field: str, holds: str, needed: str, meaning: str) -> None:
    told = next(item for item in fields_of(model, kind_homes()) if item.name == field)
    assert told.holds.startswith(holds)
    assert told.needed == needed
    assert told.meaning.startswith(meaning)


def test_inherited_fields_keep_their_meaning() -> None:
    assert attribute_texts(Resolution)["reason"] == attribute_texts(Decision)["reason"]


def test_every_record_file_and_kind_has_its_place() -> None:
    page = records_page()
    for slot in SLOTS:
        assert f"`evidence/{slot.pattern}`" in page
    assert set(kind_homes()) >= set(PREFIXES)
    for anchor in kind_homes().values():
        assert f"{{: {anchor} }}" in page


def test_every_rule_and_catalogue_has_its_place(made: Mapping[str, str]) -> None:
    codes = [rule.code for rule in all_rules()]
    assert len(codes) == len(set(codes))
    for code in codes:
        assert made["diagnostics.md"].count(f"{{: #{code.lower()} }}") == 1
    for catalogue in shipped_catalogues():
        assert made["catalogues.md"].count(f"{{: #{catalogue.id} }}") == 1


def test_settings_are_the_options_of_the_plugin(made: Mapping[str, str]) -> None:
    options = {name for name, _ in CerkitConfig._schema}
    assert options == set(Settings.__dataclass_fields__) - {"docs_dir"}
    for name in options:
        assert f"| `{name}` |" in made["settings.md"]


def test_every_macro_is_described_and_no_other() -> None:
    assert {**INLINE, **BLOCKS}.keys() == known_macros().keys()


@pytest.fixture(scope="module")
def macros(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, object]:
    """The macros over the example, on a page of their own."""
    session = Session(open_project(HANDBOOK).assess(on=date(2026, 6, 30), mode=Mode.RELEASE))
    file = File("report/99.md", str(tmp_path_factory.mktemp("docs")), "", use_directory_urls=False)
    session.begin(file, "", {})
    return writer_macros(session)


@pytest.mark.parametrize("name", [*INLINE, *BLOCKS])
def test_example_of_the_macro_runs(name: str, macros: Mapping[str, object]) -> None:
    words = {**INLINE, **BLOCKS}[name]
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)  # noqa: S701  # no page
    printed = environment.from_string(f"{{{{ {words.example} }}}}").render(macros)
    assert printed
    if words.gives:
        assert html.unescape(printed) == words.gives


def test_every_page_is_reached_from_the_first() -> None:
    reached, ahead = set(), [HANDBOOK / "index.md"]
    while ahead:
        page = ahead.pop()
        if page in reached or not page.is_relative_to(HANDBOOK):
            continue
        reached.add(page)
        shown = FENCE.sub("", page.read_text(encoding="utf-8"))
        ahead += ((page.parent / target).resolve() for target in LINK.findall(shown))
    assert reached == set(HANDBOOK.rglob("*.md"))


def test_prose_has_one_sentence_a_line() -> None:
    """What a reviewer compares. Tables and generated pages are rows, not prose."""
    assert not [line for page in _written_pages() for line in _crowded(page)]


def _written_pages() -> Iterator[Path]:
    return (page for page in HANDBOOK.rglob("*.md") if page.parent != reference.FOLDER)


def _crowded(page: Path) -> Iterator[str]:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for line in text.splitlines():
        if TWO_SENTENCES.search(line) and not line.lstrip().startswith(("|", "![")):
            yield f"{page.relative_to(HANDBOOK)}: {line}"
