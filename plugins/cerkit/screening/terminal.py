"""The screen itself: keys in, lines out. prompt_toolkit is imported here and nowhere else."""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Literal

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import ConditionalContainer, HSplit, Layout, VSplit, Window
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import get_cwidth

from cerkit.model.errors import CerkitError
from cerkit.screening import view
from cerkit.screening.filters import HELP, read_filter
from cerkit.screening.session import Said, Session
from cerkit.screening.view import Line, Terms

Ranking = Callable[[dict[str, bool]], list[str] | None]
"""Decisions so far -> keys of all works, the likeliest first; None while there is too little to learn from."""
_RANK_EVERY: Final = 10
_DECISIONS: Final[dict[str, Said]] = {"i": "include", "m": "maybe", "r": "not retrieved"}
_STYLE: Final = Style.from_dict(
    {
        "bar": "reverse",
        "faint": "ansibrightblack",
        "wanted": "underline ansigreen",
        "unwanted": "underline ansired",
        "decided": "bold ansiyellow",
        "note": "italic",
        "other": "ansicyan",
        "message": "bold",
        "keys": "ansicyan",
    }
)
_HELP: Final = (
    "i  include",
    "x  exclude; then the key of the reason, or Enter for none",
    "1 to 9  exclude for this reason at once",
    "m  maybe (goes on like include)",
    "r  not retrieved (full text only)",
    "u  undo the last decision, again and again",
    "n  note on this record",
    "space, right  next record       b, left  previous record",
    "up, down, page up, page down    scroll a long abstract",
    "g  first record without a decision",
    f"f  filter: {HELP}",
    "d  DOI and PubMed address as text",
    "q  quit; every decision is saved already",
)
Mode = Literal["record", "reason", "help", "links", "note", "filter"]


def run(session: Session, *, ranking: Ranking | None = None) -> None:
    """Show the session until the person quits. What `session` saves is saved whatever happens to the terminal."""
    Screen(session, ranking).application.run()


class Screen:
    """One terminal's view of a session."""

    def __init__(self, session: Session, ranking: Ranking | None = None) -> None:
        self.session = session
        self.mode: Mode = "record"
        self.scroll = 0
        self._terms = Terms(session.task.protocol)
        self._ranker = _Ranker(session, ranking, self._redraw) if ranking else None
        self._input = Buffer(multiline=False, accept_handler=self._accept)
        self._typing = Condition(lambda: self.mode in ("note", "filter"))
        self._body = FormattedTextControl(self._text, focusable=True, show_cursor=False)
        label = FormattedTextControl(lambda: [("class:keys", f"{self.mode}: ")])
        line = VSplit(
            [
                Window(label, width=8, height=1),
                Window(BufferControl(self._input), height=1, wrap_lines=False),
            ]
        )
        layout = Layout(
            HSplit([Window(self._body), ConditionalContainer(line, self._typing)]), focused_element=self._body
        )
        self.application: Application[None] = Application(
            layout=layout,
            key_bindings=self._keys(),
            style=_STYLE,
            full_screen=True,
            color_depth=ColorDepth.DEPTH_4_BIT,
            after_render=self._begin,
        )
        # Esc alone counts at once; over a slow line a key such as "up" still arrives whole.
        self.application.ttimeoutlen = 0.1

    def _begin(self, _app: Application[None]) -> None:
        if self._ranker is not None:
            self._ranker.begin()

    def _redraw(self) -> None:
        self.application.invalidate()

    def _text(self) -> StyleAndTextTuples:
        size = self.application.output.get_size()
        lines = self._lines(max(size.columns - 1, 10), max(size.rows - (1 if self._typing() else 0), 4))
        text: StyleAndTextTuples = []
        for line in lines:
            text += [*line, ("", "\n")]
        return text[:-1]

    def _lines(self, width: int, height: int) -> list[Line]:
        """The whole screen: the bar above, the keys below, and as much of the record as fits between."""
        above = view.header(self.session, width)
        below = view.footer(self.session, width, get_cwidth)
        room = max(height - len(above) - len(below) - 1, 1)
        middle = self._middle(width)
        self.scroll = min(self.scroll, max(len(middle) - room, 0))
        shown = middle[self.scroll : self.scroll + room]
        more = len(middle) - self.scroll - room
        rest: Line = (("class:faint", f"-- {more} more lines, page down --"),) if more > 0 else ()
        shown += [()] * (room - len(shown))
        return [*above, *shown, rest, *below]

    def _middle(self, width: int) -> list[Line]:
        session = self.session
        if self.mode == "help":
            return [line for text in _HELP for line in view.wrap([("", text)], width, get_cwidth)]
        if self.mode == "reason":
            none: list[Line] = [] if session.task.wants_reason else [(("class:keys", "Enter  no reason"),)]
            return [*view.reasons(session.task.protocol, width, get_cwidth), *none]
        if self.mode == "links" and session.work is not None:
            found = view.links(session.work.record) or ("This record has neither DOI nor PubMed number.",)
            return [line for text in found for line in view.wrap([("", text)], width, get_cwidth)]
        return view.body(session, self._terms, width, get_cwidth)

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        looking = ~self._typing
        keys.add(Keys.Any, filter=looking)(self._pressed)
        keys.add("enter", filter=looking)(self._pressed)
        for key, step in (("right", 1), ("left", -1)):
            keys.add(key, filter=looking)(lambda _event, step=step: self._step(step))
        for key, lines in (("down", 1), ("up", -1), ("pagedown", 10), ("pageup", -10)):
            keys.add(key, filter=looking)(lambda _event, lines=lines: self._scroll(lines))
        keys.add("escape")(lambda _event: self._leave())
        keys.add("c-c")(lambda event: event.app.exit())
        return keys

    def _pressed(self, event: KeyPressEvent) -> None:
        try:
            self._do(event)
        except (OSError, CerkitError) as error:
            # A full disk, or an editor that left the file in another form: the record stays undecided, and is told.
            self.session.message = f"not saved: {error}"

    def _do(self, event: KeyPressEvent) -> None:
        key = event.key_sequence[0].key
        name = "enter" if key in (Keys.Enter, Keys.ControlM) else event.data
        if self.mode == "reason":
            self._reason(name)
        elif self.mode in ("help", "links"):
            self.mode = "record"
        elif name == "q":
            event.app.exit()
        else:
            self._command(name)

    def _command(self, name: str) -> None:
        session = self.session
        keys = view.reason_keys(session.task.protocol)
        if name in _DECISIONS and (name != "r" or session.task.stage == "full-text"):
            self._decide(_DECISIONS[name])
        elif name.isdigit() and name in keys:
            self._decide("exclude", list(session.task.protocol.exclusion)[keys.index(name)])
        elif name == "x":
            self.mode, self.scroll = "reason", 0
        elif name in ("n", "f"):
            self._ask("note" if name == "n" else "filter")
        elif name in (" ", "b"):
            self._step(1 if name == " " else -1)
        elif name == "u":
            session.undo()
            self.scroll = 0
        elif name == "g":
            session.to_undecided()
            self.scroll = 0
        elif name in ("d", "?"):
            self.mode, self.scroll = ("links" if name == "d" else "help"), 0
        else:
            session.message = "? shows the keys"

    def _reason(self, name: str) -> None:
        """The key of a reason, Enter for none; any other key leaves the decision open."""
        self.mode = "record"
        keys = view.reason_keys(self.session.task.protocol)
        if name in keys:
            self._decide("exclude", list(self.session.task.protocol.exclusion)[keys.index(name)])
        elif name == "enter":
            self._decide("exclude")
        else:
            self.session.message = "not decided"

    def _decide(self, said: Said, reason: str | None = None) -> None:
        self.session.decide(said, reason)
        self.scroll = 0
        if self._ranker is not None:
            self._ranker.begin()

    def _step(self, by: int) -> None:
        self.mode, self.scroll = "record", 0
        self.session.step(by)

    def _scroll(self, by: int) -> None:
        self.scroll = max(self.scroll + by, 0)

    def _ask(self, mode: Literal["note", "filter"]) -> None:
        work = self.session.work
        held = str(self.session.filter)
        if mode == "note":
            if work is None:
                return
            held = self.session.note(work) or ""
        self.mode = mode
        self._input.text = held
        self._input.cursor_position = len(held)
        self.application.layout.focus(self._input)

    def _accept(self, buffer: Buffer) -> bool:
        """Take what was typed; what cannot be read or saved stays open."""
        try:
            if self.mode == "note":
                self.session.write_note(buffer.text)
            else:
                self.session.apply(read_filter(buffer.text))
        except (OSError, CerkitError, ValueError) as error:
            self.session.message = str(error)
            return True
        self._leave()
        return False

    def _leave(self) -> None:
        self.mode, self.scroll = "record", 0
        self.application.layout.focus(self._body)


class _Ranker:
    """Learns beside the screen, so that no key ever waits for it."""

    def __init__(self, session: Session, ranking: Ranking, redraw: Callable[[], None]) -> None:
        self._session = session
        self._ranking = ranking
        self._redraw = redraw
        self._pool = ThreadPoolExecutor(1)
        self._is_running = False
        self._learned_from = -_RANK_EVERY

    def begin(self) -> None:
        """Learn anew where enough was decided since the last time."""
        count = self._session.decided_count
        if self._is_running or abs(count - self._learned_from) < _RANK_EVERY:
            return
        self._is_running, self._learned_from = True, count
        labels = self._session.labels
        task = asyncio.get_running_loop().run_in_executor(self._pool, self._ranking, labels)
        task.add_done_callback(self._take)

    def _take(self, task: Future[list[str] | None]) -> None:
        self._is_running = False
        error = task.exception()
        order = None if error is not None else task.result()
        if error is not None:
            self._session.message = f"order by key: {error}"
        elif order is None:
            self._session.message = "order by key: relevance needs one inclusion and one exclusion"
        else:
            self._session.reorder(order)
            self._session.message = self._session.message or "ordered by relevance"
        self._redraw()
