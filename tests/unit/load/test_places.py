"""A route in the YAML becomes the line and column where the author looks."""

from __future__ import annotations

import pytest

from cerkit.load import SourceMap
from cerkit.load.rules import UNKNOWN_FILE, YAML_SYNTAX
from cerkit.model.diagnostics import Diagnostic, Place, Route

TEXT = """\
# a comment
claims:
  - id: CLM-1
    wording: >-
      Finds
      all
    limits: {a: 1, "b": [x, y]}
  - id: CLM-2
    id: CLM-3
é: {ü: ö}
"""


@pytest.mark.parametrize(
    ("route", "line", "column"),
    [
        ((), 2, 1),
        (("claims",), 3, 3),
        (("claims", 0), 3, 5),
        (("claims", 0, "id"), 3, 9),
        (("claims", 0, "wording"), 4, 14),
        (("claims", 0, "limits", "a"), 7, 17),
        (("claims", 0, "limits", "b", 1), 7, 29),
        (("claims", 1, "id"), 9, 9),
        (("é", "ü"), 10, 8),
        # What does not exist: the nearest value above.
        (("claims", 0, "kind"), 3, 5),
        (("claims", 7, "id"), 3, 3),
        (("claims", "x"), 3, 3),
        (("gone", 0, "x"), 2, 1),
    ],
)
def test_values(route: Route, line: int, column: int) -> None:
    found = SourceMap({"a.yml": TEXT.encode()}).locate(Place("a.yml", route))
    assert (found.line, found.column) == (line, column)


@pytest.mark.parametrize(
    ("route", "line", "column"),
    [(("claims",), 2, 1), (("claims", 0, "limits", "b"), 7, 20), (("claims", 0), 3, 5), (("é", "ü"), 10, 5)],
)
def test_keys(route: Route, line: int, column: int) -> None:
    found = SourceMap({"a.yml": TEXT.encode()}).locate(Place("a.yml", route, on_key=True))
    assert (found.line, found.column) == (line, column)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_marks_and_line_ends_move_nothing(mark: bytes, end: bytes) -> None:
    data = mark + b"a: 1\nb:\n  c: 2\n".replace(b"\n", end)
    found = SourceMap({"a.yml": data}).locate(Place("a.yml", ("b", "c")))
    assert (found.line, found.column) == (3, 6)


@pytest.mark.parametrize("last", ["", "pmid-7: {decision: include, on: 2026-03-02}\n", 'other: "x\n  y"\n'])
@pytest.mark.parametrize("on_key", [False, True])
def test_a_file_of_many_decisions_has_the_places_of_its_yaml(last: str, on_key: bool) -> None:
    """Read by lines or, where one of them is none or stands twice, composed."""
    lines = [f"pmid-{number}: {{decision: include, on: 2026-03-02}}\n" for number in range(700)]
    data = ("# by hand\n\n" + "".join(lines) + last).encode()
    routes: list[Route] = [("pmid-7",), ("pmid-699",), ("pmid-9", "on"), ("gone",), ()]
    places = [Place("a.yml", route, on_key=on_key) for route in routes]
    found = [SourceMap({"a.yml": data}).locate(place) for place in places]
    composed = SourceMap({"a.yml": data})
    composed._decisions["a.yml"] = None
    assert found == [composed.locate(place) for place in places]
    assert found[1].line == 702


def test_a_known_place_stays() -> None:
    place = Place("a.yml", ("a",), line=7, column=3)
    assert SourceMap({"a.yml": b"a: 1\n"}).locate(place) is place


@pytest.mark.parametrize("data", [b"a: [", b"\xff", b"", b"# only\n"])
def test_what_cannot_be_read_is_its_first_line(data: bytes) -> None:
    found = SourceMap({"a.yml": data}).locate(Place("a.yml", ("a", "b")))
    assert (found.line, found.column) == (1, 1)
    assert SourceMap({}).locate(Place("n41-pillars", ("x",))).line == 1


def test_a_second_document_hides_no_place_of_the_first() -> None:
    found = SourceMap({"a.yml": b"a: 1\nb: 2\n---\nc: 3\n"}).locate(Place("a.yml", ("b",)))
    assert (found.line, found.column) == (2, 4)


def test_diagnostics_come_out_sorted_and_once() -> None:
    def at(path: str, *route: str, message: str = "m") -> Diagnostic:
        return YAML_SYNTAX.at(Place(path, route), message)

    files = {"a.yml": b"x: 1\ny: 2\n", "b.yml": b"x: 1\n"}
    found = [
        at("b.yml", "x"),
        at("a.yml", "y"),
        at("a.yml", "x", message="z"),
        at("a.yml", "x"),
        at("b.yml", "x"),
        UNKNOWN_FILE.at(Place("a.yml", ("x",)), "m"),
    ]
    lines = [
        (d.place.path, d.place.line, d.rule.code, d.message)
        for d in SourceMap(files).resolve(reversed(found))
    ]
    assert lines == [
        ("a.yml", 1, "CER103", "m"),
        ("a.yml", 1, "CER103", "z"),
        ("a.yml", 1, "CER108", "m"),
        ("a.yml", 2, "CER103", "m"),
        ("b.yml", 1, "CER103", "m"),
    ]
