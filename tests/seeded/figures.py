"""How many of the seeded mistakes a test run found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_DEFECT: Final = re.compile(r"\[(D\d\d)-[a-z]\]$")
_HARMLESS: Final = re.compile(r"test_a_good_edit_raises_nothing\[")


def figures(passed: Iterable[str], failed: Iterable[str]) -> str | None:
    """One line on the tests with these names; None where no seed was among them.

    A deficiency is caught when each of its defects that were tried is.
    """
    caught, missed = _deficiencies(passed), _deficiencies(failed)
    silent, alarms = (sum(bool(_HARMLESS.search(name)) for name in names) for names in (passed, failed))
    if not caught and not missed and not silent and not alarms:
        return None
    tried = {*caught, *missed}
    return (
        f"caught {len(tried - set(missed))} of {len(tried)} deficiencies, {len(caught)} of "
        f"{len(caught) + len(missed)} defects; false alarms {alarms} of {silent + alarms}"
    )


def _deficiencies(names: Iterable[str]) -> list[str]:
    """The deficiency of each seeded defect."""
    return [match[1] for name in names if (match := _DEFECT.search(name))]
