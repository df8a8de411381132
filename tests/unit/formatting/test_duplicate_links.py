"""Links are added a line each; every other line of the file stays."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
import yaml

from cerkit.formatting import Formatted, format_file
from cerkit.formatting.duplicate_links import with_links
from cerkit.formatting.refusal import RefusalError
from cerkit.model.records.review import DuplicateLink

DAY = date(2026, 6, 1)


def made(
    one: str, other: str, verdict: Literal["same", "maybe", "different"] = "same", rule: str = "same DOI"
) -> DuplicateLink:
    return DuplicateLink(same=(one, other), verdict=verdict, rule=rule, on=DAY)


def test_a_new_file_holds_a_line_a_link_in_order_and_is_formatted() -> None:
    data = with_links(None, [made("pmid-2", "doi-b"), made("doi-a", "pmid-1", "maybe", 'said: "# no"; yes')])
    lines = data.decode().splitlines()
    assert lines[1:] == [
        "links:",
        '  - {same: [doi-a, pmid-1], verdict: maybe, rule: "said: \\"# no\\"; yes", on: 2026-06-01}',
        '  - {same: [doi-b, pmid-2], verdict: same, rule: "same DOI", on: 2026-06-01}',
    ]
    assert yaml.safe_load(data)["links"][0]["rule"] == 'said: "# no"; yes'
    assert format_file("evidence/links/2026-06.yml", data) == Formatted(data)


HELD = """\
# Of the first round.
links:
  # EVR-2 read both.
  - {same: [doi-b, pmid-2], verdict: different, rule: "EVR-2: part I and II", on: 2026-03-01}
  - same: [doi-d, pmid-4]
    verdict: same
    rule: same DOI
    on: 2026-03-01
# That was all.
"""


def test_lines_are_put_in_order_between_those_that_stay() -> None:
    after = with_links(
        HELD.encode(), [made("doi-e", "pmid-9"), made("doi-c", "pmid-3"), made("doi-a", "pmid-1")]
    )
    text = after.decode()
    assert [item["same"][0] for item in yaml.safe_load(text)["links"]] == [
        "doi-a",
        "doi-b",
        "doi-c",
        "doi-d",
        "doi-e",
    ]
    kept = [line for line in text.splitlines() if "2026-06-01" not in line]
    assert kept == HELD.splitlines()
    assert text.index("EVR-2 read both") > text.index("doi-a")


def test_windows_line_ends_stay() -> None:
    after = with_links(HELD.replace("\n", "\r\n").encode(), [made("doi-c", "pmid-3")])
    assert after.count(b"\r\n") == after.count(b"\n") == HELD.count("\n") + 1


def test_two_people_add_different_links_and_git_sees_different_lines() -> None:
    one = with_links(HELD.encode(), [made("doi-a", "pmid-1")]).decode().splitlines()
    other = with_links(HELD.encode(), [made("doi-e", "pmid-9")]).decode().splitlines()
    assert [line for line in one if line not in other] != [line for line in other if line not in one]
    assert set(HELD.splitlines()) <= set(one) & set(other)


@pytest.mark.parametrize("empty", ["links: []\n", "links:\n", "# nothing yet\n"])
def test_an_empty_file_is_begun(empty: str) -> None:
    after = with_links(empty.encode(), [made("doi-a", "pmid-1"), made("doi-b", "pmid-2")])
    assert len(yaml.safe_load(after)["links"]) == 2


@pytest.mark.parametrize("broken", ["links: [\n", "- a\n", "links: [{same: [a-1, b-1]}]\n", "links: text\n"])
def test_what_cannot_take_a_line_is_refused(broken: str) -> None:
    with pytest.raises(RefusalError):
        with_links(broken.encode(), [made("doi-a", "pmid-1")])


def test_nothing_to_add_changes_nothing() -> None:
    assert with_links(HELD.encode(), []) == HELD.encode()
