"""Prints how fast cerkit is, as figures and ratios beside their targets. It measures; it fails nobody.

python scripts/bench.py [--runs N] [example] [check] [compare] [memory] [documents] [long] [literature]

Whole processes are timed, the median of N runs (default 3). Figures of a busy machine mean little: the load is printed.
So is the speed of this Python at a plain loop: one that was built without optimisation (`--enable-optimizations`, which
the builds of Debian, Ubuntu and python.org have) is slower by a third in everything.
"""

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from _bench_linker import measure_linker
from _bench_literature import exports
from _bench_screening import measure_screening
from _environment import BUILD_LOCK, ROOT, Environment, child_variables, guarded, provide, say
from _generated import generate
from _stress import write_stress

PARTS = ("example", "check", "compare", "memory", "documents", "long", "literature")
ENVIRONMENT = Environment(ROOT)
PEERS = "StrictDoc 153 s, jamb 10 s, throughline 4.8 s, TRLC 1.8 s for the parse alone"
"""Other tools on 5,000 records with links to 500 requirements, measured once on a machine like this one."""
_DAY = "2026-06-30"
PEER_OF_COMPARE = "StrictDoc's diff of 2,000 records 27 s"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", help=f"what to measure: {', '.join(PARTS)} (default: all)")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median is printed")
    options = parser.parse_args(arguments)
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}; choose from {', '.join(PARTS)}")
    provide(ENVIRONMENT, BUILD_LOCK)
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
    python = f"Python {platform.python_version()} at {_speed():.0f} million steps a second"
    print(f"{python}, {os.cpu_count()} cores, {load}, median of {options.runs}\n")
    with tempfile.TemporaryDirectory(prefix="cerkit-bench-") as folder:
        for part in options.parts or PARTS:
            _MEASURES[part](Path(folder), options.runs)
    return 0


def _speed() -> float:
    """Million turns a second of a loop that makes small objects, as most of the program's do."""
    turns = 100_000
    loop = f"for item in range({turns}):\n    found[item % 97] = (item, str(item))"
    return turns / min(timeit.repeat(loop, "found = {}", number=1, repeat=15)) / 1e6


def measure_example(folder: Path, runs: int) -> None:
    """The pre-commit hook on the example."""
    cache = folder / "cache"
    check = _check(ROOT, cache)
    _timed(check)
    seconds = _median(lambda: _timed(check), runs)
    _print("check, the example, nothing changed (pre-commit hook)", f"{seconds:.2f} s", "0.50 s")


def measure_check(folder: Path, runs: int) -> None:
    """A cold run, a run with nothing changed, and one with one file changed that others depend on."""
    for sources in (500, 5000):
        project, cache = folder / f"generated-{sources}", folder / f"cache-{sources}"
        size = generate(ROOT, project, sources)
        label = f"check, {sources} sources of {size} bytes and 500 requirements"
        first, later = ("2.50 s", "0.70 s") if sources == 5000 else ("", "")
        _print_check(f"{label}, first run", project, cache, runs, first, before=partial(_forget, cache))
        _print_check(f"{label}, nothing changed", project, cache, runs, later)
        _print_check(
            f"{label}, one file changed", project, cache, runs, later, before=partial(_toggle, project)
        )
        _compare_with_cold(project, cache)
    print(f"  others, first run with 5,000: {PEERS}\n")


def _print_check(
    label: str,
    project: Path,
    cache: Path,
    runs: int,
    target: str,
    *,
    before: Callable[[], object] = lambda: None,
) -> None:
    check = _check(project, cache)
    _print(label, f"{_median(lambda: _timed(check, before=before), runs):.2f} s", target)


def _forget(cache: Path) -> None:
    shutil.rmtree(cache, ignore_errors=True)


def measure_compare(folder: Path, runs: int) -> None:
    """Two dossiers that differ in some fifty things, both known to the cache."""
    old, new, cache = folder / "compare-old", folder / "compare-new", folder / "cache-compare"
    generate(ROOT, old, 5000)
    shutil.copytree(ROOT / "docs" / "report", old / "docs" / "report")
    shutil.copytree(old, new)
    _change_fifty(new)
    os.environ["CERKIT_CACHE_DIR"] = str(cache)
    told = [_told_by("_bench_compare.py", new, old) for _ in range(runs)]
    alone, whole = (statistics.median(item[name] for item in told) for name in ("alone", "whole"))
    label = "compare, 5000 sources"
    _print(f"{label}, both sides linked already", f"{alone:.2f} s", "")
    _print(f"{label}, both sides from a warm cache", f"{whole:.2f} s", "3.00 s")
    print(f"  {told[0]['found']} differences; others: {PEER_OF_COMPARE}\n")


def _change_fifty(project: Path) -> None:
    """Results of sources, wordings of claims, a benchmark, a source that is gone, and sentences of the report."""
    evidence = project / "evidence"
    for number in range(0, 4000, 100):
        path = evidence / "sources" / f"SRC-g{number}.yml"
        _replace(path, r"^    value: .*$", "    value: 12.5")
    for number in range(5):
        _replace(evidence / "claims.yml", rf"wording: Claim {number} on", f"wording: Claim {number} made of")
    _replace(evidence / "benchmarks.yml", r"value: 100\.0", "value: 99.0")
    (evidence / "sources" / "SRC-g4999.yml").unlink()
    for path in sorted((project / "docs" / "report").glob("*.md"))[:4]:
        _replace(path, r"^([A-Z][^\n]{60,}\.)$", r"\1\nThis sentence is new in the update.")


def _replace(path: Path, pattern: str, text: str) -> None:
    changed = re.sub(pattern, text, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    path.write_text(changed, encoding="utf-8")


def measure_memory(folder: Path, _runs: int) -> None:
    """Peak of a first check of 10,000 records."""
    project, cache = folder / "generated-10000", folder / "cache-10000"
    generate(ROOT, project, 9000)
    peak = _peak_memory(_check(project, cache))
    _print("memory, first check of 10,000 records", peak, "400 MB")


def measure_documents(folder: Path, runs: int) -> None:
    """The site against MkDocs alone on the same expanded pages, and the Word file against Pandoc alone on its input."""
    say("preparing the pages")
    documents = _told_by("_bench_inside.py", ROOT, folder, runs)
    expanded = folder / "expanded/mkdocs.yml"
    mkdocs = ENVIRONMENT.program("mkdocs")
    bare: list[str | Path] = [mkdocs, "build", "-q", "-f", expanded, "-d", folder / "bare"]
    ours: list[str | Path] = [
        ENVIRONMENT.program("cerkit"),
        "build",
        "--only",
        "site",
        "--out",
        folder / "ours",
        "-C",
        ROOT,
    ]
    pairs = [(_timed(ours), _timed(bare)) for _ in range(runs + 1)][1:]
    _print_ratio("site, cerkit against MkDocs alone on the same pages", pairs, "1.15")
    _print_ratio("docx, cerkit against Pandoc alone on the same input", documents, "1.30")


def measure_long(folder: Path, runs: int) -> None:
    """A report of 200 pages from its files to Word and PDF; its PDF against Typst alone; a redline of 50 pages."""
    project = write_stress(folder / "long", pages=200)
    cerkit = str(ENVIRONMENT.program("cerkit"))
    build = [cerkit, "build", "--only", "docx,pdf", "--on", _DAY, "-C", str(project), "--out"]
    build.append(str(folder / "out"))
    seconds = _median(lambda: _timed(build), runs)
    _print("200 pages, from the files to Word and PDF", f"{seconds:.1f} s", "30 s")
    _print("200 pages, peak of memory", _peak_memory(build), "1 GB")
    told = _told_by("_bench_pdf.py", project, runs)
    _print_ratio(
        f"pdf of {told['pages']} pages, cerkit against Typst alone on its input", told["pairs"], "1.30"
    )
    old, new = (write_stress(folder / name, pages=60) for name in ("old", "new"))
    for path in sorted((new / "docs" / "report").glob("*.md")):
        _replace(path, r"^([A-Z][^\n]{60,}\.)$", r"\1\nThis sentence is new in the update.")
    redline = [cerkit, "redline", str(old), "-C", str(new), "--on", _DAY, "-o", str(folder / "redline.docx")]
    seconds = _median(lambda: _timed(redline), runs)
    _print("redline of a report of 60 pages, both built", f"{seconds:.1f} s", "")


def measure_literature(folder: Path, runs: int) -> None:
    """10,000 records through `cerkit import`, as each of three databases hands them over."""
    for name, text in exports(10_000):
        project = folder / f"import-{name}"
        search = project / "evidence/searches/SRH-2026-bench.yml"
        search.parent.mkdir(parents=True)
        (project / "mkdocs.yml").write_text("site_name: bench\nplugins:\n  - cerkit\n", encoding="utf-8")
        (project / "docs").mkdir()
        (project / "evidence/protocol.yml").write_text("abstracts: keep\n", encoding="utf-8")
        file = project / name
        file.write_text(text, encoding="utf-8", newline="")
        command = [str(ENVIRONMENT.program("cerkit")), "import", str(file), "-C", str(project)]
        command += ["--search", "SRH-2026-bench"]

        def clear(project: Path = project, search: Path = search) -> None:
            shutil.rmtree(project / "evidence/records", ignore_errors=True)
            search.write_text("id: SRH-2026-bench\nhits_reported: 10000\n", encoding="utf-8")

        seconds = _median(partial(_timed, command, before=clear), runs)
        label = f"import, 10,000 records of {name} ({len(text) / 1e6:.0f} MB)"
        _print(label, f"{seconds:.2f} s, {_peak_memory(command, before=clear)}", "10 s")
    project = folder / "screening"
    check = _check(project, folder / "cache-screening")
    measure_screening(ROOT, project, runs, ENVIRONMENT.program("cerkit"), check, _print)
    measure_linker(folder, ENVIRONMENT.python, ENVIRONMENT.program("cerkit"), _print)


_MEASURES: dict[str, Callable[[Path, int], None]] = {
    "example": measure_example,
    "check": measure_check,
    "compare": measure_compare,
    "memory": measure_memory,
    "documents": measure_documents,
    "long": measure_long,
    "literature": measure_literature,
}


def _check(project: Path, cache: Path) -> list[str]:
    """The command, with a cache of its own; the day is fixed so that outputs can be compared."""
    os.environ["CERKIT_CACHE_DIR"] = str(cache)
    cerkit = str(ENVIRONMENT.program("cerkit"))
    return [cerkit, "check", "-C", str(project), "--on", _DAY, "--format", "json"]


def _told_by(script: str, *arguments: str | Path | int) -> Any:
    """What a script of this folder prints as JSON, run by the environment's Python."""
    command = [str(ENVIRONMENT.python), str(ROOT / "scripts" / script), *map(str, arguments)]
    done = subprocess.run(command, env=_variables(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return json.loads(done.stdout)


def _variables() -> dict[str, str]:
    """As users run it: a machine that keeps no compiled modules would compile all of them in every run."""
    return child_variables({"PYTHONDONTWRITEBYTECODE": ""})


def _timed(command: Sequence[str | Path], *, before: Callable[[], object] = lambda: None) -> float:
    """Seconds of the whole process. Exit codes 0 and 1 (findings) are results."""
    before()
    started = time.perf_counter()
    done = subprocess.run([str(part) for part in command], env=_variables(), capture_output=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode not in (0, 1):
        raise SystemExit(
            f"{command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-800:]}"
        )
    return seconds


def _median(run: Callable[[], float], runs: int) -> float:
    return statistics.median(run() for _ in range(runs))


def _toggle(project: Path) -> None:
    """Change the finding of one source on which a criterion depends: to another endpoint, and back."""
    path = project / "evidence" / "sources" / "SRC-g7.yml"
    text = path.read_text(encoding="utf-8")
    away = re.sub(r"^(\s+unit: ).*$", r"\1points", text, count=1, flags=re.MULTILINE)
    kept = path.with_suffix(".kept")
    if kept.exists():
        kept.replace(path)
    else:
        path.rename(kept)
        path.write_text(away, encoding="utf-8")


def _compare_with_cold(project: Path, cache: Path) -> None:
    """The output after one changed file must be the output of a run without a cache."""
    kept = project / "evidence" / "sources" / "SRC-g7.kept"
    if not kept.exists():
        _toggle(project)
    kept.rename(project / "SRC-g7.kept")
    command = _check(project, cache)
    warm = subprocess.run(command, env=_variables(), capture_output=True, check=False).stdout
    shutil.rmtree(cache)
    cold = subprocess.run(command, env=_variables(), capture_output=True, check=False).stdout
    print(
        f"  output after the change equals a cold run's: {'yes' if warm == cold else 'NO'} ({len(cold)} bytes)"
    )


def _peak_memory(command: list[str], before: Callable[[], object] = lambda: None) -> str:
    """Largest resident size of the command and of any one process that it starts."""
    if not hasattr(os, "wait4"):
        return "not measured on this system"
    before()
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=_variables(), stdout=quiet, stderr=quiet) as process:
        peak = os.wait4(process.pid, 0)[2].ru_maxrss
    return f"{peak / (1024 * 1024 if sys.platform == 'darwin' else 1024):.0f} MB"


def _print_ratio(label: str, pairs: Sequence[Sequence[float]], target: str) -> None:
    """Ratio pair by pair, so that a drifting machine is the same for both."""
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    times = (statistics.median(column) for column in zip(*pairs, strict=True))
    _print(
        label, f"{ratio:.2f}", f"{target}   ({' s against '.join(f'{seconds:.2f}' for seconds in times)} s)"
    )


def _print(label: str, figure: str, target: str) -> None:
    print(f"  {label:<72} {figure:>10}{f'   target {target}' if target else ''}", flush=True)


if __name__ == "__main__":
    raise SystemExit(guarded(main))
