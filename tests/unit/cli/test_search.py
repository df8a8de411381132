"""`cerkit search` in a repository, with a server of our own in the place of the services."""

from __future__ import annotations

import gzip
import json
import os
import pty
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from cases.dossiers import complete
from support import services as fake
from support.services import Databases, serving
from unit.cli.terminal import COMMAND, Answer, Terminal

MKDOCS = b"site_name: Small\nplugins:\n  - cerkit: {report: report, contact: who@example.org}\n"
SEARCHES, PROTOCOL = "evidence/searches", "evidence/protocol.yml"
TODAY = datetime.now().astimezone().date()
PLANNED = """\
# Agreed with the librarian on 3 June.
id: SRH-2027-pubmed
purpose: state of the art
source: MEDLINE
platform: PubMed  # and not Ovid
string: '"diabetic retinopathy"[tiab] AND screening[tiab]'
by: EVR-1
"""


@pytest.fixture
def databases() -> Iterator[Databases]:
    with serving(Databases(articles=fake.articles(5))) as held:
        yield held


@pytest.fixture
def device(tmp_path: Path) -> Terminal:
    terminal = Terminal(tmp_path / "repository", tmp_path / "cache")
    files = complete()
    files[PROTOCOL] = files[PROTOCOL].replace(b"abstracts: drop", b"abstracts: keep")
    terminal.write({**files, "mkdocs.yml": MKDOCS, f"{SEARCHES}/SRH-2027-pubmed.yml": PLANNED})
    return terminal


def search(device: Terminal, databases: Databases, *arguments: str) -> Answer:
    return device.run(
        "search", *arguments, CERKIT_SERVICES_URL=databases.url, NCBI_API_KEY="KEY", NO_COLOR="1"
    )


def held(device: Terminal, name: str) -> dict[str, object]:
    value = yaml.safe_load((device.folder / f"{SEARCHES}/{name}.yml").read_text(encoding="utf-8"))
    assert isinstance(value, dict)
    return value


def tree(device: Terminal) -> dict[str, bytes]:
    files = (path for path in device.folder.rglob("*") if path.is_file())
    return {path.relative_to(device.folder).as_posix(): path.read_bytes() for path in files}


def again(device: Terminal, name: str, day: str) -> None:
    """A search as if it had run on an earlier day."""
    path = device.folder / f"{SEARCHES}/{name}.yml"
    text = path.read_text(encoding="utf-8").replace(f"ran_on: {TODAY}", f"ran_on: {day}")
    path.write_text(text, encoding="utf-8")


def test_a_run_leaves_answers_records_and_the_search_with_its_comments(
    device: Terminal, databases: Databases
) -> None:
    answer = search(device, databases, "run", "SRH-2027-pubmed")
    assert (answer.code, answer.out) == (0, "SRH-2027-pubmed: 5 hits reported, 5 received\n")
    text = (device.folder / f"{SEARCHES}/SRH-2027-pubmed.yml").read_text(encoding="utf-8")
    assert "# Agreed with the librarian" in text
    assert "platform: PubMed  # and not Ovid" in text
    said = held(device, "SRH-2027-pubmed")
    assert (said["ran_on"], said["hits_reported"], said["hits_received"]) == (TODAY, 5, 5)
    assert str(said["ran_at"]).endswith("Z")
    assert said["export"] == "SRH-2027-pubmed.jsonl"
    lines = (device.folder / f"{SEARCHES}/SRH-2027-pubmed.jsonl").read_text(encoding="utf-8").splitlines()
    bodies = [json.loads(line)["body"] for line in lines]
    assert "<Count>5</Count>" in bodies[0]
    assert not {"KEY", "who@", "who%40"} & set(re.findall(r"KEY|who@|who%40", "".join(lines)))
    batch = yaml.safe_load(
        (device.folder / "evidence/records/SRH-2027-pubmed.yml").read_text(encoding="utf-8")
    )
    assert len(batch["records"]) == 5


def test_what_a_run_leaves_is_sound_and_formatted(device: Terminal, databases: Databases) -> None:
    search(device, databases, "run")
    found = json.loads(device.run("check", "--format", "json", "--notes").out)
    items = found["diagnostics"] if isinstance(found, dict) else found
    ours = [item for item in items if "SRH-2027-pubmed" in json.dumps(item) and item["code"] < "CER500"]
    assert ours == []
    assert device.run("format", "--check", f"{SEARCHES}/SRH-2027-pubmed.yml").code == 0


def test_a_search_that_has_run_is_not_run_again(device: Terminal, databases: Databases) -> None:
    search(device, databases, "run")
    before, count = tree(device), len(databases.asked)
    answer = search(device, databases, "run")
    assert (answer.code, answer.out) == (0, "")
    named = search(device, databases, "run", "SRH-2027-pubmed")
    assert named.code == 2
    assert "cerkit search update SRH-2027-pubmed" in named.err
    assert tree(device) == before
    assert len(databases.asked) == count


def test_a_dry_run_asks_nobody(device: Terminal, databases: Databases) -> None:
    before = tree(device)
    answer = search(device, databases, "run", "--dry-run")
    assert answer.code == 0
    assert "would ask PubMed" in answer.out
    assert "esearch.fcgi?db=pubmed" in answer.out
    assert "KEY" not in answer.out
    assert (databases.asked, tree(device)) == ([], before)


def test_nothing_is_left_when_the_line_breaks(device: Terminal, databases: Databases) -> None:
    before = tree(device)
    databases.faults = [fake.busy(503, "9999")]
    answer = search(device, databases, "run")
    assert answer.code == 3
    assert "nothing was written" in answer.err
    assert tree(device) == before
    assert search(device, databases, "run").code == 0


def test_nothing_is_left_when_somebody_interrupts(device: Terminal, databases: Databases) -> None:
    before = tree(device)
    databases.faults = [lambda reply: reply, fake.stalled(30)]
    # Tests that are run in the background of a shell hand on that interrupts are ignored.
    listening = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program, flag, code = COMMAND
    running = subprocess.Popen(
        [program, flag, f"{listening}; {code}", "search", "run"],
        cwd=device.folder,
        env=device.environment(CERKIT_SERVICES_URL=databases.url),
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + 20
    while len(databases.asked) < 2 and time.monotonic() < end:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=20) == 1
    assert tree(device) == before


def test_missing_hits_need_a_word(device: Terminal, databases: Databases) -> None:
    databases.gone = {"30000002"}
    before = tree(device)
    answer = search(device, databases, "run")
    assert answer.code == 1
    assert "5 hits were reported and 4 received; missing: PMID 30000002" in answer.err
    assert tree(device) == before
    assert search(device, databases, "run", "--accept-missing", "2").code == 1
    assert search(device, databases, "run", "--accept-missing", "1").code == 0
    said = held(device, "SRH-2027-pubmed")
    assert (said["hits_reported"], said["hits_received"]) == (5, 4)
    assert "PMID 30000002" in str(said["note"])


def test_a_refused_string_is_a_finding_and_the_next_search_is_run(
    device: Terminal, databases: Databases
) -> None:
    device.write(
        {f"{SEARCHES}/SRH-2027-a.yml": PLANNED.replace("2027-pubmed", "2027-a").replace("'\"", "'((\"")}
    )
    databases.fields_unknown = ("tiabs",)
    first = search(device, databases, "run", "SRH-2027-pubmed")
    assert first.code == 1
    assert "PubMed knows no field tiabs" in first.err
    databases.fields_unknown = ()
    databases.unknown = ("retinopaty",)
    assert search(device, databases, "run", "SRH-2027-pubmed", "--format", "json").code == 0
    assert "PubMed does not know retinopaty" in str(held(device, "SRH-2027-pubmed")["note"])


def test_an_update_keeps_what_is_new_and_counts_the_rest(device: Terminal, databases: Databases) -> None:
    databases.articles |= fake.articles(2, date(2026, 1, 31), start=30_500_001)
    search(device, databases, "run")
    again(device, "SRH-2027-pubmed", "2026-01-31")
    databases.articles |= fake.articles(2, date(2026, 3, 1), start=31_000_001)
    answer = search(device, databases, "update", "SRH-2027-pubmed", "--format", "json")
    assert answer.code == 0, answer.err
    row = json.loads(answer.out)
    name = row["search"]
    assert (row["hits_received"], row["records"], row["known"]) == (4, 2, 2)
    said = held(device, name)
    assert said["updates"] == "SRH-2027-pubmed"
    assert (said["period_from"], said["period_to"]) == (date(2026, 1, 31), TODAY)
    assert said["string"] == held(device, "SRH-2027-pubmed")["string"]
    assert "2026/01/31:" in str(said["sent"])
    path = device.folder / f"evidence/records/{name}.yml"
    batch = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [record["key"] for record in batch["records"]] == ["pmid-31000002", "pmid-31000001"]
    assert batch["known"] == ["pmid-30500002", "pmid-30500001"]
    assert _told_of(device, name) == []
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  - pmid-30500002\n", "", 1), encoding="utf-8")
    assert any("2 records" in line and "and 1 known" in line for line in _told_of(device, name))
    passed = search(device, databases, "update", "SRH-2027-pubmed")
    assert (passed.code, f"{name} updates it" in passed.err) == (2, True)


def _told_of(device: Terminal, name: str) -> list[str]:
    """What the check says of a batch."""
    lines = device.run("check", "--notes", NO_COLOR="1").out.splitlines()
    return [line for line in lines if line.startswith(f"evidence/records/{name}.yml")]


def test_reports_that_come_late_are_found_by_the_update(device: Terminal, databases: Databases) -> None:
    databases.reports = [fake.report(1)]
    device.write({f"{SEARCHES}/SRH-2027-pubmed.yml": PLANNED.replace("PubMed ", "openFDA ")})
    search(device, databases, "run")
    again(device, "SRH-2027-pubmed", "2026-01-31")
    databases.reports.append(fake.report(2))
    row = json.loads(search(device, databases, "update", "SRH-2027-pubmed", "--format", "json").out)
    assert "date_received:[20250801 TO" in row["sent"]
    assert (row["records"], row["known"]) == (1, 1)


def test_an_update_that_waits_counts_as_one(device: Terminal, databases: Databases) -> None:
    search(device, databases, "run")
    again(device, "SRH-2027-pubmed", "2026-01-31")
    waiting = PLANNED.replace("id: SRH-2027-pubmed", "id: SRH-2028-pubmed\nupdates: SRH-2027-pubmed")
    device.write({f"{SEARCHES}/SRH-2028-pubmed.yml": waiting})
    answer = search(device, databases, "update", "SRH-2027-pubmed")
    assert (answer.code, "SRH-2028-pubmed updates it" in answer.err) == (2, True)


def test_an_update_names_what_it_passes_over(device: Terminal, databases: Databases) -> None:
    search(device, databases, "run")
    answer = search(device, databases, "update")
    assert answer.code == 0
    assert f"SRH-2027-pubmed is passed over: it ran on {TODAY}" in answer.err
    assert "is passed over: it is fictional" in answer.err


def test_a_failed_update_leaves_no_search(device: Terminal, databases: Databases) -> None:
    search(device, databases, "run")
    again(device, "SRH-2027-pubmed", "2026-01-31")
    before = tree(device)
    databases.faults = [fake.busy(503, "9999")]
    assert search(device, databases, "update").code == 3
    assert tree(device) == before


def test_large_answers_are_compressed(device: Terminal, databases: Databases) -> None:
    databases.articles = fake.articles(1500)
    assert search(device, databases, "run").code == 0
    path = device.folder / f"{SEARCHES}/SRH-2027-pubmed.jsonl.gz"
    assert held(device, "SRH-2027-pubmed")["export"] == path.name
    assert len(gzip.decompress(path.read_bytes()).splitlines()) == 1 + 8


def test_where_abstracts_are_dropped_the_answers_stay_out_of_git(
    device: Terminal, databases: Databases
) -> None:
    path = device.folder / PROTOCOL
    path.write_text(
        path.read_text(encoding="utf-8").replace("abstracts: keep", "abstracts: drop"), encoding="utf-8"
    )
    answer = search(device, databases, "run")
    assert answer.code == 0
    assert "put them into your own archive" in answer.err
    assert (device.folder / "build/searches/SRH-2027-pubmed.jsonl").is_file()
    said = held(device, "SRH-2027-pubmed")
    assert "export" not in said
    assert len(str(said["export_sha256"])) == 64
    assert "Nothing was studied" not in (device.folder / "evidence/records/SRH-2027-pubmed.yml").read_text()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("platform: Embase.com", "Embase.com is searched by hand"),
        ("fictional: true", "it is fictional"),
        ("by: 7", "says nothing in by"),
        ("id: SRH-2027-other", "identifier SRH-2027-other"),
        ("period_to: soon", "period_to is no day"),
        ("string: [", "cannot be read"),
    ],
)
def test_what_cannot_be_run_is_named(device: Terminal, databases: Databases, line: str, told: str) -> None:
    name = line.partition(":")[0]
    kept = [row for row in PLANNED.splitlines() if not row.startswith(f"{name}:")]
    device.write({f"{SEARCHES}/SRH-2027-pubmed.yml": "\n".join((*kept, line)) + "\n"})
    answer = search(device, databases, "run", "SRH-2027-pubmed")
    assert answer.code == 2
    assert told in answer.err
    assert databases.asked == []


def test_an_unknown_search_is_an_error(device: Terminal, databases: Databases) -> None:
    answer = search(device, databases, "run", "SRH-9999-none")
    assert (answer.code, "there is no search SRH-9999-none" in answer.err) == (3, True)


def test_progress_shows_on_a_terminal_and_not_in_a_log(device: Terminal, databases: Databases) -> None:
    leader, follower = pty.openpty()
    running = subprocess.Popen(
        [*COMMAND, "search", "run"],
        cwd=device.folder,
        env=device.environment(CERKIT_SERVICES_URL=databases.url),
        stdout=subprocess.DEVNULL,
        stderr=follower,
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(leader)
    assert running.wait(timeout=20) == 0
    assert b"\rSRH-2027-pubmed" in shown.replace(b"\x1b[K", b"")
    assert b"5 of 5" in shown


def test_lint_names_the_place_and_the_part_of_the_string(device: Terminal) -> None:
    path = device.folder / f"{SEARCHES}/SRH-2027-pubmed.yml"
    text = path.read_text(encoding="utf-8").replace("AND screening[tiab]", "AND OR screening[tiab]")
    path.write_text(text, encoding="utf-8")
    answer = device.run("search", "lint", "SRH-2027-pubmed", NO_COLOR="1")
    assert answer.code == 1
    line = next(number for number, row in enumerate(text.splitlines(), 1) if row.startswith("string:"))
    assert answer.out.startswith(f"{SEARCHES}/SRH-2027-pubmed.yml:{line}:")
    assert "warning[CER545]" in answer.out
    assert "invalid-token-sequence" in answer.out


def test_lint_without_the_package_says_so(device: Terminal, tmp_path: Path) -> None:
    (tmp_path / "search_query.py").write_text("raise ImportError('gone')\n", encoding="utf-8")
    answer = device.run("search", "lint", PYTHONPATH=str(tmp_path))
    assert answer.code == 0
    assert "were not linted" in answer.err
