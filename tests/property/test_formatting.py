"""Formatting keeps what a file says and every comment in it, ends in one style, and changes nothing the second time."""

from __future__ import annotations

import re
import time
import tracemalloc
from collections import Counter
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cerkit.formatting import Formatted, Refused, format_file
from cerkit.formatting.tree import MOST_VALUES
from support.untidy_yaml import Untidy, untidy_documents

SOURCE = "evidence/sources/SRC-x.yml"
COMMENT = re.compile(r"# c\d+ `x: \[`")
UNTIDY = st.one_of(
    untidy_documents(),
    untidy_documents(st.sampled_from(["findings", "appraisal", "id", "kind", "sizes", "x"])),
)


def formatted(data: bytes, path: str = SOURCE) -> bytes:
    answer = format_file(path, data)
    assert isinstance(answer, Formatted), answer
    return answer.data


def values(text: str, loader: Any) -> Any:
    """All scalars as text, by a reader that is not ours."""
    return loader(text).get_single_data()


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(UNTIDY)
def test_meaning_and_comments_stay_and_a_second_time_changes_nothing(untidy: Untidy) -> None:
    after = formatted(untidy.text.encode())
    text = after.decode()
    assert values(text, yaml.BaseLoader) == values(untidy.text, yaml.BaseLoader)
    assert Counter(COMMENT.findall(text)) == Counter(untidy.comments)
    assert formatted(after) == after
    assert "\r" not in text
    assert text.endswith("\n")


@given(st.binary(max_size=300))
def test_any_bytes_give_an_answer(data: bytes) -> None:
    answer = format_file(SOURCE, data)
    if isinstance(answer, Refused):
        assert answer.message
        assert answer.hint
        assert answer.place.line > 0
    else:
        assert formatted(answer.data) == answer.data


@given(st.text("ab:-# \n'\"|>[]{},?&*!%\\+2\t", max_size=40))
def test_any_text_of_yaml_signs_means_the_same_afterwards(text: str) -> None:
    answer = format_file(SOURCE, text.encode())
    if isinstance(answer, Formatted):
        # PyYAML's own scanner refuses tabs that libyaml reads.
        whole = text if text.endswith("\n") else text + "\n"
        assert values(answer.data.decode(), yaml.CBaseLoader) == values(whole, yaml.CBaseLoader)
        assert formatted(answer.data) == answer.data


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "{a: " * 5000,
        "".join(f"{' ' * depth}a:\n" for depth in range(2000)),
        "- " * 5000 + "a",
        "a: " + "x" * (16 * 1024 * 1024),
        "a: &a [1]\nb: *a\n",
        "a: |\n  " + "\x00",
        "# c\n" * 1_000_000 + "a: 1\n",
        "a: [" + "a," * 2_000_000 + "]",
        "a: 1\n" + "\n" * 2_000_000,
        "a: >-\n" + "  word\n" * 1_000_000,
        "? " * 2000,
        "".join(f"k{number}: v  # c\n" for number in range(100_000)),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_files_end_in_bounded_time_and_memory(text: str) -> None:
    data = text.encode()
    begun = time.perf_counter()
    answer = format_file(SOURCE, data)
    assert time.perf_counter() - begun < 20
    assert isinstance(answer, Formatted | Refused)


def test_a_file_of_more_values_than_any_record_has_is_refused() -> None:
    answer = format_file(SOURCE, b"- a\n" * (MOST_VALUES + 1))
    assert isinstance(answer, Refused)
    assert "more than" in answer.message


def test_memory_of_the_largest_file_stays_below_a_gigabyte() -> None:
    count = 20_000
    tracemalloc.start()
    try:
        formatted(b"- a # comment\n" * count)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak / count * MOST_VALUES < 1_000_000_000
