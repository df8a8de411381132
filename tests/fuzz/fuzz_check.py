"""A target for atheris: bytes choose a file of the complete report, and either edit it or take its place.

    python tests/fuzz/fuzz_check.py CORPUS -max_total_time=60 -rss_limit_mb=1024 -timeout=10

A crash leaves its bytes in a file whose name libFuzzer prints; the same command with that file in place of CORPUS
repeats it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

with atheris.instrument_imports(include=["cerkit"]):
    from cases.dossiers import assess_files, complete
    from cerkit.model.diagnostics import Mode
    from cerkit.reporters import report_github, report_json, report_text

from support.hostile import mutated
from unit.assess.test_assess import Remembering

FILES = complete()
PATHS = sorted(FILES)
RELEASED = assess_files(FILES, mode=Mode.RELEASE).trace
MEMORY = Remembering()


def check(data: bytes) -> None:
    """One report. First byte: what is done; second byte: to which file; the rest: how."""
    if len(data) < 2:
        return
    kind, path = data[0], PATHS[data[1] % len(PATHS)]
    mode = Mode.UPDATE if kind & 1 else Mode.RELEASE
    if kind & 2:
        files = {**FILES, path: data[2:]}
    else:
        provider = atheris.FuzzedDataProvider(data[2:])
        files = dict(FILES)
        for _ in range(1 + kind % 5):
            files = mutated(files, lambda below: provider.ConsumeIntInRange(0, below - 1))
    if len(MEMORY.known) > 2000:
        MEMORY.known.clear()
    found = assess_files(files, mode=mode, previous=RELEASED, memory=MEMORY).diagnostics
    assert all(item.place.line >= 1 and item.place.column >= 1 for item in found)
    for form in (report_text(found), report_json(found), report_github(found)):
        form.encode()


if __name__ == "__main__":
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
