"""The command line: parse, call one function, report, choose the exit code. No rule of the field lives here."""

from __future__ import annotations

import gc
import os

# No package that happens to be installed may change how records are validated; and looking for such plug-ins costs a
# check a tenth of its time. It has to be said before pydantic is imported.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

# What importing makes stays until the end; looking through it for garbage only delays the first line.
gc.disable()

from cerkit.cli.main import main  # noqa: E402  # both lines above must come first

gc.enable()

__all__ = ["main"]
