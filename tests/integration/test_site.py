"""The website, built by the real MkDocs from a small repository."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from cerkit.cli.common import today
from cerkit.model.diagnostics import Mode
from cerkit.model.errors import CerkitError
from cerkit.website.building import SiteResult, build_site
from cerkit.workspace.project import open_project
from integration.small_project import EVIDENCE, FIRST, MKDOCS, write_project

ON = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CERKIT_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "device"


def build(root: Path, **changed: str) -> SiteResult:
    write_project(root, **changed)
    return rebuild(root)


def rebuild(root: Path, target: str = "site", *, on: date = ON) -> SiteResult:
    assessment = open_project(root).assess(on=on, mode=Mode.RELEASE)
    assert assessment.is_sound, assessment.diagnostics
    return build_site(root / "mkdocs.yml", root / target, assessment=assessment)


def page(root: Path, path: str) -> str:
    """The article of a built page."""
    text = (root / "site" / path).read_text(encoding="utf-8")
    return text[text.index("<article") : text.index("</article>")]


def said(result: SiteResult) -> list[str]:
    return [
        f"{item.place.path}:{item.place.line}: {item.rule.code}: {item.message}"
        for item in result.diagnostics
    ]


def test_links_numbers_and_citations_are_in_place(root: Path) -> None:
    result = build(root)
    assert said(result) == []
    first = page(root, "report/01-first.html")
    assert '<h1 id="first-chapter"><span class="secno">1</span> First chapter' in first
    assert '<h2 id="sec-result"><span class="secno">1.1</span> Result' in first
    assert '<a class="xref" href="#tbl-claims" data-xref="tbl-claims" data-number="1">Table 1</a>' in first
    assert 'href="02-second.html#sec-second" data-xref="sec-second" data-number="2">section 2</a>' in first
    assert 'href="02-second.html#fig-dot" data-xref="fig-dot" data-number="1">the picture</a>' in first
    assert '<a class="record" data-record="CLM-1" href="../registers/claims.html#CLM-1">CLM-1</a>' in first
    # The late study is cited first, so it is number 1, and both pages agree.
    cited = re.search(
        r'data-cite="\[@SRC-late, p. 3\]">\(<a href="([^"]*)"[^>]*>(\d)</a>, (.*?)\)</span>', first
    )
    assert cited is not None
    assert (cited[1], cited[2], cited[3].replace("\u00a0", " ")) == (
        "02-second.html#ref-SRC-late",
        "1",
        "p. 3",
    )
    second = page(root, "report/02-second.html")
    assert re.findall(r'href="#ref-SRC-(\w+)"[^>]*>(\d)</a>', second) == [("late", "1"), ("early", "2")]
    assert re.findall(r'<div id="ref-SRC-(\w+)" class="csl-entry">', second) == ["late", "early"]
    assert '<span class="label">Figure 1</span> <span class="caption-text">A dot.</span>' in second


WAIVED = """\
waivers:
  - rule: CER742
    record: CLM-1
    reason: The wording is quoted with its signs
    author: EVR-1
    on: 2026-06-01
    expires: 2026-12-31
"""
EVALUATORS = """\
evaluators:
  - id: EVR-1
    name: A. Writer
    role: Evaluator
    experience_years: 10
    experience: Ten years
    knowledge: [EVQ-01]
    cv_dated: 2026-05-01
    cv: DOC-plan
    declaration:
      on: 2026-05-01
      period_months: 36
      family_included: true
      interests: [{topic: Employment, statement: None.}]
      signed_by_evaluator: 2026-05-01
      signed_by_manufacturer: 2026-05-01
      document: DOC-plan
"""


def test_text_of_a_record_is_neither_markdown_nor_macro(root: Path) -> None:
    wording = '"Finds {{ 7 * 7 }} *all* <b>cases</b>"'
    result = build(
        root,
        evidence__claims_dot_yml=EVIDENCE["claims.yml"].replace("Finds all cases", wording),
        evidence__waivers_dot_yml=WAIVED,
        evidence__evaluators_dot_yml=EVALUATORS,
    )
    assert said(result) == []  # what is waived in a record is not told again of the page that prints it
    first = page(root, "report/01-first.html")
    cell = re.search(r"<td>(Finds.*?)</td>", first)
    assert cell is not None
    assert html.unescape(cell[1]) == "Finds {{ 7 * 7 }} *all* <b>cases</b>"
    assert "<b>cases</b>" not in first


def test_the_result_in_prose_is_the_records(root: Path) -> None:
    build(root)
    assert "The result was 94.4 % (95 % CI 91.3 to 96.5), see" in html.unescape(
        page(root, "report/01-first.html")
    )


def test_a_report_without_a_device_has_no_identity_to_print(root: Path) -> None:
    assert build(root).bundle is None


def test_pages_of_sources_are_built_but_not_in_the_navigation(root: Path) -> None:
    build(root)
    assert 'id="SRC-early.sens"' in page(root, "sources/SRC-early.html")
    home = (root / "site" / "index.html").read_text(encoding="utf-8")
    assert "sources/SRC-early.html" not in home
    assert "registers/index.html" in home


def test_registers_say_where_a_record_is_used(root: Path) -> None:
    build(root)
    assert re.search(r'href="claims.html#CLM-1">CLM-1</a>', page(root, "registers/criteria.html"))
    source = page(root, "sources/SRC-early.html")
    assert 'href="../registers/criteria.html#AC-1"' in source
    assert 'href="../report/01-first.html"' in source


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "docs__report__01-first_dot_md",
            FIRST + '\n{{ table("clams") }}\n',
            "docs/report/01-first.md:15: CER711: table: the kind of record 'clams' does not exist",
        ),
        (
            "docs__report__01-first_dot_md",
            FIRST + '\n{{ finding("SRC-early.sens", intervals=True) }}\n',
            "docs/report/01-first.md:15: CER711: finding() got an unexpected keyword argument 'intervals'",
        ),
        (
            "docs__report__01-first_dot_md",
            FIRST + "\n{{ ''.__class__.__mro__ }}\n",
            "docs/report/01-first.md:15: CER711: access to attribute '__class__' of 'str' object is unsafe.",
        ),
        (
            "docs__report__01-first_dot_md",
            FIRST + "\n{% import 'os' as os %}\n",
            "docs/report/01-first.md:15: CER711: a page cannot include or import other files",
        ),
        (
            "docs__report__01-first_dot_md",
            FIRST + "\n[gone](03-gone.pdf)\n",
            (
                "docs/report/01-first.md:15: CER801: the page contains a link '03-gone.pdf', but "
                "the target 'report/03-gone.pdf' is not found among documentation files"
            ),
        ),
        (
            "docs__report__01-first_dot_md",
            FIRST + "\n[gone](../registers/claims.md#nowhere)\n",
            (
                "docs/report/01-first.md:15: CER801: the page contains a link '../registers/claims.md#nowhere', but "
                "the doc 'registers/claims.md' does not contain an anchor '#nowhere'"
            ),
        ),
        (
            "docs__report__03-extra_dot_md",
            "# Extra\n",
            "docs/report/03-extra.md:1: CER714: report/03-extra.md is not in the navigation",
        ),
        (
            "docs__report__02-second_dot_md",
            (
                '# Second {: #sec-second }\n\n{{ table("claims", caption="Again", id="tbl-claims") }}\n\n'
                '<figure id="fig-dot"><img src="dot.png" alt="Dot"><figcaption>Dot</figcaption></figure>\n'
            ),
            "docs/report/02-second.md:1: CER713: tbl-claims stands on this page and on report/01-first.md",
        ),
        (
            "mkdocs_dot_yml",
            MKDOCS.replace("{report: report}", "{report: report, annexes: [claims, protokol]}"),
            "mkdocs.yml:15: CER717: there is no annex protokol",
        ),
        (
            "docs__report__01-first_dot_md",
            FIRST + "\n[sec-annex-releases][]\n",
            "docs/report/01-first.md:15: CER712: sec-annex-releases leads to a page that is no annex of the document",
        ),
        (
            "evidence__releases__1_dot_0_dot_json",
            "{}",
            (
                "evidence/releases/1.0.json:1: CER716: evidence/releases/1.0.json cannot be read: "
                "the list has the fields schema, from, to, changes, and no others"
            ),
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_nothing_is_written(
    root: Path, path: str, text: str, expected: str
) -> None:
    result = build(root, **{path: text})
    assert said(result) == [expected]
    assert not result.is_written
    assert result.bundle is None
    assert not (root / "site").exists()


def test_an_annex_is_referred_to_by_its_letter_and_what_is_none_cannot_be(root: Path) -> None:
    first = FIRST + "\n[sec-annex-claims][] and [sec-annex-criteria][]\n"
    named = MKDOCS.replace("{report: report}", "{report: report, annexes: [criteria, evidence]}")
    result = build(root, **{"docs__report__01-first_dot_md": first, "mkdocs_dot_yml": named})
    assert said(result) == []
    words = re.sub("<[^>]+>", "", page(root, "report/01-first.html"))
    assert "section B.1 and Annex A" in words
    assert '<span class="secno">Annex B</span>' in page(root, "registers/evidence.html")
    assert '<span class="secno">B.1</span>' in page(root, "registers/claims.html")
    result = build(
        root,
        **{"docs__report__01-first_dot_md": first, "mkdocs_dot_yml": named.replace("criteria, evidence", "")},
    )
    assert said(result) == [
        f"docs/report/01-first.md:15: CER712: sec-annex-{name} leads to a page that is no annex of the document"
        for name in ("claims", "criteria")
    ]


def test_all_mistakes_come_in_one_run(root: Path) -> None:
    text = (
        FIRST
        + '\n[sec-annex-releases][]\n\n{{ verdict("EP-sens") }} {{ field("CLM-1", "words") }}\n\n[gone](03-gone.pdf)\n'
    )
    result = build(root, **{"docs__report__01-first_dot_md": text})
    assert [(item.rule.code, item.place.line) for item in result.diagnostics] == [
        ("CER712", 15),
        ("CER711", 17),
        ("CER711", 17),
        ("CER801", 19),
    ]


def test_a_failed_build_leaves_the_old_site(root: Path) -> None:
    build(root)
    before = (root / "site" / "index.html").read_bytes()
    write_project(root, docs__index_dot_md="# New\n\n[tbl-none][]\n")
    assert not rebuild(root).is_written
    assert (root / "site" / "index.html").read_bytes() == before
    assert [path.name for path in root.iterdir() if path.name.startswith(".site")] == []


def test_the_same_project_gives_the_same_bytes(root: Path) -> None:
    build(root)
    rebuild(root, "again")
    one, other = _contents(root / "site"), _contents(root / "again")
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []


def test_a_relative_folder_is_the_callers(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(root)
    assessment = open_project(root).assess(on=ON, mode=Mode.RELEASE)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    result = build_site(root / "mkdocs.yml", Path("out/site"), assessment=assessment)
    assert result.is_written
    assert (tmp_path / "elsewhere/out/site/index.html").is_file()
    assert not (root / "out").exists()


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


LOADED = re.compile(r'''<(?:script|img|iframe|source)\b[^>]*\bsrc="([^"]*)"|<link\b[^>]*\bhref="([^"]*)"''')


def test_no_page_names_another_host_to_load_from(root: Path) -> None:
    build(root)
    for path in (root / "site").rglob("*.html"):
        loaded = ["".join(found) for found in LOADED.findall(path.read_text(encoding="utf-8"))]
        assert loaded
        assert [address for address in loaded if "//" in address] == [], path.name


def test_macros_run_in_the_report_and_are_shown_elsewhere(root: Path) -> None:
    result = build(
        root,
        mkdocs_dot_yml=MKDOCS.replace(
            "  - Home: index.md\n", "  - Home: index.md\n  - Handbook: handbook/\n"
        ),
        docs__handbook__macros_dot_md='# Macros\n\nWrite {{ finding("SRC-early.sens") }}.\n',
    )
    assert said(result) == []
    assert "{{ finding(" in html.unescape(page(root, "handbook/macros.html"))


def test_mkdocs_alone_builds_the_same_site(root: Path) -> None:
    write_project(root)
    rebuild(
        root, on=today()
    )  # outside git a build counts the day of the system, which the check's page prints
    done = _mkdocs(root, "alone")
    assert done.returncode == 0, done.stderr
    one, other = _contents(root / "site"), _contents(root / "alone")
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []


def test_mkdocs_alone_refuses_with_the_same_words_and_no_traceback(root: Path) -> None:
    write_project(root, **{"docs__report__01-first_dot_md": FIRST + "\n[sec-annex-releases][]\n"})
    done = _mkdocs(root, "alone")
    assert done.returncode == 1
    said = "docs/report/01-first.md:15:1: error[CER712]: sec-annex-releases leads to a page that is no annex"
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_mkdocs_alone_refuses_records_with_mistakes(root: Path) -> None:
    write_project(root, evidence__claims_dot_yml="claims:\n  - id: CLM-1\n    wordin: x\n")
    done = _mkdocs(root, "alone")
    assert done.returncode == 1
    assert "evidence/claims.yml:3:" in done.stderr
    assert "Traceback" not in done.stderr


def _mkdocs(root: Path, target: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(root / target)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MKDOCS.replace("  - cerkit: {report: report}\n", ""), "the plugin cerkit is not in mkdocs.yml"),
        (re.sub(r"  - macros:\n(      .*\n|    .*\n)*", "", MKDOCS), "cerkit needs the plugin macros"),
        (MKDOCS.replace("material", "no-such-theme"), "mkdocs.yml cannot be used: .*no-such-theme"),
    ],
)
def test_a_configuration_that_cannot_work_is_told_in_a_sentence(root: Path, text: str, expected: str) -> None:
    write_project(root)
    assessment = open_project(root).assess(on=ON)
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    with pytest.raises(CerkitError, match=expected):
        build_site(root / "mkdocs.yml", root / "site", assessment=assessment)


def test_citations_are_remembered(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)
    first = page(root, "report/01-first.html")
    assert list((tmp_path / "cache").glob("citations-*/*.json"))

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the processor ran again")

    monkeypatch.setattr("cerkit.website.citations.format_citations", never)
    rebuild(root)
    assert page(root, "report/01-first.html") == first


def test_a_damaged_memory_of_citations_is_ignored(root: Path, tmp_path: Path) -> None:
    build(root)
    first = page(root, "report/01-first.html")
    for path in (tmp_path / "cache").glob("citations-*/*.json"):
        path.write_bytes(b'{"clusters_html": 3}')
    rebuild(root)
    assert page(root, "report/01-first.html") == first


def test_a_hidden_folder_is_not_in_the_navigation(root: Path) -> None:
    text = MKDOCS.replace("[report/01-first.md, report/02-second.md]", "report/")
    result = build(root, mkdocs_dot_yml=text, docs__report___dot_drafts__03_dot_md="# Draft\n")
    assert said(result) == []
    assert "drafts" not in (root / "site" / "report" / "01-first.html").read_text(encoding="utf-8").casefold()


def test_a_style_of_citations_that_is_missing_is_no_traceback_in_mkdocs(root: Path) -> None:
    write_project(root, mkdocs_dot_yml=MKDOCS.replace("{report: report}", "{citation_style: gone.csl}"))
    done = _mkdocs(root, "alone")
    assert done.returncode == 1
    assert "the citation style gone.csl cannot be read" in done.stderr
    assert "Traceback" not in done.stderr
