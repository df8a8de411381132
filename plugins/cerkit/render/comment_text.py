"""Text of records inside a comment on a host: it stays text, whoever wrote it.

A host turns more into links than Markdown does: names of people, numbers of issues, hashes, addresses. None of it has a
mark that could be escaped, so a sign without width stands where the pattern would begin.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~$])")
_GAP: Final = "\u200b"
_BEGINNINGS: Final = re.compile(
    r"@(?=\w)|#(?=\d)|\bGH-(?=\d)|\b(?:https?|ftp|mailto|xmpp):(?=\S)|\bwww(?=\.)|:(?=[\w+-]{1,40}:)"
    r"|\b[0-9a-f](?=[0-9a-f]{6,39}\b)",
    re.IGNORECASE,
)
LONGEST: Final = 220
"""Signs of a text that is shown whole."""


def inert(text: str, *, longest: int = LONGEST) -> str:
    """A text on one line, without a mark, link, mention or hidden sign; of a long one the beginning."""
    flat = " ".join("".join(sign for sign in text if _is_shown(sign)).split())
    if len(flat) > longest:
        flat = f"{flat[:longest].rstrip()} …"
    flat = _BEGINNINGS.sub(lambda match: match[0] + _GAP, flat)
    return _SPECIAL.sub(r"\\\1", flat.replace("&", "&amp;"))


def _is_shown(sign: str) -> bool:
    """Signs that turn the direction of text or end a line could hide what follows."""
    return sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
