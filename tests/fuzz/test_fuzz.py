"""A bounded run of the fuzzer: nothing that it finds in its time may end in a traceback, hang, or take a gigabyte."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from cases.dossiers import CASES, complete, read_folder

TARGET = Path(__file__).with_name("fuzz_check.py")
HAS_WHEELS = sys.platform == "linux" and platform.machine() == "x86_64" and sys.version_info < (3, 14)
EDIT, REPLACE = b"\x00", b"\x02"


def seeds(*, is_full: bool) -> list[bytes]:
    """Every file of the complete report in its place and some edits; if all is asked for, those of the cases too."""
    own = complete()
    paths = sorted(own)
    places = {path: bytes([position]) for position, path in enumerate(paths)}
    found = [REPLACE + places[path] + data for path, data in own.items()]
    for folder in sorted(CASES.glob("CER*/bad") if is_full else ()):
        files = {path: data for path, data in read_folder(folder).items() if len(data) < 20_000}
        found += [REPLACE + places[path] + data for path, data in files.items() if path in places]
    return [*found, *(EDIT + bytes([position] * 40) for position in range(len(paths)))]


@pytest.mark.slow
def test_the_fuzzer_finds_nothing(tmp_path: Path, is_full: bool) -> None:
    if find_spec("atheris") is None:
        reason = "atheris is not installed: it has wheels for CPython 3.11 to 3.13 on Linux, x86-64"
        if HAS_WHEELS and os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for position, seed in enumerate(seeds(is_full=is_full)):
        (corpus / f"seed-{position:04}").write_bytes(seed)
    limits = ["-rss_limit_mb=1024", "-timeout=10", "-max_len=20000", f"-artifact_prefix={tmp_path}/"]
    seconds = 120 if is_full else 10
    done = subprocess.run(
        [sys.executable, str(TARGET), str(corpus), f"-max_total_time={seconds}", *limits],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
        timeout=seconds + 300,
    )
    left = [
        path for path in tmp_path.iterdir() if path.name.startswith(("crash-", "timeout-", "oom-", "slow-"))
    ]
    told = "\n".join(f"{path.name}: {path.read_bytes()!r}" for path in left if path.name[:4] != "slow")
    assert done.returncode == 0, f"{done.stdout[-3000:]}{done.stderr[-6000:]}\nreproducer: {told}"
    runs = re.search(r"Done (\d+) runs", done.stderr)
    assert runs is not None, done.stderr[-3000:]
    assert int(runs.group(1)) > 20
