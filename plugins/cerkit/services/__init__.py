"""Asks literature and safety databases over the network. The only package that does; only `cerkit search` calls it.

Clients are thin: how a request travels, what time it is and how to wait are passed in.
"""

from __future__ import annotations

from cerkit.services.asking import Caller, QueryRefusedError, ServiceError
from cerkit.services.registry import SERVICES, service_for
from cerkit.services.values import Exchange, Harvest, Query, Service

__all__ = [
    "SERVICES",
    "Caller",
    "Exchange",
    "Harvest",
    "Query",
    "QueryRefusedError",
    "Service",
    "ServiceError",
    "service_for",
]
