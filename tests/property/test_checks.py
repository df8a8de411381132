"""Any edit of a complete report and any page of prose: every rule answers, whatever the order of the files."""

from __future__ import annotations

import re
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.dossiers import assess_files, complete
from cerkit import __version__
from cerkit.assess import RULES, Assessment
from cerkit.model.diagnostics import Diagnostic, Mode
from cerkit.model.trace import Trace
from cerkit.reporters import report_github, report_json, report_text
from cerkit.reporters.sarif import report_sarif
from support.hostile import FRAGMENTS, Files, mutated
from unit.assess.test_assess import Remembering

PAGE = "docs/report/05-conclusions.md"
LINE = re.compile(
    r"[^\n]+:[1-9]\d*:[1-9]\d*: (?:error|warning|note)\[CER\d{3}\]: [^\n]+\n"
    r"  hint: [^\n]+\n"
    r"  see:  cerkit explain CER\d{3}\n"
)
# An example reads the whole report twice: 0.16 s. Where everything is asked for, both tests together look at 2,000.
IS_FULL = settings.default is not None and settings.default.max_examples >= 5000
EXAMPLES = settings(
    max_examples=1000 if IS_FULL else 20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
MODES = st.sampled_from([Mode.RELEASE, Mode.UPDATE])
MEMORY = Remembering()
"""What it knows of a file depends on nothing else, so that all examples may share it."""


@cache
def released() -> Trace:
    return assess_files(complete(), mode=Mode.RELEASE).trace


def examined(files: Files, mode: Mode) -> Assessment:
    """The assessment, which everything that prints diagnostics can print, and which no order of the files changes."""
    if len(MEMORY.known) > 3000:
        MEMORY.known.clear()
    previous = released() if mode is Mode.UPDATE else None
    assessment = assess_files(files, mode=mode, previous=previous, memory=MEMORY)
    turned = assess_files(dict(reversed(files.items())), mode=mode, previous=previous, memory=MEMORY)
    assert turned.diagnostics == assessment.diagnostics
    assert all(item.place.line >= 1 and item.place.column >= 1 for item in assessment.diagnostics)
    assert_printable(assessment.diagnostics)
    return assessment


def assert_printable(found: tuple[Diagnostic, ...]) -> None:
    """Each form can be written, and a text of the author begins no line of its own."""
    text = report_text(found)
    assert len(LINE.findall(text)) == len(found)
    assert text.count("\n") == 3 * len(found)
    assert report_github(found).count("\n") == len(found)
    for form in (report_json(found), report_sarif(found, version=__version__, rules=RULES)):
        assert form.encode()


@EXAMPLES
@given(data=st.data(), count=st.integers(1, 6), mode=MODES)
def test_after_any_edits_every_rule_answers(data: st.DataObject, count: int, mode: Mode) -> None:
    files = complete()
    for _ in range(count):
        files = mutated(files, lambda below: data.draw(st.integers(0, below - 1)))
    examined(files, mode)


@EXAMPLES
@given(
    fragments=st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=20), max_size=60),
    between=st.sampled_from(["", " ", "\n"]),
    is_added=st.booleans(),
    mode=MODES,
)
def test_any_page_of_prose_is_read(fragments: list[str], between: str, is_added: bool, mode: Mode) -> None:
    files = complete()
    page = between.join(fragments).encode(errors="surrogatepass")
    examined({**files, PAGE: files[PAGE] + page if is_added else page}, mode)


def test_the_edits_reach_the_rules() -> None:
    """Edits after which nothing could be read would prove nothing: they have to set off rules of every family."""
    chance = 1
    families: set[str] = set()

    def pick(below: int) -> int:
        nonlocal chance
        chance = chance * 6364136223846793005 + 1442695040888963407 & (1 << 64) - 1
        return (chance >> 33) % below

    for _ in range(30):
        assessment = examined(mutated(mutated(complete(), pick), pick), Mode.UPDATE)
        families |= {item.rule.code[:4] for item in assessment.diagnostics}
    assert families >= {"CER1", "CER2", "CER3", "CER4", "CER5", "CER6", "CER7", "CER9"}
