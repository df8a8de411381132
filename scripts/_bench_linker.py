"""The duplicate linker beside bib-dedupe, on the same files in the same run. Standard library only."""

import csv
import json
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from _bibliography import BLIND, Dirt, Row, bibliography, true_pairs
from _environment import child_variables

PEER = "bib-dedupe==0.11.0"
_FRESH = (31_415, 27_182, 16_180)
"""Seeds that nobody has looked at: where a pair of theirs leads to a change of a rule, others take their place."""
_SETS = (
    ("5,000 records, other words and other dirt", BLIND, 5_000, 12, "10 s"),
    ("10,000 records, other words and other dirt", BLIND, 10_000, 13, "25 s"),
)
_COLUMNS = (
    "ID",
    "ENTRYTYPE",
    "author",
    "year",
    "title",
    "journal",
    "volume",
    "number",
    "pages",
    "doi",
    "abstract",
)
_PEER_SCRIPT = """
import json, sys, time
import pandas as pd
from bib_dedupe.bib_dedupe import block, cluster, match, prep
if __name__ == "__main__":
    records = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
    started = time.perf_counter()
    works = cluster(match(block(prep(records))))
    print("RESULT", json.dumps([time.perf_counter() - started, [sorted(work) for work in works]]))
"""

Pairs = set[tuple[str, str]]
Print = Callable[[str, str, str], None]


def measure_linker(folder: Path, python: Path, cerkit: Path, show: Print) -> None:
    """Precision, recall and time of both. Types of publication are hidden, as most labelled sets have none."""
    peer = _peer(folder, python)
    draws = sorted(
        (_draw(folder, cerkit, Dirt(), 5_000, seed) for seed in _FRESH), key=lambda draw: draw.recall
    )
    worst, median = draws[0], draws[len(draws) // 2]
    label = "5,000 records, words and dirt as the rules were made with, fresh draws"
    show(f"dedupe, {label}", f"{max(draw.seconds for draw in draws):.2f} s", "10 s")
    print(f"    precision of the worst of {len(draws)} draws {min(draw.precision for draw in draws):.4f}")
    print(f"    cerkit, the draw of the worst recall: {worst.told}")
    print(f"    cerkit, the draw of the median recall: {median.told}")
    if peer is not None:
        print(f"    {PEER}, the latter: {_told_of(peer, median, folder)}")
    for label, dirt, size, seed, target in _SETS:
        draw = _draw(folder, cerkit, dirt, size, seed)
        show(f"dedupe, {label}", f"{draw.seconds:.2f} s", target)
        print(f"    cerkit: {draw.told}")
        if peer is not None:
            print(f"    {PEER}: {_told_of(peer, draw, folder)}")
    if peer is None:
        print(f"    {PEER} cannot be installed here, so nothing is compared")
    print()


@dataclass(frozen=True)
class _Draw:
    """A generated set, and what was found in it."""

    file: Path
    true: Pairs
    seconds: float
    same: Pairs
    asked: Pairs

    @property
    def precision(self) -> float:
        return len(self.same & self.true) / len(self.same) if self.same else 1.0

    @property
    def recall(self) -> float:
        return len(self.same & self.true) / len(self.true)

    @property
    def told(self) -> str:
        with_questions = f"with {len(self.asked)} questions {_share(self.same | self.asked, self.true)}"
        return f"{_told(self.same, self.true)}, {with_questions}"


def _draw(folder: Path, cerkit: Path, dirt: Dirt, size: int, seed: int) -> _Draw:
    rows, file = bibliography(size, seed, dirt), folder / f"linker-{seed}.csv"
    _write(file, rows)
    return _Draw(file, true_pairs(rows), *_ours(cerkit, file))


def _told_of(peer: Path, draw: _Draw, folder: Path) -> str:
    answer = _theirs(peer, draw.file, folder)
    return "ended with an error" if answer is None else f"{_told(answer[1], draw.true)}, {answer[0]:.2f} s"


def _write(file: Path, rows: Sequence[Row]) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(_COLUMNS)
        for row in rows:
            values = {**vars(row), "ENTRYTYPE": "article"}
            table.writerow([values[name] for name in _COLUMNS])


def _ours(cerkit: Path, file: Path) -> tuple[float, Pairs, Pairs]:
    """Seconds of the whole process, pairs that are the same, pairs that a person is asked about."""
    started = time.perf_counter()
    done = subprocess.run(
        [str(cerkit), "dedupe", "--format", "json", str(file)],
        env=child_variables({"PYTHONDONTWRITEBYTECODE": ""}),
        capture_output=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(
            f"cerkit dedupe ended with {done.returncode}: {done.stderr.decode(errors='replace')[-800:]}"
        )
    found: dict[str, Pairs] = {"same": set(), "maybe": set()}
    for item in json.loads(done.stdout)["links"]:
        found[item["class"]].add((item["a"], item["b"]))
    return seconds, found["same"], found["maybe"]


def _peer(folder: Path, python: Path) -> Path | None:
    """An interpreter with bib-dedupe in an environment of its own; None where it cannot be had."""
    home = folder / "bib-dedupe"
    made = subprocess.run([str(python), "-m", "venv", str(home)], capture_output=True, check=False)
    inside = next(
        (path for path in (home / "bin/python", home / "Scripts/python.exe") if path.exists()), None
    )
    if made.returncode or inside is None:
        return None
    command = [str(inside), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", PEER]
    return None if subprocess.run(command, capture_output=True, check=False).returncode else inside


def _theirs(python: Path, file: Path, folder: Path) -> tuple[float, Pairs] | None:
    script = folder / "peer.py"
    script.write_text(_PEER_SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [str(python), str(script), str(file)], capture_output=True, text=True, check=False, cwd=folder
    )
    answer = next((line for line in done.stdout.splitlines() if line.startswith("RESULT ")), None)
    if answer is None:
        return None
    seconds, works = json.loads(answer.removeprefix("RESULT "))
    return seconds, {(one, other) for work in works for one in work for other in work if one < other}


def _told(same: Pairs, true: Pairs) -> str:
    precision = len(same & true) / len(same) if same else 1.0
    return f"precision {precision:.4f}, recall {_share(same, true)}"


def _share(found: Pairs, true: Pairs) -> str:
    return f"{len(found & true) / len(true):.4f}"
