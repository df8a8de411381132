"""What the reviewers of the example decided on the records of the update, as files of one line a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Titles = Mapping[str, list[str]]
_HEADS: Final = {
    "ab": "# Reviewer ab is EVR-1.\n",
    "cd": "# Reviewer cd is EVR-2.\n",
    "resolved": "# Only what the two reviewers did not agree about.\n",
}
_HEAD: Final = (
    "# Decisions on fictional records are fictional; "
    "those on real publications agree with what the review included.\n"
)
_REAL: Final = (
    (
        "Real-World Evaluation of AI-Driven Diabetic Retinopathy Screening in Public Health Settings: "
        "Validation and Implementation Study"
    ),
    "Comparative Analysis of AI and Ophthalmologist Grading in Diabetic Retinopathy Detection",
    (
        "Clinical validation of artificial intelligence algorithms for the detection of different central-involved "
        "retinal pathologies and glaucoma from non-mydriatic images"
    ),
    "World-first platform for transparent, fair and equitable use of AI in healthcare",
    "UK National Screening Committee consults on use of AI in diabetic eye screening",
)
_EXCLUDED: Final = {
    "101": ("X4", None),
    "103": ("X1", None),
    "104": ("X2", None),
    "105": ("X4", None),
    "106": ("X5", None),
    "201": ("X3", None),
    "202": ("X1", None),
    "203": ("X2", "risk prediction without a grade of the image"),
    "204": ("X4", None),
    "205": ("X5", None),
    "206": ("X6", None),
    "301": ("X4", "results announced, none given"),
    "401": ("X7", None),
}
"""Number of a fictional record that was read in full -> reason, and a note."""
_NOT_RETRIEVED: Final = "102"
_ONE_SIDED: Final = {
    # Number: who would have it (the other excluded it, and why), what was resolved, and why.
    "101": ("ab", "X4", "include", None, "the abstract leaves open whether there are accuracy data"),
    "204": ("ab", "X4", "include", None, "counts may stand in the supplement"),
    "107": ("ab", "X2", "exclude", "X2", "lesions are outlined, nothing is graded"),
    "207": ("ab", "X1", "exclude", "X1", "all participants are younger than 18"),
    "205": ("cd", "X5", "include", None, "the period may go beyond that of the included report"),
    "301": ("cd", "X6", "include", None, "more than a protocol by its title"),
    "108": ("cd", "X4", "exclude", "X4", "an editorial"),
    "302": ("cd", "X6", "exclude", "X6", "a protocol; no result is announced"),
    "003": ("cd", "X6", "exclude", "X6", "no results posted"),
}
_TRIAL_REASONS: Final = {"001": "X2", "004": "X2", "006": "X1", "008": "X2"}
_REASONS: Final = ("X2", "X4", "X2", "X1", "X4", "X2", "X6", "X3", "X2", "X5")


def decision_files(titles: Titles) -> dict[str, str]:
    """Path -> text of every decision file."""
    works = _works(titles)
    found = {
        "title-abstract": _title_abstract(works),
        "full-text": _full_text(works),
    }
    return {
        f"evidence/screening/{stage}/{name}.yml": _HEAD
        + _HEADS[name]
        + "".join(f"{key}: {{{said}}}\n" for key, said in sorted(lines.items()))
        for stage, files in found.items()
        for name, lines in files.items()
    }


def _works(titles: Titles) -> dict[str, str]:
    """Number of a fictional record, or title of a real one -> the key of its first hit."""
    works = {title: titles[title][0] for title in _REAL}
    for title, keys in titles.items():
        number = title.removeprefix("FICTIONAL RECORD ").partition(":")[0]
        if title.startswith("FICTIONAL RECORD "):
            works[number] = keys[0]
            if number == "201":
                works["201a"] = keys[1]
    return works


def _title_abstract(works: Mapping[str, str]) -> dict[str, dict[str, str]]:
    ab: dict[str, str] = {}
    cd: dict[str, str] = {}
    resolved: dict[str, str] = {}
    wanted = {*_REAL, *_EXCLUDED, _NOT_RETRIEVED}
    for name, key in works.items():
        one = other = "decision: include"
        if name in _ONE_SIDED:
            who, reason, verdict, kept, note = _ONE_SIDED[name]
            out = f"decision: exclude, reason: {reason}"
            one, other = (one, out) if who == "ab" else (out, other)
            if name == "003":
                other = "decision: maybe, note: results may have been posted"
            said = f"decision: {verdict}, " + (f"reason: {kept}, " if kept else "")
            resolved[key] = f"{said}note: {_quoted(note)}, on: 2026-06-04, by: EVR-3"
        elif name not in wanted:
            one = other = f"decision: exclude, reason: {_reason(name)}"
        ab[key], cd[key] = f"{one}, on: 2026-06-02", f"{other}, on: 2026-06-03"
    return {"ab": ab, "cd": cd, "resolved": resolved}


def _reason(name: str) -> str:
    if name == "201a":
        return "X6"
    number = int(name)
    if number < 10:
        return _TRIAL_REASONS.get(name, "X6")
    return _REASONS[number % len(_REASONS)]


def _full_text(works: Mapping[str, str]) -> dict[str, dict[str, str]]:
    said = {works[title]: "decision: include" for title in _REAL}
    for number, (reason, note) in _EXCLUDED.items():
        told = f", note: {_quoted(note)}" if note else ""
        said[works[number]] = f"decision: exclude, reason: {reason}{told}"
    said[works[_NOT_RETRIEVED]] = "decision: not retrieved"
    other = dict(said)
    other[works["201"]] = "decision: include"
    other[works["105"]] = "decision: exclude, reason: X5"
    resolved = {
        works["201"]: "decision: exclude, reason: X3, "
        'note: "the software\'s own output was part of the reference standard", on: 2026-06-09, by: EVR-3',
        works["105"]: "decision: exclude, reason: X4, "
        'note: "other people than those of the included report, but no counts", on: 2026-06-09, by: EVR-3',
    }
    return {
        "ab": {key: f"{text}, on: 2026-06-05" for key, text in said.items()},
        "cd": {key: f"{text}, on: 2026-06-08" for key, text in other.items()},
        "resolved": resolved,
    }


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text or ";" in text or "'" in text else text
