"""Runs inside the environment: compares two folders with one cache, and prints the seconds as JSON.

python _bench_compare.py NEW OLD

NEW is the working tree of a project, OLD a folder. Each is assessed once to fill the cache, then all is measured again.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

from cerkit.compare import differences
from cerkit.workspace.cache import RecordCache
from cerkit.workspace.collection import rare_collection
from cerkit.workspace.project import open_project
from cerkit.workspace.revisions import Side, open_side


def main() -> None:
    new, old = Path(sys.argv[1]), sys.argv[2]
    with rare_collection():  # as the commands do
        print(json.dumps(_measured(new, old)))


def _measured(new: Path, old: str) -> dict[str, float]:
    for side in _sides(new, old):
        _ = side.trace
    started = time.perf_counter()
    before, after = (side.trace for side in _sides(new, old))
    opened = time.perf_counter()
    found = differences(before, after)
    ended = time.perf_counter()
    return {"alone": ended - opened, "whole": ended - started, "found": len(found)}


def _sides(new: Path, old: str) -> tuple[Side, Side]:
    project = open_project(new)
    on = date(2026, 6, 30)
    after = open_side(project, None, on=on)
    return open_side(project, old, on=on, memory=RecordCache(project.root)), after


if __name__ == "__main__":
    main()
