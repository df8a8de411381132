"""The other engine: compares the report with a Word file that somebody edited by hand.

It knows nothing of bundles, so it marks numbers and citations, too. It runs a program that comes with the package and
asks no network.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cerkit.model.authorship import Who
from cerkit.model.errors import CerkitError
from cerkit.publish.archive import read_parts, write_parts
from cerkit.workspace.cache import cache_folder

_REMEDY: Final = "install the extra: pip install 'cerkit[redline]'"


def compare(old: bytes, new: bytes, who: Who) -> bytes:
    """The new document with what differs from the old one. CerkitError where the extra is missing."""
    for name, document in (("the old document", old), ("the new document", new)):
        read_parts(document, name=name)
    try:
        from python_redlines import DocxodusEngine
        from python_redlines.engines import EngineNotInstalledError
    except ImportError as error:
        raise CerkitError("the engine docxodus is not installed", _REMEDY) from error
    try:
        engine = DocxodusEngine(target_path=str(_folder()))
        with _without_telemetry():
            content, _, _ = engine.run_redline(who.author, old, new, date_time=who.date)
    except (EngineNotInstalledError, OSError) as error:
        raise CerkitError(f"the engine docxodus cannot be run: {error}", _REMEDY) from error
    except subprocess.CalledProcessError as error:
        reason = (error.stderr or error.stdout or "").strip().splitlines()
        told = reason[-1] if reason else f"it ended with {error.returncode}"
        message = f"docxodus could not compare the documents: {told}"
        raise CerkitError(message, "save the old one again from Word") from error
    return write_parts(read_parts(content, name="docxodus' document"))


def _folder() -> Path:
    """Where the program is unpacked, once for each version; never the home of its own choice."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version("python-redlines-docxodus")
    except PackageNotFoundError:
        found = "0"
    folder = cache_folder() / f"docxodus-{found}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.gettempdir()) / f"cerkit-docxodus-{found}"
    return folder


@contextmanager
def _without_telemetry() -> Iterator[None]:
    """.NET would else look for settings of the machine's languages, and leave traces in the home."""
    wanted = {
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1",
        "DOTNET_CLI_TELEMETRY_OPTOUT": "1",
        "DOTNET_BUNDLE_EXTRACT_BASE_DIR": str(_folder()),
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
