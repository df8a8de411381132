"""A bundle is put in place whole or not at all, wherever the process ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from cerkit.model.errors import CerkitError
from cerkit.workspace.bundles import SUMS, damages, open_bundle, sums_of
from cerkit.workspace.handover import bench

FILES: Final = {"b.txt": b"two", "a.txt": b"one", "ü.bin": bytes(range(256))}
SCRIPT: Final = """\
import os, sys
from pathlib import Path
from cerkit.workspace.handover import bench
out, fatal = Path(sys.argv[1]), int(sys.argv[2])
seen = 0
def look(event, arguments):
    global seen
    if event in {"open", "os.rename", "os.mkdir", "os.chmod", "os.rmdir", "os.remove", "os.scandir"}:
        seen += 1
        if seen == fatal:
            os._exit(9)  # as if killed: no handler, no clean-up
sys.addaudithook(look)
with bench(out) as place:
    (place.work / "draft").write_bytes(b"unfinished")
    place.hand_over("CER-1_1.0", {"b.txt": b"two", "a.txt": b"one"})
os._exit(0)
"""


def test_killed_before_any_step_the_bundle_is_absent_or_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    states = []
    for step in range(1, 200):
        done = subprocess.run([sys.executable, "-c", SCRIPT, str(out), str(step)], check=False)
        target = out / "CER-1_1.0"
        states.append(target.exists())
        if target.exists():
            assert damages(open_bundle(target)) == ()
            assert (target / SUMS).exists()
        if done.returncode == 0:
            break
        if target.exists():
            (target / SUMS).unlink()
            for path in target.iterdir():
                path.unlink()
            target.rmdir()
    assert done.returncode == 0
    assert states[0] is False
    assert len(states) > 15, "the steps were met one by one"
    assert states[-2:] == [True, True], "the last steps come after the bundle"
    assert [path.name for path in out.iterdir()] == ["CER-1_1.0"], "what the others left is gone"


def test_sums_are_written_last_and_name_every_file(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        target = place.hand_over("x", FILES)
    assert (target / SUMS).read_bytes() == sums_of(FILES)
    assert (target / SUMS).read_text(encoding="utf-8").splitlines()[0].endswith("  a.txt")
    assert {path.name for path in target.iterdir()} == {*FILES, SUMS}


def test_an_error_leaves_nothing_and_takes_its_folder_away(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with pytest.raises(FileNotFoundError), bench(out) as place:
        (place.work / "absent").unlink()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(FileNotFoundError), bench(tmp_path) as place:
        (place.work / "absent").unlink()
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_the_same_bundle_again_is_fine_and_another_is_not(tmp_path: Path) -> None:
    for _ in range(2):
        with bench(tmp_path) as place:
            target = place.hand_over("x", FILES)
    with pytest.raises(CerkitError, match="holds another release already"), bench(tmp_path) as place:
        place.hand_over("x", {**FILES, "a.txt": b"other"})
    (target / "b.txt").write_bytes(b"TWO")
    with pytest.raises(CerkitError, match=r"was altered: b\.txt"), bench(tmp_path) as place:
        place.hand_over("x", FILES)


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")
def test_two_runs_do_not_work_in_one_folder(tmp_path: Path) -> None:
    with bench(tmp_path) as first:
        with pytest.raises(CerkitError, match="another release is being made"), bench(tmp_path):
            pass
        assert first.work.exists()
    with bench(tmp_path):
        pass


def test_a_link_among_the_leftovers_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").touch()
    out = tmp_path / "out"
    out.mkdir()
    (out / ".cerkit-release.x").symlink_to(precious)
    with bench(out):
        pass
    assert (precious / "file").exists()
