"""Any edits of a dossier: the laws that a comparison keeps, whatever people write."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.dossiers import assess_files, complete, read_folder
from cerkit import link, load, validate
from cerkit.assess.readings import read_all
from cerkit.compare import differences
from cerkit.model.catalogues.base import CatalogueBase
from cerkit.model.changes import ChangeKind, Difference
from cerkit.model.trace import Trace
from cerkit.model.wording import paragraphs
from unit.assess.test_assess import Remembering

Files = dict[str, bytes]
Edit = Callable[[Files, random.Random], Files]

ORDERED: Final = frozenset({"items", "history", "authors"})
"""Lists that are printed in the written order."""
PAIRS: Final = (
    (ChangeKind.ADDED, ChangeKind.REMOVED),
    (ChangeKind.TEXT_ADDED, ChangeKind.TEXT_REMOVED),
    (ChangeKind.SUPPORT_LOST, ChangeKind.SUPPORT_GAINED),
    (ChangeKind.SUPPORT_WEAKENED, ChangeKind.SUPPORT_STRENGTHENED),
    (ChangeKind.REQUIREMENT_UNCOVERED, ChangeKind.REQUIREMENT_COVERED),
    (ChangeKind.RISK_WITHOUT_DATA, ChangeKind.RISK_WITH_DATA),
    (ChangeKind.UNFAVOURABLE_EVIDENCE, ChangeKind.FAVOURABLE_EVIDENCE),
)
BACK: Final = {**dict(PAIRS), **{other: one for one, other in PAIRS}}
FEW: Final = settings(max_examples=settings.default.max_examples // 4 if settings.default else 25)
# Each example assesses two dossiers, which takes a moment.
CHANCES: Final = st.integers(0, 2**32).map(random.Random)


@cache
def sources() -> Files:
    return complete()


MEMORY: Final = Remembering()


def trace(files: Files) -> Trace:
    """Linked and not checked: the checks say nothing of what differs, and take most of the time."""
    read = read_all(files, MEMORY, None)
    chapters = [
        load.read_chapter(path, data, is_report=True) for path, data in files.items() if path.endswith(".md")
    ]
    dossier, _ = link.assemble(read.files, chapters, catalogues(), duplicate=validate.DUPLICATE_IDENTIFIER)
    return link.build_trace(dossier)[0]


@cache
def catalogues() -> Mapping[str, CatalogueBase]:
    return assess_files(sources()).dossier.catalogues


@cache
def base() -> Trace:
    return trace(sources())


# What people write: each edit changes one thing.


def records_in(files: Files) -> list[tuple[str, str | None, int]]:
    """Path, key of the list and position of every record with an identifier."""
    found: list[tuple[str, str | None, int]] = []
    for path, data in files.items():
        if not path.endswith(".yml"):
            continue
        read = read_yaml(data)
        if isinstance(read, dict) and "id" in read:
            found.append((path, None, 0))
        elif isinstance(read, dict):
            found += [
                (path, key, at)
                for key, items in read.items()
                if isinstance(items, list)
                for at, item in enumerate(items)
                if isinstance(item, dict) and "id" in item and path != "evidence/protocol.yml"
            ]
    return found


def reworded(files: Files, chance: random.Random) -> Files:
    """Another text in one field of one record."""
    path, key, at = chance.choice([item for item in records_in(files) if texts_of(record(files, item))])
    read = read_yaml(files[path])
    held = read if key is None else read[key][at]
    name = chance.choice(texts_of(held))
    held[name] = f"{held[name].rstrip('.')} {chance.choice(['again', 'as it was', 'in 2026'])}."
    return files | {path: dumped(read)}


def texts_of(held: Any) -> list[str]:
    return [name for name, value in held.items() if isinstance(value, str) and len(value.split()) > 4]


def record(files: Files, item: tuple[str, str | None, int]) -> Any:
    path, key, at = item
    read = read_yaml(files[path])
    return read if key is None else read[key][at]


def removed(files: Files, chance: random.Random) -> Files:
    """One record less. The catalogues of requirements stay, and so do single records that all others need."""
    path, key, at = chance.choice(
        [item for item in records_in(files) if item[1] or "/sources/" in item[0] or "/searches/" in item[0]]
    )
    if key is None:
        return {name: data for name, data in files.items() if name != path}
    read = read_yaml(files[path])
    del read[key][at]
    return files | {path: dumped(read)}


def finding_moved(files: Files, chance: random.Random) -> Files:
    """Another result of a finding."""
    path = chance.choice([name for name, data in files.items() if "/sources/" in name and b"value:" in data])
    read = read_yaml(files[path])
    chosen = chance.choice([item for item in read["findings"] if "value" in item])
    limits = chosen.get("interval")
    if limits is not None and chance.random() < 0.5:
        limits["lower"] = limits["lower"] - chance.choice([Decimal("0.1"), 3, 10])
    else:
        chosen["value"] = chosen["value"] + chance.choice([Decimal("0.1"), 2])
    return files | {path: dumped(read)}


def sentence_written(files: Files, chance: random.Random) -> Files:
    """A sentence more, at the end of a paragraph."""
    path, block = chance.choice(text_blocks(files))
    text = files[path].decode()
    words = chance.sample(["Nobody", "expected", "these", "seven", "sentences", "here", "today"], 7)
    return files | {path: text.replace(block, f"{block}\n{' '.join(words).capitalize()}.", 1).encode()}


def sentence_dropped(files: Files, chance: random.Random) -> Files:
    """A paragraph of one sentence less, of those that stand once and are long enough to be one."""
    blocks = [
        (path, block) for path, block in text_blocks(files) if block.count(". ") + block.count("\n") == 0
    ]
    path, block = chance.choice(blocks)
    return files | {path: files[path].decode().replace(block, "", 1).encode()}


EDITS: Final[tuple[Edit, ...]] = (reworded, removed, finding_moved, sentence_written, sentence_dropped)


def text_blocks(files: Files) -> list[tuple[str, str]]:
    """Paragraphs that stand once in the whole report, with their pages."""
    pages = {path: data.decode() for path, data in files.items() if path.endswith(".md")}
    together = "\n\n".join(pages.values())
    return [
        (path, block.text)
        for path, data in pages.items()
        for block in paragraphs(load.read_chapter(path, data.encode()))
        if block.kind == "text" and not set("{<") & set(block.text) and together.count(block.text) == 1
    ]


# What changes no meaning.


def reformatted(files: Files, chance: random.Random) -> Files:
    """Other indents, quotes, widths, comments, orders of keys and of lists; other lines in the prose."""
    result = dict(files)
    for path in chance.sample(sorted(files), len(files) // 2):
        if path.endswith(".yml"):
            read = shuffled(read_yaml(files[path]), chance)
            flow = chance.choice([None, False, True])
            result[path] = b"# Written anew.\n" + dumped(read, width=chance.randint(30, 200), flow=flow)
        elif path.endswith(".md"):
            result[path] = rewrapped(path, files[path], chance)
    return result


def shuffled(value: Any, chance: random.Random, name: str = "") -> Any:
    if isinstance(value, dict):
        keys = chance.sample(list(value), len(value))
        return {key: shuffled(value[key], chance, key) for key in keys}
    if isinstance(value, list):
        items = [shuffled(item, chance) for item in value]
        return items if name in ORDERED else chance.sample(items, len(items))
    return value


@cache
def _read(data: bytes) -> Any:
    return load.read_yaml("evidence/claims.yml", data).value


def read_yaml(data: bytes) -> Any:
    """As the program reads it: `on` is a key, and a number keeps its digits."""
    return deepcopy(_read(data))


def dumped(value: Any, *, width: int = 80, flow: bool | None = False) -> bytes:
    return yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width, default_flow_style=flow
    ).encode()


class _Dumper(yaml.CSafeDumper):
    """Nothing is an alias."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


_Dumper.add_representer(
    Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", str(value))
)


def rewrapped(path: str, data: bytes, chance: random.Random) -> bytes:
    text = data.decode()
    for block in paragraphs(load.read_chapter(path, data)):
        if block.kind == "text" and text.count(block.text) == 1:
            width = chance.randint(40, 160)
            lines = textwrap.wrap(block.text, width, break_long_words=False, break_on_hyphens=False)
            if not any(line[:1] in "#>|:-+*!?=" or line[:1].isdigit() for line in lines[1:]):
                text = text.replace(block.text, "\n".join(lines).replace("**", chance.choice(["**", "__"])))
    return text.encode()


# The laws.


def mirrored(found: tuple[Difference, ...]) -> list[Any]:
    return comparable(tuple(_back(item) for item in found))


def _back(item: Difference) -> Difference:
    kind = BACK.get(item.kind, item.kind)
    below = tuple(_back(one) for one in item.consequences)
    return replace(item, kind=kind, old=item.new, new=item.old, consequences=below)


def comparable(found: tuple[Difference, ...]) -> list[Any]:
    """As text, in one order. A moved text stands where it is now, and a changed one under the heading of now."""
    return sorted(str(_placeless(item).as_json()) for item in found)


def _placeless(item: Difference) -> Difference:
    if item.kind is ChangeKind.TEXT_MOVED:
        return replace(item, subject="", field="")
    return replace(item, field="") if item.kind is ChangeKind.TEXT_CHANGED else item


def after(files: Files, chance: random.Random, many: int) -> Files:
    for edit in chance.choices(EDITS, k=many):
        files = edit(files, chance)
    return files


@FEW
@given(CHANCES, st.integers(0, 4))
def test_nothing_differs_from_itself(chance: random.Random, many: int) -> None:
    files = after(sources(), chance, many)
    assert differences(trace(files), trace(files)) == ()


@FEW
@given(CHANCES, st.integers(1, 5))
def test_the_way_back_mirrors_the_way(chance: random.Random, many: int) -> None:
    one, other = trace(after(sources(), chance, many)), trace(after(sources(), chance, many))
    assert comparable(differences(other, one)) == mirrored(differences(one, other))


@FEW
@given(CHANCES, st.sampled_from(EDITS))
def test_one_edit_gives_one_difference_with_what_follows(chance: random.Random, edit: Edit) -> None:
    found = differences(base(), trace(edit(sources(), chance)))
    assert len(found) == 1


@FEW
@given(CHANCES, st.integers(0, 3))
def test_form_is_no_difference(chance: random.Random, many: int) -> None:
    files = after(sources(), chance, many)
    assert differences(trace(files), trace(reformatted(files, chance))) == ()


@FEW
@given(CHANCES, st.integers(1, 4))
def test_every_edit_is_told_and_nothing_else(chance: random.Random, many: int) -> None:
    """Several edits together tell the same subjects as each of them alone."""
    steps = [sources()]
    for edit in chance.choices((reworded, finding_moved, sentence_written), k=many):
        steps.append(edit(steps[-1], chance))
    alone = {(item.subject, item.field) for one, other in pairs(steps) for item in differences(one, other)}
    together = {(item.subject, item.field) for item in differences(trace(steps[0]), trace(steps[-1]))}
    assert together <= alone
    assert {subject for subject, _ in together} == {subject for subject, _ in alone}


def pairs(steps: list[Files]) -> Iterator[tuple[Trace, Trace]]:
    traces = [trace(files) for files in steps]
    return pairwise(traces)


def test_the_example_and_its_release_keep_the_laws(root: Path) -> None:
    now = {
        path: data
        for folder in ("evidence", "docs/report")
        for path, data in ((f"{folder}/{name}", data) for name, data in read_folder(root / folder).items())
    }
    then = read_folder(root / "tests/history/1.0.0")
    old, new = trace(then), trace(now)
    chance = random.Random(1)  # noqa: S311  # the same on every run
    assert differences(new, trace(reformatted(now, chance))) == ()
    assert comparable(differences(new, old)) == mirrored(differences(old, new))
