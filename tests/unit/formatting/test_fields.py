"""Fields are set in a file that people write: their comments and their lines stay."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cerkit.formatting.fields import with_fields
from cerkit.formatting.refusal import RefusalError

PATH = "evidence/searches/SRH-2026-pubmed.yml"

FILE = """\
# What the librarian wrote.
id: SRH-2026-pubmed
purpose: state of the art  # and nothing else
source: MEDLINE
platform: PubMed
string: >-
  "diabetic retinopathy"[tiab]
  AND screening[tiab]

# Limits were discussed on 3 May.
limits:
  - limit: humans
    reason: A device for people.
by: EVR-2
note: |
  Two lines
  of a note.
"""


def test_missing_fields_come_where_the_model_has_them_and_nothing_else_changes() -> None:
    made = with_fields(PATH, FILE.encode(), {"ran_on": date(2026, 5, 29), "hits_reported": 12}).decode()
    assert made.splitlines()[4:7] == ["platform: PubMed", "ran_on: 2026-05-29", "string: >-"]
    assert made.index("hits_reported: 12") < made.index("by: EVR-2")
    assert [
        line for line in made.splitlines() if line not in {"ran_on: 2026-05-29", "hits_reported: 12"}
    ] == (FILE.splitlines())


def test_a_value_that_stands_is_replaced_with_its_comment_kept() -> None:
    made = with_fields(PATH, FILE.encode(), {"purpose": "device", "note": "one line"}).decode()
    assert "purpose: device  # and nothing else" in made
    assert made.endswith("note: one line\n")
    assert "Two lines" not in made
    assert "# Limits were discussed on 3 May." in made


def test_a_text_that_yaml_would_take_for_a_number_is_quoted() -> None:
    made = with_fields(PATH, b"id: SRH-1\n", {"note": "1.10", "platform": "a: b # c"}).decode()
    assert yaml.safe_load(made) == {"id": "SRH-1", "platform": "a: b # c", "note": "1.10"}


def test_line_ends_of_windows_stay() -> None:
    made = with_fields(PATH, b"id: SRH-1\r\nby: EVR-1\r\n", {"hits_received": 3})
    assert made == b"id: SRH-1\r\nhits_received: 3\r\nby: EVR-1\r\n"


@pytest.mark.parametrize("text", ["- a\n", "{id: SRH-1}\n", "id: [\n"])
def test_a_file_that_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(RefusalError):
        with_fields(PATH, text.encode(), {"hits_received": 3})


@given(
    value=st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\ufeff"))
)
def test_any_text_is_read_back(value: str) -> None:
    made = with_fields(PATH, FILE.encode(), {"note": value, "sent": value})
    held = yaml.load(made, Loader=yaml.CBaseLoader)  # noqa: S506  # reads texts only
    assert (held["note"], held["sent"], held["by"]) == (value, value, "EVR-2")
