"""Draws the pictures of the example that the README and the handbook show: key pages of Word, and the site.

python scripts/pictures.py

It builds the example, so run it when its pages have changed. Needs LibreOffice, a Chromium and the Poppler utilities.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from _environment import (
    BUILD_LOCK,
    ROOT,
    Environment,
    SetupError,
    child_variables,
    guarded,
    provide,
    run,
    say,
)
from _programs import CHROMIUM, LIBREOFFICE, find

ENVIRONMENT = Environment(ROOT)
HANDBOOK = ROOT / "docs/handbook/img"
README = ROOT / "docs/assets/readme.png"
PAGES = (
    ("cover", "Clinical Evaluation Report", False),
    ("contents", "Contents", False),
    ("chapter", "Table 1", False),
    ("forest", "studies and pooled result", False),
    ("matrix", "Requirements, claims and evidence", True),
)
"""Name of the picture, words of the first page that it may be, and whether that lies on its side.

Pages before the first chapter count for the first two only: the contents hold the words of every heading.
"""
_DOTS = 58
"""Dots an inch: a page is then as wide as a column of the handbook, and its headings can be read."""
_MOST_BYTES = 120_000
_SIDE_BY_SIDE = """\
<!DOCTYPE html><html><body style="margin:0;background:#e9edf1;display:flex;gap:18px;padding:20px">
<img src="{site}" style="height:459px;border:1px solid #b8c4cf">
<img src="{cover}" style="height:459px;border:1px solid #b8c4cf">
</body></html>
"""


def main(arguments: list[str]) -> int:
    if arguments:
        raise SetupError("this script takes no arguments", "python scripts/pictures.py")
    chromium, soffice = find(CHROMIUM), find(LIBREOFFICE)
    for found, name in (
        (chromium, "Chromium"),
        (soffice, "LibreOffice"),
        (shutil.which("pdftoppm"), "Poppler"),
    ):
        if found is None:
            raise SetupError(
                f"{name} is not on this machine", f"install it, then draw the pictures again: {name}"
            )
    assert chromium is not None  # noqa: S101  # for the type checker; said above
    assert soffice is not None  # noqa: S101  # for the type checker; said above
    provide(ENVIRONMENT, BUILD_LOCK)
    with tempfile.TemporaryDirectory(prefix="cerkit-pictures-") as name:
        folder = Path(name)
        asked = ["build", "--only", "site,docx", "--out", str(folder), "--page-numbers", "libreoffice"]
        if run([ENVIRONMENT.program("cerkit"), *asked]):
            raise SetupError("the example cannot be built", "mend what is said above")
        _draw_pages(folder, soffice)
        for scheme, page in (("light", folder / "site/index.html"), ("dark", _in_the_dark(folder / "site"))):
            target = HANDBOOK / f"site-{scheme}.png"
            _shoot(chromium, page, target, folder, size=(1280, 760), zoom=0.6)
        page = folder / "beside.html"
        site, cover = ((HANDBOOK / f"{name}.png").as_uri() for name in ("site-light", "word-cover"))
        page.write_text(_SIDE_BY_SIDE.format(site=site, cover=cover), encoding="utf-8")
        _shoot(chromium, page, README, folder, size=(1162, 501), zoom=1)
    return 0


def _draw_pages(folder: Path, soffice: Path) -> None:
    (document,) = folder.glob("*.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _quiet([soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, document])
    pdf = document.with_suffix(".pdf")
    texts = _quiet(["pdftotext", "-layout", pdf, "-"]).decode("utf-8", "replace").split("\f")
    sizes = _quiet(["pdfinfo", "-f", "1", "-l", str(len(texts)), pdf]).decode("utf-8", "replace").splitlines()
    turned = [_is_turned(line) for line in sizes if line.startswith("Page ") and " size:" in line]
    # The first chapter begins on the page after the last one of the contents, which are full of dots.
    first = max(number for number, text in enumerate(texts) if text.count("....") > 3) + 1
    for name, words, is_turned in PAGES:
        start = 0 if name in ("cover", "contents") else first
        pages = (n for n in range(start, len(turned)) if words in texts[n] and turned[n] == is_turned)
        number = next(pages, None)
        if number is None:
            raise SetupError(f"no page for the picture {name}", "correct its words in scripts/pictures.py")
        target = HANDBOOK / f"word-{name}.png"
        page = ["-f", str(number + 1), "-l", str(number + 1), "-singlefile"]
        _quiet(["pdftoppm", "-png", "-r", str(_DOTS), *page, pdf, target.with_suffix("")])
        _told(target)


def _is_turned(line: str) -> bool:
    numbers = [float(word) for word in line.split() if word.replace(".", "", 1).isdigit()]
    width, height = numbers[-2:]
    return width > height


def _in_the_dark(site: Path) -> Path:
    """A copy of the first page that takes a reader who prefers light for one who prefers dark.

    No switch of Chromium's command line makes a page believe the latter.
    """
    page = site / "dark.html"
    text = (site / "index.html").read_text(encoding="utf-8")
    light, dark = "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"
    page.write_text(
        text.replace(light, "(swap)").replace(dark, light).replace("(swap)", dark), encoding="utf-8"
    )
    return page


def _shoot(
    chromium: Path, page: Path, target: Path, folder: Path, *, size: tuple[int, int], zoom: float
) -> None:
    """The first screen of a page."""
    width, height = size
    _quiet(
        [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            # A page remembers in a browser the scheme that it was shown in: each gets a browser of its own.
            f"--user-data-dir={folder / target.stem}",
            f"--window-size={width},{height}",
            f"--force-device-scale-factor={zoom}",
            "--virtual-time-budget=5000",
            f"--screenshot={target}",
            page.as_uri(),
        ]
    )
    _told(target)


def _quiet(command: list[str | Path]) -> bytes:
    done = subprocess.run(command, env=child_variables(), capture_output=True, check=False, timeout=600)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise SetupError(f"{Path(command[0]).name} failed: {said[-300:]}", "mend what it says, and try again")
    return done.stdout


def _told(target: Path) -> None:
    size = target.stat().st_size
    say(f"drew {target.relative_to(ROOT).as_posix()}, {size // 1000} kB")
    if size > _MOST_BYTES:
        raise SetupError(f"{target.name} is larger than {_MOST_BYTES // 1000} kB", "draw it with fewer dots")


if __name__ == "__main__":
    sys.exit(guarded(main))
