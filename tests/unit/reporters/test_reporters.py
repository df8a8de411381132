"""Diagnostics and rules as people and programs read them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cerkit.assess import RULES
from cerkit.model.diagnostics import Diagnostic, Place, Rule, Severity
from cerkit.reporters import (
    explain,
    explain_markdown,
    plain,
    report_github,
    report_json,
    report_sarif,
    report_text,
    summary,
)

RULE = Rule(
    "CER999",
    "test-rule",
    Severity.ERROR,
    "Something is wrong.",
    why="It matters.",
    remedy="mend it",
    clause="A5.3",
    before="a: b\nc: d",
    after="a: c",
)
FOUND = RULE.at(
    Place("evidence/claims.yml", ("claims", 0), line=3, column=5), "CLM-1 is „wrong“", subject="CLM-1"
)
WARNING, NOTE = (replace(FOUND, severity=severity) for severity in (Severity.WARNING, Severity.NOTE))


def test_one_block_names_place_rule_message_and_way_out() -> None:
    assert report_text([FOUND], plain) == (
        "evidence/claims.yml:3:5: error[CER999]: CLM-1 is „wrong“\n"
        "  hint: mend it\n"
        "  see:  cerkit explain CER999\n"
    )
    assert report_text([]) == ""


def test_only_the_severity_is_painted() -> None:
    painted = report_text([FOUND, WARNING, NOTE], lambda text, colour: f"<{colour}:{text}>")
    heads = [line.split(": ")[1] for line in painted.splitlines()[::3]]
    assert heads == ["<red:error[CER999]>", "<yellow:warning[CER999]>", "<cyan:note[CER999]>"]


def test_text_of_a_record_cannot_move_the_cursor_or_add_a_line() -> None:
    hostile = replace(
        FOUND,
        message="a\x1b[2Jb\nevidence/x.yml:1:1: error\x07",
        hint="c\r\u202e",
        place=Place("a\x1bb.yml", line=1, column=1),
    )
    text = report_text([hostile])
    assert len(text.splitlines()) == 3
    assert all(character.isprintable() or character == "\n" for character in text)
    assert "a\\x1b[2Jb\\nevidence" in text


def test_json_has_the_agreed_names_in_the_agreed_order() -> None:
    [item] = json.loads(report_json([FOUND]))
    assert list(item.items()) == [
        ("code", "CER999"),
        ("rule", "test-rule"),
        ("severity", "error"),
        ("path", "evidence/claims.yml"),
        ("line", 3),
        ("column", 5),
        ("message", "CLM-1 is „wrong“"),
        ("hint", "mend it"),
        ("subject", "CLM-1"),
    ]
    assert report_json([]) == "[]\n"
    assert json.loads(report_json([replace(FOUND, subject=None)]))[0]["subject"] is None


def test_an_annotation_escapes_what_github_would_read() -> None:
    hostile = replace(
        FOUND, message="50 % a:b,c\r\n::error::x", place=Place("a,b:c%.yml", line=3, column=5), hint="mend"
    )
    assert report_github([hostile]) == (
        "::error file=a%2Cb%3Ac%25.yml,line=3,col=5,title=CER999 test-rule::"
        "50 %25 a:b,c%0D%0A::error::x%0Ahint: mend\n"
    )
    assert report_github([NOTE]).startswith("::notice ")
    assert report_github([]) == ""


def test_sarif_names_rules_places_and_what_was_accepted() -> None:
    odd = replace(FOUND, place=Place("evidence/ä b.yml", line=0, column=0))
    log = json.loads(
        report_sarif([FOUND, WARNING], version="1.2.3", rules=[RULE], accepted=[(odd, "known since May")])
    )
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["CER999"]
    first, second, accepted = run["results"]
    assert (first["level"], second["level"]) == ("error", "warning")
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "evidence/claims.yml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 5},
    }
    assert accepted["suppressions"][0]["justification"] == "known since May"
    place = accepted["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "evidence/%C3%A4%20b.yml"
    assert place["region"] == {"startLine": 1, "startColumn": 1}, "SARIF counts from 1"


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([], "no finding in 3 files on 2026-06-30"),
        ([FOUND], "1 error in 3 files on 2026-06-30"),
        ([NOTE, FOUND, WARNING, FOUND], "2 errors, 1 warning, 1 note in 3 files on 2026-06-30"),
    ],
)
def test_the_summary_counts_and_never_judges(found: list[Diagnostic], sentence: str) -> None:
    assert summary(found, files=3, on="2026-06-30") == sentence


def test_a_rule_explains_itself() -> None:
    text = explain(RULE)
    assert text.splitlines()[0] == "CER999 test-rule (error)"
    for part in ("Something is wrong.", "It matters.", "mend it", "A5.3", "    a: b\n    c: d", "    a: c"):
        assert part in text
    assert "Before" not in explain(replace(RULE, before=None, after=None, clause=None))


def test_the_reference_page_holds_every_rule_once_under_its_anchor() -> None:
    page = explain_markdown(tuple(reversed(RULES)))
    headings = [line for line in page.splitlines() if line.startswith("## CER")]
    assert headings == [
        f"## {rule.code} {rule.name} {{: #{rule.code.lower()} }}"
        for rule in sorted(RULES, key=lambda rule: rule.code)
    ]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_every_rule_is_told_in_sentences(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert rule.why.endswith(".")
    assert not rule.remedy.endswith(".")
    assert rule.name == rule.name.lower().replace(" ", "-")
    assert (rule.before is None) == (rule.after is None)


def test_a_hint_of_its_own_takes_the_place_of_the_remedy() -> None:
    place = Place("a.yml", line=1, column=1)
    assert RULE.at(place, "m").hint == "mend it"
    assert RULE.at(place, "m", hint="do this").hint == "do this"


def test_severities_have_an_order() -> None:
    assert sorted(Severity, key=lambda severity: severity.weight) == [
        Severity.NOTE,
        Severity.WARNING,
        Severity.ERROR,
    ]
