"""Records: what the author wrote, frozen and strict. What is derived stands in `dossier` and `trace`.

These modules, and those of the catalogues, do without `from __future__ import annotations`: pydantic would compile each
of 800 annotations from its text, on every start.
"""
