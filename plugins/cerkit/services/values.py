"""What is asked, how it travels, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from cerkit.model.records.review import BibliographicRecord

if TYPE_CHECKING:
    from cerkit.services.asking import Caller

_OWN = frozenset({"api_key", "email"})
"""Parameters that say who asks. They are sent, but neither shown nor stored."""


@dataclass(frozen=True, slots=True)
class Query:
    """One search, and the days between which what it finds must have been added to the source."""

    string: str
    """Exactly as the search file has it."""
    period_from: date | None = None
    period_to: date | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One request: GET, or POST where `is_form` is set, because the parameters are too long for an address."""

    url: str
    parameters: tuple[tuple[str, str], ...]
    is_form: bool = False

    @property
    def encoded(self) -> str:
        return urlencode(self.parameters)

    @property
    def shown(self) -> str:
        """The address with what is asked, without key and e-mail."""
        return f"{self.url}?{urlencode([pair for pair in self.parameters if pair[0] not in _OWN])}"


@dataclass(frozen=True, slots=True)
class Response:
    """What a service answered. Names of headers are in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class NoAnswerError(Exception):
    """A request without an answer: no connection, a time-out, or a line that broke in the middle."""


Transport = Callable[[Request], Response]
"""Sends a request. Raises NoAnswerError."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that was answered, and the answer as received."""

    at: str
    """Time of the answer, ISO 8601, UTC."""
    method: str
    request: str
    """Address with parameters, without key and e-mail."""
    status: int
    body: str
    """The body's text; every service answers in UTF-8."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that one search gave."""

    reported: int
    """Hits as the service counts them."""
    records: tuple[BibliographicRecord, ...]
    """In the service's order, each once."""
    exchanges: tuple[Exchange, ...]
    sent: str
    """The expression that was sent: the string, and the period in the service's own words."""
    remarks: tuple[str, ...] = ()
    """What the service says about the expression, for example a phrase that it does not know."""
    missing: tuple[str, ...] = ()
    """What the service counts or lists and does not hand over."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who asks."""

    contact: str | None = None
    """E-mail address, for the service's operators."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Name of the service -> key."""


@dataclass(frozen=True, slots=True)
class Service:
    """A database that can be asked."""

    name: str
    title: str
    platforms: frozenset[str]
    """What `platform` of a search says, in lower case, where this service is meant."""
    key_variable: str | None
    """Environment variable that holds the user's key."""
    pause: float
    """Seconds from one request to the next, without a key."""
    pause_with_key: float
    overlap: int
    """Days that the period of an update begins early, because the source adds entries with older dates."""
    expression: Callable[[Query], str]
    first: Callable[[Query, Access], Request]
    run: Callable[[Query, Access, Caller], Harvest]
