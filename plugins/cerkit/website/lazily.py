"""A library that another plugin imports and a build never uses."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Final

_UNUSED: Final = "requests"


class _Later(ModuleType):
    """Stands for a module until something asks it for a name; then it is imported, as if it had been all along.

    Python's own `LazyLoader` would not do: up to 3.11 it loads as soon as a second module imports the same name.
    """

    def __getattr__(self, name: str) -> object:
        del sys.modules[self.__name__]
        loaded = import_module(self.__name__)
        vars(self).update(vars(loaded))
        return getattr(loaded, name)


def put_off_unused() -> None:
    """The macros plugin imports a client for networks, for a function that no page may call. It costs a build 50 ms."""
    if _UNUSED not in sys.modules:
        sys.modules[_UNUSED] = _Later(_UNUSED)
