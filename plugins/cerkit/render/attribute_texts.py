"""The texts below the fields of a model, read from the source: Python keeps none of them while a program runs."""

from __future__ import annotations

import ast
import inspect
import itertools
import types
from functools import cache


def attribute_texts(cls: type) -> dict[str, str]:
    """Field -> the text below it, of a class and of those it is derived from."""
    own = (_own_texts(base) for base in reversed(cls.__mro__) if base.__module__.startswith("cerkit"))
    return {name: text for texts in own for name, text in texts.items()}


@cache
def _own_texts(cls: type) -> dict[str, str]:
    body = _class_bodies(inspect.getmodule(cls))[cls.__name__]
    texts = {}
    for statement, following in itertools.pairwise(body):
        if isinstance(statement, ast.AnnAssign) and isinstance(following, ast.Expr):
            value, target = following.value, statement.target
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                texts[ast.unparse(target)] = " ".join(value.value.split())
    return texts


@cache
def _class_bodies(module: types.ModuleType | None) -> dict[str, list[ast.stmt]]:
    tree = ast.parse(inspect.getsource(module)) if module else ast.Module([], [])
    return {node.name: node.body for node in tree.body if isinstance(node, ast.ClassDef)}
