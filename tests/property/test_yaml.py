"""Generated documents: our reader agrees with PyYAML where both should, and always knows where a value stands."""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from cerkit.load import SourceMap, read_yaml
from cerkit.load.rules import RULES
from cerkit.load.scalars import resolve_scalar
from cerkit.model.diagnostics import Place, Route
from cerkit.model.fields import EMPTY, UNREADABLE

# Printable text without tabs; the four line ends that only YAML 1.1 knows are no line ends for an editor.
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\u2028\u2029\ufeff"),
    max_size=30,
)
SCALARS = st.one_of(
    TEXT,
    st.sampled_from(
        ["no", "yes", "on", "1.10", "012", "0x1F", "1e3", "~", "null", "2026-05-29", "12:30", "", " "]
    ),
    st.integers(-(10**16), 10**16),
    st.booleans(),
    st.none(),
    st.dates(date(1000, 1, 1)),
)
KEYS = TEXT.filter(lambda text: text != UNREADABLE)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)


class NoAliases(yaml.SafeDumper):
    """Writes equal values out instead of pointing to the first."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # PyYAML's signature
        return True


def dumped(document: Any, *, flow: bool | None = False) -> bytes:
    text: str = yaml.dump(
        document, Dumper=NoAliases, sort_keys=False, allow_unicode=True, default_flow_style=flow, width=60
    )
    return text.encode()


def scalars_of(value: Any, route: Route = ()) -> Iterator[tuple[Route, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from scalars_of(item, (*route, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from scalars_of(item, (*route, position))
    else:
        yield route, value


@pytest.mark.parametrize("flow", [False, None, True])
@given(document=DOCUMENTS)
def test_what_pyyaml_writes_we_read(flow: bool | None, document: dict[str, Any]) -> None:
    """PyYAML quotes every text that it would read as something else, and so less than all is ambiguous for us."""
    parsed = read_yaml("x.yml", dumped(document, flow=flow))
    assert parsed.diagnostics == ()
    assert parsed.value == document
    assert [type(value) for _, value in scalars_of(parsed.value)] == [
        type(value) for _, value in scalars_of(document)
    ]


@given(number=st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.integers(-(10**16), 10**16))
def test_a_number_is_read_as_it_is_printed(number: Decimal | int) -> None:
    written = f"{number:f}" if isinstance(number, Decimal) else str(number)
    assert str(read_yaml("x.yml", f"value: {written}\n".encode()).value["value"]) == written


@given(text=st.text(min_size=1))
def test_an_unquoted_scalar_never_loses_a_letter(text: str) -> None:
    value = resolve_scalar(text)
    if value is None or isinstance(value, bool):
        assert text in ("null", "true", "false")
    elif text != "-0":
        assert str(value) == text


class Writer:
    """Writes YAML by hand and notes where each scalar begins, so that no YAML reader judges another one."""

    def __init__(self, *, flow_from: int) -> None:
        self.flow_from = flow_from
        """Level from which lists and mappings stand in brackets."""
        self.lines = [""]
        self.places: dict[Route, tuple[int, int]] = {}

    def write(self, value: Any, route: Route = ()) -> None:
        if not value or not isinstance(value, dict | list):
            self.places[route] = (len(self.lines), len(self.lines[-1]) + 1)
            self.lines[-1] += f"{value}" if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
        elif len(route) >= self.flow_from:
            self._flow(value, route)
        else:
            self._block(value, route)

    def _block(self, value: Any, route: Route) -> None:
        for step, item in pairs(value):
            self.lines.append(
                "  " * len(route)
                + (f"{json.dumps(step, ensure_ascii=False)}: " if isinstance(step, str) else "- ")
            )
            self.write(item, (*route, step))

    def _flow(self, value: Any, route: Route) -> None:
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        self.lines[-1] += opening
        for step, item in pairs(value):
            self.lines[-1] += f"{json.dumps(step, ensure_ascii=False)}: " if isinstance(step, str) else " "
            self.write(item, (*route, step))
            self.lines[-1] += ", "
        self.lines[-1] += closing


def pairs(value: Any) -> Iterator[tuple[str | int, Any]]:
    return iter(value.items() if isinstance(value, dict) else enumerate(value))


@given(
    document=DOCUMENTS,
    flow_from=st.integers(1, 4),
    mark=st.sampled_from(["", "\ufeff"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
@example(document={"é\U0001f600": ["ü", {"a": "b"}]}, flow_from=2, mark="\ufeff", end="\r\n")
def test_every_scalar_is_found_where_it_was_written(
    document: dict[str, Any], flow_from: int, mark: str, end: str
) -> None:
    writer = Writer(flow_from=flow_from)
    writer.write(document)
    data = (mark + end.join(writer.lines)).encode()
    parsed = read_yaml("x.yml", data)
    assert (parsed.value, parsed.diagnostics) == (document, ())
    source_map = SourceMap({"x.yml": data})
    for route, place in writer.places.items():
        found = source_map.locate(Place("x.yml", route))
        assert (found.line, found.column) == place, route


@given(data=st.binary(max_size=200))
@example(data=b"\xff\xfe")
@example(data=b"a: \x00")
def test_random_bytes_are_values_or_diagnostics(data: bytes) -> None:
    assert_read(data)


@given(
    text=st.text(
        st.sampled_from(list("ab1-:,?!&*#|>'\"%@`{}[]<. \n\t\r\\~é\x00\x85\u2028\ufeff")), max_size=60
    )
)
def test_random_yaml_is_values_or_diagnostics(text: str) -> None:
    assert_read(text.encode())


def assert_read(data: bytes) -> None:
    """No exception; a value or a reason; every place lies in the file, and both readers of places agree to be there."""
    parsed = read_yaml("x.yml", data)
    assert parsed.value is not EMPTY or parsed.diagnostics
    assert all(item.rule in RULES for item in parsed.diagnostics)
    assert all(item.place.line >= 1 and item.place.column >= 1 for item in parsed.diagnostics)
    for route, _ in scalars_of(parsed.value):
        assert SourceMap({"x.yml": data}).locate(Place("x.yml", route)).line >= 1


def alias_bomb() -> bytes:
    names = range(ord("b"), ord("z"))
    return b"a: &a [x, x]\n" + b"".join(
        b"%c: &%c [%b]\n" % (name, name, b", ".join([b"*%c" % (name - 1)] * 9)) for name in names
    )


HOSTILE: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "alias bomb": (alias_bomb, "CER105"),
    "open lists": (lambda: b"a: " + b"[" * 100_000, "CER109"),
    "closed lists": (lambda: b"a: " + b"[" * 100_000 + b"]" * 100_000, "CER109"),
    "mappings": (lambda: b"{" * 100_000, "CER109"),
    "dashes": (lambda: b"- " * 100_000, "CER109"),
    "keys in keys": (lambda: b"? " * 100_000, "CER109"),
    "100 MB": (lambda: b"a: '" + b"x" * 100_000_000 + b"'", "CER102"),
    "long number": (lambda: b"a: " + b"9" * 4_000_000, None),
    "long decimal": (lambda: b"a: 0." + b"9" * 4_000_000, None),
    "long key": (lambda: b"? " + b"x" * 4_000_000 + b"\n: 1\n", None),
    "same keys": (lambda: b"a: b\n" * 20_000, "CER104"),
    "anchors": (lambda: b"&a " * 100_000, "CER103"),
    "directives": (lambda: b"%TAG ! tag:\n" * 1000 + b"---\na: 1\n", "CER103"),
    "zeros": (lambda: b"\x00" * 1_000_000, "CER101"),
    "tabs": (lambda: b"\t" * 1_000_000, "CER106"),
    "documents": (lambda: b"--- a\n" * 100_000, "CER105"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_soon_and_take_little(name: str) -> None:
    make, code = HOSTILE[name]
    data = make()
    started = time.process_time()
    tracemalloc.start()
    try:
        parsed = read_yaml("x.yml", data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    codes = [item.rule.code for item in parsed.diagnostics]
    assert code in codes if code else codes == []
    assert peak < 120_000_000
    assert time.process_time() - started < 10
