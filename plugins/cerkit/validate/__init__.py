"""Validate: plain values to records. Every mistake of every record, in the author's words."""

from __future__ import annotations

from cerkit.validate.catalogues import near_file, validate_catalogue
from cerkit.validate.records import slot_of, validate_file
from cerkit.validate.rules import DUPLICATE_IDENTIFIER, RULES

__all__ = ["DUPLICATE_IDENTIFIER", "RULES", "near_file", "slot_of", "validate_catalogue", "validate_file"]
