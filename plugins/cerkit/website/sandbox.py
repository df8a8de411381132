"""Macros of a page run in Jinja's sandbox, and each failure becomes a message with its line.

Prose comes from pull requests: it may call macros and nothing else. It sees no object of MkDocs, reads no other file,
and cannot reach the attributes through which Python leads out of a value.
"""

from __future__ import annotations

import difflib
import inspect
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError, Undefined, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cerkit.render.problems import RenderProblem

Report = Callable[[str, str | None, int], None]
"""Takes what is wrong, what to do if more than the rule says, and the line in the page's Markdown (from 1)."""

_LARGEST: Final = 1_000_000
_DELIMITERS: Final = (
    "block_start_string",
    "block_end_string",
    "variable_start_string",
    "variable_end_string",
    "comment_start_string",
    "comment_end_string",
)
_KEPT_GLOBALS: Final = ("range", "dict", "namespace", "cycler", "joiner")
_INNER_NAME: Final = re.compile(r"\w+\.<locals>\.")
"""How Python names a macro in its own messages: by the function that made it."""
_ONLY_MACROS: Final = "a page may call macros; it cannot see variables, other files or the inside of values"


class _Page(Template):
    """A compiled page. What its macros did not catch themselves ends the page, with one message."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        del args, kwargs  # the plugin hands over MkDocs' objects; a page does not get them
        try:
            return super().render()
        except Exception as error:
            message, hint = _explained(error)
            report = getattr(self.environment, "report", None)
            if report is None:
                raise
            report(message, hint, _failing_line(error))
            return ""


class MacroEnvironment(ImmutableSandboxedEnvironment):
    """Takes the place of the environment that the macros plugin builds: same delimiters and macros, nothing else."""

    template_class = _Page
    intercepted_binops = frozenset(["*", "**"])

    def __init__(
        self, model: Environment, macros: Mapping[str, Callable[..., object]], report: Report
    ) -> None:
        options = {name: getattr(model, name) for name in _DELIMITERS}
        # A page runs once: reckoning beforehand what stays the same takes longer than it saves.
        super().__init__(undefined=StrictUndefined, keep_trailing_newline=True, optimized=False, **options)
        kept = {name: self.globals[name] for name in _KEPT_GLOBALS}
        self.globals = {**kept, **macros}
        self.report = report

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        """The page's template; an empty one when it cannot be read, which is reported."""
        try:
            return super().from_string(source, *args, **kwargs)
        except TemplateSyntaxError as error:
            self.report(f"the macro cannot be read: {error.message}", None, error.lineno)
        except (SyntaxError, RecursionError, MemoryError):
            self.report(
                "blocks or brackets of macros are nested too deeply", "write them one after another", 1
            )
        return super().from_string("")

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a macro. A failure is reported and leaves its place empty, so that the next one is seen, too."""
        try:
            return super().call(context, called, *args, **kwargs)
        except SecurityError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever a macro raises is the author's to see, with its line
            message, hint = self._failed_call(error, called)
            self.report(message, hint, _calling_line())
            return ""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """A page must not fill the memory by one multiplication."""
        is_number = isinstance(left, int | float) and isinstance(right, int | float)
        largest = sys.maxsize if is_number else _LARGEST
        if operator == "**" or _size(left) * _size(right) > largest:
            raise SecurityError(f"{operator} gives too large a result for a page")
        return super().call_binop(context, operator, left, right)

    def _failed_call(self, error: Exception, called: object) -> tuple[str, str | None]:
        if isinstance(called, Undefined):
            name = str(getattr(called, "_undefined_name", ""))
            near = difflib.get_close_matches(name, [str(key) for key in self.globals], n=3)
            return f"there is no macro {name!r}", f"close to it: {', '.join(near)}" if near else None
        message, hint = _explained(error)
        name = str(getattr(called, "__name__", "macro"))
        return message if name in message else f"{name}: {message}", hint


def _explained(error: Exception) -> tuple[str, str | None]:
    """What the page may not do, in words."""
    if isinstance(error, RenderProblem):
        return error.message, error.hint
    if isinstance(error, TypeError) and "no loader" in str(error):
        return "a page cannot include or import other files", _ONLY_MACROS
    if isinstance(error, UndefinedError | SecurityError):
        return str(error.message), _ONLY_MACROS
    if isinstance(error, TypeError):
        return _INNER_NAME.sub("", str(error)), None
    return str(error) or type(error).__name__, None


def _size(value: object) -> int:
    if isinstance(value, str | list | tuple):
        return len(value)
    return abs(value) if isinstance(value, int) else 1


def _calling_line() -> int:
    """Line of the page from which the macro was called: the nearest frame that is a template."""
    frame = inspect.currentframe()
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            return template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return 1


def _failing_line(error: Exception) -> int:
    """Jinja has already written the page's own lines into the traceback."""
    line, step = 1, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "<template>":
            line = step.tb_lineno
        step = step.tb_next
    return line
