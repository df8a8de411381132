"""What the checks look at: one linked dossier, on a day, in a mode, under a policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cerkit.model.changes import Change
from cerkit.model.diagnostics import Diagnostic, Mode, Place
from cerkit.model.dossier import Dossier
from cerkit.model.fields import Number
from cerkit.model.history import History
from cerkit.model.meaning import Bearings, Suspect
from cerkit.model.records.control import SupportRule
from cerkit.model.records.source import Source
from cerkit.model.trace import Trace


@dataclass(frozen=True, slots=True)
class SupportAsked:
    """A rule on support, of a catalogue or of the team, with what it is called."""

    name: str
    """Identifier of the catalogue's entry, or where it stands in the team's policy."""
    rule: SupportRule
    place: Place
    """Where the rule stands, for what is wrong with the rule itself."""


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """Words that are looked for, words in the same sentence that make them harmless, and words that must go with them.

    How they are written is told by `model.catalogues.policy.Phrase`.
    """

    phrase: str
    unless: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies that count for a dossier, put together: the team's own over those that ship."""

    support: tuple[SupportAsked, ...] = ()
    limits: Mapping[str, Number] = field(default_factory=dict)
    phrases: Mapping[str, tuple[PhraseRule, ...]] = field(default_factory=dict)


class Looks(StrEnum):
    """What a question looks at beside the records without their findings: its answer stays while that stays."""

    RECORDS = "records"
    """At nothing else."""
    PAGES = "pages"
    FINDINGS = "findings"
    """At the numbers that findings give, at all that a source says in words, and at what follows from both."""
    ALL = "all"
    """At pages and findings."""


class MissingLimitError(Exception):
    """A check needs a number that no policy has; `args` holds its name. The check ends, and the next one goes on."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What a check is given."""

    trace: Trace
    on: date
    mode: Mode
    policies: Policies
    history: History | None = None
    """What git knows; None where nobody looked."""
    previous: Trace | None = None
    """The previous release, when a release or an update is checked."""
    changes: tuple[Change, ...] = ()
    """What differs from the previous release, of the kinds that a report names."""
    bearings: Bearings = field(default_factory=dict)
    """Which fields bear meaning; empty where there is no previous release."""
    suspects: tuple[Suspect, ...] = ()
    """Records that rest on something that changed since, and that nobody has looked at again; in natural order."""

    @property
    def dossier(self) -> Dossier:
        return self.trace.dossier

    def limit(self, name: str) -> Number:
        """A number of the policy. MissingLimitError where a team's own policy catalogue leaves it out."""
        if name not in self.policies.limits:
            raise MissingLimitError(name)
        return self.policies.limits[name]


Check = Callable[[Examination], Iterator[Diagnostic]]
SourceCheck = Callable[[Source, Place], Iterator[Diagnostic]]
"""A check of one source, at the place where it stands."""
