"""The PDF of a report of some two hundred pages: against Typst alone on the same program. Run by scripts/bench.py with
the environment's Python.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path

DAY = date(2026, 6, 30)


def main(arguments: list[str]) -> int:
    """`PROJECT RUNS`: print the times of `write_pdf` and of Typst alone, both without the building of the site."""
    import typst

    from cerkit.model.diagnostics import Mode
    from cerkit.publish.normalise import normalise
    from cerkit.publish.pdf.document import page_count, write_pdf
    from cerkit.publish.pdf.source import typst_source
    from cerkit.website.building import build_site
    from cerkit.workspace.project import open_project

    project, runs = open_project(Path(arguments[0])), int(arguments[1])
    assessment = project.assess(on=DAY, mode=Mode.RELEASE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bundle = build_site(project.root / "mkdocs.yml", folder / "site", assessment=assessment).bundle
        if bundle is None:
            raise SystemExit("the report did not build: run `cerkit build`")
        source = typst_source(bundle, normalise(bundle), has_lists=True)
        for file, content in source.files.items():
            (folder / file).write_bytes(content)
        fonts = str(resources.files("cerkit") / "assets" / "fonts")

        def alone() -> None:
            # Another text each time: Typst remembers what it has set.
            main_file = source.main + f"\n// {time.perf_counter_ns()}".encode()
            found = typst.Fonts(include_system_fonts=False, font_paths=[fonts])
            typst.Compiler(main_file, root=str(folder), font_paths=found).compile(
                format="pdf", pdf_standards=["a-2a", "ua-1"]
            )

        pairs = [
            (_seconds(lambda: write_pdf(bundle, folder / "ours.pdf")), _seconds(alone))
            for _ in range(runs + 1)
        ]
        pages = page_count((folder / "ours.pdf").read_bytes())
    print(json.dumps({"pairs": pairs[1:], "pages": pages}))
    return 0


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
