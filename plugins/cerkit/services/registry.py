"""The services that can be asked, and which one a search means."""

from __future__ import annotations

from typing import Final

from cerkit.services.clinical_trials import CLINICAL_TRIALS
from cerkit.services.europe_pmc import EUROPE_PMC
from cerkit.services.openfda import OPENFDA
from cerkit.services.pubmed import PUBMED
from cerkit.services.values import Service

SERVICES: Final[tuple[Service, ...]] = (PUBMED, EUROPE_PMC, CLINICAL_TRIALS, OPENFDA)


def service_for(platform: str) -> Service | None:
    """The service of a platform as a search names it; None where people search by hand."""
    named = " ".join(platform.lower().split())
    return next((service for service in SERVICES if named in service.platforms), None)
