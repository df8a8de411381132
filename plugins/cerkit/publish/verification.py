"""Whether a bundle is what was released, and can still be read."""

from __future__ import annotations

from collections.abc import Callable

from cerkit.model.errors import CerkitError
from cerkit.publish.provenance import PROVENANCE, check_provenance
from cerkit.publish.stored import STORED_BUNDLE, read_bundle
from cerkit.workspace.bundles import (
    SNAPSHOT,
    SUMS,
    BundleFiles,
    Damage,
    Kind,
    damages,
    digest_of_sums,
    read_snapshot,
)


def verify(bundle: BundleFiles, *, digest: str | None = None) -> tuple[Damage, ...]:
    """What is not as it was released, by file. `digest`: what the sums themselves must have."""
    found = list(damages(bundle))
    actual = digest_of_sums(bundle)
    if digest is not None and digest.lower() != actual:
        found.append(Damage(Kind.ALTERED, SUMS, f"its digest is {actual}, and {digest.lower()} was released"))
    told = {item.file for item in found}
    checks: dict[str, Callable[[], object]] = {
        STORED_BUNDLE: lambda: read_bundle(bundle[STORED_BUNDLE]),
        PROVENANCE: lambda: check_provenance(bundle[PROVENANCE]),
        SNAPSHOT: lambda: read_snapshot(bundle),
    }
    for name, check in checks.items():
        if name in told:
            continue
        if name not in bundle:
            found.append(Damage(Kind.MISSING, name, "every released bundle has it"))
            continue
        try:
            check()
        except CerkitError as error:
            found.append(Damage(Kind.UNREADABLE, name, error.message))
    return tuple(sorted(found, key=lambda item: (item.file, item.kind)))
