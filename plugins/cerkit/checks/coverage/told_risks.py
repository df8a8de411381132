"""Whether a section of the instructions for use that is to tell a risk tells anything (D46)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.coverage import rules
from cerkit.checks.texts import gives_no_reasoning, shortened
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination

_IFU: Final = "evidence/ifu.yml"
_SENDS_AWAY: Final = re.compile(
    r"\b(?:see|refer|consult|read|contact|ask|users?|operators?|instructions?|information|informed|manual|brochure|"
    r"leaflet|training|course|supplier|manufacturer|website|for|more|further|please|handbook|guide|also|there|risks?|"
    r"residual|remain\w*|known|none|file|management|has|have|been|but|only|acceptable|accepted|reduced|far|possible|"
    r"possibly|may|can|occur\w*|exists?|low|very|minor|negligible|care|caution|careful|carefully|attention|needed)\b",
    re.IGNORECASE,
)
"""Words with which a section sends the reader elsewhere, or says of any risk that there is one."""


def check_told_risks(examination: Examination) -> Iterator[Diagnostic]:
    """Sections on residual risks that carry a risk and say nothing of it. One without any text is told as missing."""
    ifu = examination.dossier.ifu
    for at, section in enumerate(ifu.sections if ifu else ()):
        if section.kind != "residual risks" or not section.risks:
            continue
        said = " ".join(part for part in (section.text, *section.items) if part)
        if gives_no_reasoning(_SENDS_AWAY.sub(" ", said)):
            named = ", ".join(section.risks)
            message = f"{section.id} is to tell users of {named}, and says nothing of it: “{shortened(said)}”"
            hint = "say what can happen, how often as far as known, and what the user can do"
            field = "text" if section.text else "items" if section.items else "id"
            place = Place(_IFU, ("sections", at, field))
            yield rules.SUPPORT_MISSING.at(
                place, message, hint=hint, subject=section.id, severity=Severity.WARNING
            )
