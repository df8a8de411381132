"""A device repository with every construct that a page can hold, as long as one likes. Standard library only.

The first chapters show each construct once; the others are of the kind that a report is long with: prose with citations
and cross-references, tables, lists, notes, footnotes. The same number of pages gives the same bytes.
"""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from _stress_constructs import CONSTRUCTS, DRAWING, long_table, wide_table
from _stress_records import MKDOCS, RECORDS, SOURCES, source

A4_PAGES_PER_CHAPTER = 8.75
"""About what one of the repeated chapters takes in Word."""
_FIXED_PAGES = 57
"""A4 pages of what stands there once: the constructs, the front matter, the annexes."""
_SECTIONS = 6

_SUBJECTS = (
    "The comparator",
    "Automated grading",
    "Each reading centre",
    "The screening programme",
    "Arbitration",
)
_VERBS = ("found", "kept apart", "reported", "confirmed", "did not see")
_OBJECTS = (
    "referable retinopathy in eyes with cataract",
    "maculopathy without loss of visual acuity",
    "images that were refused for their quality",
    "cases which two graders had judged differently",
)
_CIRCUMSTANCES = (
    "at the first visit",
    "within the interval of twelve months",
    "after the pupils had been dilated",
    "in persons who had missed an earlier appointment",
    "with cameras of the older type",
)


def write_stress(root: Path, *, pages: int = 60) -> Path:
    """Write a repository whose report has about so many A4 pages, at least those of the constructs."""
    chapters = max(0, round((pages - _FIXED_PAGES) / A4_PAGES_PER_CHAPTER))
    files = {f"evidence/{name}": text for name, text in RECORDS.items()}
    files |= {f"evidence/sources/SRC-s{n}.yml": source(n) for n in range(SOURCES)}
    files |= {f"docs/report/{name}.md": text for name, text in _chapters(chapters)}
    files["docs/index.md"] = "# Home\n\n[Report](report/01-blocks.md)\n"
    names = [name for name in sorted(files) if name.startswith("docs/report/")]
    files["mkdocs.yml"] = MKDOCS + "".join(f"      - {name.removeprefix('docs/')}\n" for name in names)
    for name, text in files.items():
        _write(root / name, text.encode())
    _write(root / "docs/report/img/photograph.png", photograph(640, 400))
    _write(root / "docs/report/img/flow.svg", DRAWING.encode())
    return root


def photograph(width: int, height: int) -> bytes:
    """A PNG of a round gradient, a little like a fundus."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            distance = ((x - width / 2) ** 2 + (y - height / 2) ** 2) ** 0.5
            light = max(0, 255 - int(distance * 510 / height))
            rows += bytes((light, light // 2, light // 5))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pieces = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in pieces
    )


def _chapters(count: int) -> Iterator[tuple[str, str]]:
    """File name and text of each chapter."""
    for number, (name, text) in enumerate(CONSTRUCTS, start=1):
        yield f"{number:02}-{name}", text
    first = len(CONSTRUCTS) + 1
    yield f"{first:02}-tables", f"# Large tables {{: #sec-large }}\n\n{long_table(300)}\n\n{wide_table(60)}\n"
    for number in range(count):
        yield f"{first + 1 + number:02}-data-{number + 1}", _chapter(number)
    yield "99-references", '# References {: .unnumbered }\n\n<div id="refs"></div>\n'


def _chapter(number: int) -> str:
    sections = "\n".join(_section(number, section) for section in range(_SECTIONS))
    return (
        f"# Clinical data, part {number + 1} {{: #sec-data-{number} }}\n\n{_prose(number, 0)}\n\n{sections}"
    )


def _section(chapter: int, section: int) -> str:
    seed = chapter * _SECTIONS + section
    name = f"{chapter}-{section}"
    return f"""\
## Results of group {seed + 1} {{: #sec-group-{name} }}

{_prose(seed, 1)}[^n{name}]

{_prose(seed, 2)}
The counts stand in [tbl-group-{name}][], the drawing is [fig-flow][], and [sec-data-{chapter}][] says how.

[^n{name}]: Only {_CIRCUMSTANCES[seed % 5]}; see [@SRC-s{(seed * 7) % SOURCES}].

<table id="tbl-group-{name}"><caption>Counts of group {seed + 1}</caption>
<thead><tr><th scope="col">Centre</th><th scope="col">What was seen</th><th scope="col">Images</th></tr></thead>
<tbody>
{_rows(seed)}
</tbody></table>

### Points to weigh

- {_sentence(seed, 3)}
- {_sentence(seed, 4)}
    1. {_sentence(seed, 5)}
    2. {_sentence(seed, 6)}
- {_sentence(seed, 7)} [@SRC-s{(seed * 3 + 1) % SOURCES}; @SRC-s{(seed * 5 + 2) % SOURCES}]

!!! note "Evaluators' opinion"
    {_sentence(seed, 8)}

{_prose(seed, 9)}
"""


def _rows(seed: int) -> str:
    return "\n".join(
        f"<tr><td>Centre {row + 1}</td><td>{_sentence(seed, row)}</td>"
        f"<td>{(seed * 37 + row * 113) % 900 + 40}</td></tr>"
        for row in range(8)
    )


def _prose(seed: int, variant: int) -> str:
    lines = [_sentence(seed, variant * 10 + line) for line in range(6)]
    lines[2] = f"{lines[2][:-1]} [@SRC-s{(seed + variant) % SOURCES}, p. {seed % 90 + 1}]."
    return "\n".join(lines)


def _sentence(seed: int, variant: int) -> str:
    mixed = seed * 31 + variant * 7
    return (
        f"{_SUBJECTS[mixed % 5]} {_VERBS[(mixed // 5) % 5]} {_OBJECTS[(mixed // 3) % 4]} "
        f"{_CIRCUMSTANCES[(mixed // 7) % 5]}, in {mixed % 400 + 11} of {mixed % 400 + 560} episodes of group "
        f"{seed + 1}."
    )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
