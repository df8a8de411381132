"""Asks until there is a sound answer: pauses between requests, tries again, and says why it gave up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, TypeVar

from cerkit.model.errors import CerkitError
from cerkit.services.values import Exchange, NoAnswerError, Request, Response, Transport

T = TypeVar("T")

ATTEMPTS: Final = 5
LONGEST_WAIT: Final = 120.0
"""Seconds; a service that asks for more is asked again another day."""
_FIRST_WAIT: Final = 2.0
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Status codes of trouble that passes."""


class ServiceError(CerkitError):
    """The service cannot be asked now, or its answers cannot be relied on. Nothing was kept."""


class QueryRefusedError(Exception):
    """The service does not accept the expression; asking again is no use."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadAnswerError(Exception):
    """An answer that is none: cut off, a page for people, an error in the place of a result."""

    def __init__(self, message: str, *, is_query: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.is_query = is_query
        """Whether the expression is the likely cause, if it happens every time."""


@dataclass(slots=True)
class Caller:
    """One conversation with one service."""

    name: str
    transport: Transport
    pause: float
    """Seconds from one request to the next."""
    clock: Callable[[], float]
    """Seconds that only go up."""
    sleep: Callable[[float], None]
    now: Callable[[], datetime]
    progress: Callable[[str], None] = lambda _: None
    exchanges: list[Exchange] = field(default_factory=list)
    _last: float | None = None

    def ask(self, request: Request, read: Callable[[Response], T]) -> T:
        """What `read` makes of the answer. `read` raises BadAnswerError for an answer that should be asked for again.

        Waits 2, 4, 8 and 16 seconds between attempts, or as long as the service says.
        """
        trouble = BadAnswerError("it did not answer")
        for attempt in range(ATTEMPTS):
            self._keep_pause()
            wait = _FIRST_WAIT * 2**attempt
            try:
                response = self.transport(request)
                if response.status in _PASSING:
                    wait = max(wait, self._asked_wait(response))
                    trouble = BadAnswerError(f"it answered with HTTP {response.status}")
                else:
                    made = read(response)
                    self._keep(request, response)
                    return made
            except NoAnswerError as error:
                trouble = BadAnswerError(str(error))
            except BadAnswerError as error:
                trouble = error
            if attempt + 1 < ATTEMPTS:
                self.progress(f"{self.name}: {trouble.message}; next attempt in {wait:.0f} s")
                self.sleep(wait)
        if trouble.is_query:
            raise QueryRefusedError(trouble.message)
        raise ServiceError(
            f"{self.name}: {trouble.message}, {ATTEMPTS} times",
            "nothing was written; run the search again later",
        )

    def _keep_pause(self) -> None:
        if self._last is not None:
            left = self._last + self.pause - self.clock()
            if left > 0:
                self.sleep(left)
        self._last = self.clock()

    def _keep(self, request: Request, response: Response) -> None:
        method = "POST" if request.is_form else "GET"
        at = self.now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        body = response.body.decode("utf-8-sig", errors="surrogateescape")
        self.exchanges.append(Exchange(at, method, request.shown, response.status, body))

    def _asked_wait(self, response: Response) -> float:
        """`Retry-After`: seconds, or a point in time."""
        told = response.headers.get("retry-after", "").strip()
        if not told:
            return 0.0
        if told.isascii() and told.isdigit() and len(told) < 10:
            wait = float(told)
        else:
            try:
                until = parsedate_to_datetime(told)
            except ValueError:
                return 0.0
            until = until if until.tzinfo else until.replace(tzinfo=UTC)
            wait = max(0.0, (until - self.now()).total_seconds())
        if wait > LONGEST_WAIT:
            raise ServiceError(
                f"{self.name} asks to wait {wait:.0f} s before the next request",
                "nothing was written; run the search again then",
            )
        return wait
