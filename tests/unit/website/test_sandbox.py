"""Macros of a page in the sandbox: what they may not do, and the line that says so."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from cerkit.render.problems import RenderProblem
from cerkit.website.sandbox import MacroEnvironment


def greet(name: str, *, loud: bool = False) -> str:
    return f"hello {name}{'!' if loud else ''}"


def refuse() -> str:
    raise RenderProblem("the kind of record 'clams' does not exist", "close to it: claims")


def run(page: str) -> tuple[str, list[tuple[str, str | None, int]]]:
    said: list[tuple[str, str | None, int]] = []
    model = Environment(comment_start_string="{##", comment_end_string="##}", autoescape=False)  # noqa: S701  # Markdown, not HTML
    environment = MacroEnvironment(
        model, {"greet": greet, "refuse": refuse}, lambda *found: said.append(found)
    )
    # As the macros plugin calls it, with everything that MkDocs holds.
    text = environment.from_string(page).render(page="secret", config={"site_dir": "/secret"})
    return text, said


def test_macros_run_and_their_text_is_not_run_again() -> None:
    assert run('{{ greet("{{ refuse() }}", loud=True) }}') == ("hello {{ refuse() }}!", [])


def test_an_id_is_no_comment() -> None:
    assert run("## Title {#sec-x}\n{## gone ##}") == ("## Title {#sec-x}\n", [])


@pytest.mark.parametrize(
    ("page", "word"),
    [
        ("{{ ''.__class__.__mro__ }}", "__class__"),
        ("{{ greet.__globals__ }}", "__globals__"),
        ("{{ ().__class__.__base__.__subclasses__() }}", "__class__"),
        ("{{ ''|attr('__class__') }}", "__class__"),
        ("{% set x = greet.__init__ %}{{ x.__globals__ }}", "__init__"),
        ("{{ '{0.__class__}'.format(greet) }}", "__class__"),
        ("{% import 'os' as os %}", "include or import"),
        ("{% include '/etc/passwd' %}", "include or import"),
        ("{% from '../mkdocs.yml' import x %}", "include or import"),
        ("{% extends 'main.html' %}", "include or import"),
        ("{{ config.site_dir }}", "config"),
        ("{{ page }}", "page"),
        ("{{ lipsum() }}", "lipsum"),
        ("{{ self.__init__.__globals__ }}", "__init__"),
        ("{{ 'a' * 100000000 }}", "too large"),
        ("{{ 9 ** 9 ** 9 }}", "too large"),
        ("{{ range(99999999) }}", "range"),
    ],
)
def test_a_page_cannot_reach_out(page: str, word: str) -> None:
    text, said = run(f"first\n{page}\n")
    assert "secret" not in text
    assert "root:" not in text
    assert len(said) == 1
    assert word.lower() in said[0][0].lower()
    assert said[0][2] == 2


def test_every_failing_macro_of_a_page_is_told_with_its_line() -> None:
    _, said = run("{{ refuse() }}\n\ntext {{ greet(nam='x') }}\n{{ gret('x') }}\n{{ greet('ok') }}\n")
    assert [(line, message) for message, _, line in said] == [
        (1, "refuse: the kind of record 'clams' does not exist"),
        (3, "greet() got an unexpected keyword argument 'nam'"),
        (4, "there is no macro 'gret'"),
    ]
    assert said[0][1] == "close to it: claims"
    assert said[2][1] == "close to it: greet"


def test_a_macro_that_cannot_be_read_is_told_with_its_line() -> None:
    text, said = run("one\ntwo {{ greet('x' }}\n")
    assert text == ""
    assert [found[2] for found in said] == [2]


@pytest.mark.parametrize(
    "page", ["{% for a in [1] %}" * 25 + "{% endfor %}" * 25, "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}"]
)
def test_macros_that_are_nested_too_deeply_are_told(page: str) -> None:
    text, said = run(page)
    assert text == ""
    assert ["nested too deeply" in message for message, _, _ in said] == [True]


def test_an_argument_may_be_called_as_the_sandbox_calls_its_own() -> None:
    _, said = run("{{ greet(called='x') }}")
    assert [message for message, _, _ in said] == ["greet() got an unexpected keyword argument 'called'"]


def test_numbers_may_be_multiplied() -> None:
    assert run("{{ 2000 * 1000 }}") == ("2000000", [])
