"""The device under evaluation, and what it is for.

Sources: MEDDEV 2.7/1 rev 4 A3 (device description) and A9 section 2; IMDRF N12 (SaMD categories).
"""

from typing import Literal

from cerkit.model.fields import Date, Seq, Strictly, Text
from cerkit.model.identifiers import (
    ContraindicationId,
    DeviceId,
    DocumentLink,
    IfuSectionLink,
    IndicationId,
    IntendedUseId,
    PopulationId,
    SettingId,
    SourceLink,
    UserId,
    VariantId,
)

Situation = Literal["critical", "serious", "non-serious"]
Significance = Literal["treat or diagnose", "drive clinical management", "inform clinical management"]
SamdCategory = Literal["I", "II", "III", "IV"]


class Variant(Strictly):
    """A model, size, configuration or accessory that the report covers (MEDDEV A9 section 2)."""

    id: VariantId
    name: Text
    description: Text
    since_version: Text | None = None
    """First software version that offers it."""


class DeviceVersion(Strictly):
    """A released version, and what it changed for the clinical evaluation (MDCG 2020-1 4.4)."""

    version: Text
    released: Date
    change: Text
    clinical_impact: Text
    """Why the evidence still holds for this version, or what was shown anew."""


class MarketStatus(Strictly):
    """Where the device is sold and since when (MEDDEV A9 section 2)."""

    state: Literal["not yet placed on the market", "on the market", "withdrawn from the market"]
    since: Date | None = None
    markets: Seq[Text] = ()
    """Countries or regions."""
    units: Text | None = None
    """Sales or use volume with its period and basis."""


class Indication(Strictly):
    """One condition or purpose for which the device is intended."""

    id: IndicationId
    text: Text
    """Exactly as in the instructions for use."""
    level_of_evidence_justification: Text | None = None
    """Why the amount and kind of evidence is enough for this indication (MDR Article 61(1))."""


class Contraindication(Strictly):
    """A circumstance in which the device must not be used."""

    id: ContraindicationId
    text: Text
    reason: Text
    ifu_sections: Seq[IfuSectionLink] = ()


class Population(Strictly):
    """A patient group for which the device is intended."""

    id: PopulationId
    text: Text
    age: Text | None = None
    condition: Text | None = None


class UserGroup(Strictly):
    """People who are meant to use the device."""

    id: UserId
    text: Text
    training: Text | None = None
    lay: bool = False
    """True for people without a medical profession."""


class Setting(Strictly):
    """A place and way of use."""

    id: SettingId
    text: Text


class IntendedUse(Strictly):
    """The one canonical text of the intended use, and its structured parts.

    The text stands word for word in the instructions for use (MEDDEV 6.1: information materials, evaluation and data
    must agree).
    """

    id: IntendedUseId
    text: Text
    indications: Seq[Indication]
    contraindications: Seq[Contraindication] = ()
    populations: Seq[Population]
    users: Seq[UserGroup]
    settings: Seq[Setting]
    duration: Text | None = None
    """Duration and repetition of use."""
    contact: Text | None = None
    """Parts of the body contacted; for software usually none."""


class SamdStatement(Strictly):
    """The definition statement of software as a medical device (IMDRF N12 section 6)."""

    situation: Situation
    situation_reason: Text
    significance: Significance
    significance_reason: Text
    core_functionality: Text
    category: SamdCategory
    """As declared; the catalogue of SaMD categories says which follows from situation and significance."""


class Manufacturer(Strictly):
    name: Text
    address: Text


class Device(Strictly):
    """The device under evaluation: identity, class, market, intended use (MEDDEV A3)."""

    id: DeviceId
    name: Text
    short_name: Text
    allowed_names: Seq[Text] = ()
    """Other spellings that the report may use."""
    fictional: bool = False
    """True for an example: every page of site and Word then says so."""
    manufacturer: Manufacturer
    version: Text
    """The version that this report evaluates."""
    versions: Seq[DeviceVersion] = ()
    variants: Seq[Variant]
    classification_gb: Text
    """Class under the UK MDR 2002 with its rule."""
    classification_eu: Text | None = None
    group: Text
    """Generic device group."""
    description: Text
    """Physical or functional description; for software its inputs, outputs and environment."""
    principle: Text
    """How it works."""
    technology: Text
    """Technology used and its novelty."""
    materials: Text | None = None
    """Materials and special substances, or why there are none."""
    accessories: Seq[Text] = ()
    history: Seq[Text] = ()
    """Development and earlier generations, oldest first."""
    market: MarketStatus
    intended_use: IntendedUse
    samd: SamdStatement | None = None
    documents: Seq[DocumentLink] = ()
    described_in: Seq[SourceLink] = ()
