"""What the benchmarks need from inside the environment: the rendered pages, for another generator and for Pandoc.

Run by scripts/bench.py with the environment's Python.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


def main(arguments: list[str]) -> int:
    """`PROJECT OUT RUNS`: write the pages as plain Markdown to OUT; print the times of the Word file as JSON."""
    project_folder, out, runs = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    from cerkit.model.bundle import Bundle
    from cerkit.model.diagnostics import Mode
    from cerkit.publish.normalise import normalise
    from cerkit.publish.pandoc import pandoc_path
    from cerkit.publish.reference import own_reference
    from cerkit.publish.word import READER, write_document
    from cerkit.website.building import build_site
    from cerkit.workspace.git import commit_date
    from cerkit.workspace.project import open_project

    project = open_project(project_folder)
    on = commit_date(project.root)
    if on is None:
        raise SystemExit("the benchmarks run in a git repository, whose last commit says which day counts")
    assessment = project.assess(on=on, mode=Mode.RELEASE)
    config = project.root / "mkdocs.yml"
    result = build_site(config, out / "site", assessment=assessment, expanded=out / "expanded")
    if result.bundle is None:
        raise SystemExit("the report did not build: run `cerkit build`")
    bundle: Bundle = result.bundle
    (out / "reference.docx").write_bytes(own_reference())
    (out / "input.html").write_bytes(normalise(bundle).html)
    alone = [
        str(pandoc_path()),
        "--sandbox",
        f"--from={READER}",
        "--to=docx",
        "--reference-doc=reference.docx",
    ]
    alone += ["--output=alone.docx", "input.html"]
    pairs = []
    for _ in range(runs + 1):
        ours = _seconds(lambda: write_document(bundle, out / "ours.docx"))
        bare = _seconds(lambda: subprocess.run(alone, cwd=out, check=True, capture_output=True))
        pairs.append((ours, bare))
    print(json.dumps(pairs[1:]))
    return 0


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
