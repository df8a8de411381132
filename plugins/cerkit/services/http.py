"""Sends requests with the standard library, whose defaults decide about proxies and certificates."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from email.message import Message
from typing import IO, Final
from urllib.parse import urlsplit

from cerkit import __version__
from cerkit.model.errors import CerkitError
from cerkit.services.values import NoAnswerError, Request, Response, Transport

BASE_VARIABLE: Final = "CERKIT_SERVICES_URL"
"""Environment variable for tests: the address of a server on this machine that stands for every service."""
TIME_OUT: Final = 60.0
"""Seconds without a byte."""
LONGEST_ANSWER: Final = 600.0
"""Seconds for one answer as a whole."""
LARGEST_ANSWER: Final = 256 * 1024 * 1024
_CHUNK: Final = 64 * 1024


def http_transport(contact: str | None, base: str | None = None, *, time_out: float = TIME_OUT) -> Transport:
    """A transport over the network. `base` stands in the place of `https:/`: it takes requests to another server."""
    agent = f"cerkit/{__version__}" + (f" (mailto:{contact})" if contact else "")
    prefix = _checked_base(base) if base else "https:/"
    # A proxy of the network has no way to this machine.
    own = (urllib.request.ProxyHandler({}),) if base else ()
    opener = urllib.request.build_opener(_SameHost, *own)

    def send(request: Request) -> Response:
        address = f"{prefix}/{request.url.removeprefix('https://')}"
        data = request.encoded.encode() if request.is_form else None
        if data is None and request.parameters:
            address = f"{address}?{request.encoded}"
        asked = urllib.request.Request(address, data=data, headers={"User-Agent": agent})  # noqa: S310  # http(s)
        try:
            with opener.open(asked, timeout=time_out) as answer:
                return Response(answer.status, _read(answer), _headers(answer.headers))
        except urllib.error.HTTPError as error:
            with error:
                return Response(error.code, _read(error), _headers(error.headers))
        except TimeoutError as error:
            raise NoAnswerError("it did not answer in time") from error
        except urllib.error.URLError as error:
            told = "it did not answer in time" if isinstance(error.reason, TimeoutError) else None
            raise NoAnswerError(told or f"no connection ({error.reason})") from error
        except http.client.IncompleteRead as error:
            raise NoAnswerError("the answer broke off") from error
        except (http.client.HTTPException, OSError) as error:
            raise NoAnswerError(f"the line broke ({type(error).__name__})") from error

    return send


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows no redirect to another server or out of TLS: the request may carry the user's key."""

    def redirect_request(  # the library's signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _read(answer: IO[bytes]) -> bytes:
    """The body, within a time and a size."""
    end = time.monotonic() + LONGEST_ANSWER
    parts: list[bytes] = []
    size = 0
    while part := answer.read(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise NoAnswerError(f"the answer is larger than {LARGEST_ANSWER >> 20} MB")
        if time.monotonic() > end:
            raise NoAnswerError("it did not answer in time")
    length = getattr(answer, "length", None)
    if length:
        # Asked for piece by piece, the library does not say that bytes are missing.
        raise NoAnswerError("the answer broke off")
    return b"".join(parts)


def _headers(message: Message[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in message.items()}


def _checked_base(base: str) -> str:
    """Searches and keys go to the services or to this machine, and nowhere else."""
    parts = urlsplit(base)
    if parts.scheme != "http" or parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise CerkitError(
            f"{BASE_VARIABLE} is {base}, which is no address of this machine",
            "unset it; only cerkit's own tests need it",
        )
    return base.rstrip("/")
