"""Tables of studies as people save them, and the places of what is wrong in them."""

import pytest

from cerkit.synthesis.inputs import TableError, read_table


@pytest.mark.parametrize(
    "text",
    [
        "study,xi,ni\nA,3,10\nB,4,20\n",
        "\ufeffstudy;xi;ni\r\nA;3;10\r\n\r\nB;4;20\r\n",
        "ni\tstudy\txi\n10\tA\t3\n20\tB\t4",
        'year,"study",xi,ni\n1999,"A",3,10\n2001,B,4,20\n,,NA,NA\n',
    ],
)
def test_signs_between_cells_order_and_empty_rows_do_not_matter(text: str) -> None:
    table = read_table(text, "PLO")
    assert table.columns == {"xi": [3.0, 4.0], "ni": [10.0, 20.0]}
    assert table.labels == ("A", "B")


def test_studies_without_a_name_are_counted() -> None:
    assert read_table("xi,ni\n3,10\n4,20\n", "PLO").labels == ("study 1", "study 2")


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("", "the file is empty", 1, 1),
        ("xi,ni\n", "the file holds no study", 1, 1),
        ("xi,n\n1,2\n", "PLO needs other columns than xi, n", 1, 1),
        ("study,xi,ni\nA,3,10\nB,,20\n", "xi is nothing", 3, 2),
        ("study,xi,ni\nA,3,ten\n", "ni is 'ten'", 2, 3),
        ("study,xi,ni\nA,3,1e999\n", "ni is '1e999'", 2, 3),
        ("study,xi,ni\nA,3,1e300\n", "ni is '1e300'", 2, 3),
        ('study,xi,ni\nA,"3,10\n', "this is no table", 2, 1),
    ],
)
def test_what_is_wrong_has_a_place(text: str, message: str, line: int, column: int) -> None:
    with pytest.raises(TableError, match=message) as error:
        read_table(text, "PLO")
    assert (error.value.line, error.value.column) == (line, column)
    assert error.value.hint
