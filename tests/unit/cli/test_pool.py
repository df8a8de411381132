"""`cerkit pool` as it is called."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cerkit.cli.pool import command

TABLE = "study,ai,n1i,ci,n2i\nA,4,123,11,139\nB,6,306,29,303\nC,3,231,11,220\n"
ACCURACY = "study,TP,FN,FP,TN\nA,47,9,101,738\nB,126,51,272,1543\nC,36,3,78,276\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_the_result_has_the_names_that_others_read(table: Path) -> None:
    done = CliRunner().invoke(
        command, [str(table), "--measure", "RR", "--interval", "hk", "--format", "json"]
    )
    made = json.loads(done.stdout)
    assert done.exit_code == 0
    names = "k measure method interval estimate se ci pi tau2 i2 q q_df q_p back_transformed correction"
    assert set(names.split()) <= made.keys()
    assert (made["k"], made["measure"], made["method"], made["interval"]) == (3, "RR", "REML", "hk")
    assert made["back_transformed"]["estimate"] == pytest.approx(0.264, abs=1e-3)


def test_accuracy_has_both_proportions(tmp_path: Path) -> None:
    path = tmp_path / "accuracy.csv"
    path.write_text(ACCURACY, encoding="utf-8")
    done = CliRunner().invoke(command, [str(path), "--measure", "dta", "--format", "json"])
    made = json.loads(done.stdout)
    assert 0 < made["sensitivity"]["ci"][0] < made["sensitivity"]["estimate"] < 1
    assert made["specificity"]["estimate"] == pytest.approx(0.84, abs=0.05)
    assert "sensitivity, %" in CliRunner().invoke(command, [str(path), "--measure", "DTA"]).stdout


def test_for_people_every_choice_is_named(table: Path) -> None:
    told = CliRunner().invoke(command, [str(table), "--measure", "RR"]).stdout
    for words in (
        "pooled risk ratio",
        "restricted maximum likelihood",
        "Wald",
        "I²",
        "empty cells",
        "prediction",
    ):
        assert words in told


def test_a_wrong_number_is_told_with_its_place(table: Path) -> None:
    table.write_text(TABLE.replace("C,3,", "C,300,"), encoding="utf-8")
    done = CliRunner().invoke(command, [str(table), "--measure", "RR"])
    assert done.exit_code == 1
    assert "table.csv:4:2: ai of study 3 is more than n1i" in done.stderr
    assert done.stdout == ""
