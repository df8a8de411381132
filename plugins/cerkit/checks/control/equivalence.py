"""Whether a comparison with another device is whole, about one device, and concluded as it was shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.policies import jurisdictions_of
from cerkit.checks.texts import is_none, says_nothing
from cerkit.model.catalogues.legal import EquivalenceCatalogue
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.identifiers import near_identifiers
from cerkit.model.records.control import Equivalence, EquivalenceRow
from cerkit.model.trace import Trace
from cerkit.model.wording import normalised

_CATALOGUE: Final = "equivalence"
_OPEN: Final = re.compile(r"\W*(?:tb[acd]|to ?do|to be \w+|unknown|pending|open|\?+|x+|-*)\W*")
"""What stands in a row that nobody has filled; "not applicable" is an answer."""
_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")
_NONE_BEYOND: Final = re.compile(
    r"^\W*(?:none|no)\b(?! restriction| limit)|\bno (?:\w+ ){0,2}(?:contract|agreement|access)\b"
    r"|\bnot (?:yet )?(?:\w+ )?(?:accessible|available|granted|obtained|shown|possible)\b|\bwithout (?:any )?access\b"
)
_PUBLIC_ONLY: Final = re.compile(
    r"\b(?:public|publicly|published|publications?|literature|internet|website)\b"
)
_RIGHT: Final = re.compile(
    r"\b(?:contract\w*|agreements?|licen[cs]\w+|same manufacturer|same group|(?:our )?own (?:device|product|technical)|"
    r"predecessor|manufacturer of both|both devices|full access|ongoing access|technical documentation)\b"
)
_SEEN: Final = re.compile(
    r"\b(?:access\w*|data\w*|files?|reports?|documentation|documents?|dossiers?|records?|results|specifications?|licen[cs]\w+)\b"
)
"""What access is to; an answer by word of mouth is none."""
_CONTRACT: Final = re.compile(
    r"\b(?:contract\w*|agreements?|same manufacturer|(?:our )?own (?:device|product|technical)|predecessor|"
    r"manufacturer of both|made by us)\b"
)
_FULL: Final = re.compile(
    r"\b(?:full|complete|unrestricted|unlimited|ongoing|sufficient|permanent|continuous|direct|all)\b[^.;]{0,40}\baccess\b"
    r"|\baccess\b[^.;]{0,30}\b(?:granted|agreed|secured|assured|guaranteed|contract\w*|given)\b"
)
_NO_ACCESS: Final = re.compile(
    r"\b(?:no|without|lack(?:s|ing)?(?: of)?|missing)\b(?: \w+)? access\b"
    r"|\baccess\b[^.;]{0,40}\b(?:not|lacking|missing|denied|refused|insufficient)\b"
)
_HIGH_CLASS: Final = re.compile(r"\bclass iii\b|(?<!non-)(?<!not )\bimplant", re.IGNORECASE)


def check_equivalence(examination: Examination) -> Iterator[Diagnostic]:
    """Rows, conclusion and access of every comparison."""
    trace = examination.trace
    dossier = trace.dossier
    if not dossier.equivalences:
        return
    catalogue = dossier.catalogues.get(_CATALOGUE)
    for comparison in dossier.equivalences:
        if isinstance(catalogue, EquivalenceCatalogue):
            yield from _rows(trace, comparison, catalogue)
        for position, row in enumerate(comparison.rows):
            yield from _difference(trace, comparison, position, row)
        yield from _claim(trace, comparison)
        yield from _access(trace, comparison)


def _rows(trace: Trace, comparison: Equivalence, catalogue: EquivalenceCatalogue) -> Iterator[Diagnostic]:
    known = {entry.id for entry in catalogue.entries}
    wanted = jurisdictions_of(trace.dossier) or {"GB"}
    asked = [
        entry.id
        for entry in catalogue.entries
        if ("GB" in wanted and entry.gb) or ("EU" in wanted and entry.eu)
    ]
    given: set[str] = set()
    for position, row in enumerate(comparison.rows):
        place = trace.place_of(comparison.id, "rows", position, "row")
        if row.row not in known:
            message = f"{comparison.id} compares {row.row}, which is no row of the catalogue"
            hint = near_identifiers(row.row, known)
            yield rules.EQUIVALENCE_ROWS.at(place, message, hint=hint, subject=comparison.id)
        elif row.row in given:
            message = f"{comparison.id} compares {row.row} twice"
            yield rules.EQUIVALENCE_ROWS.at(place, message, subject=comparison.id)
        given.add(row.row)
    missing = [identifier for identifier in asked if identifier not in given]
    if missing:
        place = trace.place_of(comparison.id, "rows")
        message = f"{comparison.id} does not compare {', '.join(missing)}"
        weight = Severity.ERROR if comparison.claimed else Severity.WARNING
        yield rules.EQUIVALENCE_ROWS.at(place, message, subject=comparison.id, severity=weight)


def _difference(
    trace: Trace, comparison: Equivalence, position: int, row: EquivalenceRow
) -> Iterator[Diagnostic]:
    place = trace.place_of(comparison.id, "rows", position)
    for name, text in (("device", row.device), ("other", row.other)):
        if _OPEN.fullmatch(normalised(text)):
            message = f"{row.row} of {comparison.id} is not filled in: {name} is “{text}”"
            yield rules.EQUIVALENCE_ROWS.at(place.within(name), message, subject=comparison.id)
    if says_nothing(row.justification):
        message = f"{row.row} of {comparison.id} gives no reason: “{row.justification}”"
        yield rules.EQUIVALENCE_DIFFERENCE.at(place.within("justification"), message, subject=comparison.id)
    elif row.difference == "relevant" and _is_accepted(comparison) and not row.evidence:
        message = (
            f"{row.row} of {comparison.id} differs in a way that matters, and no evidence shows that both "
            "devices are equivalent all the same"
        )
        yield rules.EQUIVALENCE_DIFFERENCE.at(place.within("difference"), message, subject=comparison.id)
    elif row.difference == "none":
        ours, theirs = (set(_DIGITS.findall(text)) for text in (row.device, row.other))
        if ours and theirs and ours != theirs:
            message = f"{row.row} of {comparison.id} is called the same, but {_unlike(ours, theirs)}"
            yield rules.EQUIVALENCE_DIFFERENCE.at(place.within("difference"), message, subject=comparison.id)


def _is_accepted(comparison: Equivalence) -> bool:
    return comparison.claimed and comparison.conclusion == "equivalent"


def _unlike(ours: set[str], theirs: set[str]) -> str:
    here, there = sorted(ours - theirs), sorted(theirs - ours)
    return f"the numbers differ: {', '.join(here) or 'none'} here, {', '.join(there) or 'none'} there"


def _claim(trace: Trace, comparison: Equivalence) -> Iterator[Diagnostic]:
    concluded = comparison.conclusion == "equivalent"
    if comparison.claimed != concluded:
        word = "claimed" if comparison.claimed else "not claimed"
        message = f"equivalence is {word} in {comparison.id}, but its conclusion is “{comparison.conclusion}”"
        place = trace.place_of(comparison.id, "conclusion")
        yield rules.EQUIVALENCE_CLAIM.at(place, message, subject=comparison.id)
    if says_nothing(comparison.conclusion_text):
        message = f"the conclusion of {comparison.id} gives no reason: “{comparison.conclusion_text}”"
        place = trace.place_of(comparison.id, "conclusion_text")
        yield rules.EQUIVALENCE_CLAIM.at(place, message, subject=comparison.id)


def _access(trace: Trace, comparison: Equivalence) -> Iterator[Diagnostic]:
    text = normalised(comparison.data_access)
    place = trace.place_of(comparison.id, "data_access")
    if not comparison.claimed:
        if says_nothing(text) and not is_none(text.replace("n/a", " ")):
            message = (
                f"{comparison.id} does not say what was seen of the other device: “{comparison.data_access}”"
            )
            yield rules.NO_DATA_ACCESS.at(place, message, subject=comparison.id)
        elif _FULL.search(text) and not _NONE_BEYOND.search(text) and _without_access(comparison):
            message = f"{comparison.id} has “{comparison.data_access}”, but concludes that there is no access"
            yield rules.NO_DATA_ACCESS.at(place, message, subject=comparison.id)
        return
    right = _RIGHT.search(text)
    denied = _NONE_BEYOND.search(text) or not (
        right or (_SEEN.search(text) and not _PUBLIC_ONLY.search(text))
    )
    if denied or says_nothing(text):
        message = f"{comparison.id} is claimed, but shows no access to the other device's data"
        yield rules.NO_DATA_ACCESS.at(place, message, subject=comparison.id)
    elif _needs_contract(trace.dossier) and not _CONTRACT.search(text):
        message = f"{comparison.id} is claimed for a class III or implantable device, but names no contract"
        yield rules.NO_DATA_ACCESS.at(place, message, subject=comparison.id)


def _without_access(comparison: Equivalence) -> bool:
    return _NO_ACCESS.search(normalised(comparison.conclusion_text)) is not None


def _needs_contract(dossier: Dossier) -> bool:
    if "EU" not in jurisdictions_of(dossier) or dossier.device is None:
        return False
    return _HIGH_CLASS.search(dossier.device.classification_eu or "") is not None
