"""The command line: parse, call one function, report, choose the exit code. No rule of the field lives here."""

from __future__ import annotations

from cerkit.cli.main import main

__all__ = ["main"]
