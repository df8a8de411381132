"""Policies as data: which record needs which support, the limits that checks use, and lists of phrases.

A policy counts where one of its jurisdictions is one of the requirement catalogues that apply. A team sets its own
rules over it in `evidence/policy.yml`, with a reason.
"""

from typing import Literal

from cerkit.model.catalogues.base import CatalogueBase, Entry
from cerkit.model.fields import Number, Seq, Text
from cerkit.model.records.control import SupportRule


class Support(Entry, SupportRule):
    """Which support a kind of record needs."""


class Threshold(Entry):
    """A number that checks use."""

    value: Number
    unit: Text
    stricter: Literal["lower", "higher"] = "lower"
    """Which of two numbers asks more; it holds where two policies count."""
    reason: Text


class PolicyCatalogue(CatalogueBase):
    """What supports what, and the limits, for a jurisdiction."""

    kind: Literal["policy"]
    entries: Seq[Support]
    limits: Seq[Threshold] = ()


class Phrase(Entry):
    """Words that a check looks for in prose."""

    list: Text
    """Name of the list that it belongs to. A phrase of `LIST-harmless` makes every phrase of LIST beside it so."""
    phrase: Text
    """As written, with signs for what may vary.

    `...` stands for up to four words, `a/b` for one of two words, `prov*` and `*ed` for words that begin or end so.
    `<device>` stands for the device under evaluation, `<other>` for a device it was compared with, `<number>` for a
    number or a macro that gives one. Case, hyphens and line ends do not count; a colon or semicolon ends a phrase.
    """
    unless: Seq[Text] = ()
    """Phrases in the same sentence that make it harmless."""
    only_with: Seq[Text] = ()
    """Phrases of which one must stand in the same sentence as well; empty for no such condition."""


class PhraseCatalogue(CatalogueBase):
    """Lists of phrases in one language."""

    kind: Literal["phrases"]
    entries: Seq[Phrase]


class MeaningfulFields(Entry):
    """What of a kind of record bears meaning. Its `id` is the kind: claim, criterion, ifu_section."""

    fields: Seq[Text]
    """Fields whose change asks for a new look at every record that names this one; empty for a kind that never asks."""
    reported: Seq[Text] = ()
    """Fields whose change the next report has to name."""
    looked_at_by: Seq[Text] = ()
    """Further fields, whose change shows that a person looked at the record itself."""
    ignores: Seq[Text] = ()
    """Links of such a record, by field or by the kind that is named, that tell where something stands or comes from."""
    reason: Text


class MeaningCatalogue(CatalogueBase):
    """Which fields of which kind of record bear meaning."""

    kind: Literal["meaning"]
    entries: Seq[MeaningfulFields]
