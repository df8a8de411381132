"""`due` and the rules never disagree: what a rule calls overdue on the day of the report is overdue there, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cases.dossiers import complete, shipped
from cerkit.assess import Assessment, assess
from cerkit.assess.due import due_of
from cerkit.model.deadlines import Nearness
from cerkit.model.diagnostics import Mode

CODES = ("CER448", "CER455", "CER457", "CER459", "CER466", "CER491", "CER503", "CER522")
TOO_LATE = re.compile(
    r"more than \d+ months before|was searched last on|was due on|not after this report|but ended on|was to start on|"
    r"the waiver of .* ended on|no period of surveillance is reported"
)
"""How the rules say that a day has passed; the same rules find other mistakes, too."""
DAY = r"\d{4}-\d\d-\d\d"
PLACES = {
    "standard": ("standards.yml", "checked_on: "),
    "cv": ("evaluators.yml", "cv_dated: "),
    "declaration": ("evaluators.yml", "declaration: {on: "),
    "device": ("searches/SRH-2026-device.yml", "ran_on: "),
    "database": ("searches/SRH-2026-embase.yml", "ran_on: "),
    "period": ("surveillance.yml", "    ends: "),
    "retraction": ("sources/SRC-alder-2021.yml", "retraction_checked_on: "),
}
"""Where the day stands that grows old."""
DAYS = st.dates(min_value=date(2023, 1, 1), max_value=date(2031, 12, 31))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    report=DAYS,
    dates=st.dictionaries(st.sampled_from([*PLACES, "waiver"]), DAYS),
    status=st.sampled_from(["planned", "running", "completed"]),
    limits=st.dictionaries(
        st.sampled_from(["search-age-months", "standard-age-months", "cv-age-months", "pms-age-months"]),
        st.integers(min_value=0, max_value=40),
    ),
)
@example(report=date(2027, 6, 30), dates={}, status="running", limits={})
@example(
    report=date(2026, 8, 31),
    dates={"device": date(2026, 2, 28)},
    status="planned",
    limits={"search-age-months": 6},
)
def test_rules_and_due_agree_on_the_day_of_the_report(
    report: date, dates: dict[str, date], status: str, limits: dict[str, int]
) -> None:
    assessment = assessed(report, dates, status, limits, on=report)
    overdue = [item for item in due_of(assessment, on=report, within=90) if item.state is Nearness.OVERDUE]
    due = {(item.deadline.code, name) for item in overdue for name in item.deadline.records}
    told = set(told_late(assessment, report))
    publications = {name for code, name in due if code == "CER522"}

    # One sentence of the rule speaks of all publications on which nothing rests.
    one_by_one = {pair for pair in told if pair != ("CER522", "evidence/protocol.yml")}
    assert one_by_one <= due
    if len(one_by_one) < len(told):
        assert publications
    assert {pair for pair in due if pair[0] != "CER522"} <= told
    if publications:
        assert any(code == "CER522" for code, _ in told)


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(report=DAYS, later=st.integers(min_value=-400, max_value=400))
@example(report=date(2027, 6, 30), later=-300)
@example(report=date(2026, 6, 30), later=400)
def test_what_a_rule_calls_overdue_is_due_on_any_day(report: date, later: int) -> None:
    """An old report is judged by its own day, so a rule may keep quiet; it never says more than `due`."""
    on = report + timedelta(days=later)
    assessment = assessed(report, {}, "running", {}, on=on)
    overdue = [item for item in due_of(assessment, on=on, within=90) if item.state is Nearness.OVERDUE]
    due = {(item.deadline.code, name) for item in overdue for name in item.deadline.records}
    told = {
        pair for pair in told_late(assessment, max(on, report)) if pair != ("CER522", "evidence/protocol.yml")
    }
    assert told <= due


def told_late(assessment: Assessment, day: date) -> Iterator[tuple[str, str]]:
    """Code and subject of what the rules call too late."""
    plan = assessment.dossier.plan
    for item in assessment.diagnostics:
        is_same_day = plan is not None and item.rule.code == "CER457" and plan.next_evaluation >= day
        if item.rule.code in CODES and TOO_LATE.search(item.message) and not is_same_day:
            yield item.rule.code, item.subject or ""


def assessed(
    report: date, dates: dict[str, date], status: str, limits: dict[str, int], *, on: date
) -> Assessment:
    files = complete()

    def put(path: str, before: str, old: str, new: str) -> None:
        """The first value of the form `old` after some text."""
        text = files[f"evidence/{path}"].decode()
        changed, count = re.subn(rf"({re.escape(before)}){old}", rf"\g<1>{new}", text, count=1)
        assert count == 1, f"{path} holds no {before}"
        files[f"evidence/{path}"] = changed.encode()

    put("releases.yml", "  date: ", DAY, report.isoformat())
    put("pmcf.yml", "status: ", r"\w+", status)
    for name, day in dates.items():
        if name in PLACES:
            put(*PLACES[name], DAY, day.isoformat())
    if limits:
        files["evidence/policy.yml"] += f"limits: {json.dumps(limits)}\n".encode()
    if "waiver" in dates:
        told = f"rule: CER520, record: SRC-tr-1, reason: Used in training, author: EVR-1, expires: {dates['waiver']}"
        files["evidence/waivers.yml"] = f"waivers:\n  - {{{told}, on: 2022-01-01}}\n".encode()
    return assess(files, on=on, shipped=shipped(), mode=Mode.RELEASE)
