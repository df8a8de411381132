"""Write the literature review of the example anew: what databases would have handed over, and what people decided.

python scripts/example_review.py [PROJECT]

The exports go through `cerkit import` and the duplicates through `cerkit dedupe`, as those of a real review do. Real
publications carry their own bibliographic data, from evidence/sources/; every other hit is a FICTIONAL RECORD with a
number. The same call writes the same bytes; users of the example have no need of it.
"""

import re
import sys
import tempfile
from datetime import date
from pathlib import Path

from _environment import ROOT, SetupError, guarded, inside
from _example_decisions import decision_files
from _example_exports import REMOVED, exports

YEAR = "2026"
LINKED_ON = date(2026, 6, 1)
ANSWERS = {
    120: ("same", "EVR-2: the online version and the issue; authors and design agree"),
    121: ("same", "EVR-2: one database gives the year of the congress before the article"),
    201: ("different", "EVR-2: conference abstract and article of the same title; type and journal differ"),
}
"""Number of the fictional record -> what a person decided about the question of the linker."""
_IMPORTED = re.compile(r"^(?:export|export_sha256):.*\n", re.MULTILINE)
_QUESTION = re.compile(r'\{same: \[([^,]+), ([^\]]+)\], verdict: maybe, rule: "[^"]*", on: [0-9-]+\}')


def main(arguments: list[str]) -> int:
    code = inside(__file__, arguments)
    if code is not None:
        return code
    write_review(Path(arguments[0]) if arguments else ROOT)
    return 0


def write_review(project: Path) -> None:
    """Exports, records, links and decisions of the update, in the place of those that are there."""
    _clear(project)
    titles = _import(project)
    _link(project, titles)
    for path, text in decision_files(titles).items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8", newline="\n")


def _clear(project: Path) -> None:
    evidence = project / "evidence"
    for name in exports(project):
        search = evidence / "searches" / f"{name}.yml"
        text = _IMPORTED.sub("", search.read_text(encoding="utf-8"))
        search.write_text(text, encoding="utf-8", newline="\n")
        (evidence / "records" / search.name).unlink(missing_ok=True)
        for export in (evidence / "searches").glob(f"{name}.*"):
            if export.suffix != ".yml":
                export.unlink()
    (evidence / "links" / f"{YEAR}.yml").unlink(missing_ok=True)
    for path in (evidence / "screening").glob("*/*.yml"):
        path.unlink()


def _import(project: Path) -> dict[str, list[str]]:
    """Import every export; title -> the keys under which records of this title are kept."""
    from cerkit.workspace.imports import Received, carry_out, plan_import
    from cerkit.workspace.project import open_project

    with tempfile.TemporaryDirectory() as folder:
        for name, (ending, text) in exports(project).items():
            path = Path(folder) / f"{name}{ending}"
            data = text.encode()
            path.write_bytes(data)
            plan = plan_import(open_project(project), name, [Received(path, data)])
            if plan.objections or any(export.problems for export in plan.exports):
                raise SetupError(f"{name} was not taken", str((plan.objections, plan.exports)))
            carry_out(open_project(project), plan)
    titles: dict[str, list[str]] = {}
    for batch in open_project(project).link().dossier.record_batches:
        for record in batch.records:
            keys = titles.setdefault(record.title, [])
            if record.key not in keys:
                keys.append(record.key)
    return titles


def _link(project: Path, titles: dict[str, list[str]]) -> None:
    """Link duplicates, answer the questions as a person did, and take out what nobody screens."""
    from cerkit.workspace.duplicates import plan_links, write_links
    from cerkit.workspace.project import open_project

    write_links(open_project(project), plan_links(open_project(project), YEAR, LINKED_ON))
    path = project / "evidence" / "links" / f"{YEAR}.yml"
    title_of = {key: title for title, keys in titles.items() for key in keys}

    def answered(found: re.Match[str]) -> str:
        one, other = found.groups()
        number = next((number for number in ANSWERS if f" {number}:" in title_of[one]), None)
        if number is None:
            raise SetupError(
                f"nobody answers the question on {title_of[one]} and {title_of[other]}", found[0]
            )
        verdict, rule = ANSWERS[number]
        return f'{{same: [{one}, {other}], verdict: {verdict}, rule: "{rule}", on: 2026-06-02}}'

    text = _QUESTION.sub(answered, path.read_text(encoding="utf-8"))
    lines = [
        f'  - {{key: {titles[title][0]}, reason: "{reason}", by: EVR-2, on: {LINKED_ON}}}\n'
        for title, reason in REMOVED.items()
    ]
    path.write_text(f"{text}removed:\n{''.join(lines)}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(guarded(main))
