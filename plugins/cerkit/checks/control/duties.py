"""Whether a text on a follow-up activity names no more than the duty to follow up."""

from __future__ import annotations

import re
from typing import Final

from cerkit.model.identifiers import RECORD_REFERENCE
from cerkit.model.wording import normalised

_ANY_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_DUTY_WORDS: Final = """
    a an and annex approved are article as asked at authorities authority b be because body by clinical
    collect commitment company compliance data demanded demands device directive do done duty eu evaluation
    everybody follow follow-up for from fulfil fulfill generally guidance in is it its law legal legally
    legislation mandated mandatory manufacturer manufacturers market mdcg mdr meddev meet must need needed
    notified obligation obligations obligatory of on our pmcf pms policy post post-market procedure qms
    quality reasons regulation regulations regulatory request requested require required requirement
    requirements requires standard state such surveillance system that the this to uk under up usually we
    with xiv
"""
_DUTY: Final = frozenset(_DUTY_WORDS.split())
"""Words with which the duty to follow up is told, which is the same for every device."""
_SHORT: Final = 25
"""Words up to which a text can be a duty and nothing else."""


def is_generic(text: str) -> bool:
    """Whether a text names the duty only: "Required by law" is true of every activity and explains none."""
    words = _ANY_WORD.findall(normalised(text))
    return len(words) <= _SHORT and not (set(words) - _DUTY) and not RECORD_REFERENCE.search(text)
