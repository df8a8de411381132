"""Whatever is answered: the repository loads, says what was answered, and is in the one style."""

from __future__ import annotations

import html
from datetime import date
from typing import Any

import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cases.dossiers import shipped
from cerkit.assess import assess
from cerkit.formatting import Formatted, format_file
from cerkit.load import read_yaml
from cerkit.scaffold import Answers, Person, files_of
from cerkit.scaffold.yaml_text import scalar

DAY = date(2026, 11, 22)
TRAPS = (
    *("<b>", "&copy", "&amp; &", "AT&T", "&#65;"),
    *(
        "no",
        "Yes",
        "null",
        "~",
        "1.10",
        "007",
        "0x1F",
        "1e3",
        "2026-01-01",
        "12:30:45",
        "=",
        "<<",
        "true",
        ".inf",
    ),
    *(
        "a: b",
        "a #b",
        "# c",
        "- d",
        "[e]",
        "{f}",
        "{{ g }}",
        "{% h %}",
        "{# i",
        "&j",
        "*k",
        "!l",
        "|",
        ">",
        "%m",
        "@n",
    ),
    *(
        '"',
        "'",
        "\\",
        "`",
        "''",
        '""',
        "o'",
        '"p"',
        "q\\n",
        ", r",
        "s,",
        "? t",
        ": ",
        " u ",
        "...",
        "---",
        "–",
        "\t",
    ),
    *(
        "@@name@@",
        "@@text:name@@",
        "@@markdown:name@@",
        "$name",
        "Ärzte-Gerät ½ µ",
        "器械",
        "🫀",
        "\ufeffv",
        "w\u2028x",
    ),
    *(
        "y\x85z",
        "a\nb",
        "a\n\n  b\n",
        "<!-- c -->",
        "*d*",
        "[e](f)",
        "TODO",
        "../g",
        "C:\\h",
        "CON",
        "nul.txt",
    ),
)
ANSWER = st.one_of(
    st.sampled_from(TRAPS),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60),
    st.lists(st.sampled_from(TRAPS), min_size=2, max_size=3).map("".join),
).filter(lambda text: bool(text.strip()))
MANY = st.lists(ANSWER, max_size=2)


@example("0?")
@given(st.one_of(ANSWER, st.text(max_size=80)))
def test_a_text_comes_back_as_it_was(text: str) -> None:
    for written in (f"a: {scalar(text)}\n", f"a:\n  - {scalar(text)}\n", f"a: [{scalar(text)}]\n"):
        value = read_yaml("a.yml", written.encode()).value["a"]
        assert value == text or value == [text], written
        assert yaml.safe_load(written)["a"] in (text, [text]), "other readers see the same"


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.fixed_dictionaries(
        {"name": ANSWER},
        optional={
            **dict.fromkeys(
                ("short_name", "manufacturer", "address", "number", "description", "version"), ANSWER
            ),
            **dict.fromkeys(("device_class", "purpose"), ANSWER),
            **dict.fromkeys(("indications", "contraindications", "populations", "users", "settings"), MANY),
            "evaluators": st.lists(st.builds(Person, name=ANSWER, role=ANSWER), max_size=3),
            "jurisdictions": st.sampled_from([("GB",), ("EU",), ("GB", "EU")]),
            "software": st.booleans(),
            "situation": st.sampled_from(["critical", "serious", "non-serious"]),
            "significance": st.sampled_from(["treat or diagnose", "inform clinical management"]),
        },
    )
)
def test_any_answers_give_a_repository_that_loads_and_says_them(given_answers: dict[str, Any]) -> None:
    answers = Answers(**given_answers)
    files = files_of(answers, on=DAY, catalogues=shipped())

    for path, data in files.items():
        if path.startswith("evidence/"):
            assert format_file(path, data) == Formatted(data), path
        elif path.endswith((".yml", ".yaml")) and path != "mkdocs.yml":
            assert yaml.safe_load(data), path
    assert html.unescape(yaml.safe_load(files["mkdocs.yml"])["site_name"]) == answers.name

    assessment = assess(files_read(files), on=DAY, shipped=shipped())
    form = [
        item
        for item in assessment.diagnostics
        if item.rule.code.startswith(("CER1", "CER2", "CER3", "CER70"))
    ]
    assert not form
    device = assessment.dossier.device
    releases = assessment.dossier.releases
    assert device is not None
    assert releases is not None
    use = device.intended_use
    assert device.name == answers.name
    assert device.short_name == (answers.short_name or answers.name)
    assert releases.report.number == answers.number
    assert [person.name for person in assessment.dossier.evaluators][: len(answers.evaluators)] == [
        person.name for person in answers.evaluators
    ]
    for name in ("indications", "contraindications", "populations", "users", "settings"):
        assert tuple(part.text for part in getattr(use, name)) == getattr(answers, name)
    for name in ("manufacturer", "purpose"):
        if getattr(answers, name):
            assert getattr(answers, name) == (
                device.manufacturer.name if name == "manufacturer" else use.text
            )


def files_read(files: dict[str, bytes]) -> dict[str, bytes]:
    """What a check reads of a repository."""
    return {path: data for path, data in files.items() if path.startswith(("docs/", "evidence/"))}
